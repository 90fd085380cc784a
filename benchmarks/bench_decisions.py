"""Microseconds per decision for tables of 10 and 1,000 rules, beside plain Python, in one run.

`python -m benchmarks.bench_decisions`. The Python side tries the rules one after the other with
`eval` of a condition compiled beforehand; it checks no types and explains nothing.
"""

import timeit
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import CodeType
from xml.sax.saxutils import escape

from engine.dmn import decisions, models
from engine.dmn.models import Model
from engine.feel.values import Value

RULES = (10, 1_000)
ROUNDS = 5
SECONDS = 0.1


def document(count: int, first_cell: Callable[[int], str]) -> bytes:
    """Return a table whose last rule is the one that matches: a county, an age, a fee."""
    rules = "".join(
        f"<rule id='r{row}'><inputEntry><text>{escape(first_cell(row))}</text></inputEntry>"
        f"<inputEntry><text>[{row % 7}..{row % 7 + 90}]</text></inputEntry>"
        f"<outputEntry><text>{row}</text></outputEntry></rule>"
        for row in range(count)
    )
    return f"""<definitions name="b" namespace="b"
        xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
      <inputData id="county" name="county"><variable name="county" typeRef="string"/></inputData>
      <inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>
      <decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
        <informationRequirement><requiredInput href="#county"/></informationRequirement>
        <informationRequirement><requiredInput href="#age"/></informationRequirement>
        <decisionTable hitPolicy="UNIQUE">
          <input><inputExpression typeRef="string"><text>county</text></inputExpression></input>
          <input><inputExpression typeRef="number"><text>age</text></inputExpression></input>
          <output name="fee"/>{rules}
        </decisionTable></decision></definitions>""".encode()


def equality(row: int) -> str:
    """Return a cell that an index can serve."""
    return f'"county {row}"'


def test(row: int) -> str:
    """Return a cell with the same meaning that no index can serve."""
    return f'? = "county {row}"'


def conditions(count: int) -> list[CodeType]:
    """Return the rules as compiled Python."""
    return [
        compile(f"county == 'county {row}' and {row % 7} <= age <= {row % 7 + 90}", "rule", "eval")
        for row in range(count)
    ]


def microseconds(call: Callable[[], object]) -> float:
    """Return the best time of one call."""
    timer = timeit.Timer(call)
    number = max(1, int(SECONDS / max(timer.timeit(1), 1e-7)))
    return min(timer.repeat(ROUNDS, number)) / number * 1e6


def in_python(rules: list[CodeType], variables: dict[str, object]) -> int | None:
    """Return the position of the first rule that is true."""
    hits = (row for row, rule in enumerate(rules) if eval(rule, {}, variables))
    return next(hits, None)


def decide(model: Model, variables: Mapping[str, Value]) -> Value:
    """Return the decision."""
    return decisions.decide(model, "fee", variables).value


def main() -> None:
    """Print a line per table size."""
    print("µs per decision               indexed  unindexed  Python eval  reading the file")
    for count in RULES:
        variables = {"county": f"county {count - 1}", "age": Decimal(40)}
        indexed = models.read(document(count, equality))
        unindexed = models.read(document(count, test))
        rules = conditions(count)
        expected = in_python(rules, {"county": variables["county"], "age": 40})
        assert decide(indexed, variables) == decide(unindexed, variables) == expected
        figures = (
            microseconds(lambda: decide(indexed, variables)),  # noqa: B023  # called here
            microseconds(lambda: decide(unindexed, variables)),  # noqa: B023
            microseconds(lambda: in_python(rules, variables)),  # noqa: B023
            microseconds(lambda: models.read(document(count, equality))),  # noqa: B023
        )
        line = "{:10,.1f} {:10,.1f} {:12,.1f} {:17,.0f}".format(*figures)
        print(f"table of {count:>5,} rules      {line}")


if __name__ == "__main__":
    main()
