"""Dated settings: the value in force on a day, and what may be a value at all."""

from __future__ import annotations

from datetime import date

import pytest

from engine.core import office_settings
from engine.core.errors import InvalidInput
from engine.core.office_settings import DatedValue, OfficeSettings

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def test_a_value_is_in_force_from_its_day_on() -> None:
    settings = OfficeSettings({"carriage_days": (DatedValue(APRIL, 7),)}, 1)

    assert settings.at("carriage_days", MARCH) == 5
    assert settings.at("carriage_days", APRIL) == 7


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(InvalidInput, match="setting_unknown"):
        OfficeSettings().at("colour", MARCH)

    with pytest.raises(InvalidInput, match="setting_unknown"):
        office_settings.read("colour", "red")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("carriage_days", " 7 ", 7),
        ("remote_counties", "522628, 522625 522628", ("522625", "522628")),
        ("remote_counties", "", ()),
    ],
)
def test_a_value_is_read_as_people_write_it(name: str, text: str, value: object) -> None:
    read = office_settings.read(name, text)

    assert read == value
    assert office_settings.read(name, office_settings.written(read)) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("carriage_days", "0"),
        ("carriage_days", "61"),
        # shorter than the public notice promises
        ("collection_days", "29"),
        ("verification_days", "91"),
        ("uncollected_card_months", "5"),
        ("carriage_days", "five"),
        ("carriage_days", "1.5"),
        ("carriage_days", ""),
        ("remote_counties", "52262"),
        ("remote_counties", "somewhere"),
    ],
)
def test_a_value_that_cannot_stand_is_refused(name: str, text: str) -> None:
    with pytest.raises(InvalidInput, match="setting_unusable"):
        office_settings.read(name, text)


@pytest.mark.parametrize("name", office_settings.DECLARED)
def test_a_default_is_a_value_that_may_stand(name: str) -> None:
    default = office_settings.DECLARED[name].default

    assert office_settings.read(name, office_settings.written(default)) == default
