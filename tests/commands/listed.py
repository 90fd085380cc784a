"""What the lists show, and cases that stand on them."""

from __future__ import annotations

from typing import Any

from engine.commands import lists
from engine.commands.lists import Asked, ShownList
from engine.core.people import Actor, Grant
from tests.processes import scenarios
from tests.processes.office import MAIL, Office, actor
from tests.processes.scenarios import DAMAGE

STATION = "520102001"
ELSEWHERE = "520103001"
COUNTY = "520102"


def shown(office: Office, name: str, by: str | Actor = "auditor", **asked: Any) -> ShownList:
    person = actor(by) if isinstance(by, str) else by
    return lists.show(office.engine, name, Asked(**asked), person)


def cells(office: Office, name: str, by: str | Actor = "auditor", **asked: Any) -> list[Any]:
    return [row.cells for row in shown(office, name, by, **asked).found.rows]


def at(role: str, unit: str) -> Actor:
    return Actor(role, role, unit, (Grant(role, unit),))


def owed(office: Office) -> Any:
    case = scenarios.sent(office, **DAMAGE, **MAIL)
    return case.complete("confirm_delivery", signer="田秋月")
