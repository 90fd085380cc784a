"""Compile a process and all it calls into a definition that any number of instances share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.bpmn import called_decisions, diagrams, documents, joining, parsing
from engine.bpmn.decision_files import Table
from engine.bpmn.elements import Element, Lane, Process, SequenceFlow
from engine.bpmn.nodes import Node
from engine.bpmn.parsing import ProcessSpec
from engine.bpmn.resources import Resources
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A process definition, compiled once and never changed after that."""

    process_id: str
    # hash of the order of nodes and flows that saved states refer to
    version_hash: str
    # of all processes, by id
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]
    lanes: Mapping[str, Lane]
    processes: Mapping[str, Process]
    start: Element
    # the rest is for the interpreter
    root: ProcessSpec
    specs: Mapping[str, ProcessSpec]
    nodes: tuple[Node, ...]
    flow_ids: tuple[str, ...]
    # inclusive gateways at which tokens wait
    inclusive: frozenset[Any]
    # by the name that `called_decisions.key` gives
    tables: Mapping[str, Table]

    def table_of(self, element: Element) -> Table:
        """Give the decision that a business rule task makes."""
        version = called_decisions.version(element)
        return self.tables[called_decisions.key(element.decision, version)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The diagrams of a deployment, read once for all that is compiled of them."""

    # file name -> root of its XML
    roots: Mapping[str, etree._Element]
    # by id
    processes: Mapping[str, Process]


def read(resources: Resources) -> Drawn:
    """Read all diagrams; raises DefinitionRejected."""
    roots = {file: documents.read(file, body) for file, body in sorted(resources.diagrams.items())}
    processes = {
        process.id: process
        for file, tree in roots.items()
        for process in diagrams.of_root(file, tree).processes
    }
    return Drawn(roots, processes)


def compile(  # noqa: A001 # the word for it
    resources: Resources, root: str, drawn: Drawn | None = None
) -> Definition:
    """Compile the process with this id; raises DefinitionRejected where it cannot be read.

    Who compiles several processes of the same resources hands in what is `drawn`.
    """
    known = drawn or read(resources)
    processes = _closure(known.processes, root)
    needed = {process.file: known.roots[process.file] for process in processes.values()}
    specs = parsing.parse(needed, root)
    elements = {
        id_: each for process in processes.values() for id_, each in process.elements.items()
    }
    flows = {id_: each for process in processes.values() for id_, each in process.flows.items()}
    nodes = joining.join(specs, elements, flows)
    flow_ids = tuple(flows)
    return Definition(
        process_id=root,
        version_hash=_hash((node.name for node in nodes), flow_ids),
        elements=elements,
        flows=flows,
        lanes={id_: lane for process in processes.values() for id_, lane in process.lanes.items()},
        processes=processes,
        start=processes[root].starts[0],
        root=specs[root],
        specs=specs,
        nodes=nodes,
        flow_ids=flow_ids,
        inclusive=joining.waiting_gateways(nodes),
        tables=called_decisions.needed_by(elements.values(), resources),
    )


def process_ids(diagram: bytes) -> tuple[str, ...]:
    """Give the ids of the executable processes of a file, in its order."""
    found = diagrams.read("-", diagram).processes
    return tuple(process.id for process in found if process.executable)


def startable(resources: Resources) -> tuple[str, ...]:
    """Give the executable processes that no call activity of the deployment calls."""
    found = [
        process
        for file, body in resources.diagrams.items()
        for process in diagrams.read(file, body).processes
    ]
    called = {each for process in found for each in process.called}
    return tuple(p.id for p in found if p.executable and p.id not in called)


def _closure(drawn: Mapping[str, Process], root: str) -> dict[str, Process]:
    found: dict[str, Process] = {}
    wanted = [root]
    while wanted:
        process_id = wanted.pop(0)
        if process_id in found:
            continue
        if process_id not in drawn:
            raise DefinitionRejected(
                [Finding("unknown_process", "-", None, {"process": process_id})]
            )
        found[process_id] = drawn[process_id]
        wanted.extend(drawn[process_id].called)
    _distinct(found.values())
    return found


def _distinct(processes: Iterable[Process]) -> None:
    seen: dict[str, str] = {}
    for process in processes:
        for each in (*process.elements, *process.flows, *process.lanes):
            if seen.setdefault(each, process.id) != process.id:
                raise DefinitionRejected(
                    [Finding("duplicate_id", process.file, each, {"id": each})]
                )


def _hash(names: Iterable[str], flow_ids: Iterable[str]) -> str:
    order = "\n".join([*names, "", *flow_ids])
    return hashlib.sha256(order.encode()).hexdigest()
