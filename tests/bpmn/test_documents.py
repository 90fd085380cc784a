"""Hostile and broken XML: refused before anything is made of it."""

from __future__ import annotations

import pytest

from engine.bpmn import diagrams, documents
from engine.core.errors import DefinitionRejected
from tests.bpmn.drawing import BPMN, draw, end, exclusive, flow, path, process, start, user
from tests.bpmn.offices import compiled
from tests.bpmn.walking import Walk

OPEN = f'<definitions xmlns="{BPMN}">'
LAUGHS = "".join(
    f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 10)
)

HOSTILE = {
    "a document type": ("document_type_refused", f"<!DOCTYPE d>{OPEN}</definitions>"),
    "an entity": ("document_type_refused", f'<!DOCTYPE d [<!ENTITY e "x">]>{OPEN}</definitions>'),
    "an external entity": (
        "document_type_refused",
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>{OPEN}&e;</definitions>',
    ),
    "an external document type": (
        "document_type_refused",
        f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">{OPEN}</definitions>',
    ),
    "a billion laughs": (
        "document_type_refused",
        f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>{OPEN}<process id="&l9;"/></definitions>',
    ),
    "no XML": ("not_xml", "%PDF-1.4"),
    "nothing": ("not_xml", ""),
    "an open element": ("not_xml", OPEN),
    "HTML": ("not_bpmn", "<html/>"),
    "BPMN without its namespace": ("not_bpmn", "<definitions/>"),
    "another encoding": (
        "encoding_refused",
        f'<?xml version="1.0" encoding="UTF-7"?>{OPEN}</definitions>',
    ),
    "too many elements": ("too_many_elements", f"{OPEN}{'<error/>' * 4001}</definitions>"),
    "too many bytes": ("too_large", OPEN + " " * 1_000_000 + "</definitions>"),
    "a name that reads backwards": (
        "hidden_character",
        f'{OPEN}<process id="p" name="a\u202eb"/></definitions>',
    ),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_it_is_refused(hostile: str) -> None:
    code, text = HOSTILE[hostile]

    with pytest.raises(DefinitionRejected) as refused:
        documents.read("file.bpmn", text.encode())

    assert [each.code for each in refused.value.findings] == [code]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_the_encodings_of_the_house_are_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{OPEN}<process id="p" name="换领"/>'

    diagram = diagrams.read("file.bpmn", f"{text}</definitions>".encode(encoding))

    assert diagram.processes[0].names == {"en": "换领"}


def test_a_comment_cannot_cut_a_condition() -> None:
    choice = process(
        "p",
        start(),
        exclusive("g", "no"),
        user("yes"),
        end("no"),
        end(),
        path("start", "g", "no"),
        flow("g", "yes", "true@ and accepted"),
        path("yes", "end"),
    )
    diagram = draw(choice).replace(b"true@", b"true<!-- x -->")

    assert Walk(compiled(diagram), accepted=False).outcome == "no"
