"""Functions with regular expressions of XPath (DMN 1.5, 10.3.4.3), run by PyPI `regex`."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import regex

from engine.feel.budgets import Evaluation
from engine.feel.builtins import pattern_syntax
from engine.feel.builtins.declarations import Declaration
from engine.feel.problems import Exhausted, Problem

_T = TypeVar("_T")
_LONGEST = 2_000
_SHOWN = 80
_FLAGS = frozenset("smixq")
_STEPS = 20


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> Any:
    if not _FLAGS.issuperset(flags):
        raise Problem("invalid_flags", flags=flags)
    if len(pattern) > _LONGEST:
        raise Problem("invalid_pattern", pattern=pattern[:_SHOWN])
    translated = pattern_syntax.translate(pattern, flags)
    options = regex.VERSION1
    for letter, option in (("i", regex.IGNORECASE), ("m", regex.MULTILINE)):
        options |= option if letter in flags else 0
    try:
        return regex.compile(translated, options)
    except (regex.error, ValueError, OverflowError, RecursionError) as failure:
        raise Problem("invalid_pattern", pattern=pattern) from failure


def _timed(evaluation: Evaluation, run: Callable[[float], _T]) -> _T:
    """Run a search on what is left of the evaluation's time for patterns."""
    limit = evaluation.limits.pattern_seconds
    if evaluation.pattern_seconds <= 0:
        raise Exhausted("pattern_too_slow", limit)
    # of this thread: how busy the machine is must not change a value
    begun = time.thread_time()
    try:
        return run(evaluation.pattern_seconds)
    except TimeoutError:
        raise Exhausted("pattern_too_slow", limit) from None
    finally:
        evaluation.pattern_seconds -= time.thread_time() - begun


def _read(evaluation: Evaluation, pattern: str, flags: str | None) -> Any:
    """Give the compiled pattern; compiling takes time too."""
    evaluation.spend(_STEPS)
    return _timed(evaluation, lambda _: _compiled(pattern, flags or ""))


def _matches(evaluation: Evaluation, text: str, pattern: str, flags: str | None = None) -> bool:
    compiled = _read(evaluation, pattern, flags)
    found = _timed(evaluation, lambda seconds: compiled.search(text, timeout=seconds))
    return found is not None


def _replace(
    evaluation: Evaluation, text: str, pattern: str, replacement: str, flags: str | None = None
) -> str:
    compiled = _read(evaluation, pattern, flags)
    _refuse_empty(compiled, evaluation, pattern)
    parts = (
        [replacement]
        if "q" in (flags or "")
        else pattern_syntax.read_replacement(replacement, compiled.groups)
    )
    length = len(text)

    def fill(match: Any) -> str:
        nonlocal length
        filled = "".join(
            part if isinstance(part, str) else match.group(part) or "" for part in parts
        )
        length += len(filled)
        evaluation.write(length)
        return filled

    return _timed(evaluation, lambda seconds: str(compiled.sub(fill, text, timeout=seconds)))


def _split(evaluation: Evaluation, text: str, delimiter: str) -> list[str]:
    compiled = _read(evaluation, delimiter, None)
    _refuse_empty(compiled, evaluation, delimiter)

    def cut(seconds: float) -> list[str]:
        pieces, end = [], 0
        for match in compiled.finditer(text, timeout=seconds):
            pieces.append(text[end : match.start()])
            end = match.end()
        return [*pieces, text[end:]]

    return _timed(evaluation, cut)


def _refuse_empty(compiled: Any, evaluation: Evaluation, pattern: str) -> None:
    """Refuse a pattern that fits nothing at all: XPath has no answer for it."""
    if _timed(evaluation, lambda seconds: compiled.fullmatch("", timeout=seconds)) is not None:
        raise Problem("pattern_matches_nothing", pattern=pattern)


FUNCTIONS: tuple[Declaration, ...] = (
    ("matches(input: string, pattern: string, flags?: string?)", _matches),
    (
        "replace(input: string, pattern: string, replacement: string, flags?: string?)",
        _replace,
    ),
    ("split(string: string, delimiter: string)", _split),
)
