"""The application factory: joins the pages, their words and their protection to an engine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, current_app, g, request, url_for
from jinja2 import StrictUndefined

from engine.commands import offices
from engine.commands.engine import Engine
from web import (
    blueprints,
    bundles,
    errors,
    metrics,
    moments,
    refusals,
    requests,
    security,
    sessions,
    shell,
    visit,
    words,
)
from web.clockwork import Clockwork
from web.settings import WebSettings

_STATIC = Path(__file__).parent / "static"
_A_YEAR = 31_536_000
# answered however the database is
_WITHOUT_DATABASE = ("static", "operations.healthz", "operations.readyz")


def create_app(engine: Engine, settings: WebSettings, clockwork: Clockwork | None = None) -> Flask:
    """Build the web application over an engine; the clockwork is the tick of this process."""
    app = requests.Application("web")
    app.extensions[metrics.MEASURES] = metrics.Measures()
    app.extensions[visit.ENGINE] = engine
    app.extensions[visit.SETTINGS] = settings
    app.extensions[visit.CLOCKWORK] = clockwork
    app.config.update(
        MAX_CONTENT_LENGTH=6_000_000,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=200,
        SEND_FILE_MAX_AGE_DEFAULT=_A_YEAR,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    requests.note(app)
    app.before_request(_read_the_clock)
    app.before_request(sessions.recognise)
    app.before_request(_notice_changes)
    security.protect(app)
    errors.tell(app)
    app.context_processor(_for_templates)
    app.jinja_env.globals["asset"] = asset
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    return app


def asset(name: str) -> str:
    """Give the address of a static file, with its digest so that it may be kept for a year."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    path = _STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"


def _read_the_clock() -> None:
    g.now = visit.engine().clock()


def _notice_changes() -> None:
    """Take the newest calendars, units and settings, whoever changed them and wherever."""
    if request.endpoint not in _WITHOUT_DATABASE:
        current_app.extensions[visit.ENGINE] = offices.refreshed(visit.engine())


def _for_templates() -> dict[str, object]:
    language = visit.language()
    say: Callable[..., str] = _sayer(language)
    return {
        "t": say,
        "count": _counter(language),
        "shell": shell.around(request.full_path.rstrip("?")),
        "told": refusals.told_at_field,
        "today": moments.local(visit.now()).date().isoformat(),
        "bundle": bundles.tags,
        "has_bundle": bundles.stands,
    }


def _counter(language: str) -> Callable[[str, int], str]:
    def count(key: str, number: int) -> str:
        return words.count(key, number, language)

    return count


def _sayer(language: str) -> Callable[..., str]:
    def say(key: str, **parameters: object) -> str:
        return words.say(key, language, **parameters)

    return say
