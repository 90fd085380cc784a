"""How much text, nesting and work one expression may cost; counts, never seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of parsing and of one evaluation."""

    characters: int = 4_000
    # brackets open at one time, and nodes below one another in the tree
    nesting: int = 120
    depth: int = 64
    parser_steps: int = 40_000
    # rounds of loops and calls, weighed by the size of what they handle
    steps: int = 200_000
    # tree depth of all functions that run at one time
    call_depth: int = 220
    items: int = 100_000
    string_length: int = 100_000
    # regular expressions are the one thing that cannot be counted
    pattern_seconds: float = 0.5


LIMITS = Limits()
