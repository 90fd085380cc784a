"""Named rules: the only way in which a form asks for a certain shape of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

# gives the normalised text, or raises RuleBroken
Rule = Callable[[str], str]
Rules = Mapping[str, Rule]


class RuleBroken(Exception):
    """A text does not follow its rule: a code for the catalogues and its parameters."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters
