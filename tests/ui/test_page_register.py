from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, TODAY, Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import attesting, certifying
from trainer.domain import calendar
from trainer.ui import inspection
from trainer.ui.pages.register import RegisterPage
from trainer.ui.widgets.changing import ChangeDialog
from trainer.ui.worker import Worker
from trainer.views import certificates as view


@pytest.fixture
def story(tmp_path: Path) -> Story:
    made = Story.found(tmp_path)
    person = made.add("高远", "1020", {"trainee", "specialist"})
    made.graduate(person, calendar.add_months(TODAY, -6))
    made.sessions["holder"] = made.sessions[person]
    certifying.issue(made.hr, person, passphrase=PASSPHRASE)
    return made


@pytest.fixture
def stage(worker: Worker, story: Story, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(RegisterPage, "hold_ms", 0)
    with signed_in(worker, story, story.hr.me) as made:
        yield made


def page_of(stage: Stage) -> RegisterPage:
    page = stage.go("register")
    assert isinstance(page, RegisterPage)
    return page


def words(page: RegisterPage) -> str:
    QApplication.processEvents()
    return " ".join(inspection.text_of(one) for one in inspection.visible(page))


def change(stage: Stage, page: RegisterPage, reason: str) -> ChangeDialog:
    dialog = page.dialog
    assert isinstance(dialog, ChangeDialog)
    assert not dialog.box.button.isEnabled()
    dialog.reason.setPlainText(reason)
    assert f"by HR: {reason}" in dialog.afterwards.text() or "Valid when issued" in dialog.afterwards.text()
    dialog.signed.emit(PASSPHRASE)
    stage.settle()
    return dialog


def test_suspend_reinstate_and_revoke_with_their_history(stage: Stage) -> None:
    page = page_of(stage)
    page.suspend.click()
    change(stage, page, "投诉核实中")
    assert page.tag.text() == "Suspended"
    assert "投诉核实中" in words(page)
    page.reinstate.click()
    change(stage, page, "投诉不成立")
    assert page.tag.text() == "Valid"
    page.revoke.click()
    change(stage, page, "泄露客户资料")
    assert page.tag.text() == "Revoked"
    said = words(page)
    for part in (
        "Issued · 林可",
        "Suspended · 林可",
        "Reinstated · 林可",
        "Revoked · 林可",
        "投诉不成立",
        "泄露客户资料",
    ):
        assert part in said
    assert not page.revoke.isVisible()
    assert "1 certificate · Revoked 1" in page.header.context.text()
    QApplication.processEvents()
    QApplication.processEvents()
    assert not inspection.findings(stage.frame, 1280, 800)


def test_each_status_can_be_shown_alone(stage: Stage) -> None:
    page = page_of(stage)
    assert not page.which.isVisible()
    stage.story.clock.set(page.rows[0].standing.valid_until)
    page.refresh()
    stage.settle()
    assert page.rows[0].shown == "expiring"
    assert page.tag.text() == "Expiring"


def test_a_held_certificate_says_whose_word_was_taken_back(worker: Worker, story: Story) -> None:
    person = story.sessions["holder"].me
    given = next(one for one in story.standings.of(person).milestones if one.attested.who == story.mentor)
    attesting.withdraw(story.sessions[story.mentor], given.attested.record, "看错了人", PASSPHRASE)
    (row,) = view.register(story.hr)
    assert row.shown == "held"
    (lost,) = view.lost(story.hr, person, row.record)
    assert (lost.record, lost.by, lost.kind) == (given.attested.record, "王敏", "milestone.attest")
    assert lost.why == "Withdrawn by its signer or overruled by HR."
    with signed_in(worker, story, story.hr.me) as stage:
        page = page_of(stage)
        assert "Milestone signed by 王敏" in words(page)
