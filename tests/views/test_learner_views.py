"""What the learner's pages are told: by real records in a real store, on chosen days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.story import PASSPHRASE, Story
from trainer import local
from trainer.actions import attesting, studying
from trainer.domain.grading import State
from trainer.domain.programme import Week
from trainer.errors import Refused
from trainer.session import Session
from trainer.views import hours as hours_view
from trainer.views import lesson as lesson_view
from trainer.views import path as path_view
from trainer.views import today as today_view
from trainer.wording import learning, library

START = date(2026, 8, 3)


@pytest.fixture
def me(story: Story) -> Session:
    """Li Xiaowen, enrolled on 3 August with a mentor, on her first day."""
    person = story.trainee(START)
    story.clock.set(START, 9)
    return story.sessions[person]


def open_weeks(session: Session) -> list[Week]:
    """The weeks that are required, in order."""
    return [week for week in session.library.weeks() if not week.planned]


def finish(session: Session, *lessons: str) -> None:
    for one in lessons:
        asked = session.library.items_of(f"lesson:{one}")
        studying.finish_lesson(session, one, {item.id: "a" for _hash, item in asked})


# Today


def test_first_day_starts_with_lesson_one(me: Session) -> None:
    found = today_view.today(me)
    first, *rest = me.library.lessons(open_weeks(me)[0].id)
    assert found.bound
    assert (found.step.kind, found.step.target, found.step.button) == ("study", first.id, "Start")
    assert found.step.share == 0.0
    assert found.line == "Monday, 3 Aug · theory week 1 · 153 days to planned go-live"
    assert [one.target for one in found.agenda] == [one.id for one in rest]
    assert found.minutes == sum(one.minutes for one in rest)
    assert len(found.months) == 5
    assert found.months[0].title == "Weeks 1 to 5"


def test_before_the_enrolment(story: Story) -> None:
    person = story.add("周一", "1040", {"trainee"})
    found = today_view.today(story.sessions[person])
    assert found.timeline is None
    assert found.judged.code == "not-enrolled"
    assert (found.step.title, found.step.button) == ("No programme yet", "Read the first lesson")
    first = story.sessions[person].library.lessons()[0]
    assert (found.step.kind, found.step.target) == ("study", first.id)
    assert found.agenda == ()
    assert path_view.path(story.sessions[person]).timeline is None


def test_where_somebody_stopped(me: Session) -> None:
    lesson = me.library.lessons()[0]
    place = local.Place(hash=lesson.hash, at=lesson.sections[1].id, seen=(lesson.sections[0].id,), time=1)
    local.keep_place(me.folder, me.me, lesson.id, place)
    step = today_view.today(me).step
    assert step.button == "Continue"
    assert f"Stopped at “{lesson.sections[1].title}”" in step.line
    assert step.share is not None
    assert 0 < step.share < 1
    week = next(week for week in path_view.path(me).months[0].weeks if not week.planned)
    assert week.units[0].state == "open"  # the path shows records, not places
    assert lesson_view.lesson(me, lesson.id).week_units[0].state == "begun"


def test_another_revision_begins_anew(me: Session) -> None:
    local.keep_place(me.folder, me.me, "w04-l01", local.Place(hash="0" * 64, at="x", seen=("x",)))
    assert lesson_view.lesson(me, "w04-l01").place.seen == ()


def test_after_the_lessons_comes_the_paper(story: Story, me: Session) -> None:
    finish(me, *(one.id for one in me.library.lessons()))
    first = open_weeks(me)[0]
    found = today_view.today(me)
    assert (found.step.kind, found.step.target) == ("take-paper", first.paper)
    assert found.step.line == "8 questions · 20 min · 80 points needed"
    assert found.agenda == ()
    story.take(me.me, first.paper, wrong=8)
    failed = today_view.today(me)
    line = next(one for one in failed.lines if one.action == "take-paper")
    assert (line.state, line.button) == ("failed", "Redo")
    assert failed.lines[0] is not None
    week = next(week for week in path_view.path(me).months[0].weeks if not week.planned)
    assert (week.units[-1].state, week.units[-1].score, week.done, week.total) == ("failed", 0, 5, 6)


def test_waiting_lines_can_be_reminded(story: Story, me: Session) -> None:
    story.learn(me.me)
    found = today_view.today(me)
    line = next(one for one in found.lines if one.state == "waiting")
    assert line.button == "Remind"
    assert line.reminder.startswith("王敏, ")
    assert found.judged.waiting == 1
    story.confirm_theory(me.me)
    weeks = [week for month in path_view.path(me).months for week in month.weeks if not week.planned]
    assert all(unit.state == "confirmed" for week in weeks for unit in week.units)


def test_nothing_is_asked_of_others_too_early(me: Session) -> None:
    exam = next(one for one in today_view.today(me).lines if one.title == "Go-live exam")
    assert (exam.action, exam.button) == ("", "")


def test_what_was_said_about_me_stands_on_today(story: Story, me: Session) -> None:
    story.clock.set(date(2026, 11, 5), 9)
    attesting.request_practical(me, "M01")
    waiting = [one for one in today_view.today(me).agenda if one.kind == "practical"]
    assert [(one.target, one.waits_for) for one in waiting] == [("M01", "王敏")]
    story.practise(me.me, 1)
    read = [one for one in today_view.today(me).agenda if one.kind == "observed"]
    assert [one.target for one in read] == ["M01"]
    for row in next(one for one in story.standings.of(me.me).practicals if one.practical == "M01").observations:
        attesting.acknowledge(me, row.attested.record)
    assert [one for one in today_view.today(me).agenda if one.kind == "observed"] == []


def test_a_key_that_waits_for_its_bind(story: Story) -> None:
    person, words = story.add_unbound("周二", "1041")
    mine = story.sessions[person]
    assert not today_view.today(mine).bound
    assert today_view.key_words(mine) == words


# The lesson


@pytest.mark.parametrize(
    ("item", "answer", "state"),
    [
        ("w04-l03-q3", "no", "right"),
        ("w04-l03-q3", "yes", "wrong"),
        ("w04-l03-q2", "a", "right"),
        ("w04-l03-q4", ("a", "b", "c", "d", "e"), "right"),
        ("w04-l03-q4", ("b", "a", "c", "d", "e"), "wrong"),
        ("w04-l03-q1", "not a number", "wrong"),
        ("w04-l03-q1", None, "unanswered"),
    ],
)
def test_answers_are_checked_without_a_record(
    me: Session, item: str, answer: str | tuple[str, ...] | None, state: State
) -> None:
    before = me.store.position()
    found = lesson_view.check(me, "w04-l03", item, answer)
    assert found.state == state
    assert found.reason
    assert found.policies
    assert me.store.position() == before


def test_everybody_sees_the_same_figures(me: Session) -> None:
    first, again = lesson_view.lesson(me, "w04-l03"), lesson_view.lesson(me, "w04-l03")
    assert first.questions == again.questions
    assert (first.before, first.after, first.number, first.week) == ("w04-l02", "w04-l04", 3, 4)
    assert all(one.html for one in first.sections)
    expected = lesson_view.check(me, "w04-l03", "w04-l03-q1", "0").expected
    assert lesson_view.check(me, "w04-l03", "w04-l03-q1", expected.removeprefix("CNY ")).state == "right"


def test_policies_carry_their_dates(me: Session) -> None:
    found = lesson_view.policy(me, "VAT-07")
    assert found.state == "in-force"
    assert found.rule
    assert library.in_force(found.since, found.until) == "1 Jan 2026 to 31 Dec 2027"
    assert library.policy_state("expired", None, date(2027, 12, 31)) == "Expired: until 31 Dec 2027"
    with pytest.raises(Refused, match="unknown-policy"):
        lesson_view.policy(me, "VAT-999")
    with pytest.raises(Refused, match="unknown-lesson"):
        lesson_view.lesson(me, "w99-l01")


# The path


def test_the_path_of_a_learner(story: Story, me: Session) -> None:
    found = path_view.path(me)
    assert [one.month.phase for one in found.months] == ["theory"] * 3 + ["mentoring"] * 2
    assert [week.planned for week in found.months[0].weeks] == [week.planned for week in me.library.weeks()[:5]]
    assert found.mentor == "王敏"
    assert len(found.milestones) == 4
    story.clock.set(date(2026, 11, 5), 9)
    story.practise(me.me, 1)
    rows = {row.id: row for one in path_view.path(me).months for row in one.practicals}
    assert len(rows) == 20
    assert (rows["M01"].state, rows["M01"].passed, rows["M01"].repeats) == ("passed", 2, 2)
    assert [row.who for row in rows["M01"].observed] == ["王敏", "王敏"]
    assert {row.id for row in rows.values() if row.state == "planned"} == {
        one.id for one in me.library.practicals() if one.planned
    }
    assert rows["M05"].state == "open"
    assert rows["M05"].lessons[0][1] == "Rates, levy rate and the single transaction"


def test_the_mid_term_stands_after_its_week_and_is_not_counted(story: Story, me: Session) -> None:
    week = next(one for one in story.programme(me.me).weeks if one.mid_term)
    story.learn(me.me)
    shown = next(one for month in path_view.path(me).months for one in month.weeks if one.number == week.number)
    assert shown.mid_term is not None
    assert (shown.mid_term.id, shown.mid_term.optional, shown.mid_term.state) == (week.mid_term, True, "open")
    assert (shown.done, shown.total) == (len(week.lessons) + 1, len(week.lessons) + 1)
    assert week.mid_term not in [unit.id for unit in shown.units]


# Hours


def test_hours_of_a_quarter(story: Story, me: Session) -> None:
    empty = hours_view.hours(me)
    assert (empty.quarter, empty.entries, empty.ever, empty.counts) == ((2026, 3), (), False, False)
    story.study(me.me, date(2026, 8, 10), 3600)
    claim = studying.claim_hours(me, title="研讨", provider="", day=date(2026, 8, 9), seconds=7200)
    found = hours_view.hours(me)
    assert (found.total.confirmed_s, found.total.claimed_s) == (0, 10_800)
    assert [(one.title, one.state, one.waits_for) for one in found.entries] == [
        (me.library.lessons()[0].title.en, "waiting", "王敏"),
        ("研讨", "waiting", "王敏"),
    ]
    mentor = story.sessions[story.mentor]
    attesting.decide_hours(mentor, me.me, [(claim, 3600, "只听了半场")], meaning="已核对", passphrase=PASSPHRASE)
    decided = next(one for one in hours_view.hours(me).entries if one.record == claim)
    assert (decided.state, decided.accepted_s, decided.by, decided.reason) == ("reduced", 3600, "王敏", "只听了半场")
    story.clock.set(date(2026, 10, 5), 9)
    later = hours_view.hours(me)
    assert (later.quarter, later.entries, later.ever) == ((2026, 4), (), True)
    assert [(one.year, one.quarter) for one in later.past] == [(2026, 4), (2026, 3)]
    assert len(hours_view.hours(me, (2026, 3)).entries) == 2


# Words


@pytest.mark.parametrize(
    ("name", "called"),
    [("李晓雯", "晓雯"), ("王敏", "王敏"), ("欧阳小明", "小明"), ("Li Xiaowen", "Li Xiaowen"), ("", "")],
)
def test_how_a_colleague_is_addressed(name: str, called: str) -> None:
    assert learning.familiar(name) == called


@pytest.mark.parametrize(
    ("hour", "said"),
    [(4, "Good evening, A"), (5, "Good morning, A"), (12, "Good afternoon, A"), (18, "Good evening, A")],
)
def test_the_greeting_follows_the_hour(hour: int, said: str) -> None:
    assert learning.greeting(hour, "A") == said
