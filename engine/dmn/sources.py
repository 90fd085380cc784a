"""The documents of a model: the one that is read and what it imports, by namespace."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from engine.dmn import documents
from engine.dmn.documents import Element
from engine.dmn.findings import DecisionRejected, Finding
from engine.dmn.nodes import Key

NODES = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document and the names it gives to the namespaces it imports."""

    namespace: str
    root: Element
    # import name by namespace; "" takes the names of the import over as they are
    imports: Mapping[str, str]

    def nodes(self) -> Iterator[Element]:
        """Return the elements of the graph, those inside groups of elements too."""
        return documents.children(self.root, *NODES)

    def key(self, reference: str) -> Key:
        """Return the node that an href names, in this document or in an imported one."""
        namespace, _, identity = reference.rpartition("#")
        return Key(namespace or self.namespace, identity)


def read(document: bytes, imports: Mapping[str, bytes]) -> tuple[Source, ...]:
    """Return the document and all it imports, directly or not, each once, itself first.

    Imports are found by the namespace their own document declares; what is offered and is no DMN
    counts as missing. Raises DecisionRejected.
    """
    offered = {source.namespace: source for source in _readable(imports)}
    found = [_source(document)]
    seen = {found[0].namespace}
    for source in found:
        for namespace in source.imports:
            if namespace not in offered:
                finding = Finding("", "import_missing", {"namespace": namespace})
                raise DecisionRejected((finding,))
            if namespace not in seen:
                seen.add(namespace)
                found.append(offered[namespace])
    return tuple(found)


def _readable(imports: Mapping[str, bytes]) -> Iterator[Source]:
    for document in imports.values():
        with suppress(DecisionRejected):
            yield _source(document)


def _source(document: bytes) -> Source:
    root = documents.parse(document)
    imports = {
        documents.attribute(each, "namespace"): documents.attribute(each, "name")
        for each in documents.children(root, "import")
        if "/dmn/" in documents.attribute(each, "importType").lower()
    }
    return Source(documents.attribute(root, "namespace"), root, imports)
