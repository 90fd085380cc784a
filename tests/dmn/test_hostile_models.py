"""Models that would hang, crash or eat the memory end at once, with a reason."""

import pytest

from engine.feel import values
from tests.dmn.documents import (
    codes,
    decide,
    decision,
    item_definition,
    knowledge,
    literal,
    model,
    table,
)

_TEN = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"


def _laughs(levels: int, result: str = "") -> list[str]:
    """Write decisions that are each a list of ten times the one before."""
    return [
        decision("l0", literal(_TEN)),
        *(
            decision(f"l{n}", literal(f"[{', '.join([f'l{n - 1}'] * 10)}]"), f"#l{n - 1}")
            for n in range(1, levels)
        ),
        decision("d", literal(f"l{levels - 1}"), f"#l{levels - 1}", result=result),
    ]


def _entry(name: str, text: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{literal(text)}</contextEntry>'


def _boxed_laughs() -> str:
    entries = "".join(_entry(f"l{n}", f"[{', '.join([f'l{n - 1}'] * 10)}]") for n in range(1, 9))
    return f"<context>{_entry('l0', _TEN)}{entries}</context>"


def _loop(inside: str) -> str:
    return (
        f'<for iteratorVariable="x"><in>{literal("[1..100000]")}</in>'
        f"<return>{inside}</return></for>"
    )


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        pytest.param(_laughs(9), "too_many_items", id="decisions of one another"),
        pytest.param([decision("d", _boxed_laughs())], "too_many_items", id="entries"),
        pytest.param(
            [decision("d", _loop(_loop(literal("1"))))], "too_many_steps", id="loops in loops"
        ),
        pytest.param(
            [decision("d", _loop(table([], [["1"]] * 50, 'hitPolicy="COLLECT"')))],
            "too_many_steps",
            id="tables in loops",
        ),
        pytest.param(
            [
                knowledge("f", {"n": "number"}, literal("f(n + 1) + f(n + 2)")),
                decision("d", literal("f(1)"), knows=["#f"]),
            ],
            "too_deep",
            id="endless calls",
        ),
        pytest.param(
            [
                item_definition(
                    "checked",
                    "number",
                    "<allowedValues><text>count(for i in 1..20000 return ?) &gt; 0</text>"
                    "</allowedValues>",
                    'isCollection="true"',
                ),
                decision("d", literal("for i in 1..500 return i"), result="checked"),
            ],
            "not_allowed",
            id="a costly check of every item",
        ),
    ],
)
def test_hostile_models_end_with_a_reason(parts, code):
    decided = decide(model(*parts), "d")

    assert code in codes(decided)
    assert len(values.to_json_text(decided.value)) < 1_000_000
