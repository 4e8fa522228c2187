"""What counts and what does not (`records.md` §5), told as stories."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainer.domain import facts as f
from trainer.domain.assessed import Grader
from trainer.domain.evidence import Authority
from trainer.domain.fold import fold
from trainer.domain.progress import WHY_NOT, Progress

if TYPE_CHECKING:
    from tests.domain.conftest import Story


START = """
2026-06-08 hr enrol
2026-06-08 hr assign mentor wang
"""


def reasons(progress: Progress) -> list[tuple[str, str]]:
    return sorted((row.kind, row.why) for row in progress.not_counted)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.integers(0, 10**6))
def test_order_and_repetition_are_nothing(complete: Story, seed: int) -> None:
    mixed = [*complete.facts, *random.Random(seed).choices(complete.facts, k=5)]
    random.Random(seed).shuffle(mixed)
    assert fold("ana", mixed, complete.common, Grader(complete.shelf), complete.authority) == complete.progress()


def test_a_whole_life(complete: Story) -> None:
    progress = complete.progress()
    assert progress.name == "安娜"
    assert progress.not_counted == ()
    assert progress.mentoring_from == date(2026, 9, 8)
    assert [(row.lesson, row.attested.who) for row in progress.lessons if row.attested] == [
        ("l1", "wang"),
        ("l2", "wang"),
    ]
    assert [(row.paper, row.score, row.passed) for row in progress.attempts] == [
        ("week-04", 10_000, True),
        ("final", 8_000, True),
    ]
    assert progress.attempts[1].result_passed
    assert {row.practical: row.passed for row in progress.practicals} == {"M01": 1, "M05": 2}
    assert progress.waits_for("mentor") == "wang"


def test_it_survives_being_written_down(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert\n2026-11-09 hr leave 2026-11-10 2026-11-12\n2026-11-09 wang held 9 60 60")
    progress = complete.progress()
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(progress), type=Progress) == progress


def test_only_records_about_the_person_matter(complete: Story) -> None:
    other = msgspec.structs.replace(f.Profile(name="x", number="", department=""))
    strange = f.Fact("e" * 64, "profile", "log-hr", 500, 0, "hr", "ben", (), other)
    assert (
        fold("ana", [*complete.facts, strange], [], Grader(complete.shelf), complete.authority) == complete.progress()
    )


def test_nobody_known_has_an_empty_progress(story: Story) -> None:
    progress = fold("ben", [], [], Grader(story.shelf), story.authority)
    assert (progress.name, progress.enrolment, progress.hours) == ("", None, ())


# Whose word


def test_a_mentor_who_was_not_assigned_does_not_count(story: Story) -> None:
    story.tell(START + "2026-09-10 chen practical M01")
    assert story.progress().practicals[0].passed == 0
    assert reasons(story.progress()) == [("practical.attest", "not-assigned")]


def test_an_attestation_must_name_the_assignment_it_acts_under(story: Story) -> None:
    story.tell(START + "2026-09-10 wang practical M01")
    bare = [without_refs(fact) for fact in story.facts]
    progress = fold("ana", bare, [], Grader(story.shelf), story.authority)
    assert reasons(progress) == [("practical.attest", "not-assigned")]


def without_refs(fact: f.Fact) -> f.Fact:
    return f.Fact(fact.id, fact.kind, fact.log, fact.seq, fact.time, fact.who, fact.sub, (), fact.body)


def test_after_the_end_of_an_assignment_only_what_hr_had_seen_counts(story: Story) -> None:
    story.tell(START + "2026-09-10 wang practical M01\n2026-09-11 hr unassign wang\n2026-09-12 wang practical M05")
    progress = story.progress()
    assert {row.practical: row.passed for row in progress.practicals} == {"M01": 1, "M05": 0}
    assert reasons(progress) == [("practical.attest", "assignment-ended")]
    assert progress.waits_for("mentor") == ""


def test_two_ends_of_an_assignment_the_earlier_holds(story: Story) -> None:
    story.tell(START + "2026-09-10 wang practical M01")
    early = story.heads("wang")
    story.tell("2026-09-12 wang practical M05\n2026-09-13 hr unassign wang")
    story.add(
        "2026-09-13", "hr", "assign.end", f.AssignEnd(assign=story.mandate("wang")[0], heads=early, reason="left")
    )
    assert {row.practical: row.passed for row in story.progress().practicals} == {"M01": 1, "M05": 0}


def test_a_head_with_another_id_at_the_same_position_does_not_cover(story: Story) -> None:
    story.tell(START + "2026-09-10 wang practical M01")
    mandate = story.mandate("wang")[0]
    body = f.AssignEnd(assign=mandate, heads={"log-wang": (1, "f" * 64)}, reason="fork")
    story.add("2026-09-13", "hr", "assign.end", body)
    assert reasons(story.progress()) == [("practical.attest", "assignment-ended")]


def test_nobody_attests_about_themselves(story: Story) -> None:
    story.tell("2026-06-08 hr enrol\n2026-06-08 hr assign mentor ana\n2026-09-10 ana practical M01")
    story.tell("2026-09-10 ana held 9 60 60")
    assert reasons(story.progress()) == [("practical.attest", "self-signed"), ("session.held", "self-signed")]


def test_hr_confirms_theory_and_hours_without_an_assignment_but_no_practical(story: Story) -> None:
    story.tell("""
    2026-06-08 hr enrol
    2026-06-08 hr assign mentor wang
    2026-06-10 ana lesson l1
    c: 2026-06-11 ana claim 2
    2026-06-12 hr theory
    2026-06-12 hr accept c=120
    2026-09-12 hr practical M01
    """)
    progress = story.progress()
    assert progress.lessons[0].attested is not None
    assert progress.hours[0].accepted_s == 7200
    assert reasons(progress) == [("practical.attest", "not-assigned")]


def test_a_key_speaks_for_hr_only_within_its_positions(story: Story) -> None:
    story.tell(START + "2026-06-10 ana lesson l1\n2026-06-12 hr theory")
    authority = Authority({"log-hr": (1, 2)}, story.authority.roles)
    progress = fold("ana", story.facts, [], Grader(story.shelf), authority)
    assert reasons(progress) == [("theory.attest", "not-assigned")]


def test_a_profile_by_somebody_else_does_not_count(story: Story) -> None:
    story.tell("2026-06-08 hr profile 安娜\n2026-06-09 wang profile 小王")
    assert (story.progress().name, reasons(story.progress())) == ("安娜", [("profile", "not-from-hr")])


def test_a_later_word_of_the_same_signer_replaces_the_earlier(story: Story) -> None:
    story.tell("2026-06-08 hr profile 安娜\n2026-06-09 hr profile 安小娜")
    assert (story.progress().name, reasons(story.progress())) == ("安小娜", [("profile", "replaced")])


def test_two_successors_hold_by_the_lowest_id(story: Story) -> None:
    one = story.do_profile("2026-06-08", "hr", "甲")
    two = story.do_profile("2026-06-08", "ana", "乙")
    lowest = min((one, two), key=lambda fact: fact.id)
    assert story.progress().name == {one.id: "甲", two.id: "乙"}[lowest.id]
    assert reasons(story.progress()) == [("profile", "two-successors")]
    story.add("2026-06-09", "hr", "profile", f.Profile(name="丙", number="", department=""), refs=(two.id,))
    assert story.progress().name == "丙"


# Practicals and milestones


def test_a_practical_before_mentoring_does_not_count(story: Story) -> None:
    story.tell(START + "2026-09-07 wang practical M01\n2026-09-08 wang practical M01")
    state = story.progress().practicals[0]
    assert [(row.observed_on.day, row.counts, row.why_not) for row in state.observations] == [
        (7, False, "before-mentoring"),
        (8, True, ""),
    ]


def test_a_mentor_assigned_late_starts_the_mentoring(story: Story) -> None:
    story.tell("2026-06-08 hr enrol\n2026-10-01 hr assign mentor wang\n2026-09-20 wang practical M01")
    assert story.progress().mentoring_from == date(2026, 10, 1)
    assert reasons(story.progress()) == [("practical.attest", "before-mentoring")]


def test_pass_with_an_open_criterion_is_no_pass(story: Story) -> None:
    story.tell(START + "2026-09-10 wang practical M01 open")
    assert reasons(story.progress()) == [("practical.attest", "criteria-open")]


def test_two_answers_to_one_request_are_one_observation(story: Story) -> None:
    story.tell(START + "q: 2026-09-09 ana ask M05\n2026-09-10 wang practical M05 repeat q")
    assert story.progress().practicals[0].requests[0].answered != ""
    story.tell("2026-09-11 wang practical M05 pass q")
    state = story.progress().practicals[0]
    assert (state.passed, len(state.observations)) == (1, 1)
    assert reasons(story.progress()) == [("practical.attest", "replaced")]


def test_milestones_by_whom_the_programme_names(story: Story) -> None:
    story.tell(
        START
        + """
    2026-10-01 wang milestone sla pass 9400
    2026-10-01 wang milestone oral
    2026-10-01 wang milestone director
    2026-10-02 hr milestone oral
    2026-10-02 luo milestone director
    2026-10-02 wang milestone tea
    """
    )
    assert [(row.milestone, row.counts) for row in story.progress().milestones] == [
        ("director", True), ("oral", True), ("sla", False),
    ]  # fmt: skip
    assert reasons(story.progress()) == [
        ("milestone.attest", "figure-short"),
        ("milestone.attest", "not-assigned"),
        ("milestone.attest", "not-assigned"),
        ("milestone.attest", "unknown-target"),
    ]


def test_a_mentor_is_not_the_examiner_of_their_own_learner(story: Story) -> None:
    story.tell(START + "2026-06-08 hr assign examiner wang\n2026-10-01 wang milestone oral")
    story.tell("2026-09-05 pro open\n2026-09-05 ana exam 5\n2026-09-06 wang result 10000")
    assert reasons(story.progress()) == [
        ("exam.result", "examiner-is-mentor"),
        ("milestone.attest", "examiner-is-mentor"),
    ]


# Papers and exams


def test_the_last_answer_before_the_end_counts(story: Story) -> None:
    start = story.do_paper("2026-06-17", "ana", "week-04", "2")
    late = f.Answer(attempt=start.id, n=4, item="week-04-3", hash="hash-week-04-3", answer="a", active_s=1)
    story.add("2026-06-17", "ana", "answer", late)
    state = story.progress().attempts[0]
    assert (state.score, state.passed, [row.points for row in state.answers]) == (5000, False, [10_000, 10_000, 0, 0])
    assert reasons(story.progress()) == [("answer", "after-hand-in")]


def test_an_answer_to_a_question_that_was_not_drawn_is_nothing(story: Story) -> None:
    start = story.do_paper("2026-06-17", "ana", "week-04", "0")
    story.facts = [fact for fact in story.facts if fact.kind != "attempt.end"]
    for body in (
        f.Answer(attempt=start.id, n=1, item="other", hash="h", answer="a", active_s=1),
        f.Answer(attempt="f" * 64, n=1, item="week-04-0", hash="hash-week-04-0", answer="a", active_s=1),
    ):
        story.add("2026-06-17", "ana", "answer", body)
    assert [row.why for row in story.progress().not_counted] == ["unknown-target"] * 2


@pytest.mark.parametrize(
    "change",
    [
        {"pass_mark": 0},
        {"engine": 2},
        {"mode": "exam"},
        {"paper": "week-05"},
        {"items": (("week-04-0", "hash-week-04-0"),)},
        {"items": (("week-04-0", "hash-week-04-0"),) * 4},
        {"items": tuple((f"final-{n}", f"hash-final-{n}") for n in range(4))},
        {"items": tuple((f"other-{n}", f"hash-week-04-{n}") for n in range(4))},
    ],
)
def test_an_attempt_that_is_not_the_paper_has_no_score(story: Story, change: dict[str, object]) -> None:
    start = story.do_paper("2026-06-17", "ana", "week-04", "4")
    assert story.progress().attempts[0].passed
    body = msgspec.structs.replace(start.body, **change)
    forged = f.Fact(start.id, start.kind, start.log, start.seq, start.time, "ana", "ana", (), body)
    story.facts[story.facts.index(start)] = forged
    state = story.progress().attempts[0]
    assert (state.score, state.passed) == (None, False)
    assert ("attempt.start", "not-the-paper") in reasons(story.progress())


def test_a_question_this_library_has_not_cannot_be_graded(story: Story) -> None:
    story.do_paper("2026-06-17", "ana", "week-04", "4")
    del story.shelf.items["hash-week-04-2"]
    state = story.progress().attempts[0]
    assert (state.score, state.passed, state.answers[2].points) == (None, False, None)


def test_an_exam_needs_an_opening_of_its_own(story: Story) -> None:
    story.tell("2026-06-08 hr assign examiner zhao\n2026-09-05 pro open\n2026-09-05 ana exam 2\n2026-09-05 ana exam 5")
    story.tell("2026-09-06 zhao result 10000")
    progress = story.progress()
    assert [(row.opened_by is not None, row.result_passed) for row in progress.attempts] == [
        (True, False),
        (False, False),
    ]
    assert reasons(progress) == [("attempt.start", "opening-used")]
    assert progress.openings[0].used_by == progress.attempts[0].record


def test_an_exam_without_opening_or_after_it_expired(story: Story) -> None:
    story.tell("2026-09-05 pro open\n2026-09-06 ana exam 5\n2026-09-06 ana paper final 5")
    assert reasons(story.progress()) == [("attempt.start", "not-opened"), ("attempt.start", "opening-expired")]


def test_a_pass_that_our_grading_contradicts_does_not_count(story: Story) -> None:
    story.tell("2026-06-08 hr assign examiner zhao\n2026-09-05 pro open\n2026-09-05 ana exam 2")
    story.tell("2026-09-06 zhao result 9000")
    assert reasons(story.progress()) == [("exam.result", "score-differs")]
    assert not story.progress().attempts[0].result_passed


def test_a_sealed_exam_is_the_examiners_word(story: Story) -> None:
    story.tell("2026-06-08 hr assign examiner zhao\n2026-09-05 pro open\n2026-09-05 ana exam 2")
    story.shelf.items.clear()
    story.tell("2026-09-06 zhao result 9000")
    assert story.progress().attempts[0].result_passed


def test_a_practice_round_over_a_case_has_a_plain_score(story: Story) -> None:
    start = story.do_paper("2026-06-17", "ana", "week-04", "3")
    body = msgspec.structs.replace(start.body, paper="case:x", hash="no-paper", mode="practice", pass_mark=0)
    round_ = f.Fact(start.id, start.kind, start.log, start.seq, start.time, "ana", "ana", (), body)
    story.facts[story.facts.index(start)] = round_
    assert (story.progress().attempts[0].score, reasons(story.progress())) == (7500, [])


# Hours


def test_claims_count_when_somebody_accepts_them(story: Story) -> None:
    story.tell(
        START
        + """
    s: 2026-08-03 ana study l1 9 60
    c: 2026-08-04 ana claim 3
    2026-08-05 ana study l2 9 30
    2026-08-06 wang accept s=60 c=90
    2026-08-07 chen accept c=180
    """
    )
    (row,) = story.progress().quarters
    assert (row.year, row.quarter, row.confirmed_s // 60, row.claimed_s // 60) == (2026, 3, 150, 30)
    assert reasons(story.progress()) == [("hours.attest", "not-assigned")]


def test_more_than_claimed_is_never_confirmed(story: Story) -> None:
    story.tell(START + "s: 2026-08-03 ana study l1 9 60\n2026-08-06 wang accept s=600")
    assert story.progress().quarters[0].confirmed_s == 3600


def test_a_session_counts_for_who_was_there(story: Story) -> None:
    story.tell(
        START + "2026-08-03 wang held 9 60 45\n2026-08-03 wang held 9 60 60 ben\ns: 2026-08-03 ana study l1 9 60"
    )
    progress = story.progress()
    assert {row.source: row.accepted_s for row in progress.hours} == {"lesson": None, "session": 2700}
    assert (progress.quarters[0].confirmed_s, progress.quarters[0].claimed_s) == (2700, 900)


def test_a_confirmer_may_confirm_hours_and_nothing_else(story: Story) -> None:
    story.tell("2026-06-08 hr enrol\n2026-06-08 hr assign confirmer li\ns: 2026-08-03 ana study l1 9 60")
    story.tell("2026-08-04 li accept s=60\n2026-08-04 ana lesson l1\n2026-08-05 li theory")
    assert story.progress().quarters[0].confirmed_s == 3600
    assert reasons(story.progress()) == [("theory.attest", "not-assigned")]


def test_a_day_cap_comes_from_the_settings_of_its_day(story: Story) -> None:
    story.add("2026-08-01", "hr", "setting", f.Setting(since=date(2026, 8, 4), values={"day_cap_s": 3600}))
    story.tell(START + "a: 2026-08-03 ana claim 3\nb: 2026-08-04 ana claim 3\n2026-08-06 wang accept a=180 b=180")
    assert story.progress().quarters[0].confirmed_s == 4 * 3600


@given(
    st.lists(st.tuples(st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62)), max_size=4),
    st.integers(-(2**62), 2**62),
)
def test_absurd_numbers_hurt_nobody(spans: list[tuple[int, int]], instant: int) -> None:
    study = f.Study(item="l1", hash="h", t0=instant, spans=tuple(spans), device_clock=0)
    claim = f.HoursClaim(source="x", title="", provider="", date=date.max, spans=tuple(spans), seconds=instant)
    facts = [
        f.Fact("1" * 64, "study", "l", 1, instant, "ana", "ana", (), study),
        f.Fact("2" * 64, "hours.claim", "l", 2, instant, "ana", "ana", (), claim),
        f.Fact(
            "3" * 64, "lesson.done", "l", 3, instant, "ana", "ana", (), f.LessonDone(lesson="l1", hash="", sections=())
        ),
    ]

    class Empty:
        def programme(self, _hash: str, /) -> None: ...
        def item(self, _hash: str, /) -> None: ...
        def paper_by_hash(self, _hash: str, /) -> None: ...

    progress = fold("ana", facts, [], Grader(Empty()), Authority())
    assert sum(row.claimed_s for row in progress.quarters) <= 10 * 86_400


def test_every_reason_given_is_on_the_list(complete: Story) -> None:
    assert len(set(WHY_NOT)) == len(WHY_NOT)
