"""The demo office: every role, cases in progress, nothing mixed with a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

import server
from engine.commands import demo_cases, demo_office, sessions
from engine.commands.demo_office import Case, Step
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core import identity_numbers
from engine.core.errors import StoreUnusable
from engine.core.people import ROLES
from engine.store import database
from engine.store.addressees import StoredAddressees
from engine.store.queries import accounts, applications, settings
from forms.posted import Posted
from tests.server.conftest import MORNING, Run, person
from tests.tasks.conftest import PEOPLE

OFFICE = Path(__file__).parents[2] / "processes" / "demo-office.toml"
USERS = (
    *("applicant", "clerk", "auxiliary", "reviewer", "signer", "maker", "inspector"),
    *("dispatcher", "director", "window", "courier", "investigator", "head", "leader"),
    *("prefecture", "province", "auditor", "analyst", "approver"),
    *("administrator", "administrator2", "operator"),
)


def answers(**given: str) -> Posted:
    return Posted({field: (value,) for field, value in given.items()})


FILED = Case(
    starter="applicant",
    hours_ago=5,
    answers=answers(
        id_number="52019919850704202X",
        phone="13800000009",
        reason="LOSS",
        loss_date="2026-01-05",
        loss_place="公园",
        photo_source="REUSE_STORED",
        accepting_station="520102001",
        delivery_method="PICKUP",
        declaration="true",
        privacy_ack="true",
    ),
    steps=(
        Step("clerk", answers(pre_decision="PASS")),
        Step(
            "reviewer",
            answers(
                rev_decision="FLAG",
                rev_reason_text="请复核人像比对结果。",
            ),
        ),
        Step("signer", answers(sign_decision="SIGN")),
        Step("maker", answers(data_complete="true", batch_no="B20260105")),
        Step("maker", answers(card_serial="GZ00000001")),
        Step("inspector", answers(qc_result="PASS")),
        Step("dispatcher", answers(handed_to_courier="true")),
        Step("window", answers(shelf_no="A-12")),
        Step(
            "window",
            answers(
                collector="APPLICANT",
                identity_verified="true",
                finger_match="PASS",
                card_checked="true",
                fee_receipt_no="SJ-2026-0310",
                old_card_result="LOST",
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    configured = server.Settings(database_url=f"sqlite:///{path}", demo=True)
    return server.office(configured)


def test_every_role_has_its_person() -> None:
    people = demo_office.personas(OFFICE.read_text("utf-8"))
    named = {one.id: one.role for one in people if not one.id.startswith("citizen")}

    assert tuple(named) == USERS
    assert set(named.values()) == ROLES - {"platform"}


def test_everybody_signs_in_with_the_password_of_the_demo(furnished: Engine) -> None:
    token = sessions.sign_in(furnished, Attempt("clerk", demo_office.PASSWORD))

    actor = sessions.actor_of(furnished, token)

    assert actor is not None
    assert actor.holds_at("clerk", "520102001")


def test_the_applicant_is_bound_to_the_number_of_the_register(furnished: Engine) -> None:
    assert person(furnished, "applicant").id_number == "52019919850704202X"


def test_every_bound_number_is_in_the_register_under_the_same_name() -> None:
    from tasks import demo_register

    register = demo_register.read(PEOPLE.read_text("utf-8"))
    bound = [
        one for one in demo_office.personas(OFFICE.read_text("utf-8")) if one.id_number is not None
    ]

    for one in bound:
        entry = register.look_up(identity_numbers.check(one.id_number, MORNING.date()), MORNING)

        assert entry is not None
        assert entry.name == one.name
        assert entry.hukou_division == "520102"


def test_the_demo_has_cases_at_different_desks(furnished: Engine) -> None:
    statuses = [
        application.instance.status
        for starter in ("citizen1", "citizen2", "citizen3")
        for application in applications.of(furnished.store, starter)
    ]

    assert statuses == ["IN_REVIEW", "SUBMITTED", "SUPPLEMENT"]
    assert applications.of(furnished.store, "applicant") == ()


def test_a_demo_sends_nothing_outward(tmp_path: Path) -> None:
    configured = server.Settings(
        database_url=f"sqlite:///{tmp_path / 'demo.db'}",
        demo=True,
        smtp_url="smtps://mail.example",
        register_url="https://register.example",
    )

    engine = server.assemble(configured)

    assert type(engine.ports["mail"]).__name__ == "Silence"
    assert type(engine.ports["register"]).__name__ == "DemoRegister"
    database.close(engine.store)


def test_a_real_office_uses_the_mail_server_and_the_register_that_it_names(
    tmp_path: Path,
) -> None:
    configured = server.Settings(
        database_url=f"sqlite:///{tmp_path / 'real.db'}",
        smtp_url="smtps://mail.example",
        register_url="https://register.example",
    )

    engine = server.assemble(configured)

    assert type(engine.ports["mail"]).__name__ == "CountedMail"
    assert type(engine.ports["register"]).__name__ == "HttpRegister"
    database.close(engine.store)


def test_a_demo_database_says_so(furnished: Engine, engine: Engine) -> None:
    assert settings.is_demo(furnished.store)
    assert accounts.has_demo_accounts(furnished.store)
    assert not settings.is_demo(engine.store)


def test_an_office_with_people_does_not_become_a_demo(furnished: Engine) -> None:
    with pytest.raises(StoreUnusable, match="office_not_empty"):
        demo_office.found(furnished, ())


def test_the_demo_command_founds_the_office_anew(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "1")

    assert run("demo", "--applications=2")[0] == 0
    assert run("demo", "--applications=1")[0] == 0
    assert run("verify-history")[1].endswith("4 instances\n")
    assert not list(tmp_path.glob("*.half*"))


def test_the_log_of_an_older_demo_is_not_read_into_the_new_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "1")
    (tmp_path / "office.db-wal").write_bytes(b"left behind" * 1000)

    assert run("demo", "--applications=1")[0] == 0
    assert run("verify-history")[0] == 0


def test_a_real_office_is_not_turned_into_a_demo(run: Run) -> None:
    run("setup", "ana", typed="a long password\n")

    code, _, err = run("demo")

    assert (code, err.count("\n")) == (1, 1)


def test_notices_find_the_starter_and_the_holders(furnished: Engine) -> None:
    book = StoredAddressees(furnished.store)
    [application] = applications.of(furnished.store, "citizen1")

    assert [one.account_id for one in book.starter(application.instance.id)] == ["citizen1"]
    assert [one.account_id for one in book.holders("head", "520102001")] == ["head"]
    assert [one.account_id for one in book.holders("administrator", "")] == [
        "administrator",
        "administrator2",
    ]
    assert book.holders("head", "520103001") == ()


def test_a_case_passes_through_all_desks_of_the_demo(tmp_path: Path) -> None:
    engine = server.office(
        server.Settings(database_url=f"sqlite:///{tmp_path / 'demo.db'}", demo=True)
    )

    demo_cases.play(engine, [FILED])

    [application] = applications.of(engine.store, "applicant")
    assert application.instance.status == "COLLECTED"
    database.close(engine.store)
