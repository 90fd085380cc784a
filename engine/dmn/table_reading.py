"""Read decision tables (DMN 1.5 8.3)."""

from collections.abc import Sequence
from contextlib import suppress

from engine.dmn import documents, literal_reading, rule_index
from engine.dmn.boxed_expressions import Nothing
from engine.dmn.decision_tables import Cell, Column, DecisionTable, Output, Rule
from engine.dmn.documents import Element
from engine.dmn.hit_policies import Aggregation, HitPolicy
from engine.dmn.item_types import Constrained, ItemType
from engine.dmn.scopes import Boxed
from engine.dmn.surroundings import Surroundings
from engine.feel import expressions
from engine.feel.expressions import FeelSyntaxError
from engine.feel.values import Value


def read(element: Element, around: Surroundings) -> Boxed:
    """Return the decision table that an element describes."""
    identity = documents.identity(element)
    columns = tuple(_column(each, around) for each in documents.children(element, "input"))
    outputs = tuple(_output(each, around) for each in documents.children(element, "output"))
    rules = tuple(_rule(each, around) for each in documents.children(element, "rule"))
    problem = _problem(element, columns, outputs, rules)
    if problem:
        policy = documents.attribute(element, "hitPolicy")
        aggregation = documents.attribute(element, "aggregation")
        around.add(identity, problem, policy=policy, aggregation=aggregation)
        return Nothing(identity, problem)
    return DecisionTable(
        identity,
        HitPolicy(documents.attribute(element, "hitPolicy") or "UNIQUE"),
        Aggregation(documents.attribute(element, "aggregation")),
        columns,
        outputs,
        rules,
        rule_index.build(_texts(element)),
    )


def _problem(
    element: Element,
    columns: Sequence[Column],
    outputs: Sequence[Output],
    rules: Sequence[Rule],
) -> str:
    """Return what keeps a table from being one, "" where nothing does."""
    policy = documents.attribute(element, "hitPolicy") or "UNIQUE"
    if policy not in {each.value for each in HitPolicy}:
        return "hit_policy_unknown"
    if documents.attribute(element, "aggregation") not in {each.value for each in Aggregation}:
        return "aggregation_unknown"
    if not outputs:
        return "table_without_output"
    if any(len(rule.cells) != len(columns) for rule in rules):
        return "rule_cells_missing"
    if any(len(rule.outputs) != len(outputs) for rule in rules):
        return "rule_outputs_missing"
    return ""


def _texts(element: Element) -> list[list[str]]:
    return [
        [documents.text_of(cell, "text") or "-" for cell in documents.children(rule, "inputEntry")]
        for rule in documents.children(element, "rule")
    ]


def _column(element: Element, around: Surroundings) -> Column:
    identity = documents.identity(element)
    expression = documents.child(element, "inputExpression")
    allowed = literal_reading.tests(documents.child(element, "inputValues"), around)
    if expression is None:
        around.add(identity, "input_without_expression")
        return Column(identity, Nothing(identity, "input_without_expression"), allowed)
    return Column(identity, literal_reading.literal(expression, around), allowed)


def _output(element: Element, around: Surroundings) -> Output:
    default = documents.child(element, "defaultOutputEntry")
    checked = around.checked(element, element)
    return Output(
        documents.attribute(element, "name"),
        checked,
        None if default is None else literal_reading.literal(default, around),
        _priorities(element, checked.item_type, around),
    )


def _priorities(element: Element, item_type: ItemType, around: Surroundings) -> Sequence[Value]:
    """Return the output values in order, those of the type where the column names none."""
    values = documents.child(element, "outputValues")
    resolved = around.types.resolve(item_type)
    text = documents.text_of(element if values is None else values, "text")
    if values is None and isinstance(resolved, Constrained):
        text = resolved.tests.text
    # values that cannot be listed, such as "> 5", give no order
    with suppress(FeelSyntaxError):
        value = expressions.parse(f"[{text}]").evaluate({})
        return value if isinstance(value, list) else ()
    return ()


def _rule(element: Element, around: Surroundings) -> Rule:
    cells = tuple(_cell(each, around) for each in documents.children(element, "inputEntry"))
    outputs = tuple(
        literal_reading.literal(each, around)
        for each in documents.children(element, "outputEntry")
    )
    return Rule(documents.identity(element), cells, outputs)


def _cell(element: Element, around: Surroundings) -> Cell:
    return Cell(documents.identity(element), literal_reading.tests(element, around))
