"""Activities: user tasks, service tasks, business rule tasks, call activities, sub-processes."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.mixins import (
    BpmnSpecMixin,
    CallActivityMixin,
    ServiceTaskMixin,
    SubWorkflowTaskMixin,
    UserTaskMixin,
)
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.nodes import Node
from engine.bpmn.tokens import Token


class Activity(Node):
    """A node that boundary events may sit on."""

    def arm(self, token: Token) -> None:
        """Let the boundary events of the activity wait."""
        for node in self.boundary:
            self.await_on(token, node)

    def await_on(self, token: Token, node: Node) -> None:
        """Let one boundary event of the activity wait."""
        number = token.workflow.top_workflow.next_number()
        waiting = Token(token.workflow, node, number, data=token.data)
        waiting.host = token.id
        waiting.aside = token.aside
        node._update(waiting)  # noqa: SLF001 # how SpiffWorkflow starts a task

    def _update_hook(self, my_task: Token) -> bool:
        self.enter(my_task)
        if self.boundary:
            self.arm(my_task)
        return True

    def _on_complete_hook(self, my_task: Token) -> None:
        self.leave(my_task)
        if self.boundary:
            for waiting in my_task.hosted():
                waiting.cancel()
        self.go_on(my_task)


class UserTask(Activity, UserTaskMixin, BpmnSpecMixin):
    """A task that waits for a person."""

    waits_for = "person"


class ServiceTask(Activity, ServiceTaskMixin, BpmnSpecMixin):
    """A task that waits for the handler of its operation."""

    waits_for = "service"

    def _run_hook(self, my_task: Token) -> bool | None:
        return None


class BusinessRuleTask(Activity, BpmnSpecMixin):
    """A task that makes a decision and keeps the result."""

    def _run_hook(self, my_task: Token) -> bool:
        my_task.workflow.top_workflow.decide(my_task)
        return True


class _Caller(Activity):
    """An activity that runs a process of its own and goes on when that has ended."""

    spec: str

    def _update_hook(self, my_task: Token) -> bool:
        super()._update_hook(my_task)
        my_task._set_state(TaskState.STARTED)  # noqa: SLF001 # as SpiffWorkflow does
        my_task.workflow.top_workflow.call(my_task, self.spec)
        return False

    def _on_cancel(self, my_task: Token) -> None:
        my_task.workflow.top_workflow.abandon(my_task)


class CallActivity(_Caller, CallActivityMixin, BpmnSpecMixin):
    """A call of a process of the same deployment."""


class SubProcess(_Caller, SubWorkflowTaskMixin, BpmnSpecMixin):
    """A process drawn inside an activity."""
