"""A procedure that gives each case a number which no other one may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.commands import user_tasks
from engine.core.errors import InvalidAnswers
from tests.bpmn.drawing import end, lane, path, process, service, start, user
from tests.commands.offices import CLERK, Office, posted
from tests.commands.procedures import form, text

MAKING = process(
    "p",
    lane("desk", "start", "make", "end", jurisdiction="station"),
    lane("machine", "report", role="platform"),
    start(),
    user("make", bulk="name"),
    service("report", "register.report"),
    end(),
    path("start", "make", "report", "end"),
)
START = form(text("name"), text("old"))


def number(key: str = "serial", once: str = "serial old", **properties: str) -> Mapping[str, Any]:
    field = text(key, "P1", required=True)
    return {**field, "properties": {**field["properties"], "once": once, **properties}}


def deploy(office: Office, *fields: Mapping[str, Any]) -> None:
    office.deploy(MAKING, files={"p/start.json": START, "p/make.json": form(*fields)})


def task_of(office: Office, **begun: str) -> str:
    instance = office.start(CLERK, "p", **begun)
    return next(row.task_id for row in office.inbox() if row.instance_id == instance)


def make(office: Office, serial: str, **begun: str) -> None:
    user_tasks.complete(office.engine, task_of(office, **begun), CLERK, posted(serial=serial))


def refusal(office: Office, serial: str, **begun: str) -> str:
    with pytest.raises(InvalidAnswers) as refused:
        make(office, serial, **begun)
    (problem,) = refused.value.problems
    assert problem.key == "serial"
    return problem.code
