"""The usual name of the organ that issues cards for a county, as the card prints it."""

from __future__ import annotations

from engine.core.organisation import Organisation

_CHINESE = "zh-Hans"
_OFFICE = "公安局"
_BRANCH = "分局"


def usual(organisation: Organisation, county: str) -> str:
    """Name the issuing organ of a county by the usual pattern; an office may correct it.

    A district: bureau of its city with the district's branch; any other county: its own bureau.
    Resident Identity Card Law Art. 8.
    """
    name = organisation.unit(county).names[_CHINESE]
    if not name.endswith("区"):
        return f"{name}{_OFFICE}"
    city = organisation.unit(organisation.prefecture_of(county)).names[_CHINESE]
    return f"{city}{_OFFICE}{name}{_BRANCH}"
