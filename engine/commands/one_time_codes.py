"""One-time codes of an authenticator (TOTP, RFC 6238) and the recovery codes beside them."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import pyotp

from engine.commands import handed_codes

ISSUER = "Ventanilla"
# seconds that a code stands for; the one before and the one after are taken too
STEP, DRIFT = 30, 1
RECOVERY_CODES = 10
GROUPS, GROUP = 3, 5
CODE = re.compile(r"[0-9]{6}", re.ASCII)


def secret() -> str:
    """Draw a shared secret of 160 bits, in base 32."""
    return pyotp.random_base32()


def address(shared: str, account_id: str) -> str:
    """Give the otpauth address that an authenticator reads from a picture."""
    return pyotp.TOTP(shared).provisioning_uri(name=account_id, issuer_name=ISSUER)


def step_of(shared: str, code: str, now: datetime) -> int | None:
    """Give the number of the time step whose code this is, None where it is none of today's."""
    typed = code.replace(" ", "")
    if not CODE.fullmatch(typed):
        return None
    known, present = pyotp.TOTP(shared), int(now.timestamp()) // STEP
    steps = range(present - DRIFT, present + DRIFT + 1)
    right = [step for step in steps if compare_digest(known.generate_otp(step), typed)]
    return max(right, default=None)


def recovery_codes() -> tuple[str, ...]:
    """Draw the codes that replace a lost telephone, each once, in groups for copying by hand."""
    return tuple(handed_codes.draw(GROUPS, GROUP) for _ in range(RECOVERY_CODES))


def recovery_digest(account_id: str, code: str) -> str:
    """Give the digest under which a recovery code is stored, however it was typed."""
    plain = re.sub(r"[\s-]", "", code).casefold()
    return sha256(f"recovery {account_id} {plain}".encode("utf-8", "surrogatepass")).hexdigest()
