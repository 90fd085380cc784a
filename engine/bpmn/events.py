"""Events: start, end, intermediate and boundary; none of them reads a clock."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.mixins import (
    BoundaryEventMixin,
    BpmnSpecMixin,
    EndEventMixin,
    IntermediateCatchEventMixin,
    IntermediateThrowEventMixin,
    StartEventMixin,
)
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.expressions import Condition
from engine.bpmn.nodes import Node
from engine.bpmn.timers import Timer
from engine.bpmn.tokens import Token


class StartEvent(Node, StartEventMixin, BpmnSpecMixin):
    """The beginning of a process."""

    def leave(self, token: Token) -> None:
        """Note that the process has begun, now or at the earlier instant that it counts from."""
        top = token.workflow.top_workflow
        self.note(token)
        self.pass_by(top.run, top.run.begun or None if token.workflow is top else None)


class _Throwing(Node):
    """An event that happens by itself, or once the message that it sends has been delivered."""

    def _run_hook(self, my_task: Token) -> bool | None:
        return None if self.element.sends_message else True


class IntermediateThrowEvent(_Throwing, IntermediateThrowEventMixin, BpmnSpecMixin):
    """A milestone that is passed, a status, an instant, a number, or a message that is sent."""


class EndEvent(_Throwing, EndEventMixin, BpmnSpecMixin):
    """An end: of its token, of its process (terminate), or by an error of what surrounds it."""

    def _on_complete_hook(self, my_task: Token) -> None:
        self.leave(my_task)
        my_task.workflow.note_end(my_task)
        event = self.element.event
        if event is None or event.kind == "message":
            return
        my_task.workflow.clear(my_task)
        if event.kind == "error":
            my_task.workflow.top_workflow.throw(my_task, event.name)


class _Waiting(Node):
    """An event that waits until it is told."""

    # set when the definition is compiled, where the event is a timer
    timer: Timer | None = None
    # while this is true the message is taken; None where it always is
    when: Condition | None = None

    def takes_now(self, token: Token) -> bool:
        """Tell whether the message that the token waits for may arrive now."""
        return self.when is None or token.workflow.top_workflow.evaluate(self.when, token) is True

    def fire(self, token: Token) -> None:
        """Let the token go on before anything else does."""
        token._set_state(TaskState.READY)  # noqa: SLF001 # as SpiffWorkflow does
        token.workflow.top_workflow.run.agenda.appendleft(token)

    def leave(self, token: Token) -> None:
        """Note that it happened: a timer at the instant it was due, whenever it was told."""
        run = token.workflow.top_workflow.run
        self.note(token)
        self.pass_by(run, run.due if self.waits_for == "timer" else None)

    def _update_hook(self, my_task: Token) -> bool:
        my_task._set_state(TaskState.WAITING)  # noqa: SLF001 # as SpiffWorkflow does
        if self.timer is not None:
            my_task.workflow.top_workflow.arm(my_task)
        return False


class IntermediateCatchEvent(_Waiting, IntermediateCatchEventMixin, BpmnSpecMixin):
    """A wait in the course of a process, alone or in a race behind an event-based gateway."""

    def _update_hook(self, my_task: Token) -> bool:
        self.enter(my_task)
        return super()._update_hook(my_task)

    def _run_hook(self, my_task: Token) -> bool:
        gateway, my_task.host = my_task.host, 0
        if gateway:
            for token in list(my_task.workflow.tasks.values()):
                if token.host == gateway:
                    token.cancel()
        return True

    def note_cancelled(self, token: Token) -> None:
        """Write down that the wait was given up, not that a race was lost."""
        if not token.host:
            super().note_cancelled(token)


class BoundaryEvent(_Waiting, BoundaryEventMixin, BpmnSpecMixin):
    """An event on an activity, which it interrupts or not."""

    def note_cancelled(self, token: Token) -> None:
        """Write nothing: an event that did not happen is no deed."""

    def _run_hook(self, my_task: Token) -> bool:
        host = my_task.workflow.tasks.get(my_task.host)
        my_task.host = 0
        if self.element.interrupting and host is not None:
            host.cancel()
        else:
            my_task.aside = True
            if self.waits_for == "message" and host is not None:
                host.task_spec.await_on(host, self)
        self.enter(my_task)
        return True
