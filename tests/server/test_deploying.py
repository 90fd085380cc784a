"""Deploying from the command line: all lines or all refusals, nothing in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path

import lxml.etree
import pytest

import server
from tests.server.conftest import Run

ROOT = Path(__file__).parents[2]
DIAGRAM = ROOT / "processes" / "reissue.bpmn"
# every process of every shipped diagram, in the order of the files
PROCESSES = tuple(
    (str(process.get("id")), sha256(path.read_bytes()).hexdigest())
    for path in sorted(ROOT.glob("processes/*.bpmn"))
    for process in lxml.etree.parse(path).iterfind("{*}process")
)
SHIPPED = sorted(
    str(path)
    for pattern in ("processes/*.bpmn", "processes/*.dmn", "forms/*/*.json")
    for path in ROOT.glob(pattern)
)
# exit code, standard output and standard error
Said = tuple[int, str, str]


@dataclass(frozen=True)
class Deployed:
    """An office in which files were deployed, and what the command line said of it."""

    run: Run
    said: Said


@pytest.fixture(scope="module")
def office_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, Said]]:
    """Deploy files in an office, once for each list of files."""

    @cache
    def once(*files: str) -> tuple[Path, Said]:
        path = tmp_path_factory.mktemp("deployed") / "office.db"
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("DATABASE_URL", f"sqlite:///{path}")
            patch.delenv("DEMO", raising=False)
            code = server.main(["deploy", *files])
        return path, (code, out.getvalue(), err.getvalue())

    return once


@pytest.fixture
def deployed(
    office_of: Callable[..., tuple[Path, Said]], run: Run, tmp_path: Path
) -> Callable[..., Deployed]:
    """Begin with an office of its own in which these files were deployed."""

    def begin(*files: str) -> Deployed:
        path, said = office_of(*files)
        source = sqlite3.connect(path)
        with closing(source), closing(sqlite3.connect(tmp_path / "office.db")) as copy:
            source.backup(copy)
        return Deployed(run, said)

    return begin


def test_the_shipped_files_deploy_and_each_process_has_its_line(
    deployed: Callable[..., Deployed],
) -> None:
    code, out, err = deployed(*SHIPPED).said

    assert (code, err) == (0, "")
    assert out == "".join(f"{name} version 1 {digest}\n" for name, digest in PROCESSES)


def test_unchanged_files_give_the_same_lines_and_store_nothing(
    deployed: Callable[..., Deployed],
) -> None:
    office = deployed(*SHIPPED)
    first, run = office.said, office.run
    entries = run("verify-history")

    again = run("deploy", *SHIPPED)

    assert again == first
    assert run("verify-history") == entries


def test_changed_bytes_are_the_next_version(
    deployed: Callable[..., Deployed], tmp_path: Path
) -> None:
    run = deployed(*SHIPPED).run
    changed = tmp_path / "reissue.bpmn"
    changed.write_bytes(DIAGRAM.read_bytes() + b"\n")

    code, out, _ = run("deploy", str(changed))

    assert code == 0
    assert out.splitlines()[0].startswith("reissue version 2 ")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"this is no diagram", id="no XML"),
        pytest.param(b"<definitions", id="cut off"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="entities"),
        pytest.param(DIAGRAM.read_bytes()[:20_000], id="half of it"),
    ],
)
def test_a_broken_diagram_is_refused_in_one_line_and_nothing_is_stored(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.bpmn"
    broken.write_bytes(content)

    code, out, err = run("deploy", str(broken))

    assert (code, out) == (1, "")
    assert err.startswith(f"{broken}:-: ")
    assert err.count("\n") == 1
    assert run("verify-history")[1] == "OK 0 entries, 0 instances\n"


def test_the_shipped_diagram_brings_its_shipped_forms_and_decisions(
    deployed: Callable[..., Deployed],
) -> None:
    office = deployed(str(DIAGRAM))
    code, out, err = office.said

    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("reissue version 1 ")
    assert office.run("deploy", *SHIPPED)[1].endswith(out)


def test_a_refusal_names_file_and_element(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.bpmn"
    own.write_bytes(DIAGRAM.read_bytes().replace(b"check_application", b"check_it"))

    code, out, err = run("deploy", str(own))

    assert (code, out) == (1, "")
    assert f"{own}:check_it: " in err


def test_a_form_alone_gives_the_line_of_its_process(deployed: Callable[..., Deployed]) -> None:
    office = deployed(str(DIAGRAM))
    lines = office.said[1].splitlines()

    code, out, _ = office.run("deploy", str(ROOT / "forms" / "make_card" / "produce_card.json"))

    assert code == 0
    assert out.splitlines() == [line for line in lines if line.startswith("make_card ")]


def test_a_form_of_no_element_is_refused_by_name(
    deployed: Callable[..., Deployed], tmp_path: Path
) -> None:
    run = deployed(str(DIAGRAM)).run
    lost = tmp_path / "make_card" / "nosuch.json"
    lost.parent.mkdir()
    lost.write_bytes((ROOT / "forms" / "make_card" / "produce_card.json").read_bytes())

    code, out, err = run("deploy", str(lost))

    assert (code, out) == (1, "")
    assert err.startswith(f"{lost}:-: ")


def test_a_deployment_waits_for_its_instant_and_says_so(
    deployed: Callable[..., Deployed], tmp_path: Path
) -> None:
    run = deployed(*SHIPPED).run
    changed = tmp_path / "reissue.bpmn"
    changed.write_bytes(DIAGRAM.read_bytes() + b"\n")

    code, out, err = run("deploy", str(changed), "--from", "2099-12-01 08:00")
    again = run("deploy", str(DIAGRAM))
    nothing = run("deploy", str(DIAGRAM), "--from", "2099-11-01")

    assert (code, err) == (0, "")
    assert nothing == again
    assert out.splitlines()[0].startswith("reissue version 2 ")
    assert out.splitlines()[0].endswith(" from 2099-12-01 08:00")
    assert again[1].splitlines()[0].startswith("reissue version 1 ")
    assert "reissue: version 2 waits and takes its place on 2099-12-01 08:00." in again[2]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2020-12-01 08:00", "2020-12-01 08:00 has passed"),
        ("tomorrow", "“tomorrow” is no day and time"),
    ],
)
def test_an_instant_that_cannot_be_is_refused_in_one_line(
    run: Run, written: str, told: str
) -> None:
    code, out, err = run("deploy", str(DIAGRAM), "--from", written)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert told in err


def test_two_files_of_one_name_are_refused(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "fee.dmn"
    other.write_bytes(b"<definitions/>")

    code, out, err = run("deploy", str(ROOT / "processes" / "fee.dmn"), str(other))

    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_file_that_is_not_there_is_refused_in_one_line(run: Run) -> None:
    code, out, err = run("deploy", "processes/nowhere.bpmn")

    assert (code, out, err.count("\n")) == (1, "", 1)
