"""What people entered about a case: answers, numbers taken, attachments."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from engine.store.schema.columns import instance_column, partial_index, text_column
from engine.store.schema.metadata import METADATA

# answers by which an application is refused
REFUSING = """value IN ('"UNQUALIFIED"', '"CONFIRMED"', '"REFUSE"')"""
# what becomes of a card
OF_CARDS = (
    "field IN ('card_ready_at', 'arrived_at', 'handed_over_at', 'delivered_at',"
    " 'arrival_result', 'delivery_result', 'inquiry_result', 'destruction_reason',"
    " 'qc_code', 'defect_code')"
)
# whose case it is
OF_PERSONS = "field = 'id_number'"

# what people and outside systems entered; also the erasable side of the history: the digest of
# salt and value stands in the entry (instance_id, seq).
answer = Table(
    "answer",
    METADATA,
    instance_column(),
    Column("seq", Integer, nullable=False),
    text_column("field"),
    # JSON text; NULL once erased
    text_column("value", null=True),
    Column("salt", LargeBinary, nullable=True),
    # P1 | P2 | P3
    text_column("data_class"),
    text_column("actor"),
    text_column("at"),
    # 1 for the latest of its field
    Column("current", Integer, nullable=False),
    PrimaryKeyConstraint("instance_id", "seq", "field"),
    partial_index("ix_answer_of_payments", "at", among="field = 'fee_payment'"),
    partial_index("ix_answer_of_temporary_cards", "at", among="field = 'temp_fee_amount'"),
    partial_index("ix_answer_of_refusals", "at", among=REFUSING),
    partial_index("ix_answer_of_cards", "field", "at", among=OF_CARDS),
    partial_index("ix_answer_of_persons", "value", among=OF_PERSONS),
    partial_index("ix_answer_current_of_instance", "instance_id", "field", among="current = 1"),
)

# numbers that no two instances may have, such as that of a card; they outlive the answer
taken_value = Table(
    "taken_value",
    METADATA,
    text_column("field"),
    # SHA-256 of the number without its case, width and spaces
    text_column("digest"),
    instance_column(),
    PrimaryKeyConstraint("field", "digest"),
)

attachment = Table(
    "attachment",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, nullable=False),
    text_column("field"),
    text_column("media_type"),
    Column("body", LargeBinary, nullable=False),
    text_column("added_by"),
    text_column("added_at"),
    Index("ix_attachment_of_instance", "instance_id"),
)
