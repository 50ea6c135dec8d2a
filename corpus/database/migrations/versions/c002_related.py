"""Versions name the documents to read next to them; that is frozen like the rest."""

import sqlalchemy as sa
from alembic import op

revision = "c002"
down_revision = "c001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty in rows from before.
    op.add_column("document_versions", sa.Column("related", sa.JSON))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER frozen_related BEFORE UPDATE OF related ON document_versions "
            "BEGIN SELECT RAISE(ABORT, 'a version is immutable'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER frozen_related BEFORE UPDATE OF related ON document_versions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
