"""Read the texts of a document that are FEEL: expressions and unary tests."""

from engine.dmn import documents
from engine.dmn.boxed_expressions import Literal, Nothing
from engine.dmn.documents import Element
from engine.dmn.scopes import Boxed
from engine.dmn.surroundings import Surroundings
from engine.feel.expressions import UnaryTests


def literal(element: Element, around: Surroundings) -> Boxed:
    """Return the expression of a literal expression or an output entry; no text is null."""
    identity = documents.identity(element)
    language = documents.attribute(element, "expressionLanguage")
    if language and "feel" not in language.lower():
        around.add(identity, "expression_language_refused", language=language)
        return Nothing(identity, "expression_language_refused")
    if documents.child(element, "importedValues") is not None:
        around.add(identity, "imported_values")
        return Nothing(identity, "imported_values")
    text = documents.text_of(element, "text") or "null"
    expression = around.expression(identity, text)
    return (
        Nothing(identity, "feel_syntax") if expression is None else Literal(identity, expression)
    )


def tests(element: Element | None, around: Surroundings) -> UnaryTests | None:
    """Return the unary tests of an element, None where everything passes ("-", no text)."""
    if element is None:
        return None
    text = documents.text_of(element, "text")
    if text in {"", "-"}:
        return None
    return around.unary_tests(documents.identity(element), text)
