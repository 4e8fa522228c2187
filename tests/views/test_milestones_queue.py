"""Whose queue a milestone stands in: the mentor's, the examiner's, and without any assignment HR's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story, reading
from trainer.actions import attesting
from trainer.views import mentoring, signing


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[Story, str]]:
    story = Story.found(tmp_path)
    learner = story.trainee(date(2026, 6, 1))
    story.assign(learner, story.examiner, "examiner")
    story.clock.set(date(2026, 10, 5))
    yield story, learner
    story.close()


def waiting(story: Story, person: str) -> dict[str, mentoring.QueueItem]:
    found = mentoring.queue(reading(story.sessions[person])).items
    return {item.target: item for item in found if item.kind == "milestone"}


def test_none_is_due_before_the_practicals(told: tuple[Story, str]) -> None:
    story, learner = told
    for person in (story.hr.me, story.mentor, story.examiner):
        assert waiting(story, person) == {}
    story.practise(learner)
    assert set(waiting(story, story.mentor)) == {"unannounced-ticket", "sla-figure"}
    assert set(waiting(story, story.examiner)) == {"oral"}
    assert set(waiting(story, story.hr.me)) == {"oral", "director"}


def test_hr_signs_as_hr_and_the_milestone_leaves_every_queue(told: tuple[Story, str]) -> None:
    story, learner = told
    story.practise(learner)
    found = signing.opened(reading(story.hr), waiting(story, story.hr.me)["oral"])
    assert found.as_ == "hr"
    assert isinstance(found.row, signing.MilestoneRow)
    attesting.attest_milestone(
        story.hr,
        learner,
        "oral",
        met=tuple((id_, True) for id_, _text in found.row.criteria),
        figure=None,
        result="pass",
        comment="",
        meaning="本人查看",
        passphrase=PASSPHRASE,
    )
    assert set(waiting(story, story.hr.me)) == {"director"}
    assert waiting(story, story.examiner) == {}


def test_the_learner_gives_none_to_themselves(told: tuple[Story, str]) -> None:
    story, learner = told
    story.practise(learner)
    assert waiting(story, learner) == {}
