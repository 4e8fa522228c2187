"""What is signed after records were looked at: weeks of theory, claims of hours, the result of an exam (`ui.md` §3.8)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.actions import assessing, attesting
from trainer.errors import Refused
from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.problems import sentences
from trainer.ui.widgets.base import Elided, Icon, Label, Rule, Tag, column, row
from trainer.ui.widgets.buttons import Button, CheckBox
from trainer.ui.widgets.fields import Area, Field, Line
from trainer.ui.widgets.signing_form import COMMENT_HEIGHT, Act, MinutesBox, Prepared, SigningForm, heading
from trainer.views.signing import ClaimRow, HoursRow, ResultRow
from trainer.views.theory import PaperRow, TheoryRow, TheoryWeek, read_line
from trainer.wording import dates, meaning, mentoring
from trainer.wording.lines import joined

MINUTE = 60


class TheoryForm(SigningForm):
    """Weeks whose lessons and papers are done: what was read when, and the papers as graded here."""

    def __init__(self, shown: TheoryRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setObjectName("theory")
        self.boxes: dict[str, CheckBox] = {}
        for week in shown.weeks:
            self._add_week(week)
        self._add_others()
        self.comment = Area(spoken=_("Comment (the trainee can read it)"), name="comment", lines=3)
        self.comment.setFixedHeight(COMMENT_HEIGHT)
        self.comment.textChanged.connect(self._change)
        self.body.addWidget(Field(_("Comment (the trainee can read it)"), self.comment))
        self.body.addWidget(self.error)
        self.body.addStretch(1)

    def _add_week(self, week: TheoryWeek) -> None:
        if len(self.shown.weeks) == 1:
            self.body.addWidget(heading(_("Week {n} · {title}").format(n=week.number, title=week.title)))
        else:
            box = CheckBox(_("Week {n} · {title}").format(n=week.number, title=week.title), name=f"week-{week.id}")
            box.setChecked(True)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # long words wrap
            box.toggled.connect(self._change)
            self.boxes[week.id] = box
            self.body.addWidget(box)
        self.body.addSpacing(4)
        for one in week.lessons:
            done = _("finished {day}").format(day=dates.short_day(one.on))
            self.body.addWidget(_line("book", one.title, done, below=read_line(one)))
        for paper in week.attempts:
            self.body.addWidget(self._paper(paper))
        self._rule()

    def _add_others(self) -> None:
        """Weeks that cannot be chosen, with the reason; their papers can be looked at."""
        if not self.shown.others:
            return
        title = _("Other weeks") if self.shown.weeks else _("No week can be confirmed now")
        self.body.addWidget(heading(title))
        self.body.addSpacing(4)
        for week in self.shown.others:
            icon = "check-circle" if week.confirmed else "lock"
            name = _("Week {n} · {title}").format(n=week.number, title=week.title)
            self.body.addWidget(_line(icon, name, "", below=week.state))
            for paper in week.attempts:
                self.body.addWidget(self._paper(paper))
        self._rule()

    def _paper(self, one: PaperRow) -> QWidget:
        said = mentoring.attempt_line(one.score, passed=one.passed, on=one.on)
        made = QWidget()
        wrong = mentoring.wrong_answers(one.wrong, one.of)
        made.setAccessibleName(f"{one.title}. {said}. {wrong}")
        button = Button(_("Question by question"), "text", size=theme.SMALL, name=f"answers-{one.attempt[:12]}")
        button.setAccessibleName(_("Question by question: {title}, {result}").format(title=one.title, result=said))
        button.clicked.connect(partial(self.answers_asked.emit, one.attempt))
        side = Label(said, "small", "ok" if one.passed else "warn", wrap=True, tabular=True)
        words = column(Elided(one.title), side, Label(wrong, "caption", "ink2", wrap=True), gap=0)
        line = row(Icon("checklist", "ink2", 16), gap=12, margins=(0, 6, 0, 6))
        line.addLayout(words, 1)
        line.addWidget(button)
        made.setLayout(line)
        return made

    def _rule(self) -> None:
        self.body.addSpacing(14)
        self.body.addWidget(Rule())
        self.body.addSpacing(14)

    def chosen(self) -> list[TheoryWeek]:
        """The weeks that are ticked."""
        return [week for week in self.shown.weeks if week.id not in self.boxes or self.boxes[week.id].isChecked()]

    def prepared(self) -> Prepared:
        """The sentence names the weeks."""
        weeks = self.chosen()
        action = ngettext("Confirm week", "Confirm {n} weeks", max(len(weeks), 1)).format(n=len(weeks))
        papers = sum(len(week.attempts) for week in weeks)
        attached = ngettext("{n} paper, graded here", "{n} papers, graded here", papers).format(n=papers)
        said = meaning.theory(self.shown.name, [week.number for week in weeks])
        nothing = _("Choose a week.") if self.shown.weeks else _("No week can be confirmed now.")
        return Prepared(said, action, attached, "" if weeks else nothing)

    def act(self) -> Act:
        """Confirm the chosen weeks."""
        values = partial(
            attesting.attest_theory,
            learner=self.shown.learner,
            weeks=tuple(week.id for week in self.chosen()),
            meaning=self.prepared().meaning,
            comment=self.comment.toPlainText(),
        )
        return lambda session, passphrase: values(session, passphrase=passphrase)


def _line(icon: str, title: str, side: str, tone: str = "ink2", below: str = "") -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{title}. {side}. {below}")
    words = column(Elided(title), gap=0)
    if below:
        words.addWidget(Label(below, "caption", "ink2", wrap=True))
    line = row(Icon(icon, "ink2", 16), gap=12, margins=(0, 6, 0, 6))
    line.addLayout(words, 1)
    line.addWidget(Label(side, "small", tone, tabular=True))
    made.setLayout(line)
    return made


class ClaimLine(QWidget):
    """One claim: what, when, how much; the minutes accepted, and a reason where they are fewer."""

    changed = Signal()
    asked = Signal(str, str)

    def __init__(self, shown: ClaimRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.most = -(-shown.seconds // MINUTE)
        spoken = _("Accepted minutes: {title}").format(title=shown.title)
        name = f"accept-{shown.record[:12]}"
        self.minutes = MinutesBox(spoken, name, least=0, most=self.most, value=self.most)
        self.minutes.setFixedWidth(104)
        self.reason = Line(name=f"reason-{shown.record[:12]}")
        self.reason_field = Field(_("Why less is accepted (the trainee can read it)"), self.reason)
        self.reason_field.hide()
        self.setLayout(self._laid_out())
        self.minutes.valueChanged.connect(self._change)
        self.reason.textChanged.connect(self._reason_changed)

    def _laid_out(self) -> QVBoxLayout:
        shown = self.shown
        words = column(Elided(shown.title), Elided(shown.line, "caption", "ink2"), gap=0)
        claimed = Label(dates.minutes_word(shown.seconds), "small", "ink2", tabular=True)
        line = row(gap=16)
        line.addLayout(words, 1)
        line.addWidget(claimed)
        line.addWidget(self.minutes)
        made = column(line, gap=4, margins=(0, 8, 0, 8))
        if shown.files:
            made.addLayout(self._files())
        if shown.overlap:
            made.addLayout(row(Icon("info", "warn", 14), Label(shown.overlap, "caption", "warn", wrap=True), gap=6))
        made.addWidget(self.reason_field)
        return made

    def _files(self) -> QHBoxLayout:
        line = row(gap=12)
        for one in self.shown.files:
            if not one.here:
                line.addWidget(Label(joined(one.name, mentoring.files_missing(1)), "caption", "warn"))
                continue
            button = Button(one.name, "text", icon="file", size=theme.SMALL, name=f"open-{one.sha256[:12]}")
            button.setAccessibleName(_("Open {file}").format(file=one.name))
            button.clicked.connect(partial(self.asked.emit, one.sha256, one.name))
            line.addWidget(button)
        line.addStretch(1)
        return line

    def seconds(self) -> int:
        """Accepted seconds: everything claimed, or full minutes."""
        return self.shown.seconds if self.minutes.value() == self.most else self.minutes.value() * MINUTE

    def is_less(self) -> bool:
        """Whether less is accepted than was claimed."""
        return self.seconds() < self.shown.seconds

    def decision(self) -> tuple[str, int, str | None]:
        """As the record holds it."""
        return self.shown.record, self.seconds(), self.reason.text().strip() if self.is_less() else None

    def lacks_reason(self) -> bool:
        """Whether the reason is missing."""
        return self.is_less() and not self.reason.text().strip()

    def _change(self, _value: int) -> None:
        self.reason_field.setVisible(self.is_less())
        self.reason_field.clear_error()
        self.changed.emit()

    def _reason_changed(self, _text: str) -> None:
        self.reason_field.clear_error()
        self.changed.emit()


class HoursForm(SigningForm):
    """Claims and study time, each with the minutes accepted."""

    def __init__(self, shown: HoursRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setObjectName("hours")
        self.sum = Label("", "small", "ink2", tabular=True)
        self.all_button = Button(_("Accept all as claimed"), size=theme.SMALL, name="accept-all")
        self.all_button.clicked.connect(self._accept_all)
        self.lines = [ClaimLine(one) for one in shown.claims]
        head = heading(_("Entries"), self.sum)
        self.body.addWidget(head)
        self.body.addSpacing(8)
        self.body.addLayout(row(self.all_button, None))
        self.body.addSpacing(8)
        for place, line in enumerate(self.lines):
            if place:
                self.body.addWidget(Rule())
            self.body.addWidget(line)
            line.changed.connect(self._change)
            line.asked.connect(self.file_asked)
        self.body.addSpacing(8)
        self.body.addWidget(self.error)
        self.body.addStretch(1)
        self._tell()

    def accepted(self) -> int:
        """Seconds accepted of all."""
        return sum(line.seconds() for line in self.lines)

    def claimed(self) -> int:
        """Seconds claimed of all."""
        return sum(line.shown.seconds for line in self.lines)

    def prepared(self) -> Prepared:
        """The sentence gives the sums."""
        said = meaning.hours(self.shown.name, len(self.lines), self.accepted(), self.claimed())
        action = _("Sign: {time}").format(time=dates.exactly(self.accepted()))
        lacking = sum(line.lacks_reason() for line in self.lines)
        why = ngettext(
            "{n} entry with less than claimed has no reason yet.",
            "{n} entries with less than claimed have no reason yet.",
            lacking,
        ).format(n=lacking)
        entries = ngettext("{n} entry", "{n} entries", len(self.lines)).format(n=len(self.lines))
        return Prepared(said, action, entries, why if lacking else "")

    def act(self) -> Act:
        """Sign the decisions."""
        values = partial(
            attesting.decide_hours,
            learner=self.shown.learner,
            decisions=tuple(line.decision() for line in self.lines),
            meaning=self.prepared().meaning,
        )
        return lambda session, passphrase: values(session, passphrase=passphrase)

    def refused(self, error: Exception) -> None:
        """What concerns one entry stands under it."""
        record = error.detail.get("record") if isinstance(error, Refused) else None
        line = next((one for one in self.lines if one.shown.record == record), None)
        if line is None:
            super().refused(error)
            return
        line.reason_field.show()
        line.reason_field.error(" ".join(sentences(error)).strip())
        line.reason.setFocus()

    def _accept_all(self) -> None:
        for line in self.lines:
            line.minutes.setValue(line.most)

    def _tell(self) -> None:
        said = _("{accepted} of {claimed} accepted")
        self.sum.setText(said.format(accepted=dates.exactly(self.accepted()), claimed=dates.exactly(self.claimed())))

    def _change(self, *what: object) -> None:
        self._tell()
        super()._change(*what)


class ResultForm(SigningForm):
    """An exam as graded here: nothing to fill in, only to sign."""

    def __init__(self, shown: ResultRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setObjectName("result")
        score = _("cannot be graded here") if shown.score is None else dates.score(shown.score)
        figure = Label(score, "title", tabular=True)
        needed = _("{pass_mark} points are needed").format(pass_mark=dates.score(shown.pass_mark))
        tag = Tag(_("Passed"), "ok", "check") if shown.passed else Tag(_("Not passed"), "bad", "alert-circle")
        if shown.score is None:
            tag.hide()
        self.body.addWidget(heading(_("Graded on this computer from the recorded answers")))
        self.body.addSpacing(10)
        self.body.addLayout(row(figure, tag, None, gap=12))
        self.body.addWidget(Label(needed, "small", "ink2"))
        self.body.addSpacing(14)
        self.body.addWidget(Label(mentoring.wrong_answers(shown.wrong, shown.of), "body", wrap=True))
        look = Button(_("Question by question"), size=theme.SMALL, name=f"answers-{shown.attempt[:12]}")
        look.clicked.connect(partial(self.answers_asked.emit, shown.attempt))
        self.body.addSpacing(8)
        self.body.addLayout(row(look, None))
        self.body.addSpacing(14)
        self.body.addWidget(self.error)
        self.body.addStretch(1)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)

    def prepared(self) -> Prepared:
        """The sentence gives score and result."""
        shown = self.shown
        if shown.score is None:
            why = _("Some questions are not in the installed library. Update it, then grade again.")
            return Prepared("", _("Sign result"), "", why)
        said = meaning.result(shown.name, shown.title, shown.score, passed=shown.passed)
        action = _("Sign: passed") if shown.passed else _("Sign: not passed")
        return Prepared(said, action, ngettext("{n} answer", "{n} answers", shown.of).format(n=shown.of))

    def act(self) -> Act:
        """Sign the result."""
        shown, said = self.shown, self.prepared().meaning
        return lambda session, passphrase: assessing.sign_result(
            session, shown.learner, shown.attempt, meaning=said, passphrase=passphrase
        )
