"""Write calendar files, always as a new version, and the decrees that people propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, update

from engine.store.queries.calendars import VERSION
from engine.store.statements import Statement
from engine.store.tables import calendar_file, calendar_proposal, setting
from engine.store.transaction import Transaction
from engine.store.writes import settings

_INSERT_FILE = Statement("insert_calendar_file", insert(calendar_file))
_NEXT = Statement(
    "next_calendar_version",
    update(setting)
    .where(setting.c.name == VERSION, setting.c.value == bindparam("before"))
    .values(value=bindparam("after"), changed_by=bindparam("by"), changed_at=bindparam("at")),
)
_PROPOSE = Statement("insert_calendar_proposal", insert(calendar_proposal))
_SETTLE = Statement(
    "settle_calendar_proposal",
    update(calendar_proposal)
    .where(calendar_proposal.c.id == bindparam("of_id"), calendar_proposal.c.settled_at.is_(None))
    .values(
        settled_by=bindparam("by"),
        settled_at=bindparam("at"),
        ending=bindparam("how"),
        version=bindparam("became"),
    ),
)
_COUNT = Statement(
    "count_moved_deadlines",
    update(calendar_proposal)
    .where(calendar_proposal.c.version == bindparam("of_version"))
    .values(moved=calendar_proposal.c.moved + bindparam("more")),
)


@dataclass(frozen=True)
class NewProposal:
    """A new row of `calendar_proposal`."""

    id: str
    calendar: str
    year: int
    decree: str
    source: str
    body: bytes
    proposed_by: str
    proposed_at: str
    settled_by: str | None = None
    settled_at: str | None = None
    ending: str | None = None
    version: int | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who settled a proposal, when and how: approved (as which version) or turned down."""

    by: str
    at: str
    ending: str
    version: int | None = None


def found(tx: Transaction, files: Mapping[str, str], by: str, at: str) -> None:
    """Store the first version of the calendar files."""
    settings.insert_setting(tx, VERSION, "1", by, at)
    rows = [_row(name, 1, text, Settlement(by, at, "")) for name, text in sorted(files.items())]
    tx.execute_many(_INSERT_FILE, rows)


def publish(tx: Transaction, name: str, text: str, settled: Settlement) -> bool:
    """Store a calendar file as the next version; False where somebody else was first."""
    after = settled.version or 0
    numbers = {"before": str(after - 1), "after": str(after)}
    row = {**numbers, "by": settled.by, "at": settled.at}
    if not tx.changes(_NEXT, row):
        return False
    tx.execute(_INSERT_FILE, _row(name, after, text, settled))
    return True


def propose(tx: Transaction, proposal: NewProposal) -> None:
    """Store a proposed decree."""
    tx.execute(_PROPOSE, asdict(proposal))


def settle(tx: Transaction, proposal_id: str, settled: Settlement) -> bool:
    """Settle a proposal; tell whether it was still open."""
    row = {
        "of_id": proposal_id,
        "by": settled.by,
        "at": settled.at,
        "how": settled.ending,
        "became": settled.version,
    }
    return tx.changes(_SETTLE, row)


def count_moved(tx: Transaction, version: int, more: int) -> None:
    """Count the deadlines that the decree behind a version has moved."""
    tx.execute(_COUNT, {"of_version": version, "more": more})


def _row(name: str, version: int, text: str, loaded: Settlement) -> Mapping[str, object]:
    return {
        "name": name,
        "version": version,
        "body": text.encode(),
        "loaded_at": loaded.at,
        "loaded_by": loaded.by,
    }
