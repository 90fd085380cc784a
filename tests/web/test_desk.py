"""What officers meet: the inbox, the task, masking, and what was done meanwhile by others."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from engine.commands import process_definitions, timers
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.bpmn.drawing import draw, end, lane, path, process, start, user
from tests.web.browsers import Browser, Clock

Visitor = Callable[..., Browser]


def change_history(engine: Engine) -> None:
    """Change what is stored behind the back of the program."""
    with closing(sqlite3.connect(str(engine.store.url.database))) as connection, connection:
        connection.execute("UPDATE history SET actor = 'nobody'")


@pytest.fixture
def case(visitor: Visitor) -> str:
    """The address of a case whose application was just sent."""
    return visitor("applicant").apply()


@pytest.fixture
def clerk(case: str, visitor: Visitor) -> Browser:
    return visitor("clerk")


def test_staff_go_to_their_inbox(clerk: Browser) -> None:
    answer = clerk.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/inbox")


def test_the_inbox_shows_deadline_masked_name_and_place(clerk: Browser) -> None:
    page = clerk.read("/inbox")

    assert "3 working days left" in page
    assert "Thu 19 Mar, 17:00" in page
    assert "Permit Act, s. 4" in page
    assert "欧阳*" in page
    assert "欧阳春" not in page
    assert "Nobody" in page


def test_the_inbox_counts_its_views(clerk: Browser) -> None:
    task = clerk.first_task()
    clerk.post(f"{task}/claim", page=task)

    page = clerk.read("/inbox?view=mine")

    assert re.search(r'aria-current="true">Mine <b>1</b>', page)
    assert "No task waits here" in clerk.read("/inbox?view=free")


def test_an_unknown_view_is_the_whole_inbox(clerk: Browser) -> None:
    assert 'href="/tasks/' in clerk.read("/inbox?view=nonsense")


def test_an_empty_inbox_says_what_will_appear(visitor: Visitor) -> None:
    page = visitor("signer").read("/inbox")

    assert "No task waits here" in page


def test_an_unclaimed_task_shows_the_answers_masked(clerk: Browser) -> None:
    page = clerk.read(clerk.first_task())

    assert "52**************2X" in page
    assert "138****8000" in page
    assert "贵阳北站" not in page
    assert "Permits &gt; Check" in page


def test_its_holder_sees_the_answers_and_the_number_on_a_recorded_click(
    clerk: Browser, case: str, visitor: Visitor
) -> None:
    task = clerk.first_task()
    clerk.post(f"{task}/claim", page=task)
    before = clerk.read(task)

    shown = clerk.post(f"{task}/shown", page=task, show="id_number").get_data(as_text=True)

    assert "贵阳北站" in before
    assert "52019919850704202X" not in before
    assert "52019919850704202X" in shown
    assert "Shown in full: Id number" in visitor("auditor").read(case)


def test_who_does_not_hold_the_task_is_shown_nothing_in_full(clerk: Browser) -> None:
    task = clerk.first_task()

    answer = clerk.post(f"{task}/shown", page=task, show="id_number")

    assert answer.status_code == 303
    assert "52019919850704202X" not in clerk.read(task)


def test_completing_a_task_claims_it_first_and_leads_back_to_the_inbox(clerk: Browser) -> None:
    task = clerk.first_task()

    answer = clerk.post(task, page=task, decision="PASS")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox?told=done")
    assert "Done. The case went on." in clerk.read("/inbox?told=done")


def test_a_decision_without_its_grounds_is_refused_in_place(clerk: Browser) -> None:
    task = clerk.first_task()

    answer = clerk.post(task, page=task, decision="REFUSE")

    assert answer.status_code == 422
    assert 'id="grounds-error"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "“Unpaid” does not go with the answer to “Decision”: choose one that does"),
        ("zh-Hans", "“Unpaid”与“Decision（中）”的选择不符：请改选相符的选项"),
        ("es", "«Unpaid» no corresponde a la respuesta a «Decision»: elija otra que corresponda"),
    ],
)
def test_a_choice_that_does_not_go_with_another_answer_is_refused_with_the_mend(
    clerk: Browser, language: str, sentence: str
) -> None:
    clerk.client.set_cookie("language", language)
    task = clerk.first_task()

    answer = clerk.post(task, page=task, decision="PASS", kind_of_grounds="UNPAID")

    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_a_draft_is_kept_for_its_holder(clerk: Browser) -> None:
    task = clerk.first_task()

    answer = clerk.post(task, page=task, decision="REFUSE", grounds="blurred", action="save_draft")

    assert answer.status_code == 303
    assert "blurred" in clerk.read(task)


def test_a_task_given_back_is_free_again(clerk: Browser) -> None:
    task = clerk.first_task()
    clerk.post(f"{task}/claim", page=task)

    answer = clerk.post(f"{task}/release", page=task)

    assert answer.headers["Location"] == "/inbox?told=released"
    assert "Nobody" in clerk.read("/inbox")


def test_a_task_that_is_done_is_told_with_who_and_when(clerk: Browser) -> None:
    task = clerk.first_task()
    clerk.post(task, page=task, decision="PASS")

    answer = clerk.post(task, page=task, decision="PASS")

    assert answer.status_code == 409
    assert "completed this task at Mon 16 Mar, 09:00" in answer.get_data(as_text=True)
    assert "This task ended on Mon 16 Mar, 09:00." in clerk.read(task)


def test_a_task_of_another_lane_does_not_exist(clerk: Browser, visitor: Visitor) -> None:
    task = clerk.first_task()

    assert visitor("courier").get(task).status_code == 404


def test_a_role_that_may_see_but_not_act_is_refused(clerk: Browser, visitor: Visitor) -> None:
    task = clerk.first_task()
    head = visitor("head")

    answer = head.post(task, page="/inbox", decision="PASS")

    assert answer.status_code == 403
    assert "Record" not in head.read(task)


def test_a_missed_deadline_stands_as_late_and_gives_the_head_a_task(
    clerk: Browser, case: str, visitor: Visitor, clock: Clock, engine: Engine
) -> None:
    clock.advance(days=4)
    timers.fire_due(engine)

    clerk.sign_in("clerk")
    assert "1 working day late" in clerk.read("/inbox?view=late")
    assert "explain" in visitor("head").read("/inbox")
    assert "Reminder" in visitor("auditor").read(case)
    assert "Late" in visitor("auditor").read(case)


def test_an_officer_sees_the_path_as_a_table_too(clerk: Browser, case: str) -> None:
    page = clerk.read(case)

    assert 'id="path"' in page
    assert re.search(r"<td>check</td>\s*<td>Waits here</td>", page)


def test_an_officer_reads_the_name_of_a_citizen_masked_also_among_the_deeds(
    clerk: Browser, case: str
) -> None:
    page = clerk.read(case)

    assert "Application sent" in page
    assert "田**" in page
    assert "田秋月" not in page


def test_a_case_of_officers_is_started_and_in_the_end_closed(
    visitor: Visitor, engine: Engine
) -> None:
    drawn = process(
        "errand",
        lane("desk", "start", "run", "end", jurisdiction="station"),
        start(),
        user("run"),
        end(),
        path("start", "run", "end"),
    )
    form = b'{"type": "default", "schemaVersion": 19, "components": []}'
    process_definitions.deploy(
        engine, {"errand.bpmn": draw(drawn), "errand/run.json": form}, SYSTEM
    )
    clerk = visitor("clerk")
    case = str(clerk.post("/apply/errand", page="/apply/errand").headers["Location"])
    begun = clerk.read(case)

    clerk.post(task := clerk.first_task(), page=task)

    assert "Started" in begun
    assert "Application sent" not in begun
    assert re.search(r'class="state state--done">.*Closed</span>', clerk.read(case))


def test_the_diagram_of_a_case_is_served_to_those_who_see_it(
    clerk: Browser, case: str, visitor: Visitor
) -> None:
    answer = clerk.get(f"{case}/diagram")

    assert answer.mimetype == "application/xml"
    assert b"<bpmn:definitions" in answer.data
    assert visitor("courier").get(f"{case}/diagram").status_code == 404


def test_whoever_oversees_a_case_finds_it_by_its_number(
    clerk: Browser, case: str, visitor: Visitor
) -> None:
    number = re.findall(r"\d{6}-\d{5}-\d{5}", clerk.read(case))[0]

    found = {
        name: visitor(name).get(f"/instances/find?case_no={number}").status_code
        for name in ("clerk", "head", "prefecture", "courier", "applicant")
    }

    assert found == {
        "clerk": 303,
        "head": 303,
        "prefecture": 303,
        "courier": 403,
        "applicant": 403,
    }
    assert 'href="/instances/find"' in visitor("head").read("/inbox")


def test_a_case_of_other_units_is_found_no_more_than_one_that_is_not_there(
    clerk: Browser, visitor: Visitor
) -> None:
    answers = [
        visitor(name).get("/instances/find?case_no=260316-00000-00000").get_data(as_text=True)
        for name in ("head", "leader")
    ]

    assert all("There is no case 260316-00000-00000 that you may see." in page for page in answers)


def test_an_auditor_lists_all_cases_masked(case: str, visitor: Visitor) -> None:
    auditor = visitor("auditor")

    page = auditor.read("/instances")

    assert case in page
    assert "欧阳春" not in page
    assert "52019919850704202X" not in auditor.read(case)


def test_an_auditor_sees_one_answer_in_full_for_a_reason_that_is_kept(
    case: str, visitor: Visitor
) -> None:
    auditor = visitor("auditor")

    short = auditor.post(f"{case}/shown", show="id_number", reason="  why ")
    shown = auditor.post(f"{case}/shown", show="id_number", reason="Complaint 12 of March")

    assert short.status_code == 422
    page = shown.get_data(as_text=True)
    assert (shown.status_code, "52019919850704202X" in page, "欧阳春" in page) == (
        200,
        True,
        False,
    )
    later = visitor("auditor").read(case)
    assert "Shown in full: Id number" in later
    assert "Reason: Complaint 12 of March" in later
    assert "52019919850704202X" not in later


def test_a_reason_repeats_no_identity_number(case: str, visitor: Visitor) -> None:
    answer = visitor("auditor").post(
        f"{case}/shown", show="name", reason="check of 52019919850704202X"
    )

    assert answer.status_code == 422
    assert "Shown in full" not in visitor("auditor").read(case)


def test_nobody_but_an_auditor_unmasks_a_case(case: str, visitor: Visitor) -> None:
    fields = {"show": "id_number", "reason": "Complaint 12 of March"}

    found = {
        name: visitor(name).post(f"{case}/shown", **fields).status_code
        for name in ("clerk", "province", "head", "administrator", "operator", "courier")
    }

    assert found == {
        **dict.fromkeys(("clerk", "province", "head"), 403),
        **dict.fromkeys(("administrator", "operator", "courier"), 404),
    }
    assert "/shown" not in visitor("clerk").read(case)


def test_a_clerk_does_not_list_all_cases(clerk: Browser) -> None:
    assert clerk.get("/instances").status_code == 403


def test_an_auditor_sees_that_the_history_stands_as_sealed(case: str, visitor: Visitor) -> None:
    page = visitor("auditor").read(case)

    assert "History verified at 09:00: 1 entry, unchanged." in page


def test_a_changed_history_is_told_with_its_entry(
    case: str, visitor: Visitor, engine: Engine
) -> None:
    change_history(engine)

    page = visitor("auditor").read(case)

    assert "seal--broken" in page
    assert "History broken: entry 1 of this case was changed." in page
