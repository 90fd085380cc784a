"""The statements that the database is asked, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.store.statements import Statement
from engine.store.transaction import Transaction


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the name of each statement that runs from now on, in a list that grows with them."""
    ran: list[str] = []
    run = Transaction.execute

    def execute(tx: Transaction, statement: Statement, parameters: Mapping[str, Any] = {}) -> Any:
        ran.append(statement.name)
        return run(tx, statement, parameters)

    monkeypatch.setattr(Transaction, "execute", execute)
    return ran
