"""Process instances with all that waits in them."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from engine.store.schema.columns import instance_column, partial_index, text_column
from engine.store.schema.metadata import METADATA

# what the partial indexes of the lists hold: a query that repeats the words may use them
LISTED_TASKS = "element IN ('approve_second_supplement', 'return_old_card', 'receive_old_card')"

process_instance = Table(
    "process_instance",
    METADATA,
    Column("id", Text, primary_key=True),
    # what people say on the phone; unique, not guessable from its neighbours
    Column("case_no", Text, nullable=False, unique=True),
    Column("definition_id", Text, ForeignKey("process_definition.id"), nullable=False),
    text_column("started_by"),
    text_column("starter_unit"),
    text_column("started_at"),
    # public status of domain.md 1.7, "" before the first
    text_column("status"),
    text_column("ended_at", null=True),
    # id of the end event
    text_column("outcome", null=True),
    # counts recorded deeds; every record is WHERE version = the one loaded
    Column("version", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("head_seq", Integer, nullable=False),
    text_column("head_hash"),
    Index("ix_process_instance_of_starter", "started_by", "started_at"),
    Index("ix_process_instance_by_start", "started_at"),
    partial_index("ix_process_instance_open", "ended_at", among="ended_at IS NULL"),
)

# one open instance per subject: (process id, digest of the value of the field named by `unique`)
open_subject = Table(
    "open_subject",
    METADATA,
    text_column("process_id"),
    text_column("subject_digest"),
    instance_column(),
    PrimaryKeyConstraint("process_id", "subject_digest"),
    Index("ix_open_subject_of_instance", "instance_id"),
)

user_task = Table(
    "user_task",
    METADATA,
    Column("id", Text, primary_key=True),
    instance_column(),
    text_column("process_id"),
    text_column("element"),
    text_column("role"),
    text_column("jurisdiction"),
    text_column("unit"),
    # space-separated element ids (separation of duties)
    text_column("separate_from"),
    # timer.id of the breach that counts for it
    text_column("deadline", null=True),
    text_column("opened_at"),
    text_column("holder", null=True),
    text_column("held_at", null=True),
    # JSON of what the holder has typed so far
    text_column("draft", null=True),
    text_column("ended_at", null=True),
    # completed | withdrawn
    text_column("ending", null=True),
    text_column("completed_by", null=True),
    partial_index(
        "ix_user_task_open_by_role_and_unit", "role", "unit", "opened_at", among="ended_at IS NULL"
    ),
    Index("ix_user_task_of_instance_and_element", "instance_id", "element", "completed_by"),
    partial_index("ix_user_task_of_lists", "element", "opened_at", among=LISTED_TASKS),
)

timer = Table(
    "timer",
    METADATA,
    Column("id", Text, primary_key=True),
    instance_column(),
    text_column("process_id"),
    text_column("element"),
    text_column("activity"),
    # the one place of a due time
    text_column("due_at"),
    Column("provisional", Integer, nullable=False),
    text_column("clock"),
    text_column("kind"),
    text_column("legal_basis"),
    text_column("start_at", null=True),
    Column("days", Integer, nullable=True),
    text_column("count"),
    text_column("calendar"),
    text_column("unit"),
    text_column("armed_at"),
    text_column("ended_at", null=True),
    # fired | disarmed
    text_column("ending", null=True),
    # after a failed firing: when to try again
    Column("attempts", Integer, nullable=False, server_default="0"),
    text_column("retry_at", null=True),
    # code of the last failure
    text_column("failure", null=True),
    # version of the calendar files that it was counted by, NULL where it was not counted
    Column("calendar_version", Integer, nullable=True),
    partial_index("ix_timer_counted_by", "calendar_version", among="ended_at IS NULL"),
    partial_index("ix_timer_next_due", "due_at", among="ended_at IS NULL"),
    partial_index("ix_timer_failing", "due_at", among="ended_at IS NULL AND failure IS NOT NULL"),
    Index("ix_timer_of_instance", "instance_id"),
)

# the outbox: a row is written with the state, its handler runs outside the transaction
service_task = Table(
    "service_task",
    METADATA,
    Column("id", Text, primary_key=True),
    instance_column(),
    text_column("process_id"),
    text_column("element"),
    text_column("operation"),
    # JSON of the variables handed over
    text_column("variables"),
    text_column("result_variable"),
    text_column("opened_at"),
    Column("attempts", Integer, nullable=False),
    # when it may run next; NULL while an incident waits for a person
    text_column("next_at", null=True),
    # code of the last failure, JSON of its parameters
    text_column("failure", null=True),
    text_column("ended_at", null=True),
    # done | sent | by_hand | skipped | given_up | withdrawn
    text_column("ending", null=True),
    partial_index("ix_service_task_next", "next_at", among="ended_at IS NULL"),
    Index("ix_service_task_of_instance", "instance_id"),
)

awaited_message = Table(
    "awaited_message",
    METADATA,
    Column("id", Text, primary_key=True),
    instance_column(),
    text_column("process_id"),
    text_column("element"),
    text_column("name"),
    text_column("role"),
    text_column("jurisdiction"),
    text_column("unit"),
    text_column("opened_at"),
    text_column("ended_at", null=True),
    # received | withdrawn
    text_column("ending", null=True),
    Index("ix_awaited_message_of_instance", "instance_id"),
    partial_index("ix_awaited_message_by_name", "name", among="ended_at IS NULL"),
)

# a closed instance that was taken up again by order: its outcome stands as reversed
reopening = Table(
    "reopening",
    METADATA,
    Column("instance_id", Text, ForeignKey("process_instance.id"), primary_key=True),
    # the instance that takes over its application
    Column("reopened_as", Text, ForeignKey("process_instance.id"), nullable=False, unique=True),
    text_column("ordered_by"),
    text_column("ordered_at"),
    # why, and number or date of the order
    text_column("ground"),
    text_column("reference"),
    Index("ix_reopening_by_order", "ordered_at"),
)
