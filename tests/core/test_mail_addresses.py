"""Where a card may be mailed to: a division of the mainland, and a place that can be found."""

from __future__ import annotations

import pytest

from engine.core import mail_addresses
from engine.core.errors import InvalidInput
from engine.core.organisation import Organisation

NANMING = "贵州省贵阳市南明区"


@pytest.mark.parametrize(
    "written",
    [
        "520102",
        "贵州省贵阳市南明区",
        "贵州省 贵阳市 南明区",
        "贵阳市南明区",
        "贵州省南明区",
        "南明区",
    ],
)
def test_a_county_of_guizhou_gets_its_full_name(office: Organisation, written: str) -> None:
    assert mail_addresses.division(office, written) == NANMING


def test_every_county_of_guizhou_can_be_mailed_to(office: Organisation) -> None:
    found = {
        mail_addresses.division(office, code)
        for code, unit in office.units.items()
        if unit.kind.value == "county"
    }

    assert len(found) == 88


@pytest.mark.parametrize(
    "written",
    [
        "北京市朝阳区",
        "广东省深圳市南山区",
        "广东省东莞市",
        "内蒙古自治区锡林郭勒盟苏尼特左旗",
        "新疆维吾尔自治区伊犁哈萨克自治州伊宁市",
        "湖南省怀化市芷江侗族自治县",
    ],
)
def test_a_division_elsewhere_on_the_mainland_can_be_mailed_to(
    office: Organisation, written: str
) -> None:
    assert mail_addresses.division(office, written) == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("xx", "mainland_division"),
        ("某地", "mainland_division"),
        ("广东省", "mainland_division"),
        ("110105", "mainland_division"),
        ("香港特别行政区中西区", "mainland_division"),
        ("台湾省台北市", "mainland_division"),
        ("贵州省", "guizhou_division"),
        ("贵州省贵阳市", "guizhou_division"),
        ("贵州省遵义市南明区", "guizhou_division"),
        ("贵州省毕节市黔西县", "guizhou_division"),
        ("520114", "guizhou_division"),
    ],
)
def test_what_is_no_division_of_today_is_refused(
    office: Organisation, written: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        mail_addresses.division(office, written)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "written",
    [
        "示例路12号3单元401室",
        "样板路1号办公楼3层",
        "演示街９号",
        "高坡乡石门村三组",
        "示例镇幸福小区",
        "人民路五号",
    ],
)
def test_an_address_with_a_house_or_a_village_is_accepted(written: str) -> None:
    assert mail_addresses.place(written) == written


@pytest.mark.parametrize("written", ["人民大道旁边", "中华北路附近", "asdfgh"])
def test_a_street_alone_is_no_address(written: str) -> None:
    with pytest.raises(InvalidInput, match="mail_address"):
        mail_addresses.place(written)
