"""Health and incidents, for operators."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import incidents, readings
from engine.core.errors import Conflict, NotPermitted, StoreUnusable
from engine.store.queries import health as health_queries
from engine.store.queries import incidents as incident_queries
from engine.store.queries.incidents import IncidentRow
from web import clockwork, machinery, moments, readiness, visit, words
from web.pieces import Fact

BLUEPRINT = Blueprint("operations", __name__)
_OPERATOR = "operator"
_ROLES = (_OPERATOR, "administrator")
_TOLD = ("retried", "given_up", "clock_accepted")


@dataclass(frozen=True, slots=True)
class Incident:
    """A service task that waits for a person."""

    operation: str
    about: str
    failure: str
    retry_url: str
    give_up_url: str


@dataclass(frozen=True, slots=True)
class OperationsPage:
    """How the machinery is."""

    health: tuple[Fact, ...]
    # the clock has jumped and timers wait; by an operator it can be said to be right
    jumped: bool
    may_accept: bool
    incidents: tuple[Incident, ...]
    told: str


@BLUEPRINT.get("/operations")
def page() -> ResponseReturnValue:
    """Show health and open incidents."""
    _operators_only()
    ticking = visit.clockwork()
    store, told = visit.engine().store, request.args.get("told", "")
    content = OperationsPage(
        health=machinery.facts(health_queries.of(store, visit.now())),
        jumped=ticking is not None and ticking.state.clock_jumped,
        may_accept=visit.actor().holds(_OPERATOR),
        incidents=tuple(_incident(row) for row in incident_queries.open_incidents(store)),
        told=words.say(f"operations.{told}", visit.language()) if told in _TOLD else "",
    )
    return render_template("operations.html", page=content)


@BLUEPRINT.post("/operations/incidents/<task_id>/retry")
def retry(task_id: str) -> ResponseReturnValue:
    """Let a failed service task run again."""
    _operators_only()
    incidents.retry(visit.engine(), task_id, visit.actor())
    return redirect(url_for("operations.page", told="retried"), 303)


@BLUEPRINT.post("/operations/incidents/<task_id>/give-up")
def give_up(task_id: str) -> ResponseReturnValue:
    """Give a failed service task up, with the reason."""
    _operators_only()
    reason = request.form.get("reason", "")
    incidents.give_up(visit.engine(), task_id, reason, visit.actor())
    return redirect(url_for("operations.page", told="given_up"), 303)


@BLUEPRINT.post("/operations/clock")
def accept_clock() -> ResponseReturnValue:
    """Trust the wall clock again after an operator has looked at it; that is recorded."""
    ticking, actor = visit.clockwork(), visit.actor()
    if not actor.holds(_OPERATOR):
        raise NotPermitted("not_an_operator")
    if ticking is None or not ticking.state.clock_jumped:
        raise Conflict("clock_not_doubted")
    readings.record(visit.engine(), actor, "clock_accepted", "", {})
    ticking.accept_clock()
    return redirect(url_for("operations.page", told="clock_accepted"), 303)


@BLUEPRINT.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Tell a load balancer that the store answers and that the clock ticks, or why not."""
    try:
        health = health_queries.of(visit.engine().store, visit.now())
    except StoreUnusable as unusable:
        return {
            "status": "down",
            "reason": words.sentence(unusable.code, unusable.parameters),
        }, 503
    if clockwork.is_silent(visit.clockwork()):
        return {"status": "down", "reason": words.say("operations.silent")}, 503
    return {"status": "ok", **machinery.measures(health)}


@BLUEPRINT.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Tell a load balancer whether requests may come here, and which check says no."""
    checks = readiness.checks(visit.engine(), visit.clockwork())
    ready = all(answer == readiness.OK for answer in checks.values())
    return {"status": "ready" if ready else "not ready", **checks}, 200 if ready else 503


def _operators_only() -> None:
    if not any(visit.actor().holds(role) for role in _ROLES):
        raise NotPermitted("not_an_operator")


def _incident(row: IncidentRow) -> Incident:
    language = visit.language()
    opened = moments.short(row.opened, visit.now(), language)
    attempts = words.count("operations.attempts", row.attempts, language, at=opened)
    return Incident(
        operation=row.operation,
        about=f"{row.case_no} · {row.element} · {attempts}",
        failure=words.sentence(row.failure, row.parameters, language),
        retry_url=url_for("operations.retry", task_id=row.task_id),
        give_up_url=url_for("operations.give_up", task_id=row.task_id),
    )
