"""Files that somebody with bad intentions would hand in."""

from __future__ import annotations

import io
import json
import struct
import zlib
from typing import Any

from PIL import Image

from tests.bpmn.drawing import BPMN, draw, end, exclusive, flow, lane, path, process, start, user

Files = dict[str, bytes]
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def _laughs(vocabulary: str) -> str:
    entities = "".join(
        f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 10)
    )
    return (
        f'<!DOCTYPE d [<!ENTITY l0 "ha">{entities}]>'
        f'<definitions xmlns="{vocabulary}"><process id="p" name="&l9;"/></definitions>'
    )


def _branching(condition: str) -> bytes:
    return draw(
        process(
            "q",
            lane("desk", "start", "which", "end", "other"),
            start(),
            exclusive("which", default="end"),
            end(),
            end("other"),
            path("start", "which", "end"),
            flow("which", "other", condition),
        )
    )


def _nested(depth: int) -> bytes:
    inside = '<subProcess id="s">' * depth + "</subProcess>" * depth
    return f'<definitions xmlns="{BPMN}"><process id="q">{inside}</process></definitions>'.encode()


def _decision(text: str) -> bytes:
    return (
        f'<definitions xmlns="{DMN}" id="d" name="d" namespace="d"><decision id="d" name="d">'
        f'<variable name="d"/><literalExpression id="l"><text>{text}</text></literalExpression>'
        "</decision></definitions>"
    ).encode()


def _form(**more: Any) -> bytes:
    root = {"type": "default", "schemaVersion": 19, "components": [], **more}
    return json.dumps(root).encode()


_TASK = draw(process("q", start(), user("a"), end(), path("start", "a", "end")))

DEPLOYMENTS: dict[str, Files] = {
    "a billion laughs": {"q.bpmn": _laughs(BPMN).encode()},
    "a billion laughs, in UTF-16": {"q.bpmn": _laughs(BPMN).encode("utf-16")},
    "a billion laughs in a decision": {"d.dmn": _laughs(DMN).encode()},
    "quadratic blow-up": {
        "q.bpmn": (
            f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]>'
            f'<definitions xmlns="{BPMN}"><process id="q">{"&a;" * 50_000}</process></definitions>'
        ).encode()
    },
    "a file of the server": {
        "q.bpmn": (
            '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
            f'<definitions xmlns="{BPMN}"><process id="q" name="&e;"/></definitions>'
        ).encode()
    },
    "a parameter entity from the network": {
        "q.bpmn": (
            '<!DOCTYPE d [<!ENTITY % e SYSTEM "http://127.0.0.1:9/e">%e;]>'
            f'<definitions xmlns="{BPMN}"/>'
        ).encode()
    },
    "sub-processes within each other": {"q.bpmn": _nested(200)},
    "sub-processes without end": {"q.bpmn": _nested(50_000)},
    "a condition of brackets": {"q.bpmn": _branching("(" * 50_000 + "1" + ")" * 50_000)},
    "a condition of minus signs": {"q.bpmn": _branching("-" * 50_000 + "1 > 0")},
    "a condition of ifs": {"q.bpmn": _branching("if true then 1 else " * 5_000 + "1")},
    "a condition without end": {"q.bpmn": _branching(" and ".join(["true"] * 100_000))},
    "a condition in Python": {"q.bpmn": _branching("__import__('os').system('true')")},
    "a decision of brackets": {"d.dmn": _decision("(" * 50_000 + "1" + ")" * 50_000)},
    "a decision of lists": {"d.dmn": _decision("[" * 50_000 + "]" * 50_000)},
    "a form of lists": {"q.bpmn": _TASK, "q/a.json": b"[" * 100_000 + b"]" * 100_000},
    "a form without end": {"q.bpmn": _TASK, "q/a.json": b" " * 10_000_000},
    "a form of too large numbers": {
        "q.bpmn": _TASK,
        "q/a.json": _form().replace(b"19", b"9" * 100_000),
    },
    "a form that is no number": {"q.bpmn": _TASK, "q/a.json": _form().replace(b"19", b"NaN")},
    "a form in Latin-1": {"q.bpmn": _TASK, "q/a.json": b'{"type":"\xe9"}'},
    "a form with half a character": {"q.bpmn": _TASK, "q/a.json": _form(id="\ud800")},
    "a way out of the folder": {"../../server.bpmn": _TASK},
    "a place of the machine": {"/etc/cron.d/q.bpmn": _TASK},
    "a name with a null": {"q\0.bpmn": _TASK},
    "a program": {"q.py": b"raise SystemExit"},
    "nothing": {"q.bpmn": b""},
    "zeros": {"q.bpmn": bytes(1_000_000)},
}

RUNS = {
    "a very long list": "count(for i in 1..1000000000 return i) > 0",
    "lists of lists": "count(for a in 1..1000, b in 1..1000, c in 1..1000 return a) > 0",
    "every one of very many": "every i in 1..1000000000 satisfies i > 0",
    "a very large number": "10 ** (10 ** 10) > 0",
    "a slow pattern": f'matches("{"a" * 60}!", "^(a+)+$")',
    "a very long text": 'string length(replace("aaaaaaaaaa", "a", "aaaaaaaaaa")) > 0',
}


def program(condition: str) -> bytes:
    """Draw a process that evaluates a condition as soon as it starts."""
    return _branching(condition)


# -- photographs -------------------------------------------------------------------------------


def _png(width: int, height: int, *more: tuple[bytes, bytes], data: bytes = b"") -> bytes:
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    chunks = [header, *more, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def _row(width: int, height: int) -> bytes:
    return zlib.compress(bytes(height * (1 + (width + 7) // 8)), 9)


def _saved(kind: str, **more: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 64)).save(target, format=kind, **more)
    return target.getvalue()


_ZEROS = zlib.compress(bytes(60_000_000), 1)
PHOTOS = {
    "text": b"this is no photograph",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "HTML": b"<html><script>alert(1)</script></html>",
    "GIF": _saved("GIF"),
    "TIFF": _saved("TIFF"),
    "BMP": _saved("BMP"),
    "WebP": _saved("WEBP"),
    "half a JPEG": _saved("JPEG")[:300],
    "half a PNG": _png(64, 64, data=zlib.compress(bytes(range(256)) * 2)[:100]),
    "a PNG that claims to be vast": _png(60_000, 60_000),
    "a small PNG that is vast": _png(12_000, 12_000, data=_row(12_000, 12_000)),
    "a PNG of one long line": _png(2_000_000_000, 1),
    "a PNG of no size": _png(0, 0),
    "a PNG whose text is a bomb": _png(8, 8, (b"zTXt", b"k\0\0" + _ZEROS), data=_row(8, 8)),
    "a PNG whose colours are a bomb": _png(8, 8, (b"iCCP", b"k\0\0" + _ZEROS), data=_row(8, 8)),
    "a file that is too large": _saved("JPEG") + bytes(6_000_000),
}
LONG_PNG = _png(8, 8, data=_ZEROS)
TEXTS = {
    "half a character": "\ud800",
    "very long": "x" * 10_000_000,
    "a null": "a\0b",
}
