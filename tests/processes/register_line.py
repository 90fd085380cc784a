"""The line to the population register, which the tests can cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.commands import shipped_files
from engine.commands.engine import Engine
from engine.core.errors import ServiceTaskFailed
from engine.core.ports import CardEvent, PopulationRegister, RegisterEntry
from engine.store.database import Store
from engine.store.office_cards import StoredOfficeCards
from tasks import demo_register


def to_the_demo_register(people: Path, store: Store) -> RegisterLine:
    """Open the line to the register of the demo people."""
    cards = StoredOfficeCards(store)
    return RegisterLine(demo_register.read(shipped_files.text(people), cards=cards))


def line_of(engine: Engine) -> RegisterLine:
    """Give the line of an office, to be cut."""
    line = engine.ports["register"]
    assert isinstance(line, RegisterLine)
    return line


@dataclass(slots=True)
class RegisterLine:
    """A register that is reached over a line; while it is cut, nothing answers."""

    register: PopulationRegister
    cut: bool = False

    def look_up(self, id_number: str, on: date) -> RegisterEntry | None:
        return self._reached().look_up(id_number, on)

    def report_loss(self, event: CardEvent, key: str) -> str:
        return self._reached().report_loss(event, key)

    def invalidate_card(self, event: CardEvent, key: str) -> str:
        return self._reached().invalidate_card(event, key)

    def record_deed(self, event: CardEvent, key: str) -> str:
        return self._reached().record_deed(event, key)

    def _reached(self) -> PopulationRegister:
        if self.cut:
            raise ServiceTaskFailed("register_unreachable", host="register.example")
        return self.register
