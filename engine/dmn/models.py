"""Read a DMN document into a model that can decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from engine.dmn import documents, node_reading, requirements, sources
from engine.dmn.findings import DecisionRejected, Finding, Severity
from engine.dmn.nodes import Decision, InputData, Key, Node, Site
from engine.feel.values import Function

Kind = TypeVar("Kind", bound=Node)


@dataclass(frozen=True, slots=True)
class Model:
    """The nodes of a document and of all it imports."""

    namespace: str
    name: str
    nodes: Mapping[Key, Node]
    # functions of the product that every expression may call, by name
    functions: Mapping[str, Function] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    # of the document itself and of all it imports
    namespaces: tuple[str, ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of the document itself, in its order."""
        own = (node for node in self.nodes.values() if node.key.namespace == self.namespace)
        return tuple(node for node in own if isinstance(node, Decision))

    def find(self, reference: str, kind: type[Kind]) -> Kind | None:
        """Return the node of a kind with this id, else with this name, own before imported."""
        nodes = [node for node in self.nodes.values() if isinstance(node, kind)]
        nodes.sort(key=lambda node: node.key.namespace != self.namespace)
        by_id = (node for node in nodes if node.key.id == reference)
        by_name = (node for node in nodes if reference in {node.name, node.title})
        return next(by_id, None) or next(by_name, None)

    def input_names(self, decision: str) -> tuple[str, ...]:
        """Return the names of the input data that a decision needs, directly or not.

        Those of imported models are written with the names of the imports and dots.
        """
        found = self.find(decision, Decision)
        wanted = () if found is None else (Site((), found.key),)
        return tuple(
            ".".join((*site.path, self.nodes[site.key].name))
            for site in requirements.in_order(self.nodes, wanted, ())
            if isinstance(self.nodes[site.key], InputData)
        )


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
    namespaces = tuple(each.namespace for each in found)
    return Model(root.namespace, name, nodes, functions or {}, findings, namespaces)
