"""Called processes: what they share, how they end, how they are interrupted."""

from __future__ import annotations

import pytest

from engine.core.errors import EngineError
from tests.bpmn.drawing import (
    call,
    catch_timer,
    draw,
    end,
    error_end,
    error_on,
    exclusive,
    flow,
    lane,
    message_on,
    parallel,
    path,
    process,
    service,
    start,
    terminate,
    timer_on,
    user,
)
from tests.bpmn.offices import compiled
from tests.bpmn.walking import Walk

INNER = process(
    "inner",
    lane("inner_desk", "inner_start", "check", "inner_end"),
    start("inner_start"),
    user("check"),
    end("inner_end"),
    path("inner_start", "check", "inner_end"),
)


def outer(*more: str) -> str:
    return process(
        "p",
        lane("desk", "start", "handle", "after"),
        start(),
        call("handle", "inner"),
        user("after"),
        end(),
        path("start", "handle", "after", "end"),
        *more,
    )


def test_a_called_process_runs_in_its_own_lane_and_returns() -> None:
    walk = Walk(compiled(draw(outer(), INNER)))

    walk.complete("check")

    assert walk.waits() == ["after"]
    assert walk.path == ["start", "inner_start", "check", "inner_end", "handle"]


def test_an_interrupting_message_takes_away_all_that_was_called() -> None:
    withdrawn = message_on("handle", "withdraw", "withdraw")
    more = (withdrawn, end("gone"), flow("withdraw", "gone"))
    walk = Walk(compiled(draw(outer(*more), INNER, messages=("withdraw",))))

    progress = walk.send("withdraw")

    assert walk.waits() == []
    assert walk.outcome == "gone"
    assert [each.element for each in progress.ran if each.cancelled] == ["check", "handle"]


def test_a_reminder_beside_a_call_leaves_it_alone() -> None:
    reminder = timer_on("handle", "remind", "P3D", "timeDuration")
    more = (reminder, service("tell", "notices.tell"), end("told"), path("remind", "tell", "told"))
    walk = Walk(compiled(draw(outer(*more), INNER)))

    walk.fire("remind")

    assert walk.waits() == ["check", "tell"]


def test_a_side_branch_that_ends_last_is_not_the_outcome() -> None:
    reminder = timer_on("handle", "remind", "P3D", "timeDuration")
    more = (reminder, service("tell", "notices.tell"), end("told"), path("remind", "tell", "told"))
    walk = Walk(compiled(draw(outer(*more), INNER)))

    walk.fire("remind")
    walk.complete("check")
    walk.complete("after")
    walk.finish("tell")

    assert walk.outcome == "end"


def test_the_deadline_of_a_call_counts_for_the_tasks_inside() -> None:
    late = timer_on(
        "handle", "late", "working days after(started, 3)", deadline="CLK-X", kind="breach"
    )
    more = (late, end("told"), flow("late", "told"))
    walk = Walk(compiled(draw(outer(*more), INNER)), started="2026-03-13T02:00:00Z")

    assert walk.last.opened[0].deadline == walk.last.armed[0].id


def test_an_error_inside_is_caught_by_the_call() -> None:
    failing = process(
        "inner",
        start("inner_start"),
        parallel("fork"),
        service("look", "register.look"),
        exclusive("found", "not_found"),
        error_end("not_found", "NOT_FOUND"),
        end("inner_end"),
        user("other"),
        end("other_end"),
        path("inner_start", "fork", "look", "found", "not_found"),
        flow("found", "inner_end", "register.found"),
        path("fork", "other", "other_end"),
    )
    more = (error_on("handle", "missing", "NOT_FOUND"), user("ask"), end("asked"))
    more = (*more, path("missing", "ask", "asked"))
    walk = Walk(compiled(draw(outer(*more), failing, errors=("NOT_FOUND",))))

    walk.finish("look", found=False)

    assert walk.waits() == ["ask"]


def test_an_error_that_nothing_catches_changes_nothing() -> None:
    asking = process(
        "p", start(), service("look", "register.look"), end(), path("start", "look", "end")
    )
    walk = Walk(compiled(draw(asking)))

    with pytest.raises(EngineError, match="error_not_caught"):
        walk.fail("look", "NOT_FOUND")

    assert walk.waits() == ["look"]


def test_terminate_ends_the_called_process_only() -> None:
    racing = process(
        "inner",
        start("inner_start"),
        parallel("fork"),
        user("check"),
        terminate("stop"),
        catch_timer("wait", "P1D"),
        end("waited"),
        path("inner_start", "fork", "check", "stop"),
        path("fork", "wait", "waited"),
    )
    walk = Walk(compiled(draw(outer(), racing)))

    progress = walk.complete("check")

    assert walk.waits() == ["after"]
    assert len(progress.disarmed) == 1


def test_calls_nest_and_their_depth_is_bounded() -> None:
    levels = [
        process(
            f"p{n}",
            start(f"s{n}"),
            call(f"c{n}", f"p{n + 1}"),
            end(f"e{n}"),
            path(f"s{n}", f"c{n}", f"e{n}"),
        )
        for n in range(17)
    ]
    last = process("p17", start("s17"), user("deep"), end("e17"), path("s17", "deep", "e17"))

    assert Walk(compiled(draw(*levels[1:], last), "p1")).waits() == ["deep"]
    with pytest.raises(EngineError, match="call_depth"):
        Walk(compiled(draw(*levels, last), "p0"))


def test_an_error_end_on_a_branch_takes_away_all_that_waits_in_its_process_and_below() -> None:
    below = process(
        "below",
        start("below_start"),
        user("ask_courier"),
        timer_on("ask_courier", "slow", "P1D", "timeDuration"),
        end("below_end"),
        end("slow_end"),
        path("below_start", "ask_courier", "below_end"),
        path("slow", "slow_end"),
    )
    failing = process(
        "inner",
        start("inner_start"),
        parallel("fork"),
        call("look", "below"),
        user("deliver"),
        timer_on("deliver", "overdue", "P5D", "timeDuration"),
        user("explain"),
        end("explained"),
        service("order", "courier.label"),
        user("report"),
        error_end("lost", "LOST"),
        end("inner_end"),
        path("inner_start", "fork", "look", "inner_end"),
        path("fork", "deliver", "inner_end"),
        path("fork", "order", "inner_end"),
        path("fork", "report", "lost"),
        path("overdue", "explain", "explained"),
    )
    caught = (error_on("handle", "card_lost", "LOST"), user("assess"), path("card_lost", "assess"))
    more = (*caught, end("assessed"), path("assess", "assessed"))
    walk = Walk(compiled(draw(outer(*more), failing, below, errors=("LOST",))))
    walk.fire("overdue")
    before = walk.waits()

    progress = walk.complete("report")

    assert before == ["ask_courier", "deliver", "explain", "order", "report", "slow"]
    assert walk.waits() == ["assess"]
    assert len(progress.withdrawn) == 3
    assert (len(progress.disarmed), len(progress.uncalled)) == (1, 1)
