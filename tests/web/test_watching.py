"""What machines ask of a server: is it ready, how does it stand; and what it writes to its log."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.commands import alarms, service_tasks, timers
from engine.commands.engine import Engine
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store import database
from engine.store.queries import answers
from tests.web.browsers import Browser, Clock
from tests.web.permits import ANSWERS
from tests.web.ticking import Tick, Works
from web import log_lines
from web.app import create_app
from web.settings import WebSettings

Visitor = Callable[..., Browser]


def _browser(engine: Engine, works: Works | None = None, **settings: str) -> Browser:
    made = WebSettings(demo=True, **settings)  # type: ignore[arg-type]
    return Browser(create_app(engine, made, works).test_client())


def test_a_server_that_works_is_ready(engine: Engine) -> None:
    answer = _browser(engine, Works()).get("/readyz")

    assert answer.status_code == 200
    assert answer.get_json() == {
        "status": "ready",
        "database": "ok",
        "schema": "ok",
        "clock": "ok",
    }


def test_a_server_whose_clock_stands_is_not_ready(engine: Engine) -> None:
    answer = _browser(engine, Works(Tick(silent_for=10.5))).get("/readyz")

    assert answer.status_code == 503
    assert "not ticked" in answer.get_json()["clock"]


def test_a_server_on_the_tables_of_another_release_is_not_ready(engine: Engine) -> None:
    with database.schema_engine(engine.store) as schema, schema.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    answer = _browser(engine, Works()).get("/readyz")

    assert answer.status_code == 503
    assert "another release" in answer.get_json()["schema"]


def test_a_server_without_its_database_is_not_ready(engine: Engine, tmp_path: Path) -> None:
    gone = replace(engine, store=database.open_store(f"sqlite:///{tmp_path}/no/such.db"))

    answer = _browser(gone, Works()).get("/readyz")

    assert (answer.status_code, answer.get_json()["schema"]) == (503, "unknown")


def figures(engine: Engine, browser: Browser | None = None) -> dict[str, float]:
    text = (browser or _browser(engine, Works())).read("/metrics")
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_figures_tell_lag_outbox_deeds_and_room(
    engine: Engine, visitor: Visitor, clock: Clock
) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)

    told = figures(engine)

    assert told["ventanilla_timer_lag_seconds"] > 3600
    assert told["ventanilla_open_instances"] == 1
    assert told['ventanilla_deeds_total{kind="instance_started"}'] == 1
    assert told['ventanilla_alarms{kind="timer_late"}'] == 1
    assert told["ventanilla_database_bytes"] > 0
    assert told["ventanilla_disk_free_bytes"] > 0
    assert told["ventanilla_tick_seconds"] == 0.4


def test_figures_tell_the_outbox_by_operation(
    engine: Engine, visitor: Visitor, clock: Clock
) -> None:
    visitor("applicant").apply()
    clock.advance(days=3)
    timers.fire_due(engine)

    assert figures(engine)['ventanilla_outbox_waiting{operation="notices.tell"}'] >= 1


def test_requests_are_counted_by_route_and_not_by_address(engine: Engine) -> None:
    browser = _browser(engine, Works())
    browser.get("/tasks/0123456789abcdef-1")
    browser.get("/no/such/page?name=Zhang")

    told = figures(engine, browser)

    route = 'route="/tasks/<task_id>"'
    assert told[f'ventanilla_requests_total{{method="GET",{route},status="302"}}'] == 1
    assert told['ventanilla_request_seconds_count{method="GET",route="none"}'] == 1
    assert not [name for name in told if "Zhang" in name or "0123456789abcdef" in name]


def test_figures_are_for_this_machine_only(engine: Engine) -> None:
    browser = _browser(engine)

    answer = browser.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("brought", "status"), [("Bearer s3cret", 200), ("Bearer other", 404), ("", 404)]
)
def test_with_a_token_figures_are_for_who_brings_it(
    engine: Engine, brought: str, status: int
) -> None:
    browser = _browser(engine, metrics_token="s3cret")

    answer = browser.get("/metrics", headers={"Authorization": brought})

    assert answer.status_code == status


class Written(logging.Handler):
    """Keeps each message as both kinds of line."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(log_lines.JsonLines().format(record))
        self.texts.append(log_lines.TextLines().format(record))


@pytest.fixture
def written() -> Written:
    handler, root = Written(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def told(written: Written, message: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in written.lines]
    return [line for line in lines if line["message"] == message]


def test_a_request_is_logged_with_its_number(engine: Engine, written: Written) -> None:
    answer = _browser(engine).get("/sign-in?next=/tasks/1")

    (line,) = told(written, "request answered")
    assert (line["route"], line["status"], line["method"]) == ("/sign-in", 200, "GET")
    assert line["request"] == answer.headers["X-Request-Id"]


def test_a_whole_case_leaves_nothing_about_people_in_the_log(
    engine: Engine, visitor: Visitor, clock: Clock, written: Written
) -> None:
    def breaks(call: ServiceCall) -> ServiceResult:
        raise ValueError(f"no mailbox for {ANSWERS}")

    address = visitor("applicant").apply()
    clerk = visitor("clerk")
    clerk.get(f"/tasks/nobody?name={ANSWERS['name']}")
    clerk.post(clerk.first_task(), page=clerk.first_task(), decision="nonsense")
    clock.advance(days=4)
    timers.fire_due(engine)
    service_tasks.run_due(replace(engine, handlers={"notices.tell": Handler(breaks)}))

    instance = address.rpartition("/")[2]
    entered = {
        str(row.value)
        for row in answers.current(engine.store, instance)
        if row.data_class != "P1" and len(str(row.value)) > 3
    }
    text = "\n".join([*written.lines, *written.texts])
    assert len(entered) >= 2
    assert told(written, "service task failed")
    assert [value for value in entered if value in text] == []


def test_a_failure_is_logged_by_kind_and_place_and_not_by_its_words(
    engine: Engine, written: Written
) -> None:
    app = create_app(engine, WebSettings(demo=True))

    def broken() -> str:
        raise ValueError("Zhang Wei lives at 5 Main Road")

    app.add_url_rule("/broken/<name>", "broken", lambda name: broken())

    answer = app.test_client().get("/broken/zhang")

    (line,) = told(written, "request failed")
    assert answer.status_code == 500
    assert line["route"] == "/broken/<name>"
    assert line["failures"][0]["kind"] == "ValueError"  # type: ignore[index]
    assert re.search(r"test_watching\.py:\d+ broken", json.dumps(line))
    assert "Zhang" not in "\n".join([*written.lines, *written.texts])
