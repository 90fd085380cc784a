"""Definitions: compiled once, shared by all instances, and the order that states refer to."""

from __future__ import annotations

import pytest

from engine.bpmn import codec, definitions, interpreter
from engine.bpmn.resources import Resources
from engine.bpmn.runs import Run
from engine.core.errors import DefinitionRejected, EngineError
from tests.bpmn.drawing import (
    call,
    draw,
    end,
    error_end,
    error_on,
    exclusive,
    flow,
    lane,
    milestone,
    parallel,
    path,
    process,
    service,
    start,
    timer_on,
    user,
)
from tests.bpmn.offices import compiled, surroundings
from tests.bpmn.walking import Walk

ONE = process("p", start(), user("a"), end(), path("start", "a", "end"))
OTHER = process("p", start(), user("b"), end(), path("start", "b", "end"))


def test_the_processes_of_a_file_come_in_its_order() -> None:
    second = process("first_in_alphabet", start("s"), end("e"), path("s", "e"))
    black_box = '<bpmn:process id="outside" isExecutable="false"/>'

    assert definitions.process_ids(draw(ONE, second, black_box)) == ("p", "first_in_alphabet")


def test_a_called_process_is_not_started_by_people() -> None:
    outer = process("outer", start("s"), call("c", "p"), end("e"), path("s", "c", "e"))

    assert definitions.startable(Resources({"f": draw(outer, ONE)})) == ("outer",)


def test_an_element_knows_its_names_lane_and_flows() -> None:
    named = process(
        "p",
        lane("desk", "a", role="reviewer", jurisdiction="household_county"),
        start(),
        user("a", **{"name": "Review", "name:zh-Hans": "审核"}),
        timer_on("a", "late", "P1D", "timeDuration"),
        end("noted"),
        end(),
        path("start", "a", "end"),
        path("late", "noted"),
    )
    definition = compiled(draw(named))

    element = definition.elements["a"]

    assert element.names == {"en": "Review", "zh-Hans": "审核"}
    assert (element.lane, element.role, element.jurisdiction) == (
        "desk",
        "reviewer",
        "household_county",
    )
    assert (element.incoming, element.outgoing) == (("start_to_a",), ("a_to_end",))
    assert definition.elements["late"].attached_to == "a"
    assert definition.elements["late"].lane == "desk"
    assert definition.lanes["desk"].members == ("a",)
    assert definition.flows["a_to_end"].target == "end"


def test_a_lane_reference_may_have_white_space() -> None:
    diagram = draw(
        process(
            "p", lane("desk", "\n  a\n "), start(), user("a"), end(), path("start", "a", "end")
        )
    )

    assert compiled(diagram).elements["a"].lane == "desk"


def test_the_innermost_lane_counts_and_inherits_what_it_does_not_say() -> None:
    inner = lane("inner", "a", role="signer", jurisdiction="").replace(
        '<spiffworkflow:property name="jurisdiction" value=""/>', ""
    )
    outer = lane("outer", role="reviewer", jurisdiction="household_county").replace(
        "</bpmn:lane>", f'<bpmn:childLaneSet id="children">{inner}</bpmn:childLaneSet></bpmn:lane>'
    )
    diagram = draw(process("p", outer, start(), user("a"), end(), path("start", "a", "end")))

    element = compiled(diagram).elements["a"]

    assert (element.lane, element.role, element.jurisdiction) == (
        "inner",
        "signer",
        "household_county",
    )


def test_an_unknown_process_cannot_be_compiled() -> None:
    with pytest.raises(DefinitionRejected) as refused:
        compiled(draw(ONE), "q")

    assert refused.value.findings[0].code == "unknown_process"


def test_an_unknown_decision_cannot_be_compiled() -> None:
    rule = (
        '<bpmn:businessRuleTask id="r"><bpmn:extensionElements>'
        "<spiffworkflow:calledDecisionId>d</spiffworkflow:calledDecisionId>"
        "</bpmn:extensionElements></bpmn:businessRuleTask>"
    )

    with pytest.raises(DefinitionRejected) as refused:
        compiled(draw(process("p", start(), rule, end(), path("start", "r", "end"))))

    assert refused.value.findings[0].code == "unknown_decision"


def test_a_decision_file_that_is_none_is_refused() -> None:
    rule = (
        '<bpmn:businessRuleTask id="r"><bpmn:extensionElements>'
        "<spiffworkflow:calledDecisionId>d</spiffworkflow:calledDecisionId>"
        "</bpmn:extensionElements></bpmn:businessRuleTask>"
    )
    diagram = draw(process("p", start(), rule, end(), path("start", "r", "end")))

    with pytest.raises(DefinitionRejected) as refused:
        compiled(diagram, decisions={"d.dmn": b"<html/>"})

    assert refused.value.findings[0].file == "d.dmn"


def test_many_instances_share_one_definition_and_leave_it_as_it_was() -> None:
    definition = compiled(draw(ONE))
    outputs = [list(node._outputs) for node in definition.nodes]

    first, second = Walk(definition), Walk(definition)
    first.complete("a")

    assert second.waits() == ["a"]
    assert Walk(definition).waits() == ["a"]
    assert [list(node._outputs) for node in definition.nodes] == outputs


