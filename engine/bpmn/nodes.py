"""What all nodes share: SpiffWorkflow's life of a task, without prediction and without a tree."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.bpmn.elements import Element
from engine.bpmn.expressions import Condition
from engine.bpmn.runs import Run
from engine.bpmn.tokens import Token
from engine.core.progress import Ran


class Flow:
    """A sequence flow as the interpreter follows it."""

    __slots__ = ("condition", "id", "index", "is_default", "target")

    def __init__(self, index: int, flow_id: str, target: Any, condition: Condition | None) -> None:
        """Lead to a node under a condition, or always."""
        self.index = index
        self.id = flow_id
        self.target = target
        self.condition = condition
        self.is_default = False


class Node(BpmnTaskSpec):
    """The half of a task spec that SpiffWorkflow leaves to us.

    `element`, `index`, `flows` and `boundary` are set once, when the definition is compiled.
    """

    element: Element
    index: int
    flows: tuple[Flow, ...] = ()
    boundary: tuple[Any, ...] = ()
    # what has to happen before a token moves on: "", person, service, timer, message
    waits_for = ""

    def test(self) -> None:
        """Do nothing: a definition is checked when it is deployed."""

    def enter(self, token: Token) -> None:
        """Note what begins with the token's arrival: a public status, a number to be drawn."""
        properties = self.element.properties
        if not properties:
            return
        run = token.workflow.top_workflow.run
        if "status" in properties:
            run.status = properties["status"]
        if "assigns" in properties:
            unit = token.workflow.top_workflow.unit_of(token)
            run.assigns.extend((name, unit) for name in properties["assigns"].split())
        if "recounts" in properties:
            self._recount(run)

    def leave(self, token: Token) -> None:
        """Note that the token was here, and when."""
        self.note(token)
        self.pass_by(token.workflow.top_workflow.run)

    def pass_by(self, run: Run, at: str | None = None) -> None:
        """Note what the token's leaving brings: instants, at `at` or now, numbers, counts anew."""
        properties = self.element.properties
        if not properties:
            return
        if "instants" in properties:
            run.remember_instants(properties["instants"], at)
        if "counts" in properties:
            run.count(properties["counts"])
        if "recounts" in properties:
            self._recount(run)
        run.frees = run.frees or "frees" in properties

    def _recount(self, run: Run) -> None:
        clocks = self.element.properties["recounts"].split()
        run.recounts.update(dict.fromkeys(clocks, self.element.id))

    def note(self, token: Token, *, cancelled: bool = False) -> None:
        """Write the element and the flow that led to it into the journal of the run."""
        top = token.workflow.top_workflow
        flow = top.definition.flow_ids[token.flow] if token.flow >= 0 else None
        top.run.ran.append(Ran(self.element.process_id, self.element.id, flow, cancelled))

    def note_cancelled(self, token: Token) -> None:
        """Write down that the token was taken away while it acted or waited here."""
        self.note(token, cancelled=True)

    def go_on(self, token: Token) -> None:
        """Put tokens on the nodes that follow."""
        for flow in self.flows:
            token.follow(flow.target, flow.index)

    def _update(self, my_task: Token) -> None:
        if self._update_hook(my_task):
            my_task._ready()  # noqa: SLF001 # how SpiffWorkflow makes a task ready

    def _update_hook(self, my_task: Token) -> bool:
        self.enter(my_task)
        return True

    def _run(self, my_task: Token) -> bool | None:
        return self._run_hook(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        return True

    def _on_cancel(self, my_task: Token) -> None:
        pass

    def _on_complete_hook(self, my_task: Token) -> None:
        self.leave(my_task)
        self.go_on(my_task)


class Beginning(Node):
    """The start of a process as SpiffWorkflow has it, in front of the start event."""

    def note(self, token: Token, *, cancelled: bool = False) -> None:
        """Write nothing: it is not drawn."""

    def enter(self, token: Token) -> None:
        """Do nothing: it is not drawn."""
