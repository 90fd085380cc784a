"""Mirror what waits after a run as rows: user tasks, timers, service tasks, messages."""

from __future__ import annotations

from typing import Any

from engine.commands.deeds import Deed, DeedKind
from engine.commands.entries import value_text
from engine.core import instants
from engine.core.progress import (
    ArmedTimer,
    AwaitedMessage,
    CalledService,
    OpenedUserTask,
    Progress,
)
from engine.store.refusals import TryAgain
from engine.store.transaction import Transaction
from engine.store.writes import awaited_messages, service_tasks, timers, user_tasks

Row = dict[str, Any]


def write(tx: Transaction, instance_id: str, deed: Deed, progress: Progress) -> None:
    """Write the rows that begin and those that end with this run."""
    at = instants.text(deed.at)
    ended = _Ended(instance_id, at, deed)
    opened = [_user_task(instance_id, at, task) for task in progress.opened]
    if not user_tasks.open_and_end(tx, opened, ended.user_tasks(progress)):
        raise TryAgain("instance_moved_on", instance=instance_id)
    timers.arm_and_end(
        tx, [_timer(instance_id, at, timer) for timer in progress.armed], ended.timers(progress)
    )
    service_tasks.end(tx, ended.service_tasks(progress))
    service_tasks.add(tx, [_service_task(instance_id, at, task) for task in progress.called])
    awaited_messages.await_and_end(
        tx,
        [_message(instance_id, at, message) for message in progress.awaited],
        ended.messages(progress),
    )


class _Ended:
    """The rows that end: the subject of the deed by its own ending, the others with it."""

    def __init__(self, instance_id: str, at: str, deed: Deed) -> None:
        self.instance_id = instance_id
        self.at = at
        self.deed = deed

    def user_tasks(self, progress: Progress) -> list[Row]:
        rows = self._upserted(progress.withdrawn, "withdrawn")
        if self.deed.kind is DeedKind.USER_TASK_COMPLETED:
            rows += self._upserted((self.deed.subject,), "completed", subject=True)
            rows[-1]["completed_by"] = self.deed.actor
        return rows

    def timers(self, progress: Progress) -> list[Row]:
        rows = self._upserted(progress.disarmed, "disarmed")
        if self.deed.kind is DeedKind.TIMER_FIRED:
            rows += self._upserted((self.deed.subject,), "fired", subject=True)
        return rows

    def messages(self, progress: Progress) -> list[Row]:
        rows = self._upserted(progress.unawaited, "withdrawn")
        if self.deed.kind is DeedKind.MESSAGE_RECEIVED:
            rows += self._upserted((self.deed.subject,), "received", subject=True)
        return rows

    def service_tasks(self, progress: Progress) -> list[Row]:
        rows = [
            {"of_id": task, "ended_at": self.at, "ending": "withdrawn"}
            for task in progress.uncalled
            if task != self.deed.subject
        ]
        endings = {
            DeedKind.SERVICE_TASK_COMPLETED: "done",
            DeedKind.MESSAGE_SENT: "sent",
            DeedKind.SERVICE_TASK_ENTERED: "by_hand",
            DeedKind.SERVICE_TASK_SKIPPED: "skipped",
            DeedKind.SERVICE_TASK_GIVEN_UP: "given_up",
        }
        if self.deed.kind in endings:
            ending = endings[self.deed.kind]
            rows.append({"of_id": self.deed.subject, "ended_at": self.at, "ending": ending})
        return rows

    def _upserted(self, ids: tuple[str, ...], ending: str, *, subject: bool = False) -> list[Row]:
        return [
            {
                "id": each,
                "instance_id": self.instance_id,
                "ended_at": self.at,
                "ending": ending,
            }
            for each in ids
            if subject or each != self.deed.subject
        ]


def _user_task(instance_id: str, at: str, task: OpenedUserTask) -> Row:
    return {
        "id": task.id,
        "instance_id": instance_id,
        "process_id": task.process_id,
        "element": task.element,
        "role": task.role,
        "jurisdiction": task.jurisdiction,
        "unit": task.unit,
        "separate_from": " ".join(task.separate_from),
        "deadline": task.deadline,
        "opened_at": at,
    }


def _timer(instance_id: str, at: str, timer: ArmedTimer) -> Row:
    return {
        "id": timer.id,
        "instance_id": instance_id,
        "process_id": timer.process_id,
        "element": timer.element,
        "activity": timer.activity,
        "due_at": instants.text(timer.due),
        "provisional": int(timer.provisional),
        "clock": timer.clock,
        "kind": timer.kind,
        "legal_basis": timer.legal_basis,
        "start_at": instants.text(timer.start) if timer.start else None,
        "days": timer.days,
        "count": timer.count,
        "calendar": timer.calendar,
        "calendar_version": timer.calendar_version,
        "unit": timer.unit,
        "armed_at": at,
    }


def _service_task(instance_id: str, at: str, task: CalledService) -> Row:
    return {
        "id": task.id,
        "instance_id": instance_id,
        "process_id": task.process_id,
        "element": task.element,
        "operation": task.operation,
        "variables": value_text(task.variables),
        "result_variable": task.result_variable,
        "opened_at": at,
        "attempts": 0,
        "next_at": at,
        "failure": None,
        "ended_at": None,
        "ending": None,
    }


def _message(instance_id: str, at: str, message: AwaitedMessage) -> Row:
    return {
        "id": message.id,
        "instance_id": instance_id,
        "process_id": message.process_id,
        "element": message.element,
        "name": message.name,
        "role": message.role,
        "jurisdiction": message.jurisdiction,
        "unit": message.unit,
        "opened_at": at,
    }
