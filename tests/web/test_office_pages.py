"""Units and settings on their pages: what is written, refused without loss, and in force."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from engine.core import identity_numbers
from engine.core.open_points import OPEN_POINTS
from tests.web.browsers import Browser, Clock

# made up, and in no register
NUMBER = "52019919000704203" + identity_numbers.check_character("52019919000704203")
Visitor = Callable[..., Browser]
TEXT = {
    "code": "520102009",
    "name_zh-Hans": "九所",
    "name_en": "Ninth station",
    "name_es": "Comisaría novena",
    "address": "九路9号",
    "hours": "09:00-16:00",
    "calendar": "",
}
VALUE = {
    "name": "supplement_days",
    "value": "12",
    "valid_from": "2026-03-20",
    "source": "黔公通〔2026〕3号",
}


def test_a_station_is_added_and_offered_to_applicants(visitor: Visitor) -> None:
    administrator = visitor("administrator")

    told = write(administrator, "/units", TEXT)

    assert told.headers["Location"] == "/units/520102009?told=added"
    assert "The station was added." in administrator.read(told.headers["Location"])
    assert "Ninth station" in visitor("applicant").read("/apply/permit")


def test_what_was_typed_is_still_there_when_it_is_refused(visitor: Visitor) -> None:
    told = write(visitor("administrator"), "/units", TEXT | {"hours": "always"})

    page = told.get_data(as_text=True)
    assert told.status_code == 422
    assert "Opening hours are written" in page
    assert 'value="Ninth station"' in page


def test_a_change_over_somebody_elses_keeps_what_was_typed(visitor: Visitor) -> None:
    administrator = visitor("administrator")
    given = TEXT | {"seen": "1"}
    write(administrator, "/units/520102001", given)

    told = write(administrator, "/units/520102001", given | {"address": "new"})

    page = told.get_data(as_text=True)
    assert told.status_code == 409
    assert 'value="new"' in page
    assert 'name="seen" value="2"' in page


def test_a_search_finds_a_unit_with_what_is_above_it(visitor: Visitor) -> None:
    administrator = visitor("administrator")

    page = administrator.read("/units?q=Wudang").partition('id="add"')[0]
    nothing = administrator.read("/units?q=Atlantis")

    assert "Guiyang City" in page
    assert "Wudang Dongshan Police Station" in page
    assert "Zunyi City" not in page
    assert "No unit has this" in nothing


def test_a_needed_station_says_what_needs_it_and_an_empty_one_closes(visitor: Visitor) -> None:
    administrator = visitor("administrator")
    assert "First finish the open tasks" in administrator.read("/units/520102001")

    told = administrator.post("/units/520103002/close", page="/units/520103002")

    assert told.status_code == 303
    assert "It is offered to nobody" in administrator.read("/units/520103002")
    assert "Yunyan Hebin" not in visitor("applicant").read("/apply/permit")
    administrator.post("/units/520103002/open", page="/units/520103002")
    assert "Yunyan Hebin" in visitor("applicant").read("/apply/permit")


def test_a_value_waits_for_the_second_person_and_is_in_force_from_its_day(
    visitor: Visitor, clock: Clock
) -> None:
    administrator, second = visitor("administrator"), visitor("administrator2")
    administrator.post("/settings", page="/settings", **VALUE)
    assert approvals(administrator) == []

    [address] = approvals(second)
    told = second.post(address, page="/settings")

    assert told.headers["Location"] == "/settings?told=approved"
    assert "to come" in second.read("/settings")
    clock.advance(days=5)
    page = visitor("administrator").read("/settings")
    assert "in force" in page
    assert "Proposed by administrator, approved by administrator2" in page


def test_a_value_is_turned_down_on_the_page(visitor: Visitor) -> None:
    administrator = visitor("administrator")
    administrator.post("/settings", page="/settings", **VALUE)
    found = re.search(r'action="(/settings/\w+/turn-down)"', administrator.read("/settings"))

    assert found is not None
    assert administrator.post(found[1], page="/settings").status_code == 303
    assert "黔公通〔2026〕3号" not in administrator.read("/settings")


@pytest.mark.parametrize("changed", [{"value": "0"}, {"valid_from": "soon"}, {"source": ""}])
def test_a_value_that_cannot_stand_is_told_on_its_form(
    visitor: Visitor, changed: dict[str, str]
) -> None:
    told = visitor("administrator").post("/settings", page="/settings", **VALUE | changed)

    page = told.get_data(as_text=True)
    assert told.status_code == 422
    assert 'role="alert"' in page
    assert '<details class="ask" id="form_supplement_days" open>' in page


def test_every_open_point_stands_on_the_page_with_its_default(visitor: Visitor) -> None:
    page = visitor("administrator").read("/settings")

    table = page.partition("<h2>Open points</h2>")[2].partition("</table>")[0]
    assert table.count("<tr>") == len(OPEN_POINTS) + 1


def test_a_clerk_registers_an_applicant_on_the_page(visitor: Visitor) -> None:
    clerk = visitor("clerk")
    given = {"id_number": NUMBER, "name": "龙小川", "unit": "520102001"}

    wrong = clerk.post("/applicants", page="/applicants", **given, account="Q")
    told = clerk.post("/applicants", page="/applicants", **given, account="longxc")

    assert wrong.status_code == 422
    assert 'value="龙小川"' in wrong.get_data(as_text=True)
    assert 'id="one_time_password"' in told.get_data(as_text=True)


def write(browser: Browser, place: str, fields: dict[str, str]) -> TestResponse:
    """Post the fields of a unit, one of which is its address."""
    token = re.search(r'name="form_token" value="([^"]+)"', browser.read("/units"))
    assert token is not None
    return browser.client.post(place, data={"form_token": token[1], **fields})


def approvals(browser: Browser) -> list[str]:
    return re.findall(r'action="(/settings/\w+/approve)"', browser.read("/settings"))
