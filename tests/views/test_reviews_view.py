"""Spaced review over real records: wrong answers come back, a round is a practice, the log is py-fsrs's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.story import Story
from trainer.actions import assessing
from trainer.actions.recording import write
from trainer.domain import calendar, review
from trainer.domain.facts import Answered, Setting
from trainer.domain.question import Question, realise
from trainer.errors import Refused
from trainer.session import Session
from trainer.views import reviews as views
from trainer.views import tests as papers
from trainer.views import today as today_view
from trainer.views.attempt import title

CASE = "consultancy-special-invoice-under-threshold"
DAY = date(2026, 11, 2)


def wrong(question: Question) -> Answered:
    return "no-such-option" if question.kind != "numeric" else "1.23"


def answer_all(session: Session, attempt: str, *, right: bool, count: int = 99) -> int:
    """Answer the first `count` questions of a round and end it when that was all; how many were answered."""
    start = assessing.started(session, attempt)
    for n, (_id, hash_) in enumerate(start.items[:count], 1):
        item = session.library.item(hash_)
        assert item is not None
        question = realise(item, start.seed)
        given = question.expected if right else wrong(question)
        assessing.answer(session, attempt, n, given, active_s=40, sure="yes")
    if count >= len(start.items):
        assessing.hand_in(session, attempt)
    return min(count, len(start.items))


@pytest.fixture
def me(story: Story) -> Session:
    """Li Xiaowen, who got a whole round of one case wrong on 2 November."""
    person = story.trainee(date(2026, 8, 3))
    story.clock.set(DAY, 10)
    session = story.sessions[person]
    answer_all(session, assessing.practise_case(session, CASE, seed="01" * 16), right=False)
    return session


def test_before_any_answer_there_is_nothing_to_review(story: Story) -> None:
    session = story.sessions[story.trainee()]
    found = views.reviews(session)
    assert (found.cards, found.brief, found.line, found.early) == (0, views.NO_REVIEWS, "", 0)
    assert found.empty[0] == "Nothing to review yet"
    with pytest.raises(Refused, match="nothing-due"):
        assessing.practise_reviews(session)


def test_wrong_answers_come_back_tomorrow_with_other_figures(story: Story, me: Session) -> None:
    now = views.reviews(me)
    assert (now.cards, now.brief.due, now.early) == (12, 0, 12)
    assert now.empty == ("Nothing is due today", "Next: 12 questions tomorrow.")
    story.clock.set(DAY + timedelta(days=1), 9)
    due = views.reviews(me)
    assert (due.brief.due, due.brief.seconds, views.count(me)) == (12, 480, 12)
    assert due.line == "12 questions · about 8 min"
    assert due.brief.bars[:2] == (("Today", 12), ("Wed", 0))
    assert [one.questions for one in due.sources] == [12]
    attempt = assessing.practise_reviews(me)
    start = assessing.started(me, attempt)
    assert (start.mode, start.paper, len(start.items)) == ("practice", "reviews:2026-11-03", 12)
    assert title(me, start.paper) == "Review of 3 Nov"
    with pytest.raises(Refused, match="attempt-running"):
        assessing.practise_reviews(me)


def test_a_round_can_be_left_and_gone_on_with(story: Story, me: Session) -> None:
    story.clock.set(DAY + timedelta(days=1), 9)
    attempt = assessing.practise_reviews(me)
    answer_all(me, attempt, right=True, count=5)
    found = views.reviews(me)
    assert (found.brief.running, found.left, found.of, found.brief.due) == (attempt, 7, 12, 7)
    assert found.done == "5 questions answered, 5 right · 4 min"
    item = next(one for one in today_view.today(me).agenda if one.kind == "reviews")
    assert item.title == "Review 7 questions"
    assert all(one.title != "Review of 3 Nov" for one in papers.tests(me).practice), "rounds stand on their own page"


def test_right_answers_go_further_away_each_time(story: Story, me: Session) -> None:
    story.clock.set(DAY + timedelta(days=1), 9)
    answer_all(me, assessing.practise_reviews(me), right=True)
    found = views.reviews(me)
    assert (found.brief.due, found.brief.running) == (0, "")
    assert found.empty[0] == "That is enough for today"
    away = [sum((card.due - card.last).days for card in plan_cards(me))]
    for _round in range(3):
        story.clock.set(max(card.due for card in plan_cards(me)), 9)
        answer_all(me, assessing.practise_reviews(me), right=True)
        away.append(sum((card.due - card.last).days for card in plan_cards(me)))
    assert away == sorted(away)
    assert away[-1] > 2 * away[0]
    assert len(views.log(me)) == 60


def plan_cards(session: Session) -> tuple[review.Card, ...]:
    return review.cards(session.standings.of(session.me).attempts)


def test_the_log_has_the_columns_of_py_fsrs(me: Session) -> None:
    rows = views.log(me)
    assert {(one.rating, one.review_duration) for one in rows} == {(1, 40_000)}
    assert all(one.review_datetime.endswith("+00:00") for one in rows)
    assert len({one.card_id for one in rows}) == 12


def test_reviewing_early_takes_the_next_day(me: Session) -> None:
    with pytest.raises(Refused, match="nothing-due"):
        assessing.practise_reviews(me)
    start = assessing.started(me, assessing.practise_reviews(me, early=True))
    assert len(start.items) == 12


def test_the_backlog_is_spread_under_the_cap_of_the_organisation(story: Story, me: Session) -> None:
    write(story.hr, Setting(since=DAY, values={"review_cap_s": 300}), None)
    story.clock.set(DAY + timedelta(days=15), 9)
    found = views.reviews(me)
    assert found.brief.backlog == "7 today, 5 more spread over the days ahead"
    assert [n for _day, n in found.brief.bars] == [7, 5, 0, 0, 0, 0, 0]
    assert found.rules[0].startswith("At most 5 min a day")


def test_what_is_forgotten_on_four_days_is_on_both_lists(story: Story, me: Session) -> None:
    hash_, item = me.library.items_of(f"case:{CASE}")[0]
    for n in range(6):
        story.clock.set(DAY + timedelta(days=1 + n), 9)
        attempt = assessing.practise_item(me, hash_)
        question = realise(item, assessing.started(me, attempt).seed)
        assessing.finish(me, attempt, [(1, wrong(question), 30, "yes")])
    (leech,) = views.reviews(me).leeches
    assert (leech.item, leech.kind, leech.source) == (item.id, "case", CASE)
    assert leech.detail.startswith("forgotten ")
    (suspect,) = views.suspects(story.hr)
    assert (suspect.item, suspect.people) == (item.id, 1)
    assert suspect.lapses >= review.LEECH


def test_today_shows_the_week_and_one_line(story: Story, me: Session) -> None:
    story.clock.set(DAY + timedelta(days=1), 9)
    row = today_view.today(me)
    assert row.reviews.bars[0] == ("Today", 12)
    line = next(one for one in row.agenda if one.kind == "reviews")
    assert (line.title, line.detail, line.minutes) == ("Review 12 questions", "about 8 min", 8)
    assert calendar.day_of(story.clock.now) == DAY + timedelta(days=1)


def test_before_the_planned_exam_the_page_says_so(story: Story) -> None:
    session = story.sessions[story.trainee(date(2026, 8, 3))]
    progress, programme = session.standings.of(session.me), session.standings.programme_of(session.me)
    assert review.exam_day(programme, progress, date(2026, 9, 1)) == date(2026, 11, 2), "the last day of theory"
    assert review.exam_day(programme, progress, date(2026, 11, 2)) is None
    story.clock.set(date(2026, 9, 1), 10)
    answer_all(session, assessing.practise_case(session, CASE, seed="01" * 16), right=False)
    story.clock.set(date(2026, 9, 2), 10)
    assert any("2 Nov" in rule for rule in views.reviews(session).rules)
