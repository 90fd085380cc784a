"""Columns and indexes that many tables have alike."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text, text


def text_column(name: str, *, null: bool = False) -> Column[str]:
    """Make a column of text; instants are UTC text of fixed width, so text order is time order."""
    return Column(name, Text, nullable=null)


def instance_column() -> Column[str]:
    """Make the column that names the instance which a row belongs to."""
    return Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False)


def account_column() -> Column[str]:
    """Make the column that names the account which a row belongs to."""
    return Column("account_id", Text, ForeignKey("account.id"), nullable=False)


def two_person_columns(first: str) -> tuple[Column[str], ...]:
    """Make the columns of what one person begins and a second one settles.

    `first` says what the first one did: `asked`, `proposed`.
    """
    return (
        text_column(f"{first}_by"),
        text_column(f"{first}_at"),
        text_column("settled_by", null=True),
        text_column("settled_at", null=True),
        text_column("ending", null=True),
    )


def partial_index(name: str, *columns: str, among: str, unique: bool = False) -> Index:
    """Make an index of the rows that meet a condition; a query that repeats it may use it."""
    only = text(among)
    return Index(name, *columns, unique=unique, sqlite_where=only, postgresql_where=only)
