"""Types of FEEL and which values are of them (DMN 1.5, 10.3.2.9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.budgets import Evaluation
from engine.feel.temporal import (
    MIDNIGHT_UTC,
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)
from engine.feel.values import Function, Range


@dataclass(frozen=True, slots=True)
class SimpleType:
    """A built-in type by its name, such as `number` or `Any`."""

    name: str


@dataclass(frozen=True, slots=True)
class NamedType:
    """A type defined elsewhere (an item definition), looked up when it is needed."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType:
    """`list<element>`."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class RangeType:
    """`range<element>`."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class ContextType:
    """`context<name: type, …>`; a context may hold more entries than the type names."""

    entries: tuple[tuple[str, "Type"], ...]


@dataclass(frozen=True, slots=True)
class FunctionType:
    """`function<parameter, …> -> result`."""

    parameters: tuple["Type", ...]
    result: "Type"


Type = SimpleType | NamedType | ListType | RangeType | ContextType | FunctionType

ANY = SimpleType("Any")
# of a function's result that nobody can tell without running it
UNTOLD = SimpleType("unknown")
# what coerce gives where a value does not conform
MISFIT = object()

_CLASSES: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateAndTime,),
    "days and time duration": (DaysTimeDuration,),
    "years and months duration": (YearsMonthsDuration,),
    "dayTimeDuration": (DaysTimeDuration,),
    "yearMonthDuration": (YearsMonthsDuration,),
    "list": (list,),
    "context": (dict,),
    "function": (Function,),
    "range": (Range,),
    "Null": (type(None),),
}
SIMPLE_NAMES = frozenset({"Any", *_CLASSES})
_DEEPEST = 64


def is_instance(
    value: Any,
    type_: Type,
    types: Mapping[str, Type] | None = None,
    evaluation: Evaluation | None = None,
) -> bool:
    """Say whether `value instance of type` holds; null is an instance of nothing but Null."""
    if value is None:
        return type_ == SimpleType("Null")
    return _fits(value, type_, _Known(types or {}, evaluation or Evaluation()), 0)


def coerce(
    value: Any,
    type_: Type,
    types: Mapping[str, Type] | None = None,
    evaluation: Evaluation | None = None,
) -> Any:
    """Convert a value to a type where FEEL does so by itself, else give MISFIT; null stays null.

    A list of one is taken for its item and the other way round, a date for its midnight in UTC.
    """
    known = _Known(types or {}, evaluation or Evaluation())
    if value is None or _fits(value, type_, known, 0):
        return value
    wanted = _resolve(type_, known.types)
    if isinstance(wanted, ListType) and _fits(value, wanted.element, known, 0):
        return [value]
    if isinstance(value, list) and len(value) == 1 and _fits(value[0], wanted, known, 0):
        return value[0]
    if wanted == SimpleType("date and time") and isinstance(value, Date):
        return DateAndTime(value, MIDNIGHT_UTC)
    return MISFIT


@dataclass(frozen=True, slots=True)
class _Known:
    """What a check may look up and spend."""

    types: Mapping[str, Type]
    evaluation: Evaluation


def _resolve(type_: Type, types: Mapping[str, Type]) -> Type:
    for _ in range(_DEEPEST):
        if not isinstance(type_, NamedType):
            break
        type_ = types.get(type_.name, UNTOLD)
    return type_


def _fits(value: Any, type_: Type, known: _Known, depth: int) -> bool:
    """Say whether a value conforms; inside lists and contexts null conforms to every type."""
    wanted = _resolve(type_, known.types)
    if value is None or wanted == ANY:
        return True
    if depth > _DEEPEST:
        return False
    if isinstance(wanted, SimpleType):
        return type(value) in _CLASSES.get(wanted.name, ())
    if isinstance(wanted, ListType):
        return isinstance(value, list) and _fits_each(value, wanted.element, known, depth)
    if isinstance(wanted, ContextType):
        return isinstance(value, dict) and all(
            name in value and _fits(value[name], entry, known, depth + 1)
            for name, entry in wanted.entries
        )
    return _fits_special(value, wanted, known, depth)


def _fits_each(items: list[Any], element: Type, known: _Known, depth: int) -> bool:
    known.evaluation.spend(len(items))
    return all(_fits(item, element, known, depth + 1) for item in items)


def _fits_special(value: Any, wanted: Type, known: _Known, depth: int) -> bool:
    if isinstance(wanted, RangeType):
        return (
            isinstance(value, Range)
            and _fits(value.start, wanted.element, known, depth + 1)
            and _fits(value.end, wanted.element, known, depth + 1)
        )
    if not isinstance(wanted, FunctionType) or not isinstance(value, Function):
        return False
    own = value.type
    if not isinstance(own, FunctionType):
        return len(value.parameters) == len(wanted.parameters)
    return conforms(own, wanted, known.types)


def conforms(own: Type, wanted: Type, types: Mapping[str, Type], depth: int = 0) -> bool:
    """Say whether every value of one type is of another (10.3.2.9.2)."""
    own, wanted = _resolve(own, types), _resolve(wanted, types)
    if wanted in (own, ANY) or own == SimpleType("Null"):
        return True
    if depth > _DEEPEST:
        return False
    if isinstance(own, ListType | RangeType):
        return type(own) is type(wanted) and conforms(
            own.element, wanted.element, types, depth + 1
        )
    if isinstance(own, ContextType) and isinstance(wanted, ContextType):
        return _context_conforms(own, wanted, types, depth)
    if isinstance(own, FunctionType) and isinstance(wanted, FunctionType):
        return _function_conforms(own, wanted, types, depth)
    return False


def _context_conforms(
    own: ContextType, wanted: ContextType, types: Mapping[str, Type], depth: int
) -> bool:
    entries = dict(own.entries)
    return all(
        name in entries and conforms(entries[name], entry, types, depth + 1)
        for name, entry in wanted.entries
    )


def _function_conforms(
    own: FunctionType, wanted: FunctionType, types: Mapping[str, Type], depth: int
) -> bool:
    return (
        len(own.parameters) == len(wanted.parameters)
        and (own.result == UNTOLD or conforms(own.result, wanted.result, types, depth + 1))
        and all(
            conforms(given, taken, types, depth + 1)
            for given, taken in zip(wanted.parameters, own.parameters, strict=True)
        )
    )
