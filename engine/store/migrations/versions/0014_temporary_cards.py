"""The fees of temporary cards, found by day for the till."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index by which a till finds them."""
    paid = sa.text("field = 'temp_fee_amount'")
    op.create_index(
        "ix_answer_of_temporary_cards",
        "answer",
        ["at"],
        sqlite_where=paid,
        postgresql_where=paid,
    )
