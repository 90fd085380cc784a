"""What the import contracts cannot see: the house rules that a line of text can break."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine", "forms", "tasks", "web")
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.stat().st_size
)

# Past 300 lines: a reason stands at the top of the file.
LONGEST = 300


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_with(pattern: str, *, outside: tuple[str, ...]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{relative(path)}:{number}"
        for path in SOURCES
        if relative(path) not in outside
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if found.search(line)
    ]


def test_the_clock_is_read_in_server_only() -> None:
    assert lines_with(r"datetime\.now\(|date\.today\(|time\.time\(\)", outside=()) == []


def test_the_environment_is_read_in_server_only() -> None:
    assert lines_with(r"os\.environ|getenv", outside=()) == []


def test_commits_happen_in_transaction_only() -> None:
    outside = ("engine/store/transaction.py",)

    assert lines_with(r"\bcommit\(", outside=outside) == []


def test_nothing_runs_text_as_code() -> None:
    assert lines_with(r"(?<![\w.])(eval|exec)\(|pickle\.", outside=()) == []


def test_no_module_imports_its_own_package() -> None:
    def imported(path: Path) -> set[str]:
        tree = ast.parse(path.read_text("utf-8"))
        return {
            node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        } | {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        }

    init_texts = {
        relative(path.parent).replace("/", ".")
        for path in ROOT.rglob("*/__init__.py")
        if path.parts[len(ROOT.parts)] in PACKAGES and path.stat().st_size
    }

    assert not [
        relative(path)
        for path in SOURCES
        if relative(path.parent).replace("/", ".") in init_texts & imported(path)
    ]


@pytest.mark.parametrize("path", [*SOURCES, ROOT / "server.py"], ids=relative)
def test_a_file_is_one_thing(path: Path) -> None:
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= LONGEST or "# Longer than 300 lines because" in text


def test_no_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "grep", "-nIE", r"/work/|/tmp/|/root/|registry\.npmjs|pypi\.org|deb\.debian"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()

    assert [line for line in listed if not line.startswith("tests/architecture/")] == []
