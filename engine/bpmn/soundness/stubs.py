"""Cut one process out of a file, with a service task in the place of all that it calls."""

from __future__ import annotations

from lxml import etree

from engine.bpmn import definitions, documents, vocabulary
from engine.bpmn.definitions import Definition
from engine.bpmn.elements import Process
from engine.bpmn.resources import Resources
from engine.bpmn.vocabulary import bpmn, local

_KEPT = ("message", "error")
_REPLACED = (bpmn("callActivity"), bpmn("businessRuleTask"))
_TIMINGS = (bpmn("timeDate"), bpmn("timeDuration"))
# timers ring in any order, so that it makes no difference when they are due
_SOME_TIME = "P1D"


def compiled(process: Process, resources: Resources) -> Definition:
    """Compile a process that runs alone: calls and decisions wait to be told their result.

    Nothing is counted for its timers.
    """
    root = documents.read(process.file, resources.diagrams[process.file])
    for node in list(root):
        if not (local(node) in _KEPT or node.get("id") == process.id):
            root.remove(node)
    for node in list(root.iter(*_REPLACED)):
        node.tag = bpmn("serviceTask")
        node.attrib.pop("calledElement", "")
        for called in list(node.iter(vocabulary.spiff("calledDecisionId"))):
            _parent(called).remove(called)
    for node in list(root.iter(*_TIMINGS)):
        node.tag, node.text = bpmn("timeDuration"), _SOME_TIME
    alone = Resources({process.file: etree.tostring(root)})
    return definitions.compile(alone, process.id)


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None  # noqa: S101 # it was found inside another element
    return parent
