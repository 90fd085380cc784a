"""A second factor where a role demands it: enrolled, shown once per code, lost and forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import server
from engine.commands import (
    account_requests,
    accounts,
    demo_office,
    grants,
    key_files,
    organisation,
    second_factors,
    sessions,
)
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.commands.second_factors import Shown
from engine.commands.sessions import Attempt, Stage
from engine.core.errors import Conflict, InvalidInput, NotPermitted, StoreUnusable
from engine.core.people import NEEDS_SECOND_FACTOR, Actor, Grant
from engine.store.queries import account_requests as requests
from engine.store.queries import accounts as account_queries
from engine.store.queries import second_factors as factors
from tests.server.conftest import (
    SECRET,
    Clock,
    code_of,
    deeds,
    enter,
    everything,
    person,
)

RIGHT = Attempt("first", SECRET, "192.0.2.1")


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


@pytest.fixture(autouse=True)
def _own_key(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL has no file beside which the key could be."""
    monkeypatch.chdir(tmp_path)


def stage(engine: Engine, token: str) -> Stage | None:
    waiting = sessions.pending(engine, token)
    return None if waiting is None else waiting.stage


def verify(engine: Engine, token: str, code: str) -> str:
    return second_factors.verify(engine, person(engine, "first"), Shown(token, code, "192.0.2.1"))


def test_an_administrator_permits_nothing_before_a_second_factor_is_enrolled(
    engine: Engine, first: Actor
) -> None:
    token = sessions.sign_in(engine, RIGHT)

    assert sessions.actor_of(engine, token) is None
    assert stage(engine, token) is Stage.ENROLMENT


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_the_roles_that_need_a_second_factor(engine: Engine, first: Actor, role: str) -> None:
    accounts.add(engine, NewAccount("wei", "Wei", "520000", SECRET, role=role), first)

    token = sessions.sign_in(engine, Attempt("wei", SECRET))

    assert stage(engine, token) is Stage.ENROLMENT


def test_a_clerk_signs_in_with_a_password_alone(engine: Engine, first: Actor) -> None:
    accounts.add(engine, NewAccount("wei", "Wei", "520102001", SECRET, role="clerk"), first)

    assert sessions.actor_of(engine, sessions.sign_in(engine, Attempt("wei", SECRET)))


def test_a_role_that_comes_later_asks_sessions_that_are_open(engine: Engine, first: Actor) -> None:
    accounts.add(engine, NewAccount("wei", "Wei", "520000", SECRET), first)
    token = sessions.sign_in(engine, Attempt("wei", SECRET))

    grants.ask(engine, "wei", Grant("analyst", "520000"), first)

    assert sessions.actor_of(engine, token) is None
    assert stage(engine, token) is Stage.ENROLMENT


def test_in_a_demo_nobody_needs_one(engine: Engine) -> None:
    organisation.load_units(engine)
    written = (server.PROCESSES / "demo-office.toml").read_text("utf-8")
    demo_office.found(engine, demo_office.personas(written))

    token = sessions.sign_in(engine, Attempt("administrator", demo_office.PASSWORD))

    assert sessions.actor_of(engine, token) is not None


def test_enrolling_opens_the_session_under_a_new_token(engine: Engine, first: Actor) -> None:
    before = sessions.sign_in(engine, RIGHT)
    other = sessions.sign_in(engine, RIGHT)
    second_factors.begin(engine, first)

    token, codes = second_factors.enrol(
        engine, first, Shown(before, code_of(engine, "first"), "192.0.2.1")
    )

    assert sessions.actor_of(engine, token) == first
    assert sessions.pending(engine, before) is None
    assert sessions.pending(engine, other) is None
    assert len(set(codes)) == 10
    assert deeds(engine)[-1] == "second_factor_enrolled"


def test_neither_secret_nor_recovery_codes_stand_in_the_database(
    engine: Engine, first: Actor
) -> None:
    token = sessions.sign_in(engine, RIGHT)
    offer = second_factors.begin(engine, first)
    _, codes = second_factors.enrol(engine, first, Shown(token, code_of(engine, "first")))

    dump = everything(engine)

    assert offer.secret not in dump
    assert not [code for code in codes if code in dump]


def test_the_key_is_made_for_its_owner_only(engine: Engine, first: Actor) -> None:
    second_factors.begin(engine, first)

    assert engine.key_file is not None
    assert engine.key_file.stat().st_mode & 0o777 == 0o600


def test_another_key_is_told_in_one_sentence(engine: Engine, first: Actor, tmp_path: Path) -> None:
    sealed = key_files.sealed(tmp_path / "one.key", b"secret", "second_factor first")
    key_files.sealed(tmp_path / "two.key", b"", "")

    with pytest.raises(StoreUnusable, match="key_file_other"):
        key_files.opened(tmp_path / "two.key", sealed, "second_factor first")


