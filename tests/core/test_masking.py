"""What is left of personal data in lists, e-mails, logs and exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core import masking
from engine.core.organisation import Organisation


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("买买提·艾力", "买买提·**"),
        ("买买提·艾力·吐尔", "买买提·****"),
        ("𠀀𬎆", "𠀀*"),
        ("李", "*"),
        ("", "*"),
    ],
)
def test_a_name_keeps_its_surname(full: str, masked: str):
    assert masking.name(full) == masked


@pytest.mark.parametrize(
    ("full", "masked"),
    [("520102190001010017", "52**************17"), ("123", "***"), ("1234", "****"), ("", "")],
)
def test_an_identity_number_keeps_two_characters_at_each_end(full: str, masked: str):
    assert masking.id_number(full) == masked


@pytest.mark.parametrize(("full", "masked"), [("13812348000", "138****8000"), ("1380", "****")])
def test_a_phone_number_keeps_its_ends(full: str, masked: str):
    assert masking.phone(full) == masked


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("贵州省贵阳市南明区中华南路1号", "贵州省贵阳市南明区***"),
        ("贵州省贵阳市清镇市红枫湖镇", "贵州省贵阳市清镇市***"),
        ("贵州省清镇市红枫湖镇阳光小区", "贵州省清镇市***"),
        ("贵州省六盘水市六枝特区平寨镇", "贵州省六盘水市六枝特区***"),
        ("贵州省安顺市镇宁布依族苗族自治县白马湖街道", "贵州省安顺市镇宁布依族苗族自治县***"),
        ("贵州省黔南布依族苗族自治州都匀市文峰路", "贵州省黔南布依族苗族自治州都匀市***"),
        ("南明区中华路", "南明区***"),
        ("北京市朝阳区建国路", "北京市***"),
        ("内蒙古自治区呼和浩特市新城区", "内蒙古自治区呼和浩特市***"),
        ("花园小区三栋", "***"),
        ("", "***"),
    ],
)
def test_an_address_keeps_its_county(office: Organisation, full: str, masked: str):
    counties = [unit.names["zh-Hans"] for unit in office.units.values() if unit.kind == "county"]

    assert masking.address(full, counties) == masked


@given(st.text())
def test_masking_takes_any_text(text: str):
    shown = (masking.name(text), masking.id_number(text), masking.phone(text))

    assert len(shown[1]) == len(shown[2]) == len(text)
    assert masking.address(text, ["南明区"]).endswith("***")
