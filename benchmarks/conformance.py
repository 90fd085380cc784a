"""Run the test cases of a DMN TCK folder and count what passes.

`python -m benchmarks.conformance FOLDER [--table FILE]`: a line per directory, last on stdout
`N passed, N failed`; with --table the results also go to FILE as a Markdown page.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.dmn import decisions, models
from engine.dmn.models import Model
from engine.dmn.nodes import Decision, DecisionService
from engine.feel import functions
from engine.feel.expressions import parse
from engine.feel.values import Value

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TESTS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
# the kit asks for the type of today() and now() only
INSTANT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
READERS = {
    name: parse(f"{function}(text)", frozenset({"text"}))
    for name, function in {
        "date": "date",
        "time": "time",
        "dateTime": "date and time",
        "duration": "duration",
    }.items()
}
EQUAL = parse("one = other", frozenset({"one", "other"}))
# a number that the kit gives with this many decimals is a rounded one, and its own runners
# accept what is as near as the last of them
ROUNDED_DECIMALS = 8


@dataclass(frozen=True, slots=True)
class Case:
    """A test case with the file it stands in and the file of its model."""

    file: Path
    model_name: str
    element: etree._Element

    @property
    def name(self) -> str:
        """The file and the id of the case."""
        return f"{self.file.name} {self.element.get('id', '-')}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case: no problems is a pass."""

    case: Case
    problems: tuple[str, ...]


def cases(folder: Path) -> Iterator[Case]:
    """Return the test cases below a folder, in the order of their files."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    for file in sorted(folder.rglob("*.xml")):
        root = etree.parse(file, parser).getroot()
        if root.tag == f"{TESTS}testCases":
            model_name = root.findtext(f"{TESTS}modelName", "").strip()
            for element in root.iterchildren(f"{TESTS}testCase"):
                yield Case(file, model_name, element)


def value(element: etree._Element | None) -> Value:
    """Return the value that an input or an expected result describes."""
    if element is None:
        return None
    listed = element.find(f"{TESTS}list")
    if listed is not None:
        return (
            None if nil(listed) else [value(item) for item in listed.iterchildren(f"{TESTS}item")]
        )
    components = element.findall(f"{TESTS}component")
    if components:
        return {part.get("name", ""): None if nil(part) else value(part) for part in components}
    return simple(element.find(f"{TESTS}value"))


def nil(element: etree._Element) -> bool:
    """Tell whether an element is marked as null."""
    return element.get(NIL) in {"true", "1"}


def simple(element: etree._Element | None) -> Value:
    """Return a value of a type of XML Schema."""
    if element is None or nil(element):
        return None
    text = element.text or ""
    kind = element.get(TYPE, "string").rpartition(":")[2]
    if kind in READERS:
        return READERS[kind].evaluate({"text": text.strip()})
    if kind in {"decimal", "double", "float", "integer", "int", "long", "short"}:
        return Decimal(text.strip())
    return text.strip() in {"true", "1"} if kind == "boolean" else text


def same(one: Value, other: Value) -> bool:
    """Tell whether a value is the expected one (`other`), contexts and lists by value."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= tolerance(other)
    if one is None or other is None:
        return one is other
    return EQUAL.evaluate({"one": one, "other": other}) is True


def tolerance(expected: Decimal) -> Decimal:
    """Return how far a number may be from the expected one: not at all, unless that is rounded."""
    exponent = expected.as_tuple().exponent
    rounded = isinstance(exponent, int) and exponent <= -ROUNDED_DECIMALS
    return Decimal(1).scaleb(-ROUNDED_DECIMALS) if rounded else Decimal(0)


def variables(case: Case, model: Model) -> Mapping[str, Value]:
    """Return the inputs of a case; those of another namespace are spelled with it."""
    given = {}
    for node in case.element.iterchildren(f"{TESTS}inputNode"):
        name, namespace = node.get("name", ""), node.get("namespace", model.namespace)
        given[name if namespace == model.namespace else f"{{{namespace}}}{name}"] = value(node)
    return given


