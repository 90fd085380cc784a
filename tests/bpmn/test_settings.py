"""Settings of the office in the expressions of diagrams and decisions."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.bpmn import checks, interpreter, product_functions
from engine.bpmn.resources import Resources
from engine.core.office_settings import DatedValue, OfficeSettings
from engine.core.surroundings import Surroundings
from engine.feel import expressions, values
from tests.bpmn.drawing import draw, end, flow, lane, path, process, rule, start, timer_on, user
from tests.bpmn.offices import CLOCKS, FRIDAY, STATION, compiled

ROOT = Path(__file__).resolve().parents[2]
# ten days until the end of March, twelve from then on
CHANGED = OfficeSettings({"supplement_days": (DatedValue(date(2026, 4, 1), 12),)}, 1)
ASKING = 'working days after(now(), setting("supplement_days"))'
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DECISION = f"""<definitions xmlns="{NAMESPACE}" id="d" name="d" namespace="urn:d">
<decision id="days" name="days"><variable name="days"/>
<literalExpression id="e"><text>setting("supplement_days")</text></literalExpression>
</decision></definitions>"""


def waiting(text: str) -> bytes:
    return draw(
        process(
            "p",
            lane("desk", "start", "check"),
            start(),
            user("check"),
            end(),
            path("start", "check", "end"),
            timer_on("check", "late", text),
            end("late_end"),
            flow("late", "late_end"),
        )
    )


def world(at: datetime) -> Surroundings:
    return Surroundings(at, {}, replace(CLOCKS, settings=CHANGED), STATION)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (FRIDAY, datetime(2026, 3, 27, 8, 30, tzinfo=UTC)),
        (datetime(2026, 4, 1, 2, tzinfo=UTC), datetime(2026, 4, 17, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_timer_counts_the_days_in_force_when_it_is_armed(at: datetime, due: datetime) -> None:
    progress = interpreter.start(compiled(waiting(ASKING)), world(at))

    assert progress.armed[0].due == due


def test_a_decision_reads_the_value_in_force_when_it_is_made() -> None:
    drawing = draw(
        process(
            "p",
            lane("desk", "start", "decide"),
            start(),
            rule("decide", "days", "days"),
            end(),
            path("start", "decide", "end"),
        )
    )
    functions = product_functions.known(CLOCKS, FRIDAY)
    definition = compiled(drawing, decisions={"d.dmn": DECISION.encode()}, functions=functions)

    progress = interpreter.start(definition, world(datetime(2026, 4, 1, tzinfo=UTC)))

    assert progress.decisions[0].output == 12


@pytest.mark.parametrize(
    "resources",
    [
        Resources({"f": waiting(ASKING.replace("supplement", "complement"))}),
        Resources(
            {"f": waiting(ASKING)}, {"f": DECISION.replace("supplement", "complement").encode()}
        ),
    ],
    ids=["diagram", "decision"],
)
def test_a_setting_that_nobody_declared_is_refused(resources: Resources) -> None:
    found = [each for each in checks.check(resources) if each.code == "setting_unknown"]

    assert [each.parameters["setting"] for each in found] == ["complement_days"]


def test_a_name_that_is_made_up_while_running_gives_null_and_a_reason() -> None:
    known = product_functions.known(CLOCKS, FRIDAY)

    outcome = expressions.parse('setting("no" + "thing")', frozenset(known)).explain(known)

    assert outcome.value is None
    assert [each.code for each in outcome.warnings] == ["function_failed"]


def test_the_examples_of_the_page_give_what_it_says() -> None:
    page = (ROOT / "docs/feel.md").read_text("utf-8")
    block = re.search(r"^```office\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    lines = [line.rsplit(" → ", 1) for line in block[1].splitlines()] if block else []
    known = product_functions.known(CLOCKS, FRIDAY)

    told = [
        values.to_json(expressions.parse(text, frozenset(known)).evaluate(known))
        for text, _ in lines
    ]

    assert told == [json.loads(result) for _, result in lines]
