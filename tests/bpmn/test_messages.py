"""Messages: when they are taken, how often, and how one is sent to other instances."""

from __future__ import annotations

from engine.bpmn import interpreter
from engine.core.progress import SENDING
from tests.bpmn.drawing import (
    call,
    draw,
    end,
    end_message,
    message_on,
    milestone,
    parallel,
    path,
    process,
    start,
    throw_message,
    user,
)
from tests.bpmn.offices import compiled, surroundings
from tests.bpmn.walking import Walk


def checked(*more: str) -> str:
    return process("p", start(), user("check"), end(), path("start", "check", "end"), *more)


def remark(when: str = "", *, interrupting: bool = False, **properties: str) -> Walk:
    given = {"when": when, **properties} if when else properties
    event = message_on("check", "remark", "remark", interrupting=interrupting, **given)
    more = (event, user("read"), end("done"), path("remark", "read", "done"))
    return Walk(compiled(draw(checked(*more), messages=("remark",))), asked="no")


def taken(walk: Walk) -> list[str]:
    around = surroundings(walk.at, **walk.answers)
    return [e.element for e in interpreter.taken_now(walk.definition, walk.state, around)]


def test_a_message_that_interrupts_nothing_may_be_sent_again() -> None:
    walk = remark()
    walk.send("remark")

    walk.send("remark")

    assert walk.waits("person") == ["check", "read", "read"]
    assert walk.waits("message") == ["remark"]


def test_it_is_awaited_no_longer_once_its_activity_has_ended() -> None:
    walk = remark()
    walk.send("remark")

    progress = walk.complete("check")

    assert walk.waits() == ["read"]
    assert len(progress.unawaited) == 1


def test_the_next_message_is_awaited_by_another_name() -> None:
    walk = remark()
    before = walk.find("message", "remark")

    (awaited,) = walk.send("remark").awaited

    assert awaited.id != before


def test_a_message_is_taken_only_while_its_condition_is_true() -> None:
    walk = remark('asked = "yes"', interrupting=True)
    early = taken(walk)

    walk.answers["asked"] = "yes"

    assert (early, taken(walk)) == ([], ["remark"])


def test_a_condition_that_is_null_takes_no_message() -> None:
    assert taken(remark("asked > 3")) == []


def test_a_condition_may_count_days() -> None:
    walk = remark('working days between("2026-03-12", now()) = 1')

    assert taken(walk) == ["remark"]


def test_a_message_may_forbid_its_own_repetition() -> None:
    walk = remark("told_at = null", instants="told_at")

    progress = walk.send("remark")
    walk.answers.update(progress.instants)

    assert taken(walk) == []


def test_a_thrown_message_waits_in_the_outbox_and_goes_on_when_it_was_sent() -> None:
    thrown = throw_message("tell", "gone", correlation="id_number", payload="ground day")
    diagram = process(
        "p", start(), thrown, user("read"), end(), path("start", "tell", "read", "end")
    )
    walk = Walk(compiled(draw(diagram, messages=("gone",))))
    (called,) = walk.last.called

    walk.finish("tell")

    assert called.operation == SENDING
    assert called.variables == {
        "message": "gone",
        "correlation": "id_number",
        "payload": ["ground", "day"],
    }
    assert walk.waits() == ["read"]


def test_an_end_that_sends_a_message_ends_once_it_was_sent() -> None:
    last = end_message("told", "gone", correlation="id_number", instants="told_at")
    diagram = process("p", start(), last, path("start", "told"))
    walk = Walk(compiled(draw(diagram, messages=("gone",))))
    before = walk.outcome

    progress = walk.finish("told")

    assert (before, walk.outcome) == (None, "told")
    assert list(progress.instants) == ["told_at"]


def test_an_end_that_sends_a_message_leaves_other_branches_alone() -> None:
    last = end_message("told", "gone", correlation="id_number")
    diagram = process(
        "p",
        start(),
        parallel("fork"),
        last,
        user("check"),
        end(),
        path("start", "fork", "told"),
        path("fork", "check", "end"),
    )
    walk = Walk(compiled(draw(diagram, messages=("gone",))))

    walk.finish("told")

    assert walk.waits() == ["check"]


def test_a_case_is_free_for_another_once_its_settling_element_is_left() -> None:
    inner = process(
        "inner",
        start("inner_start"),
        milestone("settled", frees="id_number"),
        user("explain"),
        end("inner_end"),
        path("inner_start", "settled", "explain", "inner_end"),
    )
    outer = process(
        "p", start(), user("check"), call("c", "inner"), end(), path("start", "check", "c", "end")
    )
    walk = Walk(compiled(draw(outer, inner)))
    before = walk.last.frees

    progress = walk.complete("check")

    assert (before, progress.frees, progress.outcome) == (False, True, None)
