"""The place of the parser in the text: tokens, names in scope, limits and errors."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from engine.feel.grammar import names, tokens
from engine.feel.grammar.tokens import Token
from engine.feel.grammar.tree import Name, Node
from engine.feel.limits import Limits
from engine.feel.problems import FeelSyntaxError

_SPACE = re.compile(r"\s+")
_NO_NAME = frozenset(("end", "string", "@", "(", ")", "[", "]", "{", "}", ",", ":"))


@dataclass(frozen=True, slots=True)
class Grammar:
    """What may begin an expression and what may follow one, by token kind."""

    prefixes: dict[str, Callable[["Cursor"], Node]]
    # binding power and what reads the rest
    infixes: dict[str, tuple[int, Callable[["Cursor", Node], Node]]]


class Cursor:
    """Reads tokens from left to right; may go back, at the price of steps."""

    def __init__(self, text: str, tables: names.Tables, grammar: Grammar, limits: Limits) -> None:
        """Cut the text and stand before its first token."""
        self.text = text
        self.limits = limits
        self._grammar = grammar
        self._tables = list(tables.names)
        self._types = tables.types
        self._seen: list[names.Table] = []
        self._nesting = 0
        self._steps = 0
        # an open `[` ends a range here and filters nothing
        self.bracket_ends = False
        if len(text) > limits.characters:
            raise FeelSyntaxError("too_long", 1, 1, {"limit": limits.characters})
        self.tokens = tokens.cut(text)
        self.index = 0
        self.token = self.tokens[0]

    def expression(self, power: int = 0) -> Node:
        """Read an expression whose operators bind at least that strongly."""
        self._nesting += 1
        if self._nesting > self.limits.nesting:
            self.fail("too_deep", self.token, limit=self.limits.nesting)
        node = self._operand()
        infixes = self._grammar.infixes
        while True:
            infix = infixes.get(self.token.kind)
            if infix is None or infix[0] < power or (self.bracket_ends and self.at("[")):
                break
            node = infix[1](self, node)
        self._nesting -= 1
        return node

    def _operand(self) -> Node:
        if self.token.kind in tokens.KEYWORDS:
            known = self.known_name()
            if known is not None:
                return Name(known)
        prefix = self._grammar.prefixes.get(self.token.kind)
        return self.unexpected("expression") if prefix is None else prefix(self)

    def within(self, read: Callable[[], Node]) -> Node:
        """Read what stands between brackets, where `[` is a filter again."""
        outer, self.bracket_ends = self.bracket_ends, False
        node = read()
        self.bracket_ends = outer
        return node

    def at(self, kind: str) -> bool:
        """Say whether the token is of a kind."""
        return self.token.kind == kind

    def peek(self, offset: int = 1) -> Token:
        """Look at a later token."""
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def advance(self, count: int = 1) -> Token:
        """Go on, and give the token that was left behind."""
        self._steps += 1
        if self._steps > self.limits.parser_steps:
            self.fail("too_complex", self.token, limit=self.limits.parser_steps)
        left = self.token
        self.index = min(self.index + count, len(self.tokens) - 1)
        self.token = self.tokens[self.index]
        return left

    def accept(self, kind: str) -> bool:
        """Go past a token of a kind if it is there."""
        if self.token.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: str) -> Token:
        """Go past a token of a kind, or fail."""
        if self.token.kind != kind:
            self.unexpected(kind)
        return self.advance()

    def attempt(self, read: Callable[[], Node]) -> Node | None:
        """Read, or come back here and give None."""
        index, nesting, bracket_ends = self.index, self._nesting, self.bracket_ends
        tables, seen = len(self._tables), len(self._seen)
        try:
            return read()
        except FeelSyntaxError as error:
            if error.code in ("too_complex", "too_deep"):
                raise
        self.index, self._nesting, self.bracket_ends = index, nesting, bracket_ends
        self.token = self.tokens[index]
        del self._tables[tables:], self._seen[seen:]
        return None

    def declare(self, declared: Iterable[str]) -> None:
        """Make names known until they are forgotten."""
        known = names.build(declared)
        self._tables.append(known)
        self._seen.append(known)

    def forget(self, count: int = 1) -> None:
        """Take back the last declarations."""
        del self._tables[len(self._tables) - count :]

    def known_name(self) -> str | None:
        """Go past the longest known name of several tokens, or stay and give None."""
        return self._take(self._tables)

    def known_segment(self) -> str | None:
        """Do the same where also entries of contexts elsewhere in the text are known."""
        return self._take([*self._tables, *self._seen])

    def known_type(self) -> str | None:
        """Go past the longest known type name of several tokens, or stay and give None."""
        return self._take([self._types])

    def free_name(self, stop: frozenset[str]) -> str:
        """Go past a name that is being declared: everything up to one of the token kinds."""
        first = self.index
        if self.token.kind in stop or not self._may_begin_name():
            self.unexpected("name")
        while self.token.kind not in stop and self.token.kind not in _NO_NAME:
            self.advance()
        if self.token.kind not in stop:
            self.unexpected(min(stop))
        return self.spelled(first, self.index)

    def spelled(self, first: int, end: int) -> str:
        """Give the text of tokens with white space made single."""
        span = self.text[self.tokens[first].start : self.tokens[end - 1].end]
        return _SPACE.sub(" ", span)

    def unexpected(self, expected: str) -> NoReturn:
        """Fail because of the token that stands here."""
        token = self.token
        if token.kind == "end":
            self.fail("unexpected_end", token, expected=expected)
        if token.kind == "unknown":
            code = "unterminated_string" if token.text == '"' else "unexpected_character"
            self.fail(code, token, found=token.text)
        self.fail("unexpected_token", token, found=token.text, expected=expected)

    def fail(self, code: str, token: Token, **parameters: object) -> NoReturn:
        """Raise the error with the place of a token."""
        line = self.text.count("\n", 0, token.start) + 1
        column = token.start - (self.text.rfind("\n", 0, token.start) + 1) + 1
        raise FeelSyntaxError(code, line, column, parameters)

    def _may_begin_name(self) -> bool:
        return self.token.text[:1].isalpha() or self.token.kind == "name"

    def _take(self, tables: list[names.Table]) -> str | None:
        found = names.longest(tables, self.tokens, self.index)
        if found is None:
            return None
        self.advance(found[0])
        return found[1]
