"""One drawing of a certificate, for the preview, the picture and the PDF (`ui.md` §3.10).

Always light, A4 landscape. Coordinates are those of a page 1280 units wide; the painter scales them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import segno
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from trainer import config
from trainer.documents.certificate import EVIDENCE_NAME, CertificatePage
from trainer.errors import Trouble
from trainer.ledger.durable import replace_file
from trainer.ui import icons, theme

WIDTH, HEIGHT = 1280.0, 905.0
"""Units of the page: A4 landscape, 297 × 210 mm."""

LEFT, RIGHT = 138.0, 1142.0
FRAME = QRectF(43, 43, 1194, 819)
FACT_COLUMNS = (138.0, 397.0, 656.0)
QR_BOX = QRectF(1000, 608, 142, 142)


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    colour: str
    bold: bool = False
    spacing: float = 0.0


STYLES = {
    "organisation": _Style(22, "ink", bold=True),
    "serial": _Style(17, "ink2"),
    "title": _Style(64, "ink", bold=True, spacing=4),
    "warning": _Style(17, "bad", bold=True),
    "subtitle": _Style(21, "ink3"),
    "name": _Style(46, "accent", bold=True, spacing=2),
    "number": _Style(17, "ink2"),
    "sentence": _Style(22, "ink"),
    "label": _Style(16, "ink2"),
    "value": _Style(21, "ink"),
    "signer": _Style(21, "ink", bold=True),
    "small": _Style(15, "ink2"),
}


@cache
def _families() -> tuple[str, ...]:
    """The certificate's own font where it was made, else the system's Chinese faces."""
    own: list[str] = []
    for file in sorted((config.resources() / "fonts" / "generated").glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(file))
        own += [family for family in QFontDatabase.applicationFontFamilies(number) if family not in own]
    return (*own, *theme.FAMILIES)


def _font(style: _Style) -> QFont:
    font = QFont(list(_families()))
    font.setPixelSize(round(style.size))
    font.setBold(style.bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if style.spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.spacing)
    return font


def _colour(token: str) -> QColor:
    return QColor(theme.LIGHT[token])


def _text(painter: QPainter, x: float, middle: float, text: str, style: str, *, align_right: bool = False) -> float:
    """Draw one line with its middle at `middle`; returns where it ends."""
    look = STYLES[style]
    painter.setFont(_font(look))
    painter.setPen(_colour(look.colour))
    measure = QFontMetricsF(painter.font())
    width = measure.horizontalAdvance(text)
    start = x - width if align_right else x
    painter.drawText(QPointF(start, middle + measure.capHeight() / 2), text)
    return start + width


def _mark(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour("accent"))
    painter.drawRoundedRect(QRectF(138, 120, 44, 44), 8, 8)
    icons.paint(painter, "stamp", QRectF(148, 130, 24, 24), _colour("onAccent"))


def _qr(painter: QPainter, content: str) -> None:
    matrix = segno.make(content, error="m", micro=False).matrix
    side = QR_BOX.width() / len(matrix)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour("ink"))
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                painter.drawRect(QRectF(QR_BOX.x() + x * side, QR_BOX.y() + y * side, side + 0.2, side + 0.2))


def _head(painter: QPainter, page: CertificatePage) -> None:
    painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), _colour("surface"))
    painter.setPen(_colour("line2"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(FRAME)
    painter.fillRect(QRectF(FRAME.x(), FRAME.y(), FRAME.width(), 10), _colour("accent"))
    _mark(painter)
    _text(painter, 198, 141, page.organisation, "organisation")
    _text(painter, RIGHT, 142, f"{page.serial_label} {page.serial}", "serial", align_right=True)
    end = _text(painter, LEFT, 261, page.title, "title")
    if page.warning:
        _text(painter, end + 24, 261, page.warning, "warning")
    _text(painter, LEFT, 316, page.subtitle, "subtitle")
    end = _text(painter, LEFT, 410, page.name, "name")
    if page.number:
        _text(painter, end + 20, 421, page.number, "number")


def _body(painter: QPainter, page: CertificatePage) -> None:
    for row, sentence in enumerate(page.sentences):
        _text(painter, LEFT, 479 + 39 * row, sentence, "sentence")
    painter.fillRect(QRectF(LEFT, 573, RIGHT - LEFT, 1), _colour("line2"))
    for x, (label, value) in zip(FACT_COLUMNS, page.facts, strict=False):
        _text(painter, x, 610, label, "label")
        _text(painter, x, 643, value, "value")
    for x, signed in zip(FACT_COLUMNS, page.signatures, strict=False):
        _text(painter, x, 705, signed.part, "label")
        _text(painter, x, 738, signed.name, "signer")
        _text(painter, x, 767, signed.when, "label")
    _qr(painter, page.qr)
    painter.setFont(_font(STYLES["label"]))
    caption = QFontMetricsF(painter.font()).horizontalAdvance(page.qr_caption)
    _text(painter, QR_BOX.center().x() - caption / 2, 767, page.qr_caption, "label")
    _text(painter, LEFT, 825, page.footer, "small")


def draw(painter: QPainter, page: CertificatePage, width: float) -> None:
    """Draw the page `width` device pixels wide at the painter's origin."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(width / WIDTH, width / WIDTH)
    _head(painter, page)
    _body(painter, page)
    painter.restore()


def picture(page: CertificatePage, width: int, ratio: float = 1.0) -> QImage:
    """The page as a picture `width` logical pixels wide, sharp at the screen's `ratio`."""
    pixels = round(width * ratio)
    image = QImage(pixels, round(pixels * HEIGHT / WIDTH), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.0)
    painter = QPainter(image)
    draw(painter, page, pixels)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def write_pdf(path: Path, page: CertificatePage, evidence: bytes) -> None:
    """Write the certificate with its evidence attached, so that either the old or the whole new file is there: Qt would
    not say that a full disk kept only the half of it, so it writes to memory.

    Raises `Trouble`: ``file-not-written`` (the folder is gone), ``disk-full``, ``no-rights``, ``disk-failed``.
    """
    if not path.parent.is_dir():
        raise Trouble("file-not-written", "choose-other-place", file=path.name)
    memory = QBuffer()
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(memory)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    )
    writer.setResolution(300)
    writer.setTitle(f"{page.title} {page.serial}")
    writer.setCreator("Qicheng")
    writer.addFileAttachment(EVIDENCE_NAME, QByteArray(evidence), "application/octet-stream")
    painter = QPainter(writer)
    draw(painter, page, float(writer.width()))
    painter.end()
    replace_file(path, bytes(memory.data().data()))
