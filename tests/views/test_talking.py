"""A mentor's week: what to talk about, what is new, who was theirs before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.story import TODAY, Story, reading
from trainer.actions import assessing, exchanging, organising, studying
from trainer.views import talking


@pytest.fixture
def ana(story: Story) -> str:
    person = story.trainee()
    story.clock.set(date(2026, 8, 20), 16)
    return person


def said(story: Story, learner: str) -> dict[str, str]:
    return {one.kind: one.text for one in talking.talk(reading(story.sessions[story.mentor]), learner)}


def test_nothing_presses_at_the_beginning(story: Story, ana: str) -> None:
    story.clock.set(date(2026, 8, 4))
    assert said(story, ana) == {}


def test_sure_and_wrong_answers_are_named_with_their_paper(story: Story, ana: str) -> None:
    session = story.sessions[ana]
    week = next(one for one in story.programme(ana).weeks if not one.planned)
    attempt = assessing.start_attempt(session, week.paper, seed="5eed" * 8)
    assessing.answer(session, attempt, 1, None, active_s=9, sure="yes")
    assessing.answer(session, attempt, 2, None, active_s=9, sure="no")
    assert "sure" not in said(story, ana), "an open attempt is nobody's subject"
    assessing.hand_in(session, attempt)
    text = said(story, ana)["sure"]
    assert text.startswith("1 ")
    paper = session.library.paper(week.paper)
    assert paper is not None
    assert paper.title.en in text
    story.clock.set(date(2026, 12, 20))
    assert "sure" not in said(story, ana), "after six weeks it is over"


def test_a_plan_that_cannot_be_kept_is_said_with_its_days(story: Story, ana: str) -> None:
    story.clock.set(date(2026, 12, 20))
    assert any(digit.isdigit() for digit in said(story, ana)["plan"])


def test_silence_is_said(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 8, 20), 600)
    assert "silent" not in said(story, ana)
    story.clock.set(date(2026, 9, 10))
    assert "21" in said(story, ana)["silent"]


def test_news_are_of_my_trainees_and_can_be_marked(story: Story, ana: str, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    story.clock.set(TODAY)
    mentor = story.sessions[story.mentor]
    assert talking.news(mentor).came == 0
    exchanging.exchange(mentor, box)
    session = story.sessions[ana]
    studying.claim_hours(session, title="讲座", provider="", day=TODAY, seconds=3600)
    exchanging.exchange(mentor, box)
    found = talking.news(mentor)
    assert [row.person for row in found.rows] == [ana]
    assert not found.seen
    talking.mark_seen(mentor, found.came)
    assert talking.news(mentor).seen
    studying.claim_hours(session, title="讲座二", provider="", day=TODAY, seconds=3600)
    exchanging.exchange(mentor, box)
    assert not talking.news(mentor).seen, "the next exchange brings something new"


def test_who_was_mine_before(story: Story, ana: str) -> None:
    mentor = reading(story.sessions[story.mentor])
    assert talking.before(mentor) == ()
    (running,) = [one for one in story.standings.of(ana).assignments if one.as_ == "mentor"]
    organising.end_assignment(story.hr, ana, running.record, "换岗")
    story.assign(ana, story.examiner)
    (row,) = talking.before(reading(story.sessions[story.mentor]))
    assert (row.person, row.now) == (ana, "赵一鸣")
