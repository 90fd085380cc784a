"""What the check says of sound diagrams, of several files and of what is only advice."""

from __future__ import annotations

import re
from pathlib import Path

from engine.bpmn import checks, definitions
from engine.bpmn.resources import Resources
from engine.core.findings import Weight
from tests.bpmn.drawing import (
    call,
    draw,
    end,
    flow,
    lane,
    message_on,
    milestone,
    path,
    process,
    start,
    throw_message,
    timer_on,
)
from tests.bpmn.sketches import DEADLINE, between, found, simple

ROOT = Path(__file__).resolve().parents[2]
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
