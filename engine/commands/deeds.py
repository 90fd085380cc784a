"""A deed: what one command did to one process instance, as its history will tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class DeedKind(StrEnum):
    """The kinds of entries in the history of an instance."""

    INSTANCE_STARTED = "instance_started"
    USER_TASK_CLAIMED = "user_task_claimed"
    USER_TASK_ASSIGNED = "user_task_assigned"
    USER_TASK_RELEASED = "user_task_released"
    USER_TASK_COMPLETED = "user_task_completed"
    TIMER_FIRED = "timer_fired"
    TIMER_MOVED = "timer_moved"
    SERVICE_TASK_COMPLETED = "service_task_completed"
    SERVICE_TASK_FAILED = "service_task_failed"
    SERVICE_TASK_RETRIED = "service_task_retried"
    SERVICE_TASK_CORRECTED = "service_task_corrected"
    SERVICE_TASK_ENTERED = "service_task_entered"
    SERVICE_TASK_SKIPPED = "service_task_skipped"
    SERVICE_TASK_GIVEN_UP = "service_task_given_up"
    MESSAGE_RECEIVED = "message_received"
    MESSAGE_SENT = "message_sent"
    ANSWER_ERASED = "answer_erased"
    INSTANCE_REOPENED = "instance_reopened"
    REFUND_ASKED = "refund_asked"
    REFUND_CONFIRMED = "refund_confirmed"
    REFUND_TURNED_DOWN = "refund_turned_down"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that the deed brings: a JSON value and its class P1, P2 or P3."""

    value: Any
    data_class: str


@dataclass(frozen=True, slots=True)
class Photograph:
    """An upload that the deed brings; the answer to its field is its id."""

    id: str
    field: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to which subject, and what it brought."""

    kind: DeedKind
    # account id, or that of the system
    actor: str
    at: datetime
    element: str = ""
    # id of the user task, timer, service task or message that the deed is about
    subject: str = ""
    answers: Mapping[str, Given] = field(default_factory=dict)
    photographs: tuple[Photograph, ...] = ()
    # fields whose answer nobody may have given before
    once: frozenset[str] = frozenset()
    # more for the entry: nothing personal; text, whole numbers, booleans, lists and objects
    facts: Mapping[str, Any] = field(default_factory=dict)
