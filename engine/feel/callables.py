"""Functions as values: what they take, and how they are called without ever raising."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.feel.budgets import Evaluation
from engine.feel.problems import Problem

_LONG_TEXT = 256


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `accept` converts a non-null argument or raises Problem."""

    name: str
    accept: Callable[[Any], Any] | None = None
    optional: bool = False
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function; the body gets the evaluation and the accepted arguments."""

    parameters: tuple[Parameter, ...]
    body: Callable[..., Any]
    # the last parameter takes all further arguments
    repeats: bool = False
    # several arguments are the items of the one list parameter
    packs: bool = False

    def takes(self, count: int) -> bool:
        """Say whether that many positional arguments can be right."""
        required = sum(not parameter.optional for parameter in self.parameters)
        return required <= count <= len(self.parameters) or (
            count > len(self.parameters) and (self.repeats or self.packs)
        )

    def begins_with(self, given: Mapping[str, Any]) -> bool:
        """Say whether the first parameters have these names in this order."""
        return all(
            parameter.name == name for parameter, name in zip(self.parameters, given, strict=False)
        )

    def names(self, given: Mapping[str, Any]) -> bool:
        """Say whether arguments of these names can be right."""
        known = {parameter.name for parameter in self.parameters}
        return known.issuperset(given) and all(
            parameter.optional or parameter.name in given for parameter in self.parameters
        )


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of FEEL: built in, defined in an expression, or handed in by the product."""

    name: str
    signatures: tuple[Signature, ...]
    # an engine.feel.types.FunctionType where it is known
    type: object = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name the parameters of the first signature."""
        return tuple(parameter.name for parameter in self.signatures[0].parameters)

    def call(self, arguments: Sequence[Any], evaluation: Evaluation | None = None) -> Any:
        """Call by position; null where the arguments do not fit or the function fails."""
        running = Evaluation() if evaluation is None else evaluation
        problem: Problem | None = None
        for signature in self.signatures:
            if signature.takes(len(arguments)):
                try:
                    return _run(signature, arguments, running)
                except Problem as raised:
                    problem = problem or raised
        problem = problem or Problem("wrong_number_of_arguments", given=len(arguments))
        return running.warn(problem.code, function=self.name, **problem.parameters)

    def call_named(
        self, arguments: Mapping[str, Any], evaluation: Evaluation | None = None
    ) -> Any:
        """Call by the names of the parameters."""
        running = Evaluation() if evaluation is None else evaluation
        problem: Problem | None = None
        for signature in self._ways(arguments):
            if signature.names(arguments):
                try:
                    return _run_named(signature, arguments, running)
                except Problem as raised:
                    problem = problem or raised
        problem = problem or Problem("wrong_names_of_arguments", given=tuple(arguments))
        return running.warn(problem.code, function=self.name, **problem.parameters)

    def _ways(self, given: Mapping[str, Any]) -> Sequence[Signature]:
        """Prefer the signature that is written in the order of the names: (range, point)."""
        if len(self.signatures) == 1:
            return self.signatures
        return sorted(self.signatures, key=lambda signature: not signature.begins_with(given))


def _run(signature: Signature, arguments: Sequence[Any], evaluation: Evaluation) -> Any:
    evaluation.spend(1 + sum(map(_size, arguments)))
    parameters = signature.parameters
    if signature.packs and len(arguments) > 1:
        arguments = [list(arguments)]
    accepted = [
        _accept(parameters[min(index, len(parameters) - 1)], argument)
        for index, argument in enumerate(arguments)
    ]
    return _checked(signature.body(evaluation, *accepted), evaluation)


def _run_named(signature: Signature, arguments: Mapping[str, Any], evaluation: Evaluation) -> Any:
    evaluation.spend(1 + sum(map(_size, arguments.values())))
    accepted = [
        _accept(parameter, arguments[parameter.name]) if parameter.name in arguments else None
        for parameter in signature.parameters
    ]
    return _checked(signature.body(evaluation, *accepted), evaluation)


def _accept(parameter: Parameter, argument: Any) -> Any:
    if argument is None:
        if parameter.nullable:
            return None
        raise Problem("null_argument", parameter=parameter.name)
    return argument if parameter.accept is None else parameter.accept(argument)


def _size(value: Any) -> int:
    if isinstance(value, list | dict):
        return len(value)
    return len(value) // _LONG_TEXT if isinstance(value, str) else 0


def _checked(result: Any, evaluation: Evaluation) -> Any:
    if isinstance(result, list | dict):
        evaluation.hold(len(result))
    elif isinstance(result, str):
        evaluation.write(len(result))
    return result