def test_a_secret_moved_to_another_account_does_not_open(
    engine: Engine, first: Actor, tmp_path: Path
) -> None:
    sealed = key_files.sealed(tmp_path / "one.key", b"secret", "second_factor first")

    with pytest.raises(StoreUnusable, match="key_file_other"):
        key_files.opened(tmp_path / "one.key", sealed, "second_factor second")


@pytest.mark.parametrize("text", ["", "not hexadecimal", "00ff"])
def test_a_file_that_is_no_key_is_refused(engine: Engine, tmp_path: Path, text: str) -> None:
    (tmp_path / "one.key").write_text(text)

    with pytest.raises(StoreUnusable, match="key_file_unusable"):
        key_files.sealed(tmp_path / "one.key", b"secret", "")


def test_a_lost_key_is_never_made_anew_for_reading(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="key_file_unusable"):
        key_files.opened(tmp_path / "lost.key", b"\x01" * 40, "")

    assert not (tmp_path / "lost.key").exists()


def test_a_code_opens_the_session(engine: Engine, first: Actor, clock: Clock) -> None:
    enter(engine, "first")
    clock.advance(minutes=1)
    token = sessions.sign_in(engine, RIGHT)

    opened = verify(engine, token, code_of(engine, "first"))

    assert stage(engine, token) is None
    assert sessions.actor_of(engine, opened) == first


def test_a_code_works_once(engine: Engine, first: Actor, clock: Clock) -> None:
    enter(engine, "first")
    clock.advance(minutes=1)
    code = code_of(engine, "first")
    verify(engine, sessions.sign_in(engine, RIGHT), code)

    token = sessions.sign_in(engine, RIGHT)
    with pytest.raises(InvalidInput, match="code_wrong"):
        verify(engine, token, code)

    assert stage(engine, token) is Stage.CODE


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(
    engine: Engine, first: Actor, clock: Clock, steps: int, taken: bool
) -> None:
    enter(engine, "first")
    clock.advance(minutes=5)
    token = sessions.sign_in(engine, RIGHT)
    code = code_of(engine, "first", steps=steps)

    if taken:
        assert sessions.actor_of(engine, verify(engine, token, code))
    else:
        with pytest.raises(InvalidInput, match="code_wrong"):
            verify(engine, token, code)


def test_guessing_codes_waits_as_guessing_passwords_does(
    engine: Engine, first: Actor, clock: Clock
) -> None:
    enter(engine, "first")
    clock.advance(minutes=1)
    token = sessions.sign_in(engine, RIGHT)
    for _ in range(6):
        with pytest.raises(InvalidInput, match="code_wrong"):
            verify(engine, token, "000000")

    with pytest.raises(NotPermitted, match="too_many_attempts"):
        verify(engine, token, code_of(engine, "first"))


def test_a_right_password_does_not_forgive_wrong_codes(
    engine: Engine, first: Actor, clock: Clock
) -> None:
    enter(engine, "first")
    clock.advance(minutes=1)
    for number in range(6):
        token = sessions.sign_in(engine, Attempt("first", SECRET, f"192.0.2.{number}"))
        with pytest.raises(InvalidInput, match="code_wrong"):
            second_factors.verify(engine, first, Shown(token, "000000", f"192.0.2.{number}"))

    with pytest.raises(NotPermitted, match="too_many_attempts"):
        verify(engine, token, code_of(engine, "first"))


def test_a_recovery_code_replaces_a_code_once(engine: Engine, first: Actor) -> None:
    second_factors.begin(engine, first)
    shown = Shown(sessions.sign_in(engine, RIGHT), code_of(engine, "first"))
    _, codes = second_factors.enrol(engine, first, shown)
    typed = codes[3].replace("-", " ").upper()

    opened = verify(engine, sessions.sign_in(engine, RIGHT), typed)

    assert sessions.actor_of(engine, opened) == first
    with pytest.raises(InvalidInput, match="code_wrong"):
        verify(engine, sessions.sign_in(engine, RIGHT), codes[3])
    known = factors.of(engine.store, "first")
    assert known is not None
    assert known.left == 9


def test_who_needs_it_cannot_go_without(engine: Engine, first: Actor) -> None:
    token = enter(engine, "first")

    with pytest.raises(NotPermitted, match="second_factor_needed"):
        second_factors.remove(engine, first, Shown(token, code_of(engine, "first", steps=1)))


def test_who_chose_it_may_go_without_again(engine: Engine, first: Actor) -> None:
    accounts.add(engine, NewAccount("wei", "Wei", "520102001", SECRET, role="clerk"), first)
    who, token = person(engine, "wei"), sessions.sign_in(engine, Attempt("wei", SECRET))
    second_factors.begin(engine, who)
    token, _ = second_factors.enrol(engine, who, Shown(token, code_of(engine, "wei")))

    second_factors.remove(engine, who, Shown(token, code_of(engine, "wei", steps=1)))

    assert factors.of(engine.store, "wei") is None
    assert sessions.actor_of(engine, sessions.sign_in(engine, Attempt("wei", SECRET)))


