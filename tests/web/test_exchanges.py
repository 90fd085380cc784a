"""What the timelines tell of messages between cases, and of deadlines that these move."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.commands import process_definitions, service_tasks
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.bpmn.drawing import (
    draw,
    end,
    lane,
    message_on,
    path,
    process,
    start,
    throw_message,
    timer_on,
    user,
)
from tests.commands.procedures import form, text
from tests.web.browsers import Browser

Visitor = Callable[..., Browser]
CASE = process(
    "case",
    lane("desk", "start", "check", "end", jurisdiction="station"),
    start(instants="asked_at"),
    user("check"),
    timer_on(
        "check",
        "late",
        'working days after(asked_at, if ground = "flood" then 20 else 10)',
        deadline="CLK-X",
        kind="breach",
        legalBasis="s. 1",
        name="Time is up",
    ),
    message_on("check", "heard", "flood", interrupting=False, role="platform", recounts="CLK-X"),
    end(),
    end("noted"),
    end("told"),
    path("start", "check", "end"),
    path("heard", "noted"),
    path("late", "told"),
)
NEWS = process(
    "news",
    lane("register", "begin", jurisdiction="station"),
    start("begin"),
    throw_message("shout", "flood", correlation="river", payload="ground"),
    end("done"),
    path("begin", "shout", "done"),
)
FILES = {
    "p.bpmn": draw(CASE, NEWS, messages=("flood",)),
    "case/start.json": form(text("river")),
    "case/check.json": form(),
    "news/begin.json": form(text("river"), text("ground", "P1")),
}


@pytest.fixture(name="cases")
def _cases(engine: Engine, visitor: Visitor) -> tuple[str, str]:
    """Give the addresses of a case that heard of something, and of the one that told it."""
    process_definitions.deploy(engine, FILES, SYSTEM)
    clerk = visitor("clerk")
    sent = [
        clerk.post("/apply/case", page="/apply/case", river="Nanming"),
        clerk.post("/apply/news", page="/apply/news", river="Nanming", ground="flood"),
    ]
    service_tasks.run_due(engine)
    heard, told = (each.headers["Location"].partition("?")[0] for each in sent)
    return heard, told


def test_each_case_names_the_other(cases: tuple[str, str], visitor: Visitor) -> None:
    heard, told = (visitor("head").read(each) for each in cases)

    numbers = [re.search(r"\d{6}-\d{5}-\d{5}", page) for page in (heard, told)]

    receiver, sender = (number[0] for number in numbers if number)
    assert f"From case {sender}" in heard
    assert f"Received by: {receiver}" in told


def test_the_case_tells_that_its_deadline_moved(cases: tuple[str, str], visitor: Visitor) -> None:
    page = visitor("head").read(cases[0])

    assert re.search(r"Time is up: due [^<]+ instead of ", page)
