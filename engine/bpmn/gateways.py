"""Gateways: exclusive, parallel, inclusive and event-based, each by its definition in BPMN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from SpiffWorkflow.bpmn.specs.mixins import (
    BpmnSpecMixin,
    EventBasedGatewayMixin,
    ExclusiveGatewayMixin,
    InclusiveGatewayMixin,
    ParallelGatewayMixin,
)
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.nodes import Flow, Node
from engine.bpmn.tokens import Token


class ExclusiveGateway(Node, ExclusiveGatewayMixin, BpmnSpecMixin):
    """A question with one answer: the first flow whose condition is true, else the default."""

    def go_on(self, token: Token) -> None:
        """Follow one flow."""
        flow = next(_true(self.flows, token), None) or _default(self.flows)
        token.follow(flow.target, flow.index)


class _Joining(Node):
    """A gateway at which tokens wait for each other."""

    # indexes of the flows that lead here
    incoming: frozenset[int] = frozenset()

    def waiting(self, scope_tokens: Iterable[Token]) -> dict[int, Token]:
        """Give the oldest waiting token of each flow that has one."""
        found: dict[int, Token] = {}
        for token in scope_tokens:
            if token.task_spec is self and token.state == TaskState.WAITING:
                found.setdefault(token.flow, token)
        return found

    def merge(self, token: Token, others: Iterable[Token]) -> None:
        """Consume the other tokens and their branch variables."""
        for other in others:
            if other is token:
                continue
            self.note(other)
            token.data = {**other.data, **token.data} if other.data else token.data
            token.workflow.remove(other)
        self.enter(token)


class ParallelGateway(_Joining, ParallelGatewayMixin, BpmnSpecMixin):
    """Waits for a token on each incoming flow, then follows every outgoing one."""

    def _update_hook(self, my_task: Token) -> bool:
        my_task._set_state(TaskState.WAITING)  # noqa: SLF001 # as SpiffWorkflow does
        arrived = self.waiting(my_task.workflow.tasks.values())
        if len(arrived) < len(self.incoming):
            return False
        self.merge(my_task, [my_task if t.flow == my_task.flow else t for t in arrived.values()])
        return True

    def _run_hook(self, my_task: Token) -> bool:
        return True


class InclusiveGateway(_Joining, InclusiveGatewayMixin, BpmnSpecMixin):
    """Waits for every token that can still come, then follows each flow that is true."""

    # node index -> incoming flows that a token there can still reach
    reach: dict[int, frozenset[int]]

    def connect(self, taskspec: TaskSpec) -> None:
        """Follow a flow without a condition, as SpiffWorkflow does."""
        InclusiveGatewayMixin.connect(self, taskspec)

    def go_on(self, token: Token) -> None:
        """Follow every flow that is true, or the default."""
        chosen = list(_true(self.flows, token)) or [_default(self.flows)]
        for flow in chosen:
            token.follow(flow.target, flow.index)

    def settle(self, scope_tokens: list[Token]) -> Token | None:
        """Give the token that goes on if none can still come, consuming the others."""
        arrived = self.waiting(scope_tokens)
        if not arrived or any(self._blocks(token, arrived) for token in scope_tokens):
            return None
        last = max(arrived.values(), key=lambda token: token.id)
        self.merge(last, arrived.values())
        return last

    def _blocks(self, token: Token, arrived: dict[int, Token]) -> bool:
        if token.task_spec is self:
            return False
        reached = self.reach.get(token.task_spec.index, frozenset())
        return not reached <= arrived.keys() and reached.isdisjoint(arrived)

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.incoming) < 2:  # noqa: PLR2004 # nothing to wait for
            self.enter(my_task)
            return True
        my_task._set_state(TaskState.WAITING)  # noqa: SLF001 # as SpiffWorkflow does
        my_task.workflow.top_workflow.undecided = True
        return False

    def _run_hook(self, my_task: Token) -> bool:
        return True


class EventBasedGateway(Node, EventBasedGatewayMixin, BpmnSpecMixin):
    """Lets the events behind it race: the first one wins, the others wait no longer."""

    def connect(self, taskspec: TaskSpec) -> None:
        """Follow a flow; the event keeps its own definition, unlike in SpiffWorkflow."""
        TaskSpec.connect(self, taskspec)

    def go_on(self, token: Token) -> None:
        """Let every event wait, bound to each other by the gateway's number."""
        for flow in self.flows:
            token.follow(flow.target, flow.index).host = token.id

    def _run_hook(self, my_task: Token) -> bool:
        return True

    def _update_hook(self, my_task: Token) -> bool:
        self.enter(my_task)
        return True


def _true(flows: Iterable[Flow], token: Token) -> Iterator[Flow]:
    top = token.workflow.top_workflow
    return (
        flow
        for flow in flows
        if flow.condition is not None and top.evaluate(flow.condition, token) is True
    )


def _default(flows: tuple[Flow, ...]) -> Flow:
    # a definition without one is refused, unless its only flow has no condition
    return next(flow for flow in flows if flow.is_default or flow.condition is None)
