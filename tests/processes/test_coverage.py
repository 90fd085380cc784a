"""The ways that the tests tell walk every element and every sequence flow that is drawn."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import pytest

from engine.store import database
from tests.processes import (
    coverage,
    exceptions_at_acceptance,
    exceptions_at_the_county,
    exceptions_from_outside,
    exceptions_of_the_fee,
    exceptions_on_the_way,
    outage_of_the_register,
    scenarios,
)
from tests.processes.office import Case, Office
from tests.processes.scenarios import Offices

# one way ends with one case, or with several
Way = Callable[[Office], Case | Iterable[Case]]

WAYS = (
    *scenarios.WAYS,
    *exceptions_at_acceptance.WAYS,
    *exceptions_at_the_county.WAYS,
    *exceptions_on_the_way.WAYS,
    *exceptions_from_outside.WAYS,
    *exceptions_of_the_fee.WAYS,
    *outage_of_the_register.WAYS,
)


def test_every_element_and_every_flow_is_walked(
    fresh_office: Offices, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = {step for way in WAYS for step in _steps(way, fresh_office())}

    walked = coverage.of(steps)

    with capsys.disabled():
        sys.stdout.write(f"\n{walked}\n")
    assert walked.missed == {}


def _steps(way: Way, office: Office) -> Iterable[coverage.Step]:
    """Go one way, and close its office, so that connections last for all of them."""
    ended = way(office)
    cases = (ended,) if isinstance(ended, Case) else ended
    steps = [step for case in cases for step in case.path]
    database.close(office.engine.store)
    if office.servers is not None:
        office.servers.close()
    return steps
