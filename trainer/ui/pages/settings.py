"""Settings of this computer, the passphrase, backups, and what the program says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer import __version__, config
from trainer.actions import keeping
from trainer.actions.keeping import Backup
from trainer.errors import Refused
from trainer.i18n import _, language
from trainer.ledger import keys
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.keymap import KeyMap
from trainer.ui.navigation import Sidebar, entry, installed
from trainer.ui.problems import sentence, sentences
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Icon, Label, Rule, clear, column, row
from trainer.ui.widgets.buttons import Button, CheckBox, Choice, Segments
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.fields import Field, PassphraseField
from trainer.ui.widgets.new_passphrase import NewPassphrase
from trainer.ui.widgets.page import PageHeader, Pairs, ScrollColumn
from trainer.views import settings as view
from trainer.wording import about as said
from trainer.wording import keeping as wording

LOCKS = (5, 10, 20, 30, 60, 0)
BACKUPS_SHOWN = 5


def _line(title: str, control: QWidget, help_: str = "") -> QHBoxLayout:
    """One setting: what it is at the left, the control at the right."""
    if not control.accessibleName():
        control.setAccessibleName(title)
    words = column(Label(title, wrap=True), gap=0)
    if help_:
        words.addWidget(Label(help_, "caption", "ink2", wrap=True))
    made = row(words, control, gap=16)
    made.setStretch(0, 1)
    made.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
    return made


class SettingsPage(Page):
    """Every choice comes into force at once and is kept; there is nothing to save."""

    name = "settings"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.kdf = keys.STRONG
        """How hard the key file is to open by guessing; tests take a cheaper one."""
        self.header = PageHeader(_("Settings"), _("They hold for this computer and come into force at once."))
        left = column(self._look_card(), self._work_card(), self._passphrase_card(), None, gap=theme.GAP)
        right = column(self._data_card(), self._about_card(), None, gap=theme.GAP)
        parts = QHBoxLayout()
        parts.setSpacing(theme.GAP)
        parts.addLayout(left, 1)
        parts.addLayout(right, 1)
        area = ScrollColumn()
        area.body.addWidget(self.header)
        area.body.addLayout(parts)
        area.body.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(area)

    # look

    def _look_card(self) -> Card:
        card = Card(_("Look"), gap=12)
        self.language = Choice([("zh_CN", "简体中文"), ("en", "English")], spoken=_("Language"), name="set-language")
        self.theme = Segments(
            [("system", _("System")), ("light", _("Light")), ("dark", _("Dark"))], spoken=_("Light or dark")
        )
        sizes = [(str(size), _("{n} px").format(n=size)) for size in config.READING_SIZES]
        self.reading = Segments(sizes, spoken=_("Text size of lessons"))
        scales = [(str(scale), f"{scale}%") for scale in config.SCALES]
        self.scale = Segments(scales, spoken=_("Size of the interface"))
        self.scale_note = Label("", "caption", "warn", wrap=True)
        self.scale_note.hide()
        self.contrast = Segments(
            [("system", _("System")), ("normal", _("Normal")), ("high", _("High"))], spoken=_("Contrast")
        )
        self.contrast.changed.connect(lambda code: self.shell.keep(contrast=code))
        self.language.changed.connect(lambda code: self.shell.keep(language=code))
        self.theme.changed.connect(lambda code: self.shell.keep(theme=code))
        self.reading.changed.connect(lambda code: self.shell.keep(reading_size=int(code)))
        self.scale.changed.connect(self._scaled)
        card.body.addLayout(_line(_("Language"), self.language))
        card.body.addWidget(Rule())
        card.body.addLayout(_line(_("Light or dark"), self.theme))
        card.body.addWidget(Rule())
        card.body.addLayout(_line(_("Contrast"), self.contrast))
        card.body.addWidget(Rule())
        card.body.addLayout(_line(_("Text size of lessons"), self.reading))
        card.body.addWidget(Rule())
        card.body.addLayout(_line(_("Size of the interface"), self.scale))
        card.body.addWidget(self.scale_note)
        return card

    def _scaled(self, code: str) -> None:
        self.shell.keep(scale=int(code))
        self.scale_note.setText(_("The new size is there after the next start of the program."))
        self.scale_note.show()

    # work

    def _work_card(self) -> Card:
        card = Card(_("Working"), gap=12)
        self.idle = Choice(
            [(str(n), _("after {n} minutes").format(n=n) if n else _("never")) for n in LOCKS],
            spoken=_("Lock without input"),
            name="set-idle",
        )
        self.idle.changed.connect(lambda code: self.shell.keep(idle_lock=int(code)))
        self.single = CheckBox(_("Keys without Ctrl or Alt"), name="set-single-keys")
        self.single.toggled.connect(self._single_changed)
        self.map = Button(_("Keyboard map"), size=theme.SMALL, name="keyboard-map")
        self.map.clicked.connect(self.show_keys)
        card.body.addLayout(
            _line(_("Lock without input"), self.idle, _("Locking signs out; everything recorded stays."))
        )
        card.body.addWidget(Rule())
        card.body.addLayout(row(self.single, None, self.map))
        card.body.addWidget(
            Label(
                _("J and K in lessons, 1 to 6 for options. Switch off if an input method takes them."),
                "caption",
                "ink2",
                wrap=True,
            )
        )
        return card

    def _single_changed(self, on: bool) -> None:
        if self.shell.settings().single_keys != on:
            self.shell.keep(single_keys=on)

    def show_keys(self) -> None:
        """The keyboard map of this page."""
        sidebar = self.window().findChild(Sidebar)
        KeyMap(self.name, self.window(), entries=len(sidebar.order) if sidebar is not None else 0).open()

    # passphrase

    def _passphrase_card(self) -> Card:
        card = Card(_("Passphrase"), gap=12)
        help_ = _("Locks the key file on this computer anew; copies elsewhere keep the old one.")
        self.old = PassphraseField(name="old-passphrase")
        self.old_field = Field(_("Present passphrase"), self.old)
        self.old.setAccessibleName(_("Present passphrase"))
        self.fresh = NewPassphrase("new-passphrase")
        self.change = Button(_("Change the passphrase"), icon="key", name="change-passphrase")
        self.change.clicked.connect(self._change)
        self.fresh.entered.connect(self._change)
        self.open_form = Button(_("Change the passphrase…"), icon="key", name="open-passphrase")
        self.open_form.clicked.connect(lambda: self._show_form(on=True))
        leave = Button(_("Cancel"), "text", name="cancel-passphrase")
        leave.clicked.connect(lambda: self._show_form(on=False))
        self.passphrase_error = InlineError()
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.addWidget(self.old_field)
        form.addWidget(self.fresh)
        form.addWidget(self.passphrase_error)
        form.addLayout(row(self.change, leave, None, gap=12))
        card.body.addWidget(Label(help_, "small", "ink2", wrap=True))
        card.body.addLayout(row(self.open_form, None))
        card.body.addWidget(self._form)
        self._form.hide()
        return card

    def _show_form(self, *, on: bool) -> None:
        self._form.setVisible(on)
        self.open_form.setVisible(not on)
        (self.old if on else self.open_form).setFocus()

    def _change(self) -> None:
        self.old_field.clear_error()
        self.passphrase_error.clear()
        if not self.old.text():
            self.old_field.error(_("Type the present passphrase."))
            self.old.setFocus()
            return
        new = self.fresh.value()
        if new is None:
            return
        self.change.setEnabled(False)
        self.do(partial(_relock, old=self.old.text(), new=new, kdf=self.kdf), self._changed, self._not_changed)

    def _changed(self, _nothing: None) -> None:
        self.change.setEnabled(True)
        self.old.clear()
        self.fresh.clear()
        self._show_form(on=False)
        self.shell.toast(_("The passphrase was changed. The new one holds from the next sign-in."))

    def _not_changed(self, error: Exception) -> None:
        self.change.setEnabled(True)
        said = sentence(error)
        code = error.code if isinstance(error, Refused) else ""
        if code == "wrong-passphrase":
            self.old_field.error(said)
            self.old.selectAll()
            self.old.setFocus()
        elif code in {"weak-passphrase", "same-passphrase"}:
            self.fresh.refuse(said)
        else:
            self.passphrase_error.say(*sentences(error))

    # data and backups

    def _data_card(self) -> Card:
        card = Card(_("Data on this computer"), gap=12)
        self.folder = Label(str(self.shell.folder), "small", wrap=True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show = Button(_("Open the folder"), icon="folder", size=theme.SMALL, name="open-folder")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.shell.folder))))
        line = row(self.folder, show, gap=16)
        line.setStretch(0, 1)
        self.backups = QVBoxLayout()
        self.backups.setSpacing(6)
        self.back_up = Button(_("Back up now"), icon="drive", size=theme.SMALL, name="back-up")
        self.back_up.clicked.connect(self._back_up)
        self.backup_error = InlineError()
        restore = Button(_("Sign out to restore…"), "text", size=theme.SMALL, name="restore")
        restore.clicked.connect(self.shell.sign_out)
        help_ = _("Made daily and checked; older ones are thinned. Restoring begins on the welcome page.")
        card.body.addLayout(line)
        card.body.addWidget(Rule())
        card.body.addWidget(Label(_("Backups"), "strong"))
        card.body.addWidget(Label(help_, "caption", "ink2", wrap=True))
        card.body.addLayout(self.backups)
        card.body.addWidget(self.backup_error)
        more = [self._link("backups")] if installed(entry("backups")) else []
        card.body.addLayout(row(self.back_up, restore, None, *more, gap=16))
        return card

    def _back_up(self) -> None:
        self.back_up.setEnabled(False)
        self.backup_error.clear()
        self.ask(keeping.back_up, self._backed_up, self._not_backed_up)

    def _backed_up(self, _made: Backup) -> None:
        self.back_up.setEnabled(True)
        self.ask(_backups, self._fill_backups)

    def _not_backed_up(self, error: Exception) -> None:
        self.back_up.setEnabled(True)
        self.backup_error.say(*sentences(error))

    def _fill_backups(self, found: Sequence[Backup]) -> None:
        clear(self.backups)
        today = self.shell.today()
        if not found:
            self.backups.addWidget(Label(_("None yet. The first is made today."), "small", "ink2"))
        for one in found[:BACKUPS_SHOWN]:
            said = Label(wording.backup(one.made, one.size, today), "small", tabular=True)
            self.backups.addLayout(row(Icon("check", "ok", 14), said, None))
        if len(found) > BACKUPS_SHOWN:
            more = _("and {n} older ones").format(n=len(found) - BACKUPS_SHOWN)
            self.backups.addWidget(Label(more, "caption", "ink2"))

    # about

    def _about_card(self) -> Card:
        card = Card(_("About"), gap=10)
        self.about = Pairs()
        self.org = ""
        self.copy_org = Button(_("Copy the organisation id"), icon="copy", size=theme.SMALL, name="copy-org")
        self.copy_org.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.org))
        help_ = _("Certificates are checked against this id. Compare it once with HR.")
        card.body.addWidget(self.about)
        card.body.addWidget(Label(help_, "caption", "ink2", wrap=True))
        links = [self._link(name) for name in ("help", "about") if installed(entry(name))]
        card.body.addLayout(row(self.copy_org, None, *links, gap=16))
        return card

    def _link(self, page: str) -> Button:
        """A button that opens another page."""
        made = Button(_(entry(page).title), "text", size=theme.SMALL, name=f"settings-{page}")
        made.clicked.connect(lambda: self.shell.go(page))
        return made

    def _fill_about(self, found: view.About) -> None:
        self.org = found.org
        self.about.set_pairs([*said.installed(found, __version__), *said.organisation(found)])

    # showing

    def main_control(self) -> QWidget:
        """The first choice."""
        return self.language

    def affected(self, people: frozenset[str]) -> bool:
        """Nothing here is about people."""
        del people
        return False

    def refresh(self) -> None:
        """Show what is in force."""
        settings = self.shell.settings()
        self.language.set_code(language())
        self.theme.set_current(settings.theme)
        self.contrast.set_current(settings.contrast)
        self.reading.set_current(str(settings.reading_size))
        self.scale.set_current(str(settings.scale))
        self.idle.set_code(str(settings.idle_lock))
        self.single.setChecked(settings.single_keys)
        self.ask(_backups, self._fill_backups)
        self.ask(view.about, self._fill_about)


def _backups(session: Session) -> Sequence[Backup]:
    return keeping.backups(session.folder)


def _relock(session: Session, *, old: str, new: str, kdf: keys.Kdf) -> None:
    if session.key_file is None:
        raise Refused("read-only")
    keeping.change_passphrase(session.key_file, old, new, kdf=kdf)
