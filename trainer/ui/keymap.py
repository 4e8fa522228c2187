"""F1: the keyboard map of a page, made from the one table of shortcuts."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import shortcuts, theme
from trainer.ui.widgets.base import KeyCap, Label, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import ScrollColumn

_NAMES = {"Left": "←", "Right": "→", "Return": "Enter", "PgDown": "PgDn"}
"""What is printed on a key, in every language, where Qt calls it otherwise."""

_SERIES = {"go-1": "Alt 1 … {entries}", "option-1": "1 … 9"}
"""Numbered shortcuts stand on one line."""

MOST = 8
"""Entries of the sidebar that have keys, at most."""


def _cap(one: shortcuts.Shortcut, entries: int) -> str:
    if one.name in _SERIES:
        return _SERIES[one.name].format(entries=entries)
    *held, last = one.keys.removesuffix("+").split("+")  # Ctrl++ ends in the key it names
    last = last or "+"
    return " ".join([*held, _NAMES.get(last, last)])


def lines(page: str, entries: int = MOST) -> list[tuple[str, tuple[str, ...]]]:
    """(what, key caps) of a page, its own first; several keys for one thing stand on one line. `entries`: how many of
    the sidebar have keys.
    """
    found = [one for one in shortcuts.on_page(page) if not one.name[-1].isdigit() or one.name in _SERIES]
    merged: list[tuple[str, tuple[str, ...]]] = []
    for what, group in groupby(found, key=lambda one: one.what):
        merged.append((what, tuple(_cap(one, entries) for one in group)))
    return merged


class KeyMap(QDialog):
    """What can be pressed here. Esc closes it."""

    def __init__(self, page: str, parent: QWidget | None = None, *, entries: int = MOST) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setWindowTitle(_("Keyboard map"))
        self.setModal(True)
        self.resize(520, 560)
        area = ScrollColumn(gap=0, margins=(0, 0, 12, 0))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.shown = lines(page, entries)
        for at, (what, caps) in enumerate(self.shown):
            grid.addWidget(Label(_(what), "body", wrap=True), at, 0)
            grid.addLayout(row(*(KeyCap(cap) for cap in caps), None, gap=6), at, 1)
        area.body.addLayout(grid)
        area.body.addStretch(1)
        close = Button(_("Close"), name="keys-close")
        close.clicked.connect(self.accept)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN_TOP)
        body.setSpacing(12)
        body.addWidget(Label(_("Keyboard map"), "heading"))
        body.addWidget(
            Label(_("Keys without Ctrl or Alt work while no text is being typed."), "small", "ink2", wrap=True)
        )
        body.addWidget(area, 1)
        body.addLayout(row(None, close))
        close.setFocus()
