"""Write second factors and their recovery codes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, insert, update

from engine.store.statements import Statement
from engine.store.tables import recovery_code, second_factor
from engine.store.transaction import Transaction

BEGIN = Statement("begin_second_factor", insert(second_factor))
REMOVE = Statement(
    "remove_second_factor",
    delete(second_factor).where(second_factor.c.account_id == bindparam("of_account")),
)
ENROL = Statement(
    "enrol_second_factor",
    update(second_factor)
    .where(
        second_factor.c.account_id == bindparam("of_account"),
        second_factor.c.enrolled_at.is_(None),
    )
    .values(enrolled_at=bindparam("at"), last_step=bindparam("step")),
)
USE_STEP = Statement(
    "use_one_time_code",
    update(second_factor)
    .where(
        second_factor.c.account_id == bindparam("of_account"),
        second_factor.c.last_step < bindparam("step"),
    )
    .values(last_step=bindparam("step")),
)
ADD_RECOVERY = Statement("add_recovery_codes", insert(recovery_code))
FORGET_RECOVERY = Statement(
    "forget_recovery_codes",
    delete(recovery_code).where(recovery_code.c.account_id == bindparam("of_account")),
)
USE_RECOVERY = Statement(
    "use_recovery_code",
    update(recovery_code)
    .where(
        recovery_code.c.account_id == bindparam("of_account"),
        recovery_code.c.digest == bindparam("of_digest"),
        recovery_code.c.used_at.is_(None),
    )
    .values(used_at=bindparam("at")),
)


def begin(tx: Transaction, account_id: str, sealed: bytes, at: str) -> None:
    """Store the secret of a second factor that counts once it is enrolled."""
    row = {"account_id": account_id, "sealed": sealed, "begun_at": at}
    tx.execute(BEGIN, {**row, "enrolled_at": None, "last_step": 0})


def enrol(tx: Transaction, account_id: str, step: int, at: str) -> bool:
    """Let a begun second factor count; false where there is none, or it counts already."""
    return tx.changes(ENROL, {"of_account": account_id, "step": step, "at": at})


def use_step(tx: Transaction, account_id: str, step: int) -> bool:
    """Use up the code of a time step; false where it, or a later one, was used."""
    return tx.changes(USE_STEP, {"of_account": account_id, "step": step})


def replace_recovery_codes(tx: Transaction, account_id: str, digests: Iterable[str]) -> None:
    """Put new recovery codes in the place of all earlier ones."""
    tx.execute(FORGET_RECOVERY, {"of_account": account_id})
    rows = [{"account_id": account_id, "digest": each, "used_at": None} for each in digests]
    tx.execute_many(ADD_RECOVERY, rows)


def use_recovery_code(tx: Transaction, account_id: str, digest: str, at: str) -> bool:
    """Use up a recovery code; false where it is none of the account's, or was used."""
    asked = {"of_account": account_id, "of_digest": digest, "at": at}
    return tx.changes(USE_RECOVERY, asked)


def remove(tx: Transaction, account_id: str) -> bool:
    """Remove the second factor of an account and its codes; false where it has none."""
    tx.execute(FORGET_RECOVERY, {"of_account": account_id})
    return tx.changes(REMOVE, {"of_account": account_id})
