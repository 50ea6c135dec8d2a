"""What can be set, with defaults that work. Values only: entry points read the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Settings of everything below the doors, read from `STEUNWIJZER_*`."""

    model_config = SettingsConfigDict(env_prefix="STEUNWIJZER_", frozen=True, extra="ignore")

    data: Annotated[Path, Field(description="Folder for the database and the embedded index")] = (
        Path("var")
    )
    database_url: Annotated[
        str | None, Field(description="SQLite or PostgreSQL; by default a SQLite file in DATA")
    ] = None
    qdrant_url: Annotated[
        str | None, Field(description="A Qdrant server or cluster; by default the embedded engine")
    ] = None
    qdrant_api_key: Annotated[SecretStr | None, Field(description="API key of that server")] = None
    model: Annotated[
        str,
        Field(description="`bundled`, or any sentence-transformers model by hub name or path"),
    ] = "bundled"
    embedding_threads: Annotated[
        int, Field(ge=1, le=64, description="Threads per embedding call while serving")
    ] = 1
    region: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
            description="Slug of the region whose documents are served by default",
        ),
    ] = "de-meierij"

    llm_url: Annotated[
        str | None,
        Field(
            pattern=r"^https?://\S+$",
            description="Base of an OpenAI-compatible API, with its `/v1`, whose language model "
            "rewords answers; by default none, and answers only quote",
        ),
    ] = None
    llm_model: Annotated[str, Field(min_length=1, description="Name of that model")] = "default"
    llm_api_key: Annotated[SecretStr | None, Field(description="API key of that endpoint")] = None
    llm_seconds: Annotated[
        float,
        Field(gt=0, le=60, description="Longest wait for it; then the answer quotes after all"),
    ] = 6.0
    llm_per_minute: Annotated[
        int, Field(ge=0, description="Answers reworded a minute at most; the others quote")
    ] = 60

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data / 'steunwijzer.db'}"
