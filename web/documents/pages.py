"""Lay a document out as a PDF of A4 pages."""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from web.documents import fonts
from web.documents.content import Content

_MARGIN = 24 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_LABEL = 52 * mm
_CODE = 30 * mm
_FOOT = 14 * mm
_INK, _QUIET, _RULE = (
    Color(0.106, 0.122, 0.137),
    Color(0.357, 0.384, 0.416),
    Color(0.851, 0.839, 0.812),
)
# from here on characters may be broken between any two
_HAN = 0x2E80
# more than one empty line between two others
_GAP = re.compile(r"\n{3,}")


def pdf(content: Content) -> bytes:
    """Give the document as PDF; the same content gives the same bytes."""
    fonts.loaded()
    body = BytesIO()
    frame = Frame(_MARGIN, _MARGIN, _WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
    document = BaseDocTemplate(
        body,
        pagesize=A4,
        title=f"{content.title} {content.case_no}",
        author=content.office,
        lang=content.language,
        invariant=1,
    )

    def foot(canvas: Canvas, _document: BaseDocTemplate) -> None:
        _draw_foot(canvas, content)

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(_story(content))
    return body.getvalue()


def _story(content: Content) -> list[Flowable]:
    story: list[Flowable] = [_head(content), Spacer(0, 8 * mm)]
    for text in content.paragraphs:
        story += [_paragraph(text), Spacer(0, 3 * mm)]
    if content.facts:
        story += [Spacer(0, 3 * mm), _table(content), Spacer(0, 6 * mm)]
    if content.signatures:
        story += [Spacer(0, 10 * mm), _signatures(content)]
    return story


def _head(content: Content) -> Flowable:
    words = [
        _paragraph(content.office, size=10, colour=_QUIET),
        Spacer(0, 3 * mm),
        _paragraph(content.title, size=20, bold=True),
        Spacer(0, 2 * mm),
        _paragraph(f"{content.case_no} · {content.dated}", size=10, colour=_QUIET),
    ]
    code = [_code(content.code)] if content.code else []
    table = Table([[words, code]], colWidths=[_WIDTH - _CODE, _CODE], splitInRow=1)
    plain = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    table.setStyle(TableStyle([*plain, ("RIGHTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _code(text: str) -> Drawing:
    code = QrCodeWidget(text, barLevel="M", barBorder=0)
    left, bottom, right, top = code.getBounds()
    scale = _CODE / max(right - left, top - bottom)
    drawing = Drawing(_CODE, _CODE, transform=[scale, 0, 0, scale, 0, 0])
    drawing.add(code)
    return drawing


def _table(content: Content) -> Flowable:
    rows = [
        [_paragraph(label, size=10, colour=_QUIET), _paragraph(value, size=10)]
        for label, value in content.facts
    ]
    # an answer may be longer than a page
    table = Table(rows, colWidths=[_LABEL, _WIDTH - _LABEL], splitInRow=1)
    lines = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _RULE),
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, _RULE),
    ]
    plain = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    table.setStyle(TableStyle([*lines, *plain]))
    return table


def _signatures(content: Content) -> Flowable:
    each = _WIDTH / max(2, len(content.signatures))
    cells = [_paragraph(text, size=9, colour=_QUIET) for text in content.signatures]
    table = Table([cells], colWidths=[each] * len(cells), hAlign="LEFT")
    lines = [("LINEABOVE", (place, 0), (place, 0), 0.5, _INK) for place in range(len(cells))]
    table.setStyle(TableStyle([*lines, ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _paragraph(
    text: str, *, size: int = 11, bold: bool = False, colour: Color = _INK
) -> Paragraph:
    style = ParagraphStyle(
        "text",
        fontName=fonts.BOLD if bold else fonts.REGULAR,
        fontSize=size,
        leading=size * 1.5,
        textColor=colour,
        wordWrap="CJK" if any(ord(each) >= _HAN for each in text) else None,
    )
    lines = _GAP.sub("\n\n", text)
    return Paragraph(escape(fonts.printable(lines)).replace("\n", "<br/>"), style)


def _draw_foot(canvas: Canvas, content: Content) -> None:
    canvas.saveState()
    canvas.setFont(fonts.REGULAR, 8)
    canvas.setFillColor(_QUIET)
    canvas.drawString(_MARGIN, _FOOT, fonts.printable(content.foot))
    canvas.drawRightString(A4[0] - _MARGIN, _FOOT, str(canvas.getPageNumber()))
    canvas.restoreState()
