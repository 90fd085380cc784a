"""The old cards that a station waits for, found with those that applicants owe."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index of the lists anew, with the tasks of the stations."""
    listed = sa.text(
        "element IN ('approve_second_supplement', 'return_old_card', 'receive_old_card')"
    )
    op.drop_index("ix_user_task_of_lists", table_name="user_task")
    op.create_index(
        "ix_user_task_of_lists",
        "user_task",
        ["element", "opened_at"],
        sqlite_where=listed,
        postgresql_where=listed,
    )
