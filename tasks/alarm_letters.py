"""Alarms by mail, in the language of who is told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from engine.core.ports import Addressee, Letter, Mail

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
    happened = Template(words[kind]).substitute(facts)
    subject = Template(words["subject"]).substitute(what=words[f"{kind}_short"])
    return Letter(addressee.email or "", subject, f"{happened}\n\n{words['advice']}\n", key)


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
