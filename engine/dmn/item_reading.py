"""Read the item definitions of a document (DMN 1.5 7.3.2)."""

from engine.dmn import documents
from engine.dmn.documents import Element
from engine.dmn.item_types import (
    ANY,
    Collection,
    Constrained,
    ItemType,
    Named,
    Signature,
    Structure,
    Types,
)
from engine.dmn.surroundings import Surroundings


def read(element: Element, around: Surroundings) -> ItemType:
    """Return the type that an item definition or a component of one describes."""
    item = _constrained(element, "allowedValues", _base(element, around), around)
    collection = documents.attribute(element, "isCollection") == "true"
    item = Collection(item) if collection else item
    return _constrained(element, "typeConstraint", item, around)


def _base(element: Element, around: Surroundings) -> ItemType:
    components = list(documents.children(element, "itemComponent"))
    if components:
        return Structure(
            {documents.attribute(each, "name"): read(each, around) for each in components}
        )
    function = documents.child(element, "functionItem")
    if function is not None:
        return _signature(function, around)
    return around.named_type(element, documents.type_reference(element))


def _signature(element: Element, around: Surroundings) -> Signature:
    parameters = tuple(
        around.named_type(each, documents.type_reference(each))
        for each in documents.children(element, "parameters")
    )
    return Signature(
        parameters, around.named_type(element, documents.attribute(element, "outputTypeRef"))
    )


def _constrained(element: Element, name: str, base: ItemType, around: Surroundings) -> ItemType:
    constraint = documents.child(element, name)
    text = documents.text(constraint)
    if constraint is None or text in {"", "-"}:
        return base
    tests = around.unary_tests(documents.identity(constraint), text)
    return base if tests is None else Constrained(base, tests)


def without_cycles(types: Types, around: Surroundings) -> None:
    """Break item definitions that are defined by themselves, and note them."""
    for name in list(types.definitions):
        seen = {name}
        step = _next(types.definitions[name])
        while step in types.definitions and step not in seen:
            seen.add(step)
            step = _next(types.definitions[step])
        if step in seen:
            types.define(name, ANY)
            around.add("", "type_cycle", type=name.name)


def _next(item_type: ItemType) -> Named | None:
    while isinstance(item_type, Constrained):
        item_type = item_type.base
    return item_type if isinstance(item_type, Named) else None
