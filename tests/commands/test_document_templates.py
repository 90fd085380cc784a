"""Templates are kept as they change, and each holds from the instant when it was kept."""

from __future__ import annotations

from datetime import timedelta

from engine.commands import document_templates
from engine.store.queries import document_templates as queries
from tests.commands.offices import Office


def template(title: str) -> bytes:
    return f'[title]\nen = "{title}"\nzh-Hans = "{title}"\nes = "{title}"\n'.encode()


def titles(office: Office, hours: int, kind: str = "receipt") -> str:
    """Tell the title that a document given so many hours after now has."""
    at = office.clock.now + timedelta(hours=hours)
    found = document_templates.kept(office.engine).at(kind, at)
    return found.title["en"] if found else ""


def test_each_template_holds_from_the_instant_when_it_was_kept(office: Office) -> None:
    for title in ("first", "second", "second", "third"):
        document_templates.keep(office.engine, {"receipt": template(title)})
        office.clock.advance(hours=2)

    # kept 8, 6 and 2 hours ago; what is older says what the first one does
    told = [titles(office, hours) for hours in (-20, -8, -7, -6, -3, -2, 5)]
    assert told == ["first", "first", "first", "second", "second", "third", "third"]
    newest = document_templates.kept(office.engine).newest("receipt")
    assert newest is not None
    assert newest.title["en"] == "third"


def test_a_text_that_comes_back_is_stored_once_and_holds_again(office: Office) -> None:
    for title in ("first", "second", "first"):
        document_templates.keep(office.engine, {"receipt": template(title)})
        office.clock.advance(hours=1)

    assert titles(office, 0) == "first"
    assert len(queries.everything(office.engine.store)) == 3


def test_a_kind_that_a_release_ships_no_more_is_kept(office: Office) -> None:
    document_templates.keep(office.engine, {"receipt": template("old")})
    office.clock.advance(hours=1)
    document_templates.keep(office.engine, {"notice": template("new")})

    assert titles(office, 0) == "old"
    assert queries.kinds(office.engine.store) == {"receipt", "notice"}
    assert titles(office, 0, "recipe") == ""
