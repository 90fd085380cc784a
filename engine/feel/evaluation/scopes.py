"""Where the value of a name is looked up while an expression runs."""

from collections.abc import Mapping
from typing import Any, Protocol


class Scope(Protocol):
    """The variables that were handed in, or a frame on top of them."""

    def get(self, name: str, missing: Any, /) -> Any:
        """Give the value of a name, or what stands for a missing one."""


class Frame:
    """Names of a loop, filter, context or function, in front of an outer scope."""

    __slots__ = ("names", "outer")

    def __init__(self, names: Mapping[str, Any], outer: Scope) -> None:
        """Keep both."""
        self.names = names
        self.outer = outer

    def get(self, name: str, missing: Any, /) -> Any:
        """Give the innermost value of a name, or what stands for a missing one."""
        scope: Scope = self
        while isinstance(scope, Frame):
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return scope.get(name, missing)
