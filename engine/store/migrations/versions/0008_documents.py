"""Batches of user tasks and scans of the courier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "batch",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_batch")),
    )
    op.create_table(
        "batch_task",
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["user_task.id"], name=op.f("fk_batch_task_task_id_user_task")
        ),
        sa.ForeignKeyConstraint(
            ["batch"], ["batch.number"], name=op.f("fk_batch_task_batch_batch")
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_batch_task")),
    )
    op.create_index("ix_batch_task_of_batch", "batch_task", ["batch"])
    op.create_table(
        "courier_scan",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("waybill_no", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("scanned_at", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courier_scan")),
    )
    op.create_index(
        "ix_courier_scan_waiting",
        "courier_scan",
        ["received_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_courier_scan_of_waybill", "courier_scan", ["waybill_no"])
