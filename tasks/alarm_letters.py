"""Alarms by mail, in the language of who is told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from engine.core import alarms, instants
from engine.core.ports import Addressee, Letter, Mail
from tasks import moments

_WORDS = Path(__file__).parent / "mail" / "alarms.toml"
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class AlarmLetters:
    """Writes a letter for each alarm and hands it to the post."""

    mail: Mail

    def tell(self, kind: str, facts: Mapping[str, Any], addressee: Addressee, key: str) -> None:
        """Mail the alarm to an addressee who has an address; raises ServiceTaskFailed."""
        if addressee.email:
            self.mail.send(letter(kind, facts, addressee, key))


def letter(kind: str, facts: Mapping[str, Any], addressee: Addressee, key: str) -> Letter:
    """Write the mail about an alarm: what is wrong, and where to read what to do."""
    texts = _texts()
    words = texts.get(addressee.language, texts[_LANGUAGE])
    told = {name: _told(name, value, addressee.language) for name, value in facts.items()}
    happened = Template(words[kind]).substitute(told)
    subject = Template(words["subject"]).substitute(what=words[f"{kind}_short"])
    return Letter(addressee.email or "", subject, f"{happened}\n\n{words['advice']}\n", key)


# Any: a fact is text or a number
def _told(name: str, value: Any, language: str) -> Any:
    return moments.moment(instants.parse(value), language) if name in alarms.INSTANTS else value


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
