"""The syntax tree of an expression: frozen nodes, equal where the expressions mean the same."""

from dataclasses import dataclass
from decimal import Decimal

from engine.feel.types import Type


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, boolean or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class AtLiteral:
    """`@"2026-03-18"`."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a built-in function, or `?`."""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """`source.name`."""

    source: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`source[condition]`, where the condition may be an index."""

    source: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """`function(argument, …)`."""

    function: "Node"
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class NamedCall:
    """`function(name: argument, …)`."""

    function: "Node"
    arguments: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """`-operand`."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Operands joined from left to right by operators of one precedence."""

    operands: tuple["Node", ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left = right` and the other five."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Between:
    """`value between low and high`."""

    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class In:
    """`value in test` or `value in (test, …)`."""

    value: "Node"
    tests: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Conjunction:
    """`operand and …`."""

    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """`operand or …`."""

    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`value instance of type`."""

    value: "Node"
    type: Type


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then … else …`."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain` or `name in domain..end`."""

    name: str
    domain: "Node"
    end: "Node | None" = None


@dataclass(frozen=True, slots=True)
class For:
    """`for … return body`."""

    iterators: tuple[Iterator, ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some … satisfies condition` or `every …`."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: "Node"


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """`[item, …]`."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    """`{name: entry, …}`."""

    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral:
    """`[start..end]`, with round or reversed brackets where an end is not included."""

    start: "Node"
    end: "Node"
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class PointTest:
    """`< operand` and its like: a unary test, or an open range."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """`function(name: type, …) body`; external ones are known but never run."""

    parameters: tuple[tuple[str, Type | None], ...]
    body: "Node"
    external: bool = False


@dataclass(frozen=True, slots=True)
class Tests:
    """Unary tests: none for `-`, negated for `not(…)`."""

    tests: tuple["Node", ...]
    negated: bool = False


Node = (
    Literal
    | AtLiteral
    | Name
    | Path
    | Filter
    | Call
    | NamedCall
    | Negation
    | Arithmetic
    | Comparison
    | Between
    | In
    | Conjunction
    | Disjunction
    | InstanceOf
    | If
    | For
    | Quantified
    | ListLiteral
    | ContextLiteral
    | RangeLiteral
    | PointTest
    | FunctionDefinition
)
