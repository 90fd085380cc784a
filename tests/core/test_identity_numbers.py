"""The identity number rule as a table of numbers and verdicts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core import identity_numbers
from engine.core.errors import InvalidInput
from engine.core.identity_numbers import Sex

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        pytest.param("11010519491231002X", "11010519491231002X", id="example_of_the_standard"),
        pytest.param("520102190001010017", "520102190001010017", id="guizhou_male"),
        pytest.param("52010219000101005X", "52010219000101005X", id="guizhou_check_x"),
        pytest.param("52019919850704202x", "52019919850704202X", id="small_x"),
        pytest.param(" 520199 20060315 1015 ", "520199200603151015", id="spaces"),
        pytest.param("520199201509011010", "520199201509011010", id="child"),
    ],
)
def test_a_valid_number_is_normalised(text: str, normalised: str):
    assert identity_numbers.check(text, TODAY) == normalised


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("520102190001010018", "id_number_check_digit", id="check_digit"),
        pytest.param("11010519491231002x0", "id_number_shape", id="too_long"),
        pytest.param("", "id_number_shape", id="empty"),
        pytest.param("5201021900010100X7", "id_number_shape", id="x_inside"),
        pytest.param("٥٢٠١٠٢190001010017", "id_number_shape", id="other_digits"),
        pytest.param("５２0102190001010017", "id_number_full_width", id="full_width"),
        pytest.param("520102190001010017　", "id_number_full_width", id="wide_space"),
        pytest.param("520102000101001", "id_number_first_generation", id="fifteen_digits"),
        pytest.param("522223190002290013", "id_number_birth_date", id="no_leap_year"),
        pytest.param("520199197002291018", "id_number_birth_date", id="no_such_day"),
        pytest.param("440524188001010014", "id_number_birth_date", id="before_1900"),
        pytest.param("810000199408230021", "id_number_residence_permit", id="hong_kong"),
        pytest.param("160102190001010017", "id_number_province", id="no_province"),
    ],
)
def test_an_invalid_number_is_refused_with_its_reason(text: str, code: str):
    with pytest.raises(InvalidInput) as refusal:
        identity_numbers.check(text, TODAY)

    assert refusal.value.code == code


def test_a_birth_after_today_is_refused():
    with pytest.raises(InvalidInput) as refusal:
        identity_numbers.check("520199201509011010", date(2015, 8, 31))

    assert refusal.value.code == "id_number_birth_date"


def test_the_floor_is_a_parameter():
    number = "440524188001010014"

    assert identity_numbers.check(number, TODAY, earliest=date(1880, 1, 1)) == number


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("52019919850704202X", date(1985, 7, 4), Sex.FEMALE),
        ("520199200603151015", date(2006, 3, 15), Sex.MALE),
    ],
)
def test_a_number_tells_birth_date_and_sex(number: str, born: date, sex: Sex):
    assert identity_numbers.birth_date(number) == born
    assert identity_numbers.sex(number) is sex


@given(st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(sequence: int, place: int, change: int):
    digits = f"52019919850704{sequence:03}"
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]

    right = identity_numbers.check_character(digits)

    assert identity_numbers.check_character(wrong) != right
