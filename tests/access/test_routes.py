"""Every route has a row in the access matrix, and lets in whom the row names and nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import MapAdapter, Rule
from werkzeug.test import TestResponse

from engine.store import database
from tests.access import page
from tests.access.routes import ROUTES, Door, Row
from tests.access.scenes import FORM_TOKEN, PERSONAS, Scene, open_scene
from web import visit
from web.app import create_app
from web.settings import WebSettings

NOBODY = ""
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One office for all cells; a deed that uses up its subject draws another."""
    opened = open_scene(tmp_path_factory.mktemp("access") / "office.db")
    yield opened
    database.close(opened.engine.store)


@pytest.fixture(scope="module")
def app(scene: Scene) -> Flask:
    return create_app(scene.engine, WebSettings(demo=True))


def test_every_route_has_a_row(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == ROUTES.keys()


def test_the_page_tells_the_matrix(app: Flask) -> None:
    written = page.PAGE.read_text("utf-8")

    assert written == page.written(), "run: python -m tests.access.page"


@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_route_lets_in_whom_its_row_names(app: Flask, scene: Scene, endpoint: str) -> None:
    row = ROUTES[endpoint]
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    # those who are refused come first: they change nothing
    people = sorted((NOBODY, *PERSONAS), key=row.lets_in)
    asked: Asked | None = None

    wrong = []
    for who in people:
        if asked is None or row.lets_in(who):
            asked = Asked(rule, drawn(scene, row.subject), drawn(scene, row.form))
        answer = ask(app, scene, asked, who)
        answer.close()
        if not right(row, who, answer):
            wrong.append(f"{who or 'nobody'}: {answer.status_code} {answer.location or ''}")

    assert wrong == []


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the route, what it is about, what is posted."""

    rule: Rule
    subject: Mapping[str, str]
    form: Mapping[str, str]

    @property
    def posts(self) -> bool:
        return "POST" in (self.rule.methods or ())

    @property
    def address(self) -> str:
        values = {
            name: int(text) if name == "seq" else text for name, text in self.subject.items()
        }
        method = "POST" if self.posts else "GET"
        built: str = MapAdapter.build(self.place, self.rule.endpoint, values, method)
        return built

    @property
    def place(self) -> MapAdapter:
        assert self.rule.map is not None
        return self.rule.map.bind("localhost")


def drawn(scene: Scene, wanted: Mapping[str, str]) -> dict[str, str]:
    """Make what a row asks for: the text itself, or another subject of its kind."""
    return {
        name: kind[1:] if kind.startswith("=") else scene.next(kind)
        for name, kind in wanted.items()
    }


def ask(app: Flask, scene: Scene, asked: Asked, who: str) -> TestResponse:
    """Ask with the form token that belongs to who asks."""
    app.extensions[visit.ENGINE] = scene.engine
    client = app.test_client()
    token = FORM_TOKEN
    if who:
        client.set_cookie("session", scene.let_in(who))
    else:
        token = _TOKEN.findall(client.get("/sign-in").get_data(as_text=True))[0]
    if asked.posts:
        return client.post(asked.address, data={"form_token": token, **asked.form})
    return client.get(asked.address)


def right(row: Row, who: str, answer: TestResponse) -> bool:
    status, to_sign_in = answer.status_code, (answer.location or "").startswith("/sign-in")
    if status >= 500:
        return False
    if row.door in {Door.EVERYBODY, Door.TOKEN}:
        return True
    if not row.lets_in(who):
        # nobody is shown the way in, everybody else is refused or sees nothing
        return status in {403, 404} or (not who and to_sign_in)
    if row.door is Door.CASE:
        return status in {404, 422}
    return status not in ({403} if row.hidden else {403, 404}) and not to_sign_in
