"""Days and times in mails, as people write them in each language, always in Asia/Shanghai."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from string import Template

from engine.core import instants

_WORDS = Path(__file__).parent / "mail" / "moments.toml"
_LANGUAGE = "en"


def moment(instant: datetime, language: str) -> str:
    """Write an instant with its weekday and year."""
    return _written(instant, language, f"{instant.astimezone(instants.ZONE):%H:%M}")


def due(instant: datetime, language: str) -> str:
    """Write a due instant; one at midnight ends the day before, at 24:00."""
    if instant.astimezone(instants.ZONE).time() != time.min:
        return moment(instant, language)
    return _written(instant - timedelta(microseconds=1), language, "24:00")


def _written(instant: datetime, language: str, at: str) -> str:
    there, texts = instant.astimezone(instants.ZONE), _texts()
    words = texts.get(language, texts[_LANGUAGE])
    return Template(words["moment"]).substitute(
        weekday=words["weekdays"].split()[there.weekday()],
        day=there.day,
        month=words["months"].split()[there.month - 1],
        year=there.year,
        time=at,
    )


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
