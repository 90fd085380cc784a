"""Dated settings: the open points of the procedure, each with its default and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from engine.core.errors import InvalidInput

SettingValue = int | str | tuple[str, ...]
# digits of a number that are still read, and of the code of a division
_LONGEST, _CODE = 9, 6
_MOST_DAYS = 60


class SettingKind(StrEnum):
    """What a value of a setting is."""

    NUMBER = "number"
    CHOICE = "choice"
    # codes of counties
    COUNTIES = "counties"


@dataclass(frozen=True, slots=True)
class DeclaredSetting:
    """A setting that the program or its diagrams read; the catalogues hold its help and source."""

    name: str
    kind: SettingKind
    default: SettingValue
    # files and parts of the program that read it
    read_by: tuple[str, ...]
    # both ends of a number
    lowest: int = 0
    highest: int = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from the first moment of a day."""

    valid_from: date
    value: SettingValue


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """The values that an office has approved, by setting, the earliest first."""

    values: Mapping[str, tuple[DatedValue, ...]] = field(default_factory=dict)
    # counts the changes, 0 for an office that runs on the defaults
    version: int = 0

    def at(self, name: str, day: date) -> SettingValue:
        """Give the value in force on a day; raises InvalidInput (`setting_unknown`)."""
        declared = DECLARED.get(name)
        if declared is None:
            raise InvalidInput("setting_unknown", setting=name)
        in_force = [one for one in self.values.get(name, ()) if one.valid_from <= day]
        return in_force[-1].value if in_force else declared.default

    def number(self, name: str, day: date) -> int:
        """Give the value of a setting that is a number."""
        return int(str(self.at(name, day)))


def read(name: str, text: str) -> SettingValue:
    """Read a value as people write it; raises InvalidInput for one that cannot stand."""
    declared = DECLARED.get(name)
    if declared is None:
        raise InvalidInput("setting_unknown", setting=name)
    value = _understood(declared.kind, text.strip())
    if not _fits(declared, value):
        raise InvalidInput("setting_unusable", setting=name, value=text.strip())
    return value


def written(value: SettingValue) -> str:
    """Write a value as `read` takes it."""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _understood(kind: SettingKind, text: str) -> SettingValue:
    if kind is SettingKind.NUMBER:
        return _number(text)
    return _codes(text) if kind is SettingKind.COUNTIES else text


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LONGEST else -1


def _codes(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(text.replace(",", " ").split())))


def _fits(declared: DeclaredSetting, value: SettingValue) -> bool:
    if isinstance(value, int):
        return declared.lowest <= value <= declared.highest
    if isinstance(value, str):
        return value in declared.choices
    return all(len(code) == _CODE and code.isascii() and code.isdecimal() for code in value)


def _days(name: str, default: int, lowest: int = 1, highest: int = _MOST_DAYS) -> DeclaredSetting:
    readers = ("reissue.bpmn",)
    return DeclaredSetting(name, SettingKind.NUMBER, default, readers, lowest, highest)


_LIST = (
    DeclaredSetting(
        "start_cutoff",
        SettingKind.CHOICE,
        "none",
        ("engine/core/clocks.py",),
        choices=("none", "office_close"),
    ),
    DeclaredSetting(
        "sample_one_in",
        SettingKind.NUMBER,
        10,
        ("engine/commands/new_instances.py",),
        lowest=1,
        highest=1000,
    ),
    _days("supplement_days", 10),
    _days("carriage_days", 5),
    # the public notice promises thirty, and twenty of them are the office's own
    _days("collection_days", 30, lowest=30),
    _days("collection_days_after_late_arrival", 10),
    _days("verification_days", 30, lowest=15, highest=90),
    # months
    _days("uncollected_card_months", 12, lowest=6),
    DeclaredSetting(
        "youngest_age_online",
        SettingKind.NUMBER,
        16,
        ("eligibility.dmn",),
        highest=100,
    ),
    DeclaredSetting(
        "photo_reuse_months",
        SettingKind.NUMBER,
        24,
        ("eligibility.dmn",),
        lowest=1,
        highest=240,
    ),
    DeclaredSetting(
        "temporary_card_fee",
        SettingKind.NUMBER,
        10,
        ("forms/issue_temporary_card/issue_the_temporary_card.json",),
        highest=100,
    ),
    DeclaredSetting(
        "remote_counties",
        SettingKind.COUNTIES,
        (),
        ("reissue.bpmn",),
    ),
)
# by name; nothing stands here that nobody reads
DECLARED: Mapping[str, DeclaredSetting] = MappingProxyType({one.name: one for one in _LIST})
