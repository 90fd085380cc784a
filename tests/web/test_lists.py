"""The pages of the lists: what they show, to whom, and the table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from engine.commands import reopenings
from engine.commands.list_descriptions import LISTS
from engine.commands.reopenings import Order
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import scenarios
from tests.processes.office import MAIL, Office, actor
from tests.processes.scenarios import DAMAGE
from tests.web.browsers import Browser

ORDER = Order(ground="人像由户政部门复核一致。", reference="Order 12 of 2026")
Visitor = Callable[[str], Browser]


@pytest.mark.parametrize("who", ["auditor", "head", "leader", "window", "clerk", "director"])
def test_who_needs_lists_is_led_to_them_from_the_menu(visit: Visitor, who: str) -> None:
    browser = visit(who)

    lists = browser.read("/lists")

    assert 'href="/lists" aria-current="page"' in lists
    assert 'href="/lists/' in lists


def test_the_window_is_offered_the_old_cards_only(visit: Visitor) -> None:
    page = visit("window").read("/lists")

    assert {name for name in LISTS if f'href="/lists/{name}"' in page} == {"old_cards"}


@pytest.mark.parametrize("who", ["applicant", "maker", "analyst"])
def test_others_are_not_led_to_lists(visit: Visitor, who: str) -> None:
    browser = visit(who)

    assert browser.get("/lists").status_code == 403
    assert browser.get("/lists/cards").status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_so(visit: Visitor, name: str) -> None:
    page = visit("auditor").read(f"/lists/{name}")

    assert 'class="empty"' in page
    assert "table.csv" not in page


def test_a_second_supplement_is_told_in_words(office: Office, visit: Visitor) -> None:
    case = at_acceptance.second_supplement_declined(office)

    page = visit("auditor").read("/lists/second_supplements")

    assert f'href="/instances/{case.id}"' in page
    assert "应一次性告知，按现有材料决定。" in page
    assert actor("head").name in page


def test_an_old_card_is_told_with_its_next_reminder(office: Office, visit: Visitor) -> None:
    scenarios.sent(office, **DAMAGE, **MAIL).complete("confirm_delivery", signer="田秋月")

    page = visit("window").read("/lists/old_cards")

    assert "nothing announced" in page
    assert "Mon 30 Mar, 24:00" in page


def test_a_statement_is_told_among_the_settled_ones(office: Office, visit: Visitor) -> None:
    case = scenarios.sent(office, **DAMAGE, **MAIL).complete("confirm_delivery", signer="田秋月")
    case.complete("return_old_card", old_card_way="STATEMENT", old_card_statement="搬家遗失。")

    browser = visit("auditor")

    assert "it is no longer owed" in browser.read("/lists/old_cards?state=settled")
    assert 'class="empty"' in browser.read("/lists/old_cards")


def test_a_reversed_outcome_is_told_with_its_order(office: Office, visit: Visitor) -> None:
    case = scenarios.refused_by_the_county(office)
    reopenings.reopen(office.engine, case.id, ORDER, actor("leader"))

    page = visit("auditor").read("/lists/reversed_outcomes")

    assert "REV-01 Same-person comparison failed" in page
    assert ORDER.ground in page
    assert ORDER.reference in page


def test_refusals_are_told_with_the_share_of_reason_99(office: Office, visit: Visitor) -> None:
    scenarios.refused_by_the_station(office)

    page = visit("auditor").read("/lists/refusals?first=2026-03-01&last=2026-03-31")

    assert "Refusals: 1, of them with reason 99: 0 (0 %)." in page


@pytest.mark.parametrize("name", LISTS)
def test_no_list_tells_who_the_citizen_is(office: Office, visit: Visitor, name: str) -> None:
    scenarios.refused_by_the_station(office)
    case = scenarios.sent(office, **DAMAGE, **MAIL).complete("confirm_delivery", signer="田秋月")
    at_acceptance.second_supplement_declined(office)

    browser = visit("auditor")
    told = browser.read(f"/lists/{name}") + browser.read(f"/lists/{name}/table.csv")

    assert case.id
    assert not [known for known in ("田秋月", "52019919850704202X", "1381234") if known in told]


def test_a_table_says_who_took_it_away_and_holds_the_rows_of_the_page(
    office: Office, visit: Visitor
) -> None:
    at_acceptance.second_supplement_declined(office)

    answer = visit("auditor").get("/lists/second_supplements/table.csv?unit=520102001")
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    assert answer.mimetype == "text/csv"
    assert f"{actor('auditor').name} (auditor) on 2026-03-10 09:30" in lines[0][0]
    assert lines[1][:2] == ["Case", "Unit"]
    assert len(lines) == 3


def test_a_unit_that_is_not_ones_own_is_refused(visit: Visitor) -> None:
    head = visit("head")

    assert head.get("/lists/cards?unit=520000").status_code == 403
    assert head.get("/lists/cards?unit=nothing").status_code == 404


@pytest.mark.parametrize(
    "asked", ["first=9999-12-31", "last=0001-01-01", "first=x&last=y", "after=~", "after=x~y"]
)
def test_a_filter_that_makes_no_sense_shows_the_usual(visit: Visitor, asked: str) -> None:
    browser = visit("auditor")

    assert browser.get(f"/lists/refusals?{asked}").status_code == 200
    assert browser.get(f"/lists/second_supplements?{asked}").status_code == 200
