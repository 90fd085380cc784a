"""A decree moves the date of a case: the preview counts who is told, and they read it in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from engine.commands import offices, process_definitions, recounts
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.web.browsers import Browser, Clock
from tests.web.permits import FILES
from tests.web.test_calendars import approve, propose

Visitor = Callable[..., Browser]
# the same permit, whose deadline is one that the applicant counts on
PROMISED = {name: body.replace(b"CLK-PRE", b"CLK-PICKUP") for name, body in FILES.items()}
SAID = {
    "en": (
        "the last day to collect your card is no longer Tue 5 Jan 2027, 17:00 but "
        "Wed 6 Jan 2027, 17:00, because working days are now counted by 国办发明电〔2026〕9号."
    ),
    "zh-Hans": (
        "领取证件的最后期限由2027年1月5日（周二）17:00改为2027年1月6日（周三）17:00，"
        "因为工作日现按国办发明电〔2026〕9号计算。"
    ),
    "es": "porque los días hábiles se cuentan ahora según 国办发明电〔2026〕9号.",
}


@pytest.fixture(autouse=True)
def _winter(clock: Clock) -> None:
    clock.now = datetime(2026, 12, 30, 2, tzinfo=UTC)


def test_the_preview_says_how_many_applicants_are_told(visitor: Visitor, engine: Engine) -> None:
    process_definitions.deploy(engine, PROMISED, SYSTEM)
    visitor("applicant").apply()

    page = visitor("administrator").read(propose(visitor("administrator")))

    assert "1 applicant will be told of a new date." in page


def test_the_preview_says_that_nobody_is_told_of_inner_clocks(visitor: Visitor) -> None:
    visitor("applicant").apply()

    page = visitor("administrator").read(propose(visitor("administrator")))

    assert "No applicant has to be told" in page


@pytest.mark.parametrize("language", SAID)
def test_the_applicant_reads_both_dates_and_the_decree(
    visitor: Visitor, engine: Engine, language: str
) -> None:
    process_definitions.deploy(engine, PROMISED, SYSTEM)
    applicant = visitor("applicant")
    case = applicant.apply()
    applicant.post("/language", language=language, next="/notices")
    approve(visitor("approver"), propose(visitor("administrator")))
    recounts.run(offices.refreshed(engine))

    page = applicant.read("/notices")

    assert SAID[language] in page
    assert f'href="{case.partition("?")[0]}"' in page
    assert page.count("国办发明电〔2026〕9号") == 1
