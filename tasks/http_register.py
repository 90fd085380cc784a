"""The population register as a service on the network.

Four calls, all POST with JSON, so that no personal data stands in an address:
`/people/look-up`, `/losses`, `/invalidations`, `/deeds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from engine.core.errors import ServiceTaskFailed
from engine.core.ports import CardEvent, RegisterEntry
from tasks import http_client
from tasks.http_client import Endpoint

SEXES = frozenset(["M", "F"])
FINGERPRINTS = frozenset(["ENROLLED", "EXEMPT", "NONE"])


@dataclass(frozen=True, slots=True)
class HttpRegister:
    """A population register behind an address."""

    endpoint: Endpoint

    def look_up(self, id_number: str, on: date) -> RegisterEntry | None:
        """Ask for a person; an unknown number is None."""
        question = {"id_number": id_number, "on": on.isoformat()}
        answer = http_client.post(self.endpoint, "/people/look-up", question, "")
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        entry = _entry(answer.body)
        if entry.id_number != id_number:
            raise ServiceTaskFailed("register_garbled")
        return entry

    def report_loss(self, event: CardEvent, key: str) -> str:
        """Report a lost card and return the register's receipt."""
        return self._write("/losses", event, key)

    def invalidate_card(self, event: CardEvent, key: str) -> str:
        """Invalidate a card and return the register's receipt."""
        return self._write("/invalidations", event, key)

    def record_deed(self, event: CardEvent, key: str) -> str:
        """Record acceptance, sign-off or hand-over and return the register's receipt."""
        return self._write("/deeds", event, key)

    def _write(self, path: str, event: CardEvent, key: str) -> str:
        body = {
            "id_number": event.id_number,
            "card_serial": event.card_serial,
            "ground": event.ground,
            "on": event.on.isoformat(),
        }
        answer = http_client.post(self.endpoint, path, body, key)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise ServiceTaskFailed("register_refused", permanent=True, status=404)
        receipt = answer.body.get("receipt")
        if not isinstance(receipt, str) or not receipt:
            raise ServiceTaskFailed("register_garbled")
        return receipt


def _entry(body: dict[str, Any]) -> RegisterEntry:
    try:
        entry = RegisterEntry(
            id_number=_text(body, "id_number"),
            name=_text(body, "name"),
            former_name=_text_or_none(body, "former_name"),
            sex=_text(body, "sex"),
            ethnicity=_text(body, "ethnicity"),
            birth_date=date.fromisoformat(_text(body, "birth_date")),
            hukou_address=_text(body, "hukou_address"),
            hukou_division=_text(body, "hukou_division"),
            old_card_expiry=_day_or_none(body, "old_card_expiry"),
            old_card_serial=_text_or_none(body, "old_card_serial"),
            last_card_on=_day_or_none(body, "last_card_on"),
            fingerprint_status=_text(body, "fingerprint_status"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ServiceTaskFailed("register_garbled") from error
    if entry.sex not in SEXES or entry.fingerprint_status not in FINGERPRINTS:
        raise ServiceTaskFailed("register_garbled")
    return entry


def _text(body: dict[str, Any], key: str) -> str:
    value = body[key]
    if not isinstance(value, str) or not value:
        raise TypeError(key)
    return value


def _text_or_none(body: dict[str, Any], key: str) -> str | None:
    return None if body.get(key) is None else _text(body, key)


def _day_or_none(body: dict[str, Any], key: str) -> date | None:
    return None if body.get(key) is None else date.fromisoformat(_text(body, key))
