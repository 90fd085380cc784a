"""The post with a count of what it took, for operators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.core import instants
from engine.core.errors import ServiceTaskFailed
from engine.core.ports import Letter, Mail
from engine.store.database import Store
from engine.store.queries.sent_mail import FAILED, SENT, UNDELIVERABLE
from engine.store.transaction import retried, transaction
from engine.store.writes import counters


@dataclass(frozen=True, slots=True)
class CountedMail:
    """Hands letters on, and counts by day which were sent, failed or cannot be delivered."""

    mail: Mail
    store: Store
    clock: Callable[[], datetime]

    def send(self, letter: Letter) -> None:
        """Hand the letter to the post; raises what the post raises."""
        try:
            self.mail.send(letter)
        except ServiceTaskFailed as failure:
            _count(self, UNDELIVERABLE if failure.permanent else FAILED)
            raise
        _count(self, SENT)


@retried
def _count(counted: CountedMail, series: str) -> None:
    day = instants.day(counted.clock()).isoformat()
    with transaction(counted.store) as tx:
        counters.draw(tx, series, day)
