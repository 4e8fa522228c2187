"""What can be found wrong with a page by looking at its widgets: used by the pictures and by the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QRawFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from trainer import i18n
from trainer.ui import reading_order
from trainer.ui.navigation import NavItem
from trainer.ui.widgets.base import Elided, KeyCap, Tag
from trainer.ui.widgets.buttons import Button

_ENGLISH_ON_PURPOSE = frozenset({"English", "Enter", "Shift", "Home", "qicheng", "Python"})

_SPELLED = re.compile(r"word-(\d|all)")
"""The six words of a key are syllables to be read aloud, in no language."""

_ROWS = 50
"""Rows of a table that are looked at."""

_SENTENCE = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}")
"""Three Latin words in a row: in a Chinese window that is a sentence nobody translated."""


def visible(page: QWidget) -> Iterator[QWidget]:
    """The page and everything on it that can be seen."""
    if page.isVisible():
        yield page
    for one in page.findChildren(QWidget):
        if one.isVisibleTo(page.window()) and one.width() and one.height():
            yield one


def called(widget: QWidget) -> str:
    """How a finding names a widget: its class and objectName."""
    return f"{type(widget).__name__}#{widget.objectName()}" if widget.objectName() else type(widget).__name__


def text_of(widget: QWidget) -> str:
    """The words a widget shows, empty for none."""
    if isinstance(widget, (QLabel, QAbstractButton, Tag)):
        return widget.text()
    if isinstance(widget, KeyCap):
        return widget.accessibleName()
    if isinstance(widget, QLineEdit) and widget.echoMode() == QLineEdit.EchoMode.Normal:
        return widget.text() or widget.placeholderText()
    return ""


def _texts(widget: QWidget) -> list[str]:
    """Everything a widget shows or says: its words, what is spoken and its tool-tip; of a table every heading and cell."""
    said = [text_of(widget), widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    model = widget.model() if isinstance(widget, QAbstractItemView) else None
    if model is not None:
        columns, rows = range(model.columnCount()), range(min(model.rowCount(), _ROWS))
        said += [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
        said += [str(model.index(row, column).data() or "") for row in rows for column in columns]
    return said


def cut_texts(page: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit and that do not end in … with a tool-tip."""
    found = []
    for one in visible(page):
        lacks = "" if isinstance(one, (Elided, Tag, KeyCap)) else _lacks(one)
        if lacks:
            found.append(f"{called(one)}: «{text_of(one)}» {lacks}")
    return found


def _lacks(one: QWidget) -> str:
    """What room the words of a widget lack, empty for none."""
    text = text_of(one)
    if not text:
        return ""
    words = QFontMetrics(one.font()).horizontalAdvance(text)
    if isinstance(one, QLabel) and one.wordWrap():
        need = one.heightForWidth(one.width())
        return f"needs {need} px height, has {one.height()}" if need > one.height() + 2 else ""
    if isinstance(one, QLabel):
        need = words
    elif isinstance(one, NavItem):
        return "does not fit" if one.elided() else ""
    elif isinstance(one, QAbstractButton) and one.hasHeightForWidth():
        need = one.heightForWidth(one.width())
        return f"needs {need} px height, has {one.height()}" if need > one.height() + 1 else ""
    elif isinstance(one, QAbstractButton):
        need = one.sizeHint().width()
    else:
        need = 0 if isinstance(one, QLineEdit) and one.text() else words + 24
    return f"needs {need} px, has {one.width()}" if need > one.width() + 1 else ""


def missing_glyphs(page: QWidget) -> list[str]:
    """Characters that the first installed family of our list cannot draw."""
    raw = QRawFont.fromFont(page.font())
    found = []
    for one in visible(page):
        lost = sorted(
            {
                letter
                for text in _texts(one)
                for letter in text
                if letter.isprintable() and not raw.supportsCharacter(ord(letter))
            }
        )
        if lost:
            found.append(f"{called(one)}: no glyph for {' '.join(f'{letter} U+{ord(letter):04X}' for letter in lost)}")
    return found


def primary_buttons(page: QWidget) -> list[Button]:
    """The filled buttons that can be seen."""
    return [one for one in visible(page) if isinstance(one, Button) and one.kind == "primary"]


