"""Where the focus is set by the program: a ring after a key, none after the pointer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from trainer.ui.widgets.plain import by_keyboard, notice_input

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture(autouse=True)
def forgotten(qapp: QApplication) -> Iterator[None]:
    """No test inherits what another pressed."""
    yield
    qapp.setProperty("lastInputWasKey", None)


def test_the_program_sets_the_focus_with_a_ring_after_a_key_and_without_one_after_the_pointer() -> None:
    given = (Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
    assert not any(by_keyboard(reason) for reason in given), "nothing was pressed yet: as in the pictures"
    notice_input(QEvent.Type.ShortcutOverride)  # Alt+2: the key itself is never delivered
    assert all(by_keyboard(reason) for reason in given)
    notice_input(QEvent.Type.MouseMove)
    assert by_keyboard(given[0]), "a pointer that only moves chose nothing"
    notice_input(QEvent.Type.MouseButtonPress)
    assert not any(by_keyboard(reason) for reason in given)


def test_tab_has_a_ring_and_a_click_has_none_whatever_was_pressed_before() -> None:
    notice_input(QEvent.Type.MouseButtonPress)
    assert by_keyboard(Qt.FocusReason.TabFocusReason)
    notice_input(QEvent.Type.KeyPress)
    assert not by_keyboard(Qt.FocusReason.MouseFocusReason)
