"""What our own widgets are to a screen reader: Qt knows a row we draw only as a frame, and a timeline as nothing at all.

A widget class says what it is with `spoken_role`, the name of a `QAccessible.Role`; `install` lets Qt ask.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class Spoken(QAccessibleWidget):
    """A widget with the role its class names; one that can be selected or checked says whether it is."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role, "")

    def state(self) -> QAccessible.State:
        """Qt's state, and the selection of a `Selectable`."""
        found = super().state()
        selected = getattr(self.widget(), "selected", None)
        if callable(selected):
            found.selectable = 1
            found.selected = int(bool(selected()))
        checked = getattr(self.widget(), "spoken_checked", None)
        if callable(checked):
            found.checkable = 1
            found.checked = int(bool(checked()))
        return found


def _make(_key: str, thing: QObject) -> QAccessibleWidget | None:
    role = getattr(thing, "spoken_role", "")
    return Spoken(thing, QAccessible.Role[role]) if role and isinstance(thing, QWidget) else None


@cache
def install() -> None:
    """Let Qt ask us; once for the program. Widgets made before keep the role Qt gave them."""
    QAccessible.installFactory(_make)
