"""The running processes of an instance: the outermost one and those that it has called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import decisions, waits
from engine.bpmn.decisions import Knowledge
from engine.bpmn.definitions import Definition
from engine.bpmn.expressions import Condition
from engine.bpmn.parsing import ProcessSpec
from engine.bpmn.product_functions import asked_for, clock
from engine.bpmn.runs import DEEPEST_CALL, Run
from engine.bpmn.tokens import NOTHING, Token
from engine.core.clocks import Count
from engine.core.deadlines import Unit
from engine.core.errors import EngineError


class _Live:
    """What both kinds of scope do: keep the tokens that are alive, and end without them."""

    tasks: dict[int, Token]
    # index of the end event that ended the main path so far, -1 before
    end: int
    completed: bool

    def remove(self, token: Token) -> None:
        """Forget a token."""
        self.tasks.pop(token.id, None)

    def clear(self, spared: Token) -> None:
        """Cancel every token but one."""
        for token in list(self.tasks.values()):
            if token is not spared:
                token.cancel()

    def note_end(self, token: Token) -> None:
        """Remember the end event, unless it only ends a side branch."""
        if not token.aside or self.end < 0:
            self.end = token.task_spec.index


class Scope(_Live, BpmnSubWorkflow):
    """A called process, or a sub-process, while it runs."""

    def __init__(self, spec: ProcessSpec, parent_task_id: int, top: Instance, depth: int) -> None:
        """Make an empty scope below a call activity's token."""
        self.spec = spec
        self.parent_task_id = parent_task_id
        self.top_workflow = top
        self.depth = depth
        self.tasks = {}
        self.end = -1
        self.completed = False

    def _task_completed_notify(self, task: Token) -> None:
        self.remove(task)
        if not self.tasks and not self.completed:
            self.completed = True
            self.top_workflow.return_from(self)


