"""The office that command tests work in."""

from __future__ import annotations

import pytest

from engine.store.database import Store
from tests.commands.offices import Office, office
from tests.databases import CLUSTER, KINDS


@pytest.fixture(name="office")
def _office(store: Store) -> Office:
    return office(store)


@pytest.fixture(params=[*KINDS, pytest.param(CLUSTER, marks=pytest.mark.long)])
def kind(request: pytest.FixtureRequest) -> str:
    """The database: of one server, of several that tick, of several that are woken."""
    return str(request.param)
