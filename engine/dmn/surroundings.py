"""What the reader knows at one place of a document: names, types, and where findings go."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from engine.dmn import documents
from engine.dmn.documents import Element
from engine.dmn.findings import Finding, Severity
from engine.dmn.item_types import ANY, ItemType, Plain, Types
from engine.dmn.type_checks import Checked
from engine.feel import expressions
from engine.feel.expressions import Expression, FeelSyntaxError, UnaryTests
from engine.feel.types import Type

# boxed expressions inside boxed expressions; people nest three
DEEPEST_NESTING = 40


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the expressions at one place may refer to."""

    types: Types
    # the types by the names they have in this document, those of FEEL among them
    type_names: Mapping[str, ItemType]
    # the same for FEEL, with all item definitions they refer to
    feel_types: Mapping[str, Type]
    # variables in scope here
    names: frozenset[str]
    # names of entries anywhere in the model that hold more than letters: they may follow a dot
    entry_names: frozenset[str]
    findings: list[Finding]
    depth: int = 0

    def holding(self, *names: str) -> "Surroundings":
        """Return surroundings with further names in scope."""
        return replace(self, names=self.names.union(names))

    def deeper(self) -> "Surroundings":
        """Return the surroundings of an expression inside another one."""
        return replace(self, depth=self.depth + 1)

    def add(self, element: str, code: str, **parameters: str) -> None:
        """Note an error of the document."""
        self.findings.append(Finding(element, code, parameters))

    def warn(self, element: str, code: str, **parameters: str) -> None:
        """Note something that need not be wrong."""
        self.findings.append(Finding(element, code, parameters, Severity.WARNING))

    @property
    def known(self) -> frozenset[str]:
        """The names that the parser must know to tell where they end."""
        return self.names | self.entry_names

    def expression(self, element: str, text: str) -> Expression | None:
        """Parse a FEEL expression; None and a finding where it is none."""
        try:
            parsed = expressions.parse(text.removeprefix("="), self.known, self.feel_types)
        except FeelSyntaxError as error:
            self._refuse(element, error)
            return None
        self._warn_of_unknown(element, parsed.names)
        return parsed

    def unary_tests(self, element: str, text: str) -> UnaryTests | None:
        """Parse unary tests; None and a finding where they are none."""
        try:
            parsed = expressions.parse_unary_tests(text, self.known, self.feel_types)
        except FeelSyntaxError as error:
            self._refuse(element, error)
            return None
        self._warn_of_unknown(element, parsed.names)
        return parsed

    def _refuse(self, element: str, error: FeelSyntaxError) -> None:
        facts = {name: str(value) for name, value in error.parameters.items()}
        told = "".join(f", {name} {value}" for name, value in facts.items())
        self.add(
            element,
            "feel_syntax",
            **facts,
            line=str(error.line),
            column=str(error.column),
            reason=error.code,
            problem=error.code.replace("_", " ") + told,
        )

    def _warn_of_unknown(self, element: str, names: frozenset[str]) -> None:
        for name in sorted(names - self.names):
            self.warn(element, "name_unknown", name=name)

    def named_type(self, element: Element, reference: str) -> ItemType:
        """Return the type that a reference in the document names, Any where it is unknown."""
        prefix, _, local = reference.rpartition(":")
        if not reference or reference in self.type_names:
            return self.type_names.get(reference, ANY)
        # DMN 1.1 writes qualified names: the prefix stands for a namespace
        for name in (f"{{{element.nsmap.get(prefix, '')}}}{local}", local):
            if name in self.type_names:
                return self.type_names[name]
        return self._written_out(element, reference)

    def _written_out(self, element: Element, reference: str) -> ItemType:
        """Return a type that is written in FEEL, such as `list<number>`."""
        with suppress(FeelSyntaxError):
            if "<" in reference:
                return Plain(expressions.parse_type(reference, self.feel_types))
        self.warn(documents.identity(element), "type_unknown", type=reference)
        return ANY

    def checked(self, element: Element | None, owner: Element) -> Checked:
        """Return the check against the typeRef of an element; anything goes where it is absent."""
        if element is None:
            return Checked(documents.identity(owner), ANY, self.types)
        item_type = self.named_type(element, documents.type_reference(element))
        return Checked(documents.identity(element), item_type, self.types)
