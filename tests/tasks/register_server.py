"""A faithful population register over HTTP, on loopback, with scripted troubles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from engine.core.errors import ServiceTaskFailed
from engine.core.ports import CardEvent
from tasks.demo_register import DemoRegister

TOKEN = "a token for tests"


@dataclass
class RegisterServer(ThreadingHTTPServer):
    """Answers as the embedded register does; what is in `troubles` is answered first."""

    register: DemoRegister
    troubles: list[tuple[int, bytes]] = field(default_factory=list)
    writes: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/register/"

    def answer(self, path: str, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if path == "/register/people/look-up":
            entry = self.register.look_up(body["id_number"], date.fromisoformat(body["on"]))
            return (200, asdict(entry)) if entry else (404, {"error": "not_found"})
        return self._written(
            path, key, CardEvent(**{**body, "on": date.fromisoformat(body["on"])})
        )

    def _written(self, path: str, key: str, event: CardEvent) -> tuple[int, dict[str, Any]]:
        verbs = {
            "/register/losses": self.register.report_loss,
            "/register/invalidations": self.register.invalidate_card,
            "/register/deeds": self.register.record_deed,
        }
        try:
            self.writes.setdefault(key, verbs[path](event, key))
        except ServiceTaskFailed:
            return 404, {"error": "not_found"}
        return 200, {"receipt": self.writes[key]}


class _Answers(BaseHTTPRequestHandler):
    server: RegisterServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        self.server.requests.append((self.path, key, self.headers.get("Authorization", "")))
        if self.server.troubles:
            self._send(*self.server.troubles.pop(0))
            return
        status, answer = self.server.answer(self.path, key, body)
        self._send(status, json.dumps(answer, default=str).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Keep the test output quiet."""


@contextmanager
def running(register: DemoRegister) -> Iterator[RegisterServer]:
    server = RegisterServer(register)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
