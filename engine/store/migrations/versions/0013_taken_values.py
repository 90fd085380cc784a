"""Numbers that no two cases may have, those of all cards so far among them; cases by person."""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CARDS = sa.text(
    "SELECT instance_id, value FROM answer"
    " WHERE field = 'card_serial' AND value IS NOT NULL ORDER BY at, seq"
)
_TAKE = sa.text(
    "INSERT INTO taken_value (field, digest, instance_id)"
    " VALUES ('card_serial', :digest, :instance_id)"
)


def upgrade() -> None:
    """Create the table and an index, and let the first case of each serial number have it."""
    op.create_table(
        "taken_value",
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_taken_value_instance_id")
        ),
        sa.PrimaryKeyConstraint("field", "digest", name=op.f("pk_taken_value")),
    )
    of_persons = sa.text("field = 'id_number'")
    op.create_index(
        "ix_answer_of_persons",
        "answer",
        ["value"],
        sqlite_where=of_persons,
        postgresql_where=of_persons,
    )
    _take_cards()


def _take_cards() -> None:
    connection = op.get_bind()
    taken: dict[str, str] = {}
    for instance_id, text in connection.execute(_CARDS):
        if value := json.loads(text):
            taken.setdefault(_digest(str(value)), instance_id)
    rows = [{"digest": digest, "instance_id": holder} for digest, holder in taken.items()]
    if rows:
        connection.execute(_TAKE, rows)


def _digest(value: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", value).casefold().split())
    return sha256(folded.encode()).hexdigest()
