"""Names keep every character: in what is stored, on pages, in print and in tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.commands import process_definitions, shipped_files
from engine.commands.engine import Engine
from engine.core import csv_tables
from engine.core.people import SYSTEM
from forms import documents
from server import PROCESSES
from tests.web.browsers import Browser
from tests.web.parcels import FILES as PARCELS
from tests.web.permits import FILES
from tests.web.test_documents import links, text
from web.documents import fonts

Visitor = Callable[..., Browser]
SHIPPED = shipped_files.documents(PROCESSES)
KINDS = {kind: documents.read(kind, body.decode()) for kind, body in SHIPPED.items()}
# of extensions B (not in the font), A, C, D, H (not in the font), and one that NFC would replace
NAME = "𠮷㐀𪟝𫞩𱍐\uf92c"
PRINTED = "[U+20BB7]㐀𪟝𫞩[U+31350]"
# blocks of rare characters: first, last, how many print
BLOCKS = {
    "B": (0x20000, 0x2A6DF, 54),
    "C": (0x2A700, 0x2B739, 44),
    "D": (0x2B740, 0x2B81D, 8),
    "E": (0x2B820, 0x2CEA1, 108),
    "F": (0x2CEB0, 0x2EBE0, 1),
    "G": (0x30000, 0x3134A, 3),
    "H": (0x31350, 0x323AF, 0),
}


@pytest.fixture
def case(engine: Engine, visitor: Visitor) -> str:
    """A case of somebody with a rare name, whose first step gives every kind of document."""
    every = " ".join(sorted(SHIPPED)).encode()
    files = {name: body.replace(b"filing_receipt", every) for name, body in FILES.items()}
    process_definitions.deploy(engine, files, SYSTEM)
    return visitor("applicant").apply(name=NAME)


def test_a_name_is_printed_alike_in_every_kind_of_document(case: str, visitor: Visitor) -> None:
    applicant = visitor("applicant")

    printed: dict[str, list[str]] = {}
    for address in links(applicant, case):
        kind = re.search(r"/(\w+)\.pdf", address)
        printed.setdefault(kind[1] if kind else "", []).append(text(applicant, address))

    assert printed.keys() == KINDS.keys()
    assert {len(texts) for texts in printed.values()} == {3}
    named = {kind for kind, template in KINDS.items() if "name" in template.facts}
    assert len(named) >= 9
    assert [kind for kind in named for each in printed[kind] if PRINTED not in each] == []
    assert not any("𠮷" in each for texts in printed.values() for each in texts)


def test_a_name_is_the_same_on_the_page(case: str, visitor: Visitor) -> None:
    assert NAME in visitor("applicant").read(case)


def test_a_name_is_the_same_in_a_table(engine: Engine, visitor: Visitor) -> None:
    process_definitions.deploy(engine, PARCELS, SYSTEM)
    fields = {"serial": "A1", "name": NAME, "waybill_no": "EVA1"}
    visitor("clerk").post("/apply/parcel", accepting_station="520102001", **fields)
    window, pack = visitor("window"), "/bulk/parcel/pack"
    window.post(f"{pack}/pull", page=pack, number="1")

    body = window.get(f"{pack}/table.csv").data

    assert NAME.encode() in body
    assert [line.cells["name"] for line in csv_tables.read(body).lines] == [NAME]


@pytest.mark.parametrize("block", BLOCKS)
def test_as_many_rare_characters_print_as_the_docs_say(block: str) -> None:
    first, last, number = BLOCKS[block]

    printable = [point for point in range(first, last + 1) if point in fonts.loaded()]

    assert len(printable) == number


def test_about_two_hundred_of_extensions_b_to_g_print() -> None:
    assert 200 <= sum(number for _, _, number in BLOCKS.values()) <= 230
