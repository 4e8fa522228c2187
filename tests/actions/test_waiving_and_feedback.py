"""A waiver needs a reason and a second person; a feedback goes from its giver to the author and back."""

from __future__ import annotations

from datetime import date

import pytest

from tests.story import PASSPHRASE, Story
from trainer.actions import feeding_back, waiving
from trainer.errors import Refused


def test_a_waived_requirement_is_met_and_says_why(story: Story) -> None:
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    waiving.waive(story.hr, learner, "exam", "已在别处考过", second=story.mentor, passphrase=PASSPHRASE)
    (line,) = [one for one in story.standings.gate(learner, date(2026, 9, 1)).items if one.requirement == "exam"]
    assert (line.state, line.detail["reason"]) == ("waived", "已在别处考过")


@pytest.mark.parametrize(
    ("requirement", "reason", "second", "code"),
    [
        ("nothing", "x", "mentor", "unknown-requirement"),
        ("exam", " ", "mentor", "reason-missing"),
        ("exam", "x", "", "second-missing"),
        ("exam", "x", "hr", "second-missing"),
        ("exam", "x", "learner", "second-missing"),
    ],
)
def test_what_a_waiver_needs(story: Story, requirement: str, reason: str, second: str, code: str) -> None:
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    who = {"mentor": story.mentor, "hr": story.hr.me, "learner": learner, "": ""}[second]
    with pytest.raises(Refused, match=code):
        waiving.waive(story.hr, learner, requirement, reason, second=who, passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="not-your-role"):
        waiving.waive(story.sessions[story.mentor], learner, "exam", "x", second=story.hr.me, passphrase=PASSPHRASE)


def test_a_feedback_is_answered_and_confirmed_by_who_gave_it(story: Story) -> None:
    me, mentor = story.sessions[story.add("李晓雯", "1031", {"trainee"})], story.sessions[story.mentor]
    lesson = me.library.lessons()[0]
    given = feeding_back.give(me, lesson.id, lesson.hash, "看不懂", rating=2)
    feeding_back.acknowledge(mentor, given)
    feeding_back.done(mentor, given, "已改写")
    with pytest.raises(Refused, match="not-yours"):
        feeding_back.confirm(mentor, given)
    feeding_back.confirm(me, given)
    kinds = [judged.record.header.kind for judged in story.store.common() if judged.verdict == "ok"]
    assert sorted(kind for kind in kinds if kind.startswith("feedback")) == [
        "feedback",
        "feedback.ack",
        "feedback.confirm",
        "feedback.done",
    ]
    with pytest.raises(Refused, match="text-missing"):
        feeding_back.done(mentor, given, " ")
    with pytest.raises(Refused, match="unknown-record"):
        feeding_back.acknowledge(mentor, "0" * 64)
