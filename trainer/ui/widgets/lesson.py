"""A lesson on the screen: rich text from the open library only. Nothing is fetched, no file of the computer is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from trainer.content.compiled import coloured
from trainer.i18n import _
from trainer.ui import theme

READING_MAX: Final = 640
"""The reading column is at most this wide (ui.md §1.2)."""

_HEADING_PX: Final = {1: 26, 2: 18, 3: 16, 4: 14}

_SIDE: Final = 44
"""Space beside the column, px, where the pane is not wider."""

Picture = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the lesson: its level, its words, and where it stands in the text."""

    level: int
    title: str
    position: int


def lesson_css(size: int) -> str:
    """The document's style sheet, in the tokens of the theme in force; only what Qt's rich text knows."""
    ink, accent, link = theme.css("ink"), theme.css("accentInk"), theme.css("accentInk")
    families = ", ".join(f"'{one}'" for one in theme.MONOSPACE)
    return "\n".join(
        (
            f"body, p, li, td {{ color: {ink}; font-size: {size}px; }}",
            f"h1, h2, h3, h4 {{ color: {ink}; font-weight: bold; }}",
            f"a {{ color: {link}; text-decoration: none; }}",
            f"th {{ color: {theme.css('ink2')}; background-color: {theme.css('code')}; font-size: 14px; }}",
            f"code, pre {{ background-color: {theme.css('code')}; font-family: {families}; font-size: 14px; }}",
            f"p.meta {{ color: {theme.css('ink3')}; font-size: 13px; }}",
            f".callout {{ background-color: {theme.css('accentSoft')}; }}",
            f".callout-title {{ color: {accent}; font-weight: bold; }}",
            f".bar-note {{ background-color: {theme.css('accent')}; }}",
            f".body-note {{ background-color: {theme.css('accentSoft')}; }}",
            f".bar-careful {{ background-color: {theme.css('warn')}; }}",
            f".body-careful {{ background-color: {theme.css('warnSoft')}; }}",
            f".bar-never {{ background-color: {theme.css('bad')}; }}",
            f".body-never {{ background-color: {theme.css('badSoft')}; }}",
        )
    )


def _chinese(size: int, *, bold: bool = False) -> QFont:
    """Lessons are written in Chinese: their punctuation keeps its full width in the English interface too."""
    made = theme.sized_font(size, bold=bold)
    made.unsetFeature(QFont.Tag("halt"))
    return made


