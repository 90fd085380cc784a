"""Passwords: the rules for new ones, and argon2id with a bound on memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.commands import handed_codes
from engine.core import instants
from engine.core.errors import InvalidInput, StoreUnusable

SHORTEST = 8
LONGEST = 256
# what everybody tries first, and the demo office's own password
WELL_KNOWN = frozenset(
    [
        "12345678",
        "123456789",
        "1234567890",
        "87654321",
        "11111111",
        "00000000",
        "88888888",
        "66666666",
        "147258369",
        "password",
        "password1",
        "passw0rd",
        "iloveyou",
        "qwertyui",
        "qwertyuiop",
        "qwerty123",
        "1qaz2wsx",
        "1q2w3e4r",
        "abcd1234",
        "abc12345",
        "admin123",
        "administrator",
        "adminadmin",
        "changeme",
        "letmein1",
        "welcome1",
        "sunshine",
        "football",
        "baseball",
        "princess",
        "superman",
        "trustno1",
        "woaini1314",
        "woaini520",
        "5201314520",
        "zhang123",
        "ventanilla",
        "contraseña",
        "contrasena",
        "guizhou110",
        "secretsecret",
    ]
)
# of a password that somebody is handed
GROUPS, GROUP = 4, 4
ONE_TIME = timedelta(days=7)
# a name of fewer letters may stand in a password by chance
SHORTEST_NAME = 4
# RFC 9106, second recommended option: 64 MiB each, so never more than two at once
HASHER = PasswordHasher()
SEATS = BoundedSemaphore(2)
PATIENCE = 15.0
# verified for names that do not exist, so that they take as long as those that do
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


def check(password: str, account_id: str) -> None:
    """Refuse a new password that is too short, too long or too easy to guess."""
    if len(password) < SHORTEST:
        raise InvalidInput("password_too_short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise InvalidInput("password_too_long", longest=LONGEST)
    plain = password.casefold()
    if plain in WELL_KNOWN or len(set(plain)) == 1 or _is_row(plain):
        raise InvalidInput("password_well_known")
    name = account_id.casefold()
    if plain == name or (len(name) >= SHORTEST_NAME and name in plain):
        raise InvalidInput("password_holds_name")


def one_time() -> str:
    """Draw a password to hand to somebody who is to change it at the first sign-in."""
    return handed_codes.draw(GROUPS, GROUP)


def end_of_one_time(now: datetime) -> str:
    """Give the instant, as text, until which a one-time password drawn now is taken."""
    return instants.text(now + ONE_TIME)


def hashed(password: str) -> str:
    """Hash a password with argon2id and a random salt."""
    with _seat():
        return HASHER.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Tell whether the password is the one that was hashed; None takes as long and is false."""
    with _seat():
        try:
            return HASHER.verify(password_hash or NOBODY, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def _is_row(plain: str) -> bool:
    """Tell whether each character follows the one before: 23456789, hgfedcba."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return steps in ({1}, {-1})


@contextmanager
def _seat() -> Iterator[None]:
    if not SEATS.acquire(timeout=PATIENCE):
        raise StoreUnusable("sign_in_busy")
    try:
        yield
    finally:
        SEATS.release()
