"""Read the decree of a year as typed, pasted or exported, and say line by line what is wrong."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.core.business_calendar import NATION
from engine.core.errors import InvalidInput
from engine.core.findings import Finding
from engine.core.holidays import is_weekday
from engine.core.lunar_calendar import FIRST_YEAR, LAST_YEAR

HOLIDAY, WORKING = "holiday", "working"
LONGEST_TEXT = 60_000
LONGEST_LINE = 200
_UNNAMED = "Holiday"
_TOML = re.compile(r"^\s*(\[holidays\]|working_days\s*=|calendar\s*=)", re.MULTILINE)
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_COLUMNS = (2, 3)
# fewest and most days off, most worked weekend days: of the nation, of a region
_USUAL = {True: (10, 60, 20), False: (1, 20, 10)}


class DecreeRefused(InvalidInput):
    """A decree cannot be taken as it is; each finding names its line (`element`)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("decree_refused", count=len(self.findings))


@dataclass(frozen=True, slots=True)
class DecreeText:
    """A decree as somebody hands it in: CSV (`date,kind[,name]`) or TOML, and what it is about."""

    calendar: str
    year: int
    # number of the decree, and where its text was read
    decree: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One day that a decree sets, with the line it stands on."""

    line: int
    day: date
    # holiday | working
    kind: str
    name: str = _UNNAMED


def decoded(body: bytes) -> str:
    """Give the text of a file, in UTF-8 or as Chinese spreadsheets write it (GB 18030)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DecreeRefused([_finding("decree_not_text")])


def read(given: DecreeText, calendars: Collection[str]) -> tuple[Entry, ...]:
    """Read the days of a decree; raises DecreeRefused with everything that is wrong."""
    findings = list(_about(given, calendars))
    if findings:
        raise DecreeRefused(findings)
    parse = _parse_toml if _TOML.search(given.text) else _parse_csv
    entries, findings = parse(given)
    if not findings:
        findings = [*_days(given, entries), *_counts(given, entries)]
    if findings:
        raise DecreeRefused(findings)
    return tuple(sorted(entries, key=lambda entry: entry.day))


def written(given: DecreeText, entries: Iterable[Entry]) -> str:
    """Write the decree as a calendar file."""
    holidays: dict[str, list[str]] = {}
    working: list[str] = []
    for entry in entries:
        days = working if entry.kind == WORKING else holidays.setdefault(entry.name, [])
        days.append(entry.day.isoformat())
    lines = [
        f"calendar = {_quoted(given.calendar)}",
        f"year = {given.year}",
        f"decree = {_quoted(given.decree)}",
        f"source = {_quoted(given.source)}",
        f"working_days = [{', '.join(working)}]",
        "",
        "[holidays]",
        *(f"{_quoted(name)} = [{', '.join(days)}]" for name, days in holidays.items()),
    ]
    return "\n".join(lines) + "\n"


def file_name(calendar: str, year: int) -> str:
    """Name the calendar file of a year, as CN-2027."""
    return f"{calendar}-{year}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _about(given: DecreeText, calendars: Collection[str]) -> Iterator[Finding]:
    if given.calendar not in calendars:
        yield _finding("unknown_calendar", calendar=given.calendar)
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        yield _finding("outside_calendar_years", first=FIRST_YEAR, last=LAST_YEAR)
    if not given.decree.strip():
        yield _finding("decree_without_number")
    for text in (given.decree, given.source):
        if len(text) > LONGEST_LINE or not text.isprintable():
            yield _finding("decree_words_unusable", longest=LONGEST_LINE)
    if len(given.text) > LONGEST_TEXT:
        yield _finding("decree_too_long", longest=LONGEST_TEXT)


