"""Fees that were given back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of refunds: asked for by one person, settled by another."""
    op.create_table(
        "refund",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("receipt_no", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["process_instance.id"],
            name=op.f("fk_refund_instance_id_process_instance"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
    )
    op.create_index("ix_refund_of_instance", "refund", ["instance_id"])
    op.create_index("ix_refund_of_day", "refund", ["unit", "settled_at"])
    _create_unique("ix_refund_waiting", ["instance_id"], "settled_at IS NULL")
    _create_unique(
        "ix_refund_by_receipt",
        ["unit", "receipt_no"],
        "ending IS NULL OR ending = 'confirmed'",
    )


def _create_unique(name: str, columns: list[str], among: str) -> None:
    only = sa.text(among)
    op.create_index(name, "refund", columns, unique=True, sqlite_where=only, postgresql_where=only)