class LessonView(QTextBrowser):
    """Read-only rich text. `linked(str)` tells which link was pressed; `section_changed(int)` follows scrolling.

    Pictures come from `picture(name)`, a function of the open library; everything else is refused.
    """

    linked = Signal(str)
    section_changed = Signal(int)
    reached_end = Signal()

    def __init__(
        self, picture: Picture, *, spoken: str = "", column: bool = False, parent: QWidget | None = None
    ) -> None:
        """`column`: the text keeps to a centred column of `READING_MAX`, and its last section can reach the top."""
        super().__init__(parent)
        self._picture = picture
        self._column = column
        self._html = ""
        self._size = 16
        self._sections: list[Section] = []
        self._current = -1
        self.setObjectName("lesson-text")
        self.setAccessibleName(spoken or _("Lesson"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(lambda url: self.linked.emit(url.toString()))
        self.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        theme.changed.connect(self.render_again)

    def show_html(self, html: str, size: int = 16) -> None:
        """Show a lesson's compiled HTML at a reading size of 14, 16, 18 or 20 px."""
        self._html, self._size = html, size
        self.render_again()
        self.verticalScrollBar().setValue(0)

    def render_again(self) -> None:
        """Render in the theme in force, at the same place."""
        place = self.verticalScrollBar().value()
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultFont(_chinese(self._size))
        document.setDefaultStyleSheet(lesson_css(self._size))
        self.setHtml(coloured(self._html, theme.css))
        whole = QTextCursor(document)
        whole.beginEditBlock()  # one new layout for all changes, not one for each
        self._arrange(document)
        whole.endEditBlock()
        self._make_room()
        self.verticalScrollBar().setValue(place)
        self._follow()

    def sections(self) -> list[Section]:
        """The headings of level 2 and deeper, in order."""
        return self._sections

    def go_to(self, place: int) -> None:
        """Scroll a section to the top."""
        if 0 <= place < len(self._sections):
            block = self.document().findBlock(self._sections[place].position)
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(round(top) - 16)

    def top_of(self, place: int) -> float:
        """Where a section begins, px from the beginning of the text; its end for a place after the last one."""
        if place >= len(self._sections):
            last = self.document().lastBlock()
            return self.document().documentLayout().blockBoundingRect(last).bottom()
        block = self.document().findBlock(self._sections[place].position)
        return self.document().documentLayout().blockBoundingRect(block).top()

    def on_screen(self) -> tuple[int, int]:
        """The part of the text that is on the screen, px from its beginning."""
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred."""
        if self._column:
            side = max(_SIDE, (self.width() - READING_MAX) // 2)
            self.setViewportMargins(side, 0, max(side - self.verticalScrollBar().sizeHint().width(), 0), 0)
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Space above the title, and below the last section so that it can be read at the top."""
        if not self._column:
            return
        frame = self.document().rootFrame()
        last = self.top_of(len(self._sections)) - self.top_of(len(self._sections) - 1) if self._sections else 0.0
        shape = QTextFrameFormat(frame.frameFormat())
        below = max(32.0, self.viewport().height() - last - 16)
        if shape.topMargin() != 28 or abs(shape.bottomMargin() - below) > 1:
            shape.setTopMargin(28)
            shape.setBottomMargin(below)
            frame.setFrameFormat(shape)

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: A002  # Qt's own name
        """Only pictures of the open library; a missing one becomes a framed caption."""
        if type != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = name if isinstance(name, str) else name.toString()
        data = self._picture(path)
        image = QImage()
        if data is None or not image.loadFromData(data):
            return self._missing(path)
        width = min(READING_MAX, max(self.viewport().width(), 320))
        if image.width() > width:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return image

    def _missing(self, path: str) -> QImage:
        image = QImage(QSize(420, 64), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(theme.color("code"))
        painter = QPainter(image)
        painter.setPen(theme.color("line2"))
        painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
        painter.setPen(theme.color("ink2"))
        painter.setFont(theme.font("small"))
        text = _("Picture missing: {name}").format(name=path.rpartition("/")[2])
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return image

    def _arrange(self, document: QTextDocument) -> None:
        """Heading sizes, line height and table margins, which style sheets of rich text cannot set rightly."""
        self._sections = []
        block = document.begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                self._dress_heading(block, level)
                if level >= 2:
                    self._sections.append(Section(level, block.text(), block.position()))
            else:
                self._dress_text(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format()
                shape.setTopMargin(10)
                shape.setBottomMargin(14)
                if shape.border() > 0:
                    shape.setBorder(0)
                    shape.setCellPadding(0)
                    self._dress_grid(frame)
                frame.setFormat(shape.toTableFormat())

    @staticmethod
    def _dress_grid(table: QTextTable) -> None:
        """Hairlines below the rows and nothing else, as in the design."""
        for row in range(table.rows()):
            for place in range(table.columns()):
                cell = table.cellAt(row, place)
                shape: QTextTableCellFormat = cell.format().toTableCellFormat()
                shape.setPadding(8)
                shape.setBottomBorder(1)
                shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                shape.setBottomBorderBrush(theme.color("line2" if row == 0 else "line"))
                cell.setFormat(shape)
                if row == 0 and table.rows() > 1:
                    heading = QTextBlockFormat()
                    heading.setAlignment(table.cellAt(1, place).firstCursorPosition().blockFormat().alignment())
                    cell.firstCursorPosition().mergeBlockFormat(heading)

    def _dress_heading(self, block: QTextBlock, level: int) -> None:
        size = round(_HEADING_PX.get(level, 14) * self._size / 16) if level > 1 else 26
        cursor = QTextCursor(block)
        for start, end, letters in _pieces(block):
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setProperty(QTextFormat.Property.FontPixelSize, size)
            letters.setFontWeight(QFont.Weight.Bold)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(letters)
        shape = QTextBlockFormat()
        shape.setTopMargin(0 if level == 1 else 24)
        shape.setBottomMargin(6)
        cursor.mergeBlockFormat(shape)

    @staticmethod
    def _dress_text(block: QTextBlock) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        QTextCursor(block).mergeBlockFormat(shape)

    def _follow(self) -> None:
        top = self.verticalScrollBar().value() + 32
        layout = self.document().documentLayout()
        here = -1
        for place, one in enumerate(self._sections):
            if layout.blockBoundingRect(self.document().findBlock(one.position)).top() <= top:
                here = place
        if here != self._current:
            self._current = here
            self.section_changed.emit(here)
        bar = self.verticalScrollBar()
        if self._html and bar.value() >= bar.maximum() - 4:
            self.reached_end.emit()


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """The runs of one format in a block: start, end, format."""
    found = []
    walk = block.begin()
    while not walk.atEnd():
        piece = walk.fragment()
        found.append((piece.position(), piece.position() + piece.length(), piece.charFormat()))
        walk += 1
    return found
