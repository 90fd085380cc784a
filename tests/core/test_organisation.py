"""The units of the office and how they belong together."""

from __future__ import annotations

from datetime import time

import pytest

from engine.core import organisation
from engine.core.errors import InvalidInput, NotFound
from engine.core.organisation import Organisation, UnitKind

CSV = "code,name_zh,name_en,level,parent_code\n520000,贵州省,Guizhou Province,province,\n"
TOML = '[divisions_es]\n520000 = "Provincia de Guizhou"\n'
UNIT = """
[[units]]
code = "{code}"
kind = "station"
parent = "{parent}"
zh = "派出所"
en = "Station"
es = "Comisaría"
address = ""
hours = {hours}
"""


def read(*units: str, csv: str = CSV) -> Organisation:
    return organisation.load("".join(units) + TOML, csv)


def unit(code: str = "520000001", parent: str = "520000", hours: str = "[]") -> str:
    return UNIT.format(code=code, parent=parent, hours=hours)


def test_the_shipped_office_has_every_division_and_two_stations_a_county(office: Organisation):
    counties = [found.code for found in office.units.values() if found.kind is UnitKind.COUNTY]
    prefectures = [u.code for u in office.units.values() if u.kind is UnitKind.PREFECTURE]

    assert (len(prefectures), len(counties)) == (9, 88)
    assert {len(office.stations_of(county)) for county in counties} == {2}
    assert sum(len(office.counties_of(prefecture)) for prefecture in prefectures) == 88


def test_every_unit_has_a_name_in_three_languages(office: Organisation):
    languages = {
        language for u in office.units.values() for language in u.names if u.names[language]
    }

    assert languages == {"en", "zh-Hans", "es"}
    assert {len(found.names) for found in office.units.values()} == {3}


def test_every_code_is_made_of_digits_and_begins_with_its_parents(office: Organisation):
    stations = [found for found in office.units.values() if found.kind is UnitKind.STATION]

    assert all(found.code.isdecimal() for found in office.units.values())
    assert all(len(s.code) == 9 and s.code.startswith(s.parent) for s in stations)


def test_a_station_belongs_to_county_prefecture_and_province(office: Organisation):
    station = office.stations_of("522722")[0].code

    assert office.parents(station) == ("522722", "522700", "520000")
    assert office.county_of(station) == "522722"
    assert office.prefecture_of(station) == "522700"


@pytest.mark.parametrize(
    ("code", "county", "prefecture"),
    [
        pytest.param("522722", "522722", "522700", id="county"),
        pytest.param("522700", "", "522700", id="prefecture"),
        pytest.param("520000", "", "", id="province"),
        pytest.param("520000900", "", "", id="production_centre"),
        pytest.param("", "", "", id="no_unit"),
    ],
)
def test_units_above_have_no_county(office: Organisation, code: str, county: str, prefecture: str):
    assert office.county_of(code) == county
    assert office.prefecture_of(code) == prefecture


def test_a_unit_closes_at_the_end_of_its_last_opening(office: Organisation):
    assert office.closing_time("520102001") == time(17)
    assert office.closing_time("520102") is None


def test_a_unit_with_other_hours_closes_when_they_end():
    found = read(unit(hours='["09:00-11:30", "14:00-16:30"]'))

    assert found.closing_time("520000001") == time(16, 30)


def test_an_unknown_unit_is_not_found(office: Organisation):
    assert office.has("520102")
    assert not office.has("520199")
    with pytest.raises(NotFound) as refusal:
        office.unit("520199")
    assert refusal.value.parameters == {"unit": "520199"}


@pytest.mark.parametrize(
    ("units", "code"),
    [
        pytest.param([unit(), unit()], "duplicate_unit", id="twice"),
        pytest.param([unit(parent="520100")], "unknown_parent", id="orphan"),
        pytest.param([unit(parent="520000001")], "unknown_parent", id="own_parent"),
        pytest.param(["[[units]]\n"], "organisation_invalid", id="no_code"),
        pytest.param([unit(hours='["nine"]')], "organisation_invalid", id="no_hours"),
        pytest.param(["units = 7\n"], "organisation_invalid", id="no_list"),
        pytest.param(["units ="], "organisation_invalid", id="no_toml"),
    ],
)
def test_an_organisation_that_does_not_fit_is_refused(units: list[str], code: str):
    with pytest.raises(InvalidInput) as refusal:
        read(*units)

    assert refusal.value.code == code
