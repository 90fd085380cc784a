"""The runner of the conformance kit counts what passes, on a kit of our own."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import conformance
from tests.dmn.documents import decision, definitions, input_data, item_definition, literal

MODEL = definitions(
    item_definition("tList", "number", attributes='isCollection="true"'),
    input_data("a", "number"),
    input_data("list", "tList"),
    decision("sum", literal("a + 1"), "#a"),
    decision("pair", literal("{one: a, two: [a, null]}"), "#a"),
    decision("day", literal('date("2026-03-18")')),
    decision("root", literal("sqrt(a)"), "#a"),
    '<decisionService id="service" name="service"><outputDecision href="#sum"/>'
    '<outputDecision href="#day"/><inputData href="#a"/></decisionService>',
)
ONE = '<inputNode name="a"><value xsi:type="xsd:decimal">1</value></inputNode>'
PAIR = (
    '<component name="one"><value xsi:type="xsd:decimal">1.0</value></component>'
    '<component name="two"><list><item><value xsi:type="xsd:decimal">1</value></item>'
    '<item><value xsi:nil="true"/></item></list></component>'
)


def result(name: str, expected: str, attributes: str = "") -> str:
    """Write an expected result."""
    return f'<resultNode name="{name}" {attributes}><expected>{expected}</expected></resultNode>'


def number(text: str) -> str:
    """Write a number."""
    return f'<value xsi:type="xsd:decimal">{text}</value>'


def kit(folder: Path, *cases: str, attributes: str = "") -> Path:
    """Write a kit with one directory."""
    inside = folder / "kit" / "0001-sum"
    inside.mkdir(parents=True)
    (inside / "sum.dmn").write_bytes(MODEL)
    numbered = "".join(
        f'<testCase id="{n}" {attributes}>{case}</testCase>' for n, case in enumerate(cases)
    )
    (inside / "sum-test-01.xml").write_text(
        f'<testCases xmlns="{conformance.TESTS.strip("{}")}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        f"<modelName>sum.dmn</modelName>{numbered}</testCases>"
    )
    return folder / "kit"


def run(*arguments: object) -> list[str]:
    """Run the program and give its lines."""
    command = [sys.executable, "-m", "benchmarks.conformance", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_passes_and_failures_are_counted_by_directory(tmp_path):
    cases = [ONE + result("sum", number("2")), ONE + result("sum", number("3"))]

    lines = run(kit(tmp_path, *cases))

    assert lines == [
        "0001-sum: 1 passed, 1 failed",
        "    sum-test-01.xml 1 sum: Decimal('2') instead of Decimal('3')",
        "1 passed, 1 failed",
    ]


def test_a_folder_that_is_not_there_is_no_error(tmp_path):
    lines = run(tmp_path / "nowhere")

    assert len(lines) == 2
    assert lines[-1] == "0 passed, 0 failed"


def test_the_table_is_a_page(tmp_path):
    run(kit(tmp_path, ONE + result("sum", number("2"))), "--table", tmp_path / "page.md")

    assert "| 0001-sum | 1 | 0 |" in (tmp_path / "page.md").read_text()


@pytest.mark.parametrize(
    ("case", "passes"),
    [
        pytest.param(ONE + result("sum", number("2.0")), True, id="number"),
        pytest.param(ONE + result("pair", PAIR), True, id="context-and-list"),
        pytest.param(ONE + result("pair", PAIR.replace(">1.0<", ">2<")), False, id="other-entry"),
        pytest.param(
            result("day", '<value xsi:type="xsd:date">2026-03-18</value>'), True, id="date"
        ),
        pytest.param(
            result("day", '<value xsi:type="xsd:string">2026-03-18</value>'),
            False,
            id="string-is-no-date",
        ),
        pytest.param(result("sum", "", 'errorResult="true"'), True, id="error-is-null"),
        pytest.param(ONE + result("sum", "", 'errorResult="true"'), False, id="no-error"),
        pytest.param(
            ONE.replace(">1<", ">2<") + result("root", number("1.414213562373")),
            True,
            id="rounded-by-the-kit",
        ),
        pytest.param(
            ONE.replace(">1<", ">2<") + result("root", number("1.41")), False, id="not-rounded"
        ),
        pytest.param(result("nothing", number("1")), False, id="unknown-decision"),
        pytest.param(
            ONE + result("sum", number("2")) + result("day", number("2")),
            False,
            id="one-of-two-results",
        ),
    ],
)
def test_a_case_passes_when_all_its_results_do(case, passes, tmp_path):
    (found,) = conformance.run_all(kit(tmp_path, case))

    assert (not found.problems) is passes


def test_a_service_is_called_and_its_outputs_are_told_apart(tmp_path):
    case = (
        ONE
        + result("sum", number("2"))
        + result("day", '<value xsi:type="xsd:date">2026-03-18</value>')
    )
    folder = kit(tmp_path, case, attributes='type="decisionService" invocableName="service"')

    assert [each.problems for each in conformance.run_all(folder)] == [()]