class Instance(_Live, BpmnWorkflow):
    """A process instance while the interpreter runs it."""

    def __init__(self, definition: Definition, key: str, run: Run | None) -> None:
        """Make an instance without tokens."""
        self.definition = definition
        self.spec = definition.root
        self.subprocess_specs = definition.specs
        self.key = key
        # None where a state is only looked at
        self.run: Any = run
        # scopes by the number of the token that called them
        self.subprocesses: dict[int, Scope] = {}
        self.tasks = {}
        self.variables: dict[str, Any] = {}
        self.numbers = 0
        self.end = -1
        self.completed = False
        # an inclusive gateway waits for an answer
        self.undecided = False

    @property
    def scopes(self) -> list[Any]:
        """Give all scopes, the outermost first."""
        return [self, *self.subprocesses.values()]

    def next_number(self) -> int:
        """Give a number to a new token."""
        self.numbers += 1
        return self.numbers

    def find(self, number: int) -> Token | None:
        """Find a live token of any scope."""
        return next((s.tasks[number] for s in self.scopes if number in s.tasks), None)

    def run_on(self) -> None:
        """Move tokens until every one waits for something from outside."""
        agenda = self.run.agenda
        while agenda or self._settle():
            token = agenda.popleft()
            if token.state == TaskState.READY:
                self.run.count_step()
                token.run()
        if self.completed and self.end >= 0:
            self.run.outcome = self.definition.nodes[self.end].element.id

    def _settle(self) -> bool:
        if not self.undecided:
            return False
        for scope in self.scopes:
            tokens = list(scope.tasks.values())
            for node in {t.task_spec for t in tokens if t.task_spec in self.definition.inclusive}:
                ready = node.settle(tokens)
                if ready is not None:
                    ready._ready()  # noqa: SLF001 # how SpiffWorkflow makes a task ready
                    return True
        self.undecided = any(
            token.task_spec in self.definition.inclusive
            for scope in self.scopes
            for token in scope.tasks.values()
        )
        return False

    # -- called processes --------------------------------------------------------------------

    def call(self, caller: Token, spec_name: str) -> None:
        """Open a scope for a called process and put a token on its start."""
        depth = caller.workflow.depth + 1
        if depth > DEEPEST_CALL:
            raise EngineError("call_depth", limit=DEEPEST_CALL)
        scope = Scope(self.definition.specs[spec_name], caller.id, self, depth)
        self.subprocesses[caller.id] = scope
        start = Token(scope, scope.spec.beginning, self.next_number(), data=caller.data)
        start._ready()  # noqa: SLF001 # how SpiffWorkflow makes a task ready

    def return_from(self, scope: Scope) -> None:
        """Drop a scope that has ended and let its call activity go on."""
        del self.subprocesses[scope.parent_task_id]
        caller = self.find(scope.parent_task_id)
        if caller is not None:
            caller._ready()  # noqa: SLF001 # how SpiffWorkflow makes a task ready

    def abandon(self, caller: Token) -> None:
        """Cancel everything that a call activity has called."""
        scope = self.subprocesses.pop(caller.id, None)
        if scope is None:
            return
        scope.completed = True
        for token in list(scope.tasks.values()):
            token.cancel()

    def throw(self, token: Token, code: str) -> None:
        """Let the nearest activity around a token catch an error, else end the instance."""
        if self.is_caught_around(token, code):
            return
        self.end = token.task_spec.index
        self.completed = True
        for each in list(self.tasks.values()):
            each.cancel()

    def is_caught_around(self, token: Token, code: str) -> bool:
        """Fire the nearest error event around a token that catches this code."""
        scope = token.workflow
        while scope is not self:
            caller = self.find(scope.parent_task_id)
            if caller is None:
                return False
            if self.catch(caller, code):
                return True
            scope = caller.workflow
        return False

    def catch(self, activity: Token, code: str) -> bool:
        """Fire the error event of an activity that catches this code, if there is one."""
        errors = [
            (token.task_spec.element.event.name, token)
            for token in activity.hosted()
            if token.task_spec.element.event.kind == "error"
        ]
        # an event that names the error comes before one that catches all
        for wanted in (code, ""):
            for name, token in errors:
                if name == wanted:
                    token.task_spec.fire(token)
                    return True
        return False

    def _task_completed_notify(self, task: Token) -> None:
        self.remove(task)
        self.completed = not self.tasks

    def caller_of(self, token: Token) -> Token | None:
        """Find the call activity around a token, None in the outermost process."""
        scope = token.workflow
        return None if scope is self else self.find(scope.parent_task_id)

    # -- what tokens know --------------------------------------------------------------------

    def look(self, token: Token, name: str) -> Any:
        """Find the JSON value of a variable: of the branch, the instance, the run, the answers."""
        run = self.run
        for known in (
            token.data,
            self.variables,
            run.instants,
            run.counts,
            run.surroundings.answers,
        ):
            if name in known:
                return known[name]
        return None

    def is_answer(self, token: Token, name: str) -> bool:
        """Tell whether a name stands for an answer of the case, or for what this run has set."""
        if name in token.data or name in self.variables:
            return False
        run = self.run
        return name in run.instants or name in run.counts or name in run.surroundings.answers

    def evaluate(self, condition: Condition, token: Token) -> Any:
        """Evaluate an expression of the diagram on a token."""
        surroundings = self.run.surroundings
        known: Mapping[str, Any] = NOTHING
        if condition.asks_the_product:
            place = Count(Unit.WORKING, 1, self.unit_of(token))
            known = asked_for(condition.names, surroundings, place)
        if condition.reads_clock:
            known = {**known, **clock(surroundings.at)}
        return condition.evaluate(lambda name: self.look(token, name), known)

    def unit_of(self, token: Token) -> str:
        """Find the organisation that must act on the token's element."""
        return waits.unit_of(self, token, token.task_spec.element.jurisdiction)

    def arm(self, token: Token) -> None:
        """Count when a waiting timer is due."""
        self.run.armed[token.id] = waits.armed(self, token)

    def decide(self, token: Token) -> None:
        """Make the decision of a business rule task and keep its result."""
        element = token.task_spec.element
        table = self.definition.table_of(element)
        known = Knowledge(
            lambda name: self.look(token, name), lambda name: self.is_answer(token, name)
        )
        made = decisions.make(element, table, known, self.run.surroundings)
        self.run.decisions.append(made)
        if element.result_variable:
            self.set_variables({element.result_variable: made.output})

    def set_variables(self, variables: Mapping[str, Any]) -> None:
        """Set variables of the instance."""
        self.variables = {**self.variables, **variables}
