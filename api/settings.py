"""The settings of the doors, on top of those of the service."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from rag.settings import ServiceSettings


class ApiSettings(ServiceSettings):
    """Read from `STEUNWIJZER_*` by entry points, and by nothing else."""

    host: Annotated[str, Field(description="Address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on")] = 8000
    rate_limit: Annotated[
        str,
        Field(description="Questions per client, as `300/minute`; `off` for none"),
    ] = "300/minute"
    rate_limit_exempt: Annotated[
        str, Field(description="Networks that are not limited, comma-separated")
    ] = "127.0.0.0/8,::1/128"
    max_body_bytes: Annotated[
        int, Field(ge=1024, description="Larger request bodies are refused with 413")
    ] = 262_144
    organisation: Annotated[str, Field(description="Who offers the service, as shown")] = (
        "SWV PO de Meierij"
    )
    region_label: Annotated[str, Field(description="The region's name, as shown")] = "De Meierij"
    contact_name: Annotated[str, Field(description="The person or desk to turn to")] = (
        "Jeugd- en oudersteunpunt De Meierij"
    )
    contact_email: Annotated[str | None, Field(description="Its e-mail address")] = None
    contact_phone: Annotated[str | None, Field(description="Its phone number")] = None
    contact_url: Annotated[str | None, Field(description="Its web page")] = (
        "https://www.demeierij-po.nl/voor-ouders/"
    )

    @field_validator("rate_limit")
    @classmethod
    def _readable(cls, value: str) -> str:
        from limits import parse

        if value == "off":
            return value
        try:
            parse(value)
        except ValueError:
            raise ValueError("moet de vorm 300/minute hebben, of off zijn") from None
        return value

    @field_validator("rate_limit_exempt")
    @classmethod
    def _networks(cls, value: str) -> str:
        from api.limiting import networks

        try:
            networks(value)
        except ValueError:
            raise ValueError("moet uit netwerken bestaan, zoals 10.0.0.0/8,::1/128") from None
        return value
