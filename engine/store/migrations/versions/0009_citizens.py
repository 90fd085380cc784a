"""How an account came to stand for a citizen, and which fees a window settled on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of bindings; a citizen has one active account; find payments by day."""
    op.create_table(
        "binding",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("bound_by", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_binding_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_binding")),
    )
    op.create_index(
        "ix_answer_of_payments",
        "answer",
        ["at"],
        sqlite_where=sa.text("field = 'fee_payment'"),
        postgresql_where=sa.text("field = 'fee_payment'"),
    )
    op.create_index(
        "ix_account_of_citizen",
        "account",
        ["id_number"],
        unique=True,
        sqlite_where=sa.text("id_number IS NOT NULL AND disabled_at IS NULL"),
        postgresql_where=sa.text("id_number IS NOT NULL AND disabled_at IS NULL"),
    )