def too_many_primaries(page: QWidget) -> list[str]:
    """More than one filled button."""
    found = primary_buttons(page)
    return [f"{len(found)} primary buttons: {', '.join(one.text() for one in found)}"] if len(found) > 1 else []


def unnamed(page: QWidget) -> list[str]:
    """Controls that can have the focus and have no accessible name, and ones without objectName for tests and help."""
    found = []
    for one in visible(page):
        if not one.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(one, QAbstractSlider):
            continue
        parent = one.parentWidget()
        inner = isinstance(parent, (QAbstractItemView, QAbstractScrollArea)) and not isinstance(one, QAbstractButton)
        if inner or (
            isinstance(one, QAbstractScrollArea) and not isinstance(one, QAbstractItemView) and not one.objectName()
        ):
            continue
        named = one.accessibleName() or (text_of(one) if isinstance(one, QAbstractButton) else "")
        if not named:
            found.append(f"{called(one)} in {called(parent) if parent else 'window'}: no accessible name")
    return found


_UNFIT = frozenset({"NoRole", "Client", "Border", "Window", "Pane", "Grouping", "Separator"})
"""Roles that tell a screen reader nothing about a control."""


def ill_spoken(page: QWidget) -> list[str]:
    """What Tab reaches and a screen reader could not tell apart: no name, no fitting role, or one name for two controls
    of a group without a description; and what takes the focus although it cannot be seen.
    """
    found = []
    groups: dict[tuple[int, str, str, str], list[str]] = {}
    for one in reading_order.stops(page):
        tree = QAccessible.queryAccessibleInterface(one)
        name, role = tree.text(QAccessible.Text.Name), tree.role().name
        if not name.strip():
            found.append(f"{called(one)}: no accessible name")
        if role in _UNFIT:
            found.append(f"{called(one)}: «{name}» is a {role}")
        if not one.width() or not one.height():
            found.append(f"{called(one)}: takes the focus and cannot be seen")
        key = (id(one.parentWidget()), name, role, tree.text(QAccessible.Text.Description))
        groups.setdefault(key, []).append(called(one))
    twice = [(key[1], names) for key, names in groups.items() if len(names) > 1]
    return found + [f"{', '.join(names)}: all called «{name}»" for name, names in twice]


def untranslated(page: QWidget) -> list[str]:
    """English sentences in a Chinese window. Names of files and record ids are not sentences."""
    if i18n.language() != "zh_CN":
        return []
    found = []
    for one in visible(page):
        if _SPELLED.fullmatch(one.objectName()):
            continue
        for text in _texts(one):
            if _SENTENCE.search(text) or (text and text.isascii() and i18n._(text) == text and _english_word(text)):
                found.append(f"{called(one)}: «{text}» is not translated")
                break
    return found


def _english_word(text: str) -> bool:
    """An English word of our own (buttons, headings, names of fields); keys and the names of languages are not."""
    return bool(re.fullmatch(r"[A-Za-z][a-z]{3,}( [a-z]{2,})*", text)) and text not in _ENGLISH_ON_PURPOSE


def wrong_size(page: QWidget, width: int, height: int) -> list[str]:
    """A window that is not as large as it was asked to be: something in it has too large a minimum."""
    if (page.width(), page.height()) == (width, height):
        return []
    return [f"{called(page)} is {page.width()} × {page.height()}, not {width} × {height}"]


def lacking_room(page: QWidget) -> list[str]:
    """Pages in the frame that need more width than they have: their right edge cannot be seen."""
    found = []
    for stack in page.findChildren(QStackedWidget, "pages"):
        shown = stack.currentWidget()
        need = shown.minimumSizeHint().width() if shown is not None else 0
        if shown is not None and stack.isVisible() and need > shown.width():
            found.append(f"{called(shown)} needs {need} px, has {shown.width()}")
    return found


def findings(page: QWidget, width: int = 0, height: int = 0) -> list[str]:
    """Everything that is wrong with what `page` shows now."""
    found = [
        *lacking_room(page),
        *cut_texts(page),
        *missing_glyphs(page),
        *too_many_primaries(page),
        *unnamed(page),
        *untranslated(page),
    ]
    return [*wrong_size(page, width, height), *found] if width else found
