"""The types of a model: item definitions, which are FEEL types with constraints on values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel import types
from engine.feel.budgets import Evaluation
from engine.feel.expressions import UnaryTests
from engine.feel.types import ContextType, FunctionType, ListType, SimpleType, Type
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Plain:
    """A type of FEEL itself."""

    feel: Type


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to an item definition of a document."""

    name: str
    namespace: str

    @property
    def feel(self) -> Type:
        """The reference as a FEEL type, its name unique over all documents."""
        return types.NamedType(self.spelling)

    @property
    def spelling(self) -> str:
        """The name with its namespace, as FEEL looks it up."""
        return f"{{{self.namespace}}}{self.name}"


@dataclass(frozen=True, slots=True)
class Structure:
    """A context with typed entries."""

    entries: Mapping[str, "ItemType"]

    @property
    def feel(self) -> Type:
        """The structure as a FEEL type."""
        return ContextType(tuple((name, entry.feel) for name, entry in self.entries.items()))


@dataclass(frozen=True, slots=True)
class Signature:
    """A function with typed parameters and a typed result."""

    parameters: tuple["ItemType", ...]
    result: "ItemType"

    @property
    def feel(self) -> Type:
        """The signature as a FEEL type."""
        return FunctionType(tuple(each.feel for each in self.parameters), self.result.feel)


@dataclass(frozen=True, slots=True)
class Collection:
    """A list of items of one type."""

    item: "ItemType"

    @property
    def feel(self) -> Type:
        """The list as a FEEL type."""
        return ListType(self.item.feel)


@dataclass(frozen=True, slots=True)
class Constrained:
    """A type whose values must also pass unary tests; FEEL knows nothing of those."""

    base: "ItemType"
    tests: UnaryTests

    @property
    def feel(self) -> Type:
        """The type without its constraint."""
        return self.base.feel


ItemType = Plain | Named | Structure | Signature | Collection | Constrained

ANY = Plain(types.ANY)

FEEL_TYPES: Mapping[str, ItemType] = {
    **{name: Plain(SimpleType(name)) for name in types.SIMPLE_NAMES},
    # spellings of DMN 1.1 and of modelling tools
    "any": ANY,
    "dateTime": Plain(SimpleType("date and time")),
    "dayTimeDuration": Plain(SimpleType("days and time duration")),
    "yearMonthDuration": Plain(SimpleType("years and months duration")),
    "integer": Plain(SimpleType("number")),
    "long": Plain(SimpleType("number")),
    "double": Plain(SimpleType("number")),
}


@dataclass(frozen=True, slots=True)
class Types:
    """The item definitions of all documents of a model, for us and as FEEL sees them."""

    definitions: dict[Named, ItemType] = field(default_factory=dict)
    feel: dict[str, Type] = field(default_factory=dict)

    def define(self, name: Named, item_type: ItemType) -> None:
        """Add an item definition."""
        self.definitions[name] = item_type
        self.feel[name.spelling] = item_type.feel

    def resolve(self, item_type: ItemType) -> ItemType:
        """Return what a name stands for: anything but a name."""
        while isinstance(item_type, Named):
            item_type = self.definitions.get(item_type, ANY)
        return item_type

    def satisfied(self, value: Value, item_type: ItemType, evaluation: Evaluation) -> bool:
        """Tell whether a value of the type passes the constraints in it; null always does."""
        match self.resolve(item_type):
            case Constrained(base, tests):
                passes = value is None or tests.run(value, {}, evaluation) is True
                return passes and self.satisfied(value, base, evaluation)
            case Collection(item) if isinstance(value, list):
                evaluation.spend(len(value))
                return all(self.satisfied(each, item, evaluation) for each in value)
            case Structure(entries) if isinstance(value, dict):
                return all(
                    self.satisfied(value[name], each, evaluation) for name, each in entries.items()
                )
        return True
