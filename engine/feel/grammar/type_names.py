"""Types as they are written after `instance of` and in function parameters."""

from engine.feel.grammar.cursors import Cursor
from engine.feel.types import (
    ANY,
    SIMPLE_NAMES,
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    RangeType,
    SimpleType,
    Type,
)

_TYPE_ENDS = frozenset(":")
_BUILT_IN = tuple(
    sorted((tuple(name.split()) for name in SIMPLE_NAMES if " " in name), key=len, reverse=True)
)
_DEEPEST = 32


def read(cursor: Cursor, depth: int = 0) -> Type:
    """Read a type."""
    if depth > _DEEPEST:
        cursor.fail("too_deep", cursor.token, limit=_DEEPEST)
    known = cursor.known_type()
    if known is not None:
        return NamedType(known)
    words = _built_in(cursor)
    if words is not None:
        return SimpleType(words)
    if not cursor.at("name") and not cursor.at("function"):
        cursor.unexpected("type")
    name = cursor.advance().text
    if cursor.at("<") and name in ("list", "range", "context", "function"):
        return _read_arguments(cursor, name, depth + 1)
    if name in SIMPLE_NAMES:
        return SimpleType(name)
    while cursor.at(".") and cursor.peek().kind == "name":
        cursor.advance()
        name += f".{cursor.advance().text}"
    return NamedType(name)


def _built_in(cursor: Cursor) -> str | None:
    for words in _BUILT_IN:
        if all(cursor.peek(offset).text == word for offset, word in enumerate(words)):
            cursor.advance(len(words))
            return " ".join(words)
    return None


def _read_arguments(cursor: Cursor, name: str, depth: int) -> Type:
    cursor.expect("<")
    if name in ("list", "range"):
        element = read(cursor, depth)
        cursor.expect(">")
        return ListType(element) if name == "list" else RangeType(element)
    if name == "context":
        return _read_context(cursor, depth)
    parameters: list[Type] = []
    while not cursor.at(">"):
        parameters.append(read(cursor, depth))
        if not cursor.accept(","):
            break
    cursor.expect(">")
    result: Type = ANY
    if cursor.at("-") and cursor.peek().kind == ">":
        cursor.advance(2)
        result = read(cursor, depth)
    return FunctionType(tuple(parameters), result)


def _read_context(cursor: Cursor, depth: int) -> Type:
    entries: list[tuple[str, Type]] = []
    while not cursor.at(">"):
        name = cursor.free_name(_TYPE_ENDS)
        cursor.expect(":")
        entries.append((name, read(cursor, depth)))
        if not cursor.accept(","):
            break
    cursor.expect(">")
    return ContextType(tuple(entries))
