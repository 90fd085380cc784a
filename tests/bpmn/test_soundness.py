"""Unsound decisions and gateways are found, each with the shortest run that shows it."""

from __future__ import annotations

from collections.abc import Callable

from engine.bpmn.soundness.findings import Unsoundness
from tests.bpmn.drawing import (
    end,
    exclusive,
    flow,
    inclusive,
    milestone,
    parallel,
    path,
    process,
    rule,
    start,
    user,
)
from tests.bpmn.searching import YES, deciding, desk, search, wrong


def choice(kind: Callable[..., str], *drawn: str) -> str:
    """Draw a decision between two ways, one and two, that come together in a join."""
    return process(
        "p",
        desk("start", "decide", "which", "one", "two", "join", "end"),
        start(),
        user("decide"),
        kind("which", default="two"),
        *drawn,
        end(),
        path("start", "decide", "which", "two", "join", "end"),
        flow("which", "one", YES),
        path("one", "join"),
    )


def circle(way_out: str) -> str:
    """Draw a decision that is asked again after each correction."""
    return process(
        "p",
        desk("start", "decide", "which", "correct", "end"),
        start(),
        user("decide"),
        exclusive("which", default="correct"),
        user("correct"),
        end(),
        path("start", "decide", "which", "correct", "decide"),
        flow("which", "end", way_out),
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
    drawn = choice(exclusive, milestone("one"), milestone("two"), parallel("join"))

    found = search(drawn)["p"].findings

    assert (Unsoundness.NO_WAY_OUT, ("join",)) in [(each.kind, each.elements) for each in found]
    stuck = next(each for each in found if each.kind is Unsoundness.NO_WAY_OUT)
    assert stuck.run == ("start", 'complete decide (decision = "PASS")')


def test_a_user_task_of_nobody_has_no_way_out() -> None:
    drawn = process("p", start(), user("act"), end(), path("start", "act", "end"))

    assert (Unsoundness.NO_WAY_OUT, ("act",)) in wrong(drawn)


def test_a_circle_that_people_can_leave_is_sound() -> None:
    assert wrong(circle(YES)) == []


def test_a_circle_that_nobody_can_leave_has_no_way_out() -> None:
    kinds = [kind for kind, _elements in wrong(circle('decision = "PERHAPS"'))]

    assert kinds == [Unsoundness.DEAD_ELEMENT, Unsoundness.NO_WAY_OUT]


def test_an_inclusive_gateway_waits_for_all_that_can_come() -> None:
    assert wrong(choice(inclusive, user("one"), user("two"), inclusive("join"))) == []


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


def test_a_search_that_reaches_its_bound_says_so_and_calls_nothing_dead() -> None:
    found = search(deciding('decision = "PERHAPS"'), bound=1)["p"]

    assert (found.is_complete, found.findings) == (False, ())
