"""What the office decides about itself: units, settings, calendars."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from engine.store.schema.columns import text_column, two_person_columns
from engine.store.schema.metadata import METADATA

setting = Table(
    "setting",
    METADATA,
    Column("name", Text, primary_key=True),
    text_column("value"),
    text_column("changed_by"),
    text_column("changed_at"),
)

unit = Table(
    "unit",
    METADATA,
    Column("code", Text, primary_key=True),
    text_column("parent", null=True),
    # province | prefecture | county | station | centre
    text_column("level"),
    # JSON {"zh-Hans": …, "en": …, "es": …}
    text_column("names"),
    text_column("address", null=True),
    # 09:00-12:00 13:00-17:00
    text_column("hours", null=True),
    Column("active", Integer, nullable=False, server_default="1"),
    # code of the calendar that it works by, NULL for that of its division
    text_column("calendar", null=True),
    # of a county: what the card names as its issuing organ
    text_column("issuing_organ", null=True),
    # counts the changes of the row; the setting units_version counts those of all units
    Column("revision", Integer, nullable=False, server_default="1"),
    Index("ix_unit_of_parent", "parent"),
)

# values of the dated settings, proposed by one person and approved by a second one; the setting
# settings_version counts those approved
dated_setting = Table(
    "dated_setting",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("name"),
    # the day from which on it is in force
    text_column("valid_from"),
    text_column("value"),
    # decree, order or letter that it rests on
    text_column("source"),
    # approved | turned_down
    *two_person_columns("proposed"),
    Index("ix_dated_setting_by_name", "name", "valid_from"),
)

calendar_file = Table(
    "calendar_file",
    METADATA,
    # CN-2026, 522700-2024; a later version replaces an earlier one, never in place.
    # The version counts the changes of all files; the newest is the setting calendar_version.
    text_column("name"),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    text_column("loaded_at"),
    text_column("loaded_by"),
    PrimaryKeyConstraint("name", "version"),
)

# a decree that somebody hands in, and a second person approves
calendar_proposal = Table(
    "calendar_proposal",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("calendar"),
    Column("year", Integer, nullable=False),
    text_column("decree"),
    text_column("source"),
    # the calendar file that it would become
    Column("body", LargeBinary, nullable=False),
    # approved | turned_down
    *two_person_columns("proposed"),
    # the version that it became
    Column("version", Integer, nullable=True),
    # deadlines that it has moved so far
    Column("moved", Integer, nullable=False, server_default="0"),
    Index("ix_calendar_proposal_by_version", "version"),
)
