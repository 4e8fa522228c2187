"""The reader's own notes at the right of a lesson: read, written and changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from trainer.i18n import _
from trainer.ui import shortcuts, theme
from trainer.ui.widgets.base import KeyCap, Label, RowList, Selectable, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.fields import Area
from trainer.views.notes import NoteRow
from trainer.wording import dates
from trainer.wording.lines import joined


class NoteCard(Selectable):
    """One note: its text, and when and beside which section it was written."""

    def __init__(self, one: NoteRow, today: date, parent: QWidget | None = None) -> None:
        super().__init__("card", parent=parent)
        self.row = one
        self.setObjectName(f"note-{one.note}")
        foot = joined(dates.moment(one.time, today), one.section_title)
        self.setAccessibleName(_("Note: {text}").format(text=one.text))
        self.setAccessibleDescription(foot)
        text = Label(one.text, "small", wrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        self.body.setSpacing(6)
        self.body.addWidget(text)
        self.body.addWidget(Label(foot, "caption", "ink2", wrap=True, tabular=True))


class NoteText(Area):
    """Where a note is typed: Ctrl+Enter keeps it, and so does Esc, which never loses text."""

    kept = Signal()

    def event(self, event: QEvent) -> bool:
        """Esc is this field's, not the page's."""
        wants = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ends(event)
        if wants:
            event.accept()
        return wants or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The two ways out by keyboard."""
        if _ends(event):
            self.kept.emit()
        else:
            super().keyPressEvent(event)


def _ends(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.key() == Qt.Key.Key_Escape or (enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))


class NoteEditor(QWidget):
    """A note being written. `kept(note, section, text)`; `deleted(note)`; `closed` when it was given up."""

    kept = Signal(str, str, str)
    deleted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = self._section = self._before = ""
        self.opener: QWidget | None = None
        """What had the focus before."""
        self.text = NoteText(spoken=_("Text of the note"), name="note-text", lines=5)
        self.text.kept.connect(self.keep)
        self.where = Label("", "caption", "ink2", wrap=True)
        self.wrong = InlineError()
        self.save = Button(_("Keep"), size=theme.SMALL, name="note-keep")
        self.save.clicked.connect(self.keep)
        cancel = Button(_("Cancel"), "text", size=theme.SMALL, name="note-cancel")
        cancel.clicked.connect(self.closed)
        self.remove = Button(
            "", "icon", icon="trash", size=theme.SMALL, spoken=_("Delete the note"), name="note-delete"
        )
        self.remove.clicked.connect(lambda: self.deleted.emit(self._note))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 4)
        body.setSpacing(8)
        body.addWidget(self.where)
        body.addWidget(self.text)
        body.addWidget(self.wrong)
        body.addLayout(row(self.save, cancel, None, self.remove, gap=8))
        self.hide()

    def open(self, section: str, section_title: str, note: NoteRow | None = None) -> None:
        """Write a new note beside a section, or an old one anew."""
        self._note, self._section = (note.note, note.section) if note else ("", section)
        self.opener = QApplication.focusWidget()
        self._before = note.text if note else ""
        self.where.setText(note.section_title if note else section_title)
        self.where.setVisible(bool(self.where.text()))
        self.text.setPlainText(self._before)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.remove.setVisible(note is not None)
        self.wrong.clear()
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return not self.isHidden() and self.text.toPlainText().strip() not in {"", self._before}

    def keep(self) -> None:
        """Ask for it to be kept; what is empty is given up."""
        text = self.text.toPlainText().strip()
        if text in {"", self._before}:
            self.closed.emit()
        else:
            self.kept.emit(self._note, self._section, text)


class NotesPart(QWidget):
    """The notes of a lesson under their heading. `asked` wants a new one; the rest are the editor's signals."""

    asked = Signal()
    kept = Signal(str, str, str)
    deleted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-notes")
        self._rows: tuple[NoteRow, ...] = ()
        self.cap = KeyCap(shortcuts.cap("lesson", "note"))
        self.add = Button("", "icon", icon="plus", size=28, spoken=_("Write a note"), name="note-add")
        self.add.clicked.connect(self.asked)
        self.editor = NoteEditor()
        self.editor.kept.connect(self.kept)
        self.editor.deleted.connect(self.deleted)
        self.editor.closed.connect(self.close_editor)
        self.none = Label(_("What is written here stays on this computer."), "caption", "ink2", wrap=True)
        self.list = RowList(gap=8, name=_("My notes"))
        self.list.chosen.connect(self._change)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 8)
        body.setSpacing(8)
        body.addLayout(row(Label(_("My notes"), "caption", "ink2"), None, self.cap, self.add, gap=6))
        body.addWidget(self.editor)
        body.addWidget(self.none)
        body.addWidget(self.list)

    def set_notes(self, rows: Sequence[NoteRow], today: date) -> None:
        """The notes of this lesson, in the order of the text."""
        self._rows = tuple(one for one in rows if one.note)
        self.none.setVisible(not self._rows)
        self.list.setVisible(bool(self._rows))
        self.list.set_rows([NoteCard(one, today) for one in self._rows])

    def _change(self, place: int) -> None:
        if self.editor.changed():  # another note was being written: it is kept first
            self.editor.keep()
        one = self._rows[place]
        self.editor.open(one.section, one.section_title, one)

    def close_editor(self) -> None:
        """Nothing is being written any more; the focus goes to what opened it."""
        here = QApplication.focusWidget()
        had_focus = here is not None and self.editor.isAncestorOf(here)
        self.editor.hide()
        if had_focus:
            opener = self.editor.opener
            back = opener if opener is not None and isValid(opener) and opener.isVisible() else self.add
            back.setFocus(Qt.FocusReason.OtherFocusReason)
