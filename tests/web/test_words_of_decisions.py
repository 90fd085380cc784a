"""Every code that FEEL and DMN can give has a sentence in each language."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.feel.problems import SYNTAX_CODES, WARNING_CODES
from web import words

_SOURCES = sorted((Path(__file__).resolve().parents[2] / "engine/dmn").glob("*.py"))
# which argument is the code, by what is called
_REASONS = {"note": 1, "Nothing": 1, "Selection": 1}
_FINDINGS = {"add": 1, "warn": 1, "Finding": 1, "_nothing": 2, "_rejected": 0}


def given(places: Mapping[str, int]) -> set[str]:
    """Find the codes that DMN gives by these calls."""
    calls = [
        node
        for path in _SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]
    return {
        argument.value
        for call in calls
        for argument in call.args[places.get(name(call), len(call.args)) :][:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def name(call: ast.Call) -> str:
    """Give the name of what is called, without what it belongs to."""
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_error_of_feel_has_words(language: str) -> None:
    assert {code for code in SYNTAX_CODES if not words.known(f"syntax.{code}", language)} == set()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_warning_of_feel_has_words(language: str) -> None:
    assert {code for code in WARNING_CODES if not words.known(f"reason.{code}", language)} == set()


def test_every_reason_of_a_decision_has_words() -> None:
    codes = given(_REASONS)

    assert {"input_not_allowed", "several_rules_match", "not_a_list"} <= codes
    assert {code for code in codes if not has_reason(code)} == set()


def test_every_finding_of_a_decision_document_has_words() -> None:
    codes = given(_FINDINGS)

    assert {"name_unknown", "not_dmn", "requirement_cycle"} <= codes
    assert {code for code in codes if not words.known(f"code.{code}")} == set()


def test_an_error_in_an_expression_is_told_in_words() -> None:
    place = {"line": 1, "column": 3, "reason": "unterminated_string"}

    told = words.sentence("feel_syntax", place, "es")

    assert told == "No es FEEL: faltan las comillas de cierre en la línea 1, columna 3."


def test_a_reason_is_filled_with_its_parameters() -> None:
    told = words.reason("several_rules_match", {"lines": "1, 2"})

    assert told == "Rules 1, 2 match, and only one may: the result is empty."


def has_reason(code: str) -> bool:
    """Tell whether a reason has a sentence of its own, or that of a finding."""
    return words.known(f"reason.{code}") or words.known(f"code.{code}")
