"""The shipped calendars and organisation, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.core import business_calendar, organisation
from engine.core.business_calendar import Calendars
from engine.core.organisation import Organisation

PROCESSES = Path(__file__).parents[2] / "processes"


@pytest.fixture(scope="session")
def calendar_files() -> dict[str, str]:
    return {path.name: path.read_text() for path in (PROCESSES / "calendars").glob("*.toml")}


@pytest.fixture(scope="session")
def divisions() -> str:
    return (PROCESSES / "guizhou-divisions.csv").read_text()


@pytest.fixture(scope="session")
def calendars(calendar_files: dict[str, str], divisions: str) -> Calendars:
    return business_calendar.load(calendar_files, divisions)


@pytest.fixture(scope="session")
def office(divisions: str) -> Organisation:
    return organisation.load((PROCESSES / "organisation.toml").read_text(), divisions)
