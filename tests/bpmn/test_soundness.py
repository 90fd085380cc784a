"""Unsound diagrams are found, each with the shortest run that shows what is wrong."""

from __future__ import annotations

from typing import Any

from engine.bpmn.resources import Resources
from engine.bpmn.soundness import processes
from engine.bpmn.soundness.findings import Unsoundness
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.processes import Searched
from tests.bpmn.drawing import (
    call,
    catch_message,
    catch_timer,
    draw,
    end,
    error_end,
    error_on,
    exclusive,
    flow,
    inclusive,
    lane,
    message_on,
    milestone,
    parallel,
    path,
    process,
    race,
    rule,
    service,
    start,
    sub_process,
    throw_message,
    timer_on,
    user,
)
from tests.bpmn.offices import CLOCKS, STATION

# form of the task that decides, and what it offers
FIELDS = {"p/decide": frozenset(["decision"]), "p/correct": frozenset(["correction"])}
CHOICES = {"decision": frozenset(["PASS", "REFUSE"])}
YES = 'decision = "PASS"'


def search(*drawn: str, bound: int = 5_000, **more: Any) -> dict[str, Searched]:
    """Search these processes."""
    world = Premises(CLOCKS, STATION, FIELDS, CHOICES, "520102", bound)
    found = processes.search_all(Resources({"p.bpmn": draw(*drawn, **more)}), world)
    return {each.process_id: each for each in found}


def wrong(*drawn: str, **more: Any) -> list[tuple[Unsoundness, tuple[str, ...]]]:
    """Give what is wrong with the process p."""
    return [(each.kind, each.elements) for each in search(*drawn, **more)["p"].findings]


def desk(*members: str) -> str:
    return lane("desk", *members)


def deciding(condition: str = YES) -> str:
    """Draw a decision with two ways to an end each."""
    return process(
        "p",
        desk("start", "decide", "which", "passed", "refused"),
        start(),
        user("decide"),
        exclusive("which", default="refused"),
        end("passed"),
        end("refused"),
        path("start", "decide", "which", "refused"),
        flow("which", "passed", condition),
    )


def test_a_decision_with_both_ways_open_is_sound() -> None:
    assert wrong(deciding()) == []


def test_what_no_form_offers_is_dead() -> None:
    assert wrong(deciding('decision = "PERHAPS"')) == [(Unsoundness.DEAD_ELEMENT, ("passed",))]


def test_a_condition_that_contradicts_itself_is_dead() -> None:
    assert wrong(deciding(f'{YES} and decision = "REFUSE"')) == [
        (Unsoundness.DEAD_ELEMENT, ("passed",))
    ]


def test_what_was_decided_before_is_remembered() -> None:
    drawn = process(
        "p",
        desk("start", "decide", "which", "accepted", "again", "end", "refused"),
        start(),
        user("decide"),
        exclusive("which", default="refused"),
        milestone("accepted"),
        exclusive("again", default="end"),
        end(),
        end("refused"),
        path("start", "decide", "which", "refused"),
        flow("which", "accepted", YES),
        path("accepted", "again", "end"),
        flow("again", "refused", 'decision = "REFUSE"'),
    )

    assert wrong(drawn) == [(Unsoundness.DEAD_FLOW, ("again_to_refused",))]


def test_numbers_are_tried_on_both_sides_of_a_border() -> None:
    assert wrong(deciding("age >= 16 and age < 17 and not(guardian)")) == []


def test_a_list_of_tests_and_a_range_are_understood() -> None:
    assert wrong(deciding('decision in ("PASS", "OTHER") and age in [5..6]')) == []


def test_an_instant_that_is_not_set_yet_is_null() -> None:
    drawn = deciding("passed_at != null").replace(
        end("passed"), end("passed", instants="passed_at")
    )

    assert wrong(drawn) == [(Unsoundness.DEAD_ELEMENT, ("passed",))]


def test_of_two_instants_the_one_set_last_is_the_later() -> None:
    drawn = process(
        "p",
        desk("start", "make", "which", "end"),
        start(),
        user("make", instants="made_at"),
        exclusive("which", default="lose"),
        milestone("lose", instants="lost_at"),
        end(),
        path("start", "make", "which", "lose", "make"),
        flow("which", "end", "lost_at != null and made_at > lost_at"),
    )

    assert wrong(drawn) == []


def test_an_instant_that_is_never_the_later_one_opens_no_way() -> None:
    drawn = process(
        "p",
        desk("start", "make", "which", "passed", "refused"),
        start(instants="begun_at"),
        user("make", instants="made_at"),
        exclusive("which", default="refused"),
        end("passed"),
        end("refused"),
        path("start", "make", "which", "refused"),
        flow("which", "passed", "begun_at > made_at"),
    )

    assert wrong(drawn) == [(Unsoundness.DEAD_ELEMENT, ("passed",))]


