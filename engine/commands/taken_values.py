"""Numbers that no two cases may have, such as that of a card: each is taken once.

Only one that was typed wrongly is free again, with the correction that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from json import loads
from typing import Any

from engine.commands.deeds import Deed
from engine.core.errors import InvalidAnswers
from engine.core.findings import Problem
from engine.store.transaction import Transaction
from engine.store.writes import taken_values as writes
from engine.store.writes.taken_values import TakenRow
from forms.values import folded

_AT_ONCE = 10_000


def take(tx: Transaction, instance_id: str, deed: Deed) -> None:
    """Take the numbers that a deed brings; raises InvalidAnswers where one was taken before.

    A number stays taken when its answer is replaced or erased.
    """
    problems = []
    for field in sorted(deed.once & deed.answers.keys()):
        value = deed.answers[field].value
        holder = writes.take(tx, TakenRow(field, digest(value), instance_id)) if value else None
        if holder is not None:
            code = "value_taken_here" if holder == instance_id else "value_taken"
            problems.append(Problem(field, code, {"value": value}))
    if problems:
        raise InvalidAnswers(problems)


def free(tx: Transaction, instance_id: str, deed: Deed, known: Mapping[str, Any]) -> Deed:
    """Free the numbers that a deed corrects: they were typed wrongly, and the deed says so.

    What another instance has stays.
    """
    replaced = sorted(deed.once & deed.answers.keys() & known.keys())
    rows = (TakenRow(field, digest(known[field]), instance_id) for field in replaced)
    freed = [row.field for row in rows if writes.free(tx, row)]
    return replace(deed, facts={**deed.facts, "freed": freed}) if freed else deed


def gather(tx: Transaction, fields: Iterable[str]) -> None:
    """Take what cases have of fields that had no such rule so far; of two the first one has it."""
    for field in sorted(fields):
        rows = _rows(tx, field)
        while several := list(islice(rows, _AT_ONCE)):
            writes.take_all(tx, several)


def digest(value: object) -> str:
    """Digest a number, so that nothing of an answer is kept that is erased."""
    return sha256(folded(value).encode()).hexdigest()


def _rows(tx: Transaction, field: str) -> Iterator[TakenRow]:
    for instance_id, text in writes.given_so_far(tx, field):
        if value := loads(text):
            yield TakenRow(field, digest(value), instance_id)
