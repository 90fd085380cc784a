"""Gateways: which ways are taken, and who waits for whom."""

from __future__ import annotations

from tests.bpmn.drawing import (
    catch_message,
    catch_timer,
    draw,
    end,
    exclusive,
    flow,
    inclusive,
    parallel,
    path,
    process,
    race,
    start,
    user,
)
from tests.bpmn.offices import compiled
from tests.bpmn.walking import Walk

CHOICE = process(
    "p",
    start(),
    exclusive("is_complete", "ask"),
    user("ask"),
    user("accept"),
    end(),
    path("start", "is_complete"),
    flow("is_complete", "accept", '= decision = "PASS"'),
    flow("is_complete", "ask"),
    path("ask", "end"),
    path("accept", "end"),
)
JOIN = process(
    "p",
    start(),
    parallel("fork"),
    user("a"),
    user("b"),
    parallel("join"),
    user("c"),
    end(),
    path("start", "fork", "a", "join", "c", "end"),
    path("fork", "b", "join"),
)


def test_an_exclusive_gateway_follows_the_first_true_condition() -> None:
    assert Walk(compiled(draw(CHOICE)), decision="PASS").waits() == ["accept"]


def test_an_exclusive_gateway_follows_the_default_where_nothing_is_true() -> None:
    assert Walk(compiled(draw(CHOICE)), decision="SUPPLEMENT").waits() == ["ask"]


def test_a_missing_answer_makes_no_condition_true() -> None:
    assert Walk(compiled(draw(CHOICE))).waits() == ["ask"]


def test_the_path_names_the_flows_that_were_taken() -> None:
    walk = Walk(compiled(draw(CHOICE)), decision="PASS")

    assert [each.flow for each in walk.last.ran] == [None, "start_to_is_complete"]
    assert walk.complete("accept").ran[0].flow == "is_complete_to_accept"


def test_a_parallel_gateway_waits_for_every_way() -> None:
    walk = Walk(compiled(draw(JOIN)))

    walk.complete("a")

    assert walk.waits() == ["b"]
    walk.complete("b")
    assert walk.waits() == ["c"]


def test_a_parallel_gateway_names_every_flow_that_led_into_it() -> None:
    walk = Walk(compiled(draw(JOIN)))

    walk.complete("a")
    progress = walk.complete("b")

    flows = {each.flow for each in progress.ran if each.element == "join"}
    assert flows == {"a_to_join", "b_to_join"}


def test_a_second_token_on_a_joined_way_waits_for_its_own_partner() -> None:
    loop = process(
        "p",
        start(),
        exclusive("again"),
        parallel("fork"),
        user("a"),
        user("b"),
        parallel("join"),
        exclusive("is_done", "again"),
        end(),
        path("start", "again", "fork", "a", "join", "is_done"),
        path("fork", "b", "join"),
        flow("is_done", "end", "done"),
        flow("is_done", "again"),
    )
    walk = Walk(compiled(draw(loop)))
    for task in ("a", "b"):
        walk.complete(task)

    # stock SpiffWorkflow lets the first round's other token pass the gateway here
    walk.complete("b")

    assert walk.waits() == ["a"]


def test_an_inclusive_gateway_waits_for_the_ways_that_were_taken() -> None:
    diagram = process(
        "p",
        start(),
        inclusive("which", "c"),
        user("a"),
        user("b"),
        user("c"),
        inclusive("all"),
        user("d"),
        end(),
        flow("start", "which"),
        flow("which", "a", "take_a"),
        flow("which", "b", "take_b"),
        flow("which", "c"),
        path("a", "all", "d", "end"),
        path("b", "all"),
        path("c", "all"),
    )
    walk = Walk(compiled(draw(diagram)), take_a=True, take_b=True)

    walk.complete("a")

    assert walk.waits() == ["b"]
    walk.complete("b")
    assert walk.waits() == ["d"]


def test_an_inclusive_gateway_goes_on_when_the_other_way_turns_aside() -> None:
    diagram = process(
        "p",
        start(),
        parallel("fork"),
        user("a"),
        user("b"),
        exclusive("is_needed", "aside"),
        end("aside"),
        inclusive("all"),
        user("d"),
        end(),
        path("start", "fork", "a", "all", "d", "end"),
        path("fork", "b", "is_needed", "aside"),
        flow("is_needed", "all", "needed"),
    )
    walk = Walk(compiled(draw(diagram)))
    walk.complete("a")

    walk.complete("b")

    assert walk.waits() == ["d"]


RACE = process(
    "p",
    start(),
    race("first"),
    catch_timer("month", "P1M"),
    catch_timer("week", "P7D"),
    catch_message("answer", "answer", role="applicant", jurisdiction="own_case"),
    end("late"),
    end("later"),
    end("answered"),
    path("start", "first", "month", "later"),
    path("first", "week", "late"),
    path("first", "answer", "answered"),
)


def test_events_race_behind_an_event_based_gateway() -> None:
    walk = Walk(compiled(draw(RACE, messages=("answer",))))
    assert walk.waits() == ["answer", "month", "week"]

    walk.send("answer")

    assert walk.waits() == []
    assert walk.outcome == "answered"


def test_each_timer_of_a_race_has_its_own_instant() -> None:
    walk = Walk(compiled(draw(RACE, messages=("answer",))))

    dues = {each.element: each.due.isoformat() for each in walk.last.armed}

    assert dues == {
        "month": "2026-04-13T02:00:00+00:00",
        "week": "2026-03-20T02:00:00+00:00",
    }


def test_the_second_timer_of_a_race_can_win() -> None:
    walk = Walk(compiled(draw(RACE, messages=("answer",))))

    walk.fire("week")

    assert walk.outcome == "late"
