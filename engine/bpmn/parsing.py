"""SpiffWorkflow's parser with our nodes: it builds the specs, `definitions` joins them."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    EventBasedGatewayParser,
    EventDefinitionParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import (
    CallActivityParser,
    ConditionalGatewayParser,
    GatewayParser,
    SubprocessParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser

from engine.bpmn import activities, events, gateways, vocabulary
from engine.bpmn.nodes import Beginning
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding

PINNED = "3.2.0"

# Our nodes rest on the inner workings of this one version.
if version("SpiffWorkflow") != PINNED:
    raise ImportError(f"SpiffWorkflow {PINNED} is needed")


class ProcessSpec(BpmnProcessSpec):
    """A process whose beginning is one of our nodes."""

    beginning: Beginning

    def __init__(self, name: str, description: str, filename: str) -> None:
        """Put our beginning in the place of SpiffWorkflow's."""
        super().__init__(name=name, description=description, filename=filename)
        self.beginning = Beginning(self, f"{name}.Beginning")


class _ProcessParser(ProcessParser):
    def create_spec(self) -> ProcessSpec:
        return ProcessSpec(self.bpmn_id, self.get_name(), self.filename)


class _Plain:
    """Boundary events are bound to their activity by the definition, not by extra specs."""

    def _add_boundary_event(self, children: list[Any]) -> Any:
        for event in children:
            self.process_parser.parse_node(event)  # type: ignore[attr-defined] # of NodeParser
        return self.task  # type: ignore[attr-defined] # of TaskParser


class _TaskParser(_Plain, TaskParser):
    pass


class _RuleTaskParser(_TaskParser):
    @staticmethod
    def get_decision_ref(node: etree._Element) -> str:
        return vocabulary.text_of(node.find(f".//{vocabulary.spiff('calledDecisionId')}"))


class _CallActivityParser(_Plain, CallActivityParser):
    pass


class _SubProcessParser(_Plain, TaskParser):
    def create_task(self) -> Any:
        spec = SubprocessParser.get_subprocess_spec(self)
        return self.spec_class(
            self.spec, self.bpmn_id, subworkflow_spec=spec, **self.bpmn_attributes
        )


class _ToldTimers(_Plain):
    # this base of SpiffWorkflow's timers reads no clock: a token waits until it is told
    def parse_timer_event(self, event: etree._Element) -> TimerEventDefinition:
        return TimerEventDefinition(self.bpmn_id, "")  # type: ignore[attr-defined] # of NodeParser


class _StartEventParser(_ToldTimers, StartEventParser):
    pass


class _EndEventParser(_ToldTimers, EndEventParser):
    pass


class _CatchEventParser(_ToldTimers, IntermediateCatchEventParser):
    pass


class _ThrowEventParser(_ToldTimers, IntermediateThrowEventParser):
    pass


class _BoundaryEventParser(_ToldTimers, BoundaryEventParser):
    pass


class _EventBasedGatewayParser(_ToldTimers, EventBasedGatewayParser):
    def create_task(self) -> Any:
        return EventDefinitionParser._create_task(self, None)  # noqa: SLF001 # its only maker


class DiagramParser(SpiffBpmnParser):
    """SpiffWorkflow's parser, making our nodes; used for one definition and thrown away."""

    PROCESS_PARSER_CLASS = _ProcessParser
    # all that is not named here is refused before it could be parsed
    PARSER_CLASSES: dict[str, Any] = {}  # noqa: RUF012 # as SpiffWorkflow declares it
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 # as SpiffWorkflow declares it
        full_tag("startEvent"): (_StartEventParser, events.StartEvent),
        full_tag("endEvent"): (_EndEventParser, events.EndEvent),
        full_tag("boundaryEvent"): (_BoundaryEventParser, events.BoundaryEvent),
        full_tag("intermediateCatchEvent"): (_CatchEventParser, events.IntermediateCatchEvent),
        full_tag("intermediateThrowEvent"): (_ThrowEventParser, events.IntermediateThrowEvent),
        full_tag("userTask"): (_TaskParser, activities.UserTask),
        full_tag("serviceTask"): (_TaskParser, activities.ServiceTask),
        full_tag("businessRuleTask"): (_RuleTaskParser, activities.BusinessRuleTask),
        full_tag("callActivity"): (_CallActivityParser, activities.CallActivity),
        full_tag("subProcess"): (_SubProcessParser, activities.SubProcess),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, gateways.ExclusiveGateway),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, gateways.InclusiveGateway),
        full_tag("parallelGateway"): (GatewayParser, gateways.ParallelGateway),
        full_tag("eventBasedGateway"): (_EventBasedGatewayParser, gateways.EventBasedGateway),
    }


def parse(roots: dict[str, etree._Element], process_id: str) -> dict[str, ProcessSpec]:
    """Parse a process and all that it calls; raises DefinitionRejected where that fails."""
    parser = DiagramParser()
    try:
        for file, root in roots.items():
            parser.add_bpmn_xml(root, file)
        found = {process_id: parser.get_spec(process_id)}
        found.update(parser.get_subprocess_specs(process_id))
    except ValidationException as problem:
        finding = Finding("not_understood", str(problem.file_name), problem.id, _said(problem))
        raise DefinitionRejected([finding]) from problem
    return found


def _said(problem: ValidationException) -> dict[str, object]:
    return {"said": str(problem).splitlines()[0]}
