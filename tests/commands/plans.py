"""What the tests of planned deployments share: an office of two procedures and its questions."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.commands import process_definitions
from engine.core import instants
from engine.store.queries import definitions
from engine.store.queries import deployments as queries
from engine.store.queries.deployments import DeploymentRow
from engine.store.transaction import reading
from tests.bpmn.drawing import draw, end, lane, path, process, start, user
from tests.commands.offices import ANALYST, Office
from tests.commands.procedures import form, text

DAY = timedelta(days=1)


def drawing(process_id: str = "p", first: str = "receive") -> bytes:
    """Draw a process of one step."""
    return draw(
        process(
            process_id,
            lane("desk", "start", first, "end", jurisdiction="station"),
            start(),
            user(first),
            end(),
            path("start", first, "end"),
        )
    )


CHANGED = {"p.bpmn": drawing()}
OTHER = {"q.bpmn": drawing("q"), "q/receive.json": form(text("note"))}


def later(office: Office, days: int = 5) -> datetime:
    """Give an instant some days from now."""
    return office.clock() + days * DAY


def deploy(office: Office, files: dict[str, bytes], begins: datetime | None = None) -> list[str]:
    """Deploy files and give the versions that come of it."""
    done = process_definitions.deploy(office.engine, files, ANALYST, begins=begins)
    return [f"{each.process_id}:{each.version}" for each in done]


def in_force(office: Office) -> dict[str, int]:
    """Give the versions in force by process id."""
    rows = definitions.latest(office.engine.store, office.clock())
    return {row.process_id: row.version for row in rows}


def waiting(office: Office) -> tuple[DeploymentRow, ...]:
    """List the deployments that wait."""
    with reading(office.engine.store) as tx:
        return queries.waiting(tx, instants.text(office.clock()))


def planned(office: Office) -> list[str]:
    """List the versions that wait."""
    return [row.id for row in definitions.planned(office.engine.store, office.clock())]