def test_an_enrolled_one_is_not_enrolled_anew_without_being_forgotten(
    engine: Engine, first: Actor
) -> None:
    enter(engine, "first")

    with pytest.raises(Conflict, match="second_factor_enrolled"):
        second_factors.begin(engine, first)


def test_a_lost_one_is_forgotten_by_two_administrators(
    engine: Engine, first: Actor, second: Actor
) -> None:
    new = NewAccount("wei", "Wei", "520000", SECRET, role="analyst")
    accounts.add(engine, new, first)
    grants.confirm(engine, waiting_grant(engine), second)
    enter(engine, "wei")

    account_requests.ask_reset(engine, "wei", first)
    asked = factors.of(engine.store, "wei")
    [request] = requests.waiting(engine.store)
    with pytest.raises(NotPermitted, match="second_person_needed"):
        account_requests.confirm(engine, request.id, first)
    account_requests.confirm(engine, request.id, second)

    assert asked is not None
    assert factors.of(engine.store, "wei") is None
    assert stage(engine, sessions.sign_in(engine, Attempt("wei", SECRET))) is Stage.ENROLMENT
    assert deeds(engine)[-2:] == ["second_factor_reset", "signed_in"]


def test_of_two_administrators_one_helps_the_other_alone(
    engine: Engine, first: Actor, second: Actor
) -> None:
    enter(engine, "second")

    account_requests.ask_reset(engine, "second", first)

    assert factors.of(engine.store, "second") is None
    assert deeds(engine)[-2:] == ["reset_second_factor_asked", "second_factor_reset"]


def test_of_two_administrators_none_forgets_the_own_alone(
    engine: Engine, first: Actor, second: Actor
) -> None:
    enter(engine, "first")

    account_requests.ask_reset(engine, "first", first)

    assert factors.of(engine.store, "first") is not None
    [request] = requests.waiting(engine.store)
    account_requests.confirm(engine, request.id, second)
    assert factors.of(engine.store, "first") is None


def test_what_was_turned_down_is_not_done(engine: Engine, first: Actor, second: Actor) -> None:
    accounts.add(engine, NewAccount("wei", "Wei", "520000", SECRET, role="analyst"), first)
    grants.confirm(engine, waiting_grant(engine), second)
    enter(engine, "wei")
    account_requests.ask_reset(engine, "wei", first)
    [request] = requests.waiting(engine.store)

    account_requests.turn_down(engine, request.id, second)

    assert factors.of(engine.store, "wei") is not None
    assert requests.waiting(engine.store) == ()


def test_the_pages_lead_from_the_password_to_the_first_page(engine: Engine, first: Actor) -> None:
    client = server.app(server.Settings(), engine).test_client()

    signed = post(client, "/sign-in", "/sign-in", username="first", password=SECRET)
    kept_out = client.get("/people")
    led = client.get("/sign-in?next=/people")
    post(client, "/second-factor", "/second-factor/begin", next="/people")
    shown = client.get("/second-factor").get_data(as_text=True)
    wrong = post(client, "/second-factor", "/second-factor", code="000000")
    right = post(client, "/second-factor", "/second-factor", code=code_of(engine, "first"))

    assert signed.headers["Location"] == "/second-factor?next=/"
    assert kept_out.headers["Location"].startswith("/sign-in")
    assert led.headers["Location"] == "/second-factor?next=/people"
    assert "<svg" in shown
    assert wrong.status_code == 422
    assert len(re.findall(r'<li class="code">', right.get_data(as_text=True))) == 10
    assert client.get("/people").status_code == 200


def test_the_pages_ask_for_a_code_and_lead_on(engine: Engine, first: Actor, clock: Clock) -> None:
    enter(engine, "first")
    clock.advance(minutes=1)
    client = server.app(server.Settings(), engine).test_client()

    asked = post(client, "/sign-in", "/sign-in", username="first", password=SECRET, next="/people")
    elsewhere = client.get("/second-factor")
    wrong = post(client, "/sign-in/code", "/sign-in/code", code="000000", next="/people")
    code = code_of(engine, "first")
    right = post(client, "/sign-in/code", "/sign-in/code", code=code, next="/people")

    assert asked.headers["Location"] == "/sign-in/code?next=/people"
    assert elsewhere.headers["Location"].startswith("/sign-in")
    assert wrong.status_code == 422
    assert right.headers["Location"] == "/people"
    assert client.get("/people").status_code == 200


def waiting_grant(engine: Engine) -> str:
    [waiting] = account_queries.waiting_grants(engine.store)
    return waiting.id


def post(client: FlaskClient, page: str, address: str, **fields: str):  # type: ignore[no-untyped-def]
    token = re.search(
        r'name="form_token" value="([^"]+)"', client.get(page).get_data(as_text=True)
    )
    assert token is not None
    return client.post(address, data={"form_token": token[1], **fields})
