"""Events: timers that are told, messages, milestones, ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.core.errors import EngineError
from tests.bpmn.drawing import (
    catch_message,
    catch_timer,
    draw,
    end,
    exclusive,
    flow,
    lane,
    message_on,
    milestone,
    parallel,
    path,
    process,
    service,
    start,
    terminate,
    timer_on,
    user,
)
from tests.bpmn.offices import OTHER_STATION, STATION, compiled
from tests.bpmn.walking import Walk


def checked(*more: str, jurisdiction: str = "station", role: str = "clerk") -> str:
    return process(
        "p",
        lane("desk", "start", "check", role=role, jurisdiction=jurisdiction),
        start(instants="submitted_at"),
        user("check"),
        end(),
        path("start", "check", "end"),
        *more,
    )


def late(text: str, **more: str) -> tuple[str, ...]:
    timer = timer_on(
        "check", "late", text, deadline="CLK-PRE", kind="breach", legalBasis="Art. 1", **more
    )
    return (timer, user("explain"), end("explained"), path("late", "explain", "explained"))


def test_a_deadline_counts_working_days_of_the_unit_that_must_act() -> None:
    walk = Walk(compiled(draw(checked(*late("working days after(submitted_at, 3)")))))

    (timer,) = walk.last.armed

    # closing hour of the first station, 16:30 in China
    assert timer.due == datetime(2026, 3, 18, 8, 30, tzinfo=UTC)
    assert (timer.unit, timer.calendar, timer.days) == (STATION, "520102", 3)
    assert (timer.clock, timer.kind, timer.legal_basis) == ("CLK-PRE", "breach", "Art. 1")


def test_a_reminder_may_ring_as_the_unit_that_must_act_opens() -> None:
    text = "opening of working day after(submitted_at, 2)"
    walk = Walk(compiled(draw(checked(*late(text)))))

    (timer,) = walk.last.armed

    # opening hour of the first station, 09:00 in China
    assert timer.due == datetime(2026, 3, 17, 1, 0, tzinfo=UTC)
    assert (timer.unit, timer.calendar) == (STATION, "520102")
    assert (timer.count, timer.days) == ("opening", 2)


def test_an_answer_says_which_station_must_act() -> None:
    diagram = compiled(draw(checked(*late("working days after(submitted_at, 3)"))))

    (timer,) = Walk(diagram, accepting_station=OTHER_STATION).last.armed

    assert timer.due == datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
    assert (timer.unit, timer.calendar) == (OTHER_STATION, "520103")


def test_the_applicants_last_day_ends_at_midnight() -> None:
    parts = late("calendar days after(submitted_at, 3)")
    diagram = checked(*parts, role="applicant", jurisdiction="own_case")

    (timer,) = Walk(compiled(draw(diagram))).last.armed

    # Monday ends, in China
    assert timer.due == datetime(2026, 3, 16, 16, 0, tzinfo=UTC)
    assert (timer.unit, timer.count) == ("", "calendar")


def test_a_calendar_may_be_named() -> None:
    parts = late('working days after(submitted_at, 3, "520103")')

    (timer,) = Walk(compiled(draw(checked(*parts)))).last.armed

    assert timer.calendar == "520103"


def test_a_breach_tells_its_branch_what_was_missed() -> None:
    parts = late("working days after(submitted_at, 3)", instants="breached_at")
    diagram = draw(checked(*parts))
    walk = Walk(compiled(diagram))
    due = walk.last.armed[0].due

    walk.later(datetime(2026, 3, 19, 1, tzinfo=UTC))
    progress = walk.fire("late", due=due, kind="breach", clock="CLK-PRE", unit=STATION)

    assert walk.waits() == ["check", "explain"]
    assert progress.instants == {"breached_at": "2026-03-18T08:30:00.000000Z"}


def test_the_branch_of_a_breach_knows_it_and_the_main_path_does_not() -> None:
    timer = timer_on("check", "late", "P3D", "timeDuration")
    more = (timer, service("tell", "notices.tell"), end("told"), path("late", "tell", "told"))
    walk = Walk(compiled(draw(checked(*more))))

    progress = walk.fire("late", kind="breach", clock="CLK-PRE", unit=STATION)

    breach = progress.called[0].variables["breach"]
    assert (breach["clock"], breach["activity"], breach["unit"]) == ("CLK-PRE", "check", STATION)
    assert (breach["role"], breach["jurisdiction"]) == ("clerk", "station")


def test_an_interrupting_timer_takes_the_task_away() -> None:
    timer = timer_on("check", "late", "P3D", "timeDuration", interrupting=True)
    walk = Walk(compiled(draw(checked(timer, end("over"), flow("late", "over")))))
    task = walk.last.opened[0].id

    progress = walk.fire("late")

    assert progress.withdrawn == (task,)
    assert walk.outcome == "over"


def test_completing_a_task_disarms_its_timers() -> None:
    walk = Walk(compiled(draw(checked(*late("working days after(submitted_at, 3)")))))
    timer = walk.last.armed[0].id

    progress = walk.complete("check")

    assert progress.disarmed == (timer,)
    assert progress.outcome == "end"


@pytest.mark.parametrize(
    ("text", "timing", "due"),
    [
        ("P3D", "timeDuration", "2026-03-16T02:00:00+00:00"),
        ("PT1H30M", "timeDuration", "2026-03-13T03:30:00+00:00"),
        ("P2W", "timeDuration", "2026-03-27T02:00:00+00:00"),
        ("P1M", "timeDuration", "2026-04-13T02:00:00+00:00"),
        ('duration("P1D")', "timeDuration", "2026-03-14T02:00:00+00:00"),
        ('duration("P1Y")', "timeDuration", "2027-03-13T02:00:00+00:00"),
        ("2026-04-01", "timeDate", "2026-03-31T16:00:00+00:00"),
        ("2026-04-01T09:00:00Z", "timeDate", "2026-04-01T09:00:00+00:00"),
        ("= submitted_at", "timeDate", "2026-03-13T02:00:00+00:00"),
        ('date("2026-04-01")', "timeDate", "2026-03-31T16:00:00+00:00"),
        (
            'working days after(submitted_at, 1) + duration("PT1H")',
            "timeDate",
            "2026-03-16T09:30:00+00:00",
        ),
    ],
)
def test_a_timer_is_a_literal_or_feel(text: str, timing: str, due: str) -> None:
    timer = timer_on("check", "late", text, timing)
    walk = Walk(compiled(draw(checked(timer, end("over"), flow("late", "over")))))

    assert walk.last.armed[0].due.isoformat() == due


def test_a_month_from_the_31st_ends_on_the_last_day_of_a_shorter_month() -> None:
    diagram = process(
        "p", start(), catch_timer("wait", "P1M"), end(), path("start", "wait", "end")
    )
    first = process(
        "p",
        start(),
        user("ask"),
        catch_timer("wait", "P1M"),
        end(),
        path("start", "ask", "wait", "end"),
    )
    assert Walk(compiled(draw(diagram))).waits() == ["wait"]
    walk = Walk(compiled(draw(first)))
    walk.later(datetime(2026, 1, 31, 2, tzinfo=UTC))

    progress = walk.complete("ask")

    assert progress.armed[0].due == datetime(2026, 2, 28, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("submitted_at + 1", "timeDate"),
        ("nothing", "timeDuration"),
        ("submitted_at", "timeDuration"),
        ('duration("P900000000D")', "timeDuration"),
        ('duration("P90000000Y")', "timeDuration"),
        ("working days after(submitted_at, 0)", "timeDate"),
        ("working days after(submitted_at, 1.5)", "timeDate"),
        ('working days after("soon", 3)', "timeDate"),
        ('working days after(submitted_at, 3, "XX")', "timeDate"),
        ("working days after(submitted_at, 90000)", "timeDate"),
        ("P9999Y", "timeDuration"),
    ],
)
def test_a_timer_that_cannot_be_counted_stops_the_run(text: str, timing: str) -> None:
    timer = timer_on("check", "late", text, timing)

    with pytest.raises(EngineError, match="timer_without_instant"):
        Walk(compiled(draw(checked(timer, end("over"), flow("late", "over")))))


def test_a_condition_may_count_days() -> None:
    diagram = process(
        "p",
        lane("desk", "start", "is_late", jurisdiction="station"),
        start(),
        exclusive("is_late", "end"),
        user("hurry"),
        end("done"),
        end(),
        path("start", "is_late", "end"),
        path("hurry", "done"),
        flow("is_late", "hurry", "working days after(filed, 3) < working days after(filed, 4)"),
    )

    assert Walk(compiled(draw(diagram)), filed="2026-03-13").waits() == ["hurry"]


def test_a_timer_without_an_origin_stops_the_run() -> None:
    with pytest.raises(EngineError, match="timer_without_instant"):
        Walk(compiled(draw(checked(*late("working days after(accepted_at, 3)")))))


def test_a_waiting_event_goes_on_when_its_message_arrives() -> None:
    diagram = process(
        "p",
        start(),
        catch_message("answer", "answer", role="clerk", jurisdiction="station"),
        user("read"),
        end(),
        path("start", "answer", "read", "end"),
    )
    walk = Walk(compiled(draw(diagram, messages=("answer",))))
    (awaited,) = walk.last.awaited

    walk.send("answer")

    assert walk.waits() == ["read"]
    assert (awaited.name, awaited.role, awaited.unit) == ("answer", "clerk", STATION)


def test_a_message_that_interrupts_nothing_opens_a_branch_beside() -> None:
    remark = message_on("check", "remark", "remark", interrupting=False)
    more = (remark, user("read"), end("done"), path("remark", "read", "done"))
    walk = Walk(compiled(draw(checked(*more), messages=("remark",))))

    walk.send("remark")

    assert walk.waits("person") == ["check", "read"]


def test_a_milestone_sets_the_status_and_asks_for_a_number() -> None:
    diagram = process(
        "p",
        lane("desk", "start", "accepted", "check", jurisdiction="station"),
        start(),
        milestone("accepted", status="ACCEPTED", assigns="acceptance_no", instants="accepted_at"),
        user("check"),
        end(),
        path("start", "accepted", "check", "end"),
    )

    progress = Walk(compiled(draw(diagram))).last

    assert progress.status == "ACCEPTED"
    assert progress.assigns == (("acceptance_no", STATION),)
    assert progress.instants == {"accepted_at": "2026-03-13T02:00:00.000000Z"}


def test_an_instant_is_known_to_what_follows_in_the_same_run() -> None:
    more = late("working days after(submitted_at, 3)")

    assert Walk(compiled(draw(checked(*more)))).last.armed[0].days == 3


def test_terminate_takes_away_every_other_token() -> None:
    diagram = process(
        "p",
        start(),
        parallel("fork"),
        user("a"),
        user("b"),
        terminate("stop"),
        end(),
        path("start", "fork", "a", "stop"),
        path("fork", "b", "end"),
    )
    walk = Walk(compiled(draw(diagram)))
    task = walk.find("person", "b")

    progress = walk.complete("a")

    assert progress.withdrawn == (task,)
    assert progress.outcome == "stop"
