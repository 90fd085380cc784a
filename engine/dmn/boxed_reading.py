"""Read boxed expressions of every kind (DMN 1.5 7.3 and 10.2)."""

from collections.abc import Callable, Mapping

from engine.dmn import documents, literal_reading, table_reading
from engine.dmn.boxed_expressions import (
    Conditional,
    Context,
    ContextEntry,
    Filter,
    Invocation,
    List,
    Nothing,
    Relation,
)
from engine.dmn.documents import Element
from engine.dmn.functions import FunctionDefinition, Parameter
from engine.dmn.iterations import Every, For, Some
from engine.dmn.scopes import Boxed
from engine.dmn.surroundings import DEEPEST_NESTING, Surroundings

Reader = Callable[[Element, Surroundings], Boxed]


def read(element: Element, around: Surroundings) -> Boxed:
    """Return the boxed expression that an element describes."""
    if around.depth >= DEEPEST_NESTING:
        return _nothing(element, around, "nested_too_deep")
    return READERS[documents.local_name(element)](element, around.deeper())


def logic_of(element: Element, around: Surroundings) -> Boxed | None:
    """Return the boxed expression inside an element, None where there is none."""
    inner = documents.child(element, *READERS)
    return None if inner is None else read(inner, around)


def _nothing(element: Element, around: Surroundings, code: str) -> Nothing:
    identity = documents.identity(element)
    around.add(identity, code)
    return Nothing(identity, code)


def _inside(element: Element, name: str, around: Surroundings) -> Boxed:
    """Return the boxed expression inside the child so named."""
    part = documents.child(element, name)
    logic = None if part is None else logic_of(part, around)
    return _nothing(element, around, "expression_missing") if logic is None else logic


def _context(element: Element, around: Surroundings) -> Boxed:
    entries = []
    for each in documents.children(element, "contextEntry"):
        variable = documents.child(each, "variable")
        name = documents.attribute(variable, "name")
        # its own name too: a function may call itself
        around = around.holding(name)
        logic = logic_of(each, around) or _nothing(each, around, "expression_missing")
        entries.append(ContextEntry(name, logic, around.checked(variable, each)))
    return Context(tuple(entries))


def _invocation(element: Element, around: Surroundings) -> Boxed:
    function = logic_of(element, around) or _nothing(element, around, "expression_missing")
    bindings = []
    for each in documents.children(element, "binding"):
        name = documents.attribute(documents.child(each, "parameter"), "name")
        bindings.append((name, logic_of(each, around) or Nothing(name, "expression_missing")))
    return Invocation(documents.identity(element), function, tuple(bindings))


def function_definition(element: Element, around: Surroundings) -> Boxed:
    """Return a boxed function; one that is written in another language than FEEL is null."""
    if documents.attribute(element, "kind") not in {"", "FEEL"}:
        identity = documents.identity(element)
        around.warn(identity, "function_kind", kind=documents.attribute(element, "kind"))
        return Nothing(identity, "function_kind")
    parameters = tuple(
        Parameter(documents.attribute(each, "name"), around.checked(each, each))
        for each in documents.children(element, "formalParameter")
    )
    inside = around.holding(*(parameter.name for parameter in parameters))
    body = logic_of(element, inside) or _nothing(element, around, "expression_missing")
    result = around.checked(element, element)
    return FunctionDefinition(documents.identity(element), parameters, body, result)


def _list(element: Element, around: Surroundings) -> Boxed:
    return List(tuple(read(each, around) for each in documents.children(element, *READERS)))


def _relation(element: Element, around: Surroundings) -> Boxed:
    columns = list(documents.children(element, "column"))
    rows = tuple(
        tuple(read(cell, around) for cell in documents.children(row, *READERS))
        for row in documents.children(element, "row", "list")
    )
    if any(len(row) != len(columns) for row in rows):
        return _nothing(element, around, "row_cells_missing")
    names = tuple(documents.attribute(each, "name") for each in columns)
    return Relation(names, tuple(around.checked(each, each) for each in columns), rows)


def _conditional(element: Element, around: Surroundings) -> Boxed:
    parts = (_inside(element, name, around) for name in ("if", "then", "else"))
    return Conditional(documents.identity(element), *parts)


def _filter(element: Element, around: Surroundings) -> Boxed:
    items = _inside(element, "in", around)
    match = _inside(element, "match", around.holding("item", *around.entry_names))
    return Filter(documents.identity(element), items, match)


def _for(element: Element, around: Surroundings) -> Boxed:
    variable = documents.attribute(element, "iteratorVariable")
    items = _inside(element, "in", around)
    body = _inside(element, "return", around.holding(variable, "partial"))
    looks_back = "partial" in documents.text(element)
    return For(documents.identity(element), variable, items, body, looks_back)


def _every(element: Element, around: Surroundings) -> Boxed:
    return Every(*_quantified(element, around))


def _some(element: Element, around: Surroundings) -> Boxed:
    return Some(*_quantified(element, around))


def _quantified(element: Element, around: Surroundings) -> tuple[str, str, Boxed, Boxed]:
    variable = documents.attribute(element, "iteratorVariable")
    items = _inside(element, "in", around)
    body = _inside(element, "satisfies", around.holding(variable))
    return documents.identity(element), variable, items, body


READERS: Mapping[str, Reader] = {
    "literalExpression": literal_reading.literal,
    "decisionTable": table_reading.read,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": function_definition,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "every": _every,
    "some": _some,
}
