"""Notes and bookmarks in the reader: written beside the section that is shown, kept before anything else happens."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from trainer.actions import noting
from trainer.i18n import _
from trainer.notes import LONGEST, Note
from trainer.ui.problems import sentences
from trainer.ui.reader.frame import ReaderFrame
from trainer.ui.reporting import report
from trainer.ui.shell import Shell
from trainer.views import notes as views
from trainer.views.lesson import LessonRow
from trainer.views.notes import NoteRow


class NotingFrame(ReaderFrame):
    """The reader's frame with a notebook. A subclass sets `row` and says which section is shown (`current`)."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row: LessonRow | None = None
        self.notebook: tuple[NoteRow, ...] = ()
        self.aside.notes.kept.connect(self._keep_note)
        self.aside.notes.deleted.connect(self._delete_note)
        self.check.reported.connect(self.report_question)

    @property
    def current(self) -> int:
        """The section shown, from 0; the self-check comes behind the last one."""
        return 0

    def _here(self) -> tuple[str, str]:
        """Id and title of the section that is shown; the self-check belongs to the last one."""
        sections = self.row.sections if self.row is not None else ()
        if not sections:
            return "", ""
        one = sections[min(self.current, len(sections) - 1)]
        return one.id, one.title

    def ask_notes(self) -> None:
        """Ask for the notes of this lesson."""
        if self.row is not None:
            self.ask(partial(views.notebook, lesson=self.row.id), self._show_notes)

    def _show_notes(self, found: tuple[NoteRow, ...]) -> None:
        self.notebook = found
        self.aside.notes.set_notes(found, self.shell.today())
        self.tell_section()

    def tell_section(self) -> None:
        """Terms and bookmark of the section that is shown."""
        if self.row is None or not self.row.sections:
            return
        section, _title = self._here()
        self.aside.set_terms(self.row.sections[min(self.current, len(self.row.sections) - 1)].terms)
        marked = any(one.section == section and not one.note for one in self.notebook)
        self.top.bookmark.setChecked(marked)

    def write_note(self) -> None:
        """N: a note beside the section that is shown; the pane opens for it."""
        if self.row is None or not self.row.sections:
            return
        if self.aside.shown:
            self.aside.show_list()
        self.aside.setVisible(True)
        editor = self.aside.notes.editor
        if editor.changed():
            editor.text.setFocus()
            return
        editor.open(*self._here())
        self.aside.show_whole(editor)

    def keep_unfinished_note(self) -> bool:
        """Leaving the lesson: what was typed is kept as a note rather than lost. False when it is too long for one."""
        editor = self.aside.notes.editor
        if not editor.changed():
            editor.hide()
            return True
        editor.keep()
        return len(editor.text.toPlainText().strip()) <= LONGEST

    def _keep_note(self, note: str, section: str, text: str) -> None:
        if self.row is not None:
            kept = partial(noting.write_note, lesson=self.row.id, section=section, text=text, note=note)
            self.do(kept, lambda _note: self._note_done(), self._note_refused)

    def _note_refused(self, error: Exception) -> None:
        title, remedy = sentences(error)
        self.aside.notes.editor.wrong.say(title, remedy)

    def _note_done(self) -> None:
        self.aside.notes.close_editor()
        self.ask_notes()

    def _delete_note(self, note: str) -> None:
        self.do(partial(noting.delete_note, note=note), self._deleted)

    def _deleted(self, note: Note) -> None:
        self._note_done()
        self.shell.toast(_("Note deleted"), partial(self._put_back, note))

    def _put_back(self, note: Note) -> None:
        self.do(partial(noting.put_back, note=note), lambda _nothing: self.ask_notes())

    def report_section(self) -> None:
        """Report a mistake in the section that is shown."""
        section, _title = self._here()
        if self.row is not None and section:
            report(self, "lesson", self.row.id, "" if self.in_check() else section)

    def report_question(self, item: str) -> None:
        """Report a mistake in a question of the self-check."""
        if self.row is not None:
            shown = next((one.ask for one in self.row.questions if one.item == item), "")
            report(self, "check", self.row.id, item, title=shown)

    def toggle_bookmark(self) -> None:
        """B: mark the section that is shown, or take its mark away."""
        section, _title = self._here()
        if self.row is not None and section:
            marked = partial(noting.toggle_bookmark, lesson=self.row.id, section=section)
            self.do(marked, lambda _marked: self.ask_notes())
