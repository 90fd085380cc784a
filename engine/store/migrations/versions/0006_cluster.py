"""Several servers wake each other by a queue that brings its own tables: ours stay as they are."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""
