"""Say how long FEEL takes: a gateway condition and parsing, beside Python and bkflow-feel.

Run it from the project's root: `python benchmarks/bench_feel.py`. The ratios tell more than the
microseconds, which belong to the machine.
"""

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from engine.feel.expressions import parse, parse_unary_tests

CONDITION = 'depth > 10 and severity = "high"'
PYTHON = 'depth > 10 and severity == "high"'
TYPICAL = 'if applicant.age >= 16 and reason in ("LOSS", "DAMAGE") then fee * 2 else 0'
VARIABLES = {"depth": Decimal(12), "severity": "high"}
PLAIN = {"depth": 12, "severity": "high"}
ROUNDS = 5


def microseconds(work: Callable[[], object], times: int) -> float:
    """Measure the fastest of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            work()
        best = min(best, time.perf_counter() - begun)
    return best / times * 1_000_000


def bkflow_feel() -> float | None:
    """Measure bkflow-feel, where it is installed: parsing with evaluation, the only way it has."""
    try:
        from bkflow_feel.api import parse_expression
    except ImportError:
        return None
    answer = parse_expression(CONDITION, PLAIN)
    if answer is not True:
        return None
    return microseconds(lambda: parse_expression(CONDITION, PLAIN), 20)


def report(name: str, taken: float, beside: float | None = None) -> None:
    """Print one line."""
    ratio = "" if beside is None else f"   {taken / beside:8.1f} x Python"
    print(f"{name:<46}{taken:10.2f} us{ratio}")


def main() -> None:
    """Measure everything in one run."""
    code = compile(PYTHON, "condition", "eval")
    empty: dict[str, object] = {"__builtins__": {}}
    python = microseconds(lambda: eval(code, empty, PLAIN), 100_000)
    condition = parse(CONDITION)
    assert condition.evaluate(VARIABLES) is True
    feel = microseconds(lambda: condition.evaluate(VARIABLES), 50_000)
    report("condition, Python eval of compiled code", python)
    report("condition, FEEL parsed before", feel, python)
    other = bkflow_feel()
    if other is None:
        print("bkflow-feel is not installed, or answers otherwise")
    else:
        report("condition, bkflow-feel (parses each time)", other, python)
        print(f"{'':<46}bkflow-feel / FEEL = {other / feel:.0f}")
    cell = parse_unary_tests('"high", "medium"')
    report("cell of two values", microseconds(lambda: cell.matches("low", {}), 50_000), python)
    report("parse the condition", microseconds(lambda: parse(CONDITION), 2_000))
    report("parse a typical expression", microseconds(lambda: parse(TYPICAL), 1_000))
    names = frozenset({"applicant", "reason", "fee", "loss date", "hukou in guizhou"})
    report("parse it with known names", microseconds(lambda: parse(TYPICAL, names), 1_000))


if __name__ == "__main__":
    main()
