"""What citizens did themselves, where the rest of a step is not theirs to read."""

from __future__ import annotations

from collections.abc import Callable

from engine.commands import process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.bpmn.drawing import call, draw, end, lane, message_on, path, process, start, user
from tests.web.browsers import Browser
from tests.web.permits import REQUIRED, _field, _form

Visitor = Callable[..., Browser]
DIAGRAM = draw(
    process(
        "asking",
        lane("citizen", "asked", role="applicant", jurisdiction="own_case"),
        lane("desk", "probe", "answered", jurisdiction="station"),
        start("asked"),
        call("probe", "inquiry", restricted="true"),
        end("answered"),
        path("asked", "probe", "answered"),
    ),
    process(
        "inquiry",
        lane("within", "begun", "dig", "found", jurisdiction="station"),
        lane("edge", "withdrawn", "noted", role="applicant", jurisdiction="own_case"),
        start("begun"),
        user("dig"),
        message_on(
            "dig",
            "withdrawn",
            "withdrawal",
            role="applicant",
            jurisdiction="own_case",
            interrupting=False,
        ),
        end("noted"),
        end("found"),
        path("begun", "dig", "found"),
        path("withdrawn", "noted"),
    ),
    messages=("withdrawal",),
)
STATION = _field(
    "accepting_station", "select", valuesKey="stations", properties={"class": "P1"}, **REQUIRED
)
FILES = {
    "asking.bpmn": DIAGRAM,
    "asking/asked.json": _form(STATION),
    "inquiry/dig.json": _form(_field("finding")),
    "inquiry/withdrawn.json": _form(_field("why")),
}


def test_a_citizen_reads_the_own_withdrawal_and_nothing_else_of_an_inquiry(
    engine: Engine, visitor: Visitor
) -> None:
    process_definitions.deploy(engine, FILES, SYSTEM)
    applicant = visitor("applicant")
    sent = applicant.post("/apply/asking", accepting_station="520102001")
    case = sent.headers["Location"].partition("?")[0]
    message = applicant.read(case).split('href="/messages/')[1].split('"')[0]

    answer = applicant.post(f"/messages/{message}", page=f"/messages/{message}", why="No more")

    page = applicant.read(case)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert "Received: withdrawn" in page
    assert "dig" not in page.partition("<main")[2].partition("What is known")[0]
