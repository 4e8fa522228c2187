"""Theory week by week: what was read, papers graded here from the answers, why a week cannot be confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.story import PASSPHRASE, Story, reading
from trainer.actions import attesting, studying
from trainer.errors import Refused
from trainer.views import signing, theory
from trainer.views.theory import TheoryRow


@pytest.fixture
def ana(story: Story) -> str:
    person = story.trainee()
    story.clock.set(date(2026, 8, 20), 16)
    return person


def first_week(story: Story, learner: str, *, wrong: int = 0) -> str:
    week = next(one for one in story.programme(learner).weeks if not one.planned)
    session = story.sessions[learner]
    for lesson in week.lessons:
        asked = session.library.items_of(f"lesson:{lesson}")
        studying.finish_lesson(session, lesson, {item.id: "a" for _hash, item in asked})
    return story.take(learner, week.paper, wrong=wrong)


def rows(story: Story, learner: str) -> TheoryRow:
    session = reading(story.sessions[story.mentor])
    found = theory.theory_row(session, session.standings.of(learner), session.standings.programme_of(learner))
    assert found is not None
    return found


def test_a_week_that_is_not_complete_says_why(story: Story, ana: str) -> None:
    row = rows(story, ana)
    assert row.weeks == ()
    assert all(week.state and not week.confirmed for week in row.others)
    first_week(story, ana, wrong=99)
    row = rows(story, ana)
    assert row.weeks == ()
    assert [len(week.attempts) for week in row.others][:1] == [1]


def test_a_week_that_is_not_complete_is_not_signed_either(story: Story, ana: str) -> None:
    first_week(story, ana, wrong=99)
    mentor, weeks = story.sessions[story.mentor], [one.id for one in rows(story, ana).others]
    for named in (weeks[:1], weeks):
        with pytest.raises(Refused, match="week-not-done"):
            attesting.attest_theory(mentor, ana, named, meaning="m", comment="", passphrase=PASSPHRASE)
    first_week(story, ana)
    attesting.attest_theory(mentor, ana, weeks[:1], meaning="m", comment="", passphrase=PASSPHRASE)
    with pytest.raises(Refused) as refused:
        attesting.attest_theory(mentor, ana, weeks, meaning="m", comment="", passphrase=PASSPHRASE)
    assert refused.value.detail == {"week": rows(story, ana).others[1].number}


def test_a_complete_week_shows_reading_self_check_and_paper(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 8, 20), 1800, 10)
    first_week(story, ana)
    (week,) = rows(story, ana).weeks
    assert week.state == ""
    assert sum(one.claimed_s for one in week.lessons) == 1800
    assert all(0 <= one.right <= one.asked for one in week.lessons)
    assert sum(one.asked for one in week.lessons) > 0
    assert week.attempts[0].score == 10_000
    story.accept_hours(ana)
    (week,) = rows(story, ana).weeks
    assert sum(one.confirmed_s for one in week.lessons) == 1800


def test_a_confirmed_week_names_who_confirmed_it(story: Story, ana: str) -> None:
    first_week(story, ana)
    story.confirm_theory(ana)
    row = rows(story, ana)
    assert row.weeks == ()
    assert row.others[0].confirmed
    assert "王敏" in row.others[0].state


def test_the_paper_opens_with_the_wrong_answers_first(story: Story, ana: str) -> None:
    attempt = first_week(story, ana, wrong=2)
    found = theory.answers(reading(story.sessions[story.mentor]), ana, attempt)
    assert {row.n for row in found.rows[:2]} == {1, 2}
    assert all(row.state == "right" for row in found.rows[2:])
    assert all(row.ask and row.expected and row.own for row in found.rows)
    assert all(row.own == row.expected for row in found.rows[2:])
    with pytest.raises(Refused):
        theory.answers(reading(story.sessions[story.mentor]), ana, "0" * 64)


def test_theory_opens_without_waiting(story: Story, ana: str) -> None:
    mentor = reading(story.sessions[story.mentor])
    item = theory.item_of(mentor, ana)
    opened = signing.opened(mentor, item)
    assert isinstance(opened.row, TheoryRow)
    first_week(story, ana)
    assert theory.item_of(reading(story.sessions[story.mentor]), ana).key.startswith("theory:")
