"""Make decisions: evaluate a decision, a decision service or a knowledge model of a model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.dmn.findings import DecisionRejected, Finding
from engine.dmn.models import Model
from engine.dmn.nodes import Decision, DecisionService, KnowledgeModel
from engine.dmn.runs import Run
from engine.dmn.scopes import MatchedRule, Reason, Trace
from engine.feel.values import Function, Value


@dataclass(frozen=True, slots=True)
class Decided:
    """A result and how it came about."""

    value: Value
    # rules of decision tables in the order in which they matched
    matched: tuple[MatchedRule, ...]
    warnings: tuple[Reason, ...]
    # the input data that was looked at, by name
    inputs: Mapping[str, Value]


def decide(model: Model, decision: str, variables: Mapping[str, Value]) -> Decided:
    """Make a decision, named by id, else by name; raises DecisionRejected where there is none.

    Inputs are variables by name; those of imported models are contexts under the import's name.
    """
    node = model.find(decision, Decision)
    if node is None:
        raise DecisionRejected((Finding("", "decision_unknown", {"decision": decision}),))
    run = Run(model, variables, Trace())
    return _decided(run, _guarded(run, node.key.id, lambda: run.decide((node.key,))[0]))


def invoke(model: Model, reference: str, variables: Mapping[str, Value]) -> Decided:
    """Call a decision service or a knowledge model with variables as named arguments.

    A service with several output decisions gives a context by their names. Raises
    DecisionRejected where there is neither a service nor a knowledge model of that id or name.
    """
    node = model.find(reference, DecisionService, KnowledgeModel)
    run = Run(model, variables, Trace())
    if isinstance(node, DecisionService):
        given = {key: run.given(key) for key in node.inputs}
        return _decided(run, _guarded(run, node.key.id, lambda: run.serve(node, given)))
    if node is None:
        raise DecisionRejected((Finding("", "invocable_unknown", {"name": reference}),))
    function = run.value(node.key)
    if not isinstance(function, Function):
        return _decided(run, None)
    arguments = {name: variables[name] for name in function.parameters if name in variables}
    return _decided(run, _guarded(run, node.key.id, lambda: function.call_named(arguments)))


def _guarded(run: Run, element: str, evaluation: Callable[[], Value]) -> Value:
    """Return the value, null and a reason where knowledge models call each other without end."""
    try:
        return evaluation()
    except RecursionError:
        run.trace.note(element, "too_deep")
        return None


def _decided(run: Run, value: Value) -> Decided:
    return Decided(value, tuple(run.trace.matched), tuple(run.trace.reasons), dict(run.inputs))
