"""Every code that FEEL can give is listed, so that the catalogues can hold its words."""

import re
from pathlib import Path

from engine.feel.problems import SYNTAX_CODES, WARNING_CODES

_SOURCES = "".join(path.read_text(encoding="utf-8") for path in Path("engine/feel").rglob("*.py"))
_CODE = r'\(\s*"([a-z_]+)"'


def test_codes_of_errors_are_listed():
    raised = set(re.findall(rf"(?:fail|FeelSyntaxError){_CODE}", _SOURCES))

    assert raised | {"unexpected_character", "unterminated_string"} == SYNTAX_CODES


def test_codes_of_warnings_are_listed():
    given = set(re.findall(rf"(?:warn|Problem|Exhausted){_CODE}", _SOURCES))

    assert given | {"wrong_operands"} == WARNING_CODES
