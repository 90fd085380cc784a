"""Each request by a number of its own: counted, timed and logged by its route, not its address."""

from __future__ import annotations

import logging
import secrets
import time
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, request

from web import log_lines, metrics

_LOG = logging.getLogger(__name__)
_HEADER = "X-Request-Id"
# how browsers and programs ask; what else somebody makes up is counted as one
_METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
# routes that machines ask for again and again
_WATCHING = frozenset(["static", "operations.healthz", "operations.readyz", "metrics.page"])


class Application(Flask):
    """Flask without the words of failures in its log: they may hold what somebody entered."""

    # Any: as Flask writes it
    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None] | Any,
    ) -> None:
        """Log that a request failed, and where in the program."""
        _LOG.error("request failed", extra={"route": route()}, exc_info=exc_info)


def note(app: Flask) -> None:
    """Count, time and log each request of an application, under a number of its own."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def route() -> str:
    """Give the rule that the request's address follows; what stands in its place is not told."""
    return request.url_rule.rule if request.url_rule else "none"


def _begin() -> None:
    log_lines.REQUEST.set(secrets.token_hex(8))
    g.begun = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("begun", time.perf_counter())
    response.headers[_HEADER] = log_lines.REQUEST.get()
    metrics.observe(route(), _method(), response.status_code, seconds)
    if request.endpoint not in _WATCHING:
        told = {
            "method": _method(),
            "route": route(),
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        }
        _LOG.info("request answered", extra=told)
    return response


def _method() -> str:
    return request.method if request.method in _METHODS else "other"


def _forget(_: BaseException | None) -> None:
    log_lines.REQUEST.set("")
