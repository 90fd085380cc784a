"""Complete open tasks of one element in bulk: from a table, for a group, or by a scanned code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands import piles, user_tasks
from engine.commands.engine import Engine
from engine.commands.piles import PileSheet, Row
from engine.core.csv_tables import Table
from engine.core.errors import Conflict, EngineError, InvalidInput, NotFound
from engine.core.people import Actor
from engine.store.queries import piles as queries
from engine.store.queries.piles import CASE
from forms import options
from forms.fields import CHOICES, Field, FieldType
from forms.posted import Posted
from forms.values import folded

# in tables, what ticks a box in each language
_TICKED = frozenset(["true", "yes", "1", "x", "是", "sí", "si"])


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row."""

    # number of the line in the file, 0 where there is no file
    line: int
    # case number, or what the line names where no task was found
    subject: str
    # None where the task is done
    problem: EngineError | None


def from_table(
    engine: Engine, place: tuple[str, str], table: Table, actor: Actor
) -> Iterator[Result]:
    """Complete a task for each line, each in its own transaction, and tell of each.

    A line names its task in the column of the pile's key or in `case_no`; the others are answers.
    Raises NotFound, and InvalidInput (`csv_no_key`, `csv_column_unknown`, `csv_value_twice`)
    before any is done.
    """
    sheet = piles.sheet(engine, place, actor, most=1)
    key = _key_column(sheet, table)
    questions = {field.key: field for field in sheet.form.questions}
    allowed = {sheet.pile.key, CASE, *questions, *_shown(sheet)}
    for column in table.columns:
        if column not in allowed:
            raise InvalidInput("csv_column_unknown", column=column)
    _refuse_repeated(sheet.form.once_keys, table)
    subjects = [line.cells[key] for line in table.lines]
    open_ = queries.keyed(engine.store, actor, key, subjects, place)
    for line, subject in zip(table.lines, subjects, strict=True):
        found = open_.get(subject, ())
        if len(found) != 1:
            yield Result(line.number, subject, _not_one(subject, len(found)))
            continue
        posted = _posted(line.cells, questions, sheet.context)
        yield Result(line.number, found[0].case_no, _done(engine, found[0].task_id, actor, posted))


def for_group(
    engine: Engine, place: tuple[str, str], group: str, posted: Posted, actor: Actor
) -> Iterator[Result]:
    """Complete all tasks that go together with the same answers; raises NotFound."""
    sheet = piles.sheet(engine, place, actor)
    rows = [row for row in sheet.rows if sheet.pile.group and row.group == group]
    if not rows:
        raise NotFound("no_such_group", group=group)
    return _each(engine, rows, posted, actor)


def by_key(engine: Engine, place: tuple[str, str], key: str, posted: Posted, actor: Actor) -> str:
    """Complete the one task that a scanned code names, and give its case number.

    Raises NotFound (`not_open_here`), Conflict (`several_open_here`) and what completing raises.
    """
    pile = piles.sheet(engine, place, actor, most=1).pile
    for name in (pile.key, CASE):
        found = queries.keyed(engine.store, actor, name, [key], place).get(key, ())
        if len(found) == 1:
            user_tasks.complete(engine, found[0].task_id, actor, posted)
            return found[0].case_no
        if found:
            raise _not_one(key, len(found))
    raise _not_one(key, 0)


def columns(sheet: PileSheet) -> tuple[str, ...]:
    """Name the columns of an exported table: what identifies and tells a row, then its answers."""
    asked = [field.key for field in sheet.form.questions if field.type is not FieldType.FILE]
    return tuple(dict.fromkeys([CASE, sheet.pile.key, *_shown(sheet), *asked]))


def _shown(sheet: PileSheet) -> tuple[str, ...]:
    return tuple(name for name in (sheet.pile.group, *sheet.form.facts) if name)


def _not_one(key: str, number: int) -> EngineError:
    if number:
        return Conflict("several_open_here", key=key)
    return NotFound("not_open_here", key=key)


def _each(engine: Engine, rows: Iterable[Row], posted: Posted, actor: Actor) -> Iterator[Result]:
    for row in rows:
        yield Result(0, row.task.case_no, _done(engine, row.task.task_id, actor, posted))


def _done(engine: Engine, task_id: str, actor: Actor, posted: Posted) -> EngineError | None:
    try:
        user_tasks.complete(engine, task_id, actor, posted)
    except EngineError as problem:
        return problem
    return None


def _key_column(sheet: PileSheet, table: Table) -> str:
    for name in (sheet.pile.key, CASE):
        if name in table.columns:
            return name
    raise InvalidInput("csv_no_key", column=sheet.pile.key)


def _refuse_repeated(once: Iterable[str], table: Table) -> None:
    """Refuse a table that gives one number to two cases: nobody knows which of them has it."""
    for column in sorted(set(once).intersection(table.columns)):
        lines: dict[str, int] = {}
        for line in table.lines:
            text = line.cells[column]
            first = lines.setdefault(folded(text), line.number) if text else line.number
            if first != line.number:
                where = {"line": line.number, "first": first, "column": column}
                raise InvalidInput("csv_value_twice", value=text, **where)


def _posted(
    cells: Mapping[str, str], questions: Mapping[str, Field], context: Mapping[str, Any]
) -> Posted:
    texts = {
        name: _text(questions[name], text, context)
        for name, text in cells.items()
        if name in questions and text
    }
    return Posted({name: (text,) for name, text in texts.items() if text}, {})


def _text(field: Field, text: str, context: Mapping[str, Any]) -> str:
    """Give what a browser would post: a box that is ticked, a choice by any of its names."""
    if field.type is FieldType.CHECKBOX:
        return "true" if text.lower() in _TICKED else ""
    if field.type in CHOICES:
        for option in options.of(field, context):
            if text in option.labels.values():
                return option.value
    return text
