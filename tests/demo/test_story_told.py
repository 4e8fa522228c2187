"""What the demonstration shows, asked of the views that the pages ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from trainer.demo import cast
from trainer.domain.calendar import day_of
from trainer.domain.path import timeline
from trainer.domain.requirements import needed_weeks
from trainer.session import Session
from trainer.views import (
    approvals,
    audit,
    certificates,
    exchange,
    mentoring,
    overview,
    people,
    reviews,
    today,
    uncounted,
)
from trainer.views import tests as papers

Eyes = Mapping[str, Session]


@pytest.fixture
def hr(eyes: Eyes) -> Session:
    """HR's view of it."""
    return eyes[cast.HR]


def test_it_is_a_demonstration_with_two_dozen_people(hr: Session) -> None:
    assert hr.store.demo
    assert hr.today() == cast.TODAY
    names = {hr.standings.of(person).name for person in hr.store.people()}
    assert names == {one.name for one in cast.MEMBERS}


def test_every_record_is_sound_and_one_fork_is_held(hr: Session) -> None:
    assert hr.store.verify() == []
    (fork,) = hr.store.forks()
    assert fork.chosen is None
    assert {judged.verdict for judged in hr.store.not_ok()} == {"forked"}
    assert all(not hr.standings.of(person).not_counted for person in hr.store.people())
    assert uncounted.uncounted(hr).rows


def test_trainees_stand_in_each_of_the_five_months(hr: Session) -> None:
    seen = overview.overview(hr)
    assert [cohort.month for cohort in seen.cohorts] == [1, 2, 3, 4, 5]
    assert all(cohort.trainees for cohort in seen.cohorts)
    assert {risk.name for risk in seen.risks if risk.code == "infeasible"} == {"邓磊"}
    leaves = [one.enrolment.leaves for one in hr.standings.everybody() if one.enrolment is not None]
    assert any(since <= cast.TODAY <= until for rows in leaves for since, until, _kind in rows)


def test_one_is_ready_and_nobody_who_left_is_a_candidate(hr: Session) -> None:
    seen = approvals.approvals(hr)
    assert [one.name for one in seen.candidates if one.gate.ready] == ["高原"]
    assert not {"孔凡", "郭建平"} & {one.name for one in seen.candidates}


def test_certificates_of_every_kind(hr: Session) -> None:
    shown = {row.name: row.shown for row in certificates.register(hr)}
    assert shown == {"韩冬": "active", "吴迪": "active", "孙倩": "expiring", "何俊": "suspended", "孔凡": "revoked"}


def test_hours_are_met_on_track_behind_and_were_short_before(hr: Session) -> None:
    rows = {row.name: row for row in audit.audit(hr).rows}
    assert audit.met(rows["郑晨"])
    assert audit.met(rows["王敏"])
    assert not audit.behind(rows["陈立"], cast.TODAY)
    assert audit.behind(rows["刘洋"], cast.TODAY)
    assert rows["周婷"].cells[-1].confirmed_s == 12.5 * 3600
    assert rows["周婷"].cells[-1].claimed_s == 2 * 3600
    assert rows["何俊"].cells[-2].confirmed_s < rows["何俊"].cells[-2].target_s / 2


def test_the_mentor_has_a_queue_with_a_file_that_has_not_come(eyes: Eyes) -> None:
    items = mentoring.queue(eyes[cast.MENTOR]).items
    assert {item.kind for item in items} >= {"practical", "theory", "hours"}
    seen = mentoring.trainees(eyes[cast.MENTOR])
    assert {"李晓雯", "马思琪", "高原", "彭雨"} <= {row.name for row in seen}
    session, gone = eyes[cast.MENTOR], []
    for one in session.standings.everybody():
        asked = [request for practical in one.practicals for request in practical.requests if not request.answered]
        gone += [
            file.name for request in asked for file in request.files if session.store.files.path(file.sha256) is None
        ]
    assert len(gone) == 1


def test_examiner_and_director_have_something_to_sign(eyes: Eyes) -> None:
    assert "result" in {item.kind for item in mentoring.queue(eyes[cast.EXAMINER]).items}
    assert "milestone" in {item.kind for item in mentoring.queue(eyes[cast.DIRECTOR]).items}


