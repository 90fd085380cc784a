"""People come and go, and roles are granted by two people once there are two."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from engine.commands import accounts, grants, passwords, sessions
from engine.commands.accounts import NewAccount, PasswordChange
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, StoreUnusable
from engine.core.people import Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.statements import Statement
from engine.store.tables import day_entry
from engine.store.transaction import reading
from tests.server.conftest import SECRET, deeds, enter, person

STATION = "520102001"
CLERK = NewAccount("wei", "Wei Clerk", STATION, SECRET, role="clerk")
AT_STATION = Grant("clerk", STATION)


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


def facts(engine: Engine, kind: str) -> list[dict[str, object]]:
    bodies = Statement("bodies", select(day_entry.c.body).where(day_entry.c.kind == kind))
    with reading(engine.store) as tx:
        return [json.loads(row[0])["facts"] for row in tx.all(bodies)]


def test_the_first_administrator_acts_alone_and_the_history_says_so(
    engine: Engine, first: Actor
) -> None:
    accounts.add(engine, CLERK, first)

    assert person(engine, "wei").grants == (AT_STATION,)
    assert [fact["alone"] for fact in facts(engine, "grant_confirmed")] == [True, True]


def test_with_two_administrators_a_grant_waits_for_the_second(
    engine: Engine, first: Actor, second: Actor
) -> None:
    accounts.add(engine, CLERK, first)

    waiting = queries.waiting_grants(engine.store)

    assert person(engine, "wei").grants == ()
    assert [(one.account_id, one.role, one.asked_by) for one in waiting] == [
        ("wei", "clerk", "first")
    ]


def test_the_second_administrator_confirms(engine: Engine, first: Actor, second: Actor) -> None:
    accounts.add(engine, CLERK, first)
    [waiting] = queries.waiting_grants(engine.store)

    grants.confirm(engine, waiting.id, second)

    assert person(engine, "wei").grants == (AT_STATION,)
    assert deeds(engine)[-1] == "grant_confirmed"


def test_who_asked_does_not_confirm(engine: Engine, first: Actor, second: Actor) -> None:
    accounts.add(engine, CLERK, first)
    [waiting] = queries.waiting_grants(engine.store)

    with pytest.raises(NotPermitted, match="second_person_needed"):
        grants.confirm(engine, waiting.id, first)


def test_nobody_confirms_a_grant_to_oneself(engine: Engine, first: Actor, second: Actor) -> None:
    grant_id = grants.ask(engine, "second", Grant("analyst", "520000"), first)

    with pytest.raises(NotPermitted, match="second_person_needed"):
        grants.confirm(engine, grant_id, second)


def test_a_role_is_asked_for_somebody_who_is_there(engine: Engine, first: Actor) -> None:
    with pytest.raises(NotFound, match="account_unknown"):
        grants.ask(engine, "nobody.here", AT_STATION, first)


def test_a_grant_that_nobody_asked_for_is_not_found(engine: Engine, first: Actor) -> None:
    with pytest.raises(NotFound, match="grant_unknown"):
        grants.confirm(engine, "0" * 16, first)


def test_a_grant_is_revoked_once(engine: Engine, first: Actor, second: Actor) -> None:
    grant_id = grants.ask(engine, "second", Grant("analyst", "520000"), first)
    grants.revoke(engine, grant_id, first)

    with pytest.raises(Conflict, match="grant_settled"):
        grants.revoke(engine, grant_id, first)


def test_a_language_that_is_not_spoken_is_not_chosen(engine: Engine, first: Actor) -> None:
    with pytest.raises(InvalidInput, match="language_unknown"):
        accounts.choose_language(engine, "fr", first)


def test_a_grant_is_settled_once(engine: Engine, first: Actor, second: Actor) -> None:
    grant_id = grants.ask(engine, "first", Grant("analyst", "520000"), first)
    grants.revoke(engine, grant_id, second)

    with pytest.raises(Conflict, match="grant_settled"):
        grants.confirm(engine, grant_id, second)


def test_a_revoked_grant_counts_no_more_and_its_holder_signs_in_anew(
    engine: Engine, first: Actor
) -> None:
    accounts.add(engine, NewAccount("wei", "Wei Clerk", STATION, SECRET), first)
    grant_id = grants.ask(engine, "wei", AT_STATION, first)
    token = sessions.sign_in(engine, Attempt("wei", SECRET))

    grants.revoke(engine, grant_id, first)

    assert person(engine, "wei").grants == ()
    assert sessions.actor_of(engine, token) is None


def test_the_last_administrator_keeps_the_role(engine: Engine, first: Actor) -> None:
    [grant_id] = [str(fact["grant"]) for fact in facts(engine, "grant_confirmed")]

    with pytest.raises(Conflict, match="last_administrator"):
        grants.revoke(engine, grant_id, first)

    assert person(engine, "first").holds("administrator")


def test_the_last_administrator_cannot_be_disabled(engine: Engine, first: Actor) -> None:
    with pytest.raises(Conflict, match="last_administrator"):
        accounts.disable(engine, "first", first)


@pytest.mark.parametrize("role", ["clerk", "applicant", "courier"])
def test_an_auditor_holds_no_role_in_a_case(engine: Engine, first: Actor, role: str) -> None:
    accounts.add(engine, NewAccount("an", "An Auditor", "520000", SECRET, role="auditor"), first)

    with pytest.raises(Conflict, match="roles_exclude_each_other"):
        grants.ask(engine, "an", Grant(role, STATION), first)


def test_a_grant_is_not_given_twice(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)

    with pytest.raises(Conflict, match="grant_exists"):
        grants.ask(engine, "wei", AT_STATION, first)


@pytest.mark.parametrize("role", ["platform", "king"])
def test_a_role_that_nobody_holds_is_not_granted(engine: Engine, first: Actor, role: str) -> None:
    with pytest.raises(InvalidInput, match="role_unknown"):
        accounts.add(engine, NewAccount("wei", "Wei", STATION, SECRET, role=role), first)

    assert queries.account(engine.store, "wei") is None


def test_a_clerk_administers_nobody(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)

    with pytest.raises(NotPermitted, match="not_an_administrator"):
        accounts.add(engine, NewAccount("li", "Li", STATION, SECRET), person(engine, "wei"))


def test_an_administrator_of_one_county_does_not_reach_another(
    engine: Engine, first: Actor
) -> None:
    local = NewAccount("local", "Local", "520102", SECRET, role="administrator")
    accounts.add(engine, local, first)
    administrator = person(engine, "local")

    accounts.add(engine, NewAccount("wei", "Wei", STATION, SECRET), administrator)

    with pytest.raises(NotPermitted, match="not_an_administrator"):
        accounts.add(engine, NewAccount("li", "Li", "520103001", SECRET), administrator)


def test_a_user_name_is_given_once(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)

    with pytest.raises(Conflict, match="account_exists"):
        accounts.add(engine, CLERK, first)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewAccount("Wei Clerk", "Wei", STATION, SECRET), "user_name_unusable"),
        (NewAccount("system", "Wei", STATION, SECRET), "user_name_unusable"),
        (NewAccount("wei", " ", STATION, SECRET), "name_unusable"),
        (NewAccount("wei", "We\ni", STATION, SECRET), "name_unusable"),
        (NewAccount("wei", "Wei", STATION, SECRET, language="fr"), "language_unknown"),
        (NewAccount("wei", "Wei", STATION, SECRET, email="wei"), "mail_address_unusable"),
        (NewAccount("wei", "Wei", STATION, "short"), "password_too_short"),
        (NewAccount("wei", "Wei", STATION, "x" * 257), "password_too_long"),
        (NewAccount("wei", "Wei", STATION, "Ventanilla"), "password_well_known"),
        (NewAccount("wei", "Wei", STATION, "zzzzzzzzzzzz"), "password_well_known"),
        (NewAccount("wei.clerk", "Wei", STATION, "wei.clerk"), "password_holds_name"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_account_that_makes_no_sense_is_refused(
    engine: Engine, first: Actor, new: NewAccount, code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        accounts.add(engine, new, first)


def test_a_unit_that_does_not_exist_has_no_people(engine: Engine, first: Actor) -> None:
    with pytest.raises(NotFound, match="unknown_unit"):
        accounts.add(engine, NewAccount("wei", "Wei", "999999", SECRET), first)


def test_an_office_is_set_up_once(engine: Engine, first: Actor) -> None:
    with pytest.raises(StoreUnusable, match="office_not_empty"):
        accounts.set_up(engine, NewAccount("other", "Other", "520000", SECRET))


def test_disabling_ends_every_session_at_once(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)
    token = sessions.sign_in(engine, Attempt("wei", SECRET))

    accounts.disable(engine, "wei", first)

    assert sessions.actor_of(engine, token) is None
    with pytest.raises(NotPermitted, match="sign_in_refused"):
        sessions.sign_in(engine, Attempt("wei", SECRET))


def test_an_account_is_disabled_once(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)
    accounts.disable(engine, "wei", first)

    with pytest.raises(Conflict, match="account_disabled"):
        accounts.disable(engine, "wei", first)


def test_nobody_is_disabled_who_is_not_there(engine: Engine, first: Actor) -> None:
    with pytest.raises(NotFound, match="account_unknown"):
        accounts.disable(engine, "nobody.here", first)


def test_one_changes_ones_own_password_with_the_old_one(engine: Engine, first: Actor) -> None:
    token = enter(engine, "first")

    accounts.change_password(engine, PasswordChange(SECRET, "another long one"), first)

    assert sessions.actor_of(engine, token) is None
    assert sessions.sign_in(engine, Attempt("first", "another long one"))


def test_a_wrong_old_password_changes_nothing(engine: Engine, first: Actor) -> None:
    with pytest.raises(NotPermitted, match="old_password_wrong"):
        accounts.change_password(engine, PasswordChange("guessed", "another long one"), first)

    assert sessions.sign_in(engine, Attempt("first", SECRET))


def test_an_administrator_resets_a_password(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)

    accounts.reset_password(engine, "wei", "a fresh password", first)

    assert sessions.sign_in(engine, Attempt("wei", "a fresh password"))
    assert "password_changed" in deeds(engine)


def test_the_language_is_chosen_and_kept(engine: Engine, first: Actor) -> None:
    token = enter(engine, "first")

    accounts.choose_language(engine, "es", first)

    session = sessions.current(engine, token)
    assert session is not None
    assert session.language == "es"


def test_the_list_of_people_names_their_roles(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)
    accounts.add(engine, NewAccount("li", "Li", STATION, SECRET), first)

    listed = {one.id: one.roles for one in queries.staff(engine.store)}

    assert listed == {"first": ("administrator",), "wei": ("clerk",), "li": ()}


def test_passwords_are_hashed_with_argon2id_in_64_mebibytes() -> None:
    production = passwords.PasswordHasher()

    assert production.hash(SECRET).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.NOBODY.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_an_auxiliary_gets_no_role_that_decides(engine: Engine, first: Actor) -> None:
    accounts.add(engine, NewAccount("ding", "Ding", STATION, SECRET, role="auxiliary"), first)

    with pytest.raises(Conflict, match="auxiliary_decides_nothing"):
        grants.ask(engine, "ding", AT_STATION, first)
