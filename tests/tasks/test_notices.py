"""Who is told what, in the application and by mail through a real server on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from socket import socket
from typing import Any

import lxml.etree
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from engine.core.errors import InvalidInput, ServiceTaskFailed
from engine.core.ports import Addressee, Letter
from engine.core.services import ServiceCall
from tasks import notices
from tasks.smtp import Silence, Smtp

PROCESSES = Path(__file__).parents[2] / "processes"
TIAN = Addressee("applicant", "tian@example.org", "zh-Hans")
CLERK = Addressee("clerk", "clerk@example.org", "es")
HEAD = Addressee("head", None, "en")
REMINDER = {
    "clock": "CLK-PRE",
    "due": "2026-03-18T09:00:00.000000Z",
    "role": "clerk",
    "unit": "520102001",
    "activity": "check_application",
}


@dataclass(frozen=True)
class Book:
    """The accounts that these notices may go to."""

    def starter(self, instance_id: str) -> tuple[Addressee, ...]:
        return (TIAN,)

    def holders(self, role: str, unit: str) -> tuple[Addressee, ...]:
        return (CLERK, HEAD) if (role, unit) == ("clerk", "520102001") else ()


@dataclass(frozen=True)
class Everybody:
    """Whoever is asked for, exactly one account stands there."""

    def starter(self, instance_id: str) -> tuple[Addressee, ...]:
        return (TIAN,)

    def holders(self, role: str, unit: str) -> tuple[Addressee, ...]:
        return (Addressee(f"{role}@{unit}", None, "en"),)


@dataclass
class Mailbox(MessageHandler):
    """Keeps what arrives; refuses the recipients it was told to."""

    letters: list[Message] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message: Message) -> None:
        self.letters.append(message)


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, Smtp]]:
    box = Mailbox()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, Smtp.at(f"smtp://127.0.0.1:{port}", "window@example.org")
    controller.stop()


def _body(letter: Message) -> str:
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def test_the_applicant_is_told_of_news_in_the_application(
    call: Callable[..., ServiceCall],
) -> None:
    asked = call(
        element="tell_accepted",
        answers={"case_no": "GZ-7K2M"},
        ports={"addressees": Book(), "mail": Silence()},
    )

    result = notices.tell(asked)

    assert result.notices == (
        {"recipient": "applicant", "kind": "tell_accepted", "parameters": {"case_no": "GZ-7K2M"}},
    )


def test_what_a_decision_says_is_kept_in_every_language(call: Callable[..., ServiceCall]) -> None:
    words = {"en": "Come.", "zh": "请来。", "es": "Venga."}
    asked = call(
        element="tell_refused",
        variables={"refusal": {"code": "REV-01", "advice": {"kind": "D", **words}}},
        ports={"addressees": Book(), "mail": Silence()},
    )

    result = notices.tell(asked)

    kept = {"en": "Come.", "zh-Hans": "请来。", "es": "Venga."}
    assert result.answers == {"refusal_advice": (kept, "P2")}


def test_a_reminder_goes_to_everybody_who_may_act(call: Callable[..., ServiceCall]) -> None:
    asked = call(
        element="remind_clerks",
        variables={"reminder": REMINDER},
        ports={"addressees": Book(), "mail": Silence()},
    )

    result = notices.tell(asked)

    assert [notice["recipient"] for notice in result.notices] == ["clerk", "head"]
    assert result.notices[0]["parameters"]["clock"] == "CLK-PRE"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("remind_to_check", ["clerk@520102001", "head@520102001"]),
        ("remind_to_review", ["reviewer@520102", "leader@520102"]),
        ("remind_to_produce", ["maker@520000", "director@520000"]),
        ("warn_units_of_day_30", ["head@520102001", "leader@520102"]),
        ("warn_prefecture_of_day_45", ["prefecture@520100"]),
        ("warn_province_of_day_55", ["province@520000"]),
        ("remind_to_assign_check", ["head@520102001"]),
        ("remind_to_assign_review", ["leader@520102"]),
        ("remind_to_assign_production", ["director@520000"]),
        ("remind_to_collect", ["applicant"]),
        ("remind_to_supplement", ["applicant"]),
        ("remind_to_verify", ["applicant"]),
    ],
)
def test_each_reminder_of_the_procedure_has_its_audience(
    call: Callable[..., ServiceCall], kind: str, told: list[str]
) -> None:
    asked = call(
        element=kind,
        answers={"accepting_station": "520102001", "hukou_division": "520102"},
        variables={"reminder": {**REMINDER, "role": "platform", "unit": ""}},
        ports={"addressees": Everybody(), "mail": Silence()},
    )

    result = notices.tell(asked)

    assert [notice["recipient"] for notice in result.notices] == told


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("warn_prefecture_of_fee", ["prefecture@520100"]),
        ("warn_prefecture_of_day_45", ["prefecture@522600"]),
    ],
)
def test_the_prefecture_above_who_is_late_is_warned(
    call: Callable[..., ServiceCall], kind: str, told: list[str]
) -> None:
    asked = call(
        element=kind,
        answers={"accepting_station": "520102001", "hukou_division": "522601"},
        variables={"reminder": {**REMINDER, "role": "platform", "unit": ""}},
        ports={"addressees": Everybody(), "mail": Silence()},
    )

    result = notices.tell(asked)

    assert [notice["recipient"] for notice in result.notices] == told


def test_every_reminder_in_the_shipped_diagrams_has_its_audience() -> None:
    told = ".//{*}serviceTaskOperator[@id='notices.tell']"
    kinds = {
        str(task.get("id"))
        for diagram in PROCESSES.glob("*.bpmn")
        for task in lxml.etree.parse(diagram).iter("{*}serviceTask")
        if task.find(told) is not None
    }

    reminders = {kind for kind in kinds if kind.startswith(("remind", "warn"))}

    assert reminders == set(notices.AUDIENCES)


def test_a_breach_is_told_to_the_applicant_as_an_apology(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    asked = call(
        element="apologise",
        answers={"case_no": "GZ-7K2M"},
        variables={"breach": REMINDER},
        ports={"addressees": Book(), "mail": smtp},
    )

    notices.tell(asked)

    assert box.letters[0]["To"] == "tian@example.org"
    assert "谨此致歉" in _body(box.letters[0])
    assert "应于 2026年3月18日（周三）17:00（北京时间）前" in _body(box.letters[0])


def test_news_behind_a_missed_deadline_is_no_apology(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    asked = call(
        element="tell_overdue",
        answers={"case_no": "GZ-7K2M"},
        variables={"breach": REMINDER},
        ports={"addressees": Book(), "mail": smtp},
    )

    notices.tell(asked)

    assert "致歉" not in _body(box.letters[0])


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "Nobody has taken case GZ-7K2M", "have it taken"),
        ("zh-Hans", "办件 GZ-7K2M 尚无人领取", "指派人员办理"),
        ("es", "Nadie ha tomado el expediente GZ-7K2M", "encárguese de que alguien la tome"),
    ],
)
def test_the_head_is_told_by_mail_that_nobody_has_taken_a_task(
    language: str, subject: str, words: str
) -> None:
    head = Addressee("head", "head@example.org", language)

    written = notices.letter(notices.UNCLAIMED, head, {"case_no": "GZ-7K2M"}, "k")

    assert written.subject == subject
    assert "GZ-7K2M" in written.body
    assert words in written.body


def test_what_nobody_has_taken_is_told_by_a_mail_of_its_own(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    asked = call(
        element="have_it_assigned",
        answers={"case_no": "GZ-7K2M"},
        variables={"unclaimed": REMINDER},
        ports={"addressees": Book(), "mail": smtp},
    )

    notices.tell(asked)

    assert "尚无人领取" in str(make_header(decode_header(box.letters[0]["Subject"])))


def test_mail_speaks_the_language_of_its_addressee(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    asked = call(
        element="remind_clerks",
        answers={"case_no": "GZ-7K2M"},
        variables={"reminder": REMINDER},
        ports={"addressees": Book(), "mail": smtp},
    )

    notices.tell(asked)

    assert [letter["To"] for letter in box.letters] == ["clerk@example.org"]
    assert box.letters[0]["From"] == "window@example.org"
    assert "vence el miércoles 18 de marzo de 2026, 17:00" in _body(box.letters[0])


def test_a_second_attempt_carries_the_same_message_id(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    asked = call(element="tell_accepted", ports={"addressees": Book(), "mail": smtp})

    notices.tell(asked)
    notices.tell(asked)

    assert box.letters[0]["Message-ID"] == box.letters[1]["Message-ID"]


def test_a_wrong_mail_address_does_not_stop_the_case(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    box.refused["tian@example.org"] = "550 no such mailbox"
    asked = call(element="tell_accepted", ports={"addressees": Book(), "mail": smtp})

    result = notices.tell(asked)

    assert [notice["recipient"] for notice in result.notices] == ["applicant"]


def test_a_full_mailbox_is_tried_again(
    call: Callable[..., ServiceCall], mailbox: tuple[Mailbox, Smtp]
) -> None:
    box, smtp = mailbox
    box.refused["tian@example.org"] = "452 mailbox full"
    asked = call(element="tell_accepted", ports={"addressees": Book(), "mail": smtp})

    with pytest.raises(ServiceTaskFailed) as failure:
        notices.tell(asked)

    assert not failure.value.permanent


def test_a_mail_server_that_is_not_there_is_tried_again() -> None:
    nobody = Smtp.at("smtp://127.0.0.1:1", "window@example.org")

    with pytest.raises(ServiceTaskFailed) as failure:
        nobody.send(Letter("tian@example.org", "s", "b", "k"))

    assert (failure.value.code, failure.value.permanent) == ("mail_unreachable", False)


def test_a_mail_server_without_encryption_is_not_given_the_password(
    mailbox: tuple[Mailbox, Smtp],
) -> None:
    _, smtp = mailbox
    strict = Smtp.at(f"smtp+starttls://user:secret@127.0.0.1:{smtp.port}", "window@example.org")

    with pytest.raises(ServiceTaskFailed, match="mail_unreachable"):
        strict.send(Letter("tian@example.org", "s", "b", "k"))


def test_an_address_with_encryption_names_its_usual_port() -> None:
    smtp = Smtp.at("smtps://us%40er:p%3Aw@mail.example", "window@example.org")

    assert (smtp.host, smtp.port, smtp.user, smtp.password) == (
        "mail.example",
        465,
        "us@er",
        "p:w",
    )
    assert "p:w" not in repr(smtp)


@pytest.mark.parametrize("url", ["smtp://mail.example", "mail.example", "http://127.0.0.1"])
def test_a_mail_address_that_is_unreadable_or_in_clear_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        Smtp.at(url, "window@example.org")


@pytest.mark.parametrize("language", notices.LANGUAGES)
@pytest.mark.parametrize("kind", ["news", "reminder", "apology"])
def test_every_mail_is_written_in_every_language(kind: str, language: str) -> None:
    addressee = Addressee("applicant", "tian@example.org", language)
    words = {"case_no": "GZ-7K2M", "clock": "CLK-PRE", "due": "2026-03-18 17:00"}

    letter = notices.letter(kind, addressee, words, "k")

    assert "GZ-7K2M" in letter.subject
    assert letter.body.endswith("\n")
    assert "$" not in letter.body
