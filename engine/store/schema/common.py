"""What all tables share: their metadata, with the names of constraints, and the column of text."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text_column(name: str, *, null: bool = False) -> Column[str]:
    """Make a column of text; instants are UTC text of fixed width, so text order is time order."""
    return Column(name, Text, nullable=null)
