"""Functions that a model defines: knowledge models, decision services and boxed functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.dmn.scopes import DEEPEST_INVOCATION, Boxed, Scope, Trace
from engine.dmn.type_checks import Checked
from engine.feel import functions
from engine.feel.types import FunctionType
from engine.feel.values import Function, Value

# a call checks its arguments and result and makes a scope of its own
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function with the check of its type."""

    name: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A boxed function: its body sees the parameters and what was in scope at its definition."""

    element: str
    parameters: tuple[Parameter, ...]
    body: Boxed
    result: Checked

    def evaluate(self, scope: Scope) -> Value:
        """Return the function as a value."""

        def body(arguments: Mapping[str, Value]) -> Value:
            return self.body.evaluate(scope.holding(arguments))

        result = self.result.of_result()
        return function(self.element, self.parameters, body, result, scope.trace)


def function(
    element: str,
    parameters: Sequence[Parameter],
    body: Callable[[Mapping[str, Value]], Value],
    result: Checked,
    trace: Trace,
) -> Function:
    """Return a FEEL function that checks its arguments, runs the body and checks its result."""

    def invoke(*values: Value) -> Value:
        arguments = _arguments(parameters, values, trace)
        if arguments is None:
            return None
        if trace.depth >= DEEPEST_INVOCATION:
            trace.note(element, "too_deep")
            return None
        trace.evaluation.spend(_STEPS)
        trace.depth += 1
        try:
            return result.coerce(body(arguments), trace)
        finally:
            trace.depth -= 1

    plain = functions.function(invoke, tuple(parameter.name for parameter in parameters))
    taken = tuple(parameter.checked.item_type.feel for parameter in parameters)
    return replace(plain, name=element, type=FunctionType(taken, result.item_type.feel))


def _arguments(
    parameters: Sequence[Parameter], values: Sequence[Value], trace: Trace
) -> dict[str, Value] | None:
    """Return the arguments by name, None where one is not of its type."""
    arguments: dict[str, Value] = {}
    for parameter, value in zip(parameters, values, strict=True):
        arguments[parameter.name] = parameter.checked.coerce(value, trace)
        if arguments[parameter.name] is None and value is not None:
            return None
    return arguments
