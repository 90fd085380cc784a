"""Log messages as lines: constant words, fields, the request they belong to, and no values.

What an exception says may hold what people entered, so that its kind, its code and the places in
the program are written, never its words.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from types import MappingProxyType
from typing import Any

from engine.core.errors import EngineError

# number of the request that this thread answers, "" for none
REQUEST: ContextVar[str] = ContextVar("request", default="")
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# causes of a failure that are told, the failure among them
_DEEPEST = 5


class TextLines(logging.Formatter):
    """Writes a message for a terminal: its fields behind it, a failure below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one message."""
        told = "".join(f" {name}={value!r}" for name, value in _fields(record).items())
        head = f"{_at(record)} {record.levelname} {record.name}: {record.getMessage()}{told}"
        return "\n".join([head, *(_written(failure) for failure in _failures(record))])


class JsonLines(logging.Formatter):
    """Writes a message as one line of JSON for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one message."""
        line = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if failures := list(_failures(record)):
            line["failures"] = failures
        return json.dumps(line, ensure_ascii=False, default=str)


FORMATS: Mapping[str, type[logging.Formatter]] = MappingProxyType(
    {"text": TextLines, "json": JsonLines}
)


def write_to_stderr(form: str) -> None:
    """Send log messages to stderr as `text` or `json`; libraries speak only of trouble."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS.get(form, TextLines)())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    if form != "json":
        # who looks at a terminal looks for trouble; a collector takes each request
        logging.getLogger("web.requests").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    own = {name: value for name, value in vars(record).items() if name not in _USUAL}
    if number := REQUEST.get():
        own.setdefault("request", number)
    return own


def _failures(record: logging.LogRecord) -> Iterator[dict[str, Any]]:
    """Tell a failure and what caused it, without the words of either."""
    failure = record.exc_info[1] if record.exc_info else None
    for _ in range(_DEEPEST):
        if failure is None:
            return
        told: dict[str, Any] = {"kind": type(failure).__name__}
        if isinstance(failure, EngineError):
            told["code"] = failure.code
        yield told | {"frames": _frames(failure)}
        failure = failure.__cause__ or failure.__context__


def _frames(failure: BaseException) -> list[str]:
    frames = extract_tb(failure.__traceback__)
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]


def _written(failure: Mapping[str, Any]) -> str:
    code = f" {failure['code']}" if "code" in failure else ""
    return f"  {failure['kind']}{code}: {' < '.join(reversed(failure['frames']))}"
