"""Who is looked at: the pane beside the queue with the learner's practicals, figures and the same group."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Avatar, Elided, Icon, Label, Rule, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import Pairs
from trainer.ui.widgets.progress import Legend, ProgressBar
from trainer.views.signing import GroupRow, LearnerRow
from trainer.wording import mentoring

SIGNS: Final[dict[str, tuple[str, str, str]]] = {
    "signed": ("check-circle", "ok", "ink2"),
    "waiting": ("hourglass", "warn", "warn"),
    "repeat": ("again", "bad", "bad"),
    "looking": ("progress", "ink2", "ink2"),
    "open": ("circle", "ink3", "ink2"),
    "planned": ("lock", "ink3", "ink2"),
}
"""State of a practical → drawing, its token, the token of the words."""


class LearnerPane(QWidget):
    """Avatar, week, practicals with the waiting part hatched, figures, the practicals of the same group."""

    file_asked = Signal(str)
    """The person whose sheet is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("learner")
        self.person = ""
        self.avatar = Avatar("", 40)
        self.name = Elided("", "subheading")
        self.place = Elided("", "caption", "ink2")
        self.sheet = Button(_("Sheet"), "text", size=theme.SMALL, name="learner-sheet")
        self.sheet.clicked.connect(lambda: self.file_asked.emit(self.person))
        self.figure = Label("", "small", tabular=True)
        self.bar = ProgressBar(thickness=8, spoken=_("Practicals signed off"))
        self.legend = Legend()
        self.pairs = Pairs()
        self.group = Elided("", "small", "ink2")
        self.group_total = Label("", "caption", "ink2", tabular=True)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        head = row(self.avatar, gap=12)
        head.addLayout(column(self.name, self.place, gap=0), 1)
        head.addWidget(self.sheet)
        self._rule = Rule()
        group = row(self.group, self.group_total)
        group.setStretch(0, 1)
        self.setLayout(
            column(
                head,
                4,
                row(Label(_("Practicals signed off"), "small", "ink2"), None, self.figure),
                self.bar,
                self.legend,
                6,
                self.pairs,
                4,
                self._rule,
                2,
                group,
                self.rows,
                gap=4,
            )
        )

    def show_learner(self, shown: LearnerRow, today: date) -> None:
        """Show this one."""
        self.person = shown.person
        self.avatar.set_name(shown.name)
        self.name.setText(shown.name)
        self.place.setText(shown.place)
        self.figure.setText(f"{shown.signed} / {shown.total}")
        signed = _("Signed {n}").format(n=shown.signed)
        waiting = _("To be confirmed {n}").format(n=shown.waiting) if shown.waiting else ""
        self.bar.set_share(shown.signed, shown.waiting, total=max(shown.total, 1), spoken=f"{signed}, {waiting}")
        self.legend.say(signed, waiting)
        self.pairs.set_pairs(list(shown.pairs))
        self.group.setText(shown.group)
        self.group_total.setText(str(shown.group_total) if shown.group_total else "")
        self._rule.setVisible(bool(shown.rows))
        clear(self.rows)
        for one in shown.rows:
            self.rows.addWidget(self._line(one, today))

    def _line(self, one: GroupRow, today: date) -> QWidget:
        made = QWidget()
        made.setFixedHeight(24)
        drawing, token, ink = SIGNS[one.state]
        said = mentoring.state(one.state)
        if one.state == "waiting" and one.asked:
            said = mentoring.wait(one.asked, today)[0] if mentoring.wait(one.asked, today)[1] else said
        made.setAccessibleName(f"{one.title}: {said}")
        title = Elided(one.title, "small")
        line = row(Icon(drawing, token, 16), title, gap=8)
        line.setStretch(1, 1)
        line.addWidget(Label(said, "caption", ink, tabular=True), 0, Qt.AlignmentFlag.AlignRight)
        made.setLayout(line)
        return made
