"""Questions about the calendar files of the office, and about the decrees that were proposed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from engine.store.database import Store
from engine.store.queries import settings
from engine.store.statements import Statement
from engine.store.tables import calendar_file, calendar_proposal
from engine.store.transaction import Transaction, reading

# the setting that counts the changes of all calendar files
VERSION = "calendar_version"
_NEWEST = (
    select(calendar_file.c.name, func.max(calendar_file.c.version).label("version"))
    .where(calendar_file.c.version <= bindparam("version"))
    .group_by(calendar_file.c.name)
    .subquery()
)
_FILES = Statement(
    "calendar_files",
    select(calendar_file.c.name, calendar_file.c.body).join(
        _NEWEST,
        (calendar_file.c.name == _NEWEST.c.name) & (calendar_file.c.version == _NEWEST.c.version),
    ),
)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A decree that somebody handed in; instants as text."""

    id: str
    calendar: str
    year: int
    decree: str
    source: str
    body: bytes
    proposed_by: str
    proposed_at: str
    settled_by: str | None
    settled_at: str | None
    # approved | turned_down
    ending: str | None
    # the version that it became
    version: int | None
    # deadlines that it has moved so far
    moved: int


_COLUMNS = tuple(calendar_proposal.c[name] for name in ProposalRow.__slots__)
_PROPOSAL = Statement(
    "calendar_proposal", select(*_COLUMNS).where(calendar_proposal.c.id == bindparam("id"))
)
_LATEST = Statement(
    "latest_calendar_proposals",
    select(*_COLUMNS)
    .order_by(calendar_proposal.c.proposed_at.desc(), calendar_proposal.c.id)
    .limit(bindparam("most")),
)
_OF_VERSION = Statement(
    "calendar_proposal_of_version",
    select(*_COLUMNS).where(calendar_proposal.c.version == bindparam("version")),
)


def version(store: Store) -> int:
    """Give the version of the newest calendar files, 0 where there are none."""
    return int(settings.value(store, VERSION, "0"))


def version_of(tx: Transaction) -> int:
    """Read the version inside a transaction."""
    row = tx.one(settings.VALUE, {"name": VERSION})
    return 0 if row is None else int(row[0])


def files(store: Store, version: int) -> dict[str, str]:
    """Read the texts of the calendar files as they were at a version, by name."""
    with reading(store) as tx:
        rows = tx.all(_FILES, {"version": version})
    return {name: bytes(body).decode() for name, body in rows}


def proposal(store: Store, proposal_id: str) -> ProposalRow | None:
    """Read a proposed decree."""
    with reading(store) as tx:
        return proposal_of(tx, proposal_id)


def proposal_of(tx: Transaction, proposal_id: str) -> ProposalRow | None:
    """Read a proposed decree inside a transaction."""
    row = tx.one(_PROPOSAL, {"id": proposal_id})
    return None if row is None else ProposalRow(*row)


def approved_as(store: Store, version: int) -> ProposalRow | None:
    """Find the decree that became a version; the first version has none."""
    with reading(store) as tx:
        row = tx.one(_OF_VERSION, {"version": version})
    return None if row is None else ProposalRow(*row)


def latest(store: Store, most: int = 50) -> tuple[ProposalRow, ...]:
    """List the proposed decrees, the newest first."""
    with reading(store) as tx:
        return tuple(ProposalRow(*row) for row in tx.all(_LATEST, {"most": most}))
