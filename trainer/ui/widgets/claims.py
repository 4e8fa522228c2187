"""Two small dialogs of the learner: hours spent elsewhere, and asking for a practical to be observed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDateEdit, QDoubleSpinBox, QFileDialog, QLayout, QVBoxLayout, QWidget

from trainer.errors import Refused
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.problems import sentences
from trainer.ui.reading_order import stops
from trainer.ui.widgets.base import Elided, Icon, Label, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.fields import Area, Field, Line
from trainer.ui.widgets.practical import criterion
from trainer.ui.widgets.unsent import UnsentDialog
from trainer.views.path import PracticalRow
from trainer.wording.lines import listed

NOTE_HEIGHT = 64


class Files(QWidget):
    """Files to go with something: added with a dialog, taken out one by one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paths: list[Path] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        add = Button(_("Add files…"), icon="plus", size=theme.SMALL, name="files-add")
        add.clicked.connect(self._choose)
        self.setLayout(column(self._list, row(add, None), gap=4))

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.add([Path(one) for one in chosen])

    def add(self, paths: list[Path]) -> None:
        """Add these, each once."""
        self.paths = list(dict.fromkeys([*self.paths, *paths]))
        self._fill()

    def take_out(self, path: Path) -> None:
        """Leave one out again."""
        self.paths = [one for one in self.paths if one != path]
        self._fill()

    def _fill(self) -> None:
        clear(self._list)
        for path in self.paths:
            out = Button("", "icon", icon="cross", size=28, spoken=_("Remove {file}").format(file=path.name))
            out.setObjectName(f"files-out-{path.name}")
            out.clicked.connect(partial(self.take_out, path))
            line = row(Icon("file", "ink2", 16), Elided(path.name, "small"), out, gap=8)
            line.setStretch(1, 1)
            self._list.addLayout(line)
        self.changed.emit()


