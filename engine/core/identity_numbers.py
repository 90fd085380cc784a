"""The citizen identity number of GB 11643-1999: 17 digits and a check character."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from engine.core.errors import InvalidInput

EARLIEST_BIRTH = date(1900, 1, 1)
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_FIRST_GENERATION = re.compile(r"[0-9]{15}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_PROVINCES = frozenset(
    str(code)
    for block in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for code in range(block[0], block[1] + 1)
)
# residence permits of Hong Kong, Macao and Taiwan residents
_PERMITS = frozenset(["81", "82", "83"])


class Sex(StrEnum):
    """The sex that an identity number carries."""

    MALE = "male"
    FEMALE = "female"


def check(text: str, today: date, earliest: date = EARLIEST_BIRTH) -> str:
    """Normalise an identity number (no spaces, upper-case X), or raise InvalidInput with a code.

    Codes: `id_number_full_width`, `id_number_first_generation` (15 digits), `id_number_shape`,
    `id_number_residence_permit`, `id_number_province`, `id_number_birth_date`,
    `id_number_check_digit`. Of the division only the province is checked: retired county codes
    live on in people's numbers.
    """
    number = text.replace(" ", "").upper()
    _check_shape(number)
    _check_province(number[:2])
    born = _date(number)
    if born is None or not earliest <= born <= today:
        raise InvalidInput("id_number_birth_date", earliest=earliest.isoformat())
    if number[17] != check_character(number[:17]):
        raise InvalidInput("id_number_check_digit")
    return number


def check_character(digits: str) -> str:
    """Compute the 18th character from the first 17 digits (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def birth_date(number: str) -> date:
    """Give the birth date in a checked identity number."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> Sex:
    """Give the sex in a checked identity number: digit 17 is odd for males."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def _check_shape(number: str) -> None:
    if unicodedata.normalize("NFKC", number) != number:
        raise InvalidInput("id_number_full_width")
    if _FIRST_GENERATION.fullmatch(number):
        raise InvalidInput("id_number_first_generation")
    if not _SHAPE.fullmatch(number):
        raise InvalidInput("id_number_shape")


def _check_province(code: str) -> None:
    if code in _PERMITS:
        raise InvalidInput("id_number_residence_permit")
    if code not in _PROVINCES:
        raise InvalidInput("id_number_province", province=code)


def _date(number: str) -> date | None:
    try:
        return birth_date(number)
    except ValueError:
        return None
