"""The shipped diagram as stock SpiffWorkflow can run it: Python conditions, ISO dates, no FEEL."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser

from benchmarks.drawings import BPMN

DIAGRAM = Path(__file__).resolve().parents[1] / "processes" / "reissue.bpmn"
FAR = '"2099-01-01T00:00:00+00:00"'
# every name that a condition asks for has a value in Python
NAMES = (
    "settled_at",
    "handed_over_at",
    "delivered_at",
    "withdrawn_at",
    "pre_decision",
    "arrived_at",
    "reason",
    "signed_at",
    "delivery_method",
    "rev_decision",
    "sampled",
    "sign_decision",
    "qc_result",
    "breach",
    "submitted_at",
    "arrival_result",
    "card_serial",
    "collector",
    "data_result",
    "delivery_result",
    "handover_result",
    "mailed_again_at",
    "overdue_at",
    "remade_at",
    "rerouted_at",
    "returned_at",
    "seal_result",
    "supplement_asked_at",
    "verified_at",
)


class Environment(TaskDataEnvironment):
    """Answers service tasks at once, as if the outside world took no time."""

    def call_service(self, *_: Any, **__: Any) -> str:
        """Give an empty result."""
        return "{}"


def specs() -> tuple[Any, Any]:
    """Parse the translated diagram: the outer process and those that it calls."""
    parser = SpiffBpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(_translated())))
    return parser.get_spec("reissue"), parser.get_subprocess_specs("reissue")


def begun(spec: Any, called: Any) -> BpmnWorkflow:
    """Start an instance with everything known that a condition asks for."""
    workflow = BpmnWorkflow(spec, called, script_engine=engine())
    start = workflow.get_next_task(spec_name="Start") or workflow.task_tree
    start.data.update(dict.fromkeys(NAMES), delivery_method="PICKUP", reason="LOSS")
    workflow.do_engine_steps()
    return workflow


def engine() -> PythonScriptEngine:
    """Make the script engine of stock SpiffWorkflow."""
    return PythonScriptEngine(environment=Environment())


def _translated() -> bytes:
    tree = etree.parse(str(DIAGRAM))
    for condition in tree.iter(f"{{{BPMN}}}conditionExpression"):
        condition.text = _python(condition.text or "")
    for when in tree.iter(f"{{{BPMN}}}timeDate"):
        when.text = FAR
    for rule in list(tree.iter(f"{{{BPMN}}}businessRuleTask")):
        rule.tag = f"{{{BPMN}}}scriptTask"
        for extension in rule.findall(f"{{{BPMN}}}extensionElements"):
            rule.remove(extension)
        script = etree.SubElement(rule, f"{{{BPMN}}}script")
        script.text = 'eligibility = {"verdict": "ONLINE_OK"}'
    return etree.tostring(tree)


def _python(feel: str) -> str:
    text = re.sub(r"(?<![!<>])=", "==", feel).replace("null", "None").replace("true", "True")
    return re.sub(r"\b(eligibility|breach)\.(\w+)", r'\1["\2"]', text)
