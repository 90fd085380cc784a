"""The chains of the history: one for each instance, one for each day."""

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

from engine.store.schema.columns import instance_column, text_column
from engine.store.schema.metadata import METADATA

history = Table(
    "history",
    METADATA,
    instance_column(),
    Column("seq", Integer, nullable=False),
    text_column("at"),
    text_column("kind"),
    text_column("actor"),
    text_column("element"),
    # canonical JSON that repeats the columns and holds no personal value
    Column("body", LargeBinary, nullable=False),
    text_column("prev"),
    text_column("hash"),
    PrimaryKeyConstraint("instance_id", "seq"),
)

# chains per day: readings of personal data, searches, exports, sign-ins, deployments, grants
day_chain = Table(
    "day_chain",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("head_seq", Integer, nullable=False),
    text_column("head_hash"),
)

day_entry = Table(
    "day_entry",
    METADATA,
    text_column("day"),
    Column("seq", Integer, nullable=False),
    text_column("at"),
    text_column("kind"),
    text_column("actor"),
    # "" where the deed is not about one instance
    text_column("instance_id"),
    Column("body", LargeBinary, nullable=False),
    text_column("prev"),
    text_column("hash"),
    PrimaryKeyConstraint("day", "seq"),
    Index("ix_day_entry_of_instance", "instance_id"),
    Index("ix_day_entry_by_actor", "actor", "at"),
)
