"""The office that command tests work in."""

from __future__ import annotations

import pytest

from engine.store.database import Store
from tests.commands.offices import Office, office


@pytest.fixture(name="office")
def _office(store: Store) -> Office:
    return office(store)