def test_a_message_is_taken_on_what_was_known_without_it() -> None:
    drawn = process(
        "p",
        desk("start", "act", "told", "end", "over"),
        start(),
        user("act"),
        message_on(
            "act",
            "told",
            "word",
            role="clerk",
            jurisdiction="none",
            when="told_at = null",
            instants="told_at",
        ),
        end(),
        end("over"),
        path("start", "act", "end"),
        path("told", "over"),
    )

    assert wrong(drawn, messages=("word",)) == []


def test_a_message_that_another_process_sends_ends_a_wait() -> None:
    hearing = process(
        "p", start(), catch_message("hear", "word"), end(), path("start", "hear", "end")
    )
    sending = process(
        "q",
        start("q_start"),
        throw_message("say", "word", correlation="id_number"),
        end("said"),
        path("q_start", "say", "said"),
    )

    assert wrong(hearing, sending, messages=("word",)) == []


def test_a_split_that_an_exclusive_gateway_joins_runs_twice() -> None:
    drawn = process(
        "p",
        desk("start", "fork", "one", "two", "join", "after", "end"),
        start(),
        parallel("fork"),
        milestone("one"),
        milestone("two"),
        exclusive("join"),
        user("after"),
        end(),
        path("start", "fork", "one", "join", "after", "end"),
        path("fork", "two", "join"),
    )

    assert (Unsoundness.RUNS_TWICE, ("after",)) in wrong(drawn)


def test_a_choice_that_a_parallel_gateway_joins_has_no_way_out() -> None:
    drawn = process(
        "p",
        desk("start", "decide", "which", "one", "two", "join", "end"),
        start(),
        user("decide"),
        exclusive("which", default="two"),
        milestone("one"),
        milestone("two"),
        parallel("join"),
        end(),
        path("start", "decide", "which", "two", "join", "end"),
        flow("which", "one", YES),
        path("one", "join"),
    )

    found = search(drawn)["p"].findings

    assert (Unsoundness.NO_WAY_OUT, ("join",)) in [(each.kind, each.elements) for each in found]
    stuck = next(each for each in found if each.kind is Unsoundness.NO_WAY_OUT)
    assert stuck.run == ("start", 'complete decide (decision = "PASS")')


def test_a_message_that_nobody_sends_has_no_way_out() -> None:
    drawn = process(
        "p",
        start(),
        catch_message("hear", "word"),
        end(),
        path("start", "hear", "end"),
    )

    assert wrong(drawn, messages=("word",)) == [
        (Unsoundness.DEAD_ELEMENT, ("hear",)),
        (Unsoundness.DEAD_ELEMENT, ("end",)),
        (Unsoundness.NO_WAY_OUT, ("hear",)),
    ]


def test_a_user_task_of_nobody_has_no_way_out() -> None:
    drawn = process("p", start(), user("act"), end(), path("start", "act", "end"))

    assert (Unsoundness.NO_WAY_OUT, ("act",)) in wrong(drawn)


def test_a_token_that_an_end_leaves_behind_is_found() -> None:
    drawn = process(
        "p",
        start(),
        parallel("fork"),
        end(),
        catch_message("hear", "word"),
        end("heard"),
        path("start", "fork", "end"),
        path("fork", "hear", "heard"),
    )

    assert (Unsoundness.LEFT_BEHIND, ("hear",)) in wrong(drawn, messages=("word",))


def test_a_wait_that_a_timer_ends_is_sound() -> None:
    drawn = process(
        "p",
        desk("start", "ask", "answered", "late", "end", "over"),
        start(),
        race("ask"),
        catch_message("answered", "word", role="clerk", jurisdiction="none"),
        catch_timer("late", "P3D"),
        end(),
        end("over"),
        path("start", "ask", "answered", "end"),
        path("ask", "late", "over"),
    )

    assert wrong(drawn, messages=("word",)) == []


def test_a_circle_that_people_can_leave_is_sound() -> None:
    drawn = process(
        "p",
        desk("start", "decide", "which", "correct", "end"),
        start(),
        user("decide"),
        exclusive("which", default="correct"),
        user("correct"),
        end(),
        path("start", "decide", "which", "correct", "decide"),
        flow("which", "end", YES),
    )

    assert wrong(drawn) == []


