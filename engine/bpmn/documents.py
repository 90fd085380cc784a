"""Read the XML of a diagram that may be hostile: no entities, no network, bounded in size."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from engine.bpmn import vocabulary
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding

LARGEST = 1_000_000
MOST_ELEMENTS = 2_000
_ENCODINGS = frozenset(["UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "GB18030", "US-ASCII"])
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


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
    model = sum(1 for node in root.iter() if vocabulary.is_bpmn(node))
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
    for node in root.iter():
        for attribute in ("id", "name", "value"):
            text = node.get(attribute, "")
            found = next((each for each in text if _is_hidden(each)), None)
            if found:
                raise DefinitionRejected(
                    [
                        Finding(
                            "hidden_character",
                            name,
                            node.get("id"),
                            {"character": f"U+{ord(found):04X}", "attribute": attribute},
                        )
                    ]
                )


def _is_hidden(character: str) -> bool:
    control = unicodedata.category(character) == "Cc" and character not in "\t\n\r"
    return control or character in _BIDI


def _refused(name: str, code: str, **parameters: object) -> DefinitionRejected:
    return DefinitionRejected([Finding(code, name, None, parameters)])
