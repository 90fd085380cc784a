"""What the check refuses, each with the element it is shown on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.bpmn import checks, definitions
from engine.bpmn.checking import structure
from engine.bpmn.resources import Resources
from engine.core.findings import Weight
from tests.bpmn.drawing import (
    BPMN,
    call,
    catch_message,
    catch_timer,
    draw,
    end,
    error_end,
    error_on,
    exclusive,
    flow,
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

ROOT = Path(__file__).resolve().parents[2]
TIMER = "<bpmn:timerEventDefinition/>"
DEADLINE = {"deadline": "CLK-PRE", "kind": "breach", "legalBasis": "Art. 1"}


def simple(*more: str, lanes: str = lane("desk", "start", "check"), **user_properties: str) -> str:
    return process(
        "p",
        lanes,
        start(),
        user("check", **user_properties),
        end(),
        path("start", "check", "end"),
        *more,
    )


def between(*parts: str, nodes: tuple[str, ...]) -> str:
    """Draw a startable process with these nodes in a line between start and end."""
    return process(
        "p", lane("desk", "start"), start(), *parts, end(), path("start", *nodes, "end")
    )


def timer(text: str, timing: str = "timeDate", **properties: str) -> str:
    return simple(
        timer_on("check", "late", text, timing, **properties), end("o"), flow("late", "o")
    )


def found(diagram: bytes, **more: object) -> list[tuple[str, str | None]]:
    resources = Resources(
        {"file.bpmn": diagram},
        forms=frozenset(["p/check", "p/other"]),
        operations=frozenset(["register.look"]),
        calendars=frozenset(["CN", "520000"]),
        documents=frozenset(["receipt", "notice"]),
        **more,  # type: ignore[arg-type] # a test's own words
    )
    return [
        (each.code, each.element)
        for each in checks.check(resources)
        if each.weight is Weight.REFUSAL
    ]


def event(kind: str, inside: str) -> str:
    return f'<bpmn:{kind} id="x">{inside}</bpmn:{kind}>'


def raw(inside: str) -> bytes:
    return f'<d:definitions xmlns:d="{BPMN}">{inside}</d:definitions>'.encode()


REFUSED: list[tuple[str, str | None, bytes]] = [
    ("lane_missing", "check", draw(simple(lanes=lane("desk", "start")))),
    ("role_unknown", "check", draw(simple(role="wizard"))),
    ("role_unknown", "desk", draw(simple(lanes=lane("desk", "start", "check", role="wizard")))),
    ("role_missing", "check", draw(simple(lanes=lane("desk", "start", "check", role="platform")))),
    ("role_missing", "start", draw(simple(lanes=lane("desk", "check")))),
    ("role_not_of_lane", "check", draw(simple(role="signer"))),
    (
        "jurisdiction_not_of_lane",
        "check",
        draw(
            simple(
                lanes=lane("d", "start", "check", jurisdiction="station"),
                jurisdiction="province",
            )
        ),
    ),
    (
        "jurisdiction_missing",
        "check",
        draw(simple(lanes=lane("d", "start", "check", jurisdiction=""))),
    ),
    ("jurisdiction_unknown", "check", draw(simple(jurisdiction="moon"))),
    (
        "claimed_by_two_lanes",
        "check",
        draw(simple(lanes=lane("desk", "start", "check") + lane("other_desk", "check"))),
    ),
    ("form_missing", "ask", draw(between(user("ask"), nodes=("ask",)))),
    ("separation_unknown", "check", draw(simple(separateFrom="check nobody"))),
    ("operation_unknown", "s", draw(between(service("s", "register.lok"), nodes=("s",)))),
    ("document_unknown", "check", draw(simple(documents="receipt recipe"))),
    ("operation_missing", "s", draw(between(service("s", ""), nodes=("s",)))),
    ("decision_missing", "r", draw(between(rule("r", "", "x"), nodes=("r",)))),
    ("decision_unknown", "r", draw(between(rule("r", "eligible", "x"), nodes=("r",)))),
    ("result_variable_missing", "r", draw(between(rule("r", "eligible", ""), nodes=("r",)))),
    ("called_missing", "c", draw(between(call("c", ""), nodes=("c",)))),
    ("called_unknown", "c", draw(between(call("c", "q"), nodes=("c",)))),
    (
        "called_not_executable",
        "c",
        draw(between(call("c", "q"), nodes=("c",)), '<bpmn:process id="q"/>'),
    ),
    ("calls_itself", "c", draw(between(call("c", "p"), nodes=("c",)))),
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
    ("property_misplaced", "m", draw(between(milestone("m", correlation="x"), nodes=("m",)))),
    ("property_misplaced", "late", draw(timer("P3D", "timeDuration", when="true"))),
    (
        "expression_invalid",
        "told",
        draw(
            simple(message_on("check", "told", "yes", when="1 +"), end("o"), flow("told", "o")),
            messages=("yes",),
        ),
    ),
    ("clock_unknown", "m", draw(between(milestone("m", recounts="CLK-NO"), nodes=("m",)))),
    ("subject_unknown", "m", draw(between(milestone("m", frees="id_number"), nodes=("m",)))),
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
        "default_missing",
        "g",
        draw(
            simple(exclusive("g"), path("g", "check"), flow("g", "end", "a"), flow("check", "g"))
        ),
    ),
    (
        "condition_missing",
        "g_to_o",
        draw(between(exclusive("g", "end"), end("o"), flow("g", "o"), nodes=("g",))),
    ),
    (
        "condition_on_default",
        "g_to_o",
        draw(between(exclusive("g", "o"), end("o"), flow("g", "o", "a"), nodes=("g",))),
    ),
    ("condition_ignored", "check_to_o", draw(simple(end("o"), flow("check", "o", "a")))),
    (
        "expression_invalid",
        "g_to_o",
        draw(between(exclusive("g", "end"), end("o"), flow("g", "o", "a == 1"), nodes=("g",))),
    ),
    (
        "expression_language_refused",
        "g_to_o",
        draw(
            between(exclusive("g", "end"), end("o"), flow("g", "o", "a = 1"), nodes=("g",))
        ).replace(b"<bpmn:conditionExpression>", b'<bpmn:conditionExpression language="python">'),
    ),
    ("several_ways_out", "check", draw(simple(end("o"), flow("check", "o")))),
    ("no_way_out", "lost", draw(simple(milestone("lost")))),
    ("orphan", "lost", draw(simple(milestone("lost"), end("o"), flow("lost", "o")))),
    ("way_out_of_end", "end", draw(simple(flow("end", "check")))),
    ("way_into_start", "start", draw(simple(flow("check", "start")))),
    ("start_missing", "p", draw(process("p", user("check"), end(), path("check", "end")))),
    ("several_starts", "other", draw(simple(start("other"), flow("other", "check")))),
    ("end_missing", "p", draw(process("p", start(), user("check"), path("start", "check")))),
    ("dangling_reference", "check_to_gone", draw(simple(flow("check", "gone")))),
    ("dangling_reference", "desk", draw(simple(lanes=lane("desk", "start", "check", "gone")))),
    (
        "dangling_reference",
        "late",
        draw(simple(timer_on("gone", "late", "P1D", "timeDuration"), end("o"), flow("late", "o"))),
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
        "flow_crosses_border",
        "inner_to_end",
        draw(
            between(
                sub_process(
                    "sub", start("s"), milestone("inner"), end("e"), path("s", "inner", "e")
                ),
                flow("inner", "end"),
                nodes=("sub",),
            )
        ),
    ),
    (
        "circle_without_wait",
        "g",
        draw(
            process(
                "p",
                lane("d", "start"),
                start(),
                milestone("before"),
                exclusive("g"),
                exclusive("h", "g"),
                end(),
                path("start", "before", "g", "h", "g"),
                flow("h", "end", "a"),
            )
        ),
    ),
    ("duplicate_id", "check", draw(simple(milestone("check")))),
    ("id_not_usable", "a b", draw(between(milestone("a b"), nodes=("a b",)))),
    ("property_unknown", "check", draw(simple(separatefrom="check"))),
    ("element_not_supported", "t", draw(between('<bpmn:task id="t"/>', nodes=("t",)))),
    ("element_not_supported", "t", draw(between('<bpmn:manualTask id="t"/>', nodes=("t",)))),
    ("element_not_supported", "t", draw(between('<bpmn:transaction id="t"/>', nodes=("t",)))),
    ("element_not_supported", "p", draw(simple('<bpmn:dataObject id="d"/>'))),
    (
        "element_not_supported",
        "check",
        draw(simple()).replace(
            b'<bpmn:userTask id="check" name="check">',
            b'<bpmn:userTask id="check" name="check"><bpmn:ioSpecification/>',
        ),
    ),
    ("script_refused", "t", draw(between('<bpmn:scriptTask id="t"/>', nodes=("t",)))),
    (
        "loop_not_supported",
        "t",
        draw(
            between(
                '<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
                nodes=("t",),
            )
        ),
    ),
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
    (
        "event_not_supported",
        "start",
        draw(simple()).replace(
            b'<bpmn:startEvent id="start" name="start">',
            b'<bpmn:startEvent id="start" name="start"><bpmn:timerEventDefinition/>',
        ),
    ),
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
        "attribute_not_supported",
        "x",
        draw(between('<bpmn:subProcess id="x" triggeredByEvent="true"/>', nodes=("x",))),
    ),
    (
        "extension_not_supported",
        "check",
        draw(simple()).replace(
            b'<bpmn:userTask id="check" name="check">',
            b'<bpmn:userTask id="check" name="check"><bpmn:extensionElements>'
            b"<spiffworkflow:preScript>x</spiffworkflow:preScript></bpmn:extensionElements>",
        ),
    ),
    (
        "extension_not_supported",
        "check",
        draw(simple()).replace(
            b'id="check"', b'id="check" xmlns:camunda="http://camunda.org" camunda:assignee="me"'
        ),
    ),
    (
        "extension_not_supported",
        "check",
        draw(simple()).replace(b'name="check">', b'name="check"><userTask xmlns=""/>'),
    ),
    (
        "function_unknown",
        "late",
        draw(timer("month after(accepted_at, 1)".replace(" ", "_", 1))),
    ),
    (
        "condition_ignored",
        "g_to_end",
        draw(between(exclusive("g"), nodes=("g",))).replace(
            b'sourceRef="g" targetRef="end">',
            b'sourceRef="g" targetRef="end">'
            b"<bpmn:conditionExpression>a</bpmn:conditionExpression>",
        ),
    ),
    ("dangling_reference", "g", draw(between(exclusive("g", "gone"), nodes=("g",)))),
    ("id_missing", "p", draw(simple("<bpmn:intermediateThrowEvent/>"))),
    (
        "property_misplaced",
        "end",
        draw(process("p", start(), end(unique="name"), path("start", "end"))),
    ),
    (
        "error_never_comes",
        "oops",
        draw(simple(error_on("check", "oops"), end("o"), flow("oops", "o"))),
    ),
    ("process_missing", None, raw("<d:collaboration id='c'/>")),
    ("element_not_supported", None, raw("<d:globalTask/>")),
]


@pytest.mark.parametrize(
    ("code", "element", "diagram"),
    REFUSED,
    ids=[f"{r[0]}-{r[1]}-{n}" for n, r in enumerate(REFUSED)],
)
def test_it_is_refused_on_its_element(code: str, element: str | None, diagram: bytes) -> None:
    assert (code, element) in found(diagram)


GOOD = draw(
    simple(
        timer_on("check", "late", 'working days after(a, 3, "CN")', **DEADLINE),
        end("late_end"),
        flow("late", "late_end"),
        message_on("check", "withdraw", "withdraw", role="applicant", jurisdiction="own_case"),
        end("gone"),
        flow("withdraw", "gone"),
    ),
    messages=("withdraw",),
)


def test_a_sound_diagram_is_not_refused() -> None:
    assert found(GOOD) == []


def test_a_diagram_that_is_not_refused_compiles() -> None:
    assert definitions.compile(Resources({"file.bpmn": GOOD}), "p").start.id == "start"


def test_bad_xml_is_a_finding_of_its_file() -> None:
    findings = checks.check(Resources({"good.bpmn": GOOD, "bad.bpmn": b"<"}))

    assert ("not_xml", "bad.bpmn") in [(each.code, each.file) for each in findings]


def test_a_bad_decision_is_a_finding_of_its_file() -> None:
    findings = checks.check(Resources({"good.bpmn": GOOD}, {"bad.dmn": b"<"}))

    assert "bad.dmn" in [each.file for each in findings]


def test_documents_that_have_a_template_are_not_refused() -> None:
    assert found(draw(simple(documents="notice receipt"))) == []


def test_an_unknown_kind_of_document_is_told_with_the_known_ones() -> None:
    resources = Resources(
        {"f": draw(simple(documents="recipe"))},
        forms=frozenset(["p/check"]),
        documents=frozenset(["receipt", "notice"]),
    )

    told = [each.parameters for each in checks.check(resources)]

    assert {"kind": "recipe", "known": "notice, receipt"} in told


def test_what_is_not_drawn_is_advice() -> None:
    advice = [
        each for each in checks.check(Resources({"f": GOOD})) if each.weight is Weight.ADVICE
    ]

    assert {each.code for each in advice} == {"not_drawn"}


def test_a_message_that_nobody_sends_is_advice() -> None:
    event = message_on("check", "told", "told", role="platform")
    deaf = simple(event, end("o"), flow("told", "o"))
    sender = process(
        "q",
        lane("q_desk", "s"),
        start("s"),
        throw_message("t", "told", correlation="x"),
        end("e"),
        path("s", "t", "e"),
    )

    found = [
        {
            each.code
            for each in checks.check(
                Resources({"f": draw(*drawn, messages=("told",))}, forms=frozenset(["p/check"]))
            )
        }
        for drawn in ([deaf], [deaf, sender])
    ]

    assert ["message_never_sent" in codes for codes in found] == [True, False]


def test_a_name_that_nothing_sets_is_advice() -> None:
    resources = Resources({"f": GOOD}, fields=frozenset(["b"]))
    found = [each for each in checks.check(resources) if each.code == "variable_unknown"]

    assert [(each.element, each.parameters["variable"]) for each in found] == [("late", "a")]


def test_two_files_of_one_definition_share_no_ids() -> None:
    caller = draw(between(call("c", "q"), milestone("twice"), nodes=("c", "twice")))
    called = draw(process("q", start("s"), milestone("twice"), end("e"), path("s", "twice", "e")))

    findings = checks.check(Resources({"a.bpmn": caller, "b.bpmn": called}))

    assert ("duplicate_id", "b.bpmn", "twice") in [(f.code, f.file, f.element) for f in findings]


def test_a_process_id_of_two_files_is_refused() -> None:
    findings = checks.check(Resources({"a.bpmn": GOOD, "b.bpmn": GOOD}))

    assert ("duplicate_id", "b.bpmn", "p") in [(f.code, f.file, f.element) for f in findings]


@pytest.mark.parametrize("role", ["auxiliary", "window", "head", "clerk"])
def test_a_user_task_narrows_its_lane_to_somebody_of_the_same_unit(role: str) -> None:
    assert found(draw(simple(role=role, jurisdiction="station"))) == []


def test_a_very_long_way_is_refused() -> None:
    nodes = [f"n{n}" for n in range(900)]
    diagram = draw(between(*map(milestone, nodes), nodes=tuple(nodes)))

    assert found(diagram) == [("too_many_nodes", "p")]


def test_the_longest_way_that_is_not_refused_compiles() -> None:
    nodes = [f"n{n}" for n in range(structure.MOST_NODES - 2)]
    diagram = draw(between(*map(milestone, nodes), nodes=tuple(nodes)))

    assert found(diagram) == []


def test_every_code_has_its_sentence() -> None:
    sources = [*(ROOT / "engine/bpmn").rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    raised = set(
        re.findall(r"""(?:Finding|_finding|_refused|_advised)\(\s*(?:name, )?"([a-z_]+)\"""", text)
    )
    raised |= {"message_missing", "error_missing"}
    written = re.findall(
        r"^\| `([a-z_]+)` \|", (ROOT / "docs/refusals.md").read_text("utf-8"), re.MULTILINE
    )

    assert sorted(raised) == written


def test_a_file_whose_expressions_are_said_to_be_no_feel_is_refused() -> None:
    drawing = draw(simple()).replace(
        b'id="file"', b'id="file" expressionLanguage="http://www.python.org"'
    )

    found = next(
        each
        for each in checks.check(Resources({"f": drawing}))
        if each.code == "expression_language_refused"
    )

    assert (found.code, found.element) == ("expression_language_refused", None)