def answer(case: Case, model: Model, node: etree._Element) -> Value:
    """Return what the model answers for one result of a case."""
    given, name = variables(case, model), node.get("name", "")
    invocable = case.element.get("invocableName", "")
    if case.element.get("type", "decision") == "decision" and model.find(name, Decision):
        return decisions.decide(model, name, given).value
    result = decisions.invoke(model, invocable or name, given).value
    service = model.find(invocable, DecisionService)
    several = service is not None and len(service.outputs) > 1
    return result.get(name) if several and isinstance(result, dict) else result


def model_of(case: Case, known: dict[Path, Model]) -> Model:
    """Return the model that a case is about, read once; its imports lie beside it."""
    file = case.file.parent / case.model_name
    if not case.model_name:
        file = min(case.file.parent.glob("*.dmn"))
    if file not in known:
        imports = {
            other.name: other.read_bytes()
            for other in sorted(case.file.parent.glob("*.dmn"))
            if other != file
        }
        known[file] = models.draft(file.read_bytes(), imports, functions.clock(INSTANT))
    return known[file]


def run(case: Case, known: dict[Path, Model]) -> Result:
    """Run one case; whatever goes wrong is its result."""
    problems = []
    try:
        model = model_of(case, known)
        for node in case.element.iterchildren(f"{TESTS}resultNode"):
            error = node.get("errorResult") in {"true", "1"}
            expected = None if error else value(node.find(f"{TESTS}expected"))
            given = answer(case, model, node)
            if not same(given, expected):
                problems.append(f"{node.get('name')}: {given!r} instead of {expected!r}")
    except Exception as error:  # a case that breaks the engine fails; the others still run
        problems.append(f"{type(error).__name__}: {error}")
    return Result(case, tuple(problems))


def run_all(folder: Path) -> list[Result]:
    """Run all cases below a folder, with a bar on a terminal."""
    everything = list(cases(folder))
    known: dict[Path, Model] = {}
    results = []
    for number, case in enumerate(everything, 1):
        results.append(run(case, known))
        if sys.stderr.isatty():
            done = 40 * number // len(everything)
            bar = "#" * done + "." * (40 - done)
            print(f"\r[{bar}] {number}/{len(everything)}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return results


def by_directory(results: Sequence[Result], folder: Path) -> Mapping[str, list[Result]]:
    """Return the results by the directory of their case."""
    grouped: dict[str, list[Result]] = {}
    for result in results:
        name = result.case.file.parent.relative_to(folder).as_posix()
        grouped.setdefault(name, []).append(result)
    return grouped


def counts(results: Sequence[Result]) -> tuple[int, int]:
    """Return how many passed and how many failed."""
    failed = sum(bool(result.problems) for result in results)
    return len(results) - failed, failed


def report(results: Sequence[Result], folder: Path) -> Iterator[str]:
    """Return the lines for the terminal."""
    for directory, group in by_directory(results, folder).items():
        passed, failed = counts(group)
        yield f"{directory}: {passed} passed, {failed} failed"
        for result in group:
            for problem in result.problems:
                yield f"    {result.case.name} {problem}"


def table(results: Sequence[Result], folder: Path) -> str:
    """Return the results as a Markdown page."""
    passed, failed = counts(results)
    lines = [
        "# Conformance",
        "",
        "Test cases of the DMN Technology Compatibility Kit (Apache-2.0, snapshot of July 2026):",
        f"{passed} passed, {failed} failed. `make conformance` runs them again;",
        "`python -m benchmarks.conformance FOLDER --table docs/conformance.md` writes this page.",
        "",
        "A case passes when all its results do. Numbers are compared as decimals; where the kit",
        f"expects {ROUNDED_DECIMALS} decimals or more, its number is a rounded one; ours may then",
        f"differ from it by 1E-{ROUNDED_DECIMALS}.",
        "",
        "| directory | passed | failed |",
        "| --- | ---: | ---: |",
    ]
    for directory, group in by_directory(results, folder).items():
        passed, failed = counts(group)
        lines.append(f"| {directory} | {passed} | {failed} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the cases of the folder on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"There is no folder {options.folder}; nothing was run.")
        print("0 passed, 0 failed")
        return
    results = run_all(options.folder)
    for line in report(results, options.folder):
        print(line)
    if options.table:
        options.table.write_text(table(results, options.folder), encoding="utf-8")
    print("{} passed, {} failed".format(*counts(results)))


if __name__ == "__main__":
    main()
