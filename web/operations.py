"""Health and alarms, for operators, and what machines ask about this server."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import alarms, incidents, wall_clocks
from engine.core.errors import StoreUnusable
from engine.store.queries import health as health_queries
from web import clockwork, machinery, operations_page, readiness, visit, words

BLUEPRINT = Blueprint("operations", __name__)
TOLD = (
    "retried",
    "corrected",
    "skipped",
    "given_up",
    "clock_accepted",
    "acknowledged",
    "outage_recorded",
    "outage_ended",
)


@BLUEPRINT.get("/operations")
def page() -> ResponseReturnValue:
    """Show alarms, health, incidents, what comes next and outages."""
    alarms.permit(visit.actor())
    told = request.args.get("told", "")
    said = words.say(f"operations.{told}", visit.language()) if told in TOLD else ""
    return render_template("operations.html", page=operations_page.page(said))


@BLUEPRINT.post("/operations/alarms/<alarm_id>/acknowledge")
def acknowledge(alarm_id: str) -> ResponseReturnValue:
    """Note that somebody looks after an alarm."""
    alarms.acknowledge(visit.engine(), alarm_id, visit.actor())
    return redirect(url_for("operations.page", told="acknowledged"), 303)


@BLUEPRINT.post("/operations/retry")
def retry_all() -> ResponseReturnValue:
    """Let all failed service tasks of an operation run again."""
    incidents.retry_all(visit.engine(), request.form.get("operation", ""), visit.actor())
    return redirect(url_for("operations.page", told="retried"), 303)


@BLUEPRINT.post("/operations/clock")
def accept_clock() -> ResponseReturnValue:
    """Trust the wall clock again after an operator has looked at it; that is recorded."""
    wall_clocks.accept(visit.engine(), visit.clockwork(), visit.actor())
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
