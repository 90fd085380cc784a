"""User tasks, service tasks, business rule tasks and sub-processes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.bpmn import interpreter
from engine.core.errors import EngineError
from tests.bpmn.drawing import (
    draw,
    end,
    error_on,
    exclusive,
    flow,
    lane,
    parallel,
    path,
    process,
    rule,
    service,
    start,
    sub_process,
    user,
)
from tests.bpmn.offices import STATION, compiled, surroundings
from tests.bpmn.walking import Walk

TWO = process(
    "p",
    lane("desk", "a", "b", jurisdiction="station"),
    start(),
    user("a"),
    user("b", role="signer", jurisdiction="household_county", separateFrom="a"),
    end(),
    path("start", "a", "b", "end"),
)
DECISION = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
  <inputData id="age_input" name="age"><variable name="age" typeRef="number"/></inputData>
  <decision id="band" name="band"><variable name="band" typeRef="string"/>
    <informationRequirement><requiredInput href="#age_input"/></informationRequirement>
    <decisionTable id="bands" hitPolicy="UNIQUE">
      <input id="i"><inputExpression typeRef="number"><text>age</text></inputExpression></input>
      <output id="o" typeRef="string"/>
      <rule id="young"><inputEntry><text>&lt; 16</text></inputEntry>
        <outputEntry><text>"young"</text></outputEntry></rule>
      <rule id="grown"><inputEntry><text>&gt;= 16</text></inputEntry>
        <outputEntry><text>"grown"</text></outputEntry></rule>
    </decisionTable></decision>
</definitions>"""


def test_a_user_task_says_who_must_act_where() -> None:
    walk = Walk(compiled(draw(TWO)))
    first = walk.last.opened[0]

    second = walk.complete("a").opened[0]

    assert (first.role, first.jurisdiction, first.unit) == ("clerk", "station", STATION)
    assert (second.role, second.unit) == ("signer", "520102")
    assert second.separate_from == ("a",)


def test_a_task_cannot_be_completed_twice() -> None:
    walk = Walk(compiled(draw(TWO)))
    task = walk.find("person", "a")
    walk.complete("a")

    with pytest.raises(EngineError, match="not_waiting"):
        interpreter.complete_user_task(walk.definition, walk.state, task, surroundings())


@pytest.mark.parametrize("name", ["", "x", "0000000000000000-3", "-3"])
def test_a_task_of_another_instance_is_not_waiting(name: str) -> None:
    walk = Walk(compiled(draw(TWO)))

    with pytest.raises(EngineError, match="not_waiting"):
        interpreter.complete_user_task(walk.definition, walk.state, name, surroundings())


def test_a_task_is_no_timer() -> None:
    walk = Walk(compiled(draw(TWO)))

    with pytest.raises(EngineError, match="not_waiting"):
        interpreter.deliver_message(
            walk.definition, walk.state, walk.find("person", "a"), surroundings()
        )


ASKING = process(
    "p",
    start(),
    service("look_up", "population_register.look_up", "register"),
    exclusive("is_known", "unknown"),
    user("check"),
    end("unknown"),
    end(),
    path("start", "look_up", "is_known", "unknown"),
    flow("is_known", "check", "register.known and register.share > 0.1"),
    path("check", "end"),
    error_on("look_up", "down", "DOWN"),
    user("retry"),
    end("retried"),
    path("down", "retry", "retried"),
)


def test_a_service_task_waits_for_its_handler() -> None:
    walk = Walk(compiled(draw(ASKING, errors=("DOWN",))))

    (called,) = walk.last.called

    assert (called.operation, called.result_variable) == (
        "population_register.look_up",
        "register",
    )


def test_the_result_of_a_service_task_is_a_variable() -> None:
    walk = Walk(compiled(draw(ASKING, errors=("DOWN",))))

    walk.finish("look_up", known=True, share=Decimal("0.1000000000000000000001"))

    assert walk.waits() == ["check"]


def test_a_boundary_event_catches_the_error_of_a_handler() -> None:
    walk = Walk(compiled(draw(ASKING, errors=("DOWN",))))

    progress = walk.fail("look_up", "DOWN")

    assert walk.waits() == ["retry"]
    assert [(each.element, each.cancelled) for each in progress.ran] == [
        ("look_up", True),
        ("down", False),
    ]


def test_variables_of_two_branches_do_not_undo_each_other() -> None:
    diagram = process(
        "p",
        start(),
        service("begin", "x", "case"),
        parallel("fork"),
        service("left", "x", "case"),
        service("right", "x", "other"),
        parallel("join"),
        service("last", "x"),
        end(),
        path("start", "begin", "fork", "left", "join", "last", "end"),
        path("fork", "right", "join"),
    )
    walk = Walk(compiled(draw(diagram)))
    walk.finish("begin", n=1)
    walk.finish("left", n=2)

    progress = walk.finish("right", n=3)

    assert progress.called[0].variables == {"case": {"n": 2}, "other": {"n": 3}}


def test_fractions_survive_saving_with_all_their_digits() -> None:
    diagram = process(
        "p",
        start(),
        service("s", "x"),
        user("a"),
        service("t", "x"),
        end(),
        path("start", "s", "a", "t", "end"),
    )
    walk = Walk(compiled(draw(diagram)))
    walk.finish("s", half=0.5, fine=Decimal("0.1000000000000000000001"), most=10**30)

    progress = walk.complete("a")

    assert progress.called[0].variables == {
        "half": 0.5,
        "fine": Decimal("0.1000000000000000000001"),
        "most": 10**30,
    }


def test_a_result_that_is_no_json_is_refused() -> None:
    walk = Walk(compiled(draw(ASKING, errors=("DOWN",))))

    with pytest.raises(EngineError, match="variables_not_json"):
        walk.finish("look_up", known=object())


def test_a_business_rule_task_decides_and_says_which_rule_matched() -> None:
    diagram = process(
        "p",
        start(),
        rule("judge", "band", "verdict"),
        exclusive("is_grown", "refuse"),
        user("check"),
        end("refuse"),
        end(),
        path("start", "judge", "is_grown", "refuse"),
        flow("is_grown", "check", 'verdict = "grown"'),
        path("check", "end"),
    )
    walk = Walk(compiled(draw(diagram), decisions={"band.dmn": DECISION}), age=40)

    (made,) = walk.last.decisions

    assert walk.waits() == ["check"]
    assert (made.element, made.decision, made.output) == ("judge", "band", "grown")
    assert made.inputs == {"age": 40}
    assert made.matched == (("bands", "grown", 2),)


def test_a_sub_process_keeps_the_lanes_of_its_tasks() -> None:
    inside = sub_process(
        "handle",
        start("inner_start"),
        user("check"),
        end("inner_end"),
        path("inner_start", "check", "inner_end"),
    )
    diagram = process(
        "p",
        lane("desk", "handle", role="reviewer"),
        lane("window", "check", role="clerk", jurisdiction="station"),
        start(),
        inside,
        end(),
        path("start", "handle", "end"),
    )
    walk = Walk(compiled(draw(diagram)))

    (opened,) = walk.last.opened
    progress = walk.complete("check")

    assert (opened.role, opened.jurisdiction) == ("clerk", "station")
    assert progress.outcome == "end"


def test_a_run_that_never_rests_is_stopped() -> None:
    circle = process(
        "p",
        start(),
        exclusive("in"),
        exclusive("out", "in"),
        end(),
        path("start", "in", "out", "in"),
        flow("out", "end", "done"),
    )

    with pytest.raises(EngineError, match="step_budget"):
        Walk(compiled(draw(circle)))
