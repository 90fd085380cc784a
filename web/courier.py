"""The address at which the courier's system tells its scans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from engine.commands import courier_scans
from engine.commands.courier_scans import Scan
from engine.core import csv_tables
from engine.core.errors import EngineError, InvalidInput
from engine.core.lunar_calendar import FIRST_YEAR, LAST_YEAR
from web import errors, visit, words

BLUEPRINT = Blueprint("courier", __name__)
_TEXTS = ("id", "waybill_no", "event", "signer", "code")


@BLUEPRINT.post("/api/courier/scans")
def scans() -> ResponseReturnValue:
    """Keep scans, JSON `{"scans": […]}` or CSV with the same columns, and act on them.

    Each has `id`, `waybill_no`, `event`, `scanned_at` and, where it says so, `signer` and `code`.
    The same scan again is no error; all of a request are kept, or none.
    """
    if not _is_courier():
        answer = jsonify(error="token")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer, 401
    try:
        given = [_scan(one) for one in _given()]
        new = courier_scans.receive(visit.engine(), given)
    except EngineError as refusal:
        told = words.sentence(refusal.code, refusal.parameters)
        return jsonify(error=refusal.code, message=told), errors.status_of(refusal)
    courier_scans.apply_waiting(visit.engine())
    return _accepted(len(given), new)


def _accepted(given: int, new: int) -> tuple[Response, int]:
    return jsonify(received=given, new=new), 202


def _is_courier() -> bool:
    token = visit.settings().courier_token
    given = request.headers.get("Authorization", "")
    return bool(token) and compare_digest(given.encode(), f"Bearer {token}".encode())


def _given() -> Iterable[Mapping[str, Any]]:
    if request.mimetype == "text/csv":
        return [line.cells for line in csv_tables.read(request.get_data()).lines]
    document = request.get_json(silent=True)
    listed = document.get("scans") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise InvalidInput("scans_unreadable")
    return listed


def _scan(given: Mapping[str, Any]) -> Scan:
    texts = {name: str(given.get(name) or "") for name in _TEXTS}
    try:
        at = datetime.fromisoformat(str(given.get("scanned_at")))
    except ValueError as problem:
        raise InvalidInput("scan_time_unusable", id=texts["id"][:100]) from problem
    if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise InvalidInput("scan_time_unusable", id=texts["id"][:100])
    return Scan(at=at, **texts)
