"""A mentor's ordinary work with nothing but keys (ui.md §§4.1, 4.2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.journeys.keyboard import CONTROL, Key, Keyboard, spoken
from tests.journeys.keyboard_desk import MENTOR, NAME, SitDown, exchange, lock, records, unlock
from tests.story import PASSPHRASE, Story
from trainer.actions import attesting, studying
from trainer.ui.pages.sessions import SessionsPage
from trainer.ui.pages.signoff import SignoffPage


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_mentor_needs_no_pointer(
    founded: Story, sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainee_with_work(founded, tmp_path)
    for page in (SignoffPage, SessionsPage):
        monkeypatch.setattr(page, "hold_ms", 0)
    keys = sit_down()
    unlock(keys, MENTOR)
    keys.tour()
    exchange(keys, tmp_path / "mailbox")
    sign_a_practical(keys)
    confirm_theory(keys)
    decide_hours(keys)
    hold_a_review(keys)
    lock(keys)
    for kind in ("practical.attest", "theory.attest", "hours.attest", "session.held"):
        (made,) = records(founded.folder, kind)
        assert made.header.who == founded.mentor


def trainee_with_work(story: Story, tmp_path: Path) -> None:
    """A learner who has finished the weeks, asked for a practical with a file, and claimed a course."""
    learner = story.add(NAME, "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    story.assign(learner, story.mentor, "mentor")
    story.learn(learner)
    proof = tmp_path / "case.txt"
    proof.write_text("工单，客户名称已隐去", encoding="utf-8")
    session = story.sessions[learner]
    story.clock.set(date(2026, 11, 18))
    attesting.request_practical(session, "M01", files=(proof,))
    story.clock.set(date(2026, 11, 20))
    studying.claim_hours(
        session, title="增值税法讲座", provider="市税务局", day=date(2026, 11, 19), seconds=14400, files=()
    )


def sign_a_practical(keys: Keyboard) -> None:
    """Evidence, criteria, result, comment, passphrase, in this order with Tab."""
    keys.find("Sign-off", "signoff")
    opened: list[Path] = []
    page = keys.page(SignoffPage)
    page.open_path = opened.append
    keys.tour()
    assert keys.at("queue-"), f"not the queue but {spoken(keys.here())} has the focus"
    keys.row("queue-", "Practical M01")
    keys.push("open-")
    assert [path.name for path in opened] == ["case.txt"]
    keys.fill("observed-on", "2026-11-20")
    keys.fill("minutes", "45")
    keys.tick("segment-real")
    keys.tab_to("segment-observed")
    keys.arrow_to("Alone", Key.Key_Right)
    keys.press(Key.Key_Space)
    keys.tab_to("criterion-a")
    for letter in "abcd":
        keys.tick(f"criterion-{letter}")
    keys.tab_to("segment-")
    keys.arrow_to("Pass", Key.Key_Left)
    keys.press(Key.Key_Space)
    keys.fill("comment", "复述清楚，时限说到位")
    keys.press(Key.Key_Escape)
    assert keys.reads("复述清楚，时限说到位"), "Esc never loses text"
    keys.fill("sign-passphrase", PASSPHRASE)
    keys.enter()


def confirm_theory(keys: Keyboard) -> None:
    """The weeks that are ticked already, question by question looked at, then signed with Ctrl+Enter."""
    keys.row("queue-", "Theory")
    keys.tab_to("answers-")
    keys.opens_and_returns("answers-dialog")
    keys.fill("sign-passphrase", PASSPHRASE)
    keys.press(Key.Key_Return, CONTROL)


def decide_hours(keys: Keyboard) -> None:
    """Less than claimed, with its reason."""
    keys.row("queue-", "Training hours")
    keys.tour()
    keys.fill("Accepted minutes", "180")
    keys.fill("reason-", "午休一小时不算")
    keys.fill("sign-passphrase", PASSPHRASE)
    keys.enter()


def hold_a_review(keys: Keyboard) -> None:
    """A meeting of last week: title, day, who was there, the case, the minutes, signed."""
    keys.find("Case reviews", "sessions")
    keys.tour()
    assert keys.at("session-hold")
    keys.enter()
    assert keys.at("hold-title")
    keys.write("每周案例评审")
    keys.tour()
    keys.fill("hold-day", "2026-11-20")
    keys.tick("there-1031")
    keys.tab_to("hold-case")
    keys.press(Key.Key_Down)
    keys.push("hold-case-add")
    keys.fill("hold-notes", "先核对红字信息再答复客户")
    keys.fill("sign-passphrase", PASSPHRASE)
    keys.enter()
    keys.until(lambda: keys.reads("每周案例评审"))
    keys.tour()
