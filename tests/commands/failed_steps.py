"""Service tasks that failed, in an office that has to settle them."""

from __future__ import annotations

from engine.commands import service_tasks, timers
from engine.core.errors import ServiceTaskFailed
from engine.core.people import Actor
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store.queries import history as entries
from engine.store.queries import incidents as queries
from tests.bpmn.drawing import end, lane, path, process, service, start, timer_on, user
from tests.commands.offices import CLERK, Office
from tests.commands.procedures import form, text
from tests.commands.test_service_tasks import ASKING, FILES

REASON = "the register had a typing error"
# nothing in it says what to do when a step fails
PLAIN = process(
    "p",
    lane("desk", "start", "decide", "end", jurisdiction="station"),
    lane("machine", "ask", "remind", "reminded", role="platform"),
    lane("edge", "in_a_day", role="head", jurisdiction="station"),
    start(instants="begun_at", unique="name"),
    service("ask", "register.ask", result="register"),
    user("decide"),
    timer_on("decide", "in_a_day", "working days after(begun_at, 1)", interrupting=False),
    service("remind", "notices.tell"),
    end(),
    end("reminded"),
    path("start", "ask", "decide", "end"),
    path("in_a_day", "remind", "reminded"),
)
PLAIN_FILES = {
    "p/start.json": form(text("name", required=True)),
    "p/decide.json": form(text("note")),
}


def refuses(call: ServiceCall) -> ServiceResult:
    raise ServiceTaskFailed("no_such_person", permanent=True)


def takes_bo(call: ServiceCall) -> ServiceResult:
    """An outside system that knows Bo and nobody else."""
    if call.answers.get("name") != "Bo":
        raise ServiceTaskFailed("no_such_person", permanent=True)
    return ServiceResult(variables={"found": True})


def failed(
    office: Office, handler: Handler, *, drawn: bool = False, starter: Actor = CLERK
) -> tuple[str, str]:
    """Give the ids of an instance and of its incident."""
    office.handlers["register.ask"] = handler
    if drawn:
        office.deploy(
            ASKING, files=FILES, messages=("withdrawal",), errors=("given_up", "not_there")
        )
    else:
        office.handlers["notices.tell"] = Handler(refuses, skippable=True)
        office.deploy(PLAIN, files=PLAIN_FILES)
    instance = office.start(starter, name="Mei")
    service_tasks.run_due(office.engine)
    (incident,) = queries.open_incidents(office.engine.store)
    return instance, incident.task_id


def kinds(office: Office, instance: str) -> list[str]:
    return [entry.kind for entry in entries.timeline(office.engine.store, instance)]


def aside(office: Office) -> tuple[str, str]:
    """A reminder beside an open task that could not be sent."""
    office.handlers["register.ask"] = Handler(lambda _: ServiceResult())
    office.handlers["notices.tell"] = Handler(refuses, skippable=True)
    office.deploy(PLAIN, files=PLAIN_FILES)
    instance = office.start(name="Mei")
    service_tasks.run_due(office.engine)
    office.clock.advance(days=4)
    timers.fire_due(office.engine)
    service_tasks.run_due(office.engine)
    (incident,) = queries.open_incidents(office.engine.store)
    return instance, incident.task_id
