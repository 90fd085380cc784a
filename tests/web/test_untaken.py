"""What the head of a unit sees of work that nobody has taken for a working day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.web.browsers import A_WORKING_DAY, Clock, Visitor

VIEW = "/inbox?view=unclaimed"


@pytest.fixture(autouse=True)
def _case(visitor: Visitor) -> None:
    visitor("applicant").apply()


@pytest.mark.parametrize(
    ("language", "since"),
    [
        ("en", "Nobody, since Mon 16 Mar, 09:00"),
        ("zh-Hans", "3月16日（周一）09:00 起无人领取"),
        ("es", "Nadie, desde el lun 16 mar, 09:00"),
    ],
)
def test_the_head_sees_what_nobody_took_and_since_when(
    visitor: Visitor, clock: Clock, language: str, since: str
) -> None:
    clock.now += A_WORKING_DAY
    head = visitor("head")
    head.post("/language", page="/inbox", language=language)

    page = head.read(VIEW)

    assert re.search(rf'class="state state--soon">.*</svg>{since}</span>', page)
    assert 'href="/tasks/' in page
    assert 'aria-current="true"' in page


def test_what_has_not_waited_so_long_is_not_among_it(visitor: Visitor, clock: Clock) -> None:
    clock.now += A_WORKING_DAY - timedelta(seconds=1)

    page = visitor("head").read(VIEW)

    assert "No task has waited for a taker" in page
    assert "Untaken in your unit <b>0</b>" in page


def test_what_was_taken_is_not_among_it(visitor: Visitor, clock: Clock) -> None:
    clerk = visitor("clerk")
    task = clerk.first_task()
    clerk.post(f"{task}/claim", page=task)

    clock.now += A_WORKING_DAY

    assert "Untaken in your unit <b>0</b>" in visitor("head").read(VIEW)


def test_who_leads_nobody_has_no_such_view(visitor: Visitor) -> None:
    page = visitor("clerk").read(VIEW)

    assert "Untaken in your unit" not in page
    assert 'href="/tasks/' in page
