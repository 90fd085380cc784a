"""What the process owner has not settled: the default that stands, and where it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangedIn(StrEnum):
    """Where an office changes the default of an open point."""

    SETTINGS = "settings"
    UNITS = "units"
    CALENDARS = "calendars"
    # the diagrams, decisions and forms of the procedure
    PROCEDURE = "procedure"
    # nothing does it by itself: people decide case by case
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A question to the process owner; the catalogues hold it with its default."""

    name: str
    changed_in: ChangedIn
    # the settings that hold the default
    settings: tuple[str, ...] = ()


OPEN_POINTS = (
    OpenPoint("start_of_review", ChangedIn.PROCEDURE),
    OpenPoint(
        "thirty_days",
        ChangedIn.SETTINGS,
        ("collection_days", "collection_days_after_late_arrival"),
    ),
    OpenPoint(
        "online_conditions", ChangedIn.SETTINGS, ("youngest_age_online", "photo_reuse_months")
    ),
    OpenPoint("uncollected_cards", ChangedIn.SETTINGS, ("uncollected_card_months",)),
    OpenPoint("payment", ChangedIn.PROCEDURE),
    OpenPoint("old_card_by_mail", ChangedIn.SETTINGS, ("verification_days",)),
    OpenPoint("remote_counties", ChangedIn.SETTINGS, ("remote_counties",)),
    OpenPoint("retention", ChangedIn.PEOPLE),
    OpenPoint("regional_holidays", ChangedIn.CALENDARS),
    OpenPoint("issuing_organs", ChangedIn.UNITS),
    OpenPoint("official_codes", ChangedIn.PROCEDURE),
)
