"""Cut the text of an expression into tokens."""

import re
from typing import NamedTuple

KEYWORDS = frozenset(
    (
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "between",
        "instance",
        "function",
        "null",
        "true",
        "false",
    )
)

NAME_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
NAME_PART = NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"

_TOKEN = re.compile(
    rf"""
    (?P<space>(?:[\s\uFEFF\u180E]+|//[^\n\r]*|/\*(?s:.*?)\*/)+)
  | (?P<name>[{NAME_START}][{NAME_PART}]*)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<symbol>\.\.|\*\*|<=|>=|!=|[-+*/=<>()\[\]{{}},:.@])
  | (?P<unknown>.)
    """,
    re.VERBOSE | re.DOTALL,
)


_NAME = re.compile(f"[{NAME_START}][{NAME_PART}]*")


def is_word(text: str) -> bool:
    """Say whether a text is a name of one token."""
    return _NAME.fullmatch(text) is not None and text not in KEYWORDS


class Token(NamedTuple):
    """A piece of text; its kind is `name`, `number`, `string`, `unknown`, `end` or itself."""

    kind: str
    text: str
    start: int
    end: int


def cut(text: str) -> list[Token]:
    """Cut a text into tokens, the last one is `end`."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        piece = match.group()
        if kind == "symbol" or (kind == "name" and piece in KEYWORDS):
            kind = piece
        tokens.append(Token(kind or "unknown", piece, match.start(), match.end()))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})(?:\\u([0-9A-Fa-f]{4}))?|U([0-9A-Fa-f]{6})|([\"'\\nrt]))"
)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_REPLACEMENT = "\ufffd"
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
_LAST = 0x10FFFF


def unquote(token: str) -> str:
    """Give the string that a string token stands for; unknown escapes stay as they are."""
    inner = token[1:-1]
    return _ESCAPE.sub(_unescape, inner) if "\\" in inner else inner


def quote(text: str) -> str:
    """Write a string as a token."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _unescape(match: re.Match[str]) -> str:
    first, second, wide, plain = match.groups()
    if plain is not None:
        return _PLAIN.get(plain, plain)
    if wide is not None:
        return _character(int(wide, 16))
    code = int(first, 16)
    if second is None:
        return _character(code)
    low = int(second, 16)
    if _HIGH <= code < _LOW <= low < _AFTER:
        return chr(0x10000 + ((code - _HIGH) << 10) + low - _LOW)
    return _character(code) + _character(low)


def _character(code: int) -> str:
    return _REPLACEMENT if code > _LAST or _HIGH <= code < _AFTER else chr(code)
