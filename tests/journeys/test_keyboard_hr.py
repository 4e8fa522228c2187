"""HR's ordinary work with nothing but keys (ui.md §§4.1, 4.2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.keyboard import ALT, CONTROL, Key, Keyboard, spoken
from tests.journeys.keyboard_desk import HR, SitDown, lock, records, unlock
from tests.story import PASSPHRASE, Story
from trainer.ui.pages.approvals import ApprovalsPage
from trainer.ui.pages.audit import AuditPage
from trainer.ui.pages.people import PeoplePage
from trainer.ui.pages.register import RegisterPage

READY, NEW = "高远", "赵新"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_hr_needs_no_pointer(
    founded: Story, sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = founded.add(READY, "1031", {"trainee"})
    founded.graduate(ready, date(2026, 6, 1))
    founded.study(ready, date(2026, 11, 20), 3600)
    founded.accept_hours(ready)
    new, words = founded.add_unbound(NEW, "1040")
    for page in (PeoplePage, ApprovalsPage, RegisterPage):
        monkeypatch.setattr(page, "hold_ms", 0)
    keys = sit_down()
    unlock(keys, HR)
    look_at_the_morning(keys)
    bind(keys, founded.folder / "1040.answer", words)
    issue(keys, tmp_path / "certificate.pdf")
    audit(keys, tmp_path / "audit.csv")
    suspend(keys)
    keys.find(READY[:1], "people")
    assert keys.page(PeoplePage).panel.isVisible()
    assert keys.reads("1031")
    lock(keys)
    assert any(new.encode() in (one.envelope.body or b"") for one in records(founded.folder, "bind"))
    (issued,) = records(founded.folder, "cert.issue")
    (suspended,) = records(founded.folder, "cert.state")
    assert issued.header.sub == suspended.header.sub == ready


def look_at_the_morning(keys: Keyboard) -> None:
    """Enter on what waits opens the page behind it."""
    assert keys.place() == "overview"
    keys.tour()
    assert READY in spoken(keys.here())
    keys.enter()
    assert keys.place() == "approvals"
    assert READY in spoken(keys.here()), "the person who waits has the focus"
    keys.press(Key.Key_Left, ALT)
    assert keys.place() == "overview"
    assert READY in spoken(keys.here())


def bind(keys: Keyboard, answer: Path, words: tuple[str, ...]) -> None:
    """The answer's file is typed, the six words stand on the screen, ticked and signed."""
    keys.find("People", "people")
    keys.tour()
    keys.tab_to("people-read")
    with keys.file_window(answer):
        keys.enter()
    assert keys.place() == "bind"
    assert all(keys.reads(word) for word in words), "the six words stand on the screen"
    assert keys.at("bind-same"), "comparing them is the first thing to do"
    keys.press(Key.Key_Space)
    keys.fill("sign-passphrase", PASSPHRASE)
    keys.enter()
    assert keys.place() == "people"
    assert keys.at("people-table")


def issue(keys: Keyboard, pdf: Path) -> None:
    """The candidate who is ready, the passphrase, the file."""
    keys.find("Go-live approvals", "approvals")
    keys.tour()
    assert keys.at("candidate-1031")
    keys.tab_to("derivation-issue")
    keys.opens_and_returns("issue")
    keys.enter()
    keys.fill("sign-passphrase", PASSPHRASE)
    with keys.file_window(pdf):
        keys.enter()
    assert pdf.is_file()


def audit(keys: Keyboard, table: Path) -> None:
    """Arrow keys in the heat table, a cell and the record behind it, copied and exported."""
    keys.find("hours audit", "audit")
    keys.tour()
    heat = keys.page(AuditPage).table
    keys.press(Key.Key_Home, CONTROL)
    for _person in range(5):
        if heat.model().index(heat.currentIndex().row(), 0).data() == READY:
            break
        keys.press(Key.Key_Down)
    keys.press(Key.Key_End)
    keys.press(Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "1", "an hour was confirmed in this quarter"
    keys.enter()
    assert keys.place() == "records"
    keys.tour()
    assert keys.at("hours-table")
    keys.press(Key.Key_Left, ALT)
    assert keys.at("heat"), "back on the cell"
    with keys.file_window(table):
        keys.press(Key.Key_E, CONTROL)
    assert READY in table.read_text(encoding="utf-8-sig")


def suspend(keys: Keyboard) -> None:
    """A certificate, with its reason."""
    keys.find("Certificate register", "register")
    keys.tour()
    keys.tab_to("register-suspend")
    keys.opens_and_returns("change")
    keys.enter()
    keys.write("客户投诉待查")
    keys.press(Key.Key_Escape)
    assert keys.place() == "change", "Esc never loses text"
    keys.fill("sign-passphrase", PASSPHRASE)
    keys.enter()
    assert keys.at("register-table")
    assert keys.reads("Suspended")
