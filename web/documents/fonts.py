"""The fonts of printed documents, and what of a text they can print."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Ventanilla", "Ventanilla-Bold"
_DIST = Path(__file__).parents[1] / "static" / "dist"
_FILES = {REGULAR: "noto-sans-sc-regular.ttf", BOLD: "noto-sans-sc-bold.ttf"}


# a code point that does not fit into one unit of UTF-16, as a target in a table of a PDF
_BEYOND = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)
_TABLE = "toUnicodeCMap:"


class _Font(TTFont):
    """A font whose rare characters can be copied and found in a PDF: in UTF-16, as PDF asks."""

    # Any: the documents of reportlab have no types
    def addObjects(self, doc: Any) -> None:  # noqa: N802 # reportlab's name
        """Add the font, and write the rare characters of its tables in UTF-16."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith(_TABLE):
                stream.content = _BEYOND.sub(_surrogates, stream.content)


def _surrogates(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def loaded() -> frozenset[int]:
    """Load the fonts once for each process and give the code points that they print."""
    fonts = [_Font(name, str(_DIST / file)) for name, file in _FILES.items()]
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


def printable(text: str) -> str:
    """Show a character that the font lacks by its code point, never as an empty box."""
    known = loaded()
    return "".join(
        each if ord(each) in known or each == "\n" else f"[U+{ord(each):04X}]" for each in text
    )
