"""Signals: masked questions that were not answered."""

import sqlalchemy as sa
from alembic import op

revision = "s001"
down_revision = None
branch_labels = ("signals",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signals",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("region", sa.String(80)),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("rejected", sa.JSON, nullable=False),
    )
    op.create_index("ix_signals_month", "signals", ["month"])
