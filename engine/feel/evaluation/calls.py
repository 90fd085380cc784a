"""Calls and definitions of functions, and `instance of`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel import types
from engine.feel.budgets import Evaluation
from engine.feel.callables import Function, Parameter, Signature
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Frame, Scope
from engine.feel.grammar.tree import (
    Call,
    ContextLiteral,
    FunctionDefinition,
    InstanceOf,
    ListLiteral,
    Literal,
    Name,
    NamedCall,
    Node,
)
from engine.feel.problems import Problem
from engine.feel.types import ANY, FunctionType, NamedType, Type
from engine.feel.values import Value, kind

_LITERALS: dict[type, Type] = {
    Decimal: types.SimpleType("number"),
    str: types.SimpleType("string"),
    bool: types.SimpleType("boolean"),
    type(None): types.SimpleType("Null"),
}


def call(node: Call, compiler: Compiler) -> Compiled:
    """Compile a call by position."""
    function = compiler.compile(node.function)
    arguments = [compiler.compile(argument) for argument in node.arguments]

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        called = function(scope, evaluation)
        if not isinstance(called, Function):
            return evaluation.warn("not_a_function", given=kind(called))
        return called.call([each(scope, evaluation) for each in arguments], evaluation)

    return run


def named_call(node: NamedCall, compiler: Compiler) -> Compiled:
    """Compile a call by parameter names."""
    function = compiler.compile(node.function)
    arguments = [(name, compiler.compile(argument)) for name, argument in node.arguments]

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        called = function(scope, evaluation)
        if not isinstance(called, Function):
            return evaluation.warn("not_a_function", given=kind(called))
        given = {name: each(scope, evaluation) for name, each in arguments}
        if len(given) < len(arguments):
            return evaluation.warn("duplicate_key", name=", ".join(given))
        return called.call_named(given, evaluation)

    return run


def definition(node: FunctionDefinition, compiler: Compiler) -> Compiled:
    """Compile a function; where it is called, it sees the names that it was defined among."""
    names = tuple(name for name, _ in node.parameters)
    if node.external:
        return _external(names)
    body, depth = compiler.body(names, node.body)
    parameters = tuple(Parameter(name) for name in names)
    typed = any(type_ is not None for _, type_ in node.parameters)
    own_type = _function_type(node)

    def define(scope: Scope, _: Evaluation) -> Value:
        def run(evaluation: Evaluation, *arguments: Value) -> Value:
            given: Sequence[Value] = arguments
            if typed:
                given = _converted(arguments, node.parameters, compiler.types, evaluation)
            evaluation.enter(depth)
            result = body(Frame(dict(zip(names, given, strict=True)), scope), evaluation)
            evaluation.leave(depth)
            return result

        return Function("function", (Signature(parameters, run),), own_type)

    return define


def _external(names: tuple[str, ...]) -> Compiled:
    def run(_: Evaluation, *arguments: Value) -> Value:
        raise Problem("external_function")

    signature = Signature(tuple(map(Parameter, names)), run)
    return lambda scope, evaluation: Function("external", (signature,))


def _converted(
    arguments: Sequence[Value],
    parameters: Sequence[tuple[str, Type | None]],
    known: Mapping[str, Type],
    evaluation: Evaluation,
) -> list[Value]:
    """Convert arguments to the types of the parameters, as far as FEEL does so by itself."""
    converted = []
    for (name, type_), argument in zip(parameters, arguments, strict=True):
        value = argument
        if type_ is not None:
            value = types.coerce(argument, type_, known, evaluation)
        if value is types.MISFIT:
            raise Problem("wrong_type", parameter=name, given=kind(argument))
        converted.append(value)
    return converted


def instance(node: InstanceOf, compiler: Compiler) -> Compiled:
    """Compile `instance of`."""
    value = compiler.compile(node.value)
    wanted = node.type
    if isinstance(wanted, NamedType) and wanted.name not in compiler.types:
        return lambda scope, evaluation: evaluation.warn("unknown_type", name=wanted.name)
    return lambda scope, evaluation: types.is_instance(
        value(scope, evaluation), wanted, compiler.types, evaluation
    )


def _function_type(node: FunctionDefinition) -> FunctionType:
    known = {name: type_ or ANY for name, type_ in node.parameters}
    return FunctionType(tuple(known.values()), _infer(node.body, known))


def _infer(node: Node, known: dict[str, Type]) -> Type:
    """Tell the type of a body as far as it can be seen without running it."""
    if isinstance(node, Literal):
        return _LITERALS[type(node.value)]
    if isinstance(node, Name):
        return known.get(node.name, types.UNTOLD)
    if isinstance(node, ContextLiteral):
        return types.ContextType(tuple((key, _infer(each, known)) for key, each in node.entries))
    if isinstance(node, ListLiteral):
        found: set[Any] = {_infer(item, known) for item in node.items}
        return types.ListType(found.pop() if len(found) == 1 else ANY)
    return types.UNTOLD
