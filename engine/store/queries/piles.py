"""Open user tasks of one element, as work that is done many at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Text, and_, bindparam, false, func, literal_column, or_, select
from sqlalchemy.sql import ColumnElement

from engine.core.people import Actor
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import answer, batch_task, process_instance, timer, user_task
from engine.store.transaction import reading

# due of a task without a deadline
_NEVER = "9"


@dataclass(frozen=True, slots=True)
class PileHead:
    """How many tasks of an element are open."""

    process_id: str
    element: str
    # one of the definitions that they run on, the newest
    definition_id: str
    count: int


@dataclass(frozen=True, slots=True)
class PileRow:
    """One open task of a pile."""

    task_id: str
    instance_id: str
    case_no: str
    definition_id: str
    # account that has claimed it
    holder: str | None
    # due of its deadline as instant text, None for none
    due: str | None
    # number of the batch that it was pulled into, None for none
    batch: str | None
    # its due rests on holidays that are not decreed yet
    provisional: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which tasks of a pile are listed."""

    # process id, element id
    place: tuple[str, str]
    most: int
    # number of the batch that they were pulled into, "" for any
    batch: str = ""


@dataclass(frozen=True, slots=True)
class KeyedTask:
    """An open task that was found by what identifies it."""

    task_id: str
    case_no: str
    definition_id: str
    process_id: str
    element: str


CASE = "case_no"
_OPEN = user_task.c.ended_at.is_(None)
_DUE = func.coalesce(timer.c.due_at, literal_column(f"'{_NEVER}'"))


def heads(store: Store, actor: Actor) -> tuple[PileHead, ...]:
    """Count the open tasks of the actor's roles and units by element."""
    pairs = _held(actor)
    with reading(store) as tx:
        rows = tx.all(_heads(len(pairs)), _parameters(pairs))
    return tuple(PileHead(*row) for row in rows)


def head(store: Store, actor: Actor, place: tuple[str, str]) -> PileHead | None:
    """Count the open tasks of one element, `place` = (process id, element id), None for none."""
    pairs = _held(actor)
    with reading(store) as tx:
        row = tx.one(_head(len(pairs)), {**_parameters(pairs), **_of_place(place)})
    return None if row is None else PileHead(*row)


def rows(store: Store, actor: Actor, page: Page) -> tuple[PileRow, ...]:
    """List open tasks of an element that the actor holds or may claim, the earliest due first."""
    pairs = _held(actor)
    with reading(store) as tx:
        found = tx.all(_rows(len(pairs)), {**_parameters(pairs), **_of_page(actor, page)})
    return tuple(PileRow(*row) for row in found)


def keyed(
    store: Store, actor: Actor, key: str, values: Sequence[str], place: tuple[str, str] = ("", "")
) -> Mapping[str, tuple[KeyedTask, ...]]:
    """Find open tasks of the actor by an answer of their case, or by its `case_no`.

    `place` = (process id, element id) narrows it to one element.
    """
    pairs, by_case = _held(actor), key == CASE
    texts = [value if by_case else json.dumps(value, ensure_ascii=False) for value in values]
    wanted = {f"value_{index}": text for index, text in enumerate(texts)}
    parameters = {**_parameters(pairs), **_of_place(place), **wanted}
    if not by_case:
        parameters["key"] = key
    with reading(store) as tx:
        found = tx.all(_keyed(len(pairs), len(texts), by_case), parameters)
    known: dict[str, tuple[KeyedTask, ...]] = {}
    for value, *row in found:
        name = value if by_case else str(json.loads(value))
        known[name] = (*known.get(name, ()), KeyedTask(*row))
    return known


