"""How people sign in: sessions, second factors, outside identities, failures."""

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
    UniqueConstraint,
)

from engine.store.schema.columns import account_column, text_column
from engine.store.schema.metadata import METADATA

session = Table(
    "session",
    METADATA,
    # SHA-256 of the token in the cookie
    Column("token_digest", Text, primary_key=True),
    account_column(),
    text_column("form_token"),
    text_column("opened_at"),
    text_column("seen_at"),
    # where it was opened, for its person to recognise: network address, browser and system
    Column("address", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False, server_default=""),
    # password | outside
    Column("kind", Text, nullable=False, server_default="password"),
    # 1 once the second factor was shown
    Column("verified", Integer, nullable=False, server_default="0"),
    Index("ix_session_of_account", "account_id"),
)

# a shared secret for one-time codes; it counts once a first code was right
second_factor = Table(
    "second_factor",
    METADATA,
    Column("account_id", Text, ForeignKey("account.id"), primary_key=True),
    # encrypted, with the name of its key in front
    Column("sealed", LargeBinary, nullable=False),
    text_column("begun_at"),
    text_column("enrolled_at", null=True),
    # number of the time step whose code was used last: a code works once
    Column("last_step", Integer, nullable=False, server_default="0"),
)

# what replaces a lost telephone, each once
recovery_code = Table(
    "recovery_code",
    METADATA,
    account_column(),
    # SHA-256
    text_column("digest"),
    text_column("used_at", null=True),
    PrimaryKeyConstraint("account_id", "digest"),
)

# a person at an outside identity provider; without an account until an administrator links it
identity = Table(
    "identity",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("issuer"),
    text_column("subject"),
    # what the provider calls the person, for administrators to recognise
    text_column("shown"),
    text_column("first_at"),
    Column("account_id", Text, ForeignKey("account.id"), nullable=True),
    UniqueConstraint("issuer", "subject"),
    Index("ix_identity_of_account", "account_id"),
)

# a sign-in that was sent to the provider and has not come back
outside_flow = Table(
    "outside_flow",
    METADATA,
    # SHA-256 of the state
    Column("state_digest", Text, primary_key=True),
    # SHA-256 of the token of the browser that began it
    text_column("browser_digest"),
    text_column("nonce"),
    text_column("verifier"),
    # address to go on to
    text_column("next"),
    text_column("begun_at"),
)

# counters of failed sign-ins, by account and by address
sign_in_failure = Table(
    "sign_in_failure",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    text_column("next_at"),
)