def _parse_csv(given: DecreeText) -> tuple[list[Entry], list[Finding]]:
    entries: list[Entry] = []
    findings: list[Finding] = []
    for number, line in enumerate(given.text.removeprefix("\ufeff").splitlines(), 1):
        cells = [cell.strip() for cell in next(csv.reader([line]), [])]
        if not any(cells) or line.startswith("#") or (not entries and cells[0] == "date"):
            continue
        found = _row(number, cells)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            findings.append(found)
    return entries, findings


def _row(number: int, cells: list[str]) -> Entry | Finding:
    if len(cells) not in _COLUMNS or any(len(cell) > LONGEST_LINE for cell in cells):
        return _finding("decree_line_unreadable", number, text=",".join(cells)[:LONGEST_LINE])
    day, kind = _date(cells[0]), cells[1]
    name = cells[2] if len(cells) > _COLUMNS[0] else ""
    if day is None:
        return _finding("decree_date_unreadable", number, text=cells[0])
    if kind not in {HOLIDAY, WORKING}:
        return _finding("decree_kind_unknown", number, kind=kind)
    if not name.isprintable():
        return _finding("decree_line_unreadable", number, text=repr(name))
    return Entry(number, day, kind, name or _UNNAMED)


def _date(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _parse_toml(given: DecreeText) -> tuple[list[Entry], list[Finding]]:
    try:
        document = tomllib.loads(given.text)
    except tomllib.TOMLDecodeError as problem:
        place = _PLACE.search(str(problem))
        line = int(place[1]) if place else 0
        return [], [_finding("decree_toml_unreadable", line, problem=_PLACE.sub("", str(problem)))]
    findings = [
        _finding("decree_says_otherwise", name=name, said=str(document[name]), asked=asked)
        for name, asked in (("calendar", given.calendar), ("year", given.year))
        if document.get(name, asked) != asked
    ]
    entries, unreadable = _listed(document, _lines(given.text))
    return entries, [*findings, *unreadable]


def _listed(
    document: Mapping[str, Any], lines: Mapping[str, list[int]]
) -> tuple[list[Entry], list[Finding]]:
    holidays, worked = document.get("holidays", {}), document.get("working_days", [])
    lists = [*holidays.items()] if isinstance(holidays, dict) else [("holidays", None)]
    entries: list[Entry] = []
    findings: list[Finding] = []
    for kind, name, days in [
        (WORKING, "working_days", worked),
        *((HOLIDAY, name, days) for name, days in lists),
    ]:
        if not isinstance(days, list) or any(type(day) is not date for day in days):
            findings.append(_finding("decree_list_unreadable", name=name))
            continue
        for day in days:
            at = lines.get(day.isoformat(), [])
            entries.append(Entry(at.pop(0) if at else 0, day, kind, name))
    return entries, findings


def _lines(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for match in _DATE.finditer(line):
            found.setdefault(match[0], []).append(number)
    return found


def _days(given: DecreeText, entries: Iterable[Entry]) -> Iterator[Finding]:
    first: dict[date, int] = {}
    for entry in entries:
        day = entry.day.isoformat()
        if entry.day.year != given.year:
            yield _finding("decree_other_year", entry.line, day=day, year=given.year)
        if entry.day in first:
            yield _finding("decree_day_twice", entry.line, day=day, first=first[entry.day])
        elif entry.kind == WORKING and is_weekday(entry.day.toordinal()):
            yield _finding("decree_work_on_weekday", entry.line, day=day)
        first.setdefault(entry.day, entry.line)


def _counts(given: DecreeText, entries: Iterable[Entry]) -> Iterator[Finding]:
    fewest, most, worked = _USUAL[given.calendar == NATION]
    number = Counter(entry.kind for entry in entries)
    if not fewest <= number[HOLIDAY] <= most:
        yield _finding("decree_holidays_absurd", number=number[HOLIDAY], fewest=fewest, most=most)
    if number[WORKING] > worked:
        yield _finding("decree_working_days_absurd", number=number[WORKING], most=worked)


def _finding(code: str, line: int = 0, **parameters: object) -> Finding:
    return Finding(code, element=str(line) if line else None, parameters=parameters)
