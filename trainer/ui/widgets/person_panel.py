"""The sheet of one person: what is missing before they can begin, their place in the programme, and what HR can do."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.widgets.base import Icon, Label, Rule, Tag, Tone, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import DetailPanel, Pairs, ScrollColumn
from trainer.views.people import PersonRow
from trainer.wording import dates
from trainer.wording import records as wording

KEY_TONES: dict[str, tuple[Tone, str]] = {
    "none": ("warn", "key"),
    "invited": ("accent", "invitation"),
    "bound": ("ok", "check"),
    "ended": ("bad", "ban"),
}


class PersonPanel(DetailPanel):
    """`wanted(code)`: what HR wants to do with the shown person."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("person-panel")
        self.tag = Tag("")
        self.lacks = QVBoxLayout()
        self.lacks.setSpacing(4)
        self.pairs = Pairs()
        self.assigned = QVBoxLayout()
        self.assigned.setSpacing(4)
        self.received = Label("", "caption", "ink2", wrap=True, tabular=True)
        self.acts = {
            code: Button(words, "text", size=theme.SMALL, name=f"person-{code}")
            for code, words in (
                ("invite", _("Write invitation…")),
                ("enrol", _("Enrol…")),
                ("assign", _("Assign somebody…")),
                ("end", _("End an assignment…")),
                ("leave", _("Record leave…")),
                ("open-exam", _("Open exam…")),
                ("profile", _("Correct profile…")),
            )
        }
        self.next = Button("", size=theme.LARGE, name="person-next")
        self.records = Button(_("Records"), size=theme.LARGE, name="person-records")
        self._next = ""
        self._build()

    def _build(self) -> None:
        area = ScrollColumn(gap=8, margins=(0, 0, 0, 0))
        area.body.addLayout(row(self.tag, None))
        area.body.addLayout(self.lacks)
        area.body.addWidget(self.pairs)
        area.body.addWidget(Rule())
        area.body.addLayout(self.assigned)
        area.body.addWidget(Rule())
        for code, button in self.acts.items():
            area.body.addLayout(row(button, None))
            button.clicked.connect(lambda _=False, it=code: self.wanted.emit(it))
        area.body.addStretch(1)
        self.content.addWidget(area, 1)
        self.content.addLayout(row(Icon("refresh", "ink2", 14), self.received, gap=8))
        self.foot.addWidget(self.next, 1)
        self.foot.addWidget(self.records)
        self.next.clicked.connect(lambda: self.wanted.emit(self._next))
        self.records.clicked.connect(lambda: self.wanted.emit("records"))

    def fill(self, one: PersonRow, today: date) -> None:
        """Show a person."""
        line = one.number or one.department
        if one.number and one.department:
            line = _("{number} · {department}").format(number=one.number, department=one.department)
        self.show_person(one.name, line)
        tone, icon = KEY_TONES[one.key]
        self.tag.show_as(wording.key_state(one.key), tone, icon)
        clear(self.lacks)
        if one.missing:
            self.lacks.addWidget(Label(_("Missing before the start"), "smallStrong"))
        for code in one.missing:
            words = Label(wording.missing(code), "small", "ink2", wrap=True)
            made = row(Icon("progress", "ink2", 14), words, gap=8)
            made.setStretch(1, 1)
            self.lacks.addLayout(made)
        self.pairs.set_pairs(self._facts(one))
        self._fill_assigned(one)
        self._fill_actions(one)
        self.received.setText(wording.as_of(one.received, today))

    @staticmethod
    def _facts(one: PersonRow) -> list[tuple[str, str]]:
        facts = [(_("Roles"), wording.roles(one.roles) or "—")]
        if one.key == "invited":
            facts.append((_("Invitation holds until"), dates.day(dates.local(one.invited_until).date())))
        if one.start is not None:
            facts.append((_("Programme"), _("version {version}").format(version=one.programme)))
            facts.append((_("Start"), dates.day(one.start)))
            gate = _("{met} of {total} met").format(met=one.met, total=one.total)
            facts.append((_("Go-live gate"), gate))
        if one.leaves:
            days = sum((until - since).days + 1 for since, until, _kind in one.leaves)
            facts.append((_("Leave"), ngettext("{n} day", "{n} days", days).format(n=days)))
        return facts

    def _fill_assigned(self, one: PersonRow) -> None:
        clear(self.assigned)
        running = [row_ for row_ in one.assigned if row_.ended is None]
        if not running:
            self.assigned.addWidget(Label(_("Nobody is assigned."), "small", "ink2", wrap=True))
        pairs = Pairs()
        pairs.set_pairs(
            [
                (
                    wording.role(each.as_),
                    _("{name}, since {day}").format(name=each.name, day=dates.short_day(each.since)),
                )
                for each in running
            ]
        )
        self.assigned.addWidget(pairs)

    def _fill_actions(self, one: PersonRow) -> None:
        running = any(each.ended is None for each in one.assigned)
        self.acts["invite"].setVisible("hr" not in one.roles)
        learner = not set(one.roles) - {"trainee"}
        self.acts["enrol"].setVisible(one.start is None and learner)
        self.acts["assign"].setVisible("hr" not in one.roles)
        self.acts["end"].setVisible(running)
        self.acts["leave"].setVisible(one.start is not None)
        self._next = self._next_of(one)
        can_open = one.exam.state == "can-open" and one.key == "bound"
        self.acts["open-exam"].setVisible(can_open and self._next != "open-exam")
        words = {
            "open-exam": _("Open exam…"),
            "sign-exam": _("Sign exam result…"),
            "invite": _("Write invitation…"),
            "read": _("Read answer…"),
            "enrol": _("Enrol…"),
            "assign": _("Assign mentor…"),
            "approvals": _("Open approvals"),
        }
        self.next.setText(words.get(self._next, ""))
        self.next.setVisible(bool(self._next))

    @staticmethod
    def _next_of(one: PersonRow) -> str:
        """The next thing HR can do for this person, empty for nothing."""
        if one.exam.state == "to-sign":
            return "sign-exam"
        if "key" in one.missing:
            return "read" if one.key == "invited" else "invite"
        if "programme" in one.missing:
            return "enrol"
        if "mentor" in one.missing:
            return "assign"
        if one.exam.state == "can-open" and not one.exam.early:
            return "open-exam"
        return "approvals" if one.start is not None else ""
