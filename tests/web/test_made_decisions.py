"""What the timeline of a case tells of a decision: the rule, the result, what it looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.etree
import pytest

from engine.commands import process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from server import PROCESSES
from tests.bpmn.drawing import draw
from tests.commands.fees import ASKING, FILES, asking, fee
from tests.commands.procedures import form, text
from tests.web.browsers import Browser
from web import words

Visitor = Callable[..., Browser]


def started(engine: Engine, visitor: Visitor, data_class: str, reason: str = "LOSS") -> str:
    """Start a case whose reason is of that class, and give its address."""
    files = {**FILES, "p/start.json": form(text("reason", data_class))}
    process_definitions.deploy(engine, {"p.bpmn": draw(ASKING), **files}, SYSTEM)
    answer = visitor("clerk").post("/apply/p", page="/apply/p", reason=reason)
    return answer.headers["Location"].partition("?")[0]


def test_a_timeline_tells_the_rule_the_result_and_the_inputs(
    engine: Engine, visitor: Visitor
) -> None:
    page = visitor("head").read(started(engine, visitor, "P1"))

    assert "Fee: rule 1 → 40" in page
    assert "Decided on: reason = LOSS" in page


def test_a_personal_input_is_hidden(engine: Engine, visitor: Visitor) -> None:
    page = visitor("head").read(started(engine, visitor, "P2"))

    assert "Decided on: reason = hidden" in page


def test_a_decision_without_a_matching_rule_is_told_without_one(
    engine: Engine, visitor: Visitor
) -> None:
    page = visitor("head").read(started(engine, visitor, "P1", reason=""))

    assert "Fee: –" in page


def test_a_case_tells_the_decision_as_it_was_when_it_began(
    engine: Engine, visitor: Visitor
) -> None:
    case = started(engine, visitor, "P1")

    process_definitions.deploy(engine, {"fee.dmn": fee("45")}, SYSTEM)

    assert "Fee: rule 1 → 40" in visitor("head").read(case)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-Hans", "工本费：第 1 条规则 → 40"), ("es", "Tasa: regla 1 → 40")],
)
def test_a_decision_is_told_in_the_language_of_the_reader(
    engine: Engine, visitor: Visitor, language: str, expected: str
) -> None:
    case, head = started(engine, visitor, "P1"), visitor("head")

    head.post("/language", page="/design", language=language, next=case)

    assert expected in head.read(case)


def shipped_words() -> set[str]:
    """Give the keys of what the shipped decisions are called and give."""
    keys = set()
    for path in PROCESSES.glob("*.dmn"):
        document = lxml.etree.parse(path)
        keys |= {f"name.{each.get('name')}" for each in document.iterfind(".//{*}decision")}
        told = [*document.iterfind(".//{*}output"), *document.iterfind(".//{*}itemComponent")]
        keys |= {f"output.{each.get('name')}" for each in told if each.get("name")}
        for each in document.iterfind(".//{*}output"):
            values = each.findtext("{*}outputValues/{*}text") or ""
            codes = re.findall(r'"(\w+)"', values)
            keys |= {f"value.{each.get('name')}.{code}" for code in codes}
    written = {f"output.{language}" for language in ("en", "zh", "es")}
    # a table with one output gives the value itself
    return keys - written - {"output.card_validity_years"}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_shipped_decisions_have_words(language: str) -> None:
    keys = shipped_words()

    assert {"name.eligibility", "output.verdict", "value.fee_class.FREE"} <= keys
    assert {key for key in keys if not words.known(f"decided.{key}", language)} == set()


def test_a_timeline_tells_which_version_decided(engine: Engine, visitor: Visitor) -> None:
    first = started(engine, visitor, "P1")

    process_definitions.deploy(engine, {"fee.dmn": fee("45")}, SYSTEM)
    answer = visitor("clerk").post("/apply/p", page="/apply/p", reason="LOSS")

    head = visitor("head")
    assert "According to fee.dmn, version 1" in head.read(first)
    assert "According to fee.dmn, version 2" in head.read(answer.headers["Location"])


def test_a_timeline_tells_a_pinned_version(engine: Engine, visitor: Visitor) -> None:
    started(engine, visitor, "P1")

    drawn = draw(asking(decisionVersion="1"))
    process_definitions.deploy(engine, {"p.bpmn": drawn, "fee.dmn": fee("45")}, SYSTEM)
    answer = visitor("clerk").post("/apply/p", page="/apply/p", reason="LOSS")

    page = visitor("head").read(answer.headers["Location"])
    assert "According to fee.dmn, version 1" in page
    assert "Fee: rule 1 → 40" in page


def test_a_timeline_tells_why_a_result_is_empty_without_the_value(
    engine: Engine, visitor: Visitor
) -> None:
    files = {**FILES, "p/start.json": form(text("reason", "P2")), "fee.dmn": fee("date(reason)")}
    process_definitions.deploy(engine, {"p.bpmn": draw(ASKING), **files}, SYSTEM)

    answer = visitor("clerk").post("/apply/p", page="/apply/p", reason="LOSS")

    page = visitor("head").read(answer.headers["Location"])
    assert "Warning: " in page
    assert "{" not in page.partition("Warning: ")[2].partition("<")[0]
    assert "LOSS" not in page
