"""Orders to the card production centre."""

from __future__ import annotations

from hashlib import sha256

from engine.core.services import ServiceCall, ServiceResult


def order(call: ServiceCall) -> ServiceResult:
    """Give the production order its number; the same call always gives the same number."""
    # from the key alone: a second attempt on the next day must not make a second order
    digits = int(sha256(f"production {call.key}".encode()).hexdigest(), 16) % 10**12
    return ServiceResult({}, {"production_order_no": (f"P{digits:012d}", "P2")})
