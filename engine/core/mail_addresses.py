"""Where a card may be mailed to: a division of the mainland, and a place that can be found there.

Divisions outside of Guizhou are known by the name of their province only; no package has them all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.core.errors import InvalidInput
from engine.core.organisation import Organisation, UnitKind

_HOME = "贵州省"
# GB/T 2260: the 31 provinces, autonomous regions and municipalities of the mainland
_PROVINCE = re.compile(
    "(?:北京|天津|上海|重庆)市|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区|"
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海)省"
)
# a name below a province ends in the word for its level
_BELOW = re.compile("[\u3400-\u9fff]{1,30}[市区县旗州盟镇]")
# what a building, a door or a village is told by: a number, or one of these words
_PLACE = re.compile(
    "[0-9０-９]|[一二三四五六七八九十百]+[号栋幢座室楼层组社队弄巷]|[村寨组院苑楼栋园]|大厦|小区|公寓|宿舍|花园"
)


def division(organisation: Organisation, text: str) -> str:
    """Give the full name of a division that a card may be mailed to.

    A county of Guizhou may be given by its code or its name. Raises InvalidInput:
    `mainland_division` and, within the province, `guizhou_division`.
    """
    name = "".join(text.split())
    counties = _counties(organisation)
    known = counties.get(name) or counties.get(name.removeprefix(_HOME))
    if known is not None:
        return known
    if name.startswith((_HOME, "52")):
        raise InvalidInput("guizhou_division")
    province = _PROVINCE.match(name)
    if province is None or not _BELOW.fullmatch(name, province.end()):
        raise InvalidInput("mainland_division")
    return name


def place(text: str) -> str:
    """Check that an address says more than a street; raises InvalidInput (`mail_address`)."""
    if not _PLACE.search(text):
        raise InvalidInput("mail_address")
    return text


@lru_cache(maxsize=4)
def _counties(organisation: Organisation) -> dict[str, str]:
    """Give the full names of the counties by code, by name and by name below the province."""
    known: dict[str, str] = {}
    for unit in organisation.units.values():
        if unit.kind is UnitKind.COUNTY:
            names = [organisation.unit(code).names for code in organisation.parents(unit.code)]
            own, above = unit.names["zh-Hans"], names[0]["zh-Hans"]
            known |= dict.fromkeys((unit.code, own, f"{above}{own}"), f"{_HOME}{above}{own}")
    return known
