"""The real-name check of number, name, phone and face by the service of the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from http import HTTPStatus

from engine.core.errors import ServiceTaskFailed
from engine.core.ports import PopulationRegister, RealNameClaim
from tasks import http_client
from tasks.http_client import Endpoint

# what the made-up app of a demo shows to everybody
DEMO_CODE = "000000"


@dataclass(frozen=True, slots=True)
class HttpRealName:
    """The real-name service behind an address: one call, POST `/checks` with JSON."""

    endpoint: Endpoint

    def check(self, claim: RealNameClaim) -> str | None:
        """Ask for the result of a check; `passed` and `receipt` are in the answer."""
        body = {
            "id_number": claim.id_number,
            "name": claim.name,
            "phone": claim.phone,
            "code": claim.code,
        }
        answer = http_client.post(self.endpoint, "/checks", body, "")
        passed, receipt = answer.body.get("passed"), answer.body.get("receipt")
        if answer.status != HTTPStatus.OK or not isinstance(passed, bool):
            raise ServiceTaskFailed("real_name_garbled")
        if not passed:
            return None
        if not isinstance(receipt, str) or not receipt:
            raise ServiceTaskFailed("real_name_garbled")
        return receipt


@dataclass(frozen=True, slots=True)
class DemoRealName:
    """The real-name check of a demo office: made-up people of its register, and one code."""

    register: PopulationRegister

    def check(self, claim: RealNameClaim) -> str | None:
        """Pass where the made-up register has this number under this name."""
        entry = self.register.look_up(claim.id_number, date(2000, 1, 1))
        if entry is None or entry.name != claim.name or claim.code != DEMO_CODE:
            return None
        return "RN" + sha256(f"{claim.id_number}{claim.phone}".encode()).hexdigest()[:10].upper()