class _Form(UnsentDialog):
    """A form with its error line and two buttons; stays open, with what was typed, until it was accepted."""

    def __init__(self, name: str, title: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(12)
        self.error = InlineError()
        self.files = Files()
        cancel = Button(_("Cancel"), name=f"{name}-cancel")
        cancel.clicked.connect(self.reject)
        self.send = Button(verb, "primary", name=f"{name}-send")
        self.send.setDefault(True)
        buttons = row(None, cancel, self.send, gap=12)
        head = Label(title, "heading", wrap=True)
        whole = column(head, self.fields, self.error, buttons, gap=16, margins=(24, 20, 24, 20))
        whole.insertStretch(3, 1)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # its least height takes words for narrower
        self.setLayout(whole)
        self.files.changed.connect(lambda: QTimer.singleShot(0, self, self.fit))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words need at this width; the cursor in the first field."""
        super().showEvent(event)
        self.fit()
        if self.focusWidget() is None:
            stops(self)[0].setFocus()

    def fit(self) -> None:
        """As high as the words need at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setMinimumHeight(layout.heightForWidth(self.width()))
            self.resize(self.width(), self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        """A file more, or an error line: as high as that needs."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return done

    def _still_there(self) -> bool:
        """Whether every chosen file can still be found; says which one cannot."""
        gone = [path.name for path in self.files.paths if not path.is_file()]
        if gone:
            self.error.say(*sentences(Refused("file-gone", file=listed(gone))))
        return not gone

    def refused(self, error: Exception) -> None:
        """It was not written: say why; everything typed stays."""
        self.error.say(*sentences(error))
        self.send.setEnabled(True)


class ClaimDialog(_Form):
    """Hours from elsewhere. `sent(title, provider, day, seconds, files)`; the page calls `refused` or `accept`."""

    sent = Signal(str, str, object, int, object)

    def __init__(self, today: date, confirmer: str = "", parent: QWidget | None = None) -> None:
        super().__init__("claim", _("Add hours from elsewhere"), _("Add to my hours"), parent)
        self.what = Line(spoken=_("Title"), name="claim-title")
        self.who = Line(spoken=_("Held by"), name="claim-provider")
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setObjectName("claim-day")
        self.day.setAccessibleName(_("Day"))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.hours = QDoubleSpinBox()
        self.hours.setObjectName("claim-hours")
        self.hours.setAccessibleName(_("Hours"))
        self.hours.setRange(0.5, 12.0)
        self.hours.setSingleStep(0.5)
        self.hours.setDecimals(1)
        self.hours.setValue(1.0)
        self.title_field = Field(_("Title"), self.what, _("What was learnt, in a few words"))
        self.fields.addWidget(self.title_field)
        self.fields.addWidget(Field(_("Held by"), self.who, _("Tax office, association, firm; may stay empty")))
        day, hours = Field(_("Day"), self.day), Field(_("Hours"), self.hours, _("In steps of 0.5 hours, 12 at most"))
        both = row(day, hours, gap=16)
        for place, field in enumerate((day, hours)):
            both.setStretch(place, 1)
            both.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        for edit in (self.day, self.hours):
            edit.lineEdit().setTextMargins(10, 0, 0, 0)
        self.fields.addLayout(both)
        self.fields.addWidget(Field(_("Papers that show it"), self.files))
        says = _("This is a claim. It counts once {name} has confirmed it.").format(name=confirmer)
        nobody = _("This is a claim. It counts once a mentor or HR has confirmed it.")
        self.fields.addWidget(Label(says if confirmer else nobody, "caption", "ink2", wrap=True))
        self.send.clicked.connect(self._send)

    def seconds(self) -> int:
        """The hours, rounded to half hours, in seconds."""
        return round(self.hours.value() * 2) * 1800

    def _send(self) -> None:
        if not self.what.text().strip():
            self.title_field.error(sentences(Refused("title-missing"))[0])
            self.what.setFocus()
            return
        self.title_field.clear_error()
        if not self._still_there():
            return
        self.error.clear()
        self.send.setEnabled(False)
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.sent.emit(self.what.text(), self.who.text(), day, self.seconds(), tuple(self.files.paths))


class RequestDialog(_Form):
    """Ask for a practical to be observed: with the work as files, or with a word about it, so that the mentor has
    something to look at. `sent(files, note)`; the page calls `refused` or `accept`.
    """

    sent = Signal(object, str)

    def __init__(self, one: PracticalRow, mentor: str, parent: QWidget | None = None) -> None:
        super().__init__("request", _("Ask for the sign-off: {title}").format(title=one.title), _("Ask"), parent)
        who = mentor or _("the mentor")
        help_ = _("{name} observes the work and ticks each point. Pass needs all of them.").format(name=who)
        self.fields.addWidget(Label(help_, "body", "ink2", wrap=True))
        points = column(gap=4)
        for text in one.criteria:
            points.addLayout(criterion(text))
        self.fields.addLayout(points)
        self.files_field = Field(_("Work to look at"), self.files, one.artefact)
        self.fields.addWidget(self.files_field)
        self.note = Area(spoken=_("A word about the work"), name="request-note", lines=2)
        self.note.setFixedHeight(NOTE_HEIGHT)
        help_ = _("What was done, for whom, where to find it. Needed when no file goes along.")
        self.note_field = Field(_("A word about the work"), self.note, help_)
        self.note.textChanged.connect(self.note_field.clear_error)
        self.files.changed.connect(self.note_field.clear_error)
        self.fields.addWidget(self.note_field)
        self.send.clicked.connect(self._send)

    def _send(self) -> None:
        note = self.note.toPlainText().strip()
        if not self.files.paths and not note:
            self.note_field.error(sentences(Refused("nothing-to-look-at"))[0])
            self.note.setFocus()
            return
        if not self._still_there():
            return
        self.error.clear()
        self.send.setEnabled(False)
        self.sent.emit(tuple(self.files.paths), note)
