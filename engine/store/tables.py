"""All tables of the store; they stand in `engine/store/schema`, in groups."""

from __future__ import annotations

from engine.store.schema.answers import (
    OF_CARDS,
    OF_PERSONS,
    REFUSING,
    answer,
    attachment,
    taken_value,
)
from engine.store.schema.definitions import (
    content,
    deployment,
    document_template,
    draft,
    process_definition,
    resource,
)
from engine.store.schema.desk_work import batch, batch_task, counter, courier_scan, notice, refund
from engine.store.schema.history import day_chain, day_entry, history
from engine.store.schema.instances import (
    LISTED_TASKS,
    awaited_message,
    open_subject,
    process_instance,
    reopening,
    service_task,
    timer,
    user_task,
)
from engine.store.schema.metadata import METADATA
from engine.store.schema.operations import alarm, outage
from engine.store.schema.organisation import (
    calendar_file,
    calendar_proposal,
    dated_setting,
    setting,
    unit,
)
from engine.store.schema.people import account, account_request, binding, grant
from engine.store.schema.sign_ins import (
    identity,
    outside_flow,
    recovery_code,
    second_factor,
    session,
    sign_in_failure,
)

__all__ = [
    "LISTED_TASKS",
    "METADATA",
    "OF_CARDS",
    "OF_PERSONS",
    "REFUSING",
    "account",
    "account_request",
    "alarm",
    "answer",
    "attachment",
    "awaited_message",
    "batch",
    "batch_task",
    "binding",
    "calendar_file",
    "calendar_proposal",
    "content",
    "counter",
    "courier_scan",
    "dated_setting",
    "day_chain",
    "day_entry",
    "deployment",
    "document_template",
    "draft",
    "grant",
    "history",
    "identity",
    "notice",
    "open_subject",
    "outage",
    "outside_flow",
    "process_definition",
    "process_instance",
    "recovery_code",
    "refund",
    "reopening",
    "resource",
    "second_factor",
    "service_task",
    "session",
    "setting",
    "sign_in_failure",
    "taken_value",
    "timer",
    "unit",
    "user_task",
]
