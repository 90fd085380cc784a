"""Mails write days and times as people do, in the language of their addressee."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.core.alarms import AlarmKind
from engine.core.ports import Addressee
from tasks import alarm_letters, moments

AT = datetime.fromisoformat("2026-11-24T03:59:00+00:00")
MIDNIGHT = datetime.fromisoformat("2026-11-24T16:00:00+00:00")
WRITTEN = {
    "en": "Tuesday 24 November 2026, 11:59",
    "zh-Hans": "2026年11月24日（周二）11:59",
    "es": "martes 24 de noviembre de 2026, 11:59",
}


@pytest.mark.parametrize("language", WRITTEN)
def test_an_instant_is_written_in_the_language(language: str) -> None:
    assert moments.moment(AT, language) == WRITTEN[language]
    assert moments.due(AT, language) == WRITTEN[language]


def test_what_is_due_at_midnight_ends_the_day_before() -> None:
    assert moments.due(MIDNIGHT, "en") == "Tuesday 24 November 2026, 24:00"
    assert moments.moment(MIDNIGHT, "en") == "Wednesday 25 November 2026, 00:00"


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (AlarmKind.TIMER_LATE, {"due": "2026-11-24T03:59:00.000000Z"}),
        (AlarmKind.INCIDENT_OPEN, {"since": "2026-11-24T03:59:00.000000Z", "number": 2}),
        (AlarmKind.BACKUP_OLD, {"since": "2026-11-24T03:59:00.000000Z", "never": True}),
    ],
)
def test_a_mail_of_an_alarm_holds_no_raw_instant(
    kind: AlarmKind, facts: dict[str, object], language: str
) -> None:
    letter = alarm_letters.letter(kind, facts, Addressee("ops", "o@example.org", language), "k")

    assert WRITTEN[language] in letter.body
    assert "2026-11-24" not in letter.body
