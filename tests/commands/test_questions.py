"""Questions to FEEL and DMN: what is read, what is told, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.commands import questions
from engine.commands.questions import Setting
from engine.core.errors import DefinitionRejected, InvalidInput
from tests.bpmn.offices import CLOCKS

NOW = datetime(2026, 3, 13, 2, tzinfo=UTC)
LIBRARY = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
  name="library" namespace="library"><businessKnowledgeModel id="b" name="twice">
  <variable name="twice"/><encapsulatedLogic><formalParameter name="n"/>
  <literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic>
  </businessKnowledgeModel></definitions>"""
DECISIONS = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
  name="m" namespace="m">
  <import name="lib" namespace="library"
    importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
  <decision id="one" name="two"><literalExpression><text>"id one"</text></literalExpression>
  </decision>
  <decision id="two" name="three"><literalExpression><text>"id two"</text></literalExpression>
  </decision>
  <decision id="four" name="day"><literalExpression><text>today()</text></literalExpression>
  </decision>
  <decision id="five" name="doubled">
    <knowledgeRequirement><requiredKnowledge href="library#b"/></knowledgeRequirement>
    <literalExpression><text>lib.twice(4)</text></literalExpression></decision>
</definitions>"""


def _setting(variables: str = "{}") -> Setting:
    return Setting(variables, CLOCKS, NOW)


@pytest.mark.parametrize(
    ("text", "variables", "line"),
    [
        pytest.param("now()", "{}", '"2026-03-13T10:00:00+08:00"', id="now"),
        pytest.param("today()", "{}", '"2026-03-13"', id="today"),
        pytest.param(
            "working days after(from: today(), n: 1)",
            "{}",
            '"2026-03-16T17:00:00+08:00"',
            id="a count by names",
        ),
        pytest.param("a b + 1", '{"a b": 0.10}', "1.1", id="a name with a space"),
        pytest.param(
            "items[unit price > 5].unit price",
            '{"items": [{"unit price": 6}, {"unit price": 4}]}',
            "[6]",
            id="an entry with a space in a filter",
        ),
        pytest.param("a - b", '{"a": 3, "b": 2, "c": {"a - b": 9}}', "1", id="an entry as a sum"),
        pytest.param("x", '{"x": "\\ud800"}', '"\ufffd"', id="half of a character"),
        pytest.param("x", '{"x": 1e99999}', "null", id="a number that is too large"),
        pytest.param(
            "x",
            '{"x": 12345678901234567890.12345678901239}',
            "12345678901234567890.12345678901239",
            id="all digits",
        ),
        pytest.param('"a\\nb"', "{}", '"a\\nb"', id="one line"),
    ],
)
def test_an_expression_is_answered_in_json(text: str, variables: str, line: str) -> None:
    reply = questions.evaluate(text, _setting(variables))

    assert (reply.json, reply.warnings) == (line, ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param('working days after("x", 1)', "no date to count from", id="no date"),
        pytest.param(
            "working days after(today(), 1.5)", "no whole number of days", id="half a day"
        ),
        pytest.param(
            "working days after(today(), 0)", "the number of days must be 1 or more", id="no day"
        ),
    ],
)
def test_what_cannot_be_counted_is_said(text: str, reason: str) -> None:
    reply = questions.evaluate(text, _setting())

    ((code, told),) = reply.warnings
    assert (reply.json, code, told["reason"]) == ("null", "function_failed", reason)
    assert told["function"] == "working days after"


@pytest.mark.parametrize(
    "variables",
    ["", "[]", "1", "{x: 1}", '{"x": NaN}', '{"x": ' + "[" * 400 + "]" * 400 + "}"],
    ids=["nothing", "a list", "a number", "no JSON", "no number", "too deep"],
)
def test_variables_are_an_object(variables: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        questions.evaluate("1", _setting(variables))

    assert refused.value.code == "variables_unreadable"


@pytest.mark.parametrize(
    ("decision", "line"),
    [("one", '"id one"'), ("two", '"id two"'), ("three", '"id two"'), ("day", '"2026-03-13"')],
)
def test_a_decision_is_named_by_id_else_by_name(decision: str, line: str) -> None:
    reply = questions.decide(DECISIONS, decision, _setting(), {"library.dmn": LIBRARY})

    assert reply.json == line


def test_a_decision_may_import_what_lies_beside_it() -> None:
    reply = questions.decide(DECISIONS, "five", _setting(), {"library.dmn": LIBRARY})

    assert reply.json == "8"


def test_a_missing_import_is_refused() -> None:
    with pytest.raises(DefinitionRejected):
        questions.decide(DECISIONS, "five", _setting())
