"""Read what comes with the program: calendars, units, diagrams, decisions, forms."""

from __future__ import annotations

from pathlib import Path

from engine.core import business_calendar, organisation
from engine.core.business_calendar import Calendars
from engine.core.clocks import Clocks


def text(path: Path) -> str:
    """Read a file that comes with the program."""
    return path.read_text(encoding="utf-8")


def calendars(processes: Path) -> Calendars:
    """Make the calendars from the files in a folder such as `processes`."""
    divisions = text(processes / "guizhou-divisions.csv")
    return business_calendar.load(calendar_texts(processes), divisions)


def calendar_texts(processes: Path) -> dict[str, str]:
    """Read the calendar files in a folder such as `processes`, by name (CN-2026)."""
    return {path.stem: text(path) for path in (processes / "calendars").glob("*.toml")}


def clocks(processes: Path) -> Clocks:
    """Make the calendars and the organisation from the files in a folder such as `processes`."""
    divisions = text(processes / "guizhou-divisions.csv")
    units = organisation.load(text(processes / "organisation.toml"), divisions)
    return Clocks(calendars(processes), units)


def documents(processes: Path) -> dict[str, bytes]:
    """Read the templates of documents in a folder such as `processes`, by kind."""
    found = sorted((processes / "documents").glob("*.toml"))
    return {path.stem: path.read_bytes() for path in found}


def resources(root: Path) -> dict[str, bytes]:
    """Read the diagrams, decisions and forms of the program, by resource name."""
    processes, forms = root / "processes", root / "forms"
    found = [*processes.glob("*.bpmn"), *processes.glob("*.dmn"), *forms.glob("*/*.json")]
    return {resource_name(path): path.read_bytes() for path in sorted(found)}


def resource_name(path: Path) -> str:
    """Name a file as resources are named: a form with its folder, the process id."""
    folder = path.resolve().parent.name
    return f"{folder}/{path.name}" if path.suffix == ".json" else path.name
