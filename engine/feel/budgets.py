"""What one evaluation may still spend, and what it has to say."""

from typing import Any

from engine.feel.limits import LIMITS, Limits
from engine.feel.problems import EvaluationWarning, Exhausted

_MOST_WARNINGS = 50


class Evaluation:
    """The running account of one evaluation: steps and depth left, warnings so far."""

    __slots__ = ("depth", "limits", "pattern_seconds", "steps", "warnings")

    def __init__(self, limits: Limits = LIMITS) -> None:
        """Start with a full budget."""
        self.limits = limits
        self.steps = limits.steps
        self.depth = 0
        self.pattern_seconds = limits.pattern_seconds
        self.warnings: list[EvaluationWarning] = []

    def warn(self, code: str, **parameters: object) -> Any:
        """Note why a null arose, and give that null."""
        if len(self.warnings) < _MOST_WARNINGS:
            self.warnings.append(EvaluationWarning(code, parameters))
        return None

    def spend(self, steps: int) -> None:
        """Pay for work, or stop the evaluation."""
        self.steps -= steps
        if self.steps < 0:
            raise Exhausted("too_many_steps", self.limits.steps)

    def enter(self, depth: int) -> None:
        """Go into a function whose tree is that deep; whoever enters leaves again."""
        self.depth += depth
        if self.depth > self.limits.call_depth:
            raise Exhausted("too_deep", self.limits.call_depth)

    def leave(self, depth: int) -> None:
        """Come back from a function."""
        self.depth -= depth

    def hold(self, count: int) -> None:
        """Check the size of a list or context that is about to exist."""
        if count > self.limits.items:
            raise Exhausted("too_many_items", self.limits.items)

    def write(self, length: int) -> None:
        """Pay for a string that is about to exist, unless it is too long."""
        self.spend(length // 256)
        if length > self.limits.string_length:
            raise Exhausted("string_too_long", self.limits.string_length)

    def weigh(self, value: Any) -> Any:
        """Check that a result is not too large or deep to be written down, and give it."""
        level = [value]
        count = depth = 0
        while level:
            depth += 1
            containers = [each for each in level if isinstance(each, list | dict)]
            size = sum(map(len, containers))
            count += size
            self.hold(count)
            self.spend(size // 16)
            if depth > self.limits.depth:
                raise Exhausted("too_deep", self.limits.depth)
            level = []
            for each in containers:
                level.extend(each.values() if isinstance(each, dict) else each)
        return value
