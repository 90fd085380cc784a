"""How often somebody may try to sign in: failures make accounts and addresses wait, never lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from engine.commands import day_chains
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotPermitted
from engine.store.queries import sessions as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import sessions as writes

# failures that cost nothing; each further one doubles the wait, up to the longest
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
# after so long without a failure the count starts anew
FORGET_AFTER = timedelta(hours=1)


def refuse_flood(engine: Engine, subjects: tuple[str, str]) -> None:
    """Refuse whoever has to wait: NotPermitted (`too_many_attempts`) with the instant `until`."""
    now = instants.text(engine.clock())
    until = queries.next_try(engine.store, *subjects, now)
    if until is not None:
        raise NotPermitted("too_many_attempts", until=until)


@retried
def count_failure(engine: Engine, subjects: tuple[str, str], actor: str) -> None:
    """Count a failed attempt of an account ("" for none) in the chain of the day as well."""
    now = engine.clock()
    with transaction(engine.store) as tx:
        # first, because it locks the day: two failures at once are counted one after the other
        day_chains.seal(tx, DayDeed("sign_in_failed", actor, now))
        for subject in subjects:
            _count(tx, subject, now)


def digest(text: str) -> str:
    """Give a digest: a password typed as a user name must not be stored, nor who came whence."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _count(tx: Transaction, subject: str, now: datetime) -> None:
    failures, next_at = queries.failures(tx, subject)
    if next_at and now - instants.parse(next_at) >= FORGET_AFTER:
        failures = 0
    extra = min(max(failures + 1 - FREE_FAILURES, 0), 30)
    wait = min(FIRST_WAIT * 2**extra, LONGEST_WAIT) if extra else timedelta()
    writes.count_failure(tx, subject, failures + 1, instants.text(now + wait))
