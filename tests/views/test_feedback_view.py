"""Threads about content: whose turn it is, what they are about, how soon they were answered, and what stays hidden."""

from __future__ import annotations

from datetime import date

import pytest

from tests.story import PASSPHRASE, TODAY, Story, reading
from trainer.actions import attesting, feeding_back
from trainer.errors import Refused
from trainer.session import Session
from trainer.views import feedback, overview
from trainer.views.feedback import Thread

CASE, POLICY, LESSON = "shop-over-threshold-one-percent", "VAT-07", "w04-l01"


@pytest.fixture
def ana(story: Story) -> Session:
    person = story.trainee()
    story.clock.set(TODAY, 9)
    return story.sessions[person]


def report(session: Session, kind: str, id_: str, part: str = "", text: str = "少了一个零") -> str:
    found = feedback.subject(session, kind, id_, part)
    assert found is not None
    return feeding_back.give(session, found.about, found.hash, text)


def only(session: Session, *, mine: bool = True) -> Thread:
    found = feedback.feedback(reading(session))
    (one,) = found.mine if mine else found.others or ()
    return one


def test_nothing_reported_yet(story: Story, ana: Session) -> None:
    found = feedback.feedback(reading(ana))
    assert (found.mine, found.others, found.line) == ((), None, "Nothing is waiting")
    assert feedback.feedback(reading(story.sessions[story.mentor])).others == ()


def test_a_word_goes_through_its_stages_and_each_knows_whose_turn_it_is(story: Story, ana: Session) -> None:
    mentor = story.sessions[story.mentor]
    given = report(ana, "case", CASE)
    assert (feedback.count(ana), feedback.count(mentor)) == (0, 1)
    assert only(ana).acts == ()
    assert only(mentor, mine=False).acts == ("acknowledge", "done")
    story.clock.set(TODAY, 10)
    feeding_back.acknowledge(mentor, given, "收到")
    assert only(ana).stage == "acknowledged"
    assert feedback.unanswered(mentor) == (0, 0)
    feeding_back.done(mentor, given, "补上了")
    assert (feedback.count(ana), feedback.count(mentor)) == (1, 0)
    assert only(ana).acts == ("confirm", "again")
    feeding_back.confirm(ana, given)
    one = only(ana)
    assert (one.stage, one.acts, one.waits) == ("confirmed", (), False)
    assert [(step.code, step.name) for step in one.steps] == [
        ("feedback", "李晓雯"),
        ("feedback.ack", "王敏"),
        ("feedback.done", "王敏"),
        ("feedback.confirm", "李晓雯"),
    ]


def test_not_fixed_yet_opens_the_same_thread_again(story: Story, ana: Session) -> None:
    mentor = story.sessions[story.mentor]
    given = report(ana, "case", CASE)
    feeding_back.done(mentor, given, "改了")
    with pytest.raises(Refused, match="text-missing"):
        feeding_back.again(ana, given, " ")
    with pytest.raises(Refused, match="not-yours"):
        feeding_back.again(mentor, given, "?")
    feeding_back.again(ana, given, "第三段还没改")
    one = only(mentor, mine=False)
    assert one.stage == "sent"
    assert [step.code for step in one.steps] == ["feedback", "feedback.done", "again"]
    feeding_back.done(mentor, one.record, "第三段也改了")
    feeding_back.confirm(ana, only(ana).record)
    assert only(ana).stage == "confirmed"


def test_how_soon_it_was_answered_is_said_against_two_hours(story: Story, ana: Session) -> None:
    mentor = story.sessions[story.mentor]
    given = report(ana, "case", CASE)
    story.clock.set(TODAY, 10, 30)
    assert only(ana).steps[0].note.endswith("min · an answer is due within 2 h")
    count, waited = feedback.unanswered(mentor)
    assert (count, waited // 60) == (1, 90)
    feeding_back.acknowledge(mentor, given)
    assert only(ana).steps[1].note.endswith("min · within 2 h")
    late = report(ana, "policy", POLICY)
    story.clock.set(date(2026, 11, 26), 12)
    feeding_back.acknowledge(mentor, late)
    found = {one.content.kind: one.steps[1].note for one in feedback.feedback(reading(ana)).mine}
    assert found["policy"] == "after 3 days"


@pytest.mark.parametrize(
    ("kind", "id_", "page"), [("lesson", LESSON, "lesson"), ("case", CASE, "library"), ("policy", POLICY, "library")]
)
def test_what_it_is_about_can_be_opened(ana: Session, kind: str, id_: str, page: str) -> None:
    lesson = ana.library.lesson(LESSON)
    assert lesson is not None
    part = lesson.sections[1].id if kind == "lesson" else ""
    report(ana, kind, id_, part)
    content = only(ana).content
    assert (content.kind, content.page) == (kind, page)
    assert content.arguments is not None
    assert id_ in content.arguments.values()
    assert (lesson.sections[1].title in content.line) == (kind == "lesson")


def test_a_question_is_named_by_its_words_and_nothing_of_its_answer(ana: Session) -> None:
    hash_, item = ana.library.items_of(f"lesson:{LESSON}")[0]
    for given in (feedback.subject(ana, "check", LESSON, item.id), feedback.subject(ana, "item", hash_)):
        assert given is not None
        assert (given.about, given.hash) == (item.id, hash_)
        said = f"{given.content.title} {given.content.line}"
        assert item.reason.en not in said or not item.reason.en
        assert all(option.feedback.en not in said for option in item.options if option.feedback.en)


@pytest.mark.parametrize(
    ("kind", "id_"), [("lesson", "none"), ("case", LESSON), ("check", LESSON), ("item", "0"), ("other", CASE)]
)
def test_what_this_library_has_not_cannot_be_reported(ana: Session, kind: str, id_: str) -> None:
    assert feedback.subject(ana, kind, id_) is None


def test_content_that_changed_or_went_says_so(ana: Session) -> None:
    feeding_back.give(ana, CASE, "0" * 64, "旧版")
    assert "changed since" in only(ana).content.line
    feeding_back.give(ana, "gone", "0" * 64, "没了")
    titles = {one.content.title for one in feedback.feedback(reading(ana)).mine}
    assert "No longer in the library" in titles


def test_nobody_answers_their_own_word_and_a_trainee_answers_nobodys(story: Story, ana: Session) -> None:
    mentor = story.sessions[story.mentor]
    own, hers = report(mentor, "case", CASE), report(ana, "case", CASE)
    for act in (feeding_back.acknowledge, feeding_back.done):
        with pytest.raises(Refused, match="own-feedback"):
            act(mentor, own, "x")
        with pytest.raises(Refused, match="not-your-role"):
            act(ana, own, "x")
    assert [one.record for one in feedback.feedback(reading(story.hr)).others or ()] == [own, hers]


def test_a_word_can_be_taken_back(story: Story, ana: Session) -> None:
    given = report(ana, "case", CASE)
    attesting.withdraw(ana, given, "看错了", PASSPHRASE)
    assert feedback.feedback(reading(ana)).mine == ()
    assert feedback.count(story.hr) == 0


def test_hr_sees_in_the_morning_what_waits(story: Story, ana: Session) -> None:
    report(ana, "case", CASE)
    story.clock.set(TODAY, 12)
    (task,) = [one for one in overview.overview(story.hr, backup=story.clock.now).tasks if one.code == "feedback"]
    assert task.page == "feedback"
    assert task.title.startswith("1 ")
