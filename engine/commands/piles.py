"""Work in bulk: the open tasks of one element, where the diagram marks it for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn.elements import Element
from engine.commands import form_answers, process_definitions, readings, shown_answers
from engine.commands.compiled_definitions import CompiledDefinition
from engine.commands.engine import Engine
from engine.core import duties
from engine.core.errors import NotFound
from engine.core.people import Actor
from engine.store.queries import piles as queries
from engine.store.queries.piles import PileHead, PileRow
from forms.fields import Field, Form

# properties of a user task: the answer that names a row, the answer that rows go together by
KEY, GROUP = "bulk", "bulkBy"
# rows of one page, one batch, one file
MOST = 500

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pile:
    """An element whose open tasks may be done many at a time."""

    process_id: str
    element: str
    names: Names
    # answer that names a row, and the one that rows go together by, "" for none
    key: str
    group: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """One open task with what identifies it and what its form shows."""

    task: PileRow
    # "" where the answer is missing
    key: str
    group: str
    # JSON values by field
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PileSheet:
    """What the page of a pile shows."""

    pile: Pile
    rows: tuple[Row, ...]
    form: Form
    # questions of all forms of the definition, by key
    fields: Mapping[str, Field]
    # named lists of choices
    context: Mapping[str, Any]


def offered(engine: Engine, actor: Actor) -> tuple[Pile, ...]:
    """List the elements with open tasks that this actor may do in bulk."""
    found = (_pile(engine, head) for head in queries.heads(engine.store, actor))
    return tuple(pile for pile in found if pile is not None)


def sheet(
    engine: Engine, place: tuple[str, str], actor: Actor, batch: str = "", most: int = MOST
) -> PileSheet:
    """Give the open tasks of an element, `place` = (process id, element id); raises NotFound.

    Those that somebody else has claimed are left out. With a batch only those pulled into it.
    """
    pile, compiled = _of(engine, place, actor)
    form = compiled.form(*place) or Form(())
    wanted = tuple(dict.fromkeys([pile.key, *([pile.group] if pile.group else []), *form.facts]))
    page = queries.Page(place, most, batch)
    known = queries.facts(engine.store, actor, page, [*wanted, duties.DELIVERY])
    role, fields = compiled.definition.elements[place[1]].role, compiled.fields
    rows = queries.rows(engine.store, actor, page)
    return PileSheet(
        pile=pile,
        rows=tuple(
            _row(pile, row, shown_answers.of(role, known.get(row.instance_id, {}), fields))
            for row in rows
        ),
        form=form,
        fields=fields,
        context=form_answers.lists(engine.organisation),
    )


def export(engine: Engine, place: tuple[str, str], actor: Actor, batch: str = "") -> PileSheet:
    """Give the tasks that the actor holds to be taken away, recorded as a reading of each case.

    Raises NotFound.
    """
    whole = sheet(engine, place, actor, batch)
    held = tuple(row for row in whole.rows if row.task.holder == actor.id)
    cases = [row.task.instance_id for row in held]
    readings.record_export(engine, actor, cases, {"element": place[1], "batch": batch})
    return replace(whole, rows=held)


def _of(engine: Engine, place: tuple[str, str], actor: Actor) -> tuple[Pile, CompiledDefinition]:
    head = queries.head(engine.store, actor, place)
    pile = _pile(engine, head) if head else None
    if head is None or pile is None:
        raise NotFound("no_such_pile", element=place[1])
    return pile, process_definitions.compiled(engine, head.definition_id)


def _pile(engine: Engine, head: PileHead) -> Pile | None:
    compiled = process_definitions.compiled(engine, head.definition_id)
    element: Element = compiled.definition.elements[head.element]
    if KEY not in element.properties:
        return None
    return Pile(
        process_id=head.process_id,
        element=head.element,
        names=compiled.names[head.element],
        key=element.properties[KEY],
        group=element.properties.get(GROUP, ""),
        count=head.count,
    )


def _row(pile: Pile, row: PileRow, known: Mapping[str, Any]) -> Row:
    return Row(row, str(known.get(pile.key, "")), str(known.get(pile.group, "")), known)
