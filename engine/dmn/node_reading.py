"""Read the nodes of the graph: inputs, decisions, knowledge models, decision services."""

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from engine.dmn import boxed_reading, documents, item_reading
from engine.dmn.documents import Element
from engine.dmn.findings import Finding
from engine.dmn.item_types import FEEL_TYPES, Named, Types
from engine.dmn.nodes import (
    Decision,
    DecisionService,
    InputData,
    Key,
    KnowledgeModel,
    Node,
    Requirement,
)
from engine.dmn.scopes import Boxed
from engine.dmn.sources import Source
from engine.dmn.surroundings import Surroundings

_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_NAMED = ("itemComponent", "variable", "output", "column")
_REQUIRED = ("requiredInput", "requiredDecision", "requiredKnowledge")
_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")


@dataclass(frozen=True, slots=True)
class _Place:
    """One node's element with its document and all that can be referred to from there."""

    source: Source
    element: Element
    # names of all nodes of the model
    names: Mapping[Key, str]
    around: Surroundings

    @property
    def key(self) -> Key:
        return _key(self.source, self.element)

    @property
    def name(self) -> str:
        return self.names[self.key]

    @property
    def title(self) -> str:
        return documents.attribute(self.element, "name")

    def references(self, parent: Element, *kinds: str) -> Iterator[Requirement]:
        """Return the nodes named by the children of these kinds; unknown ones are findings."""
        for each in documents.children(parent, *kinds):
            reference = documents.attribute(each, "href")
            key = self.source.key(reference)
            if key in self.names:
                yield Requirement(key, self.names[key], self.source.imports.get(key.namespace, ""))
            else:
                self.around.add(documents.identity(parent), "reference_unknown", href=reference)

    def requirements(self) -> tuple[Requirement, ...]:
        """Return what the node requires, each once."""
        wrappers = documents.children(self.element, *_REQUIREMENTS)
        found = (each for wrapper in wrappers for each in self.references(wrapper, *_REQUIRED))
        return tuple(dict.fromkeys(found))

    def scope(self, requirements: Sequence[Requirement], *more: str) -> Surroundings:
        """Return the surroundings in which the names of the requirements are known."""
        return self.around.holding(*(each.alias or each.name for each in requirements), *more)


def read(
    sources: Sequence[Source], functions: frozenset[str]
) -> tuple[Mapping[Key, Node], tuple[Finding, ...]]:
    """Return the nodes of all documents and what is wrong with them."""
    findings: list[Finding] = []
    types = Types()
    entry_names = frozenset(_entry_names(sources))
    around = Surroundings(types, {}, types.feel, functions, entry_names, findings)
    places = {source: _surroundings(source, sources, around) for source in sources}
    item_reading.without_cycles(types, around)
    names = {
        _key(source, element): _name(element) for source in sources for element in source.nodes()
    }
    nodes = {
        _key(source, element): _READERS[documents.local_name(element)](
            _Place(source, element, names, inside)
        )
        for source, inside in places.items()
        for element in source.nodes()
    }
    return nodes, tuple(findings)


def _key(source: Source, element: Element) -> Key:
    return Key(source.namespace, documents.attribute(element, "id") or _name(element))


def _name(element: Element) -> str:
    """Return the name under which expressions know a node: that of its variable."""
    variable = documents.child(element, "variable")
    return documents.attribute(variable, "name") or documents.attribute(element, "name")


def _entry_names(sources: Sequence[Source]) -> Iterator[str]:
    """Return the names with spaces or signs that may follow a dot somewhere in the model."""
    for source in sources:
        namespace = etree.QName(source.root).namespace
        tags = [f"{{{namespace}}}{kind}" for kind in _NAMED]
        for element in source.root.iter(*tags):
            name = documents.attribute(element, "name")
            if name and not _PLAIN_NAME.fullmatch(name):
                yield name


def _surroundings(source: Source, sources: Sequence[Source], around: Surroundings) -> Surroundings:
    """Return the surroundings with the types of this document, and define those."""
    names = dict(_type_names(source, sources))
    aliases = {name: each.feel for name, each in names.items() if name != each.spelling}
    feel = ChainMap(aliases, around.types.feel)
    inside = replace(around, type_names={**FEEL_TYPES, **names}, feel_types=feel)
    for element in documents.children(source.root, "itemDefinition"):
        name = Named(documents.attribute(element, "name"), source.namespace)
        around.types.define(name, item_reading.read(element, inside))
    return inside


def _type_names(source: Source, sources: Sequence[Source]) -> Iterator[tuple[str, Named]]:
    """Return the names that the types of the model have in one document."""
    for path, other in _reachable(source, {each.namespace: each for each in sources}):
        for element in documents.children(other.root, "itemDefinition"):
            named = Named(documents.attribute(element, "name"), other.namespace)
            yield named.spelling, named
            yield ".".join((*path, named.name)), named


def _reachable(
    source: Source, sources: Mapping[str, Source]
) -> Iterator[tuple[tuple[str, ...], Source]]:
    """Return the document and what it imports, with the names of the imports on the way."""
    waiting: list[tuple[tuple[str, ...], Source]] = [((), source)]
    seen = {source.namespace}
    for path, each in waiting:
        yield path, each
        for namespace, alias in each.imports.items():
            if namespace not in seen:
                seen.add(namespace)
                waiting.append(((*path, alias) if alias else path, sources[namespace]))


def _input_data(place: _Place) -> Node:
    variable = documents.child(place.element, "variable")
    checked = place.around.checked(variable, place.element)
    return InputData(place.key, place.title, place.name, checked)


def _logic(place: _Place, requirements: Sequence[Requirement]) -> Boxed | None:
    return boxed_reading.logic_of(place.element, place.scope(requirements))


def _decision(place: _Place) -> Node:
    variable = documents.child(place.element, "variable")
    requirements = place.requirements()
    return Decision(
        place.key,
        place.title,
        place.name,
        place.around.checked(variable, place.element),
        _logic(place, requirements),
        requirements,
    )


def _knowledge_model(place: _Place) -> Node:
    variable = documents.child(place.element, "variable")
    requirements = place.requirements()
    function = documents.child(place.element, "encapsulatedLogic")
    around = place.scope(requirements, place.name)
    logic = None if function is None else boxed_reading.function_definition(function, around)
    checked = place.around.checked(variable, place.element)
    return KnowledgeModel(place.key, place.title, place.name, checked, logic, requirements)


def _decision_service(place: _Place) -> Node:
    variable = documents.child(place.element, "variable")
    return DecisionService(
        place.key,
        place.title,
        place.name,
        place.around.checked(variable, place.element),
        tuple(place.references(place.element, "outputDecision")),
        (
            *place.references(place.element, "inputData"),
            *place.references(place.element, "inputDecision"),
        ),
    )


_READERS: Mapping[str, Callable[[_Place], Node]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge_model,
    "decisionService": _decision_service,
}