def facts(
    store: Store, actor: Actor, page: Page, fields: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Give the current answers to some fields by instance, for the tasks that `rows` lists."""
    pairs = _held(actor)
    wanted = {f"field_{index}": name for index, name in enumerate(fields)}
    parameters = {**_parameters(pairs), **_of_page(actor, page), **wanted}
    with reading(store) as tx:
        found = tx.all(_facts(len(pairs), len(fields)), parameters)
    known: dict[str, dict[str, Any]] = {}
    for instance_id, name, value in found:
        if value is not None:
            known.setdefault(instance_id, {})[name] = json.loads(value)
    return known


def _held(actor: Actor) -> list[tuple[str, str]]:
    pairs = {(grant.role, grant.unit) for grant in actor.works}
    return sorted(pairs | {(grant.role, "") for grant in actor.works})


def _parameters(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for index, (role, unit) in enumerate(pairs):
        named[f"role_{index}"], named[f"unit_{index}"] = role, unit
    return named


def _of_place(place: tuple[str, str]) -> dict[str, Any]:
    process_id, element = place
    return {"process_id": process_id, "element": element}


def _of_page(actor: Actor, page: Page) -> dict[str, Any]:
    return {**_of_place(page.place), "most": page.most, "batch": page.batch, "me": actor.id}


def _mine(pairs: int) -> ColumnElement[bool]:
    held = (
        and_(
            user_task.c.role == bindparam(f"role_{index}", type_=Text),
            user_task.c.unit == bindparam(f"unit_{index}", type_=Text),
            _OPEN,
        )
        for index in range(pairs)
    )
    return and_(or_(false(), *held), user_task.c.jurisdiction != "own_case")


def _of_element(pairs: int) -> ColumnElement[bool]:
    return and_(
        _mine(pairs),
        user_task.c.process_id == bindparam("process_id", type_=Text),
        user_task.c.element == bindparam("element", type_=Text),
    )


def _counted(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            user_task.c.process_id,
            user_task.c.element,
            func.max(process_instance.c.definition_id),
            func.count(),
        )
        .join_from(user_task, process_instance, user_task.c.instance_id == process_instance.c.id)
        .where(which)
        .group_by(user_task.c.process_id, user_task.c.element)
        .order_by(user_task.c.process_id, user_task.c.element)
    )


@cache
def _heads(pairs: int) -> Statement:
    return Statement("piles", _counted(_mine(pairs)))


@cache
def _head(pairs: int) -> Statement:
    return Statement("head_of_pile", _counted(_of_element(pairs)))


def _listed(pairs: int, *columns: ColumnElement[Any]) -> Select[Any]:
    asked = bindparam("batch", type_=Text)
    mine = or_(user_task.c.holder.is_(None), user_task.c.holder == bindparam("me", type_=Text))
    return (
        select(*columns)
        .select_from(
            user_task.join(process_instance, process_instance.c.id == user_task.c.instance_id)
            .outerjoin(timer, timer.c.id == user_task.c.deadline)
            .outerjoin(batch_task, batch_task.c.task_id == user_task.c.id)
        )
        .where(_of_element(pairs), mine, or_(asked == "", batch_task.c.batch == asked))
        .order_by(_DUE, user_task.c.opened_at, user_task.c.id)
        .limit(bindparam("most"))
    )


@cache
def _rows(pairs: int) -> Statement:
    core = _listed(
        pairs,
        user_task.c.id,
        user_task.c.instance_id,
        process_instance.c.case_no,
        process_instance.c.definition_id,
        user_task.c.holder,
        timer.c.due_at,
        batch_task.c.batch,
        timer.c.provisional,
    )
    return Statement("pile", core)


@cache
def _facts(pairs: int, fields: int) -> Statement:
    names = [bindparam(f"field_{index}", type_=Text) for index in range(fields)]
    core = select(answer.c.instance_id, answer.c.field, answer.c.value).where(
        answer.c.instance_id.in_(_listed(pairs, user_task.c.instance_id)),
        answer.c.current == literal_column("1"),
        answer.c.field.in_(names),
    )
    return Statement("facts_of_pile", core)


@cache
def _keyed(pairs: int, values: int, by_case: bool) -> Statement:
    wanted = [bindparam(f"value_{index}", type_=Text) for index in range(values)]
    process_id = bindparam("process_id", type_=Text)
    found = process_instance.c.case_no if by_case else answer.c.value
    joined = user_task.join(process_instance, process_instance.c.id == user_task.c.instance_id)
    if not by_case:
        joined = joined.join(answer, answer.c.instance_id == user_task.c.instance_id)
    core = (
        select(
            found,
            user_task.c.id,
            process_instance.c.case_no,
            process_instance.c.definition_id,
            user_task.c.process_id,
            user_task.c.element,
        )
        .select_from(joined)
        .where(
            _mine(pairs),
            or_(
                process_id == "",
                and_(
                    user_task.c.process_id == process_id,
                    user_task.c.element == bindparam("element", type_=Text),
                ),
            ),
            found.in_(wanted),
        )
        .order_by(user_task.c.opened_at, user_task.c.id)
    )
    if not by_case:
        core = core.where(answer.c.current == 1, answer.c.field == bindparam("key", type_=Text))
    return Statement("tasks_by_case" if by_case else "tasks_by_answer", core)
