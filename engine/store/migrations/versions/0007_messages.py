"""Messages between process instances, and closed ones that are taken up again by order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find awaited messages by name, and make room for reopenings."""
    op.create_index(
        "ix_awaited_message_by_name",
        "awaited_message",
        ["name"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "reopening",
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("reopened_as", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_reopening_instance_id")
        ),
        sa.ForeignKeyConstraint(
            ["reopened_as"], ["process_instance.id"], name=op.f("fk_reopening_reopened_as")
        ),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_reopening")),
        sa.UniqueConstraint("reopened_as", name=op.f("uq_reopening_reopened_as")),
    )
