"""The way to the OpenID Connect provider and back."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

STATION = "520102001"


def leave(browser: FlaskClient, address: str = "/sign-in/outside") -> str:
    """Go to the provider and give the address that it sends the browser back to."""
    there = browser.get(address)
    assert there.status_code == 303, there.get_data(as_text=True)
    answer = requests.get(there.headers["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come_back(browser: FlaskClient, address: str = "/sign-in/outside") -> TestResponse:
    return browser.get(leave(browser, address))
