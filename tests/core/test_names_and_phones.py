"""Names and mobile numbers as people enter them."""

from __future__ import annotations

import pytest

from engine.core import personal_names, phones
from engine.core.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        pytest.param("张三", "张三", id="plain"),
        pytest.param("买买提·艾力", "买买提·艾力", id="middle_dot"),
        pytest.param("买买提•艾力", "买买提·艾力", id="bullet"),
        pytest.param("买买提‧艾力", "买买提·艾力", id="hyphenation_point"),
        pytest.param("买买提・艾力", "买买提·艾力", id="katakana_dot"),
        pytest.param("买买提･艾力", "买买提·艾力", id="half_width_katakana_dot"),
        pytest.param("买买提．艾力", "买买提·艾力", id="full_stop"),
        pytest.param("买买提∙艾力", "买买提·艾力", id="bullet_operator"),
        pytest.param("𠀀𬎆", "𠀀𬎆", id="four_bytes"),
        pytest.param("王𰻝", "王𰻝", id="extension_g"),
        pytest.param("李〇", "李〇", id="ling"),
        pytest.param("中" * 50, "中" * 50, id="longest"),
    ],
)
def test_a_name_of_han_characters_is_accepted(text: str, normalised: str):
    assert personal_names.check(text) == normalised


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("张", "name_length", id="too_short"),
        pytest.param("中" * 51, "name_length", id="too_long"),
        pytest.param("", "name_length", id="empty"),
        pytest.param("张 三", "name_characters", id="space"),
        pytest.param("张3", "name_characters", id="digit"),
        pytest.param("Zhang", "name_characters", id="latin"),
        pytest.param("·张三", "name_characters", id="dot_first"),
        pytest.param("张三·", "name_characters", id="dot_last"),
        pytest.param("张··三", "name_characters", id="two_dots"),
        pytest.param("张.三", "name_characters", id="ascii_dot"),
        pytest.param("张三\n", "name_characters", id="line_end"),
        pytest.param("张\U0002fffe", "name_characters", id="noncharacter"),
    ],
)
def test_another_name_is_refused(text: str, code: str):
    with pytest.raises(InvalidInput) as refusal:
        personal_names.check(text)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "text", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "+8613800138000"]
)
def test_a_mobile_number_is_normalised(text: str):
    assert phones.check(text) == "13800138000"


@pytest.mark.parametrize(
    "text", ["", "12800138000", "1380013800", "138001380000", "8613800138000", "１3800138000", "x"]
)
def test_another_phone_number_is_refused(text: str):
    with pytest.raises(InvalidInput) as refusal:
        phones.check(text)

    assert refusal.value.code == "phone"
