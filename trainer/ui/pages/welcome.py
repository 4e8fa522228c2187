"""Who are you: the people with a key on this computer, their passphrase, and the first steps (ui.md §3.5).

Painted before anything heavy is loaded: people come from the public fields of key files, nothing else is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer import __version__, config
from trainer.i18n import N_, _, language, ngettext
from trainer.ledger.keyring import KeyFile, keys_in
from trainer.session import ZONE
from trainer.ui import theme
from trainer.ui.reading_order import InReadingOrder
from trainer.ui.widgets.base import Avatar, Card, Elided, Icon, KeyCap, Label, Rule, Selectable, column, row
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.feedback import Banner, EmptyState
from trainer.ui.widgets.fields import Field, PassphraseField
from trainer.ui.widgets.plain import Mark

WIDTH = 1040
"""Content width (ui.md §3.5)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way to begin: `source` is the page ``module:Class``; a step without its page is not offered."""

    name: str
    source: str
    icon: str
    title: str
    text: str


STEPS: Final[tuple[Step, ...]] = (
    Step(
        "look",
        "looking:LookPage",
        "compass",
        N_("Look around"),
        N_("Open a demonstration organisation and walk through it in a role. No passphrase; can be deleted any time."),
    ),
    Step(
        "found",
        "found:FoundPage",
        "building",
        N_("Found an organisation"),
        N_("Make the root key and the first HR person. Have a USB stick ready for the recovery file."),
    ),
    Step(
        "join",
        "join:JoinPage",
        "invitation",
        N_("Join with an invitation"),
        N_("Open the invitation file from HR, make your own key and compare six words face to face."),
    ),
)

FIRST: Final = ("look", "join")
"""What the big button of an empty computer offers, the first of these that this program can do."""

ROLE_WORDS: Final[dict[str, str]] = {
    "trainee": N_("Trainee"),
    "specialist": N_("Specialist"),
    "mentor": N_("Mentor"),
    "author": N_("Author"),
    "proctor": N_("Proctor"),
    "examiner": N_("Examiner"),
    "director": N_("Director"),
    "hr": N_("HR"),
}

FORGOTTEN: Final = N_(
    "A forgotten passphrase cannot be recovered. HR ends the old key and binds a new one; records stay valid."
)


def steps() -> list[Step]:
    """The first steps this program can really do."""
    return [one for one in STEPS if find_spec(f"trainer.ui.pages.{one.source.partition(':')[0]}") is not None]


def used(time: int, today: date) -> str:
    """When a key was last used, short: today with the time, this year with the day, else the whole date; never: empty."""
    if not time:
        return ""
    from trainer.wording import dates  # noqa: PLC0415  # small, but not needed on an empty computer

    day = datetime.fromtimestamp(time / 1000, ZONE).date()
    return dates.moment(time, today) if day == today else dates.short_day(day)


class PersonRow(Selectable):
    """A key on this computer: closed, open with the passphrase, unlocking, wrong passphrase."""

    unlock_asked = Signal(str)

    def __init__(self, key: KeyFile, organisation: str, when: str, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.key = key
        roles = _(", ").join(_(ROLE_WORDS[role]) for role in key.roles if role in ROLE_WORDS)
        both = _("{roles} · {organisation}").format(roles=roles, organisation=organisation)
        line = both if roles and organisation else roles or organisation
        self.setObjectName(f"person-{key.log[:8]}")
        self.setAccessibleName(f"{key.name}, {line}")
        self._avatar = Avatar(key.name, 40, "chip", "ink2")
        self._name = Elided(key.name, "strong")
        words = column(self._name, Label(line, "caption", "ink2"), gap=1)
        head = row(self._avatar, 4, gap=8)
        head.addLayout(words, 1)
        head.addWidget(Label(when, "caption", "ink2"))
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(12)
        self.body.addLayout(head)
        self.passphrase = PassphraseField(name="passphrase")
        self.button = Button(_("Unlock and enter"), "primary", name="unlock")
        self.field = Field(_("Passphrase"), self.passphrase, _(FORGOTTEN), beside=self.button)
        self.button.clicked.connect(self.ask)
        self.passphrase.returnPressed.connect(self.ask)
        self.field.hide()
        self.body.addWidget(self.field)

    def ask(self) -> None:
        """Enter or the button."""
        if self.passphrase.text() or self.key.demo:
            self.unlock_asked.emit(self.passphrase.text())
        else:
            self.field.error(_("Type the passphrase of this key."))

    def selection_changed(self) -> None:
        """Open or closed."""
        self.field.setVisible(self.selected())
        self.passphrase.setVisible(not self.key.demo)
        self._avatar.set_fill(*(("surface", "accentInk") if self.selected() else ("chip", "ink2")))

    def unlocking(self, on: bool) -> None:
        """The key is being opened; takes about a second on purpose."""
        self.button.setEnabled(not on)
        self.button.setText(_("Unlocking …") if on else _("Unlock and enter"))
        self.passphrase.setReadOnly(on)

    def wrong(self, text: str) -> None:
        """It did not open: the field keeps its text, selected."""
        self.unlocking(False)
        self.field.error(text)
        self.passphrase.selectAll()
        self.passphrase.setFocus()


class StepRow(Selectable):
    """One first step: icon, what it does and what to have ready."""

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"step-{step.name}")
        self.setAccessibleName(_(step.title))
        self.setAccessibleDescription(_(step.text))
        self.body.setContentsMargins(0, 16, 4, 16)
        words = column(Label(_(step.title), "strong"), Label(_(step.text), "small", "ink2", wrap=True), gap=3)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(Icon(step.icon, "accentInk", 20), 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(words, 1)
        body.addWidget(Icon("right", "ink2", 16))
        self.body.addLayout(body)


class WelcomePage(InReadingOrder):
    """The page before a key is open."""

    unlock_asked = Signal(object, str)
    step_asked = Signal(str, str)
    language_chosen = Signal(str)
    theme_switched = Signal()

    def __init__(self, folder: Path, settings: config.Settings, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._settings, self._today = settings, today
        self._keys = keys_in(config.keys_folder(folder))
        self._rows: list[PersonRow] = []
        cards = QHBoxLayout()
        cards.setSpacing(theme.GAP)
        cards.addWidget(self._people_card(), 632)
        cards.addWidget(self._first_card(), 392)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 24, 0, 24)
        body.setSpacing(0)
        body.addStretch(9)
        body.addLayout(self._head())
        body.addSpacing(34)
        body.addLayout(cards)
        body.addStretch(13)
        body.addLayout(self._foot())
        self.banner = Banner()
        centre = QHBoxLayout()
        centre.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        centre.addStretch(1)
        centre.addWidget(inner, 1000)
        centre.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.banner)
        outer.addLayout(centre, 1)
        self._open(0)

    def _head(self) -> QHBoxLayout:
        words = column(
            Label(_("Qicheng"), "title"),
            Label(_("Learning, mentoring and going live for after-sales specialists"), "small", "ink2"),
            gap=0,
        )
        self.language = Choice([("zh_CN", "简体中文"), ("en", "English")], spoken=_("Language"), name="language")
        self.language.set_code(language())
        self.language.setMinimumWidth(124)
        self.language.changed.connect(self.language_chosen)
        dark = theme.mode() == "dark"
        self.look = Button("", "icon", icon="moon" if dark else "sun", spoken=_("Light or dark"), name="theme")
        self.look.clicked.connect(self.theme_switched)
        theme.changed.connect(self._look_changed)
        made = row(Mark(40), words, None, self.language, self.look, gap=12)
        made.setAlignment(self.look, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _look_changed(self) -> None:
        """Another theme: everything repaints itself, a passphrase half typed stays."""
        self.look.set_icon("moon" if theme.mode() == "dark" else "sun")

    def _foot(self) -> QHBoxLayout:
        version = _("Qicheng {version}").format(version=__version__)
        return row(Label(version, "caption", "ink2"), None, Label(_("Keys"), "caption", "ink2"), KeyCap("F1"))

    def _people_card(self) -> Card:
        card = Card(gap=0)
        card.setObjectName("people-card")
        card.setMinimumHeight(436)
        card.body.setContentsMargins(24, 20, 24, 16)
        if not self._keys:
            first = next((one for one in steps() if one.name in FIRST), None)
            empty = EmptyState(
                _("No key on this computer yet"),
                _("Found an organisation, or join one with the invitation file from HR."),
                icon="key",
                action=_(first.title) if first is not None else "",
                kind="primary",
            )
            if first is not None:
                empty.acted.connect(lambda: self._ask_step(first))
            card.body.addWidget(empty)
            return card
        count = ngettext("{n} key", "{n} keys", len(self._keys)).format(n=len(self._keys))
        card.body.addLayout(
            row(Label(_("People on this computer"), "subheading"), None, Label(count, "caption", "ink2"))
        )
        help_ = _("Unlocking your key is signing in. Everybody sees only what is theirs to see.")
        card.body.addSpacing(2)
        card.body.addWidget(Label(help_, "small", "ink2", wrap=True))
        card.body.addSpacing(14)
        for place, key in enumerate(self._keys):
            one = PersonRow(key, self._settings.organisation_title, used(key.last_used, self._today))
            one.chosen.connect(lambda at=place: self._open(at))
            one.unlock_asked.connect(lambda text, it=key: self.unlock_asked.emit(it, text))
            self._rows.append(one)
            card.body.addWidget(one)
        card.body.addStretch(1)
        minutes = self._settings.idle_lock
        foot = (
            _("Records and keys stay on this computer; works offline, locks after {n} minutes without input.").format(
                n=minutes
            )
            if minutes
            else _("Records and keys stay on this computer; works offline.")
        )
        card.body.addSpacing(12)
        card.body.addLayout(row(Icon("lock", "ink3", 14), Label(foot, "caption", "ink2", wrap=True)))
        return card

    def _first_card(self) -> Card:
        card = Card(gap=0)
        card.setObjectName("first-card")
        card.body.setContentsMargins(24, 20, 24, 16)
        card.body.addWidget(Label(_("First time here"), "subheading"))
        card.body.addSpacing(2)
        card.body.addWidget(Label(_("No key yet? Begin here."), "small", "ink2", wrap=True))
        card.body.addSpacing(4)
        offered = steps()
        for place, step in enumerate(offered):
            one = StepRow(step)
            one.last = place == len(offered) - 1
            one.chosen.connect(lambda it=step: self._ask_step(it))
            card.body.addWidget(one)
        card.body.addStretch(1)
        if find_spec("trainer.ui.pages.restore") is not None:
            card.body.addWidget(Rule())
            link = Button(_("Restore it…"), "text", size=theme.SMALL, name="restore")
            link.clicked.connect(lambda: self.step_asked.emit("restore", "RestorePage"))
            card.body.addSpacing(8)
            card.body.addLayout(
                row(Icon("drive", "ink3", 14), Label(_("Have a backup?"), "caption", "ink2"), link, None)
            )
        if find_spec("trainer.ui.pages.recover") is not None:
            lost = Button(_("A new key for HR…"), "text", size=theme.SMALL, name="recover")
            lost.clicked.connect(lambda: self.step_asked.emit("recover", "RecoverPage"))
            card.body.addLayout(row(Icon("key", "ink3", 14), Label(_("HR's key lost?"), "caption", "ink2"), lost, None))
        return card

    def _ask_step(self, step: Step) -> None:
        module, _colon, kind = step.source.partition(":")
        self.step_asked.emit(module, kind)

    def _open(self, place: int) -> None:
        for at, one in enumerate(self._rows):
            one.set_selected(at == place)
            one.last = at + 1 == place
        self.focus_first()

    def focus_first(self) -> None:
        """The cursor into the passphrase of the open person; nobody there: onto the primary button."""
        row = self.current()
        first = self.findChild(Button, "empty-action") or self.findChild(StepRow)
        if row is not None:
            (row.button if row.key.demo else row.passphrase).setFocus()
        elif first is not None:
            first.setFocus()

    def open_person(self, key_file: Path) -> None:
        """Open the row of this key file, if it is listed."""
        for at, one in enumerate(self._rows):
            if one.key.path == key_file:
                self._open(at)

    def current(self) -> PersonRow | None:
        """The open row."""
        return next((one for one in self._rows if one.selected()), None)

    def rows(self) -> list[PersonRow]:
        """Everybody listed."""
        return self._rows
