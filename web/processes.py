"""Serve the application by several processes at one address, on one machine of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from socket import socket
from typing import TYPE_CHECKING, Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from werkzeug.middleware.proxy_fix import ProxyFix

from web.serving import PATIENCE, Serving

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication


@dataclass(frozen=True, slots=True)
class TrustedProxy:
    """Believes the X-Forwarded headers of one proxy, and of nobody else."""

    direct: WSGIApplication
    forwarded: WSGIApplication
    address: str

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        trusted = self.address != "" and environ.get("REMOTE_ADDR") == self.address
        return (self.forwarded if trusted else self.direct)(environ, start_response)


def behind_proxy(pages: Flask, address: str) -> TrustedProxy:
    """Let pages know who asks, where a trusted proxy says so."""
    return TrustedProxy(pages.wsgi_app, ProxyFix(pages.wsgi_app, x_for=1, x_proto=1), address)


def run(make: Callable[[], Flask], listener: socket, serving: Serving, processes: int) -> None:
    """Answer requests until SIGTERM; each process makes its own pages, a dead one is replaced."""
    _Processes(make, serving, _configuration(listener, serving, processes)).run()


def _configuration(listener: socket, serving: Serving, processes: int) -> Mapping[str, Any]:
    return {
        "bind": f"fd://{listener.fileno()}",
        "workers": processes,
        "threads": serving.threads,
        "worker_class": "gthread",
        "timeout": PATIENCE,
        "graceful_timeout": PATIENCE,
        "limit_request_field_size": 8190,
        "loglevel": "warning",
        "proc_name": "ventanilla",
        "control_socket_disable": True,
        # who is believed is decided by TrustedProxy
        "forwarded_allow_ips": serving.trusted_proxy or "127.0.0.1",
        "secure_scheme_headers": {},
    }


class _Processes(BaseApplication):  # type: ignore[misc]
    def __init__(
        self, make: Callable[[], Flask], serving: Serving, configuration: Mapping[str, Any]
    ) -> None:
        self.make, self.serving, self.configuration = make, serving, configuration
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.configuration.items():
            self.cfg.set(name, value)

    def load(self) -> TrustedProxy:
        return behind_proxy(self.make(), self.serving.trusted_proxy)
