"""The lists of the office: what each holds, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.core.people import Actor
from engine.store.database import Store
from engine.store.queries import (
    card_counts,
    old_cards,
    refused_applications,
    reversed_outcomes,
    second_supplements,
)
from engine.store.queries.list_rows import Found, Wish

OVERSIGHT = frozenset(["auditor", "head", "leader", "prefecture", "province"])
AT_THE_WINDOW = frozenset(["clerk", "window"])
CENTRE = frozenset(["director"])


@dataclass(frozen=True, slots=True)
class ListDescription:
    """A list: adding one is one entry of LISTS."""

    name: str
    # who may see it, each of the unit of the role and of the units below it
    roles: frozenset[str]
    # keys of the cells of its rows, in their order
    columns: tuple[str, ...]
    rows: Callable[[Store, Wish], Found]
    # it counts in a span of days; otherwise it lists case by case
    counts: bool = False
    # what it may be narrowed to, the usual one first
    states: tuple[str, ...] = ()


LISTS: Mapping[str, ListDescription] = {
    each.name: each
    for each in (
        ListDescription(
            name="second_supplements",
            roles=OVERSIGHT,
            columns=(
                "case",
                "place",
                "asked_at",
                "asked_by",
                "reason",
                "decision",
                "decided_by",
                "decided_at",
                "note",
            ),
            rows=second_supplements.found,
        ),
        ListDescription(
            name="old_cards",
            roles=OVERSIGHT | AT_THE_WINDOW,
            columns=("case", "place", "since", "days", "announced", "settled_by", "reminder"),
            rows=old_cards.found,
            states=(old_cards.OUTSTANDING, old_cards.SETTLED),
        ),
        ListDescription(
            name="reversed_outcomes",
            roles=OVERSIGHT,
            columns=(
                "case",
                "place",
                "outcome",
                "reason",
                "officer",
                "decided_at",
                "ordered_at",
                "ordered_by",
                "ground",
                "reference",
                "reopened_as",
            ),
            rows=reversed_outcomes.found,
        ),
        ListDescription(
            name="refusals",
            roles=OVERSIGHT,
            columns=("place", "reason", "number", "share"),
            rows=refused_applications.by_reason,
            counts=True,
        ),
        ListDescription(
            name="refusals_by_officer",
            roles=OVERSIGHT,
            columns=("place", "officer", "number", "other", "share"),
            rows=refused_applications.by_officer,
            counts=True,
        ),
        ListDescription(
            name="cards",
            roles=OVERSIGHT,
            columns=(
                "place",
                "made",
                "arrived",
                "handed_over",
                "delivered",
                "lost",
                "destroyed",
                "in_stock",
            ),
            rows=card_counts.by_station,
            counts=True,
        ),
        ListDescription(
            name="remakes",
            roles=OVERSIGHT | CENTRE,
            columns=("found_at", "cause", "number", "made", "share"),
            rows=card_counts.by_cause,
            counts=True,
        ),
    )
}
READERS = frozenset(role for each in LISTS.values() for role in each.roles)


def of(actor: Actor) -> tuple[ListDescription, ...]:
    """Name the lists that an actor may see."""
    held = {grant.role for grant in actor.grants}
    return tuple(each for each in LISTS.values() if each.roles & held)
