"""Rows of lists: the gate, the agenda, search results, the sign-off queue, candidates, the contents of a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.i18n import N_, _
from trainer.ui import theme
from trainer.ui.widgets.base import Elided, Icon, Label, Rule, Selectable, clear, column, row, text_width
from trainer.ui.widgets.buttons import Button

State = Literal["met", "progress", "waiting", "failed", "locked", "todo"]

SIGNS: Final[dict[str, tuple[str, str]]] = {
    "met": ("check-circle", "ok"),
    "progress": ("progress", "accent"),
    "todo": ("progress", "ink3"),
    "waiting": ("hourglass", "warn"),
    "failed": ("alert-circle", "bad"),
    "locked": ("lock", "ink3"),
}
"""State → drawing and token; each state has its own shape, so colour is never alone."""

STATE_WORDS: Final[dict[str, str]] = {
    "met": N_("Met"),
    "progress": N_("In progress"),
    "todo": N_("In progress"),
    "waiting": N_("To be confirmed"),
    "failed": N_("Not passed"),
    "locked": N_("Locked"),
}


@dataclass(frozen=True, slots=True)
class GateRow:
    """One condition: title, reason in plain words, state, and the words of its one action (empty: none)."""

    title: str
    reason: str
    state: State
    action: str = ""


class GateItem(QWidget):
    """A condition with its sign, its reason and its action."""

    acted = Signal()

    def __init__(self, one: GateRow, *, last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        drawing, token = SIGNS[one.state]
        ink = {"failed": "bad", "waiting": "warn"}.get(one.state, "ink2")
        title = Label(one.title, "strong" if one.action else "body", wrap=True)
        reason = Label(one.reason, "caption", ink, wrap=True, tabular=True)
        self.setAccessibleName(f"{_(STATE_WORDS[one.state])}: {one.title}. {one.reason}")
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(12)
        line.addWidget(Icon(drawing, token, 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(title, reason, gap=0), 1)
        if one.action:
            button = Button(one.action, "text", size=theme.SMALL, name="gate-action")
            button.setAccessibleName(f"{one.action}: {one.title}")
            button.clicked.connect(self.acted)
            line.addWidget(button)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(line)
        if not last:
            body.addWidget(Rule())


class GateList(QWidget):
    """All conditions; `acted(int)` says whose action was pressed."""

    acted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)

    def set_rows(self, rows: Sequence[GateRow], after: str = "") -> None:
        """Show these; `after` is the locked line at the foot (what HR does then)."""
        clear(self._body)
        for place, one in enumerate(rows):
            item = GateItem(one, last=place == len(rows) - 1)
            item.acted.connect(lambda at=place: self.acted.emit(at))
            self._body.addWidget(item)
        if after:
            foot = row(Icon("lock", "ink3", 14), Label(after, "caption", "ink2", wrap=True))
            foot.setContentsMargins(0, 6, 0, 0)
            self._body.addLayout(foot)


class AgendaRow(QWidget):
    """Time (if it has one), what, detail, and a tag or a button at the right."""

    def __init__(
        self,
        time: str,
        icon: str,
        title: str,
        detail: str,
        side: QWidget | None = None,
        *,
        now: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        when = Label(time, "strong" if now else "body", "ink" if now else "ink2", tabular=True)
        when.setMinimumWidth(44)
        when.setVisible(bool(time))
        self.setAccessibleName(f"{time} {title}. {detail}".strip())
        line = row(when, Icon(icon, "ink2", 18), gap=12, margins=(0, 8, 0, 8))
        line.addLayout(column(None, Elided(title), Elided(detail, "caption", "ink2"), None, gap=0), 1)
        if side is not None:
            line.addWidget(side)
        self.setLayout(line)


def marked(text: str, hits: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut into plain and highlighted parts; `hits` are (start, end), in order, not overlapping."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in hits:
        if start > at:
            parts.append((text[at:start], False))
        parts.append((text[start:end], True))
        at = end
    if at < len(text):
        parts.append((text[at:], False))
    return parts


class Highlighted(QWidget):
    """One line with bold hits on a soft ground; cut at the right."""

    def __init__(
        self, text: str, hits: Sequence[tuple[int, int]], role: str, ink: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = marked(text, hits)
        self._role, self._ink = role, ink
        self._on_selected = False
        self.setFont(theme.font(role))
        self.setToolTip(text if len(text) > 30 else "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_on_selected(self, on: bool) -> None:
        """On a selected row the hit's ground is white."""
        self._on_selected = on
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(120, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw part after part."""
        del event
        painter = QPainter(self)
        x = 0
        bold = theme.sized_font(theme.ROLES[self._role][0], bold=True)
        for text, hit in self._parts:
            painter.setFont(bold if hit else self.font())
            words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(self.width() - x, 0))
            width = painter.fontMetrics().horizontalAdvance(words)
            box = QRect(x, 0, width, self.height())
            if hit:
                painter.fillRect(box, theme.color("surface" if self._on_selected else "accentSoft"))
            painter.setPen(theme.color("accentInk" if hit else self._ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            x += width
            if x >= self.width():
                break


class CaseRow(Selectable):
    """A search result: title, the line that matched, tags."""

    def __init__(
        self,
        title: tuple[str, Sequence[tuple[int, int]]],
        line: tuple[str, Sequence[tuple[int, int]]],
        tags: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("row", parent=parent)
        self.setAccessibleName(f"{title[0]}. {line[0]}. {tags}")
        self._title = Highlighted(*title, "strong", "ink")
        self._line = Highlighted(*line, "small", "ink2")
        self.body.addWidget(self._title)
        self.body.addWidget(self._line)
        self.body.addWidget(Elided(tags, "caption", "ink2"))

    def selection_changed(self) -> None:
        """The hit's ground follows."""
        self._title.set_on_selected(self.selected())
        self._line.set_on_selected(self.selected())


class QueueRow(Selectable):
    """Something that waits for the mentor: kind, how long, title, whose."""

    def __init__(
        self,
        icon: str,
        kind: str,
        wait: str,
        title: str,
        line: str,
        *,
        late: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("card", parent=parent)
        self.setAccessibleName(f"{kind}. {title}. {line}. {wait}")
        waits = Label(wait, "captionStrong" if late else "caption", "warn" if late else "ink2", tabular=True)
        top = row(Icon(icon, "ink2", 14), Label(kind, "caption", "ink2"), None, gap=6)
        if late:
            top.addWidget(Icon("hourglass", "warn", 14))
        top.addWidget(waits)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.addLayout(top)
        self.body.addWidget(Elided(title, "strong"))
        self.body.addWidget(Elided(line, "caption", "ink2"))


@dataclass(frozen=True, slots=True)
class Requirement:
    """One figure of a candidate's row with its state."""

    text: str
    state: State


class RequirementCell(QWidget):
    """Sign and figure of one requirement: side by side, or the figure under its sign in a column narrower than `needs`."""

    def __init__(self, one: Requirement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        drawing, token = SIGNS[one.state]
        ink = {"failed": "bad", "waiting": "warn", "todo": "ink2", "progress": "ink2"}.get(one.state, "ink")
        role = "smallStrong" if one.state == "failed" else "small"
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._sign = Icon(drawing, token, 16)
        self._sign.setParent(self)
        self._figure = Label(one.text, role, ink, tabular=True, parent=self)
        self.needs = 20 + text_width(role, one.text)
        """The width side by side; a row gives all its cells the largest of theirs, so that they agree."""

    def heightForWidth(self, width: int) -> int:
        """One line, or two."""
        line = max(self._figure.sizeHint().height(), 16)
        return line if width >= self.needs else 18 + line

    def sizeHint(self) -> QSize:
        """Side by side."""
        return QSize(self.needs, self.heightForWidth(self.needs))

    def minimumSizeHint(self) -> QSize:
        """Any width."""
        return QSize(0, self.heightForWidth(self.needs))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both."""
        super().resizeEvent(event)
        line = max(self._figure.sizeHint().height(), 16)
        if self.width() >= self.needs:
            self._sign.move(0, (line - 16) // 2)
            self._figure.setGeometry(20, 0, self.width() - 20, line)
        else:
            self._sign.move(0, 0)
            self._figure.setGeometry(0, 18, self.width(), line)


class CandidateRow(Selectable):
    """A candidate: the requirements' figures in columns of the same width, and the most important reason as one sentence."""

    def __init__(
        self,
        name: str,
        joined: str,
        states: Sequence[Requirement],
        reason: str,
        *,
        tone: str = "ink2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("card", parent=parent)
        spoken = "; ".join(f"{one.text} {_(STATE_WORDS[one.state])}" for one in states)
        self.setAccessibleName(f"{name}. {reason}. {spoken}")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        grid.addWidget(Elided(name, "strong"), 0, 0)
        grid.setColumnMinimumWidth(0, 96)
        cells = [RequirementCell(one) for one in states]
        widest = max((cell.needs for cell in cells), default=0)
        for at, cell in enumerate(cells, 1):
            cell.needs = widest
            grid.addWidget(cell, 0, at)
            grid.setColumnStretch(at, 1)
        grid.addWidget(Rule(), 1, 1, 1, max(len(states), 1))
        grid.addWidget(Elided(joined, "caption", "ink2"), 2, 0)
        role = "smallStrong" if tone == "ok" else "small"
        grid.addWidget(Label(reason, role, tone, wrap=True), 2, 1, 1, max(len(states), 1))
        self.body.setContentsMargins(12, 14, 12, 12)
        self.body.addLayout(grid)


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the contents: `current` is where the reader is, `level` indents."""

    title: str
    state: Literal["read", "current", "unread", "quiz"]
    level: int = 0


class ContentsRow(Selectable):
    """A heading with its read state."""

    def __init__(self, one: Heading, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.last = True
        signs = {
            "read": ("check-circle", "ok", N_("read")),
            "current": ("progress", "accentInk", N_("reading now")),
            "unread": ("circle", "line2", N_("not read")),
            "quiz": ("checklist", "ink2", N_("quiz")),
        }
        drawing, token, word = signs[one.state]
        self.setAccessibleName(f"{one.title}, {_(word)}")
        self.setFixedHeight(38)
        self.body.setContentsMargins(12 + 12 * one.level, 0, 8, 0)
        ink = "accentInk" if one.state == "current" else "ink2"
        words = Elided(one.title, "strong" if one.state == "current" else "body", ink)
        line = row(Icon(drawing, token, 16), words, gap=12)
        line.setStretch(1, 1)
        self.body.addLayout(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill without border for the current one."""
        if not self.selected():
            self.last = True
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accentSoft"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)


class LinkRow(Selectable):
    """A line that opens something: icon, title, caption, chevron or figure at the right."""

    def __init__(
        self,
        title: str,
        caption: str = "",
        *,
        icon: str = "",
        ink: str = "ink2",
        side: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("row", parent=parent)
        self.setAccessibleName(f"{title}. {caption}".strip())
        self.body.setContentsMargins(0, 6, 0, 6)
        line = QHBoxLayout()
        line.setSpacing(8)
        if icon:
            line.addWidget(Icon(icon, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = column(Elided(title), gap=0)
        if caption:
            words.addWidget(Elided(caption, "caption", "ink2"))
        line.addLayout(words, 1)
        if side:
            line.addWidget(Label(side, "caption", "ink2", tabular=True))
        line.addWidget(Icon("right", "ink2", 14))
        self.body.addLayout(line)
