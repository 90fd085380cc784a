"""What a card costs is told on the application form, by the decision that will set the fee."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from engine.commands import process_definitions, sheets
from engine.commands.engine import Engine
from engine.core.instants import ZONE
from forms import view
from tests.processes import scenarios
from tests.processes.filling import form_of
from tests.processes.office import PROCESSES, Office, actor
from tests.web.browsers import Browser
from web.app import create_app
from web.settings import WebSettings

LANGUAGES = ("en", "zh-Hans", "es")
SET = {
    "fee_loss": 40,
    "fee_loss_hardship": 20,
    "fee_loss_allowance": 40,
    "fee_damage": 40,
    "fee_damage_hardship": 20,
    "fee_damage_allowance": 0,
}
# the fee of a lost card by a decree: 50 yuan from 1 April 2026 on
UNTIL_MARCH = '[date("2004-01-01")..date("2026-03-31")]'
FROM_APRIL = 'null, &gt;= date("2026-04-01")'
_RULE = re.compile(r'<rule id="replacement_of_lost_card">.*?</rule>', re.DOTALL)


def told(engine: Engine, language: str = "en") -> dict[str, str]:
    """Give the texts of the application form by their id, as an applicant reads them."""
    sheet = sheets.start(engine, "reissue", actor("applicant"))
    shown = view.view(sheet.form, {}, (), sheet.context, language)
    return {each.key: each.label for each in shown if each.type == "text"}


def amount(text: str) -> int:
    (number,) = re.findall(r"[0-9]+", text)
    return int(number)


def decreed(document: str) -> str:
    """Close the row of a lost card at the end of March and add the new one."""
    (row,) = _RULE.findall(document)
    valid = 'null, &gt;= date("2004-01-01")'
    closed = row.replace(valid, UNTIL_MARCH)
    added = row.replace("replacement_of_lost_card", "decreed").replace(valid, FROM_APRIL)
    return document.replace(row, closed + added.replace("<text>40</text>", "<text>50</text>"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_tells_the_fee_that_the_decision_sets(office: Office, language: str) -> None:
    texts = told(office.engine, language)

    assert {name: amount(texts[name]) for name in SET} == SET


def test_no_amount_is_written_by_hand() -> None:
    form = form_of("reissue", "application_submitted")

    by_hand = [
        entry.key
        for entry in form.fields
        if entry.key.startswith(("fee", "postage"))
        if any(character.isdigit() for text in entry.labels.values() for character in text)
    ]

    assert by_hand == []


def test_a_decreed_fee_is_told_from_its_first_day_and_asked_of_who_files_then(
    office: Office,
) -> None:
    decree = decreed((PROCESSES / "fee.dmn").read_text("utf-8"))
    diagram = (PROCESSES / "reissue.bpmn").read_bytes()
    files = {"fee.dmn": decree.encode(), "reissue.bpmn": diagram}
    process_definitions.deploy(office.engine, files, actor("analyst"))

    before = amount(told(office.engine)["fee_loss"])
    office.clock.at = datetime(2026, 4, 1, 0, 30, tzinfo=ZONE)
    after = amount(told(office.engine)["fee_loss"])
    case = scenarios.accepted(office)

    assert (before, after, case.answers["fee_amount"]) == (40, 50, 50)


def test_the_page_of_the_application_tells_the_fee_without_a_script(office: Office) -> None:
    applicant = Browser(create_app(office.engine, WebSettings(demo=True)).test_client())
    applicant.sign_in("applicant")

    page = applicant.read("/apply/reissue")

    assert "Fee for a lost card: 40 yuan." in page
    assert "A damaged card, in real hardship: 20 yuan." in page
