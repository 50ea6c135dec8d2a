"""Documents: the store's name, immutable versions, example questions."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "c001"
down_revision = None
branch_labels = ("corpus",)
depends_on = None

# State and validation move on; everything else of a version is what was validated.
_FROZEN = (
    "document_id",
    "version",
    "title",
    "scope",
    "region",
    "audience",
    "topics",
    "certainty",
    "valid_from",
    "review_by",
    "sources",
    "text",
    "content_hash",
    "digest",
    "author",
    "created_at",
)


def upgrade() -> None:
    store = op.create_table(
        "store",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("corpus_id", sa.String(36), nullable=False),
    )
    op.bulk_insert(store, [{"id": 1, "corpus_id": str(uuid.uuid4())}])
    op.create_table(
        "document_versions",
        sa.Column("document_id", sa.String(80), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("region", sa.String(80)),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("certainty", sa.String(40), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("review_by", sa.Date, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("validated_by", sa.Text),
        sa.Column("validated_on", sa.Date),
        sa.Column("validation_note", sa.Text, nullable=False),
        sa.Column("starter", sa.Boolean, nullable=False),
    )
    op.create_table(
        "example_questions",
        sa.Column("document_id", sa.String(80), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("anchor", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    _freeze()


def _freeze() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER frozen_update BEFORE UPDATE OF {', '.join(_FROZEN)} "
            "ON document_versions BEGIN SELECT RAISE(ABORT, 'a version is immutable'); END"
        )
        op.execute(
            "CREATE TRIGGER frozen_delete BEFORE DELETE ON document_versions "
            "BEGIN SELECT RAISE(ABORT, 'a version is immutable'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a version is immutable'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER frozen_update BEFORE UPDATE OF {', '.join(_FROZEN)} "
        "ON document_versions FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER frozen_delete BEFORE DELETE ON document_versions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