def test_the_same_diagram_has_the_same_order() -> None:
    assert compiled(draw(ONE)).version_hash == compiled(draw(ONE)).version_hash


def test_a_state_of_another_definition_is_refused() -> None:
    walk = Walk(compiled(draw(ONE)))

    with pytest.raises(EngineError, match="state_of_another_definition"):
        interpreter.waiting(compiled(draw(OTHER)), walk.state)


@pytest.mark.parametrize("state", [b"", b"\x00", b"{}", b"\x96\x01", b"\xc1" * 40])
def test_a_state_that_is_none_is_refused(state: bytes) -> None:
    with pytest.raises(EngineError, match="state_unreadable"):
        interpreter.waiting(compiled(draw(ONE)), state)


def test_a_scope_without_its_caller_is_refused() -> None:
    outer = process("outer", start("s"), call("c", "p"), end("e"), path("s", "c", "e"))
    definition = compiled(draw(outer, ONE), "outer")
    walk = Walk(definition)
    top = codec.load(definition, walk.state, Run(surroundings()))
    top.subprocesses = {99: next(iter(top.subprocesses.values()))}
    top.subprocesses[99].parent_task_id = 99

    with pytest.raises(EngineError, match="state_unreadable"):
        codec.load(definition, codec.dump(top), None)


def test_a_state_is_a_few_bytes_for_each_token() -> None:
    assert len(Walk(compiled(draw(ONE))).state) < 100


def test_a_state_that_grows_too_large_is_refused() -> None:
    diagram = process("p", start(), service("s", "x"), end(), path("start", "s", "end"))

    with pytest.raises(EngineError, match="state_too_large"):
        Walk(compiled(draw(diagram))).finish("s", blob="x" * 2_000_001)


def test_what_waits_can_be_read_from_a_state() -> None:
    diagram = process(
        "p",
        start(),
        parallel("fork"),
        user("a"),
        timer_on("a", "late", "P1D", "timeDuration"),
        end("noted"),
        service("s", "x"),
        parallel("join"),
        end(),
        path("start", "fork", "a", "join", "end"),
        path("fork", "s", "join"),
        path("late", "noted"),
    )
    walk = Walk(compiled(draw(diagram)))

    waiting = interpreter.waiting(walk.definition, walk.state)
    walk.finish("s")
    after = interpreter.waiting(walk.definition, walk.state)

    assert [each.element for each in waiting.user_tasks] == ["a"]
    assert waiting.elements == {"a", "late", "s"}
    assert [each.element for each in after.others] == ["join"]
    assert after.elements == {"a", "late", "join"}


def test_nothing_of_an_interrupted_process_runs_on() -> None:
    failing = process(
        "inner",
        start("inner_start"),
        parallel("fork"),
        error_end("failed", "LOST"),
        milestone("letter"),
        milestone("second_letter"),
        end("inner_end"),
        path("inner_start", "fork", "failed"),
        path("fork", "letter", "second_letter", "inner_end"),
    )
    outer = process(
        "p",
        start(),
        call("c", "inner"),
        end(),
        error_on("c", "lost"),
        end("gone"),
        path("start", "c", "end"),
        path("lost", "gone"),
    )
    walk = Walk(compiled(draw(outer, failing, errors=("LOST",))))

    assert walk.outcome == "gone"
    assert "letter" not in walk.path


def test_the_event_that_names_an_error_comes_before_the_one_that_catches_all() -> None:
    diagram = process(
        "p",
        start(),
        service("s", "x"),
        end(),
        error_on("s", "any"),
        error_on("s", "lost", "LOST"),
        user("a"),
        user("b"),
        path("start", "s", "end"),
        path("any", "a", "end"),
        path("lost", "b", "end"),
    )
    walk = Walk(compiled(draw(diagram, errors=("LOST",))))

    walk.fail("s", "LOST")

    assert walk.waits() == ["b"]


def test_an_error_end_event_that_nothing_catches_ends_the_instance() -> None:
    failing = process("inner", start("s"), error_end("lost", "LOST"), path("s", "lost"))
    outer = process(
        "p",
        start(),
        parallel("fork"),
        call("c", "inner"),
        user("a"),
        end(),
        path("start", "fork", "a", "end"),
        path("fork", "c", "end"),
    )

    walk = Walk(compiled(draw(outer, failing, errors=("LOST",))))

    assert walk.waits() == []
    assert walk.outcome == "lost"


def test_a_thousand_rounds_leave_no_trace_in_the_state() -> None:
    loop = process(
        "p",
        start(),
        exclusive("again"),
        user("a"),
        parallel("fork"),
        parallel("join"),
        exclusive("is_done", "again"),
        end(),
        path("start", "again", "a", "fork"),
        flow("fork", "join"),
        path("fork", "pause", "join", "is_done", "again"),
        milestone("pause"),
        flow("is_done", "end", "done"),
    )
    walk = Walk(compiled(draw(loop)), done=False)
    sizes = {}

    for turn in range(1_200):
        walk.complete("a")
        sizes[turn] = len(walk.state)

    # only the numbers of the tokens grow
    assert sizes[1_199] - sizes[10] <= 4
    walk.complete("a", done=True)
    assert walk.outcome == "end"
