"""Signing in is slow for guessers, sessions end when they should, tokens are never stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest

from engine.commands import organisation, passwords, sessions
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core.errors import InvalidInput, NotPermitted
from engine.core.people import Actor, Grant
from engine.store.queries import accounts
from tests.server.conftest import SECRET, Clock, deeds, enter, everything
from tests.statements import noted

RIGHT = Attempt("first", SECRET, "192.0.2.1")
WRONG = Attempt("first", "not the password", "192.0.2.1")


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


def fail(engine: Engine, attempt: Attempt, times: int) -> None:
    for _ in range(times):
        with pytest.raises(NotPermitted, match="sign_in_refused"):
            sessions.sign_in(engine, attempt)


def test_a_session_stands_for_its_account(engine: Engine, first: Actor) -> None:
    token = enter(engine, "first")

    session = sessions.current(engine, token)

    assert session is not None
    assert session.actor == first
    assert session.actor.grants == (Grant("administrator", "520000"),)
    assert len(session.form_token) == 43


def test_each_sign_in_has_a_token_of_its_own(engine: Engine, first: Actor) -> None:
    assert sessions.sign_in(engine, RIGHT) != sessions.sign_in(engine, RIGHT)


def test_the_database_holds_no_token(engine: Engine, first: Actor) -> None:
    token = enter(engine, "first")

    dump = everything(engine)

    assert token not in dump
    assert SECRET not in dump


def test_a_token_that_nobody_was_given_stands_for_nobody(engine: Engine, first: Actor) -> None:
    assert sessions.actor_of(engine, "x" * 43) is None
    assert sessions.actor_of(engine, "\ud800") is None


def test_signing_out_ends_the_session_and_is_recorded(engine: Engine, first: Actor) -> None:
    token = enter(engine, "first")

    sessions.sign_out(engine, token)
    sessions.sign_out(engine, token)

    assert sessions.actor_of(engine, token) is None
    assert deeds(engine)[-3:] == ["signed_in", "second_factor_enrolled", "signed_out"]


def test_an_idle_session_ends_after_fifteen_minutes(
    engine: Engine, first: Actor, clock: Clock
) -> None:
    token = enter(engine, "first")

    clock.advance(minutes=14)
    still = sessions.actor_of(engine, token)
    clock.advance(minutes=14)
    used = sessions.actor_of(engine, token)
    clock.advance(minutes=15)

    assert still is not None
    assert used is not None
    assert sessions.actor_of(engine, token) is None


def test_no_session_outlives_ten_hours(engine: Engine, first: Actor, clock: Clock) -> None:
    organisation.change_setting(engine, "session_idle_minutes", "700", first)
    token = enter(engine, "first")

    clock.advance(hours=9, minutes=59)
    before = sessions.actor_of(engine, token)
    clock.advance(minutes=1)

    assert before is not None
    assert sessions.actor_of(engine, token) is None


@pytest.mark.parametrize("value", ["0", "1000", "ten", "-5", ""])
def test_an_idle_time_that_makes_no_sense_is_refused(
    engine: Engine, first: Actor, value: str
) -> None:
    with pytest.raises(InvalidInput, match="setting_unusable"):
        organisation.change_setting(engine, "session_idle_minutes", value, first)


def test_a_setting_that_does_not_exist_is_refused(engine: Engine, first: Actor) -> None:
    with pytest.raises(InvalidInput, match="setting_unknown"):
        organisation.change_setting(engine, "colour", "red", first)


def test_knowing_who_acts_costs_one_statement(
    engine: Engine, first: Actor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = enter(engine, "first")
    ran = noted(monkeypatch)

    sessions.actor_of(engine, token)
    clock.advance(minutes=2)
    sessions.actor_of(engine, token)

    assert ran == ["session", "session", "see_session"]


def test_a_failed_sign_in_is_recorded_without_what_was_typed(engine: Engine, first: Actor) -> None:
    fail(engine, Attempt("my-password-by-mistake", "x", "192.0.2.1"), 1)

    dump = everything(engine)

    assert deeds(engine)[-1] == "sign_in_failed"
    assert "my-password-by-mistake" not in dump
    assert "192.0.2.1" not in dump


def test_five_failures_cost_nothing_the_sixth_waits(engine: Engine, first: Actor) -> None:
    fail(engine, WRONG, 6)

    with pytest.raises(NotPermitted, match="too_many_attempts") as refusal:
        sessions.sign_in(engine, RIGHT)

    assert refusal.value.parameters["until"] == "2026-03-16T01:00:04.000000Z"


def test_the_wait_doubles_and_is_never_a_lock(engine: Engine, first: Actor, clock: Clock) -> None:
    for _ in range(16):
        fail(engine, WRONG, 1)
        clock.advance(minutes=15)

    assert sessions.sign_in(engine, RIGHT)


def test_guessing_from_one_address_slows_that_address(engine: Engine, first: Actor) -> None:
    for number in range(6):
        fail(engine, Attempt(f"somebody{number}", "x", "192.0.2.9"), 1)

    with pytest.raises(NotPermitted, match="too_many_attempts"):
        sessions.sign_in(engine, Attempt("first", SECRET, "192.0.2.9"))
    assert sessions.sign_in(engine, RIGHT)


def test_a_right_password_clears_the_account_and_not_the_address(
    engine: Engine, first: Actor
) -> None:
    fail(engine, WRONG, 5)
    sessions.sign_in(engine, RIGHT)

    fail(engine, WRONG, 1)

    with pytest.raises(NotPermitted, match="too_many_attempts"):
        sessions.sign_in(engine, RIGHT)
    assert sessions.sign_in(engine, Attempt("first", SECRET, "192.0.2.7"))


def test_old_failures_are_forgotten(engine: Engine, first: Actor, clock: Clock) -> None:
    fail(engine, WRONG, 5)
    clock.advance(hours=1)

    fail(engine, WRONG, 1)

    assert sessions.sign_in(engine, RIGHT)


def test_an_unknown_name_takes_as_long_as_a_known_one(
    engine: Engine, first: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "HASHER", passwords.PasswordHasher())
    sessions.sign_in(engine, RIGHT)

    def seconds(attempt: Attempt) -> float:
        begun = perf_counter()
        fail(engine, attempt, 1)
        return perf_counter() - begun

    known = min(seconds(WRONG) for _ in range(2))
    unknown = min(seconds(Attempt("nobody.here", "x", "192.0.2.2")) for _ in range(2))

    assert 0.3 < unknown / known < 3


def test_a_stronger_hash_replaces_a_weak_one_at_sign_in(
    engine: Engine, first: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = passwords.PasswordHasher(time_cost=2, memory_cost=64)
    monkeypatch.setattr(passwords, "HASHER", stronger)

    sessions.sign_in(engine, RIGHT)
    sessions.sign_in(engine, RIGHT)

    known = accounts.account(engine.store, "first")
    assert known is not None
    assert "t=2" in known.password_hash


def test_a_flood_of_sign_ins_hashes_two_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Watching(passwords.PasswordHasher):
        now = most = 0

        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
            Watching.now += 1
            Watching.most = max(Watching.most, Watching.now)
            try:
                return super().verify(hash, password)
            finally:
                Watching.now -= 1

    monkeypatch.setattr(passwords, "HASHER", Watching())

    with ThreadPoolExecutor(6) as guessers:
        answers = list(guessers.map(lambda _: passwords.matches("x", None), range(6)))

    assert answers == [False] * 6
    assert Watching.most <= 2
