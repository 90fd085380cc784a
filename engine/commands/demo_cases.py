"""Play the cases of a demo office as its people would: a scenario, made of commands only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from engine.commands import process_instances, service_tasks, user_tasks
from engine.commands.demo_office import Case, Step
from engine.commands.engine import Engine
from engine.core.errors import NotFound
from engine.core.people import Actor
from engine.store.queries import accounts, inbox
from engine.store.queries.inbox import View

PROCESS = "reissue"


def play(engine: Engine, cases: Iterable[Case]) -> None:
    """File each case some hours ago, and let colleagues take their steps on it."""
    now = engine.clock()
    for case in cases:
        _play(_at(engine, now - timedelta(hours=case.hours_ago)), case)


def _at(engine: Engine, instant: datetime) -> Engine:
    return replace(engine, clock=lambda: instant)


def _play(engine: Engine, case: Case) -> None:
    starter = _persona(engine, case.starter)
    instance_id = process_instances.start(engine, PROCESS, starter, case.answers)
    _serve(engine)
    for step in case.steps:
        _take(engine, instance_id, step)
        _serve(engine)


def _serve(engine: Engine) -> None:
    """Run service tasks until none is due: one may follow another."""
    while service_tasks.run_due(engine):
        pass


def _take(engine: Engine, instance_id: str, step: Step) -> None:
    actor = _persona(engine, step.by)
    waiting = inbox.open_tasks(engine.store, actor, View.ALL, engine.clock())
    found = next((task for task in waiting if task.instance_id == instance_id), None)
    if found is None:
        raise NotFound("no_such_subject", id=instance_id)
    user_tasks.complete(engine, found.task_id, actor, step.answers)


def _persona(engine: Engine, account_id: str) -> Actor:
    found = accounts.actor(engine.store, account_id)
    if found is None:
        raise NotFound("account_unknown", account=account_id)
    return found
