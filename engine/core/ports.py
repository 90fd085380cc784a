"""What the outside systems offer to handlers; adapters are joined in `server.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the population register says of one person."""

    id_number: str
    name: str
    former_name: str | None
    # M | F
    sex: str
    # GB/T 3304: 01 Han, 06 Miao, …
    ethnicity: str
    birth_date: date
    hukou_address: str
    # county code of the household registration, also outside of Guizhou
    hukou_division: str
    # last day of the old card, None for a long-term card or where there is none
    old_card_expiry: date | None
    old_card_serial: str | None
    # day on which the last card was processed, None where there is none
    last_card_on: date | None
    # ENROLLED | EXEMPT | NONE
    fingerprint_status: str


@dataclass(frozen=True, slots=True)
class CardEvent:
    """A deed about a card that the register has to know."""

    id_number: str
    card_serial: str | None
    # LOSS | REPLACED | LOST_IN_TRANSIT | ACCEPTED | SIGNED | HANDED_OVER
    ground: str
    on: date


class PopulationRegister(Protocol):
    """The province's register of persons and their cards."""

    def look_up(self, id_number: str, on: date) -> RegisterEntry | None:
        """Find a person as registered on that day, None where the number is unknown."""

    def report_loss(self, event: CardEvent, key: str) -> str:
        """Report a lost card once per key and return the receipt."""

    def invalidate_card(self, event: CardEvent, key: str) -> str:
        """Invalidate a card once per key and return the receipt."""

    def record_deed(self, event: CardEvent, key: str) -> str:
        """Record acceptance, sign-off or hand-over once per key and return the receipt."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """An account that a notice goes to."""

    account_id: str
    email: str | None
    # en | zh-Hans | es
    language: str


@dataclass(frozen=True, slots=True)
class RealNameClaim:
    """Who somebody says they are, with the code that the real-name app showed them."""

    id_number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    code: str = field(repr=False)


class RealNameCheck(Protocol):
    """The state's check that a person, a number and a phone belong together."""

    def check(self, claim: RealNameClaim) -> str | None:
        """Give the receipt of a passed check, None where it failed."""


class Addressees(Protocol):
    """Who is to be told about an instance."""

    def starter(self, instance_id: str) -> tuple[Addressee, ...]:
        """Find the account that started the instance, where it is active."""

    def holders(self, role: str, unit: str) -> tuple[Addressee, ...]:
        """Find the active accounts that hold the role at the unit, or anywhere for unit ""."""

    def account(self, account_id: str) -> tuple[Addressee, ...]:
        """Find an account, where it is active."""


class IssuingOrgans(Protocol):
    """What the card names as its issuing organ."""

    def of(self, division: str) -> str:
        """Name the issuing organ of a county, "" where none is set."""


class OfficeCards(Protocol):
    """The cards that the office itself has given out."""

    def latest_of(self, id_number: str) -> str | None:
        """Give the serial of the card that replaced a person's old one last, None for none."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go."""

    to: str
    subject: str
    body: str
    # the same for every attempt
    key: str


class Mail(Protocol):
    """The way out for mail."""

    def send(self, letter: Letter) -> None:
        """Hand the letter to the post; raise ServiceTaskFailed where that fails."""


class AlarmPost(Protocol):
    """The way in which operators are told of an alarm outside of the application."""

    def tell(self, kind: str, facts: Mapping[str, Any], addressee: Addressee, key: str) -> None:
        """Send the alarm to somebody; raise ServiceTaskFailed where that fails."""


class NewsPost(Protocol):
    """The way in which citizens are told outside of the application that there is news."""

    def tell(self, case_no: str, addressee: Addressee, key: str) -> None:
        """Send word of news about a case; raise ServiceTaskFailed where that fails."""


@dataclass(frozen=True, slots=True)
class OutsideFlow:
    """One sign-in that goes to the provider and comes back: what binds the two ways together."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    # secret whose digest goes along (PKCE, RFC 7636)
    verifier: str = field(repr=False)
    # our address that the provider sends the browser back to
    callback: str


@dataclass(frozen=True, slots=True)
class OutsideSubject:
    """Who the provider says has signed in."""

    issuer: str
    subject: str
    # a name or address for people to recognise
    shown: str


class IdentityProvider(Protocol):
    """Where people sign in elsewhere (OpenID Connect)."""

    @property
    def name(self) -> str:
        """Name the provider as people know it."""

    @property
    def issuer(self) -> str:
        """Give the identifier of the provider."""

    def address(self, flow: OutsideFlow) -> str:
        """Give the address at the provider that a browser goes to."""

    def subject(self, flow: OutsideFlow, code: str, now: datetime) -> OutsideSubject:
        """Exchange the code for an ID token, check it, and say who signed in.

        Raises NotPermitted (`outside_refused`), ServiceTaskFailed
        (`identity_provider_unreachable`).
        """


class Moot(StrEnum):
    """Why a reminder is no longer true."""

    # a later one of the same deadline, or its end, has come by now
    OVERTAKEN = "overtaken"
    # what it reminds of is done
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands when somebody is reminded of it."""

    # when it ends, as moved since
    due: datetime
    # None where the reminder is true
    moot: Moot | None = None


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits, and who does it."""

    role: str
    unit: str
    # account that has taken it, None for nobody
    holder: str | None


class Deadlines(Protocol):
    """The deadlines of instances."""

    def standing(
        self, instance_id: str, reminder: Mapping[str, Any], at: datetime
    ) -> Standing | None:
        """Tell how the deadline stands that a reminder (its context) is of, None for none."""

    def tasks(self, instance_id: str, reminder: Mapping[str, Any]) -> tuple[OpenTask, ...]:
        """List the open user tasks that a reminder (its context) is of."""
