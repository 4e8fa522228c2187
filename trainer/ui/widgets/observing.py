"""What is signed after somebody was watched: one observation of a practical, one milestone (`ui.md` §3.8)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from trainer.actions import attesting
from trainer.actions.attesting import Observed
from trainer.errors import Refused
from trainer.i18n import _
from trainer.ui.problems import sentences
from trainer.ui.widgets.base import Label, Rule
from trainer.ui.widgets.buttons import Segments
from trainer.ui.widgets.dialog import DayField
from trainer.ui.widgets.fields import Area, Field, Line
from trainer.ui.widgets.signing_form import (
    COMMENT_HEIGHT,
    INSET,
    Act,
    Criteria,
    Evidence,
    MinutesBox,
    Outcome,
    Prepared,
    SigningForm,
    criteria_open,
    heading,
    segment_field,
)
from trainer.views.signing import MilestoneRow, PracticalRow
from trainer.wording import dates, meaning, mentoring

LONGEST_MIN = attesting.LONGEST_S // 60
DAY_WIDTH, MINUTES_WIDTH = 116, 92
USUAL_MIN = 45
"""Minutes an observation is offered with."""

PLACES = {
    4: ((0, 0, 1), (0, 1, 1), (0, 2, 1), (0, 3, 1)),
    2: ((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)),
    1: ((0, 0, 1), (0, 1, 1), (1, 0, 4), (2, 0, 4)),
}
"""Line, column and span of date, length, setting and independence, by how many fit side by side."""


class ObservationForm(SigningForm):
    """One practical as it was watched."""

    def __init__(self, shown: PracticalRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setObjectName("observation")
        self.evidence = Evidence()
        self.criteria = Criteria(shown.criteria)
        self.outcome = Outcome()
        self.comment = Area(spoken=_("Comment (the trainee can read it)"), name="comment", lines=3)
        self.comment.setFixedHeight(COMMENT_HEIGHT)
        self.why_missing = Line(name="why-missing")
        label = _("Why it is signed without the file that has not arrived")
        self.missing_field = Field(label, self.why_missing, _("Becomes part of the comment"))
        self._add_parts()
        self.renew(shown)
        self._allow()
        for signal in (self.criteria.changed, self.outcome.changed, self.comment.textChanged):
            signal.connect(self._change)
        for signal in (self.setting.changed, self.independence.changed, self.why_missing.textChanged):
            signal.connect(self._change)
        self.day.dateChanged.connect(self._change)
        self.minutes.valueChanged.connect(self._change)
        self.evidence.asked.connect(self.file_asked)

    def _add_parts(self) -> None:
        shown = self.shown
        self.day = DayField(shown.suggested, spoken=_("Observed on"), name="observed-on")
        self.day.lineEdit().setTextMargins(INSET, 0, 0, 0)
        self.day.setFixedWidth(DAY_WIDTH)
        self.day.setMaximumDate(QDate(shown.today.year, shown.today.month, shown.today.day))
        self.day_field = Field(_("Observed on"), self.day)
        self.minutes = MinutesBox(_("Length"), "minutes", least=1, most=LONGEST_MIN, value=USUAL_MIN)
        self.minutes.setFixedWidth(MINUTES_WIDTH)
        self.setting = Segments([(code, _(text)) for code, text in mentoring.SETTINGS.items()], spoken=_("Setting"))
        self.setting.setObjectName("setting")
        options = [(code, _(text)) for code, text in mentoring.INDEPENDENCE.items()]
        self.independence = Segments(options, spoken=_("Independence"))
        self.independence.setObjectName("independence")
        self.artefact = Label(shown.artefact, "small", "ink2", wrap=True)
        self.earlier = Label("\n".join(shown.before), "small", "ink2", wrap=True)
        if not shown.before:
            self.earlier.hide()
        grid = QGridLayout()
        grid.setSpacing(12)
        parts = (
            self.day_field,
            Field(_("Length"), self.minutes),
            segment_field(_("Setting"), self.setting),
            segment_field(_("Independence"), self.independence),
        )
        for place, part in enumerate(parts):
            grid.addWidget(part, 0, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(len(parts), 1)
        self._grid, self._columns, self._parts = grid, len(parts), parts
        for part, gap in (
            (self.evidence, 4),
            (self.artefact, 14),
            (Rule(), 16),
            (heading(_("Observation")), 6),
            (self.earlier, 6),
        ):
            self.body.addWidget(part)
            self.body.addSpacing(gap)
        self.body.addLayout(grid)
        self.body.addSpacing(14)
        for part in (self.criteria, self.outcome):
            self.body.addWidget(part)
            self.body.addSpacing(14)
        self.missing_field.setContentsMargins(0, 0, 0, 12)
        self.body.addWidget(self.missing_field)
        self.body.addWidget(Field(_("Comment (the trainee can read it)"), self.comment))
        self.body.addWidget(self.error)
        self.body.addStretch(1)

    def fit(self, width: int) -> None:
        """The four controls side by side where their words fit, else in two or three lines."""
        needs = [part.sizeHint().width() for part in self._parts]
        side_by_side = sum(needs) + 12 * (len(needs) - 1)
        two = max(needs[0], needs[2]) + max(needs[1], needs[3]) + 12
        columns = 4 if side_by_side <= width else 2 if two <= width else 1
        if columns == self._columns:
            return
        self._columns = columns
        for part in self._parts:
            self._grid.removeWidget(part)
        for place, part in enumerate(self._parts):
            line, at, span = PLACES[columns][place]
            self._grid.addWidget(part, line, at, 1, span, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def renew(self, shown: PracticalRow) -> None:
        """Files may have arrived meanwhile; what was typed stays."""
        self.shown = shown
        self.evidence.show_files(shown.files)
        self.missing_field.setVisible(self.evidence.missing() > 0)
        self.changed.emit()

    def opened_file(self, sha256: str) -> None:
        """Tick it, and keep the tick."""
        self.touched = True
        self.evidence.mark_opened(sha256)
        self.changed.emit()

    def prepared(self) -> Prepared:
        """The sentence follows the form."""
        result = self.outcome.current()
        action = {"pass": _("Sign: pass"), "repeat": _("Sign: repeat")}.get(result, _("Sign"))
        said = meaning.practical(
            self.shown.name,
            self.day.day(),
            met=self.criteria.count(),
            of=len(self.criteria.boxes),
            setting=self.setting.current(),
            result=result,
        )
        return Prepared(said, action, mentoring.prints(len(self.shown.files)), self._not_ready(result))

    def _too_early(self) -> str:
        earliest = self.shown.earliest
        if earliest is None:
            return _("Mentoring has not begun.")
        if self.day.day() < earliest:
            said = _("Mentoring begins on {day}; what was seen before does not count.")
            return said.format(day=dates.day(earliest))
        return ""

    def _not_ready(self, result: str) -> str:
        if early := self._too_early():
            return early
        if not self.setting.current() or not self.independence.current():
            return _("Choose the setting and the independence.")
        if not result:
            return _("Choose a result.")
        if result == "repeat" and not self.comment.toPlainText().strip():
            return _("Write the comment the trainee will read.")
        if self.evidence.missing() and not self.why_missing.text().strip():
            return _("A file has not arrived: say why this is signed without it.")
        return ""

    def act(self) -> Act:
        """Sign the observation."""
        seen = Observed(
            practical=self.shown.practical,
            observed_on=self.day.day(),
            seconds=self.minutes.value() * 60,
            setting=self.setting.current(),
            independence=self.independence.current(),
            met=self.criteria.met(),
            result=self.outcome.current(),
            comment=self._said(),
            files=tuple(one.sha256 for one in self.shown.files),
            request=self.shown.request,
        )
        learner, said = self.shown.learner, self.prepared().meaning
        return lambda session, passphrase: attesting.attest_practical(
            session, learner, seen, meaning=said, passphrase=passphrase
        )

    def _said(self) -> str:
        comment = self.comment.toPlainText().strip()
        if not self.evidence.missing():
            return comment
        why = _("Signed without a file that had not arrived: {reason}").format(reason=self.why_missing.text().strip())
        return f"{comment}\n{why}".strip()

    def refused(self, error: Exception) -> None:
        """A day that does not count stands under the day, everything else at the foot."""
        if isinstance(error, Refused) and error.code in {"mentoring-not-started", "date-in-future"}:
            self.day_field.error(" ".join(sentences(error)).strip())
            self.day.setFocus()
        else:
            super().refused(error)

    def _allow(self) -> None:
        early = self._too_early()
        if early:
            self.day_field.error(early)
        else:
            self.day_field.clear_error()
        self.outcome.allow_pass(criteria_open(self.criteria.count(), len(self.criteria.boxes)))

    def _change(self, *what: object) -> None:
        self._allow()
        super()._change(*what)


class MilestoneForm(SigningForm):
    """One milestone of the programme."""

    def __init__(self, shown: MilestoneRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setObjectName("milestone")
        self.criteria = Criteria(shown.criteria)
        self.outcome = Outcome()
        self.comment = Area(spoken=_("Comment (the trainee can read it)"), name="comment", lines=3)
        self.comment.setFixedHeight(COMMENT_HEIGHT)
        self.figure = Line(name="figure", spoken=_("Figure in percent"))
        self.figure.setFixedWidth(120)
        self.figure_field = Field(_("Figure in percent"), self.figure)
        if shown.least is None:
            self.figure_field.hide()
        for part, gap in ((self.criteria, 14), (self.figure_field, 14), (self.outcome, 14)):
            self.body.addWidget(part)
            self.body.addSpacing(gap)
        self.body.addWidget(Field(_("Comment (the trainee can read it)"), self.comment))
        self.body.addWidget(self.error)
        self.body.addStretch(1)
        for signal in (self.criteria.changed, self.outcome.changed, self.comment.textChanged, self.figure.textChanged):
            signal.connect(self._change)
        if shown.least is not None:
            self.figure_field.set_help(_("At least {figure}").format(figure=dates.percent(shown.least)))
        self._allow()

    def basis_points(self) -> int | None:
        """The figure typed, in basis points; None when there is none or it is no percentage."""
        text = self.figure.text().strip().replace("%", "").replace("％", "").replace(",", ".")
        try:
            value = round(float(text) * 100)
        except ValueError:
            return None
        return value if 0 <= value <= 10_000 else None

    def prepared(self) -> Prepared:
        """The sentence follows the form."""
        result = self.outcome.current()
        said = meaning.milestone(
            self.shown.name,
            self.shown.title,
            self.shown.today,
            met=self.criteria.count(),
            of=len(self.criteria.boxes),
            figure=self.basis_points() if self.shown.least is not None else None,
            result=result,
        )
        action = {"pass": _("Sign: pass"), "repeat": _("Sign: repeat")}.get(result, _("Sign"))
        not_ready = "" if result else _("Choose a result.")
        if result == "repeat" and not self.comment.toPlainText().strip():
            not_ready = _("Write the comment the trainee will read.")
        return Prepared(said, action, mentoring.prints(0), not_ready)

    def act(self) -> Act:
        """Sign the milestone."""
        values = partial(
            attesting.attest_milestone,
            learner=self.shown.learner,
            milestone=self.shown.milestone,
            met=self.criteria.met(),
            figure=self.basis_points() if self.shown.least is not None else None,
            result=self.outcome.current(),
            comment=self.comment.toPlainText(),
            meaning=self.prepared().meaning,
        )
        return lambda session, passphrase: values(session, passphrase=passphrase)

    def _allow(self) -> None:
        why = criteria_open(self.criteria.count(), len(self.criteria.boxes))
        least, figure = self.shown.least, self.basis_points()
        if least is not None and (figure is None or figure < least):
            why = why or _("The figure has to be at least {figure}").format(figure=dates.percent(least))
        self.outcome.allow_pass(why)
        if least is not None and self.figure.text().strip() and figure is None:
            self.figure_field.error(_("A percentage between 0 and 100, for example 96.5"))
        else:
            self.figure_field.clear_error()

    def _change(self, *what: object) -> None:
        self._allow()
        super()._change(*what)
