"""Stock SpiffWorkflow on the same diagrams: its own parser, workflow and scans, told what we tell.

Only what reads clocks, runs Python or calls out is replaced: timers wait to be told, conditions
are FEEL over the answers, and service tasks stay started.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EventBasedGateway,
    IntermediateCatchEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.event_parsers import (
    SpiffBoundaryEventParser,
    SpiffIntermediateCatchEventParser,
)
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import ServiceTaskParser
from SpiffWorkflow.spiff.specs.defaults import ServiceTask
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import expressions

WAITING = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class _Timer(TimerEventDefinition):
    pass


class _Told:
    def parse_timer_event(self, event: Any) -> _Timer:
        return _Timer(self.bpmn_id, "")  # type: ignore[attr-defined]


class _Boundary(_Told, SpiffBoundaryEventParser):
    pass


class _Catch(_Told, SpiffIntermediateCatchEventParser):
    pass


class _Service(ServiceTask):
    def _execute(self, task: Any) -> None:
        return None


class _Parser(SpiffBpmnParser):
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("boundaryEvent"): (_Boundary, BoundaryEvent),
        full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        full_tag("serviceTask"): (ServiceTaskParser, _Service),
    }


class _Feel(PythonScriptEngine):
    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__()
        self.answers = answers

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        return expressions.condition(expression).evaluate(self.answers.get, {})


class Stock:
    """One instance of stock SpiffWorkflow, kept in memory."""

    def __init__(self, diagram: bytes, process_id: str, answers: dict[str, Any]) -> None:
        parser = _Parser()
        parser.add_bpmn_xml(etree.fromstring(diagram))
        spec = parser.get_spec(process_id)
        self.workflow = BpmnWorkflow(
            spec, parser.get_subprocess_specs(process_id), script_engine=_Feel(answers)
        )
        self.workflow.do_engine_steps()

    def waits(self) -> list[str]:
        """Give the elements on which somebody or something from outside is waited for."""
        found: list[str] = []
        for task in self._waiting():
            spec = task.task_spec
            if isinstance(spec, EventBasedGateway):
                found += [each.name for each in spec.outputs]
            elif spec.manual or isinstance(spec, _Service) or _is_told(spec):
                found.append(spec.bpmn_id)
        return sorted(found)

    def completed(self) -> Counter[str]:
        """Count the completed elements."""
        return Counter(
            task.task_spec.bpmn_id
            for task in self.workflow.get_tasks(state=TaskState.COMPLETED)
            if task.task_spec.bpmn_id
        )

    def step(self, element: str) -> None:
        """Complete a task or let an event happen, and run on."""
        for task in self._waiting():
            spec = task.task_spec
            if isinstance(spec, EventBasedGateway) and element in spec._outputs:
                place = spec._outputs.index(element)
                event = BpmnEvent(spec.event_definition.event_definitions[place])
                task._set_internal_data(seen_events=[event])
                spec._update(task)
                break
            if spec.bpmn_id == element:
                self._move(task)
                break
        self.workflow.do_engine_steps()

    def _move(self, task: Any) -> None:
        if task.state == TaskState.READY:
            task.run()
        elif task.state == TaskState.STARTED:
            task.complete()
        else:
            task._set_internal_data(event_fired=True)
            task.task_spec._update(task)

    def _waiting(self) -> list[Any]:
        tasks = self.workflow.get_tasks(state=WAITING)
        return [task for task in tasks if task.task_spec.bpmn_id]


def _is_told(spec: Any) -> bool:
    return isinstance(spec, BoundaryEvent | IntermediateCatchEvent)
