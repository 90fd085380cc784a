"""The words of the product in its three languages: catalogues of texts by dotted key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh-Hans", "es")
_FOLDER = Path(__file__).parent / "translations"
_PARAMETER = re.compile(r"\{(\w+)\}")


def say(key: str, language: str = "en", /, **parameters: object) -> str:
    """Give the text of a key; `{name}` in it becomes the parameter of that name."""
    return _filled(catalogue(language)[key], parameters)


def count(key: str, number: int, language: str = "en", /, **parameters: object) -> str:
    """Give the text of a key for a number: `<key>.one` or `<key>.other`."""
    form = "one" if number == 1 else "other"
    return say(f"{key}.{form}", language, number=number, **parameters)


def sentence(code: str, parameters: Mapping[str, object], language: str = "en") -> str:
    """Give the sentence of an engine code; a code without words is shown with its parameters."""
    written = catalogue(language).get(f"code.{code}")
    if written is not None:
        return _filled(written, {**parameters, **_syntax(parameters, language)})
    told = ", ".join(f"{name}: {value}" for name, value in parameters.items())
    return say("code.unknown", language, code=code, told=told)


def reason(code: str, parameters: Mapping[str, object], language: str = "en") -> str:
    """Give the sentence of why an evaluation gave null, as `sentence` does for other codes."""
    written = catalogue(language).get(f"reason.{code}")
    return (
        sentence(code, parameters, language) if written is None else _filled(written, parameters)
    )


def known(key: str, language: str = "en") -> bool:
    """Tell whether the catalogue has a text of that key."""
    return key in catalogue(language)


def below(prefix: str, language: str) -> dict[str, str]:
    """Give all texts below a dotted prefix by the rest of their keys, for scripts."""
    start = f"{prefix}."
    texts = catalogue(language).items()
    return {key.removeprefix(start): text for key, text in texts if key.startswith(start)}


def local(names: Mapping[str, str], language: str, default: str = "") -> str:
    """Pick the name in the language, else the English one, else the default."""
    return names.get(language) or names.get("en") or default


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Read the catalogue of a language, flattened to dotted keys."""
    text = (_FOLDER / f"{language}.toml").read_text("utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _syntax(parameters: Mapping[str, object], language: str) -> dict[str, str]:
    """Put what is wrong with an expression into words, where its code is among the parameters."""
    code = parameters.get("reason") or parameters.get("problem")
    written = catalogue(language).get(f"syntax.{code}")
    if written is None:
        return {}
    told = _filled(written, parameters)
    return {"problem": told, "reason": told}


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            flat.extend(_flat(value, f"{prefix}{name}."))
        else:
            flat.append((prefix + name, str(value)))
    return flat


def _filled(text: str, parameters: Mapping[str, object]) -> str:
    return _PARAMETER.sub(lambda match: str(parameters.get(match[1], match[0])), text)
