"""What called processes decide and throw is known to their callers."""

from __future__ import annotations

from engine.bpmn.soundness.findings import Unsoundness
from tests.bpmn.drawing import (
    call,
    catch_message,
    end,
    error_end,
    error_on,
    exclusive,
    flow,
    lane,
    message_on,
    path,
    process,
    start,
    user,
)
from tests.bpmn.searching import YES, desk, search, wrong


def outer(*parts: str) -> str:
    """Draw a process that calls q, and goes on by what was decided there."""
    return process(
        "p",
        desk("start", "inside", "which", "passed", "refused"),
        start(),
        call("inside", "q"),
        exclusive("which", default="refused"),
        end("passed"),
        end("refused"),
        path("start", "inside", "which", "refused"),
        flow("which", "passed", YES),
        *parts,
    )


def inner(*ends: str) -> str:
    """Draw the called process: who decides PASS comes to the first end, all else to the other."""
    return process(
        "q",
        lane("inner_desk", "begin", "ask", "verdict"),
        start("begin"),
        user("ask"),
        exclusive("verdict", default="no"),
        *ends,
        path("begin", "ask", "verdict", "no"),
        flow("verdict", "yes", YES),
    )


def test_what_a_called_process_decides_is_known_to_its_caller() -> None:
    found = search(outer(), inner(end("yes"), end("no")))

    assert [each.findings for each in found.values()] == [(), ()]


def test_a_way_that_no_end_of_the_called_process_leads_to_is_dead() -> None:
    drawn = outer(error_on("inside", "failed", "BAD"), end("over"), path("failed", "over"))
    called = inner(error_end("yes", "BAD"), end("no"))

    assert wrong(drawn, called, errors=("BAD",)) == [(Unsoundness.DEAD_ELEMENT, ("passed",))]


def test_an_error_that_the_called_process_never_throws_is_dead() -> None:
    drawn = outer(error_on("inside", "failed", "BAD"), end("over"), path("failed", "over"))
    called = inner(end("yes"), end("no"))

    assert wrong(drawn, called, errors=("BAD",)) == [
        (Unsoundness.DEAD_ELEMENT, ("failed",)),
        (Unsoundness.DEAD_ELEMENT, ("over",)),
    ]


def test_an_error_goes_through_a_call_that_does_not_catch_it() -> None:
    middle = process(
        "m",
        start("m_start"),
        call("deeper", "q"),
        end("m_end"),
        path("m_start", "deeper", "m_end"),
    )
    drawn = process(
        "p",
        start(),
        call("inside", "m"),
        error_on("inside", "failed", "BAD"),
        end(),
        end("over"),
        path("start", "inside", "end"),
        path("failed", "over"),
    )

    assert wrong(drawn, middle, inner(error_end("yes", "BAD"), end("no")), errors=("BAD",)) == []


def test_a_called_process_that_never_ends_holds_its_caller() -> None:
    endless = process(
        "q",
        start("begin"),
        catch_message("hear", "word"),
        end("heard"),
        path("begin", "hear", "heard"),
    )

    assert (Unsoundness.NO_WAY_OUT, ("inside",)) in wrong(outer(), endless, messages=("word",))


def test_what_an_interrupted_call_had_set_may_be_set_or_not() -> None:
    drawn = process(
        "p",
        desk("start", "inside", "stopped", "end", "which", "early", "late"),
        start(),
        call("inside", "q"),
        message_on("inside", "stopped", "word", role="clerk", jurisdiction="none"),
        end(),
        exclusive("which", default="early"),
        end("early"),
        end("late"),
        path("start", "inside", "end"),
        path("stopped", "which", "early"),
        flow("which", "late", "asked_at != null"),
    )
    called = process(
        "q",
        lane("inner_desk", "begin", "ask", "more", "q_end"),
        start("begin"),
        user("ask", instants="asked_at"),
        user("more"),
        end("q_end"),
        path("begin", "ask", "more", "q_end"),
    )

    assert wrong(drawn, called, messages=("word",)) == []


def test_a_caller_of_a_process_that_was_not_searched_to_the_end_is_not_complete() -> None:
    found = search(outer(), inner(end("yes"), end("no")), bound=1)

    assert [each.is_complete for each in found.values()] == [False, False]
