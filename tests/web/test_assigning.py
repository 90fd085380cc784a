"""The head gives a task of the unit to somebody, or takes it back, on the page of the task."""

from __future__ import annotations

import re

import pytest

from tests.web.browsers import A_WORKING_DAY, Clock, Visitor


@pytest.fixture(name="task")
def _task(visitor: Visitor) -> str:
    visitor("applicant").apply()
    return visitor("clerk").first_task()


def offered(page: str) -> list[str]:
    """Give the accounts among which a head chooses."""
    chosen = page[page.index('name="colleague"') :]
    return re.findall(r'<option value="(\w+)">', chosen[: chosen.index("</select>")])


def test_a_head_gives_what_nobody_took_to_a_clerk(
    visitor: Visitor, clock: Clock, task: str
) -> None:
    clock.now += A_WORKING_DAY
    head = visitor("head")

    assert f'href="{task}"' in head.read("/inbox?view=unclaimed")
    assert offered(head.read(task)) == ["clerk"]

    head.post(f"{task}/assign", page=task, colleague="clerk")

    assert "The task is in the hands of your colleague" in head.read(f"{task}?told=assigned")
    assert "Untaken in your unit <b>0</b>" in head.read("/inbox?view=unclaimed")


def test_the_colleague_finds_a_notice_and_the_task(visitor: Visitor, task: str) -> None:
    visitor("head").post(f"{task}/assign", page=task, colleague="clerk")

    clerk = visitor("clerk")

    assert "a task of this case was given to you." in clerk.read("/notices")
    assert f'href="{task}"' in clerk.read("/inbox?view=mine")


def test_a_head_takes_a_task_back(visitor: Visitor, task: str) -> None:
    clerk, head = visitor("clerk"), visitor("head")
    clerk.post(f"{task}/claim", page=task)
    assert "Take it back" in head.read(task)

    head.post(f"{task}/take-back", page=task)

    page = head.read(task)
    assert "Take it back" not in page
    assert f'href="{task}"' not in clerk.read("/inbox?view=mine")


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "To 陆晨"), ("zh-Hans", "交给陆晨"), ("es", "A 陆晨")],
)
def test_the_case_tells_who_gave_it_to_whom(
    visitor: Visitor, task: str, language: str, told: str
) -> None:
    head = visitor("head")
    head.post(f"{task}/assign", page=task, colleague="clerk")
    case = re.findall(r'href="(/instances/[0-9a-f-]{16,})"', head.read(task))[0]
    head.post("/language", page="/inbox", language=language)

    assert told in head.read(case)


@pytest.mark.parametrize("colleague", ["", "head", "reviewer", "nobody"])
def test_who_may_not_do_it_is_refused_in_one_sentence(
    visitor: Visitor, task: str, colleague: str
) -> None:
    head = visitor("head")

    answer = head.post(f"{task}/assign", page=task, colleague=colleague)

    assert answer.status_code == 403
    assert "This colleague may not do this task" in answer.text


def test_who_leads_nobody_is_offered_nothing(visitor: Visitor, task: str) -> None:
    page = visitor("clerk").read(task)

    assert "Give this task to somebody" not in page
