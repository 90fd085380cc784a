"""What operators look after: alarms and outages."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from engine.store.schema.columns import partial_index, text_column
from engine.store.schema.metadata import METADATA

# something an operator has to look at, as long as its cause lasts
alarm = Table(
    "alarm",
    METADATA,
    Column("id", Text, primary_key=True),
    # timer_late, outbox_grows, …
    text_column("kind"),
    # what it is about where there may be several (CN-2027), else ""
    text_column("subject"),
    # JSON without personal data
    text_column("facts"),
    text_column("raised_at"),
    text_column("seen_at"),
    # when it was last told by mail; NULL until it was
    text_column("told_at", null=True),
    text_column("acknowledged_by", null=True),
    text_column("acknowledged_at", null=True),
    text_column("cleared_at", null=True),
    partial_index("ix_alarm_open", "kind", "subject", unique=True, among="cleared_at IS NULL"),
    Index("ix_alarm_by_raising", "raised_at"),
)

# a time in which a system or a place could not work: the explanation of what fell due in it
outage = Table(
    "outage",
    METADATA,
    Column("id", Text, primary_key=True),
    # register, mail, production, power, network, server, other
    text_column("system"),
    # unit that could not work; those below it could not either
    text_column("unit"),
    text_column("note"),
    text_column("from_at"),
    # NULL while it lasts
    text_column("until_at", null=True),
    text_column("recorded_by"),
    text_column("recorded_at"),
    Index("ix_outage_by_start", "from_at"),
)
