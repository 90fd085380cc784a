"""Work beside the forms: numbers, notices, refunds, batches, scans of the courier."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from engine.store.schema.columns import (
    instance_column,
    partial_index,
    text_column,
    two_person_columns,
)
from engine.store.schema.metadata import METADATA

# a paid fee, or a part of it, that a window gives back once a second person confirms it
refund = Table(
    "refund",
    METADATA,
    Column("id", Text, primary_key=True),
    instance_column(),
    # whose till it goes out of
    text_column("unit"),
    # yuan, two places
    text_column("amount"),
    # one of a short list; words beside it, "" for none
    text_column("ground"),
    text_column("note"),
    # of the refund, not of the payment
    text_column("receipt_no"),
    # confirmed | turned_down
    *two_person_columns("asked"),
    Index("ix_refund_of_instance", "instance_id"),
    Index("ix_refund_of_day", "unit", "settled_at"),
    partial_index("ix_refund_waiting", "instance_id", unique=True, among="settled_at IS NULL"),
    partial_index(
        "ix_refund_by_receipt",
        "unit",
        "receipt_no",
        unique=True,
        among="ending IS NULL OR ending = 'confirmed'",
    ),
)

# number series: acceptance numbers per station and day
counter = Table(
    "counter",
    METADATA,
    text_column("series"),
    text_column("day"),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("series", "day"),
)

notice = Table(
    "notice",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("account_id"),
    Column("instance_id", Text, nullable=True),
    text_column("kind"),
    # JSON without personal data
    text_column("parameters"),
    text_column("at"),
    text_column("read_at", null=True),
    # when it may go by mail, or be tried again; NULL where it need not, or has gone
    text_column("mail_at", null=True),
    Index("ix_notice_of_account", "account_id", "at"),
    partial_index("ix_notice_to_mail", "mail_at", among="mail_at IS NOT NULL"),
)

# open user tasks that were pulled together
batch = Table(
    "batch",
    METADATA,
    # B-260316-001
    Column("number", Text, primary_key=True),
    text_column("process_id"),
    text_column("element"),
    text_column("made_by"),
    text_column("made_at"),
)

batch_task = Table(
    "batch_task",
    METADATA,
    Column("task_id", Text, ForeignKey("user_task.id"), primary_key=True),
    Column("batch", Text, ForeignKey("batch.number"), nullable=False),
    Index("ix_batch_task_of_batch", "batch"),
)

# what the courier tells, once each; it may come before the task that it completes is open
courier_scan = Table(
    "courier_scan",
    METADATA,
    # the courier's own
    Column("id", Text, primary_key=True),
    text_column("waybill_no"),
    # PICKED_UP | DELIVERED | RETURNED | LOST | DAMAGED
    text_column("event"),
    text_column("scanned_at"),
    text_column("received_at"),
    # JSON of what completes the task (who signed, why it came back); NULL once it is an answer
    text_column("details", null=True),
    # waiting | applied | noted | refused
    text_column("state"),
    # code of the refusal
    text_column("reason", null=True),
    partial_index("ix_courier_scan_waiting", "received_at", among="state = 'waiting'"),
    Index("ix_courier_scan_of_waybill", "waybill_no"),
)
