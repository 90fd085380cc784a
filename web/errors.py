"""From a fact that stopped a command to the status and page that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from engine.core.errors import (
    Conflict,
    DefinitionRejected,
    EngineError,
    InvalidAnswers,
    InvalidInput,
    NotFound,
    NotPermitted,
    ServiceTaskFailed,
    StoreUnusable,
)
from web import refusals, visit, words

STATUSES: dict[type[EngineError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    Conflict: 409,
    InvalidInput: 422,
    InvalidAnswers: 422,
    DefinitionRejected: 422,
    ServiceTaskFailed: 502,
    StoreUnusable: 503,
}
# statuses with a text of their own; others speak as the nearest of these
_TOLD = {400, 403, 404, 405, 409, 413, 422, 429}
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What happened, what was kept, what to do."""

    title: str
    happened: str
    advice: str


def tell(app: Flask) -> None:
    """Answer engine errors and HTTP errors with a page that says what to do."""
    app.register_error_handler(EngineError, of_engine)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _strange_host)


def status_of(error: EngineError) -> int:
    """Give the HTTP status of an engine error."""
    if error.code == "too_many_attempts":
        return 429
    return next(
        (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), _SERVER_ERROR
    )


def of_engine(error: EngineError) -> ResponseReturnValue:
    """Answer with what the engine said, as JSON to scripts that ask for it."""
    if error.code == "sign_in_needed" and request.method == "GET":
        return redirect(url_for("sign_in.page", next=request.full_path.rstrip("?")))
    return _page(status_of(error), refusals.told(error))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or _SERVER_ERROR
    if error.response is not None:
        return error.response
    return _page(status, words.say(f"status.{_told(status)}.happened", visit.language()))


def _strange_host(_: SecurityError) -> ResponseReturnValue:
    # no address can be made for a host that is not ours, so neither can a page
    return words.say("status.strange_host"), 400, {"Content-Type": "text/plain; charset=utf-8"}


def _page(status: int, happened: str) -> ResponseReturnValue:
    language = visit.language()
    if wants_json():
        return {"error": happened}, status
    page = ErrorPage(
        title=words.say(f"status.{_told(status)}.title", language),
        happened=happened,
        advice=words.say(f"status.{_told(status)}.advice", language),
    )
    return render_template("error.html", page=page), status


def wants_json() -> bool:
    """Tell whether a script asks."""
    return request.accept_mimetypes.best == "application/json"


def _told(status: int) -> int:
    if status in _TOLD:
        return status
    return _SERVER_ERROR if status >= _SERVER_ERROR else 400
