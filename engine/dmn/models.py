"""Read a DMN document into a model that can decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.dmn import documents, node_reading, requirements, sources
from engine.dmn.findings import DecisionRejected, Finding, Severity
from engine.dmn.nodes import Decision, InputData, Key, Node
from engine.dmn.sources import Source
from engine.feel.values import Function


@dataclass(frozen=True, slots=True)
class Model:
    """The nodes of a document and of all it imports."""

    namespace: str
    name: str
    nodes: Mapping[Key, Node]
    # the names of imports that lead from the document to each imported namespace
    paths: Mapping[str, tuple[str, ...]]
    # functions of the product that every expression may call, by name
    functions: Mapping[str, Function] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of the document itself, in its order."""
        own = (node for node in self.nodes.values() if node.key.namespace == self.namespace)
        return tuple(node for node in own if isinstance(node, Decision))

    def find(self, reference: str, *kinds: type) -> Node | None:
        """Return the node with this id, else with this name, own nodes before imported ones."""
        nodes = [node for node in self.nodes.values() if isinstance(node, kinds)]
        nodes.sort(key=lambda node: node.key.namespace != self.namespace)
        by_id = (node for node in nodes if node.key.id == reference)
        by_name = (node for node in nodes if node.name == reference)
        return next(by_id, None) or next(by_name, None)

    def input_names(self, decision: str) -> tuple[str, ...]:
        """Return the names of the input data that a decision needs, directly or not."""
        found = self.find(decision, Decision)
        keys = requirements.in_order(self.nodes, () if found is None else (found.key,), ())
        return tuple(node.name for key in keys if isinstance(node := self.nodes[key], InputData))


def read(
    document: bytes,
    imports: Mapping[str, bytes] | None = None,
    functions: Mapping[str, Function] | None = None,
) -> Model:
    """Read a document that is free of errors; raises DecisionRejected.

    `imports` holds the documents it may import, by any name; `functions` those of the product.
    """
    model = draft(document, imports, functions)
    errors = tuple(each for each in model.findings if each.severity is Severity.ERROR)
    if errors:
        raise DecisionRejected(errors)
    return model


def draft(
    document: bytes,
    imports: Mapping[str, bytes] | None = None,
    functions: Mapping[str, Function] | None = None,
) -> Model:
    """Read a document that may hold errors: they are findings, and give null when evaluated.

    Raises DecisionRejected only for what is no DMN document at all.
    """
    found = sources.read(document, imports or {})
    nodes, findings = node_reading.read(found, frozenset(functions or {}))
    looping = requirements.cycle(nodes)
    if looping is not None:
        raise DecisionRejected((Finding(looping.id, "requirement_cycle"),))
    root = found[0]
    name = documents.attribute(root.root, "name")
    return Model(root.namespace, name, nodes, _paths(found), functions or {}, findings)


def _paths(found: Sequence[Source]) -> Mapping[str, tuple[str, ...]]:
    """Return the shortest way to each namespace; sources come in the order of distance."""
    paths: dict[str, tuple[str, ...]] = {found[0].namespace: ()}
    for source in found:
        for namespace, alias in source.imports.items():
            way = (*paths[source.namespace], alias) if alias else paths[source.namespace]
            paths.setdefault(namespace, way)
    return paths
