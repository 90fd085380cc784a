"""Deployments that take effect at a set instant, and that may be taken back before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ENDING = ("withdrawn_at", "withdrawn_by", "withdrawal_reason", "replaced_by")
# what is deployed already took effect at once, each upon the one before it
_FILLED = """
    UPDATE deployment SET effective_at = at, built_on = COALESCE(
        (SELECT MAX(before.id) FROM deployment AS before WHERE before.id < deployment.id), '')
"""


def upgrade() -> None:
    """Say of each deployment when it takes effect, what it was built upon and how it ended."""
    for name in ("effective_at", "built_on"):
        column = sa.Column(name, sa.Text(), server_default="", nullable=False)
        op.add_column("deployment", column)
    for name in _ENDING:
        op.add_column("deployment", sa.Column(name, sa.Text(), nullable=True))
    op.execute(_FILLED)
