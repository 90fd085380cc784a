"""Health and incidents, for operators."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import service_tasks
from engine.core.errors import NotPermitted
from engine.store.queries import health as health_queries
from engine.store.queries import incidents as incident_queries
from engine.store.queries.health import Health
from engine.store.queries.incidents import IncidentRow
from web import moments, visit, words
from web.pieces import Fact

BLUEPRINT = Blueprint("operations", __name__)
_ROLES = ("operator", "administrator")
_TOLD = ("retried", "given_up")


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
    incidents: tuple[Incident, ...]
    told: str


@BLUEPRINT.get("/operations")
def page() -> ResponseReturnValue:
    """Show health and open incidents."""
    _operators_only()
    store, told = visit.engine().store, request.args.get("told", "")
    content = OperationsPage(
        health=_health(health_queries.of(store, visit.now())),
        incidents=tuple(_incident(row) for row in incident_queries.open_incidents(store)),
        told=words.say(f"operations.{told}", visit.language()) if told in _TOLD else "",
    )
    return render_template("operations.html", page=content)


@BLUEPRINT.post("/operations/incidents/<task_id>/retry")
def retry(task_id: str) -> ResponseReturnValue:
    """Let a failed service task run again."""
    _operators_only()
    service_tasks.retry(visit.engine(), task_id, visit.actor())
    return redirect(url_for("operations.page", told="retried"), 303)


@BLUEPRINT.post("/operations/incidents/<task_id>/give-up")
def give_up(task_id: str) -> ResponseReturnValue:
    """Give a failed service task up, with the reason."""
    _operators_only()
    reason = request.form.get("reason", "")
    service_tasks.give_up(visit.engine(), task_id, reason, visit.actor())
    return redirect(url_for("operations.page", told="given_up"), 303)


@BLUEPRINT.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Tell a load balancer that the store answers."""
    health_queries.of(visit.engine().store, visit.now())
    return {"status": "ok"}


def _operators_only() -> None:
    if not any(visit.actor().holds(role) for role in _ROLES):
        raise NotPermitted("not_an_operator")


def _health(health: Health) -> tuple[Fact, ...]:
    language = visit.language()
    oldest = health.oldest_due_timer
    values = {
        "open_instances": str(health.open_instances),
        "oldest_timer": moments.short(oldest, visit.now(), language)
        if oldest
        else words.say("operations.none_due", language),
        "waiting_services": str(health.waiting_service_tasks),
        "incident_count": str(health.incidents),
        "failing_timers": str(health.failing_timers),
    }
    return tuple(
        Fact(key, words.say(f"operations.{key}", language), value) for key, value in values.items()
    )


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
