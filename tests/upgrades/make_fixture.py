"""Save an office of the release that runs this, with open cases at many waits.

`python -m tests.upgrades.make_fixture` writes `fixtures/<revision>.sql.gz` and `<revision>.json`.
Run it once for each release that changes tables, diagrams or saved states, and keep what it
writes: later releases must open it, bring it to their tables and finish its cases.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import server
from engine.commands import demo_office, organisation, process_definitions, shipped_files
from engine.core.instants import ZONE
from engine.store import database, preparation
from tests.upgrades.office import Office, open_office
from tests.upgrades.walks import UNSERVED, WALKS

FIXTURES = Path(__file__).with_name("fixtures")
_MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)
_MISSED = datetime(2026, 3, 13, 17, tzinfo=ZONE)
_SAVED = datetime(2026, 3, 16, 9, 30, tzinfo=ZONE)


def make(folder: Path) -> None:
    """Found an office, walk its cases to where they wait, and write it all as SQL text."""
    FIXTURES.mkdir(exist_ok=True)
    path = folder / "office.db"
    office = open_office(f"sqlite:///{path}", _MORNING, server.ROOT)
    _found(office)
    cases = {name: _walk(office, number, name) for number, name in enumerate(WALKS, 1)}
    database.close(office.engine.store)
    with closing(sqlite3.connect(path)) as written:
        text = "\n".join(written.iterdump())
    target = FIXTURES / f"{preparation.REVISION}.sql.gz"
    target.write_bytes(gzip.compress(text.encode(), mtime=0))
    told = {"saved": _SAVED.isoformat(), "cases": cases}
    target.with_name(f"{preparation.REVISION}.json").write_text(json.dumps(told, indent=1) + "\n")


def _found(office: Office) -> None:
    written = shipped_files.text(server.PROCESSES / "demo-office.toml")
    organisation.load_units(office.engine)
    demo_office.found(office.engine, demo_office.personas(written))
    process_definitions.deploy(
        office.engine, shipped_files.resources(server.ROOT), office.staff["analyst"]
    )


def _walk(office: Office, number: int, name: str) -> dict[str, object]:
    walk = WALKS[name]
    case = office.apply(number, walk.changes)
    if name == UNSERVED:
        office.take(case, number, *walk.before)
    else:
        office.walk(case, number, walk.before)
    if name == "late":
        office.travel(_MISSED)
        office.travel(_SAVED)
    return {"id": case, "citizen": number}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch))
