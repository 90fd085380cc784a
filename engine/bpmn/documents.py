"""Read the XML of a diagram that may be hostile: no entities, no network, bounded in size."""

from __future__ import annotations

import re

from lxml import etree

from engine.bpmn import vocabulary
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding

LARGEST = 1_000_000
MOST_ELEMENTS = 4_000
_ENCODINGS = frozenset(["UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "GB18030", "US-ASCII"])
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# control characters, and those that make text read in another order than it is written
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def read(name: str, document: bytes) -> etree._Element:
    """Parse a diagram and give its root; raises DefinitionRejected with the first refusal."""
    if len(document) > LARGEST:
        raise _refused(name, "too_large", bytes=len(document), limit=LARGEST)
    _check_encoding(name, document)
    root = _parse(name, document)
    docinfo = root.getroottree().docinfo
    if docinfo.doctype:  # type: ignore[attr-defined] # missing in the stubs
        raise _refused(name, "document_type_refused")
    if root.tag != vocabulary.bpmn("definitions"):
        raise _refused(name, "not_bpmn", root=etree.QName(root).localname)
    model = sum(1 for _ in root.iter(f"{{{vocabulary.BPMN}}}*"))
    if model > MOST_ELEMENTS:
        raise _refused(name, "too_many_elements", count=model, limit=MOST_ELEMENTS)
    _check_characters(name, root)
    return root


def _check_encoding(name: str, document: bytes) -> None:
    declared = _DECLARED.match(document[:200].removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].decode().upper() not in _ENCODINGS:
        raise _refused(name, "encoding_refused", encoding=declared[1].decode())


def _parse(name: str, document: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in document:
            raise _refused(name, "document_type_refused") from error
        line, column = error.position
        raise _refused(name, "not_xml", line=line, column=column) from error
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if encoding not in _ENCODINGS:
        raise _refused(name, "encoding_refused", encoding=encoding)
    return root


def _check_characters(name: str, root: etree._Element) -> None:
    for node in root.iter("*"):
        for attribute in ("id", "name", "value"):
            found = _HIDDEN.search(node.get(attribute, ""))
            if found:
                character = f"U+{ord(found[0]):04X}"
                parameters = {"character": character, "attribute": attribute}
                raise DefinitionRejected(
                    [Finding("hidden_character", name, node.get("id"), parameters)]
                )


def _refused(name: str, code: str, **parameters: object) -> DefinitionRejected:
    return DefinitionRejected([Finding(code, name, None, parameters)])
