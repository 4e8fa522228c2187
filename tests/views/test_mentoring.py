"""What waits for a mentor's word, and what counts of it: through the real actions on a real store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story, reading
from trainer.actions import attesting, organising, studying
from trainer.actions.attesting import Observed
from trainer.domain.facts import HoursAttest, MilestoneAttest, PracticalAttest, TheoryAttest, kind_of, plain
from trainer.errors import Refused, Trouble
from trainer.session import Session
from trainer.views import attachments, mentoring, signing
from trainer.views.mentoring import QueueItem
from trainer.views.signing import HoursRow, MilestoneRow, PracticalRow, ResultRow
from trainer.views.theory import TheoryRow


@pytest.fixture
def ana(story: Story) -> str:
    """李晓雯, since 3 August, with mentor and examiner, now in her third month of mentoring."""
    person = story.trainee()
    story.assign(person, story.examiner, "examiner")
    story.assign(person, story.examiner, "proctor")
    story.clock.set(date(2026, 11, 20), 16)
    return person


def seen(session: Session, practical: str, **changes: object) -> Observed:
    found = session.library.practical(practical)
    assert found is not None
    made = Observed(
        practical=practical,
        observed_on=session.today(),
        seconds=1800,
        setting="real",
        independence="unassisted",
        met=tuple((one.id, True) for one in found.criteria),
        result="pass",
        comment="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # changes are fields of Observed


def required(story: Story) -> int:
    """How many practicals the shipped programme asks for."""
    return sum(1 for one in story.hr.library.practicals() if not one.planned)


def kinds(story: Story, who: str) -> list[str]:
    return [item.kind for item in mentoring.queue(reading(story.sessions[who])).items]


def test_the_longest_wait_comes_first(story: Story, ana: str, tmp_path: Path) -> None:
    me = story.sessions[ana]
    paper = tmp_path / "returns.pdf"
    paper.write_bytes(b"a return")
    studying.claim_hours(me, title="VAT", provider="Society", day=date(2026, 11, 19), seconds=5400)
    attesting.request_practical(me, "M05", files=(paper,))
    story.clock.set(date(2026, 11, 22), 9)
    story.learn(ana)
    story.clock.set(date(2026, 11, 23), 9)
    row = mentoring.queue(reading(story.sessions[story.mentor]))
    assert [item.kind for item in row.items] == ["hours", "practical", "theory"]
    assert [item.late for item in row.items] == [True, True, False]
    assert row.total == 3
    assert row.mine == ((ana, "李晓雯"),)
    assert kinds(story, story.examiner) == []


def test_a_row_that_waits_does_not_jump() -> None:
    def item(key: str, since: int) -> QueueItem:
        return QueueItem(key, "hours", "p", "P", "", "", since, "", "", "", "", late=False)

    later = [item("a", 1), item("b", 2), item("c", 3)]
    assert [one.key for one in mentoring.held_still(("c", "b"), later)] == ["c", "b", "a"]
    assert [one.key for one in mentoring.held_still((), later)] == ["a", "b", "c"]


def test_each_kind_opens_with_its_evidence(story: Story, ana: str, tmp_path: Path) -> None:
    me, mentor = story.sessions[ana], reading(story.sessions[story.mentor])
    paper = tmp_path / "returns.pdf"
    paper.write_bytes(b"x" * 2048)
    attesting.request_practical(me, "M09", files=(paper,))
    story.study(ana, date(2026, 11, 19), 2400)
    story.study(ana, date(2026, 11, 19), 1200)
    studying.claim_hours(me, title="Course", provider="Bureau", day=date(2026, 11, 19), seconds=3600)
    story.learn(ana)
    rows = {item.kind: signing.opened(mentor, item) for item in mentoring.queue(mentor).items}
    practical, theory, hours = rows["practical"].row, rows["theory"].row, rows["hours"].row
    assert isinstance(practical, PracticalRow)
    assert isinstance(theory, TheoryRow)
    assert isinstance(hours, HoursRow)
    assert [(one.name, one.bytes, one.here) for one in practical.files] == [("returns.pdf", 2048, True)]
    assert len(practical.criteria) == 5
    assert practical.earliest == date(2026, 11, 3)
    weeks = [week for week in mentor.library.weeks() if not week.planned]
    assert [week.number for week in theory.weeks] == [week.number for week in weeks]
    assert [len(week.lessons) for week in theory.weeks] == [len(week.lessons) for week in weeks]
    assert all([(one.score, one.wrong) for one in week.attempts] == [(10_000, ())] for week in theory.weeks)
    assert sorted(one.seconds for one in hours.claims) == [1200, 2400, 3600]
    assert sorted("20 min overlap" in one.overlap for one in hours.claims) == [False, True, True]
    learner = rows["practical"].learner
    assert (learner.signed, learner.waiting, learner.total) == (0, 1, required(story))
    path, may_open = attachments.laid_out(mentor, practical.files[0].sha256, practical.files[0].name)
    assert path.read_bytes() == b"x" * 2048
    assert may_open


def test_a_file_that_has_not_arrived_is_a_state(story: Story, ana: str, tmp_path: Path) -> None:
    tool = tmp_path / "tool.exe"
    tool.write_bytes(b"MZ")
    attesting.request_practical(story.sessions[ana], "M09", files=(tool,))
    mentor = story.sessions[story.mentor]
    item = mentoring.queue(mentor).items[0]
    row = signing.opened(mentor, item).row
    assert isinstance(row, PracticalRow)
    one = row.files[0]
    assert not attachments.laid_out(mentor, one.sha256, one.name)[1], "a program is never run"
    story.store.files.remove(one.sha256)
    assert "not received" in mentoring.queue(mentor).items[0].wait
    with pytest.raises(Trouble, match="file-missing"):
        attachments.laid_out(mentor, one.sha256, one.name)


def test_milestones_and_results_come_when_they_are_due(story: Story, ana: str) -> None:
    story.learn(ana)
    story.confirm_theory(ana)
    attempt = story.exam(ana, wrong=1, sign=False)
    examiner, mentor = story.sessions[story.examiner], story.sessions[story.mentor]
    assert kinds(story, story.examiner) == ["result"]
    row = signing.opened(examiner, mentoring.queue(examiner).items[0]).row
    assert isinstance(row, ResultRow)
    assert (row.attempt, row.wrong, row.passed) == (attempt, (1,), True)
    assert "milestone" not in kinds(story, story.mentor)
    story.practise(ana)
    due = [item for item in mentoring.queue(mentor).items if item.kind == "milestone"]
    assert {item.target for item in due} == {"unannounced-ticket", "sla-figure"}
    opened = signing.opened(mentor, next(item for item in due if item.target == "sla-figure")).row
    assert isinstance(opened, MilestoneRow)
    assert opened.least == 9500
    assert [item.target for item in mentoring.queue(examiner).items if item.kind == "milestone"] == ["oral"]


def test_what_was_asked_for_is_answered_by_an_observation(story: Story, ana: str) -> None:
    mentor = story.sessions[story.mentor]
    assert signing.observation(mentor, ana, "M05").request == ""
    asked = attesting.request_practical(story.sessions[ana], "M05")
    assert signing.observation(mentor, ana, "M05").request == asked
    assert [one[:2] for one in signing.observable(mentor)] == [(ana, "李晓雯")]
    assert signing.observable(story.sessions[story.examiner]) == ()


def test_the_people_assigned_to_me(story: Story, ana: str) -> None:
    attesting.request_practical(story.sessions[ana], "M05")
    mentor = story.sessions[story.mentor]
    story.practise(ana, 1)
    row = mentoring.trainees(mentor)[0]
    assert (row.name, row.signed, row.waiting, row.total, row.waits) == ("李晓雯", 1, 1, required(story), 1)
    assert "M05" in row.first
    sheet = mentoring.person(mentor, ana)
    assert len(sheet.gate) == 7
    states = {one.id: one.state for one in sheet.practicals if one.state != "planned"}
    assert len(states) == required(story)
    assert {id_ for id_, state in states.items() if state != "open"} == {"M01", "M05"}
    assert (states["M01"], states["M05"]) == ("signed", "waiting")
    assert len(sheet.mine) == 2
    attesting.withdraw(mentor, sheet.mine[0].record, "the wrong ticket", PASSPHRASE)
    again = mentoring.person(mentor, ana)
    assert [one.withdrawn for one in again.mine] == [True, False]
    assert again.trainee.signed == 0
    assert mentoring.trainees(story.sessions[story.examiner])[0].waits == 0


# Refused in the action, and not counted when it arrives from elsewhere


def _practical(session: Session, learner: str) -> str:
    return attesting.attest_practical(session, learner, seen(session, "M05"), meaning="m", passphrase=PASSPHRASE)


def _weeks(session: Session, learner: str) -> tuple[str, ...]:
    programme = session.standings.programme_of(learner)
    assert programme is not None
    return tuple(week.id for week in programme.weeks if not week.planned)


def _theory(session: Session, learner: str) -> str:
    return attesting.attest_theory(
        session, learner, _weeks(session, learner), meaning="m", comment="", passphrase=PASSPHRASE
    )


def _hours(session: Session, learner: str) -> str:
    claim = session.standings.of(learner).hours[0]
    decisions = [(claim.record, claim.claimed_s, None)]
    return attesting.decide_hours(session, learner, decisions, meaning="m", passphrase=PASSPHRASE)


def _milestone(session: Session, learner: str) -> str:
    programme = session.standings.programme_of(learner)
    assert programme is not None
    return attesting.attest_milestone(
        session,
        learner,
        "unannounced-ticket",
        met=tuple((one.id, True) for one in programme.milestones[0].criteria),
        figure=None,
        result="pass",
        comment="",
        meaning="m",
        passphrase=PASSPHRASE,
    )


Sign = Callable[[Session, str], str]
SIGNATURES: dict[str, Sign] = {
    "practical": _practical,
    "theory": _theory,
    "hours": _hours,
    "milestone": _milestone,
}


def _forged(session: Session, learner: str, kind: str, refs: tuple[str, ...]) -> None:
    """The same record as a program without our conditions would sign it."""
    library = session.library
    progress = session.standings.of(learner)
    programme = session.standings.programme_of(learner)
    assert programme is not None
    if kind == "practical":
        what = seen(session, "M05")
        body: PracticalAttest | TheoryAttest | HoursAttest | MilestoneAttest = PracticalAttest(
            practical="M05",
            hash=library.practical_hash("M05"),
            observed_on=what.observed_on,
            seconds=1800,
            setting="real",
            independence="unassisted",
            criteria=what.met,
            result="pass",
            comment="",
            files=(),
            meaning="m",
        )
    elif kind == "theory":
        body = TheoryAttest(
            weeks=_weeks(session, learner), papers=(), heads=session.store.heads_of(learner), meaning="m"
        )
    elif kind == "hours":
        body = HoursAttest(decisions=((progress.hours[0].record, 60, "less"),), meaning="m")
    else:
        met = tuple((one.id, True) for one in programme.milestones[0].criteria)
        body = MilestoneAttest(milestone="unannounced-ticket", criteria=met, result="pass", comment="", meaning="m")
    assert session.key is not None
    session.store.append(session.key, kind_of(body), plain(body), sub=learner, refs=refs)


def _counts(story: Story, learner: str, kind: str) -> bool:
    progress = story.standings.of(learner)
    return {
        "practical": any(row.passed for row in progress.practicals),
        "theory": any(row.attested for row in progress.lessons),
        "hours": any(row.accepted_s is not None for row in progress.hours),
        "milestone": any(row.counts for row in progress.milestones),
    }[kind]


def _self_signed(story: Story, ana: str) -> tuple[Session, str, tuple[str, ...]]:
    mentor = story.sessions[story.mentor]
    del ana
    story.enrol(story.mentor, date(2026, 1, 5))
    story.clock.set(date(2026, 11, 20), 17)
    story.assign(story.mentor, story.examiner, "mentor", date(2026, 1, 5))
    own = mentor.standings.of(story.mentor).assignments[0].record
    lesson = mentor.library.lessons()[0]
    asked = mentor.library.items_of(f"lesson:{lesson.id}")
    studying.finish_lesson(mentor, lesson.id, {item.id: "a" for _hash, item in asked})
    story.study(story.mentor, date(2026, 11, 19), 1200)
    return mentor, story.mentor, (own,)


def _not_assigned(story: Story, ana: str) -> tuple[Session, str, tuple[str, ...]]:
    other = story.add("周远", "1016", {"mentor"})
    mandate = story.standings.of(ana).assigned("mentor")
    assert mandate is not None
    return story.sessions[other], ana, (mandate.record,)


def _ended_assignment(story: Story, ana: str) -> tuple[Session, str, tuple[str, ...]]:
    mandate = story.standings.of(ana).assigned("mentor")
    assert mandate is not None
    organising.end_assignment(story.hr, ana, mandate.record, "changed team")
    return story.sessions[story.mentor], ana, (mandate.record,)


def _ended_key(story: Story, ana: str) -> tuple[Session, str, tuple[str, ...]]:
    mandate = story.standings.of(ana).assigned("mentor")
    mentor = story.sessions[story.mentor]
    assert mandate is not None
    assert mentor.key is not None
    organising.end_key(story.hr, mentor.key.log, "lost", passphrase=PASSPHRASE)
    return mentor, ana, (mandate.record,)


CASES: dict[str, Callable[[Story, str], tuple[Session, str, tuple[str, ...]]]] = {
    "not-about-yourself": _self_signed,
    "not-assigned": _not_assigned,
    "ended-assignment": _ended_assignment,
    "ended-key": _ended_key,
}


@pytest.mark.parametrize("kind", SIGNATURES)
@pytest.mark.parametrize("case", CASES)
def test_what_would_not_count_is_not_signed(story: Story, ana: str, case: str, kind: str) -> None:
    story.study(ana, date(2026, 11, 19), 1200)
    story.learn(ana)
    session, learner, refs = CASES[case](story, ana)
    refused = {
        "not-about-yourself": {"not-about-yourself"},
        "not-assigned": {"not-assigned"},
        "ended-assignment": {"not-assigned"},
        "ended-key": {"key-ended", "not-your-role"},
    }
    with pytest.raises(Refused) as caught:
        SIGNATURES[kind](session, learner)
    assert caught.value.code in refused[case]
    _forged(session, learner, kind, refs)
    assert not _counts(story, learner, kind)


def test_before_mentoring_nothing_is_observed(story: Story, ana: str) -> None:
    story.clock.set(date(2026, 11, 2), 10)
    mentor = story.sessions[story.mentor]
    with pytest.raises(Refused, match="mentoring-not-started"):
        _practical(mentor, ana)
    mandate = story.standings.of(ana).assigned("mentor")
    assert mandate is not None
    _forged(mentor, ana, "practical", (mandate.record,))
    assert not _counts(story, ana, "practical")


def test_an_observation_is_of_a_day_that_has_come_and_of_some_length(story: Story, ana: str) -> None:
    mentor = story.sessions[story.mentor]
    wrong: dict[str, Observed] = {
        "date-in-future": seen(mentor, "M01", observed_on=mentor.today() + timedelta(1)),
        "hours-out-of-range": seen(mentor, "M01", seconds=0),
        "criteria-open": seen(mentor, "M01", met=()),
        "comment-missing": seen(mentor, "M01", result="repeat", comment=" "),
    }
    for code, what in wrong.items():
        with pytest.raises(Refused, match=code):
            attesting.attest_practical(mentor, ana, what, meaning="", passphrase=PASSPHRASE)
    attesting.attest_practical(mentor, ana, seen(mentor, "M01"), meaning="", passphrase=PASSPHRASE)


@pytest.mark.parametrize("kind", SIGNATURES)
def test_what_is_signed_under_an_assignment_counts(story: Story, ana: str, kind: str) -> None:
    story.study(ana, date(2026, 11, 19), 1200)
    story.learn(ana)
    SIGNATURES[kind](story.sessions[story.mentor], ana)
    assert _counts(story, ana, kind)


def test_hr_acts_without_an_assignment_where_the_fold_lets_it(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 11, 19), 1200)
    story.learn(ana)
    for kind in ("theory", "hours"):
        SIGNATURES[kind](story.hr, ana)
        assert _counts(story, ana, kind)
    with pytest.raises(Refused, match="not-your-role"):
        _practical(story.hr, ana)
    with pytest.raises(Refused, match="not-your-role"):
        _milestone(story.hr, ana)


def test_an_examiner_gives_the_oral_only_when_assigned(story: Story, ana: str) -> None:
    programme = story.programme(ana)
    oral = next(one for one in programme.milestones if one.id == "oral")

    def give(session: Session) -> str:
        return attesting.attest_milestone(
            session,
            ana,
            "oral",
            met=tuple((one.id, True) for one in oral.criteria),
            figure=None,
            result="pass",
            comment="",
            meaning="m",
            passphrase=PASSPHRASE,
        )

    with pytest.raises(Refused, match="not-your-role"):
        give(story.sessions[story.mentor])
    stranger = story.add("周远", "1016", {"examiner"})
    with pytest.raises(Refused, match="not-assigned"):
        give(story.sessions[stranger])
    give(story.sessions[story.examiner])
    assert [row.milestone for row in story.standings.of(ana).milestones if row.counts] == ["oral"]


def test_decisions_name_what_is_there(story: Story, ana: str) -> None:
    claim = story.study(ana, date(2026, 11, 19), 1200)
    mentor = story.sessions[story.mentor]

    def decide(record: str, seconds: int, reason: str | None) -> str:
        return attesting.decide_hours(mentor, ana, [(record, seconds, reason)], meaning="m", passphrase=PASSPHRASE)

    for record, seconds, reason, code in (
        ("0" * 64, 0, "no", "unknown-record"),
        (claim, 1201, None, "more-than-claimed"),
        (claim, -1, "no", "more-than-claimed"),
        (claim, 600, " ", "reason-missing"),
    ):
        with pytest.raises(Refused) as caught:
            decide(record, seconds, reason)
        assert caught.value.code == code
    decide(claim, 600, "half of it")
    assert [row.accepted_s for row in story.standings.of(ana).hours] == [600]
    assert mentoring.queue(mentor).items == ()


def test_the_sheet_says_why_a_word_of_mine_does_not_count(story: Story, ana: str) -> None:
    mentor, _learner, refs = _ended_assignment(story, ana)
    _forged(mentor, ana, "practical", refs)
    assert [one.why for one in mentoring.person(mentor, ana).mine] == [
        "Signed after the position at which the assignment ended."
    ]
    again, _learner, refs = _ended_key(story, _again_assigned(story, ana))
    _forged(again, ana, "practical", refs)
    assert mentoring.person(again, ana).mine[0].why == "Signed after the position at which this key was ended."
    assert mentoring.trainees(story.sessions[story.examiner])[0].hours_s == 0, "an examiner decides on no hours"


def _again_assigned(story: Story, ana: str) -> str:
    story.assign(ana, story.mentor, "mentor")
    return ana
