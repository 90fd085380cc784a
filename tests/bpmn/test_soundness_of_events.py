"""Messages that nobody sends and timers that cannot count are found."""

from __future__ import annotations

from engine.bpmn.soundness.findings import Unsoundness
from tests.bpmn.drawing import (
    catch_message,
    catch_timer,
    end,
    error_on,
    exclusive,
    flow,
    message_on,
    parallel,
    path,
    process,
    race,
    service,
    start,
    sub_process,
    throw_message,
    timer_on,
    user,
)
from tests.bpmn.searching import desk, search, wrong


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


def test_the_opening_of_a_day_comes_before_its_end() -> None:
    reminder = "opening of working day after(begun_at, 3)"

    def drawn(deadline: str) -> str:
        return process(
            "p",
            desk("start", "act", "reminded", "late", "end", "told", "over"),
            start(instants="begun_at"),
            user("act"),
            timer_on("act", "reminded", reminder, instants="reminded_at"),
            timer_on("act", "late", deadline),
            exclusive("was_it_told", default="told"),
            end(),
            end("told"),
            end("over"),
            path("start", "act", "end"),
            path("reminded", "told_of_it"),
            end("told_of_it"),
            path("late", "was_it_told", "told"),
            flow("was_it_told", "over", "reminded_at = null"),
        )

    # before the end of the same day, and after the end of the day before
    assert wrong(drawn("working days after(begun_at, 3)")) == [
        (Unsoundness.DEAD_ELEMENT, ("over",))
    ]
    assert wrong(drawn("working days after(begun_at, 2)")) == [
        (Unsoundness.DEAD_ELEMENT, ("told",))
    ]


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
