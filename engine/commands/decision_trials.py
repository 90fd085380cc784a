"""Try a drafted decision as a business rule task would make it; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from engine.bpmn import product_functions
from engine.commands import deployment_files
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import DefinitionRejected, InvalidAnswers
from engine.core.findings import Finding, Problem
from engine.dmn import decisions, models, questions
from engine.dmn.findings import DecisionRejected, Severity
from engine.dmn.models import Model
from engine.dmn.questions import Kind, Question
from engine.dmn.scopes import MatchedRule, Reason
from engine.feel import expressions, values
from engine.feel.problems import FeelSyntaxError
from engine.feel.values import Value
from engine.store.queries import definitions, deployments
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Asked:
    """An input of a decision as a form asks for it."""

    name: str
    # boolean | number | string | date | feel
    kind: str
    # the values that it may take, () where they are not listed
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A decision that may be tried."""

    decision: str
    title: str
    inputs: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Trying:
    """What is to be tried: a decision of a document, with inputs as typed, "" for null."""

    document: bytes
    # id
    decision: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision gave and how it came about."""

    # FEEL text of the result, by entry where it is a context, else under ""
    result: Mapping[str, str]
    matched: tuple[MatchedRule, ...]
    warnings: tuple[Reason, ...]


def trials(engine: Engine, name: str, document: bytes) -> tuple[Trial, ...]:
    """List the decisions of a document with what they ask for; raises DefinitionRejected."""
    model = _model(engine, name, document)
    return tuple(
        Trial(
            decision=decision.id,
            title=decision.title or decision.id,
            inputs=tuple(_asked(each) for each in questions.of(model, decision.id)),
        )
        for decision in model.decisions
    )


def decide(engine: Engine, name: str, trying: Trying) -> Outcome:
    """Make a decision of a document of this name.

    Raises DefinitionRejected where the document has errors or no such decision, and
    InvalidAnswers where an input cannot be understood.
    """
    model = _model(engine, name, trying.document)
    errors = tuple(each for each in model.findings if each.severity is Severity.ERROR)
    if errors:
        raise _told(name, DecisionRejected(errors))
    variables = _understood(questions.of(model, trying.decision), trying.inputs)
    try:
        decided = decisions.decide(model, trying.decision, variables)
    except DecisionRejected as rejected:
        raise _told(name, rejected) from rejected
    return Outcome(_result(decided.value), decided.matched, decided.warnings)


def _model(engine: Engine, name: str, document: bytes) -> Model:
    with reading(engine.store) as tx:
        now = instants.text(engine.clock())
        deployed = definitions.resources(tx, deployments.in_force(tx, now))
    others = {
        file: body
        for file, body in deployed.items()
        if file.endswith(deployment_files.DECISIONS) and file != name
    }
    try:
        functions = product_functions.known(engine.clocks, engine.clock())
        return models.draft(document, others, functions)
    except DecisionRejected as rejected:
        raise _told(name, rejected) from rejected


def _told(name: str, rejected: DecisionRejected) -> DefinitionRejected:
    return DefinitionRejected(
        Finding(each.code, name, each.element or None, dict(each.parameters))
        for each in rejected.findings
    )


def _asked(question: Question) -> Asked:
    return Asked(question.name, question.kind.value, tuple(map(str, question.choices)))


def _understood(asked: tuple[Question, ...], texts: Mapping[str, str]) -> dict[str, Value]:
    problems: list[Problem] = []
    understood: dict[str, Value] = {}
    for question in asked:
        text = texts.get(question.name, "").strip()
        found = _value(question, text) if text else None
        if isinstance(found, Problem):
            problems.append(found)
        else:
            understood[question.name] = found
    if problems:
        raise InvalidAnswers(problems)
    return understood


def _value(question: Question, text: str) -> Value | Problem:
    match question.kind:
        case Kind.STRING:
            return text
        case Kind.NUMBER:
            return _number(question.name, text)
        case Kind.DATE:
            read = _feel(question.name, f'date("{text}")' if '"' not in text else text)
            return Problem(question.name, "not_a_date") if read is None else read
    return _feel(question.name, text)


def _number(name: str, text: str) -> Value | Problem:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Problem(name, "not_a_number")
    return number if number.is_finite() else Problem(name, "not_a_number")


def _feel(name: str, text: str) -> Value | Problem:
    try:
        expression = expressions.parse(text)
    except FeelSyntaxError as error:
        place = {"line": error.line, "column": error.column, "reason": error.code}
        return Problem(name, "feel_syntax", {**error.parameters, **place})
    if expression.names:
        return Problem(name, "name_unknown", {"name": min(expression.names)})
    return expression.evaluate({})


def _result(value: Value) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {name: values.to_json_text(entry) for name, entry in value.items()}
    return {"": values.to_json_text(value)}