def test_a_circle_that_nobody_can_leave_has_no_way_out() -> None:
    drawn = process(
        "p",
        desk("start", "decide", "which", "correct", "end"),
        start(),
        user("decide"),
        exclusive("which", default="correct"),
        user("correct"),
        end(),
        path("start", "decide", "which", "correct", "decide"),
        flow("which", "end", 'decision = "PERHAPS"'),
    )

    kinds = [kind for kind, _elements in wrong(drawn)]
    assert kinds == [Unsoundness.DEAD_ELEMENT, Unsoundness.NO_WAY_OUT]


def test_an_inclusive_gateway_waits_for_all_that_can_come() -> None:
    drawn = process(
        "p",
        desk("start", "decide", "which", "one", "two", "join", "end"),
        start(),
        user("decide"),
        inclusive("which", default="two"),
        user("one"),
        user("two"),
        inclusive("join"),
        end(),
        path("start", "decide", "which", "two", "join", "end"),
        flow("which", "one", YES),
        path("one", "join"),
    )

    assert wrong(drawn) == []


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


def test_errors_of_a_service_are_tried() -> None:
    drawn = process(
        "p",
        desk("start", "look", "down", "end", "over"),
        start(),
        service("look", "register.look_up"),
        error_on("look", "down", "REGISTER_DOWN"),
        end(),
        end("over"),
        path("start", "look", "end"),
        path("down", "over"),
    )

    assert wrong(drawn, errors=("REGISTER_DOWN",)) == []


def test_the_results_of_services_and_decisions_may_be_anything_that_is_asked_for() -> None:
    drawn = process(
        "p",
        start(),
        rule("judge", "fee", "verdict"),
        exclusive("which", default="refused"),
        end("passed"),
        end("refused"),
        path("start", "judge", "which", "refused"),
        flow("which", "passed", 'verdict.result = "OK" and verdict.fee > 20'),
    )

    assert wrong(drawn) == []


def test_an_interrupting_event_and_one_beside_the_work_are_sound() -> None:
    drawn = process(
        "p",
        desk("start", "act", "withdrawn", "reminded", "remind", "end", "gone", "told"),
        start(instants="begun_at"),
        user("act"),
        message_on("act", "withdrawn", "word", role="clerk", jurisdiction="none"),
        timer_on("act", "reminded", "working days after(begun_at, 2)"),
        user("remind"),
        end(),
        end("gone"),
        end("told"),
        path("start", "act", "end"),
        path("withdrawn", "gone"),
        path("reminded", "remind", "told"),
    )

    assert wrong(drawn, messages=("word",)) == []


def test_a_message_that_is_never_taken_is_dead() -> None:
    drawn = process(
        "p",
        desk("start", "act", "withdrawn", "end", "gone"),
        start(instants="begun_at"),
        user("act"),
        message_on(
            "act", "withdrawn", "word", role="clerk", jurisdiction="none", when="begun_at = null"
        ),
        end(),
        end("gone"),
        path("start", "act", "end"),
        path("withdrawn", "gone"),
    )

    assert wrong(drawn, messages=("word",)) == [
        (Unsoundness.DEAD_ELEMENT, ("withdrawn",)),
        (Unsoundness.DEAD_ELEMENT, ("gone",)),
    ]


def test_a_timer_that_has_nothing_to_count_from_fails() -> None:
    drawn = process(
        "p",
        desk("start", "act", "late", "end", "over"),
        start(),
        user("act", instants="acted_at"),
        timer_on("act", "late", "working days after(acted_at, 3)"),
        end(),
        end("over"),
        path("start", "act", "end"),
        path("late", "over"),
    )

    found = search(drawn)["p"].findings

    failing = next(each for each in found if each.kind is Unsoundness.STEP_FAILS)
    assert failing.run == ("start: timer_without_instant",)


def test_what_runs_inside_an_activity_is_searched_too() -> None:
    drawn = process(
        "p",
        desk("start", "around", "s", "e", "end"),
        start(),
        sub_process(
            "around", start("s"), catch_message("hear", "word"), end("e"), path("s", "hear", "e")
        ),
        end(),
        path("start", "around", "end"),
    )

    assert (Unsoundness.NO_WAY_OUT, ("around", "hear")) in wrong(drawn, messages=("word",))


def test_a_search_that_reaches_its_bound_says_so_and_calls_nothing_dead() -> None:
    found = search(deciding('decision = "PERHAPS"'), bound=1)["p"]

    assert (found.is_complete, found.findings) == (False, ())


def test_a_caller_of_a_process_that_was_not_searched_to_the_end_is_not_complete() -> None:
    found = search(outer(), inner(end("yes"), end("no")), bound=1)

    assert [each.is_complete for each in found.values()] == [False, False]
