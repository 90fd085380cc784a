"""Check a value against a type and convert it where DMN converts implicitly (1.5 10.3.2.9.4)."""

from dataclasses import dataclass

from engine.dmn.item_types import ANY, ItemType, Signature, Types
from engine.dmn.scopes import Trace
from engine.feel import types
from engine.feel.values import Value, kind


@dataclass(frozen=True, slots=True)
class Checked:
    """The type that a value must have at one element."""

    element: str
    item_type: ItemType
    types: Types

    def coerce(self, value: Value, trace: Trace) -> Value:
        """Return the value, converted where that is implied; null and a reason where not."""
        if value is None or self.item_type is ANY:
            return value
        converted = types.coerce(value, self.item_type.feel, self.types.feel, trace.evaluation)
        if converted is types.MISFIT:
            trace.note(self.element, "wrong_type", given=kind(value))
            return None
        if not self.types.satisfied(converted, self.item_type, trace.evaluation):
            trace.note(self.element, "not_allowed")
            return None
        return converted

    def of_result(self) -> "Checked":
        """Return the check of what a function gives, where the type is that of the function."""
        resolved = self.types.resolve(self.item_type)
        if not isinstance(resolved, Signature):
            return self
        return Checked(self.element, resolved.result, self.types)
