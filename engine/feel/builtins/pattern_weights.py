"""How large a pattern becomes when its repetitions are written out, as compiling does."""

from engine.feel.problems import Problem

_HEAVIEST = 20_000


class Weight:
    """Weighs a pattern while it is read; each `x{n}` is n times x, and nested ones multiply."""

    def __init__(self) -> None:
        """Start with an empty pattern."""
        self._groups = [0]
        self._last = 0

    def atom(self) -> None:
        """Add a character, a class or a reference."""
        self._add(1)

    def open(self) -> None:
        """Begin a group."""
        self._groups.append(0)

    def close(self) -> None:
        """End a group, which then is what a repetition repeats."""
        self._add(1 + self._groups.pop())

    def repeat(self, least: int) -> None:
        """Repeat what was last added; raises Problem where the pattern becomes too large."""
        repeated = self._last * (least + 1)
        self._groups[-1] += repeated - self._last
        self._last = repeated
        if repeated > _HEAVIEST or self._groups[-1] > _HEAVIEST:
            raise Problem("invalid_pattern", pattern=f"{{{least}}}")

    def _add(self, weight: int) -> None:
        self._groups[-1] += weight
        self._last = weight
