"""Documents that keep the words of their time, and notices that go by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of templates, and let a notice wait for its mail."""
    op.create_table(
        "document_template",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["content.sha256"], name=op.f("fk_document_template_sha256")
        ),
        sa.PrimaryKeyConstraint("kind", "from_at", name=op.f("pk_document_template")),
    )
    op.add_column("notice", sa.Column("mail_at", sa.Text(), nullable=True))
    op.create_index(
        "ix_notice_to_mail",
        "notice",
        ["mail_at"],
        sqlite_where=sa.text("mail_at IS NOT NULL"),
        postgresql_where=sa.text("mail_at IS NOT NULL"),
    )
    _index_lists()


def _index_lists() -> None:
    listed = sa.text("element IN ('approve_second_supplement', 'return_old_card')")
    op.create_index(
        "ix_user_task_of_lists",
        "user_task",
        ["element", "opened_at"],
        sqlite_where=listed,
        postgresql_where=listed,
    )
    refusing = sa.text("""value IN ('"UNQUALIFIED"', '"CONFIRMED"', '"REFUSE"')""")
    op.create_index(
        "ix_answer_of_refusals",
        "answer",
        ["at"],
        sqlite_where=refusing,
        postgresql_where=refusing,
    )
    of_cards = sa.text(
        "field IN ('card_ready_at', 'arrived_at', 'handed_over_at', 'delivered_at',"
        " 'arrival_result', 'delivery_result', 'inquiry_result', 'destruction_reason',"
        " 'qc_code', 'defect_code')"
    )
    op.create_index(
        "ix_answer_of_cards",
        "answer",
        ["field", "at"],
        sqlite_where=of_cards,
        postgresql_where=of_cards,
    )
    op.create_index("ix_reopening_by_order", "reopening", ["ordered_at"])
