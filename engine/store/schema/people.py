"""Accounts, whom they stand for, and the roles that they hold."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from engine.store.schema.columns import (
    account_column,
    partial_index,
    text_column,
    two_person_columns,
)
from engine.store.schema.metadata import METADATA

account = Table(
    "account",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("name"),
    text_column("password_hash"),
    text_column("unit"),
    # citizen ID number that the account is bound to by a real-name check
    text_column("id_number", null=True),
    text_column("email", null=True),
    text_column("language"),
    text_column("created_at"),
    text_column("disabled_at", null=True),
    Column("demo", Integer, nullable=False, server_default="0"),
    # set where the password was made up by somebody else: it must be changed, and before then
    text_column("password_until", null=True),
    partial_index(
        "ix_account_of_citizen",
        "id_number",
        unique=True,
        among="id_number IS NOT NULL AND disabled_at IS NULL",
    ),
)

# how an account came to stand for a citizen, and which phone is theirs
binding = Table(
    "binding",
    METADATA,
    Column("account_id", Text, ForeignKey("account.id"), primary_key=True),
    text_column("phone"),
    # real_name | window
    text_column("way"),
    # of the real-name check, "" at a window
    text_column("receipt"),
    # account of the officer, or the citizen's own
    text_column("bound_by"),
    text_column("bound_at"),
)

grant = Table(
    "grant",
    METADATA,
    Column("id", Text, primary_key=True),
    account_column(),
    text_column("role"),
    text_column("unit"),
    text_column("asked_by"),
    text_column("asked_at"),
    # a grant counts once a second person has confirmed it
    text_column("confirmed_by", null=True),
    text_column("confirmed_at", null=True),
    text_column("revoked_by", null=True),
    text_column("revoked_at", null=True),
    Index("ix_grant_of_account", "account_id"),
    Index("ix_grant_of_unit_and_role", "unit", "role"),
)

# what an administrator asks for about an account and a second one confirms
account_request = Table(
    "account_request",
    METADATA,
    Column("id", Text, primary_key=True),
    # reset_second_factor | link_identity
    text_column("kind"),
    account_column(),
    # identity.id, "" where none is meant
    text_column("identity_id"),
    # confirmed | turned_down
    *two_person_columns("asked"),
    Index("ix_account_request_of_account", "account_id"),
)
