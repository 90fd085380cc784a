"""Every text of the catalogues is asked for: by its key, or by a word put behind its beginning."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from web import words

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [
    ROOT / "server.py",
    *(
        path
        for name in ("engine", "forms", "tasks", "web")
        for path in (ROOT / name).rglob("*.py")
    ),
]
TEMPLATES = sorted((ROOT / "web/templates").glob("*.html"))
DATA = [
    *TEMPLATES,
    *(ROOT / "web/static").glob("*.js"),
    *(path for path in (ROOT / "web/frontend/src").rglob("*") if path.suffix in {".js", ".mjs"}),
    *(
        path
        for path in (ROOT / "processes").rglob("*")
        if path.suffix in {".bpmn", ".dmn", ".toml"}
    ),
    *(ROOT / "forms").rglob("*.json"),
]
# asked for by the editors of decisions and diagrams, in their own words
OF_THE_EDITORS = re.compile(r"(dmn|bpmn)\..+")
# something that is put in must be said somewhere; of a shorter beginning anything could come
SHORTEST = 3


def built(text: ast.JoinedStr) -> str:
    """Give an f-string as a pattern with a group for what is put in."""
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"([\w.-]+)"
        for part in text.values
    )
    return "".join(parts)


def of_python() -> Iterator[tuple[str, bool]]:
    """Give what the program says: texts, and the patterns of those that it builds (True)."""
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield built(node), True
            elif isinstance(node, ast.Constant):
                yield str(node.value), False
        # all below a beginning, for a script
        for beginning in re.findall(r'words\.below\("([\w.]+)"', path.read_text("utf-8")):
            yield rf"{re.escape(beginning)}\.([\w.-]+)", True


def of_templates() -> Iterator[tuple[str, bool]]:
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        yield from ((each, False) for each in re.findall(r"'([\w.-]+)'", text))
        beginnings = re.findall(r"'([\w.-]+)' [~+]", text)
        yield from ((rf"{re.escape(each)}([\w.-]+)", True) for each in beginnings)


SAID = [*of_python(), *of_templates()]
TEXTS = {text for text, pattern in SAID if not pattern}
PATTERNS = [
    re.compile(text)
    for text in sorted({text for text, pattern in SAID if pattern})
    if len(re.sub(r"\(.*?\)|\W", "", text)) >= SHORTEST and " " not in text
]
SAYINGS = TEXTS | {
    word for path in DATA for word in re.findall(r"[\w-]+", path.read_text("utf-8"))
}


def is_said(word: str, depth: int = 2) -> bool:
    """Tell whether a word stands somewhere, or is built of such words."""
    return word.strip("_") in SAYINGS or (depth > 0 and is_built(word, depth - 1))


def is_built(text: str, depth: int) -> bool:
    fits = (match for match in (pattern.fullmatch(text) for pattern in PATTERNS) if match)
    return any(all(is_said(part, depth) for part in match.groups()) for match in fits)


def is_asked_for(key: str) -> bool:
    # `count` asks for one of both
    asked = re.sub(r"\.(one|other)$", "", key)
    known = asked in TEXTS or key in TEXTS or OF_THE_EDITORS.fullmatch(key) is not None
    return known or is_built(asked, 2) or is_built(key, 2)


def test_every_text_of_the_catalogues_is_asked_for() -> None:
    assert [key for key in words.catalogue("en") if not is_asked_for(key)] == []
