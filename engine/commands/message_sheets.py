"""What the page of an awaited message needs to know; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.commands import process_definitions, sheets, taken_messages
from engine.commands.engine import Engine
from engine.core.errors import Conflict, EngineError, NotFound, NotPermitted
from engine.core.jurisdictions import may_act
from engine.core.people import Actor
from engine.store import locked
from engine.store.queries import answers, tasks
from engine.store.queries.instances import InstanceRow
from engine.store.transaction import reading
from forms.fields import Form


@dataclass(frozen=True, slots=True)
class MessageSheet:
    """What the page of an awaited message shows."""

    message_id: str
    instance: InstanceRow
    process_id: str
    element: str
    names: Mapping[str, str]
    # why it cannot be sent any more, or not now; None where it can
    closed: EngineError | None
    form: Form
    context: Mapping[str, Any]


def message(engine: Engine, message_id: str, actor: Actor) -> MessageSheet:
    """Give what the page of an awaited message shows; raises NotFound, NotPermitted."""
    instance_id, row, ended = tasks.message(engine.store, message_id)
    seen = sheets.seen(engine, instance_id, actor)
    if not may_act(actor, row.role, row.jurisdiction, row.unit, seen.instance.started_by):
        if not seen.whole:
            raise NotFound("no_such_subject", id=message_id)
        raise NotPermitted("not_for_this_actor", role=row.role)
    compiled = process_definitions.compiled(engine, seen.instance.definition_id)
    known = answers.current(engine.store, instance_id)
    values = {each.field: each.value for each in known}
    form = compiled.form(row.process_id, row.element) or Form(())
    return MessageSheet(
        message_id=row.id,
        instance=seen.instance,
        process_id=row.process_id,
        element=row.element,
        names=compiled.names[row.element],
        closed=_ended(ended) or _not_now(engine, (row.id, row.element), instance_id, values),
        form=form,
        context=sheets.context(engine, compiled, form, known),
    )


def _ended(at: datetime | None) -> EngineError | None:
    return None if at is None else Conflict("message_no_longer_awaited", at=at)


def _not_now(
    engine: Engine, message: tuple[str, str], instance_id: str, values: Mapping[str, Any]
) -> EngineError | None:
    message_id, element = message
    with reading(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
    definition = process_definitions.definition(engine, instance.definition_id)
    taken = taken_messages.of(engine, definition, instance, values)
    if any(each.id == message_id for each in taken):
        return None
    return Conflict("message_not_now", element=element)
