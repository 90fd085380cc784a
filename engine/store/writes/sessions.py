"""Write sessions and failed sign-ins."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, insert, update

from engine.store.statements import Statement
from engine.store.tables import session, sign_in_failure
from engine.store.transaction import Transaction

OPEN = Statement("open_session", insert(session))
SEE = Statement(
    "see_session",
    update(session)
    .where(session.c.token_digest == bindparam("digest"), session.c.seen_at < bindparam("now"))
    .values(seen_at=bindparam("now")),
)
END = Statement(
    "end_session", delete(session).where(session.c.token_digest == bindparam("digest"))
)
END_ALL = Statement(
    "end_sessions_of_account",
    delete(session).where(session.c.account_id == bindparam("of_account")),
)
END_OTHERS = Statement(
    "end_other_sessions_of_account",
    delete(session).where(
        session.c.account_id == bindparam("of_account"),
        session.c.token_digest != bindparam("kept"),
    ),
)
END_ONE = Statement(
    "end_one_session_of_account",
    delete(session).where(
        session.c.account_id == bindparam("of_account"),
        session.c.token_digest == bindparam("digest"),
    ),
)
VERIFY = Statement(
    "verify_session",
    update(session)
    .where(session.c.token_digest == bindparam("digest"))
    .values(token_digest=bindparam("fresh"), verified=1),
)
END_OLD = Statement(
    "end_old_sessions_of_account",
    delete(session).where(
        session.c.account_id == bindparam("of_account"),
        session.c.opened_at < bindparam("before"),
    ),
)
COUNT_ON = Statement(
    "count_sign_in_failure",
    update(sign_in_failure)
    .where(sign_in_failure.c.subject == bindparam("of_subject"))
    .values(failures=bindparam("failures"), next_at=bindparam("next_at")),
)
COUNT_FIRST = Statement("first_sign_in_failure", insert(sign_in_failure))
FORGET = Statement(
    "forget_sign_in_failures",
    delete(sign_in_failure).where(sign_in_failure.c.subject == bindparam("of_subject")),
)


@dataclass(frozen=True)
class SessionRow:
    """A new row of `session`; only the digest of the token is stored."""

    token_digest: str
    account_id: str
    form_token: str
    opened_at: str
    seen_at: str
    address: str = ""
    device: str = ""
    # password | outside
    kind: str = "password"
    verified: int = 0


def open_session(tx: Transaction, row: SessionRow, old: str) -> None:
    """Store a session and drop those of the account that were opened before `old`."""
    tx.execute(END_OLD, {"of_account": row.account_id, "before": old})
    tx.execute(OPEN, asdict(row))


def see(tx: Transaction, token_digest: str, now: str) -> None:
    """Note that the session was used."""
    tx.execute(SEE, {"digest": token_digest, "now": now})


def end(tx: Transaction, token_digest: str) -> bool:
    """End a session; false where there is none."""
    return tx.changes(END, {"digest": token_digest})


def end_all(tx: Transaction, account_id: str) -> None:
    """End all sessions of an account."""
    tx.execute(END_ALL, {"of_account": account_id})


def end_others(tx: Transaction, account_id: str, kept: str) -> int:
    """End all sessions of an account but one, and count them."""
    return int(tx.execute(END_OTHERS, {"of_account": account_id, "kept": kept}).rowcount)


def end_of_account(tx: Transaction, account_id: str, token_digest: str) -> bool:
    """End a session of an account; false where it has none of that digest."""
    asked = {"of_account": account_id, "digest": token_digest}
    return tx.changes(END_ONE, asked)


def verify(tx: Transaction, token_digest: str, fresh_digest: str) -> bool:
    """Note that a session has shown its second factor, and give it another token."""
    return tx.changes(VERIFY, {"digest": token_digest, "fresh": fresh_digest})


def count_failure(tx: Transaction, subject: str, failures: int, next_at: str) -> None:
    """Store how often a subject has failed and when it may try again."""
    row = {"of_subject": subject, "failures": failures, "next_at": next_at}
    if not tx.changes(COUNT_ON, row):
        first = {"subject": subject, "failures": failures, "next_at": next_at}
        tx.execute(COUNT_FIRST, first)


def forget_failures(tx: Transaction, subject: str) -> None:
    """Forget the failures of a subject that has signed in."""
    tx.execute(FORGET, {"of_subject": subject})
