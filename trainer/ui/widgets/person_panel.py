"""The sheet of one person: what is missing before they can begin, their place in the programme, and what HR can do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import N_, _, ngettext
from trainer.ui import theme
from trainer.ui.widgets.base import Flow, Icon, Label, Rule, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import DetailPanel, Pairs, ScrollColumn
from trainer.views.keys import KeyRow
from trainer.views.people import PersonRow
from trainer.wording import dates, people, reasons
from trainer.wording import records as wording
from trainer.wording.lines import listed

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        N_("Programme"),
        (
            ("enrol", N_("Enrol…")),
            ("assign", N_("Assign somebody…")),
            ("end", N_("End an assignment…")),
            ("hand-over", N_("Hand over…")),
            ("leave", N_("Leave…")),
            ("cancel-leave", N_("Take back a leave…")),
            ("open-exam", N_("Open exam…")),
        ),
    ),
    (
        N_("Computers and keys"),
        (
            ("bind", N_("Compare words and bind…")),
            ("invite", N_("Write invitation…")),
            ("replace", N_("Replace a device…")),
            ("end-key", N_("End a key…")),
            ("make-hr", N_("Make HR…")),
            ("end-hr", N_("End HR key…")),
        ),
    ),
    (N_("Profile"), (("profile", N_("Correct profile…")), ("depart", N_("Leaves the firm…")))),
)
"""Everything HR can do about somebody, under its captions: (code, words)."""

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
        self.assigned_rule = Rule()
        self.received = Label("", "caption", "ink2", wrap=True, tabular=True)
        self.keys = QVBoxLayout()
        self.keys.setSpacing(6)
        self.acts = {
            code: Button(_(words), "text", size=theme.SMALL, name=f"person-{code}")
            for _group, acts in GROUPS
            for code, words in acts
        }
        self.flows: list[Flow] = []
        self.captions = [Label(_(caption), "caption", "ink2") for caption, _acts in GROUPS]
        self.next = Button("", size=theme.LARGE, name="person-next")
        self.records = Button(_("Records"), size=theme.LARGE, name="person-records")
        self._next = ""
        self._build()

    def _build(self) -> None:
        area = ScrollColumn(gap=8, margins=(0, 0, 0, 0))
        area.body.addLayout(row(self.tag, None))
        area.body.addLayout(self.lacks)
        area.body.addWidget(self.pairs)
        area.body.addWidget(self.assigned_rule)
        area.body.addLayout(self.assigned)
        area.body.addWidget(Rule())
        area.body.addWidget(Label(_("Keys of this person"), "smallStrong"))
        area.body.addLayout(self.keys)
        area.body.addWidget(Rule())
        for caption, (_words, acts) in zip(self.captions, GROUPS, strict=True):
            area.body.addWidget(caption)
            flow = Flow(gap=4)
            flow.set_parts([self.acts[code] for code, _text in acts])
            area.body.addWidget(flow)
            self.flows.append(flow)
            for code, _text in acts:
                self.acts[code].clicked.connect(lambda _=False, it=code: self.wanted.emit(it))
        area.body.addStretch(1)
        self.content.addWidget(area, 1)
        self.content.addLayout(row(Icon("refresh", "ink2", 14), self.received, gap=8))
        self.foot.addWidget(self.next, 1)
        self.foot.addWidget(self.records)
        self.next.clicked.connect(lambda: self.wanted.emit(self._next))
        self.records.clicked.connect(lambda: self.wanted.emit("records"))

    def fill(self, one: PersonRow, today: date, *, me: bool = False, held: Sequence[tuple[str, str]] = ()) -> None:
        """Show a person; `me`: who is signed in, `held`: (as, name) of everybody they are assigned to now."""
        line = one.number or one.department
        if one.number and one.department:
            line = _("{number} · {department}").format(number=one.number, department=one.department)
        self.show_person(one.name, line)
        tone, icon = KEY_TONES[one.key]
        self.tag.show_as(_("Left the firm") if one.left else wording.key_state(one.key), tone, icon)
        clear(self.lacks)
        if one.missing:
            self.lacks.addWidget(Label(_("Missing before the start"), "smallStrong"))
        for code in one.missing:
            words = Label(wording.missing(code), "small", "ink2", wrap=True)
            made = row(Icon("progress", "ink2", 14), words, gap=8)
            made.setStretch(1, 1)
            self.lacks.addLayout(made)
        self.pairs.set_pairs(self._facts(one))
        self._fill_assigned(one, today, held)
        self._fill_actions(one, me=me, holds=bool(held))
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

    def _fill_assigned(self, one: PersonRow, today: date, held: Sequence[tuple[str, str]]) -> None:
        """Who works with them, and with whom they work; nothing where neither is to be expected."""
        clear(self.assigned)
        running = [row_ for row_ in one.assigned if row_.ended is None]
        self.assigned_rule.setVisible(bool(running or held or one.start is not None))
        if not running and one.start is not None:
            self.assigned.addWidget(Label(_("Nobody is assigned."), "small", "ink2", wrap=True))
        pairs = Pairs()
        pairs.set_pairs(
            [
                (
                    wording.role(each.as_),
                    _("{name}, since {day}").format(name=each.name, day=dates.day_near(each.since, today)),
                )
                for each in running
            ]
        )
        self.assigned.addWidget(pairs)
        if held:
            self.assigned.addWidget(Label(_("Responsible for"), "smallStrong"))
            names: dict[str, list[str]] = {}
            for as_, name in held:
                names.setdefault(as_, []).append(name)
            mine = Pairs()
            mine.set_pairs([(wording.role(as_), listed(each)) for as_, each in sorted(names.items())])
            self.assigned.addWidget(mine)

    def show_keys(self, keys: Sequence[KeyRow], one: PersonRow, today: date) -> None:
        """Every key with how far it is known here, and the words of one that waits."""
        clear(self.keys)
        for key in keys:
            live = key.state == "live"
            title = Label(people.fingerprint(key.log), "small" if live else "caption", "ink" if live else "ink2")
            title.setFont(theme.monospace(12))
            state = people.key_state(
                key.state, key.seq if live else key.ended_seq or 0, key.received, today, reasons.reason(key.reason)
            )
            words = column(title, Label(state, "caption", "ink2", wrap=True), gap=0)
            made = row(Icon("key" if live else "ban", "ok" if live else "ink3", 14), gap=8)
            made.addLayout(words, 1)
            self.keys.addLayout(made)
            if key.missing:
                self.keys.addWidget(Label(people.missing(key.missing), "caption", "warn", wrap=True))
        if one.waiting:
            self.keys.addWidget(Label(_("Waits to be bound; its six words:"), "caption", "ink2", wrap=True))
            flow = Flow(gap=6)
            flow.set_parts([Tag(f"{n}  {word}", "accent") for n, word in enumerate(one.waiting, 1)])
            flow.setAccessibleName(" ".join(one.waiting))
            self.keys.addWidget(flow)
        if not keys and not one.waiting:
            self.keys.addWidget(Label(_("No key yet."), "small", "ink2"))
        plain = any(key.state == "live" and not key.hr for key in keys)
        self.acts["replace"].setVisible(plain)
        self.acts["end-key"].setVisible(plain)
        self.acts["make-hr"].setVisible(plain)
        self.acts["end-hr"].setVisible(any(key.state == "live" and key.hr for key in keys))
        self._arrange()

    def _arrange(self) -> None:
        """Acts that do not apply leave no gap, nor does the caption of a group without any."""
        for caption, flow, (_words, acts) in zip(self.captions, self.flows, GROUPS, strict=True):
            shown = any(not self.acts[code].isHidden() for code, _text in acts)
            caption.setVisible(shown)
            flow.setVisible(shown)
            flow.arrange()

    def _fill_actions(self, one: PersonRow, *, me: bool, holds: bool) -> None:
        running = any(each.ended is None for each in one.assigned)
        self.acts["bind"].setVisible(bool(one.waiting))
        self.acts["invite"].setVisible(not me)
        self.acts["invite"].setText(_("Another device…") if one.key == "bound" else _("Write invitation…"))
        learner = not set(one.roles) - {"trainee"}
        self.acts["enrol"].setVisible(one.start is None and learner)
        self.acts["assign"].setVisible("hr" not in one.roles or one.start is not None)
        self.acts["end"].setVisible(running)
        self.acts["hand-over"].setVisible(running or holds)
        self.acts["leave"].setVisible(one.start is not None)
        self.acts["cancel-leave"].setVisible(bool(one.leaves))
        self.acts["depart"].setVisible(not me and not one.left)
        self._next = self._next_of(one)
        can_open = one.exam.state == "can-open" and one.key == "bound"
        self.acts["open-exam"].setVisible(can_open and self._next != "open-exam")
        words = {
            "open-exam": _("Open exam…"),
            "sign-exam": _("Sign exam result…"),
            "invite": _("Write invitation…"),
            "bind": _("Compare words and bind…"),
            "read": _("Read answer…"),
            "enrol": _("Enrol…"),
            "assign": _("Assign mentor…"),
            "approvals": _("Open approvals"),
        }
        self.next.setText(words.get(self._next, ""))
        self.next.setVisible(bool(self._next))
        for code in ("replace", "end-key", "make-hr", "end-hr"):  # known with the keys, which come with the next answer
            self.acts[code].hide()
        clear(self.keys)
        self._arrange()

    @staticmethod
    def _next_of(one: PersonRow) -> str:
        """The next thing HR can do for this person, empty for nothing."""
        if one.exam.state == "to-sign":
            return "sign-exam"
        if one.waiting:
            return "bind"
        if one.left:
            return ""
        if "key" in one.missing:
            return "read" if one.key == "invited" else "invite"
        if "programme" in one.missing:
            return "enrol"
        if "mentor" in one.missing:
            return "assign"
        if one.exam.state == "can-open" and not one.exam.early:
            return "open-exam"
        return "approvals" if one.start is not None else ""
