"""Serve the application by HTTP, and let running requests end when the process is told to."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket
from typing import NoReturn

import waitress  # type: ignore[import-untyped]
from flask import Flask

from engine.core.errors import StoreUnusable

# more than the pages take: they refuse in a sentence, where the server would just hang up
LARGEST_BODY = 25_000_000
# seconds after which a silent connection is closed
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen and how many requests are answered at once."""

    host: str
    port: int
    threads: int
    # address of a proxy whose X-Forwarded headers are believed, "" for none
    trusted_proxy: str = ""


def listen(serving: Serving) -> socket:
    """Take the address, so that a busy one is refused before anything else is done."""
    listener = socket(AF_INET6 if ":" in serving.host else AF_INET)
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listener.bind((serving.host, serving.port))
        listener.listen()
    except OSError as problem:
        listener.close()
        place = f"{serving.host}:{serving.port}"
        raise StoreUnusable(
            "address_unusable", address=place, reason=problem.strerror
        ) from problem
    return listener


def run(web: Flask, listener: socket, serving: Serving) -> None:
    """Answer requests until SIGTERM or Ctrl-C; those that have begun are finished first."""
    proxied = {
        "trusted_proxy": serving.trusted_proxy,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
    server = waitress.create_server(
        web,
        sockets=[listener],
        threads=serving.threads,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        channel_timeout=PATIENCE,
        clear_untrusted_proxy_headers=True,
        **(proxied if serving.trusted_proxy else {}),
    )
    signal.signal(signal.SIGTERM, _leave)
    server.run()


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)
