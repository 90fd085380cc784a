"""Tokens: SpiffWorkflow tasks that are alive, found without walking a tree."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Token(Task):
    """A task without a tree: its number is small, its finished ancestors are gone."""

    # numbers of tokens are unique in an instance
    id: int
    data: Mapping[str, Any]

    def __init__(
        self, scope: Any, node: Any, number: int, *, flow: int = -1, data: Mapping[str, Any]
    ) -> None:
        """Put a token on a node of a scope; `flow` is the index of the flow it came by."""
        self.id = number
        self.workflow = scope
        self.task_spec = node
        self.flow = flow
        # number of the activity a boundary event sits on, or of the gateway an event races for
        self.host = 0
        # on a branch that a non-interrupting event began: its end is not that of the process
        self.aside = False
        # variables of this branch only; shared between tokens, replaced and never changed
        self.data = data
        self.internal_data: dict[str, Any] = {}
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self._state = TaskState.FUTURE
        self._parent = None
        self._children: list[int] = []
        scope.tasks[number] = self

    def follow(self, node: Any, flow: int = -1) -> Token:
        """Put a token on the next node, which inherits the variables of this branch."""
        number = self.workflow.top_workflow.next_number()
        token = Token(self.workflow, node, number, flow=flow, data=self.data)
        token.aside = self.aside
        self._children.append(number)
        return token

    def set_data(self, **variables: Any) -> None:
        """Set variables of this branch."""
        self.data = {**self.data, **variables}

    def hosted(self) -> list[Token]:
        """Give the tokens that wait because of this one: its boundary or racing events."""
        return [token for token in self.workflow.tasks.values() if token.host == self.id]

    def cancel(self) -> None:
        """Take the token away, with all that waits because of it and all that it has called."""
        if self.workflow.tasks.get(self.id) is not self:
            return
        was_acting = self._state & (TaskState.READY | TaskState.STARTED | TaskState.WAITING)
        self._state = TaskState.CANCELLED
        self.task_spec._on_cancel(self)  # noqa: SLF001 # how SpiffWorkflow is told
        self.workflow.remove(self)
        for token in self.hosted():
            token.cancel()
        if was_acting:
            self.task_spec.note_cancelled(self)

    def give_up(self) -> None:
        """End the branch of this token here."""
        self.cancel()
        self.workflow._task_completed_notify(self)  # noqa: SLF001 # how SpiffWorkflow is told

    def _set_state(self, value: int) -> None:
        self._state = value

    def _ready(self) -> None:
        self._state = TaskState.READY
        if not self.task_spec.manual:
            self.workflow.top_workflow.run.agenda.append(self)
