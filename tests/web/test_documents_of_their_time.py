"""Documents keep the words of their time, whatever a later release says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import delete

from engine.commands import document_templates, shipped_files
from engine.commands.engine import Engine
from engine.store.queries import document_templates as queries
from engine.store.statements import Statement
from engine.store.tables import document_template
from engine.store.transaction import transaction
from forms.documents import TemplateRejected
from server import PROCESSES
from tests.web.browsers import Browser, Clock
from tests.web.test_documents import decided, links, text

Visitor = Callable[..., Browser]
SHIPPED = shipped_files.documents(PROCESSES)
RECEIPT = SHIPPED["filing_receipt"].replace(b"Filing receipt", b"Proof of filing")
# what a later release ships
LATER = {**SHIPPED, "filing_receipt": RECEIPT.replace(b"We have received", b"Here has arrived")}
_FORGET = Statement("delete_document_templates", delete(document_template))


@pytest.fixture(autouse=True)
def _without(engine: Engine) -> None:
    """Make an office as an earlier release left it: no template is kept."""
    with transaction(engine.store) as tx:
        tx.execute(_FORGET, {})


def receipt(browser: Browser, case: str) -> str:
    """Read the receipt of a case, but for the instant when it was printed."""
    address = next(each for each in links(browser, case) if "filing_receipt" in each)
    return re.sub(r"printed .*?\d\d:\d\d", "printed", text(browser, address))


def test_an_old_case_prints_the_same_after_an_upgrade(
    visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    document_templates.keep(engine, SHIPPED)
    applicant = visitor("applicant")
    case = applicant.apply()
    before = receipt(applicant, case)

    clock.advance(minutes=5)
    document_templates.keep(engine, LATER)

    assert "We have received" in before
    assert receipt(applicant, case) == before
    assert "Filing receipt" in applicant.read(case)


def test_what_is_given_after_an_upgrade_says_what_the_new_release_says(
    visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    document_templates.keep(engine, SHIPPED)
    clock.advance(minutes=5)
    document_templates.keep(engine, LATER)
    applicant = visitor("applicant")

    case = applicant.apply()

    assert "Here has arrived" in receipt(applicant, case)
    assert "Proof of filing" in applicant.read(case)
    assert "Proof of filing" in visitor().read("/guide/permit")


def test_a_case_goes_on_with_the_words_of_the_day_of_each_document(
    visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    document_templates.keep(engine, SHIPPED)
    applicant = visitor("applicant")
    case = applicant.apply()
    clock.advance(minutes=5)
    refusal = SHIPPED["refusal_notice"].replace(b"Notice of refusal", b"Word of refusal")
    document_templates.keep(engine, {**LATER, "refusal_notice": refusal})

    decided(visitor, "REFUSE")

    page = applicant.read(case)
    assert "Filing receipt" in page
    assert "Word of refusal" in page


def test_an_office_of_an_earlier_release_takes_the_words_of_this_one_and_keeps_them(
    visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    applicant = visitor("applicant")
    case = applicant.apply()
    clock.advance(minutes=5)

    document_templates.keep(engine, SHIPPED)
    first = receipt(applicant, case)
    clock.advance(minutes=5)
    document_templates.keep(engine, LATER)

    assert "We have received" in first
    assert "We have received" in receipt(applicant, case)


def test_the_same_templates_are_kept_once(engine: Engine, clock: Clock) -> None:
    for _ in range(3):
        document_templates.keep(engine, SHIPPED)
        clock.advance(minutes=5)

    assert len(queries.everything(engine.store)) == len(SHIPPED)


def test_a_template_that_cannot_be_read_is_not_kept(engine: Engine) -> None:
    with pytest.raises(TemplateRejected):
        document_templates.keep(engine, {**SHIPPED, "filing_receipt": b"title = 7 ="})

    assert queries.everything(engine.store) == ()
