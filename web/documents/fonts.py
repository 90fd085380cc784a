"""The fonts of printed documents, and what of a text they can print."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Ventanilla", "Ventanilla-Bold"
_DIST = Path(__file__).parents[1] / "static" / "dist"
_FILES = {REGULAR: "noto-sans-sc-regular.ttf", BOLD: "noto-sans-sc-bold.ttf"}


@cache
def loaded() -> frozenset[int]:
    """Load the fonts once for each process and give the code points that they print."""
    fonts = [TTFont(name, str(_DIST / file)) for name, file in _FILES.items()]
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
