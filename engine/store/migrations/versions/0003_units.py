"""Units, stations and dated settings as data of the office."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give units what an office changes; the units that are there are the truth from now on."""
    op.add_column("unit", sa.Column("calendar", sa.Text(), nullable=True))
    op.add_column("unit", sa.Column("issuing_organ", sa.Text(), nullable=True))
    op.add_column("unit", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "dated_setting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_setting")),
    )
    op.create_index("ix_dated_setting_by_name", "dated_setting", ["name", "valid_from"])
    op.execute(
        "INSERT INTO setting (name, value, changed_by, changed_at) "
        "SELECT 'units_version', '1', 'system', MIN(changed_at) FROM setting "
        "WHERE EXISTS (SELECT 1 FROM unit) HAVING COUNT(*) > 0"
    )
    _name_issuing_organs()


def _name_issuing_organs() -> None:
    """Give each county the usual name of its issuing organ; the office may correct it."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT code, level, parent, names FROM unit")).all()
    names = {code: json.loads(text)["zh-Hans"] for code, _level, _parent, text in rows}
    organs = [
        {"of_code": code, "organ": _usual(names[code], names.get(parent, ""))}
        for code, level, parent, _text in rows
        if level == "county"
    ]
    if organs:
        change = sa.text("UPDATE unit SET issuing_organ = :organ WHERE code = :of_code")
        connection.execute(change, organs)


def _usual(county: str, city: str) -> str:
    return f"{city}公安局{county}分局" if county.endswith("区") else f"{county}公安局"
