"""Refusals of the engine in the reader's words, instants as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from engine.core.errors import EngineError, InvalidAnswers
from engine.core.findings import Problem
from forms.problems import Problem as FormProblem
from web import moments, visit, words

# parameters that the engine gives as the text of an instant
_INSTANTS = {"at", "until"}


def told(error: EngineError) -> str:
    """Say why something was refused."""
    parameters = {name: _written(name, value) for name, value in error.parameters.items()}
    return words.sentence(error.code, parameters, visit.language())


def in_full(error: EngineError) -> str:
    """Say why something was refused, with the fields where answers are wrong."""
    if isinstance(error, InvalidAnswers):
        return " ".join(f"{each.key}: {told_at_field(each)}" for each in error.problems)
    return told(error)


def told_at_field(problem: Problem | FormProblem) -> str:
    """Say what is wrong with an answer; some codes have other words at a field."""
    code = _code_at_field(problem)
    language = visit.language()
    parameters = {
        name: words.local(value, language) if isinstance(value, Mapping) else value
        for name, value in problem.parameters.items()
    }
    return words.sentence(code, parameters, language)


def _code_at_field(problem: Problem | FormProblem) -> str:
    """Find the words that fit the kind of field, or any field, or what was refused."""
    if problem.code == "answer_required":
        code = f"answer_required_{problem.parameters.get('kind', '')}"
    else:
        code = f"answer_{problem.code}"
    return code if words.known(f"code.{code}") else problem.code


def _written(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return moments.short(value, visit.now(), visit.language())
    if name in _INSTANTS and isinstance(value, str):
        instant = datetime.fromisoformat(value).astimezone(UTC)
        return moments.short(instant, visit.now(), visit.language())
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return value
