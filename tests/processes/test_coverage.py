"""The ways that the tests tell walk every element and every sequence flow that is drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest

from tests.processes import (
    coverage,
    exceptions_at_acceptance,
    exceptions_at_the_county,
    exceptions_from_outside,
    exceptions_of_the_fee,
    exceptions_on_the_way,
    scenarios,
)
from tests.processes.office import Case
from tests.processes.scenarios import Offices

WAYS = (
    *scenarios.WAYS,
    *exceptions_at_acceptance.WAYS,
    *exceptions_at_the_county.WAYS,
    *exceptions_on_the_way.WAYS,
    *exceptions_from_outside.WAYS,
    *exceptions_of_the_fee.WAYS,
)


def test_every_element_and_every_flow_is_walked(
    fresh_office: Offices, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [case for way in WAYS for case in _all(way(fresh_office()))]

    walked = coverage.of(cases)

    with capsys.disabled():
        sys.stdout.write(f"\n{walked}\n")
    assert walked.missed == {}


def _all(ended: Case | Iterable[Case]) -> Iterable[Case]:
    return (ended,) if isinstance(ended, Case) else ended
