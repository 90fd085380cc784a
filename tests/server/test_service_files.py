"""The units of systemd and the proxy in docs/installation.md keep what the page promises."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from engine.command_line.settings import VARIABLES
from web import serving

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "installation.md").read_text("utf-8")
PROGRAM = "/opt/ventanilla"
_UNIT = re.compile(r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", re.DOTALL)
UNITS = dict(_UNIT.findall(PAGE))
PROXY = PAGE.partition("```nginx")[2].partition("```")[0]
# what the application takes
MOST_OF_A_REQUEST = 6_000_000
SERVERS = ["ventanilla.service", "ventanilla-worker@.service"]


class _Unit(ConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr


def parsed(name: str) -> ConfigParser:
    """Read a unit; of a key that stands twice the last counts."""
    unit = _Unit(interpolation=None, strict=False, delimiters=("=",), comment_prefixes=("#",))
    unit.read_string(UNITS[name])
    return unit


def test_the_page_has_the_units_of_server_workers_and_backup() -> None:
    assert sorted(UNITS) == sorted(
        [*SERVERS, "ventanilla-backup.service", "ventanilla-backup.timer"]
    )


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_comes_back_has_time_to_finish_and_few_rights(name: str) -> None:
    service = parsed(name)["Service"]

    assert service["ExecStart"].startswith(f"{PROGRAM}/.venv/bin/python server.py ")
    assert (service["Restart"], service["User"]) == ("always", "ventanilla")
    # longer than a request or a job that has begun may take
    assert int(service["TimeoutStopSec"]) > 30
    assert service["ProtectSystem"] == "strict"
    assert service["StateDirectory"] == "ventanilla"


def test_the_timer_wakes_the_backup_and_makes_up_for_a_missed_night() -> None:
    timer = parsed("ventanilla-backup.timer")["Timer"]

    assert (timer["Persistent"], timer["OnCalendar"]) == ("true", "*-*-* 02:30:00")
    assert "server.py backup" in UNITS["ventanilla-backup.service"]


def test_every_setting_of_the_page_is_one_of_ours() -> None:
    given = re.search(r"```sh\n# /etc/ventanilla.env.*?\n(.*?)```", PAGE, re.DOTALL)
    assert given is not None
    named = set(re.findall(r"^([A-Z_]+)=", given[1], re.MULTILINE))
    named |= set(re.findall(r"\b([A-Z_]+)=", parsed(SERVERS[1])["Service"]["Environment"]))

    assert named <= set(VARIABLES)


def test_the_proxy_keeps_metrics_to_itself_and_says_who_asks() -> None:
    assert "location = /metrics { return 404; }" in PROXY
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in PROXY
    assert "proxy_set_header X-Forwarded-Proto https;" in PROXY
    assert "add_header" not in PROXY


def test_what_is_too_large_is_told_by_the_pages_before_the_proxy_or_the_server_cut_it() -> None:
    given = re.search(r"client_max_body_size (\d+)m;", PROXY)
    assert given is not None
    proxy = int(given[1]) * 1024 * 1024

    assert MOST_OF_A_REQUEST < proxy < serving.LARGEST_BODY
    assert "error_page 413 @too_large;" in PROXY


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Where systemd is not installed, the other tests of this file read the keys."""
    program = tmp_path / "program"
    (program / ".venv" / "bin").mkdir(parents=True)
    (program / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for name, body in UNITS.items():
        # a template is verified as one of its instances
        instance = name.replace("@.", "@9101.")
        (tmp_path / instance).write_text(body.replace(PROGRAM, str(program)), "utf-8")
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        assert all(parsed(name)["Unit"]["Description"] for name in UNITS)
        return

    files = sorted(str(tmp_path / name.replace("@.", "@9101.")) for name in UNITS)
    found = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *files],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")
