"""Citizens' accounts: the real-name check binds number, name and phone, or an officer does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import server
from engine.commands import (
    accounts,
    applicants,
    citizens,
    organisation,
    process_definitions,
    process_instances,
    sessions,
)
from engine.commands.accounts import NewAccount
from engine.commands.applicants import NewApplicant
from engine.commands.citizens import NewCitizen
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core.errors import (
    Conflict,
    InvalidAnswers,
    InvalidInput,
    NotPermitted,
    ServiceTaskFailed,
)
from engine.core.people import SYSTEM, Actor, Grant
from engine.core.ports import RealNameClaim
from engine.store.queries import answers
from forms.posted import Posted
from tasks import demo_register
from tasks.http_client import Endpoint
from tasks.real_name import DEMO_CODE, DemoRealName, HttpRealName
from tests.server.conftest import SECRET, deeds, everything, person
from tests.web.permits import ANSWERS, FILES

NUMBER, NAME, PHONE = "520199200603151015", "龙小川", "13987654321"
CLAIM = RealNameClaim(NUMBER, NAME, PHONE, DEMO_CODE)
WISH = NewCitizen("xiaochuan", "kein-leichtes-Wort-7")
TOKEN = "check-token"


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


@pytest.fixture
def office(engine: Engine, first: Actor) -> Engine:
    """An office with the made-up real-name check, and the permits to file for."""
    organisation.load_units(engine)
    people = (server.PROCESSES / "demo-register.toml").read_text("utf-8")
    check = DemoRealName(demo_register.read(people))
    office = replace(engine, ports={**engine.ports, "real_name": check})
    process_definitions.deploy(office, FILES, SYSTEM)
    accounts.add(office, NewAccount("wei", "Wei", "520102001", SECRET, role="clerk"), first)
    return office


def file(office: Engine, username: str, **changes: str) -> str:
    given = {**ANSWERS, "id_number": NUMBER, "name": NAME, "phone": PHONE, **changes}
    posted = Posted({key: (text,) for key, text in given.items()}, {})
    return process_instances.start(office, "permit", person(office, username), posted)


def known(office: Engine, instance: str) -> dict[str, Any]:
    return {row.field: row.value for row in answers.current(office.store, instance)}


def test_who_passes_the_check_gets_an_account_and_files(office: Engine) -> None:
    citizens.register(office, WISH, CLAIM)

    citizen = person(office, WISH.username)
    assert sessions.sign_in(office, Attempt(WISH.username, WISH.password))
    assert (citizen.id_number, citizen.name, {each.role for each in citizen.grants}) == (
        NUMBER,
        NAME,
        {"applicant"},
    )
    told = known(office, file(office, WISH.username))
    assert told["identity_check"] == "real_name"
    assert told["identity_receipt_no"].startswith("RN")
    assert "citizen_bound" in deeds(office)


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIM, code="123456"),
        replace(CLAIM, name="田秋月"),
        replace(CLAIM, id_number="52010219000101005X"),
    ],
)
def test_who_fails_the_check_gets_nothing(office: Engine, claim: RealNameClaim) -> None:
    with pytest.raises(NotPermitted, match="real_name_failed"):
        citizens.register(office, WISH, claim)

    assert NAME not in everything(office)


def test_numbers_cannot_be_tried_out(office: Engine) -> None:
    for _ in range(6):
        with pytest.raises(NotPermitted, match="real_name_failed"):
            citizens.register(office, WISH, replace(CLAIM, code="1"))

    with pytest.raises(NotPermitted, match="too_many_attempts"):
        citizens.register(office, WISH, CLAIM)


def test_a_citizen_has_one_account(office: Engine) -> None:
    citizens.register(office, WISH, CLAIM)

    with pytest.raises(Conflict, match="id_number_bound"):
        citizens.register(office, replace(WISH, username="second"), CLAIM)


def test_an_application_from_another_phone_is_refused_until_that_one_is_checked(
    office: Engine,
) -> None:
    citizens.register(office, WISH, CLAIM)
    with pytest.raises(InvalidAnswers) as refused:
        file(office, WISH.username, phone="13800138000")
    (problem,) = refused.value.problems
    assert (problem.key, problem.code) == ("phone", "phone_not_bound")

    new = replace(CLAIM, phone="13800138000")
    citizens.bind(office, new, person(office, WISH.username))

    assert file(office, WISH.username, phone="13800138000")


def test_nobody_binds_their_account_to_somebody_else(office: Engine) -> None:
    citizens.register(office, WISH, CLAIM)
    other = RealNameClaim("52019919850704202X", "田秋月", PHONE, DEMO_CODE)

    with pytest.raises(InvalidInput, match="not_your_id_number"):
        citizens.bind(office, other, person(office, WISH.username))


def test_an_officer_binds_the_phone_of_who_stands_at_the_window(office: Engine) -> None:
    shown = NewApplicant("long", NAME, "520102001", NUMBER, phone=PHONE)
    applicants.register(office, shown, person(office, "wei"))

    assert known(office, file(office, "long"))["identity_check"] == "window"

    citizens.bind_at_window(
        office, "long", replace(CLAIM, phone="13800138000"), person(office, "wei")
    )
    with pytest.raises(InvalidAnswers):
        file(office, "long")


def test_a_citizen_binds_nobody_at_a_window(office: Engine) -> None:
    citizens.register(office, WISH, CLAIM)

    with pytest.raises(NotPermitted):
        citizens.bind_at_window(office, WISH.username, CLAIM, person(office, WISH.username))


def test_an_officer_vouches_for_nobody_with_the_own_number(office: Engine, first: Actor) -> None:
    own = NewAccount("yi", "Yi", "520102001", SECRET, id_number=NUMBER, role="window")
    accounts.add(office, own, first)

    with pytest.raises(NotPermitted, match="own_case"):
        citizens.bind_at_window(office, "long", CLAIM, person(office, "yi"))


def test_an_officer_cannot_become_a_citizen_by_a_check(office: Engine) -> None:
    with pytest.raises(NotPermitted, match="not_a_citizens_account"):
        citizens.bind(office, CLAIM, person(office, "wei"))


def test_an_office_without_the_service_says_where_to_go(engine: Engine) -> None:
    bare = replace(engine, ports={**engine.ports, "real_name": None})

    with pytest.raises(NotPermitted, match="real_name_not_here"):
        citizens.register(bare, WISH, CLAIM)


def test_number_and_phone_stand_in_no_entry_of_the_history(office: Engine) -> None:
    citizens.register(office, WISH, CLAIM)

    for entry in deeds(office):
        assert NUMBER not in str(entry)
        assert PHONE not in str(entry)


class Service(BaseHTTPRequestHandler):
    """The state's service: passes one claim, and fails as it is told to."""

    answer: object = None

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        right = self.headers["Authorization"] == f"Bearer {TOKEN}"
        passed = right and body["code"] == "8812" and body["phone"] == PHONE
        given = self.answer or {"passed": passed, "receipt": "CT-1" if passed else ""}
        text = json.dumps(given).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name above
        """Keep quiet."""


@contextmanager
def running(answer: object = None) -> Iterator[HttpRealName]:
    handler = type("Answering", (Service,), {"answer": answer})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as service:
        thread = threading.Thread(target=service.serve_forever)
        thread.start()
        yield HttpRealName(Endpoint(f"http://127.0.0.1:{service.server_port}", TOKEN))
        service.shutdown()
        thread.join()


def test_the_service_on_the_network_is_asked_and_believed() -> None:
    with running() as check:
        assert check.check(replace(CLAIM, code="8812")) == "CT-1"
        assert check.check(CLAIM) is None


@pytest.mark.parametrize("answer", [{"passed": "yes"}, {"receipt": "x"}, {"passed": True}])
def test_an_answer_that_cannot_be_read_binds_nobody(answer: object) -> None:
    with running(answer) as check, pytest.raises(ServiceTaskFailed, match="real_name_garbled"):
        check.check(CLAIM)


def test_a_citizen_holds_one_role_only(office: Engine) -> None:
    citizens.register(office, WISH, CLAIM)

    (grant,) = person(office, WISH.username).grants
    assert grant == Grant("applicant", "520000")
