"""Write small DMN documents for the tests, one helper per element."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from engine.dmn import decisions, models
from engine.dmn.decisions import Decided
from engine.dmn.models import Model
from engine.feel import values

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str, namespace: str = "here", dmn: str = NAMESPACE) -> bytes:
    """Write a document."""
    return (
        f'<definitions xmlns="{dmn}" name="test" namespace="{namespace}">'
        f"{''.join(parts)}</definitions>"
    ).encode()


def model(*parts: str, **imports: bytes) -> Model:
    """Read a document that must be free of errors."""
    return models.read(definitions(*parts), imports)


def decide(model: Model, decision: str, variables: Mapping[str, object] | None = None) -> Decided:
    """Decide with variables as in JSON."""
    return decisions.decide(model, decision, values.from_json(dict(variables or {})))


def answer(model: Model, decision: str, variables: Mapping[str, object] | None = None) -> str:
    """Give the value as JSON text."""
    return values.to_json_text(decide(model, decision, variables).value)


def codes(decided: Decided) -> list[str]:
    """Give the codes of the reasons."""
    return [reason.code for reason in decided.warnings]


def literal(text: str) -> str:
    """Write a literal expression."""
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def variable(name: str, type_reference: str = "") -> str:
    """Write a variable."""
    reference = f" typeRef={quoteattr(type_reference)}" if type_reference else ""
    return f"<variable name={quoteattr(name)}{reference}/>"


def input_data(name: str, type_reference: str = "") -> str:
    """Write an input; its id is its name with underscores."""
    identity = name.replace(" ", "_")
    return f'<inputData id="{identity}" name="{name}">{variable(name, type_reference)}</inputData>'


def decision(
    name: str, logic: str, *needs: str, knows: Sequence[str] = (), result: str = ""
) -> str:
    """Write a decision; needs are hrefs to decisions or inputs, knows to functions."""
    required = "".join(
        f'<informationRequirement><requiredDecision href="{need}"/></informationRequirement>'
        for need in needs
    ) + "".join(
        f'<knowledgeRequirement><requiredKnowledge href="{need}"/></knowledgeRequirement>'
        for need in knows
    )
    identity = name.replace(" ", "_")
    return (
        f'<decision id="{identity}" name="{name}">{variable(name, result)}{required}{logic}'
        "</decision>"
    )


def knowledge(
    name: str,
    parameters: Mapping[str, str],
    logic: str,
    knows: Sequence[str] = (),
    result: str = "",
) -> str:
    """Write a business knowledge model."""
    required = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="{need}"/></knowledgeRequirement>'
        for need in knows
    )
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}">{variable(name, result)}'
        f"<encapsulatedLogic>{formal(parameters)}{logic}</encapsulatedLogic>{required}"
        "</businessKnowledgeModel>"
    )


def formal(parameters: Mapping[str, str]) -> str:
    """Write formal parameters with their types."""
    return "".join(
        f"<formalParameter name={quoteattr(name)} typeRef={quoteattr(reference)}/>"
        for name, reference in parameters.items()
    )


def item_definition(name: str, reference: str, rest: str = "", attributes: str = "") -> str:
    """Write an item definition that refers to another type."""
    return (
        f'<itemDefinition name="{name}" {attributes}><typeRef>{escape(reference)}</typeRef>{rest}'
        "</itemDefinition>"
    )


def table(
    inputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    attributes: str = 'hitPolicy="UNIQUE"',
    outputs: Sequence[str] = ("<output/>",),
) -> str:
    """Write a decision table; a rule is its input cells and then its output cells."""
    columns = "".join(
        f"<input><inputExpression><text>{escape(text)}</text></inputExpression></input>"
        for text in inputs
    )
    rows = "".join(
        f'<rule id="rule_{number}">{_cells(rule, len(inputs))}</rule>'
        for number, rule in enumerate(rules, 1)
    )
    return (
        f'<decisionTable id="table" {attributes}>{columns}{"".join(outputs)}{rows}</decisionTable>'
    )


def _cells(rule: Sequence[str], count: int) -> str:
    kinds = ["inputEntry"] * count + ["outputEntry"] * (len(rule) - count)
    cells = zip(kinds, rule, strict=True)
    return "".join(f"<{kind}><text>{escape(cell)}</text></{kind}>" for kind, cell in cells)
