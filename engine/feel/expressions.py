"""Parse an expression once, evaluate it many times."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.budgets import Evaluation
from engine.feel.builtins.registry import BUILT_IN, NAMES
from engine.feel.evaluation import membership
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.handlers import HANDLERS
from engine.feel.grammar import names as name_tables
from engine.feel.grammar import parser
from engine.feel.grammar.printer import unparse
from engine.feel.grammar.tree import Node, Tests
from engine.feel.limits import LIMITS, Limits
from engine.feel.problems import EvaluationWarning, Exhausted, FeelSyntaxError
from engine.feel.types import Type
from engine.feel.values import Value, adopt

__all__ = [
    "EvaluationWarning",
    "Expression",
    "FeelSyntaxError",
    "Outcome",
    "UnaryTests",
    "parse",
    "parse_type",
    "parse_unary_tests",
    "unparse",
]

_NO_TYPES: Mapping[str, Type] = {}
_STOPS = (Exhausted, RecursionError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, and why parts of the expression gave null."""

    value: Value
    warnings: tuple[EvaluationWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; `names` are the variables it asks for, without path."""

    text: str
    tree: Node
    names: frozenset[str]
    _compiled: Compiled = field(repr=False, compare=False)
    _builds: bool = field(repr=False, compare=False)
    _limits: Limits = field(repr=False, compare=False)

    def evaluate(self, variables: Mapping[str, Value]) -> Value:
        """Give the value; null where there is a problem."""
        return self.run(variables, Evaluation(self._limits))

    def explain(self, variables: Mapping[str, Value]) -> Outcome:
        """Give the value and the warnings."""
        evaluation = Evaluation(self._limits)
        value = self.run(variables, evaluation)
        return Outcome(value, tuple(evaluation.warnings))

    def run(self, variables: Mapping[str, Value], evaluation: Evaluation) -> Value:
        """Evaluate as a part of a larger evaluation, on its budget."""
        depth = evaluation.depth
        try:
            value = self._compiled(variables, evaluation)
            return evaluation.weigh(value) if self._builds else value
        except _STOPS as stop:
            return _stopped(stop, evaluation, depth)


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """Parsed unary tests, such as a cell of a decision table."""

    text: str
    tree: Tests
    names: frozenset[str]
    _test: membership.Test = field(repr=False, compare=False)
    _limits: Limits = field(repr=False, compare=False)

    def matches(self, value: Value, variables: Mapping[str, Value]) -> bool | None:
        """Say whether a value passes; null where FEEL gives no answer."""
        return self.run(value, variables, Evaluation(self._limits))

    def explain(self, value: Value, variables: Mapping[str, Value]) -> Outcome:
        """Give the answer and the warnings."""
        evaluation = Evaluation(self._limits)
        passed = self.run(value, variables, evaluation)
        return Outcome(passed, tuple(evaluation.warnings))

    def run(
        self, value: Value, variables: Mapping[str, Value], evaluation: Evaluation
    ) -> bool | None:
        """Test as a part of a larger evaluation, on its budget."""
        depth = evaluation.depth
        try:
            return self._test(adopt(value), variables, evaluation)
        except _STOPS as stop:
            _stopped(stop, evaluation, depth)
            return None


def parse(
    text: str,
    names: frozenset[str] = frozenset(),
    types: Mapping[str, Type] = _NO_TYPES,
    limits: Limits = LIMITS,
) -> Expression:
    """Parse an expression; raises FeelSyntaxError.

    Names may hold spaces and symbols, the longest known one wins; `types` are the types that
    `instance of` and parameters of functions may name.
    """
    names = frozenset(names)
    compiler = Compiler(HANDLERS, BUILT_IN, names, types, limits)
    try:
        tree = parser.read_expression(text, _tables(names, types), limits)
        compiled = compiler.compile(tree)
    except RecursionError:
        raise FeelSyntaxError("too_deep", 1, 1, {"limit": limits.depth}) from None
    return Expression(text, tree, frozenset(compiler.free), compiled, compiler.builds, limits)


def parse_unary_tests(
    text: str,
    names: frozenset[str] = frozenset(),
    types: Mapping[str, Type] = _NO_TYPES,
    limits: Limits = LIMITS,
) -> UnaryTests:
    """Parse unary tests, as in a cell of a decision table; raises FeelSyntaxError."""
    names = frozenset(names)
    compiler = Compiler(HANDLERS, BUILT_IN, names, types, limits)
    try:
        tree = parser.read_unary_tests(text, _tables(names, types), limits)
        test = membership.cell(tree, compiler)
    except RecursionError:
        raise FeelSyntaxError("too_deep", 1, 1, {"limit": limits.depth}) from None
    return UnaryTests(text, tree, frozenset(compiler.free), test, limits)


def parse_type(text: str, types: Mapping[str, Type] = _NO_TYPES) -> Type:
    """Parse a type such as `list<number>`; raises FeelSyntaxError."""
    return parser.read_type(text, _tables(frozenset(), types))


def _stopped(stop: Exception, evaluation: Evaluation, depth: int) -> Value:
    """Turn what stopped an evaluation into null and a warning."""
    evaluation.depth = depth
    if isinstance(stop, Exhausted):
        return evaluation.warn(stop.code, limit=stop.limit)
    if isinstance(stop, RecursionError):
        return evaluation.warn("too_deep", limit=evaluation.limits.call_depth)
    return evaluation.warn("no_result", operator="")


def _tables(names: frozenset[str], types: Mapping[str, Type]) -> name_tables.Tables:
    known = (name_tables.table(NAMES), name_tables.table(names)) if names else _BUILT_IN_TABLE
    return name_tables.Tables(known, name_tables.table(frozenset(types)) if types else {})


_BUILT_IN_TABLE = (name_tables.table(NAMES),)
