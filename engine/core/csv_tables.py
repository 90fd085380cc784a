"""Tables that people exchange as CSV: read strictly and line by line, written for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.core.errors import InvalidInput

MOST_BYTES = 1_000_000
MOST_LINES = 500
_DELIMITERS = ",;\t"
# what a spreadsheet would take for a formula is led by an apostrophe; a number is none
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GUARD = "'"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number in the file and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with named columns."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read(body: bytes) -> Table:
    """Read a table with a head, in UTF-8 or as Chinese spreadsheets write it (GB 18030).

    Raises InvalidInput: `csv_too_large`, `csv_not_text`, `csv_empty`, `csv_unreadable`,
    `csv_column_twice`, `csv_line_length`, `csv_too_many_lines`; `line` names the place.
    """
    text = _decoded(body)
    head, _, _ = text.partition("\n")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] = ()
    lines: list[Line] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells)
                continue
            lines.append(_line(reader.line_num, columns, cells))
            if len(lines) > MOST_LINES:
                raise InvalidInput("csv_too_many_lines", most=MOST_LINES)
    except csv.Error as problem:
        raise InvalidInput("csv_unreadable", line=reader.line_num) from problem
    if not lines:
        raise InvalidInput("csv_empty")
    return Table(columns, tuple(lines))


def write(columns: Sequence[str], rows: Iterable[Sequence[str]], above: str = "") -> bytes:
    """Write a table in UTF-8 with a byte order mark, so that spreadsheets take it for that.

    `above` is a line before the head that says what the table is; such a table is not read back.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if above:
        writer.writerow([_guarded(above)])
    writer.writerow(columns)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _decoded(body: bytes) -> str:
    if len(body) > MOST_BYTES:
        raise InvalidInput("csv_too_large", most=MOST_BYTES // 1_000_000)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput("csv_not_text")


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in cells)
    known: set[str] = set()
    for name in columns:
        if name in known:
            raise InvalidInput("csv_column_twice", column=name)
        known.add(name)
    return columns


def _line(number: int, columns: tuple[str, ...], cells: Sequence[str]) -> Line:
    if len(cells) != len(columns):
        raise InvalidInput("csv_line_length", line=number, cells=len(cells), columns=len(columns))
    read_cells = (_unguarded(cell.strip()) for cell in cells)
    return Line(number, dict(zip(columns, read_cells, strict=True)))


def _guarded(cell: str) -> str:
    is_formula = cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"{_GUARD}{cell}" if is_formula else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_FORMULA) else cell