def test_who_left_signs_no_more_and_what_they_signed_still_counts(hr: Session, eyes: Eyes) -> None:
    former = eyes[cast.FORMER_MENTOR].me
    assert not hr.store.people()[former].live
    assert "郭建平" not in {hr.standings.of(person).name for person in people.here(hr)}
    graduate = hr.standings.of(eyes["1025"].me)
    words = {seen.attested.who for practical in graduate.practicals for seen in practical.observations if seen.counts}
    confirmed = {lesson.attested.who for lesson in graduate.lessons if lesson.attested is not None}
    assert former in words | confirmed


def test_somebody_has_not_been_heard_from_for_more_than_two_weeks(hr: Session) -> None:
    assert "夏禾" in {row.name for row in exchange.silent(hr)}


def test_a_feedback_thread_was_closed_and_two_wait(hr: Session) -> None:
    kinds = [judged.record.header.kind for judged in hr.store.common()]
    assert [kinds.count(f"feedback{step}") for step in ("", ".ack", ".done", ".confirm")] == [3, 2, 2, 1]
    assert kinds.count("session.held") > 100


def test_scores_differ_and_one_exam_failed(hr: Session) -> None:
    exams = [row for one in hr.standings.everybody() for row in one.attempts if row.mode == "exam"]
    assert len({row.score for row in exams}) > 2
    assert [row.passed for row in exams].count(False) == 1


def test_li_xiaowen_has_reviews_today_and_on_the_days_after(eyes: Eyes) -> None:
    found = reviews.reviews(eyes["1031"])
    assert found.brief.due > 0
    assert sum(n for _day, n in found.brief.bars[1:]) > 0


def test_li_xiaowen_is_in_her_third_week_and_waits_for_her_mentor(eyes: Eyes) -> None:
    session = eyes["1031"]
    progress, programme = session.standings.of(session.me), session.standings.programme_of(session.me)
    assert programme is not None
    assert progress.mentoring_from == date(2026, 11, 3)
    assert sum(1 for p in progress.practicals for request in p.requests if not request.answered) == 2
    lessons = {lesson for week in needed_weeks(programme) for lesson in week.lessons}
    assert lessons == {row.lesson for row in progress.lessons}
    assert any(row.attested is None for row in progress.lessons)


def test_what_was_waived_is_no_work_left_on_the_path(eyes: Eyes) -> None:
    session = eyes["1009"]
    progress, programme = session.standings.of(session.me), session.standings.programme_of(session.me)
    assert programme is not None
    line = timeline(programme, progress, cast.TODAY)
    assert line is not None
    assert line.days_ahead == 0


def test_papers_that_were_waived_are_asked_of_nobody(eyes: Eyes) -> None:
    session = eyes["1010"]
    assert papers.count(session) == 0
    assert not any(row.must for row in papers.tests(session).papers)
    assert not [one for one in today.today(session).agenda if one.kind in {"lesson", "paper"}]
    assert "go-live" not in today.today(session).line, "he went live long ago"


def test_somebody_on_leave_is_told_until_when_and_that_the_months_wait(eyes: Eyes) -> None:
    assert "on leave until" in today.today(eyes["1030"]).line


def test_a_suspended_certificate_is_said_and_not_awaited(eyes: Eyes) -> None:
    step = today.today(eyes["1010"]).step
    assert step.kind == "certificate"
    assert "suspended" in step.title


def test_a_week_waits_since_its_paper_was_passed(eyes: Eyes) -> None:
    (theory,) = [one for one in mentoring.queue(eyes[cast.MENTOR]).items if one.kind == "theory"]
    assert theory.name == "李晓雯"
    assert day_of(theory.since) == date(2026, 11, 20)


def test_who_learns_claims_time_for_what_they_are_at(hr: Session) -> None:
    tang = next(one for one in hr.standings.everybody() if one.name == "唐果")
    programme = hr.standings.programme_of(tang.person)
    assert programme is not None
    asked = [lesson for week in programme.weeks for lesson in week.lessons]
    reached = asked[: len(tang.lessons) + 1]
    claims = [one for one in tang.hours if one.item and one.accepted_s is None]
    assert claims
    assert {one.item for one in claims} <= set(reached), "nobody studies what was not begun"
