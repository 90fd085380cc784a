"""Make decisions: evaluate a decision, a decision service or a knowledge model of a model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.dmn.findings import DecisionRejected, Finding
from engine.dmn.models import Model
from engine.dmn.nodes import Decision, DecisionService, Key, KnowledgeModel, Site
from engine.dmn.runs import Run
from engine.dmn.scopes import MatchedRule, Reason, Trace
from engine.feel.problems import Exhausted
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
    A variable with the name of a function of the model takes its place (a clock, a calendar).
    """
    node = model.find(decision, Decision)
    if node is None:
        raise DecisionRejected((Finding("", "decision_unknown", {"decision": decision}),))
    run = Run(model, variables, Trace())
    return _decided(run, node.key, lambda: run.decide([Site((), node.key)])[0])


def invoke(model: Model, reference: str, variables: Mapping[str, Value]) -> Decided:
    """Call a decision service or a knowledge model with variables as named arguments.

    A service with several output decisions gives a context by their names. Raises
    DecisionRejected where there is neither a service nor a knowledge model of that id or name.
    """
    run = Run(model, variables, Trace())
    service = model.find(reference, DecisionService)
    if service is not None:
        sites = [each.site(()) for each in service.inputs]
        return _decided(
            run, service.key, lambda: run.serve(service, (), [run.given(each) for each in sites])
        )
    knowledge = model.find(reference, KnowledgeModel)
    if knowledge is None:
        raise DecisionRejected((Finding("", "invocable_unknown", {"name": reference}),))
    return _decided(run, knowledge.key, lambda: _called(run, knowledge))


def _called(run: Run, knowledge: KnowledgeModel) -> Value:
    function = run.value(Site((), knowledge.key))
    if not isinstance(function, Function):
        return None
    arguments = {name: run.variables.get(name) for name in function.parameters}
    value = function.call_named(arguments, run.trace.evaluation)
    run.trace.collect(knowledge.key.id)
    return value


def _decided(run: Run, key: Key, evaluation: Callable[[], Value]) -> Decided:
    """Return what an evaluation gives, null and a reason where it goes past its limits."""
    try:
        value = evaluation()
    except Exhausted as stop:
        run.trace.note(key.id, stop.code, limit=stop.limit)
        value = None
    except RecursionError:
        run.trace.note(key.id, "too_deep")
        value = None
    return Decided(value, tuple(run.trace.matched), tuple(run.trace.reasons), dict(run.inputs))
