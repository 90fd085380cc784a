"""The embedded population register of a demo office: made-up people, nothing leaves the house."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO
from typing import Any

from engine.core.errors import ServiceTaskFailed
from engine.core.ports import CardEvent, OfficeCards, RegisterEntry


@dataclass(frozen=True, slots=True)
class DemoRegister:
    """A population register that answers from a file of made-up people.

    A card that the office has replaced since is no longer their card.
    """

    people: dict[str, dict[str, Any]]
    cards: OfficeCards | None = None

    def look_up(self, id_number: str, on: date) -> RegisterEntry | None:
        """Find a made-up person; the card's age is the same on whatever day one asks."""
        person = self.people.get(id_number)
        if person is None:
            return None
        replaced_by = self.cards.latest_of(id_number) if self.cards else None
        now = {"old_card_serial": replaced_by} if replaced_by else {}
        return _entry(id_number, {**person, **now}, on)

    def report_loss(self, event: CardEvent, key: str) -> str:
        """Acknowledge a lost card."""
        return self._receipt("L", event, key)

    def invalidate_card(self, event: CardEvent, key: str) -> str:
        """Acknowledge that a card is no longer valid."""
        return self._receipt("V", event, key)

    def record_deed(self, event: CardEvent, key: str) -> str:
        """Acknowledge that an application was accepted or signed off, or a card handed over."""
        return self._receipt("R", event, key)

    def _receipt(self, letter: str, event: CardEvent, key: str) -> str:
        if event.id_number not in self.people:
            raise ServiceTaskFailed("register_refused", permanent=True, status=404)
        return letter + sha256(key.encode()).hexdigest()[:12].upper()


def read(toml: str, table: str = "", cards: OfficeCards | None = None) -> DemoRegister:
    """Read the made-up people, one table per ID number, and more of them as CSV."""
    return DemoRegister({**_rows(table), **tomllib.loads(toml)}, cards)


def _rows(table: str) -> dict[str, dict[str, Any]]:
    numbers = ("months_since_last_card", "card_years")
    return {
        row["id_number"]: {**row, **{name: int(row[name]) for name in numbers}}
        for row in csv.DictReader(StringIO(table))
    }


def _entry(id_number: str, person: dict[str, Any], on: date) -> RegisterEntry:
    months = person.get("months_since_last_card")
    issued = None if months is None else _months_before(on, months)
    years = person.get("card_years", 0)
    return RegisterEntry(
        id_number=id_number,
        name=person["name"],
        former_name=person.get("former_name"),
        sex="M" if int(id_number[16]) % 2 else "F",
        ethnicity=person["ethnicity"],
        birth_date=date.fromisoformat(id_number[6:14]),
        hukou_address=person["hukou_address"],
        hukou_division=person["hukou_division"],
        old_card_expiry=issued.replace(year=issued.year + years) if issued and years else None,
        old_card_serial=person.get("old_card_serial"),
        last_card_on=issued,
        fingerprint_status=person["fingerprint_status"],
    )


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # the 28th exists in every month, and in the year of expiry too
    return date(years, month + 1, min(day.day, 28))
