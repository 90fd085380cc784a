"""The documents of a case: real PDF files in the reader's language, as the case stood then."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.web.browsers import Browser
from web.documents import fonts, pages
from web.documents.content import Content

Visitor = Callable[..., Browser]


@pytest.fixture
def case(visitor: Visitor) -> str:
    """The address of a case whose application was just sent."""
    return visitor("applicant").apply()


def links(browser: Browser, case: str) -> list[str]:
    """Give the addresses of the documents in the language of the reader."""
    found = re.findall(r'href="([^"]+\.pdf\?language=[^"]+)"', browser.read(case))
    return [address.replace("&amp;", "&") for address in found]


def text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def decided(visitor: Visitor, decision: str) -> None:
    clerk = visitor("clerk")
    task = clerk.first_task()
    reason = {} if decision == "PASS" else {"grounds": "没有车位。"}
    answer = clerk.post(task, page=task, decision=decision, **reason)
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_an_application_gives_a_receipt_in_three_languages(case: str, visitor: Visitor) -> None:
    applicant = visitor("applicant")

    texts = {link.rpartition("=")[2]: text(applicant, link) for link in links(applicant, case)}

    assert set(texts) == {"en", "zh-Hans", "es"}
    assert "Filing receipt" in texts["en"]
    assert "网上申请回执" in texts["zh-Hans"]
    assert "Justificante de presentación" in texts["es"]
    assert "52019919850704202X" in texts["en"]


def test_a_document_keeps_what_was_known_when_it_was_given(case: str, visitor: Visitor) -> None:
    applicant = visitor("applicant")
    receipt = links(applicant, case)[0]
    before = text(applicant, receipt)

    decided(visitor, "PASS")

    assert text(applicant, receipt) == before


def test_a_refusal_comes_with_its_remedies(case: str, visitor: Visitor) -> None:
    decided(visitor, "REFUSE")
    applicant = visitor("applicant")

    told = [text(applicant, link) for link in links(applicant, case) if link.endswith("=en")]

    refusal = next(each for each in told if "Notice of refusal" in each)
    assert "administrative reconsideration within 60 days" in refusal
    assert "within 6 months" in refusal


def test_a_printed_document_of_somebody_else_is_in_the_history(
    case: str, visitor: Visitor
) -> None:
    clerk = visitor("clerk")

    printed = text(clerk, links(clerk, case)[0])

    assert "52019919850704202X" in printed
    assert "Document printed" in clerk.read(case)


def test_who_only_looks_gets_a_masked_document(case: str, visitor: Visitor) -> None:
    auditor = visitor("auditor")

    printed = text(auditor, links(auditor, case)[0])

    assert "52019919850704202X" not in printed
    assert "52**************2X" in printed


def test_a_document_of_a_strangers_case_is_not_there(case: str, visitor: Visitor) -> None:
    address = links(visitor("applicant"), case)[0]

    assert visitor("maker").get(address).status_code == 404
    assert (
        visitor("clerk").get(address.replace("filing_receipt", "refusal_notice")).status_code
        == 404
    )
    assert visitor("clerk").get(address.replace("filing_receipt", "nothing")).status_code == 404


def test_the_same_document_has_the_same_bytes(case: str, visitor: Visitor) -> None:
    applicant = visitor("applicant")
    address = links(applicant, case)[0]

    assert applicant.get(address).data == applicant.get(address).data


def test_a_character_that_the_font_lacks_shows_its_code_point() -> None:
    # U+20BB7 is rare (extension B), U+3400 is of extension A and prints
    assert fonts.printable("𠮷㐀田") == "[U+20BB7]㐀田"


def test_a_long_document_goes_on_over_pages_with_the_case_on_each() -> None:
    content = Content(
        language="zh-Hans",
        title="补正告知书",
        office="派出所",
        case_no="260316-00000-00000",
        dated="3月16日",
        paragraphs=tuple("请补正以下内容 <b>&amp;" * 40 for _ in range(12)),
        facts=(("姓名", "田秋月"),),
        code="260316-00000-00000",
        signatures=("持证人",),
        foot="办件260316-00000-00000",
    )

    read = PdfReader(io.BytesIO(pages.pdf(content)))

    assert len(read.pages) > 1
    assert all("260316-00000-00000" in page.extract_text() for page in read.pages)
    assert "<b>&amp;" in read.pages[0].extract_text()
    assert read.metadata is not None
    assert read.metadata.title == "补正告知书 260316-00000-00000"


BRIEF = Content(
    language="en",
    title="Receipt",
    office="Station",
    case_no="260316-00000-00000",
    dated="16 March",
    paragraphs=(),
    facts=(),
    code="260316-00000-00000",
    signatures=(),
    foot="",
)


def test_a_title_that_is_longer_than_a_page_goes_on_over_pages() -> None:
    content = replace(BRIEF, title="Receipt " * 900 + "end")

    read = PdfReader(io.BytesIO(pages.pdf(content)))

    assert len(read.pages) > 1
    assert "end" in read.pages[-1].extract_text()


def test_an_answer_that_is_longer_than_a_page_goes_on_over_pages() -> None:
    content = replace(BRIEF, facts=(("Remarks", "x\n" * 999 + "\n" * 999 + "end"),))

    read = PdfReader(io.BytesIO(pages.pdf(content)))

    assert len(read.pages) > 1
    assert "end" in read.pages[-1].extract_text()


def test_a_rare_name_stays_itself_on_pages_and_shows_its_code_point_in_print(
    visitor: Visitor,
) -> None:
    applicant = visitor("applicant")
    case = applicant.apply(name="𠮷㐀")

    assert "𠮷㐀" in applicant.read(case)
    assert "[U+20BB7]㐀" in text(applicant, links(applicant, case)[0])
