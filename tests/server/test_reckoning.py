"""What `due`, `feel` and `decide` print, word for word as scripts rely on it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.server.conftest import Run
from tests.server.subcommands import ROOT


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["2026-03-13", "3"], "2026-03-18T17:00:00+08:00"),
        (["2026-03-13T23:30:00Z", "3"], "2026-03-18T17:00:00+08:00"),
        (["2026-02-13", "1"], "2026-02-14T17:00:00+08:00"),
        (["2026-03-13", "60", "--unit", "calendar"], "2026-05-12T17:00:00+08:00"),
        (["2024-08-07", "1", "--calendar", "522700"], "2024-08-12T17:00:00+08:00"),
        (["2026-12-31", "1"], "2027-01-04T17:00:00+08:00 provisional"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_due_prints_the_end_of_a_deadline(run: Run, asked: list[str], line: str) -> None:
    assert run("due", *asked) == (0, f"{line}\n", "")


@pytest.mark.parametrize(
    "asked",
    [
        ["2026-03-13", "0"],
        ["2026-03-13", "-1"],
        ["2026-03-13", "three"],
        ["2026-03-13", "999999999999"],
        ["2003-12-31", "1"],
        ["2100-12-30", "30"],
        ["13.03.2026", "3"],
        ["2026-02-30", "3"],
        ["2026-03-13", "3", "--calendar", "999999"],
        ["2026-03-13", "3", "--unit", "weeks"],
        ["2026-03-13"],
        ["2026-03-13", "3", "--hurry"],
    ],
    ids=" ".join,
)
def test_due_refuses_what_cannot_be_counted_in_one_line(run: Run, asked: list[str]) -> None:
    code, out, err = run("due", *asked)

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.endswith("\n")


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["1 + 1"], "2"),
        (["-1 + x", "--variables", '{"x": 0.1}'], "-0.9"),
        (["--variables", '{"x": 2}', "-x"], "-2"),
        (["--variables={}", "--", "-1"], "-1"),
        (["first name", "--variables", '{"first name": "田"}'], '"田"'),
        (['string(working days after(date("2026-03-13"), 3))'], None),
        (["[1, null]"], "[1, null]"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_feel_prints_one_line_of_json(run: Run, asked: list[str], line: str | None) -> None:
    code, out, err = run("feel", *asked)

    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert line is None or out == f"{line}\n"


def test_feel_counts_by_the_calendar_of_the_province(run: Run) -> None:
    _, out, _ = run("feel", 'string(working days after(date("2026-03-13"), 3))')

    assert out.startswith('"2026-03-18T17:00:00')


def test_feel_knows_what_day_it_is(run: Run) -> None:
    _, out, err = run(
        "feel", 'today() > date("2026-01-01") and now() > date and time("2026-01-01T00:00:00Z")'
    )

    assert (out, err) == ("true\n", "")


def test_feel_warns_on_stderr_and_gives_null(run: Run) -> None:
    code, out, err = run("feel", "1 / 0")

    assert (code, out) == (0, "null\n")
    assert err


@pytest.mark.parametrize(
    "asked",
    [["1 +"], ["not known"], ["1", "--variables", "[1]"], ["1", "--variables", "{"]],
    ids=" ".join,
)
def test_feel_refuses_what_it_cannot_read(run: Run, asked: list[str]) -> None:
    code, out, err = run("feel", *asked)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def test_feel_without_an_expression_is_misused(run: Run) -> None:
    assert run("feel")[0] == 2


def test_decide_prints_the_result_of_one_decision(run: Run) -> None:
    variables = '{"reason": "LOSS", "age": 40, "hukou_in_guizhou": true, "found": true,'
    variables += ' "months_since_last_card": 14, "fingerprint_status": "ENROLLED"}'

    code, out, err = run(
        "decide", "processes/eligibility.dmn", "eligibility", "--variables", variables
    )

    assert (code, err) == (0, "")
    assert '"ONLINE_OK"' in out


@pytest.mark.parametrize(
    "asked",
    [
        ["processes/eligibility.dmn", "nothing"],
        ["processes/nowhere.dmn", "eligibility"],
        ["processes/organisation.toml", "eligibility"],
    ],
    ids=" ".join,
)
def test_decide_refuses_what_it_cannot_read(run: Run, asked: list[str]) -> None:
    code, out, err = run("decide", *asked)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def loaded(asked: list[str], *libraries: str) -> str:
    """Run a subcommand as its own process and then print which of the libraries it loaded."""
    program = (
        f"import server, sys; server.main({asked});"
        f"print(sorted(set({libraries}) & set(sys.modules)))"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_due_starts_without_the_libraries_of_the_server() -> None:
    out = loaded(["due", "2026-03-13", "3"], "flask", "sqlalchemy", "SpiffWorkflow", "lxml")

    assert out == "2026-03-18T17:00:00+08:00\n[]\n"


def test_feel_starts_without_the_libraries_of_the_server() -> None:
    out = loaded(["feel", "1 + 1"], "flask", "sqlalchemy", "SpiffWorkflow")

    assert out == "2\n[]\n"
