"""The middle of the sign-off page: heading, evidence and form of what is open; what was typed stays until it is signed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Label, Plane, column, row
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.confirming import HoursForm, ResultForm, TheoryForm
from trainer.ui.widgets.dialog import FormDialog
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.fields import Field
from trainer.ui.widgets.observing import MilestoneForm, ObservationForm
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.widgets.signing_form import SigningForm
from trainer.views.signing import HoursRow, MilestoneRow, PracticalRow, Row
from trainer.views.theory import TheoryRow

Observable = tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
"""Whom one mentors: (id, name, practicals left as (id, title))."""


def form_for(shown: Row) -> SigningForm:
    """The form of one thing that waits."""
    if isinstance(shown, PracticalRow):
        return ObservationForm(shown)
    if isinstance(shown, TheoryRow):
        return TheoryForm(shown)
    if isinstance(shown, HoursRow):
        return HoursForm(shown)
    if isinstance(shown, MilestoneRow):
        return MilestoneForm(shown)
    return ResultForm(shown)


class Desk(Plane):
    """Shows one form at a time and keeps the others by their keys.

    `changed` when the form that is shown was; `file_asked(sha256, name)` for an attachment; `lesson_asked(id)`;
    `answers_asked(learner, attempt)`.
    """

    changed = Signal()
    file_asked = Signal(str, str)
    lesson_asked = Signal(str)
    answers_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.form: SigningForm | None = None
        self._key = ""
        self._kept: dict[str, tuple[Row, SigningForm]] = {}
        self.title = Label("", "heading", wrap=True)
        self.context = Label("", "small", "ink2", wrap=True)
        self.lesson = Button(_("Show the lesson"), "text", name="show-lesson")
        self.lesson.clicked.connect(self._ask_lesson)
        self._head = QWidget()
        head = row(gap=12)
        head.addLayout(column(self.title, self.context, gap=0), 1)
        head.addWidget(self.lesson)
        self._head.setLayout(head)
        self.empty = EmptyState("", icon="check-circle")
        self.empty.setObjectName("signoff-empty")
        self.area = ScrollColumn(gap=0, margins=(24, 20, 24, 24))
        self.area.body.addWidget(self._head)
        self.area.body.addSpacing(16)
        self._slot = QVBoxLayout()
        self.area.body.addLayout(self._slot, 1)
        self.area.body.addWidget(self.empty, 1)
        self.setLayout(column(self.area))

    def show_row(self, key: str, shown: Row) -> bool:
        """Show this one; True when another form is on the desk now."""
        self._head.show()
        self.empty.hide()
        self.title.setText(shown.title)
        context = shown.context if isinstance(shown, PracticalRow | MilestoneRow) else shown.name
        self.context.setText(context)
        self.lesson.setVisible(isinstance(shown, PracticalRow) and bool(shown.lesson))
        form = self._form_of(key, shown)
        if form is self.form:
            return False
        self._take_out()
        self.form, self._key = form, key
        self._slot.addWidget(form)
        form.show()
        self._fit()
        self.area.verticalScrollBar().setValue(0)
        return True

    def show_nothing(self, title: str, help_: str) -> None:
        """An empty desk says why."""
        self.put_away()
        self._head.hide()
        self.empty.say(title, help_)
        self.empty.show()

    def put_away(self) -> None:
        """Nothing is open; what was typed is kept, what was not typed into is not."""
        self._take_out()
        for key, (_shown, form) in list(self._kept.items()):
            if not form.touched:
                self.forget(key)

    def forget(self, key: str) -> None:
        """This one is signed or does not wait any more."""
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        if kept[1] is self.form:
            self._take_out()
        kept[1].hide()
        kept[1].deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form takes what it gets."""
        super().resizeEvent(event)
        self._fit()

    def _form_of(self, key: str, shown: Row) -> SigningForm:
        kept = self._kept.get(key)
        if kept is not None and (kept[0] == shown or kept[1].touched):
            if kept[0] != shown and isinstance(kept[1], ObservationForm) and isinstance(shown, PracticalRow):
                kept[1].renew(shown)
            self._kept[key] = (shown, kept[1])
            return kept[1]
        self.forget(key)
        form = form_for(shown)
        form.changed.connect(self.changed)
        form.file_asked.connect(self.file_asked)
        form.answers_asked.connect(partial(self.answers_asked.emit, shown.learner))
        self._kept[key] = (shown, form)
        return form

    def _take_out(self) -> None:
        if self.form is not None:
            self.form.hide()
            self._slot.removeWidget(self.form)
        self.form, self._key = None, ""

    def _fit(self) -> None:
        if isinstance(self.form, ObservationForm):
            self.form.fit(self.width() - 48)

    def _ask_lesson(self) -> None:
        shown = self._kept[self._key][0] if self._key in self._kept else None
        if isinstance(shown, PracticalRow) and shown.lesson:
            self.lesson_asked.emit(shown.lesson)


class ObserveDialog(FormDialog):
    """Whose work was watched, and which practical it was: `begun(person, practical)`."""

    begun = Signal(str, str)

    def __init__(self, found: Observable, person: str, parent: QWidget) -> None:
        line = _("For work that was watched without having been asked for.")
        super().__init__(_("Observe a practical"), _("Open the form"), "observe-dialog", parent, line=line)
        self._left = {one: list(practicals) for one, _name, practicals in found}
        people = [(one, name) for one, name, _left in found]
        self.whom = Choice(people, spoken=_("Trainee"), name="observe-whom")
        self.what = Choice(spoken=_("Practical"), name="observe-what")
        self.whom.set_code(person)
        self.whom.changed.connect(self.offer)
        self.add(Field(_("Trainee"), self.whom), Field(_("Practical"), self.what))
        self.sent.connect(self._begin)
        self.offer(self.whom.code())

    def offer(self, person: str) -> None:
        """The practicals this learner has left."""
        self.what.set_options(self._left.get(person, []))
        if self._left.get(person):
            self.send.allow()
        else:
            self.send.setEnabled(False)
            self.error.say(_("Every practical of this person is signed."), warning=True)
            return
        self.error.clear()

    def _begin(self) -> None:
        self.begun.emit(self.whom.code(), self.what.code())
        self.accept()
        self.deleteLater()
