"""Deliver a message that one instance sends to all that wait for it, itself included."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.reports import WaitingElement
from engine.commands import form_answers, process_definitions, recording, runs, taken_messages
from engine.commands.deeds import Deed, DeedKind, Given
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from engine.core.progress import Progress
from engine.store import locked
from engine.store.locked import CurrentAnswer, LockedInstance, LockedServiceTask
from engine.store.queries import awaited_messages
from engine.store.queries.service_tasks import DueServiceTask
from engine.store.transaction import Transaction, reading, retried, transaction

_LOG = logging.getLogger(__name__)

Known = Mapping[str, CurrentAnswer]


@dataclass(frozen=True, slots=True)
class _Message:
    """A message on its way."""

    name: str
    # field by which it finds its receivers
    correlation: str
    # fields whose answers it brings along
    payload: tuple[str, ...]
    # id and case number of the instance that sends it
    sender: str
    sender_case: str
    at: datetime


@retried
def deliver(engine: Engine, task: DueServiceTask) -> None:
    """Deliver a message to every instance that takes it now and go on behind the event.

    Each open instance that waits for the message, and whose answer to the correlating field is the
    sender's, receives it once; the sender too, where one of its processes waits for another. All
    of it is one transaction that locks the instances in the order of their ids, so that it happens
    once or not at all; a message whose event has ended meanwhile is not sent. Raises EngineError
    where one of the instances cannot go on.
    """
    found = _find(engine, task)
    with transaction(engine.store) as tx:
        ids = sorted({task.instance_id, *found})
        instances = {each: locked.process_instance_of(tx, each) for each in ids}
        sending = locked.service_task(tx, task.id)
        if sending.ended_at is not None:
            _LOG.info("late message ignored", extra={"service_task": task.id})
            return
        known = locked.current_answers(tx, task.instance_id)
        message = _message(task, sending.instance.case_no, engine.clock())
        told = [
            instances[each].case_no
            for each in found
            if _receive(engine, tx, instances[each], message, known)
        ]
        if task.instance_id in found:
            # it has gone on meanwhile
            sending = locked.service_task(tx, task.id)
            known = locked.current_answers(tx, task.instance_id)
        if sending.ended_at is None:
            _record_sent(engine, tx, sending, (message, told), known)


def _find(engine: Engine, task: DueServiceTask) -> list[str]:
    """Look for the receivers before anything is locked: there may be many that wait."""
    sent = json.loads(task.variables)
    with reading(engine.store) as tx:
        answer = locked.current_answers(tx, task.instance_id).get(sent["correlation"])
    if answer is None or answer.value in (None, "null", '""'):
        return []
    answered = (answer.field, str(answer.value))
    return awaited_messages.receivers(engine.store, sent["message"], answered)


def _message(task: DueServiceTask, case_no: str, at: datetime) -> _Message:
    sent = json.loads(task.variables)
    return _Message(
        sent["message"],
        sent["correlation"],
        tuple(sent["payload"]),
        task.instance_id,
        case_no,
        at,
    )


def _receive(
    engine: Engine, tx: Transaction, instance: LockedInstance, message: _Message, sent: Known
) -> bool:
    """Let an instance receive a message; tell whether the diagram takes it now."""
    known = locked.current_answers(tx, instance.id)
    if not _same(known, sent, message.correlation):
        return False
    given = {
        name: Given(json.loads(sent[name].value or "null"), sent[name].data_class)
        for name in message.payload
        if name in sent and sent[name].value is not None
    }
    definition = process_definitions.definition(engine, instance.definition_id)
    taken = taken_messages.of(engine, definition, instance, form_answers.values(known))
    awaited = [e for e in taken if definition.elements[e.element].events[0].name == message.name]
    if not awaited:
        return False
    after = form_answers.joined(form_answers.values(known), given)
    around = runs.surroundings(engine, instance, after, message.at)
    progress = interpreter.deliver_message(definition, instance.state, awaited[0].id, around)
    deed = _received(message, awaited[0], given)
    recording.record(tx, instance, known, deed, progress)
    return True


def _same(known: Known, sent: Known, field: str) -> bool:
    here, there = known.get(field), sent.get(field)
    return here is not None and there is not None and here.value == there.value


def _received(message: _Message, awaited: WaitingElement, given: Mapping[str, Given]) -> Deed:
    return Deed(
        kind=DeedKind.MESSAGE_RECEIVED,
        actor=SYSTEM.id,
        at=message.at,
        element=awaited.element,
        subject=awaited.id,
        answers=given,
        facts={"message": message.name, "sender": message.sender_case},
    )


def _record_sent(
    engine: Engine,
    tx: Transaction,
    sending: LockedServiceTask,
    sent: tuple[_Message, Iterable[str]],
    known: Known,
) -> None:
    message, told = sent
    deed = Deed(
        kind=DeedKind.MESSAGE_SENT,
        actor=SYSTEM.id,
        at=message.at,
        element=sending.element,
        subject=sending.id,
        facts=_sent_facts(message, list(told)),
    )
    recording.record(tx, sending.instance, known, deed, _run(engine, sending, message, known))


def _sent_facts(message: _Message, told: list[str]) -> dict[str, Any]:
    return {"message": message.name, "received": len(told), "receivers": told}


def _run(engine: Engine, sending: LockedServiceTask, message: _Message, known: Known) -> Progress:
    definition = process_definitions.definition(engine, sending.instance.definition_id)
    around = runs.surroundings(engine, sending.instance, form_answers.values(known), message.at)
    return interpreter.finish_service_task(
        definition, sending.instance.state, sending.id, {}, around
    )
