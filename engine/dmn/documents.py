"""Read a DMN document as XML, safely, and walk its elements without caring for its version."""

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from engine.dmn.findings import DecisionRejected, Finding

# lxml has no public name for what it parses into
Element = etree._Element  # noqa: SLF001

# 1,000 rules of ten columns take about one million bytes
LARGEST_DOCUMENT = 4_000_000

MODEL_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  # 1.1
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
        "https://www.omg.org/spec/DMN/20240513/MODEL/",  # 1.6
    }
)


def parse(document: bytes) -> Element:
    """Return the root of a DMN document.

    Entities, document types, the network and documents of more than LARGEST_DOCUMENT bytes are
    refused. Raises DecisionRejected.
    """
    if len(document) > LARGEST_DOCUMENT:
        raise _rejected("document_too_large", bytes=str(LARGEST_DOCUMENT))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise _rejected("not_xml", line=str(line), column=str(column)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _rejected("document_type_refused")
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in MODEL_NAMESPACES:
        raise _rejected("not_dmn", root=name.localname, namespace=name.namespace or "")
    return root


def _rejected(code: str, **parameters: str) -> DecisionRejected:
    return DecisionRejected((Finding("", code, parameters),))


def children(element: Element, *names: str) -> Iterator[Element]:
    """Return the children of the DMN vocabulary, in document order, all or those so named."""
    namespace = etree.QName(element).namespace
    wanted = [f"{{{namespace}}}{name}" for name in names or ("*",)]
    return element.iterchildren(*wanted)


def child(element: Element, *names: str) -> Element | None:
    """Return the first child so named."""
    return next(children(element, *names), None)


def text(element: Element | None) -> str:
    """Return the text below an element, without the space around it."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def text_of(element: Element, name: str) -> str:
    """Return the text of the child so named, "" where there is none."""
    return text(child(element, name))


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute without a namespace, "" where there is none."""
    return "" if element is None else (element.get(name) or "").strip()


def identity(element: Element) -> str:
    """Return the id of the element, else that of the nearest element around it that has one."""
    with_id = (each for each in chain([element], element.iterancestors()) if each.get("id"))
    return attribute(next(with_id, None), "id")


def type_reference(element: Element) -> str:
    """Return the typeRef of an element, which may be an attribute or a child."""
    return attribute(element, "typeRef") or text_of(element, "typeRef")
