"""The check refuses timers, deadlines, messages and errors that cannot happen as drawn."""

from __future__ import annotations

import pytest

from tests.bpmn.drawing import (
    call,
    catch_message,
    catch_timer,
    draw,
    end,
    error_end,
    error_on,
    flow,
    lane,
    message_on,
    parallel,
    process,
    race,
    start,
    throw_message,
    timer_on,
)
from tests.bpmn.sketches import (
    DEADLINE,
    TIMER,
    Refused,
    between,
    event,
    found,
    holding,
    named,
    simple,
    timer,
)

TAKEN = "working days after(now(), 1)"
UNCLAIMED = {**DEADLINE, "kind": "unclaimed"}
EVENTS: list[Refused] = [
    ("message_missing", "m", draw(between(catch_message("m", "no"), nodes=("m",)))),
    (
        "role_missing",
        "m",
        draw(between(catch_message("m", "yes"), nodes=("m",)), messages=("yes",)),
    ),
    (
        "correlation_missing",
        "m",
        draw(between(throw_message("m", "told"), nodes=("m",)), messages=("told",)),
    ),
    (
        "message_missing",
        "m",
        draw(between(throw_message("m", "told", correlation="x"), nodes=("m",))),
    ),
    (
        "expression_invalid",
        "told",
        draw(
            simple(message_on("check", "told", "yes", when="1 +"), end("o"), flow("told", "o")),
            messages=("yes",),
        ),
    ),
    (
        "error_missing",
        "o",
        draw(simple(error_on("check", "oops", "NO"), error_end("o", ""), flow("oops", "o"))),
    ),
    (
        "error_not_caught",
        "e",
        draw(
            between(call("c", "q"), nodes=("c",)),
            process("q", start("s"), error_end("e", "LOST"), flow("s", "e")),
            errors=("LOST",),
        ),
    ),
    ("timer_empty", "late", draw(timer(""))),
    ("timer_cycle_refused", "late", draw(timer("R3/P1D", "timeCycle"))),
    ("timer_literal_wrong", "late", draw(timer("P3D"))),
    ("timer_literal_wrong", "late", draw(timer("2026-02-30"))),
    ("timer_literal_wrong", "late", draw(timer("2026-02-03", "timeDuration"))),
    ("expression_invalid", "late", draw(timer("working days after(a, "))),
    ("deadline_not_counted", "late", draw(timer("2026-04-01", **DEADLINE))),
    ("deadline_not_counted", "late", draw(timer("accepted_at", **DEADLINE))),
    ("deadline_not_counted", "late", draw(timer("P3D", "timeDuration", **DEADLINE))),
    (
        "deadline_not_counted",
        "late",
        draw(timer('working days after(a, 3) + duration("P1D")', **DEADLINE)),
    ),
    ("deadline_not_counted", "late", draw(timer("working days after(a)", **DEADLINE))),
    (
        "deadline_kind_unknown",
        "late",
        draw(timer("working days after(a, 3)", **{**DEADLINE, "kind": "alarm"})),
    ),
    (
        "unclaimed_misplaced",
        "late",
        draw(
            simple(
                timer_on("check", "late", TAKEN, interrupting=True, **UNCLAIMED),
                end("o"),
                flow("late", "o"),
            )
        ),
    ),
    (
        "unclaimed_misplaced",
        "late",
        draw(
            simple(
                timer_on("check", "late", TAKEN, **UNCLAIMED),
                end("o"),
                flow("late", "o"),
                lanes=lane("desk", "start", "check", role="applicant", jurisdiction="own_case"),
            )
        ),
    ),
    (
        "unclaimed_misplaced",
        "late",
        draw(
            between(
                call("c", "q"),
                timer_on("c", "late", TAKEN, **UNCLAIMED),
                end("o"),
                flow("late", "o"),
                nodes=("c",),
            ),
            process("q", start("s"), end("e"), flow("s", "e")),
        ),
    ),
    (
        "deadline_at_opening",
        "late",
        draw(timer("opening of working day after(a, 3)", **DEADLINE)),
    ),
    (
        "calendar_unknown",
        "late",
        draw(
            timer('opening of working day after(a, 3, "XX")', **{**DEADLINE, "kind": "reminder"})
        ),
    ),
    (
        "legal_basis_missing",
        "late",
        draw(timer("working days after(a, 3)", deadline="C", kind="breach")),
    ),
    ("calendar_unknown", "late", draw(timer('working days after(a, 3, "XX")', **DEADLINE))),
    (
        "calendar_unknown",
        "late",
        draw(timer('working days after(from: a, days: 3, calendar: "XX")', **DEADLINE)),
    ),
    ("deadline_misplaced", "check", draw(simple(deadline="CLK-PRE"))),
    (
        "deadline_misplaced",
        "w",
        draw(
            between(
                catch_timer("w", "working days after(a, 3)", "timeDate", **DEADLINE), nodes=("w",)
            )
        ),
    ),
    (
        "boundary_refused",
        "late",
        draw(
            between(
                parallel("g"),
                timer_on("g", "late", "P1D", "timeDuration"),
                end("o"),
                flow("late", "o"),
                nodes=("g",),
            )
        ),
    ),
    (
        "error_must_interrupt",
        "oops",
        draw(simple(error_on("check", "oops"), end("o"), flow("oops", "o"))).replace(
            b'cancelActivity="true"', b'cancelActivity="false"'
        ),
    ),
    ("race_refused", "check", draw(simple(race("g"), flow("g", "check")))),
    (
        "event_not_supported",
        "x",
        draw(
            between(
                event("intermediateCatchEvent", "<bpmn:signalEventDefinition/>"),
                nodes=("x",),
            )
        ),
    ),
    (
        "event_not_supported",
        "x",
        draw(
            between(
                event("intermediateThrowEvent", "<bpmn:linkEventDefinition/>"),
                nodes=("x",),
            )
        ),
    ),
    ("event_not_supported", "start", holding("startEvent", "start", TIMER)),
    ("event_missing", "x", draw(between('<bpmn:intermediateCatchEvent id="x"/>', nodes=("x",)))),
    (
        "several_events",
        "x",
        draw(
            between(
                event("intermediateCatchEvent", f"{TIMER}<bpmn:messageEventDefinition/>"),
                nodes=("x",),
            )
        ),
    ),
    (
        "function_unknown",
        "late",
        draw(timer("month after(accepted_at, 1)".replace(" ", "_", 1))),
    ),
    (
        "error_never_comes",
        "oops",
        draw(simple(error_on("check", "oops"), end("o"), flow("oops", "o"))),
    ),
]


@pytest.mark.parametrize(("code", "element", "diagram"), EVENTS, ids=named(EVENTS))
def test_an_event_that_cannot_happen_as_drawn_is_refused_on_its_element(
    code: str, element: str | None, diagram: bytes
) -> None:
    assert (code, element) in found(diagram)
