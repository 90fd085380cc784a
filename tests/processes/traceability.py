"""Write the page that maps the notice, the clocks and the exceptions to elements and tests.

`python -m tests.processes.traceability` writes docs/traceability.md.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.bpmn import diagrams
from engine.bpmn.elements import Element
from tests.processes.diagrams import FILES, ROOT

SOURCE = Path(__file__).with_name("traceability.toml")
PAGE = ROOT / "docs" / "traceability.md"
KINDS = {
    "notice": "The public notice",
    "clock": "Clocks",
    "escalation": "Reminders and escalation",
    "exception": "Exceptions",
}
_HEAD = """# What the procedure answers to

Each sentence of the public notice, each clock, each step of reminding and escalating and each
exception of the procedure, in our own words, with the elements of the diagrams that answer it and
the tests that show it. Written by `python -m tests.processes.traceability` from
`tests/processes/traceability.toml`; a test holds this page to it, and every name here to the
diagrams and the tests.
"""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that is asked of the procedure, and what answers it."""

    # notice | clock | escalation | exception
    kind: str
    id: str
    says: str
    elements: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    note: str = ""
    # why nothing answers it, "" where something does
    reason: str = ""


def demands() -> tuple[Demand, ...]:
    """Read the demands from their source."""
    source = tomllib.loads(SOURCE.read_text("utf-8"))
    return tuple(
        Demand(
            kind=kind,
            id=each["id"],
            says=each["says"],
            elements=tuple(each.get("elements", ())),
            tests=tuple(each.get("tests", ())),
            note=each.get("note", ""),
            reason=each.get("reason", ""),
        )
        for kind in KINDS
        for each in source[kind]
    )


@cache
def tests() -> Mapping[str, tuple[str, ...]]:
    """Give the files in which each test stands, from the root of the project."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name].append(path.relative_to(ROOT).as_posix())
    return {name: tuple(files) for name, files in found.items()}


@cache
def drawn() -> tuple[Element, ...]:
    """Give the elements of all shipped diagrams."""
    return tuple(
        element
        for file in FILES
        for process in diagrams.read(file.name, file.read_bytes()).processes
        for element in process.elements.values()
    )


def page() -> str:
    """Write the page."""
    lines = [_HEAD]
    for kind, title in KINDS.items():
        lines += [f"## {title}", "| | asked | elements | shown by |", "| --- | --- | --- | --- |"]
        lines += [_row(each) for each in demands() if each.kind == kind]
        lines.append("")
    return "\n".join(lines)


def _row(demand: Demand) -> str:
    says = " ".join(filter(None, [demand.says, demand.note and f"*{demand.note}*"]))
    if demand.reason:
        return f"| {demand.id} | {says} | *{demand.reason}* | |"
    elements = ", ".join(f"`{owner}.{each}`" for each, owner in _owned(demand))
    shown = "<br>".join(_link(each) for each in demand.tests)
    return f"| {demand.id} | {says} | {elements} | {shown} |"


def _owned(demand: Demand) -> Iterator[tuple[str, str]]:
    known = {element.id: element.process_id for element in drawn()}
    return ((each, known.get(each, "?")) for each in demand.elements)


def _link(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return f"[{words}](../{tests().get(name, ('?',))[0]})"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
