"""A browser without a screen: follows forms as a person does, token and all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.permits import ANSWERS

MORNING = datetime(2026, 3, 16, 1, tzinfo=UTC)
# from that Monday, 09:00, to the end of Tuesday
A_WORKING_DAY = timedelta(days=1, hours=8)
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Browser:
    """One person's browser."""

    client: FlaskClient

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **more)

    def read(self, address: str) -> str:
        """Give the page at an address, which must be there."""
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def post(self, address: str, *, page: str = "", **fields: Any) -> TestResponse:
        """Post fields with the token of a page."""
        shown = self.client.get(page or "/sign-in").get_data(as_text=True)
        token = _TOKEN.search(shown)
        assert token is not None
        return self.client.post(address, data={"form_token": token[1], **fields})

    def sign_in(self, username: str, password: str = "ventanilla") -> TestResponse:
        return self.post("/sign-in", username=username, password=password)

    def apply(self, **changes: Any) -> str:
        """Send an application and give the address of its case."""
        answer = self.post("/apply/permit", **{**ANSWERS, **changes})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer.headers["Location"].partition("?")[0]

    def first_task(self) -> str:
        """Give the address of the first task in the inbox."""
        found = re.search(r'href="(/tasks/[^"]+)"', self.read("/inbox"))
        assert found is not None
        return found[1]


Visitor = Callable[..., Browser]
