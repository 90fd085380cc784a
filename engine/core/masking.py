"""How personal data are shown where the full value is not needed (lists, e-mails, logs)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.core.personal_names import MIDDLE_DOT

_STAR = "*"
_REST = "***"
# the compound surnames in use, two characters each
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛东方皇甫尉迟公孙轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空夏侯南宫端木百里呼延"
        "西门独孤申屠太史公羊澹台濮阳淳于单于仲孙拓跋赫连第五万俟闻人东郭南门羊舌梁丘左丘宰父谷梁亓官"
        "乐正公冶颛孙巫马宗政完颜",
    )
)
_PROVINCE = "(?:[^省市区]{2,4}(?:省|自治区)|北京市|天津市|上海市|重庆市)?"
_PREFECTURE = "(?:[^路街道镇乡村号县区市]{2,10}?(?:自治州|地区|盟|市))?"
_ABOVE_COUNTY = re.compile(_PROVINCE + _PREFECTURE)


def name(full: str) -> str:
    """Keep the surname (`张*`, `欧阳**`), or the part before the first dot (`买买提·**`)."""
    first, dot, rest = full.partition(MIDDLE_DOT)
    if dot:
        return first + dot + _STAR * len(rest.replace(MIDDLE_DOT, ""))
    kept = 2 if full[:2] in _COMPOUND and full[2:] else 1
    return full[:kept] + _STAR * (len(full) - kept) if len(full) > 1 else _STAR


def id_number(full: str) -> str:
    """Keep the first and the last two characters: `52**************17`."""
    return _middle(full, 2, 2)


def phone(full: str) -> str:
    """Keep the first three and the last four digits: `138****8000`."""
    return _middle(full, 3, 4)


def address(full: str, counties: Iterable[str]) -> str:
    """Keep an address down to its county, where that is one of the counties' Chinese names.

    Of any other address only province and prefecture are kept, and nothing where these are not
    recognised.
    """
    above = _ABOVE_COUNTY.match(full)
    end = above.end() if above else 0
    found = (county for county in counties if full.startswith(county, end))
    return full[:end] + max(found, key=len, default="") + _REST


def _middle(full: str, first: int, last: int) -> str:
    hidden = len(full) - first - last
    if hidden < 1:
        return _STAR * len(full)
    return full[:first] + _STAR * hidden + full[-last:]
