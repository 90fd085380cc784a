"""Names, paths and filters: how an expression gets at its data."""

from decimal import Decimal

from engine.feel.budgets import Evaluation
from engine.feel.evaluation import properties
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Frame, Scope
from engine.feel.grammar.tree import Filter, Literal, Name, Path
from engine.feel.values import KINDS, Value, adopt, kind

_MISSING = object()


def name(node: Name, compiler: Compiler) -> Compiled:
    """Compile a name: a variable, else a built-in function."""
    wanted = node.name
    compiler.mention(wanted)
    built_in = compiler.built_in.get(wanted, _MISSING)

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        value = scope.get(wanted, built_in)
        if type(value) in KINDS:
            return value
        if value is _MISSING:
            return evaluation.warn("unknown_name", name=wanted)
        return adopt(value)

    return run


def path(node: Path, compiler: Compiler) -> Compiled:
    """Compile `source.name`."""
    source = compiler.compile(node.source)
    wanted = node.name

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        return entry(source(scope, evaluation), wanted, evaluation)

    return run


def entry(value: Value, wanted: str, evaluation: Evaluation) -> Value:
    """Give the entry of a context, of every item of a list, or a property of another value."""
    if isinstance(value, dict):
        found = value.get(wanted, _MISSING)
        if found is _MISSING:
            return evaluation.warn("no_such_entry", name=wanted)
        return found if type(found) in KINDS else adopt(found)
    if isinstance(value, list):
        evaluation.spend(len(value))
        return [entry(adopt(item), wanted, evaluation) for item in value]
    found = properties.find(value, wanted)
    if found is properties.ABSENT:
        return evaluation.warn("no_such_property", name=wanted, of=kind(value))
    return found


def selection(node: Filter, compiler: Compiler) -> Compiled:
    """Compile `source[condition]`."""
    source = compiler.compile(node.source)
    condition = compiler.within_filter(node.condition)
    if isinstance(node.condition, Literal) and isinstance(node.condition.value, Decimal):
        index = node.condition.value
        return lambda scope, evaluation: _item(
            _listed(source(scope, evaluation)), index, evaluation
        )

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        items = _listed(source(scope, evaluation))
        if items is None:
            return evaluation.warn("null_operand", operator="[]")
        return _filter(items, condition, scope, evaluation)

    return run


def _listed(value: Value) -> list[Value] | None:
    return value if value is None or isinstance(value, list) else [value]


def _filter(
    items: list[Value], condition: Compiled, scope: Scope, evaluation: Evaluation
) -> Value:
    kept = []
    for position, given in enumerate(items):
        evaluation.spend(1)
        item = adopt(given)
        passed = condition(_item_scope(item, scope), evaluation)
        if passed is True:
            kept.append(item)
        elif position == 0 and isinstance(passed, Decimal):
            return _item(items, condition(scope, evaluation), evaluation)
        elif passed is not False and passed is not None:
            evaluation.warn("not_boolean", given=kind(passed))
    if items:
        return kept
    index = condition(scope, Evaluation(evaluation.limits))
    return _item(items, index, evaluation) if isinstance(index, Decimal) else kept


def _item_scope(item: Value, scope: Scope) -> Scope:
    frame = Frame({"item": item}, scope)
    return Frame(item, frame) if isinstance(item, dict) else frame


def _item(items: list[Value] | None, index: Value, evaluation: Evaluation) -> Value:
    if items is None or not isinstance(index, Decimal):
        return evaluation.warn("null_operand", operator="[]")
    if index != index.to_integral_value() or not 0 < abs(index) <= len(items):
        return evaluation.warn("no_such_item", index=index, length=len(items))
    position = int(index)
    return adopt(items[position - 1 if position > 0 else position])
