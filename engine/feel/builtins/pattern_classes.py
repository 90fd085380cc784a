"""Classes of characters that XPath names: escapes, Unicode categories and blocks."""

import regex

_CATEGORIES = frozenset(
    (
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cn",
    )
)

_NAME_START = r"\p{L}\p{Nl}_:"
_NAME = r"\p{L}\p{N}\p{M}_:.\-\u00B7"

CLASSES = {
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME}]",
    "C": f"[^{_NAME}]",
}


def category(name: str) -> str | None:
    """Give a Unicode category such as `Lu`."""
    return rf"\p{{{name}}}" if name in _CATEGORIES else None


def block(name: str) -> str | None:
    """Give a Unicode block such as `BasicLatin`."""
    written = rf"\p{{Block={name}}}"
    try:
        regex.compile(written)
    except regex.error:
        return None
    return written
