"""Names of persons as the household register holds them (公通字〔2021〕12号, article 51)."""

from __future__ import annotations

import re

from engine.core.errors import InvalidInput

SHORTEST = 2
LONGEST = 50
MIDDLE_DOT = "·"
# bullets and dots that keyboards give for the middle dot
_DOTS = str.maketrans(dict.fromkeys("•‧・･．∙", MIDDLE_DOT))
# 〇, CJK unified ideographs with extensions A to J, compatibility ideographs
_HAN = (
    "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U00033479"
)
_NAME = re.compile(f"[{_HAN}]+(?:{MIDDLE_DOT}[{_HAN}]+)*")


def check(text: str) -> str:
    """Normalise the dots of a name, or raise InvalidInput.

    Codes: `name_length` (2 to 50 characters) and `name_characters` (Han characters, and the middle
    dot between them only).
    """
    name = text.translate(_DOTS)
    if not SHORTEST <= len(name) <= LONGEST:
        raise InvalidInput("name_length", shortest=SHORTEST, longest=LONGEST)
    if not _NAME.fullmatch(name):
        raise InvalidInput("name_characters")
    return name
