"""The databases that the store is tested on."""

from __future__ import annotations

import pytest

from tests.databases import CLUSTER, KINDS


@pytest.fixture(params=[*KINDS, pytest.param(CLUSTER, marks=pytest.mark.long)])
def kind(request: pytest.FixtureRequest) -> str:
    """The database: of one server, of several that tick, of several that are woken."""
    return str(request.param)
