"""About: versions, the library, the organisation, this computer, and the diagnostics that can be copied for support."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _, language
from trainer.ui import theme
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Label, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import PageHeader, Pairs, ScrollColumn
from trainer.views import about as view
from trainer.views import today
from trainer.wording import about as said


class AboutPage(Page):
    """Nothing here changes anything. Every figure can be compared with another computer's."""

    name: ClassVar[str] = "about"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: view.Facts | None = None
        self.words_title = Label(_("Six words of the key"), "small", "ink2")
        self.words = Label("", "body", wrap=True)
        self.words.setObjectName("word-all")
        self.words_title.setBuddy(self.words)
        self.program, self.organisation, self.computer = Pairs(), Pairs(), Pairs()
        self.copy = Button(_("Copy diagnostics"), "primary", icon="copy", name="copy-diagnostics")
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        self.header = PageHeader(_("About"), _("What is installed here, and where everything lies."), self.copy)
        area = ScrollColumn()
        area.body.addWidget(self.header)
        parts = row(
            column(self._program_card(), self._licence_card(), None, gap=theme.GAP),
            column(self._organisation_card(), self._computer_card(), None, gap=theme.GAP),
            gap=theme.GAP,
        )
        parts.setStretch(0, 1)
        parts.setStretch(1, 1)
        area.body.addLayout(parts)
        area.body.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(area)

    def _program_card(self) -> Card:
        card = Card(_("Program"), gap=10)
        card.body.addWidget(self.program)
        return card

    def _licence_card(self) -> Card:
        card = Card(_("Licence"), gap=8)
        line = _("Free software under the Apache licence, version 2.0. The text lies beside the program.")
        card.body.addWidget(Label(line, "small", wrap=True))
        private = _("Diagnostics hold versions and counts: no names, no texts, no ids.")
        card.body.addWidget(Label(private, "caption", "ink2", wrap=True))
        return card

    def _organisation_card(self) -> Card:
        card = Card(_("Organisation"), gap=10)
        copy = Button(_("Copy the organisation id"), icon="copy", size=theme.SMALL, name="about-copy-org")
        copy.clicked.connect(lambda: self._clip(self.found.library.org if self.found is not None else ""))
        card.body.addWidget(self.organisation)
        card.body.addLayout(row(copy, None))
        return card

    def _computer_card(self) -> Card:
        card = Card(_("This computer"), gap=10)
        folder = Label(str(self.shell.folder), "small", wrap=True)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show = Button(_("Open the folder"), icon="folder", size=theme.SMALL, name="about-open-folder")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.shell.folder))))
        copy = Button(_("Copy the path"), icon="copy", size=theme.SMALL, name="about-copy-folder")
        copy.clicked.connect(lambda: self._clip(str(self.shell.folder)))
        key = Button(_("Copy the key fingerprint"), icon="key", size=theme.SMALL, name="about-copy-key")
        key.clicked.connect(lambda: self._clip(self.found.key if self.found is not None else ""))
        card.body.addWidget(Label(_("Data folder"), "small", "ink2"))
        card.body.addWidget(folder)
        card.body.addLayout(row(show, copy, None))
        card.body.addWidget(self.computer)
        card.body.addLayout(row(key, None))
        card.body.addWidget(self.words_title)
        card.body.addWidget(self.words)
        return card

    # showing

    def main_control(self) -> QWidget:
        """Copying."""
        return self.copy

    def affected(self, people: frozenset[str]) -> bool:
        """Counts of records are as of the visit."""
        del people
        return False

    def refresh(self) -> None:
        """Count again. The six words belong to the open key, which only the writer thread has."""
        self.ask(view.facts, self._show)
        self.do(today.key_words, self._show_words)

    def _show(self, found: view.Facts) -> None:
        self.found = found
        self.copy.setEnabled(True)
        self.program.set_pairs(said.program(found, qVersion()))
        self.organisation.set_pairs(said.organisation(found.library))
        self.computer.set_pairs(said.computer(found))

    def _show_words(self, words: tuple[str, ...]) -> None:
        self.words.setText(" ".join(words))
        self.words_title.setVisible(bool(words))

    def _copy(self) -> None:
        if self.found is None:
            return
        screen = QGuiApplication.primaryScreen()
        toolkit = {
            "qt": qVersion(),
            "platform": QGuiApplication.platformName(),
            "language": language(),
            "theme": theme.mode(),
            "screen": f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g}",
        }
        self._clip(view.diagnostics(self.found, toolkit))

    def _clip(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.shell.toast(_("Copied."))
