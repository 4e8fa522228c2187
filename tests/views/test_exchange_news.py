from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import TODAY, Story
from trainer.actions import attesting, exchanging, studying
from trainer.views import exchange as view


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    yield made
    made.close()


def test_news_tells_who_what_and_which_lines_of_the_gate_moved(story: Story, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    story.assign(learner, story.mentor)
    story.clock.set(TODAY)
    mentor = story.sessions[story.mentor]
    assert view.news(mentor) == ()
    exchanging.exchange(mentor, box)
    session = story.sessions[learner]
    lesson = session.library.lessons()[0]
    asked = session.library.items_of(f"lesson:{lesson.id}")
    studying.finish_lesson(session, lesson.id, {item.id: "a" for _hash, item in asked})
    exchanging.exchange(mentor, box)
    (row,) = view.news(mentor)
    assert (row.name, row.kinds) == ("李晓雯", ("1 lesson or study time",))
    assert row.changes[0].before != row.changes[0].after or row.changes == ()
    exchanging.exchange(mentor, box)
    assert view.news(mentor) == (row,)


def test_a_confirmation_is_a_change_for_the_learner_and_no_news_for_its_signer(story: Story, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    story.assign(learner, story.mentor)
    story.clock.set(TODAY)
    story.learn(learner)
    session, mentor = story.sessions[learner], story.sessions[story.mentor]
    exchanging.exchange(session, box)
    exchanging.exchange(mentor, box)
    weeks = [week.id for week in story.programme(learner).weeks if not week.planned]
    attesting.attest_theory(
        mentor, learner, weeks, meaning="已核对", comment="", passphrase="harbour kettle violet spoon march"
    )
    exchanging.exchange(session, box)
    exchanging.exchange(mentor, box)
    (row,) = view.news(session)
    assert row.kinds == ("1 confirmation",)
    assert [one.better for one in row.changes] == [True]
    assert row.changes[0].before != row.changes[0].after
