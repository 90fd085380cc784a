"""Second factors and outside identities of accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of second factors and outside identities; sessions say where they are."""
    op.add_column("account", sa.Column("password_until", sa.Text(), nullable=True))
    for name, default in (("address", ""), ("device", ""), ("kind", "password")):
        op.add_column(
            "session", sa.Column(name, sa.Text(), server_default=default, nullable=False)
        )
    op.add_column(
        "session", sa.Column("verified", sa.Integer(), server_default="0", nullable=False)
    )
    _second_factors()
    _outside_identities()


def _second_factors() -> None:
    op.create_table(
        "second_factor",
        _account(),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.Text(), nullable=True),
        sa.Column("last_step", sa.Integer(), server_default="0", nullable=False),
        _of_account("second_factor"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        _account(),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        _of_account("recovery_code"),
        sa.PrimaryKeyConstraint("account_id", "digest", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "account_request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _account(),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        _of_account("account_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    op.create_index("ix_account_request_of_account", "account_request", ["account_id"])


def _outside_identities() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("first_at", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        _of_account("identity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_index("ix_identity_of_account", "identity", ["account_id"])
    op.create_table(
        "outside_flow",
        sa.Column("state_digest", sa.Text(), nullable=False),
        sa.Column("browser_digest", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("state_digest", name=op.f("pk_outside_flow")),
    )


def _account() -> sa.Column[str]:
    return sa.Column("account_id", sa.Text(), nullable=False)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name)
