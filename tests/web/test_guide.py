"""The public guide: made from the diagram, without what the public must not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.commands import guides, process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.bpmn.drawing import call, draw, end, lane, path, process, start, user
from tests.web.browsers import Browser
from tests.web.permits import _field, _form

Visitor = Callable[..., Browser]
SECRET = draw(
    process(
        "visa",
        lane("citizen", "asked", role="applicant", jurisdiction="own_case"),
        lane("desk", "look", "probe", "done", jurisdiction="station"),
        start("asked"),
        user("look"),
        call("probe", "inquiry", restricted="true"),
        end("done"),
        path("asked", "look", "probe", "done"),
    ),
    process(
        "inquiry",
        lane("inner", "begun", "sift", "over", jurisdiction="station"),
        start("begun"),
        user("sift"),
        end("over"),
        path("begun", "sift", "over"),
    ),
)


def test_everybody_reads_who_does_what_by_when(visitor: Visitor) -> None:
    page = visitor().read("/guide/permit")

    assert "3 working days" in page
    assert "Permit Act, s. 4" in page
    assert "Permits &gt; Check" in page
    assert "Filing receipt" in page


def test_the_start_page_leads_to_the_guide(visitor: Visitor) -> None:
    assert 'href="/guide/permit"' in visitor().read("/")


@pytest.mark.parametrize("process_id", ["nothing", "parcel"])
def test_there_is_no_guide_to_what_citizens_do_not_start(
    visitor: Visitor, process_id: str
) -> None:
    assert visitor().get(f"/guide/{process_id}").status_code == 404


def test_what_is_restricted_is_left_out_with_all_that_only_it_calls(
    visitor: Visitor, engine: Engine
) -> None:
    forms = {f"{name}.json": _form(_field("note")) for name in ("visa/look", "inquiry/sift")}
    files = {"visa.bpmn": SECRET, "visa/asked.json": _form(_field("note")), **forms}
    process_definitions.deploy(engine, files, SYSTEM)

    page = visitor().read("/guide/visa")

    assert "look" in page
    assert "sift" not in page
    assert "probe" not in page


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("working days after(a, 3)", 3),
        ("calendar days after(a, 60 + (if x = null then 0 else x))", 60),
        ('working days after(a, setting("supplement_days"))', 10),
        ('working days after(if a > b then a else b, if a > b then setting("x") else 30)', 30),
        ("working days after(a, n)", 0),
    ],
)
def test_the_usual_number_of_days_is_read_from_a_deadline(
    engine: Engine, text: str, days: int
) -> None:
    assert guides._days(engine, text) == days
