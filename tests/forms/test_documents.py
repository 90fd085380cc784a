"""Templates of documents: what they may say, and what is refused."""

from __future__ import annotations

import pytest

from engine.commands import shipped_files
from forms import documents
from forms.documents import TemplateRejected
from server import PROCESSES

TITLE = '[title]\nen = "Receipt"\nzh-Hans = "回执"\nes = "Recibo"\n'


def paragraph(text: str, condition: str = "") -> str:
    when = f"when = '{condition}'\n" if condition else ""
    return f'[[paragraph]]\n{when}en = "{text}"\nzh-Hans = "{text}"\nes = "{text}"\n'


def test_a_paragraph_is_told_while_its_condition_holds() -> None:
    template = documents.read("x", TITLE + paragraph("always") + paragraph("lost", 'r = "LOSS"'))

    assert [each["en"] for each in documents.told(template, {"r": "LOSS"})] == ["always", "lost"]
    assert [each["en"] for each in documents.told(template, {})] == ["always"]


def test_answers_and_clocks_are_put_into_the_text() -> None:
    values = {"name": "张三", "due:CLK-PICKUP": "18 March"}

    text = documents.filled("{name} by {due:CLK-PICKUP}, {missing}", values)

    assert text == "张三 by 18 March, —"


def test_a_value_is_never_read_as_a_placeholder() -> None:
    assert documents.filled("{a}", {"a": "{b}", "b": "secret"}) == "{b}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = 3 =", "x: "),
        ('[title]\nen = "Receipt"\n', "each text is needed in en, zh-Hans, es"),
        (TITLE + 'colour = "red"', "each text is needed"),
        ('colour = "red"\n' + TITLE, "unknown entry colour"),
        (TITLE + paragraph("{0.__class__}"), "a placeholder cannot be read"),
        (TITLE + paragraph("half {name"), "a placeholder cannot be read"),
        (TITLE + paragraph("text", "1 +"), "1 +"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(TemplateRejected, match=r"^x: ") as refused:
        documents.read("x", text)

    assert told in str(refused.value)


def test_the_documents_of_the_procedure_can_be_read() -> None:
    shipped = shipped_files.documents(PROCESSES)
    found = {kind: documents.read(kind, body.decode()).kind for kind, body in shipped.items()}

    assert {"filing_receipt", "acceptance_notice", "collection_voucher", "supplement_notice"} <= {
        *found
    }
    assert {"refusal_notice", "collection_notice", "extension_notice", "closing_record"} <= {
        *found
    }
