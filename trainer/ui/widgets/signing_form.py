"""What every form that is signed is made of: headings, evidence, criteria, a result, and what would be signed now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from trainer.i18n import _, ngettext
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.problems import sentences
from trainer.ui.widgets.base import Elided, Icon, Label, Rule, clear, column, row
from trainer.ui.widgets.buttons import Button, CheckBox, Segments
from trainer.ui.widgets.feedback import InlineError
from trainer.views.signing import EvidenceRow
from trainer.wording import dates, mentoring
from trainer.wording.lines import size

INSET = 10
"""Pixels between the border of a number or a day and its first digit."""
COMMENT_HEIGHT = 88

Act = Callable[[Session, str], str]
"""What is done with the passphrase: writes one record, gives its id."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be signed now: the sentence, the button's words, who and what, and why it cannot be signed yet."""

    meaning: str
    action: str
    attached: str
    not_ready: str = ""


class MinutesBox(QSpinBox):
    """A number of minutes."""

    def __init__(self, spoken: str, name: str, *, least: int, most: int, value: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.lineEdit().setAccessibleName(spoken)
        self.lineEdit().setTextMargins(INSET, 0, 0, 0)
        self.setFont(theme.font("body", tabular=True))
        self.setFixedHeight(theme.CONTROL)
        self.setRange(least, most)
        self.setValue(value)
        self.setSuffix(_(" min"))


class SigningForm(QWidget):
    """The middle of the queue: shows what there is to judge and takes the judgement. `changed` when anything was."""

    changed = Signal()
    file_asked = Signal(str, str)
    """sha256 and name of an attachment that is to be opened."""
    answers_asked = Signal(str)
    """An attempt that is to be shown question by question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.error = InlineError()
        self.touched = False

    def prepared(self) -> Prepared:
        """What would be signed now."""
        return Prepared("", "", "")

    def act(self) -> Act:
        """The signature as a function of session and passphrase, with the values of this moment."""
        return lambda _session, _passphrase: ""

    def refused(self, error: Exception) -> None:
        """Say beside the controls what was refused; everything typed stays."""
        self.error.say(*sentences(error))

    def opened_file(self, sha256: str) -> None:
        """An attachment was looked at."""

    def _change(self, *_what: object) -> None:
        self.touched = True
        self.error.clear()
        self.changed.emit()


def heading(text: str, note: Label | None = None) -> QWidget:
    """A heading of the form with its note at the right."""
    made = QWidget()
    parts: list[QWidget | None] = [Label(text, "strong"), None]
    if note is not None:
        parts.append(note)
    made.setLayout(row(*parts))
    return made


def segment_field(label: str, segments: Segments) -> QWidget:
    """Segments with their label over them."""
    made = QWidget()
    made.setLayout(column(Label(label, "small", "ink2"), segments, gap=3))
    return made


class Evidence(QWidget):
    """The attached files: name, day, size, received or not, opened or not."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Label("", "caption", "ink2", tabular=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._opened: set[str] = set()
        self.files: tuple[EvidenceRow, ...] = ()
        self.setLayout(column(heading(_("Evidence"), self.note), self._rows, gap=4))

    def show_files(self, files: tuple[EvidenceRow, ...]) -> None:
        """Show these; what was opened before stays ticked."""
        self.files = files
        clear(self._rows)
        for place, one in enumerate(files):
            if place:
                self._rows.addWidget(Rule())
            self._rows.addWidget(self._line(one))
        self.note.setText(mentoring.evidence_note(len(files), self.missing(), len(self._opened)))

    def missing(self) -> int:
        """Files that have not arrived."""
        return sum(not one.here for one in self.files)

    def mark_opened(self, sha256: str) -> None:
        """Tick one."""
        self._opened.add(sha256)
        self.show_files(self.files)

    def _line(self, one: EvidenceRow) -> QWidget:
        made = QWidget()
        made.setFixedHeight(40)
        seen = one.sha256 in self._opened
        icon = "mail" if one.name.lower().endswith((".eml", ".msg")) else "file"
        line = row(Icon(icon, "ink2", 18), Elided(one.name), Label(dates.short_day(one.day), "caption", "ink2"), gap=12)
        line.addStretch(1)
        if not one.here:
            line.addWidget(Icon("hourglass", "warn", 14))
            line.addWidget(Label(mentoring.files_missing(1), "caption", "warn"))
        else:
            line.addWidget(Label(size(one.bytes), "caption", "ink2", tabular=True))
            tick = Icon("check", "ok", 18, spoken=_("opened")) if seen else Icon("circle", "line2", 18)
            line.addWidget(tick)
            button = Button(_("Open"), "text", size=theme.SMALL, name=f"open-{one.sha256[:12]}")
            button.setAccessibleName(_("Open {file}").format(file=one.name))
            button.clicked.connect(partial(self.asked.emit, one.sha256, one.name))
            line.addWidget(button)
        made.setLayout(line)
        return made


class Criteria(QWidget):
    """What is ticked one by one, with how many are."""

    changed = Signal()

    def __init__(self, criteria: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Label("", "caption", "ink2", tabular=True)
        self.boxes = {id_: CheckBox(text, name=f"criterion-{id_}") for id_, text in criteria}
        label = row(Label(_("Criteria"), "small", "ink2"), None, self.note)
        self.setLayout(column(label, *self.boxes.values(), gap=0))
        for box in self.boxes.values():
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # long words wrap
            box.toggled.connect(self._change)
        self._tell()

    def met(self) -> tuple[tuple[str, bool], ...]:
        """Every criterion and whether it is ticked."""
        return tuple((id_, box.isChecked()) for id_, box in self.boxes.items())

    def count(self) -> int:
        """How many are ticked."""
        return sum(yes for _id, yes in self.met())

    def _change(self, _on: bool) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self.note.setText(_("{met} of {n} met").format(met=self.count(), n=len(self.boxes)))


class Outcome(QWidget):
    """Pass or Repeat; Pass only when nothing is open, else the reason stands beside it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Label("", "caption", "ink2")
        options = [("pass", _("Pass")), ("repeat", _("Repeat"))]
        self.choice = Segments(options, spoken=_("Result"), wide=True)
        self.choice.setObjectName("result")
        self.choice.changed.connect(self.changed)
        self.setLayout(column(row(Label(_("Result"), "small", "ink2"), None, self.note), self.choice, gap=3))

    def current(self) -> str:
        """``pass``, ``repeat`` or nothing yet."""
        return self.choice.current()

    def allow_pass(self, why_not: str) -> None:
        """Whether Pass can be chosen; a Pass that was chosen is taken back when it cannot any more."""
        button = self.choice.button("pass")
        button.setEnabled(not why_not)
        button.setAccessibleDescription(why_not)
        self.note.setText(why_not or _("Repeat needs a comment"))
        if why_not and self.choice.current() == "pass":
            self.choice.set_current("")
        if why_not and self.choice.current() == "":
            self.choice.button("repeat").setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def criteria_open(met: int, of: int) -> str:
    """Why Pass cannot be chosen."""
    left = of - met
    if not left:
        return ""
    return ngettext("{left} of {n} criteria open", "{left} of {n} criteria open", left).format(left=left, n=of)
