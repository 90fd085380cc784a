"""From the regular expressions of XPath 3.1 to those of PyPI `regex`, refusing all else."""

import re

from engine.feel.builtins.pattern_classes import CLASSES, block, category
from engine.feel.builtins.pattern_weights import Weight
from engine.feel.problems import Problem

_SPACE = " \t\n\r"
_SINGLE_ESCAPES = {"n": r"\n", "r": r"\r", "t": r"\t"}
_LITERAL_ESCAPES = frozenset(r"\|.?*+(){}[]^$-")
_QUANTIFIER = re.compile(r"\{([0-9]{1,5})(?:,(?:[0-9]{1,5})?)?\}")
_PROPERTY = re.compile(r"\{([A-Za-z0-9\-]+)\}")
_DEEPEST = 50


def translate(pattern: str, flags: str) -> str:
    """Translate a pattern; raises Problem where XPath knows no such pattern."""
    if "q" in flags:
        return re.sub(r"[^0-9A-Za-z_]", lambda match: re.escape(match[0]), pattern)
    source = _without_space(pattern) if "x" in flags else pattern
    return _Translator(source, flags).run()


def read_replacement(replacement: str, groups: int) -> list[str | int]:
    """Cut a replacement into text and numbers of groups."""
    parts: list[str | int] = []
    for text, escaped, digits in _REPLACEMENT.findall(replacement):
        if digits:
            parts.extend(_group(digits, groups))
        else:
            parts.append(escaped or text)
    if _REPLACEMENT.sub("", replacement):
        raise Problem("invalid_replacement", replacement=replacement)
    return parts


_REPLACEMENT = re.compile(r"([^\\$]+)|\\([\\$])|\$([0-9]+)")


def _group(digits: str, groups: int) -> list[str | int]:
    """Take as many digits as make the number of a group; the rest is text."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    number = int(digits[:length])
    rest = [digits[length:]] if digits[length:] else []
    return [number if number <= groups else "", *rest]


def _without_space(pattern: str) -> str:
    """Take white space out, except inside of classes."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if character in _SPACE and (not depth or escaped):
            continue
        if not escaped and character in "[]":
            depth += 1 if character == "[" else -1
        escaped = character == "\\" and not escaped
        kept.append(character)
    return "".join(kept)


class _Translator:
    """Goes through one pattern and writes the other."""

    def __init__(self, source: str, flags: str) -> None:
        self.source = source
        self.flags = flags
        self.place = 0
        self.opened = 0
        self.closed: set[int] = set()
        self.nested: list[int] = []
        self.written: list[str] = []
        self.weight = Weight()
        # nothing stands before that could be repeated
        self.fresh = True

    def run(self) -> str:
        """Translate everything."""
        while self.place < len(self.source):
            self._one()
        if self.nested:
            self._refuse()
        return "".join(self.written)

    def _refuse(self) -> None:
        raise Problem("invalid_pattern", pattern=self.source)

    def _take(self) -> str:
        if self.place >= len(self.source):
            self._refuse()
        character = self.source[self.place]
        self.place += 1
        return character

    def _one(self) -> None:
        character = self._take()
        if character in "*+?{":
            self._quantifier(character)
            return
        self.fresh = character in "(|^"
        if character == "(":
            self._open()
            return
        if character == ")":
            self._close()
            return
        self.weight.atom()
        if character == "[":
            self.written.append(self._character_class(0))
        elif character == "\\":
            self.written.append(self._escape(in_class=False))
        else:
            self.written.append(self._plain(character))

    def _plain(self, character: str) -> str:
        if character in "]}":
            self._refuse()
        if character == ".":
            return r"(?s:.)" if "s" in self.flags else r"[^\n\r]"
        if character == "$":
            return "$" if "m" in self.flags else r"\Z"
        return character if character in "^|" else re.escape(character)

    def _quantifier(self, character: str) -> None:
        if self.fresh:
            self._refuse()
        text = character
        least = int(character == "+")
        if character == "{":
            match = _QUANTIFIER.match(self.source, self.place - 1)
            if match is None:
                self._refuse()
                return
            text, least = match[0], int(match[1])
            self.place = match.end()
        self.weight.repeat(least)
        if self.source[self.place : self.place + 1] == "?":
            self.place += 1
            text += "?"
        self.written.append(text)
        self.fresh = True

    def _open(self) -> None:
        if len(self.nested) >= _DEEPEST:
            self._refuse()
        self.weight.open()
        if self.source.startswith("?:", self.place):
            self.place += 2
            self.nested.append(0)
            self.written.append("(?:")
            return
        self.opened += 1
        self.nested.append(self.opened)
        self.written.append("(")

    def _close(self) -> None:
        if not self.nested:
            self._refuse()
        self.closed.add(self.nested.pop())
        self.weight.close()
        self.written.append(")")

    def _escape(self, *, in_class: bool) -> str:
        character = self._take()
        if character in _LITERAL_ESCAPES:
            return "\\" + character
        if character in _SINGLE_ESCAPES:
            return _SINGLE_ESCAPES[character]
        if character in CLASSES:
            return CLASSES[character]
        if character in "pP":
            return self._property(negated=character == "P")
        if in_class or not character.isdigit() or character == "0":
            self._refuse()
        return self._back_reference(character)

    def _property(self, *, negated: bool) -> str:
        match = _PROPERTY.match(self.source, self.place)
        if match is None:
            self._refuse()
            return ""
        self.place = match.end()
        name = match[1]
        found = block(name[2:]) if name.startswith("Is") else category(name)
        if found is None:
            self._refuse()
            return ""
        return f"[^{found}]" if negated else f"[{found}]"

    def _back_reference(self, digits: str) -> str:
        while (
            self.source[self.place : self.place + 1].isdigit()
            and int(digits + self.source[self.place]) <= self.opened
        ):
            digits += self._take()
        if int(digits) not in self.closed:
            self._refuse()
        return f"(?:\\{int(digits)})"

    def _character_class(self, depth: int) -> str:
        """Translate `[…]`; `-[` takes characters away again."""
        if depth > _DEEPEST:
            self._refuse()
        written = "["
        if self.source.startswith("^", self.place):
            self.place += 1
            written = "[^"
        empty = True
        while True:
            character = self._take()
            if character == "]" and not empty:
                return written + "]"
            if character == "-" and self.source.startswith("[", self.place) and not empty:
                self.place += 1
                taken = self._character_class(depth + 1)
                if self._take() != "]":
                    self._refuse()
                return f"{written}--{taken}]"
            written += self._member(character)
            empty = False

    def _member(self, character: str) -> str:
        if character in "[]":
            self._refuse()
        if character == "\\":
            return self._escape(in_class=True)
        if character == "-":
            follows = self.source[self.place : self.place + 1]
            before = self.source[self.place - 2 : self.place - 1]
            return "-" if follows != "]" and before not in ("[", "^") else r"\-"
        return re.escape(character)
