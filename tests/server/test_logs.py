"""What a whole office leaves in its log: deeds by kind and place, nothing about people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import server
from engine.command_line import offices
from engine.command_line.settings import LOG_FORMATS
from engine.commands import service_tasks
from engine.core.services import ServiceCall, ServiceResult
from engine.store import database
from engine.store.queries import answers, instances
from web import log_lines

# shorter texts are codes that stand everywhere
TELLING = 4
PERSONAL = ("P2", "P3")
# how a case came in and goes out: codes, not people
CODES = {"accepting_station", "hukou_division", "mail_division", "reason", "delivery_method"}


class Written(logging.Handler):
    """Keeps each message in both forms of a line."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [made().format(record) for made in log_lines.FORMATS.values()]


@pytest.fixture
def written() -> Iterator[Written]:
    handler, root = Written(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_cases_of_a_demo_leave_nothing_about_people_in_the_log(
    tmp_path: Path, written: Written
) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    engine = server.assemble(server.Settings(demo=True, database_url=url))

    def breaks(call: ServiceCall) -> ServiceResult:
        raise ValueError(f"cannot tell {dict(call.answers)}")

    offices.furnish_demo(engine, server.ROOT)
    broken = {
        name: replace(each, run=breaks, reads=("name", "id_number", "phone", "mail_address"))
        for name, each in engine.handlers.items()
    }
    service_tasks.run_due(replace(engine, handlers=broken))

    entered = {
        str(row.value)
        for each in instances.latest(engine.store)
        for row in answers.current(engine.store, each.id)
        if row.data_class in PERSONAL and row.field not in CODES and len(str(row.value)) >= TELLING
    }
    log = "\n".join(written.lines)
    database.close(engine.store)
    assert len(entered) > 20
    assert [value for value in entered if value in log] == []


@pytest.mark.parametrize("form", ["xml", "JSON"])
def test_a_form_of_the_log_that_is_none_is_refused(form: str) -> None:
    with pytest.raises(server.InvalidInput) as refused:
        server.settings_from({"LOG_FORMAT": form})

    assert refused.value.parameters["setting"] == "LOG_FORMAT"
    assert tuple(log_lines.FORMATS) == LOG_FORMATS
