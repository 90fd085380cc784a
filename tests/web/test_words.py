"""The catalogues: complete in three languages, a sentence for every code, dates as written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from web import moments, words

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [language for language in words.LANGUAGES if language != "en"]
AT = datetime(2026, 3, 18, 9, tzinfo=UTC)
LATER = datetime(2027, 1, 2, tzinfo=UTC)
# what raises a fact that somebody may be shown; conflicts that are tried again never are
RAISERS = {
    "NotFound",
    "NotPermitted",
    "Conflict",
    "InvalidInput",
    "EngineError",
    "ServiceTaskFailed",
    "StoreUnusable",
    "Finding",
    "Problem",
    "PhotoRefused",
    "Unusable",
    "Uncountable",
}
SOURCES = [
    path
    for folder in (
        "engine/core",
        "engine/command_line",
        "engine/commands",
        "engine/bpmn",
        "engine/store",
        "forms",
        "tasks",
    )
    for path in sorted((ROOT / folder).rglob("*.py"))
]


def codes(path: Path) -> Iterator[str]:
    """Find the codes that a module raises by name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in RAISERS:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            named = [text for text in texts if isinstance(text, str)]
            place = 1 if node.func.id == "Problem" and len(named) > 1 else 0
            code = next(iter(named[place:]), "")
            if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", code):
                yield code


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_holds_the_same_keys(language: str) -> None:
    assert set(words.catalogue(language)) == set(words.catalogue("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_uses_no_other_parameters(language: str) -> None:
    def parameters(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    english, other = words.catalogue("en"), words.catalogue(language)
    # a date has all its parts at hand, and each language takes what it needs
    keys = [key for key in english if not key.startswith("moment.")]

    assert not [key for key in keys if parameters(other[key]) - parameters(english[key])]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_code_that_is_raised_has_words(path: Path) -> None:
    known = {
        code
        for code in codes(path)
        for kind in ("code", "reason")
        if words.known(f"{kind}.{code}")
    }

    assert set(codes(path)) <= known


def test_every_refusal_of_a_deployment_has_words() -> None:
    page = (ROOT / "docs/refusals.md").read_text("utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)

    assert listed
    assert not [code for code in listed if not words.known(f"code.{code}")]


def test_every_text_that_a_template_asks_for_is_there() -> None:
    templates = (ROOT / "web/templates").glob("*.html")
    asked = {key for path in templates for key in re.findall(r"\bt\('([\w.]+)'", path.read_text())}

    assert not [key for key in asked if not key.endswith(".") and not words.known(key)]


def test_a_sentence_is_filled_with_its_parameters() -> None:
    told = words.sentence("role_unknown", {"role": "wizard"})

    assert told == "There is no role wizard."


def test_a_code_without_words_is_shown_with_what_is_known() -> None:
    assert "no_words_yet" in words.sentence("no_words_yet", {"element": "check"})


def test_a_parameter_is_never_read_as_a_pattern() -> None:
    told = words.sentence("role_unknown", {"role": "{role.__class__}"})

    assert told == "There is no role {role.__class__}."


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1 working day left"), (2, "2 working days left")]
)
def test_one_and_several_have_words_of_their_own(number: int, expected: str) -> None:
    assert words.count("deadline.left.working", number) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Wed 18 Mar, 17:00"),
        ("zh-Hans", "3月18日（周三）17:00"),
        ("es", "mié 18 mar, 17:00"),
    ],
)
def test_an_instant_is_written_as_people_do_in_the_office_zone(
    language: str, expected: str
) -> None:
    assert moments.short(AT, AT, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Wed 18 Mar 2026, 17:00"),
        ("zh-Hans", "2026年3月18日（周三）17:00"),
        ("es", "mié 18 mar 2026, 17:00"),
    ],
)
def test_another_year_is_written_out(language: str, expected: str) -> None:
    assert moments.short(AT, LATER, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Wednesday 18 March 2026"),
        ("zh-Hans", "2026年3月18日（星期三）"),
        ("es", "miércoles 18 de marzo de 2026"),
    ],
)
def test_a_day_is_written_in_full(language: str, expected: str) -> None:
    assert moments.day(AT.date(), language) == expected
