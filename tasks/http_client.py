"""JSON over HTTP to an outside system, with time-outs, TLS and errors that say if trying helps."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from engine.core.errors import InvalidInput, ServiceTaskFailed

# an answer of more bytes is no answer to our questions
LARGEST_ANSWER = 1_000_000
# these say "not now"; every other refusal says "never"
PASSING = frozenset(
    [HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS]
)
LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an outside system is, and how it knows us."""

    url: str
    # sent as bearer token
    token: str = field(default="", repr=False)
    # seconds to wait for the connection and for each part of the answer
    timeout: float = 10.0

    def __post_init__(self) -> None:
        """Refuse an address that would send personal data in clear over a network."""
        parts = urlsplit(self.url)
        local = parts.scheme == "http" and parts.hostname in LOOPBACK
        if not parts.hostname or not (local or parts.scheme == "https"):
            raise InvalidInput("address_not_safe", address=self.url)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the outside system said."""

    status: int
    body: dict[str, Any]


def post(endpoint: Endpoint, path: str, body: dict[str, Any], key: str) -> Answer:
    """Post JSON and return the JSON answer; 404 is an answer, other errors are failures.

    The key goes along as `Idempotency-Key`, so that the system can tell a repeat.
    """
    # the endpoint lets only https, or http to this machine, through
    request = Request(  # noqa: S310
        endpoint.url.rstrip("/") + path,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers=_headers(endpoint, key),
        method="POST",
    )
    try:
        with _opener().open(request, timeout=endpoint.timeout) as response:
            return Answer(response.status, _json(response.read(LARGEST_ANSWER + 1)))
    except HTTPError as error:
        error.close()
        return _refusal(error.code)
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        raise ServiceTaskFailed("register_unreachable", host=request.host) from error


def _opener() -> OpenerDirector:
    # neither redirects nor proxies: only the address that was configured may see the data
    opener = OpenerDirector()
    for handler in (
        HTTPHandler(),
        HTTPSHandler(context=ssl.create_default_context()),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _headers(endpoint: Endpoint, key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers["Idempotency-Key"] = key
    if endpoint.token:
        headers["Authorization"] = f"Bearer {endpoint.token}"
    return headers


def _json(body: bytes) -> dict[str, Any]:
    if len(body) > LARGEST_ANSWER:
        _garbled()
    try:
        read = json.loads(body)
    except ValueError:
        _garbled()
    if not isinstance(read, dict):
        _garbled()
    return read


def _garbled() -> NoReturn:
    raise ServiceTaskFailed("register_garbled")


def _refusal(status: int) -> Answer:
    if status == HTTPStatus.NOT_FOUND:
        return Answer(status, {})
    permanent = status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in PASSING
    raise ServiceTaskFailed("register_refused", permanent=permanent, status=status)
