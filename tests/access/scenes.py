"""An office in which everything that people administer is there to be acted on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import server
from engine.commands import (
    accounts,
    calendars,
    dated_settings,
    demo_office,
    grants,
    offices,
    organisation,
    process_definitions,
    units,
)
from engine.commands.accounts import NewAccount
from engine.commands.dated_settings import SettingText
from engine.commands.engine import Engine
from engine.commands.units import UnitText
from engine.core import instants
from engine.core.people import ROLES, SYSTEM, Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.transaction import transaction
from engine.store.writes.sessions import SessionRow, open_session
from tests.commands.decrees import given
from tests.web.browsers import MORNING
from tests.web.permits import FILES

# of the demo office, where each role has an account of its name
PERSONAS = tuple(sorted(ROLES - {"platform"}))
NAMES = {"zh-Hans": "所", "en": "Station", "es": "Comisaría"}
TEXT = UnitText(NAMES, "", "09:00-17:00")
STATION = "520102001"
FORM_TOKEN = "the token of a form"
SECRET = "correct horse battery"


@dataclass(slots=True)
class Scene:
    """The office, and subjects of each kind, drawn one after the other."""

    engine: Engine
    numbers: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Give a persona of the demo office."""
        found = queries.actor(self.engine.store, name)
        assert found is not None
        return found

    def next(self, kind: str) -> str:
        """Make another subject of a kind, so that no deed uses up what the next one needs."""
        number = self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return _MAKERS[kind](self, number)

    def let_in(self, name: str) -> str:
        """Open a session without the cost of a password, and give its token."""
        token, at = secrets.token_urlsafe(), instants.text(self.engine.clock())
        row = SessionRow(sha256(token.encode()).hexdigest(), name, FORM_TOKEN, at, at)
        with transaction(self.engine.store) as tx:
            open_session(tx, row, "")
        return token


def open_scene(path: Path) -> Scene:
    """Found a demo office with one small procedure."""
    settings = server.Settings(demo=True, database_url=f"sqlite:///{path}")
    engine = replace(server.assemble(settings), clock=lambda: MORNING)
    organisation.load_units(engine)
    written = (server.PROCESSES / "demo-office.toml").read_text("utf-8")
    demo_office.found(engine, demo_office.personas(written))
    process_definitions.deploy(engine, FILES, SYSTEM)
    return Scene(offices.refreshed(engine))


def account(scene: Scene, number: int) -> str:
    new = NewAccount(f"somebody{number}", "Somebody", STATION, SECRET)
    return accounts.add(scene.engine, new, scene.actor("administrator"))


def disabled(scene: Scene, number: int) -> str:
    name = scene.next("account")
    accounts.disable(scene.engine, name, scene.actor("administrator"))
    return name


def grant(scene: Scene, number: int) -> str:
    wish = Grant("clerk", STATION)
    return grants.ask(scene.engine, scene.next("account"), wish, scene.actor("administrator2"))


def decree(scene: Scene, number: int) -> str:
    return calendars.propose(scene.engine, given(), scene.actor("administrator2"))


def value(scene: Scene, number: int) -> str:
    text = SettingText("carriage_days", "6", MORNING.date().isoformat(), "order")
    return dated_settings.propose(scene.engine, text, scene.actor("administrator2"))


def station(scene: Scene, number: int) -> str:
    code = f"520103{number + 100}"
    units.add(scene.engine, code, TEXT, scene.actor("administrator"))
    scene.engine = offices.refreshed(scene.engine)
    return code


def closed(scene: Scene, number: int) -> str:
    code = scene.next("station")
    units.close(scene.engine, code, scene.actor("administrator"))
    scene.engine = offices.refreshed(scene.engine)
    return code


_MAKERS: dict[str, Callable[[Scene, int], str]] = {
    "account": account,
    "disabled": disabled,
    "grant": grant,
    "decree": decree,
    "value": value,
    "station": station,
    "closed": closed,
}
