"""Turn a tree into nested closures, once; running them needs no look at the tree."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Concatenate

from engine.feel.budgets import Evaluation
from engine.feel.callables import Function
from engine.feel.evaluation.scopes import Scope
from engine.feel.grammar.tree import Node
from engine.feel.limits import Limits
from engine.feel.problems import FeelSyntaxError
from engine.feel.types import Type
from engine.feel.values import Value

# the value that unary tests test
SUBJECT = "?"

Compiled = Callable[[Scope, Evaluation], Value]
Handler = Callable[Concatenate[Any, "Compiler", ...], Compiled]


class Compiler:
    """Compiles one expression; notes its free names and how deep it is."""

    def __init__(
        self,
        handlers: Mapping[type, Handler],
        built_in: Mapping[str, Function],
        names: frozenset[str],
        types: Mapping[str, Type],
        limits: Limits,
    ) -> None:
        """Start with nothing compiled."""
        self._handlers = handlers
        self._names = names
        self._bound: list[frozenset[str]] = []
        self._level = 0
        self._filters = 0
        self._limits = limits
        self.built_in = built_in
        self.types = types
        self.free: set[str] = set()
        self.mentioned: set[str] = set()
        self.deepest = 0
        # what is built may be larger, written out, than the text and the variables
        self.builds = False

    def compile(self, node: Node) -> Compiled:
        """Compile a node and all below it."""
        self._level += 1
        if self._level > self._limits.depth:
            raise FeelSyntaxError("too_deep", 1, 1, {"limit": self._limits.depth})
        self.deepest = max(self.deepest, self._level)
        compiled = self._handlers[type(node)](node, self)
        self._level -= 1
        return compiled

    def mention(self, name: str) -> None:
        """Note a name; it is free unless bound here, built in, or perhaps an entry of an item."""
        self.mentioned.add(name)
        if name == SUBJECT or any(name in bound for bound in self._bound):
            return
        if name in self._names or (name not in self.built_in and not self._filters):
            self.free.add(name)

    def within(self, names: Iterable[str], node: Node) -> Compiled:
        """Compile a node in which further names are bound."""
        self._bound.append(frozenset(names))
        compiled = self.compile(node)
        self._bound.pop()
        return compiled

    def within_filter(self, node: Node) -> Compiled:
        """Compile a condition, in which unknown names may be entries of the item."""
        self._filters += 1
        compiled = self.within(("item",), node)
        self._filters -= 1
        return compiled

    def body(self, names: Iterable[str], node: Node) -> tuple[Compiled, int]:
        """Compile the body of a function, and tell how deep it is."""
        self.builds = True
        outer, self.deepest = self.deepest, self._level
        compiled = self.within(names, node)
        depth = self.deepest - self._level
        self.deepest = max(outer, self.deepest)
        return compiled, depth
