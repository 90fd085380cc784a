"""What a decision asks for, told so that a form can ask it: kind and choices of each input."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.dmn import rule_index
from engine.dmn.boxed_expressions import Literal
from engine.dmn.decision_tables import DecisionTable
from engine.dmn.item_types import Constrained, ItemType, Plain
from engine.dmn.models import Model
from engine.dmn.nodes import Decision, InputData
from engine.dmn.type_checks import Checked
from engine.feel.types import SimpleType
from engine.feel.values import Value


class Kind(StrEnum):
    """How an input is entered."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    STRING = "string"
    DATE = "date"
    # anything else, written in FEEL
    FEEL = "feel"


@dataclass(frozen=True, slots=True)
class Question:
    """An input of a decision, by the name that expressions know it by."""

    name: str
    kind: Kind
    # the values that it may take, () where they are not listed
    choices: Sequence[Value] = ()


def of(model: Model, decision: str) -> tuple[Question, ...]:
    """List what a decision needs to be given, directly or not, in the order of `input_names`."""
    checks = {
        node.name: node.checked for node in model.nodes.values() if isinstance(node, InputData)
    }
    return tuple(
        _question(name, checks[name.rpartition(".")[2]], model)
        for name in model.input_names(decision)
    )


def _question(name: str, checked: Checked, model: Model) -> Question:
    choices: Sequence[Value] = ()
    item_type = checked.types.resolve(checked.item_type)
    while isinstance(item_type, Constrained):
        choices = choices or rule_index.literals(item_type.tests.text) or ()
        item_type = checked.types.resolve(item_type.base)
    choices = choices or tuple(_listed_in_columns(name, model))
    kind = _kind(item_type)
    if kind is Kind.FEEL and choices:
        kind = Kind.STRING if isinstance(choices[0], str) else Kind.NUMBER
    return Question(name, kind, choices)


def _kind(item_type: ItemType) -> Kind:
    if isinstance(item_type, Plain) and isinstance(item_type.feel, SimpleType):
        named = {kind.value: kind for kind in Kind if kind is not Kind.FEEL}
        return named.get(item_type.feel.name, Kind.FEEL)
    return Kind.FEEL


def _listed_in_columns(name: str, model: Model) -> Iterator[Value]:
    """Give the values that a column of a table allows which looks at nothing but this input."""
    for node in model.nodes.values():
        if not isinstance(node, Decision) or not isinstance(node.logic, DecisionTable):
            continue
        for column in node.logic.columns:
            logic = column.logic
            if not isinstance(logic, Literal) or logic.expression.text.strip() != name:
                continue
            if column.allowed is not None:
                yield from rule_index.literals(column.allowed.text) or ()
                return
