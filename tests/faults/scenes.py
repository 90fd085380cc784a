"""Deeds in which a process is killed: how to prepare one, and what is true once it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from engine.commands import (
    messages,
    process_definitions,
    process_instances,
    readings,
    refunds,
    reopenings,
    service_tasks,
    timers,
    user_tasks,
)
from engine.commands.refunds import RefundText
from engine.core.people import SYSTEM, Actor, Grant
from engine.store.queries import timers as queries
from forms.posted import Posted, Upload
from tests.bpmn.offices import STATION
from tests.commands.offices import CLERK, COLLEAGUE, HEAD, person, posted
from tests.commands.procedures import form, text
from tests.faults.desk import Command, Desk
from tests.forms.pictures import jpeg

WINDOW = person("wen", ("window", STATION))
FEE = {"fee_payment": "PAID", "fee_amount": "40"}
PROVINCE = Actor("pro", "Pro", "520000", (Grant("province", "520000"),))


@dataclass(frozen=True, slots=True)
class Scene:
    """How to prepare a deed, the kind of its entry, and how many statements it runs at least."""

    prepare: Callable[[Desk], Command]
    kind: str
    statements: int


def _start(desk: Desk) -> Command:
    answers = posted(subject=desk.subject(), note="first")
    return (process_instances.start, "p", CLERK, answers)


def _claim(desk: Desk) -> Command:
    instance = desk.begin()
    return (user_tasks.claim, desk.task(instance, "receive"), CLERK)


def _complete(desk: Desk) -> Command:
    instance = desk.begin()
    answers = Posted({"note": ("second",)}, {"photo": Upload("photo.jpg", jpeg())})
    task = desk.task(instance, "receive")
    return (user_tasks.complete, task, CLERK, answers)


def _complete_last(desk: Desk) -> Command:
    instance = desk.begin()
    user_tasks.complete(desk.engine, desk.task(instance, "receive"), CLERK, posted())
    service_tasks.run_due(desk.engine)
    task = desk.task(instance, "decide")
    return (user_tasks.complete, task, COLLEAGUE, posted(note="third"))


def _fire(desk: Desk) -> Command:
    desk.begin()
    desk.clock.advance(days=10)
    return (timers.fire_due,)


def _serve(desk: Desk) -> Command:
    instance = desk.begin()
    user_tasks.complete(desk.engine, desk.task(instance, "receive"), CLERK, posted())
    return (service_tasks.run_due,)


def _withdraw(desk: Desk) -> Command:
    instance = desk.begin()
    return (messages.send, desk.awaited(instance), CLERK, posted(why="moved"))


def _send(desk: Desk) -> Command:
    subject = desk.subject()
    process_instances.start(desk.engine, "p", CLERK, posted(subject=subject, note="first"))
    news = posted(subject=subject, why="moved")
    process_instances.start(desk.engine, "news", CLERK, news)
    return (service_tasks.run_due,)


def _move(desk: Desk) -> Command:
    (timer,) = queries.of(desk.store, desk.begin())
    due = desk.clock.now + timedelta(days=30)
    return (timers.move, timer.id, due, "remote area", SYSTEM)


def _erase(desk: Desk) -> Command:
    instance = desk.begin()
    messages.send(desk.engine, desk.awaited(instance), CLERK, posted(why="moved"))
    return (process_instances.erase_answer, instance, "note", "court order", PROVINCE)


def _reopen(desk: Desk) -> Command:
    instance = desk.begin()
    messages.send(desk.engine, desk.awaited(instance), CLERK, posted(why="moved"))
    order = reopenings.Order("overturned on reconsideration", "Order 12")
    return (reopenings.reopen, instance, order, HEAD)


def pay(desk: Desk) -> str:
    """Let a case end with a fee that was paid, and give its id."""
    questions = form(text("why"), *(text(name, "P1") for name in FEE))
    process_definitions.deploy(desk.engine, {"p/withdraw.json": questions}, SYSTEM)
    instance = desk.begin()
    messages.send(desk.engine, desk.awaited(instance), CLERK, posted(why="moved", **FEE))
    return instance


def refund(desk: Desk) -> RefundText:
    """Write a refund of all that was paid, with a receipt of its own."""
    return RefundText("40", "withdrawn", "", f"T-{next(desk.numbers)}")


def _ask_refund(desk: Desk) -> Command:
    return (refunds.ask, pay(desk), refund(desk), WINDOW)


def _confirm_refund(desk: Desk) -> Command:
    return (refunds.confirm, refunds.ask(desk.engine, pay(desk), refund(desk), WINDOW), HEAD)


def _read(desk: Desk) -> Command:
    return (readings.record, CLERK, "person_read", desk.begin(), {"page": "instance"})


def _deploy(desk: Desk) -> Command:
    asked = form(text("cause"), text(f"question_{next(desk.numbers)}"))
    return (process_definitions.deploy, {"p/explain.json": asked}, SYSTEM)


# kinds of deeds that somebody who does not know may do again
REPEATABLE = frozenset(["timer_moved", "person_read"])
SCENES = {
    "starting an instance": Scene(_start, "instance_started", 7),
    "claiming a user task": Scene(_claim, "user_task_claimed", 4),
    "completing a user task": Scene(_complete, "user_task_completed", 9),
    "completing the last user task": Scene(_complete_last, "user_task_completed", 7),
    "firing a timer": Scene(_fire, "timer_fired", 6),
    "recording a service task": Scene(_serve, "service_task_completed", 10),
    "receiving a message": Scene(_withdraw, "message_received", 6),
    "sending a message": Scene(_send, "message_sent", 15),
    "moving a deadline": Scene(_move, "timer_moved", 4),
    "taking a case up again": Scene(_reopen, "instance_reopened", 14),
    "asking for a refund": Scene(_ask_refund, "refund_asked", 7),
    "confirming a refund": Scene(_confirm_refund, "refund_confirmed", 8),
    "erasing an answer": Scene(_erase, "answer_erased", 4),
    "reading about a person": Scene(_read, "person_read", 3),
    "deploying": Scene(_deploy, "deployed", 6),
}
