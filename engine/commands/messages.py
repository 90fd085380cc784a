"""Send messages that process instances wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.definitions import Definition
from engine.commands import (
    form_answers,
    process_definitions,
    recording,
    runs,
    taken_messages,
    visibility,
)
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict
from engine.core.people import Actor
from engine.store import locked
from engine.store.locked import LockedMessage
from engine.store.transaction import retried, transaction
from forms.posted import Posted


@retried
def send(engine: Engine, message_id: str, actor: Actor, posted: Posted) -> None:
    """Send an awaited message with the answers of its form and run on to the next wait.

    Raises NotFound, NotPermitted, InvalidAnswers, and Conflict: `message_no_longer_awaited`, or
    `message_not_now` where the diagram does not take it now.
    """
    with transaction(engine.store) as tx:
        message = locked.message(tx, message_id)
        instance = message.instance
        visibility.permit(engine.organisation, tx, message, actor)
        if message.ended_at is not None:
            at = instants.parse(message.ended_at)
            raise Conflict("message_no_longer_awaited", at=at)
        known = locked.current_answers(tx, instance.id)
        answers = form_answers.values(known)
        compiled = process_definitions.compiled(engine, instance.definition_id)
        _check_now(engine, message, compiled.definition, answers)
        form = compiled.form(message.process_id, message.element)
        filled = form_answers.fill(engine, form, posted, answers)
        deed = Deed(
            kind=DeedKind.MESSAGE_RECEIVED,
            actor=actor.id,
            at=engine.clock(),
            element=message.element,
            subject=message.id,
            answers=filled.answers,
            photographs=filled.photographs,
            once=filled.once,
            facts={"message": message.name},
        )
        after = form_answers.joined(answers, filled.answers)
        progress = interpreter.deliver_message(
            compiled.definition,
            instance.state,
            message.id,
            runs.surroundings(engine, instance, after, deed.at),
        )
        recording.record(tx, instance, known, deed, progress)


def _check_now(
    engine: Engine, message: LockedMessage, definition: Definition, answers: Mapping[str, Any]
) -> None:
    """Ask the diagram on what is known without the message; raises Conflict."""
    if "when" not in definition.elements[message.element].properties:
        return
    taken = taken_messages.of(engine, definition, message.instance, answers)
    if not any(each.id == message.id for each in taken):
        raise Conflict("message_not_now", element=message.element)
