"""The gate, certificates and the path, on told stories and hand-computed dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from trainer.domain import facts as f
from trainer.domain.certification import CertificateStanding, Gate, certificate, failing, gate, next_step
from trainer.domain.evidence import lies_within
from trainer.domain.requirements import GateItem

if TYPE_CHECKING:
    from tests.domain.conftest import Story


READY = date(2026, 11, 8)


def judge(story: Story, on: date = READY) -> Gate:
    progress = story.progress()
    return gate(story.shelf.programme(progress.enrolment.hash) if progress.enrolment else None, progress, on)


def item(judged: Gate, requirement: str) -> GateItem:
    return next(one for one in judged.items if one.requirement == requirement)


def names(judged: Gate) -> list[str]:
    return [one.requirement for one in failing(judged)]


def test_a_complete_life_is_ready_on_the_day_and_not_before(complete: Story) -> None:
    assert judge(complete).ready
    assert (judge(complete).met, judge(complete).total) == (6, 6)
    before = judge(complete, date(2026, 11, 7))
    assert names(before) == ["mentoring-months"]
    assert item(before, "mentoring-months").detail["days_left"] == 1
    assert item(before, "mentoring-months").code == "mentoring-running"


def test_planned_lines_are_shown_and_not_required(complete: Story) -> None:
    assert item(judge(complete), "simulations").state == "planned"


NEEDS = {
    ("enrol", 0): None,
    ("assign", 0): "practicals",
    ("assign", 1): "exam",
    ("lesson.done", 0): "lessons",
    ("lesson.done", 1): "lessons",
    ("attempt.start", 0): "lessons",
    ("attempt.end", 0): "lessons",
    ("theory.attest", 0): "lessons",
    ("exam.open", 0): "exam",
    ("attempt.start", 1): "exam",
    ("attempt.end", 1): "exam",
    ("exam.result", 0): "exam",
    ("practical.attest", 0): "practicals",
    ("practical.attest", 1): "practicals",
    ("practical.attest", 2): "practicals",
    ("milestone.attest", 0): "milestones",
    ("milestone.attest", 1): "milestones",
    ("milestone.attest", 2): "milestones",
}


@pytest.mark.parametrize(("kind", "n"), NEEDS)
def test_without_any_one_piece_of_evidence_the_gate_is_open_and_names_it(complete: Story, kind: str, n: int) -> None:
    judged = judge(complete.drop(complete.of(kind)[n].id))
    assert not judged.ready
    requirement = NEEDS[kind, n]
    if requirement is None:
        assert judged.code == "not-enrolled"
    else:
        assert requirement in names(judged)


def test_every_record_named_as_evidence_is_needed(complete: Story) -> None:
    for line in judge(complete).items:
        for record in line.evidence:
            assert line.requirement in names(judge(complete.drop(record))) or not judge(complete.drop(record)).items


def test_two_wrong_answers_fail_the_week_paper(story: Story) -> None:
    story.tell("""
    2026-06-08 hr enrol
    2026-06-08 hr assign mentor wang
    2026-06-15 ana lesson l1
    2026-06-16 ana lesson l2
    2026-06-17 ana paper week-04 2
    """)
    line = item(judge(story), "lessons")
    assert (line.state, line.code, line.action, line.target) == ("failed", "paper-failed", "take-paper", "week-04")
    assert (line.detail["score"], line.detail["pass_mark"]) == (5000, 7500)
    story.tell("2026-06-18 ana paper week-04 3")
    line = item(judge(story), "lessons")
    assert (line.state, line.action, line.waits_for) == ("waiting", "remind", "wang")
    assert (line.done, line.waiting, line.total) == (0, 3, 3)


def test_a_claim_after_the_heads_that_were_seen_still_waits(story: Story) -> None:
    story.tell("""
    2026-06-08 hr enrol
    2026-06-08 hr assign mentor wang
    2026-06-15 ana lesson l1
    2026-06-17 ana paper week-04 4
    2026-06-18 wang theory
    2026-06-19 ana lesson l2
    """)
    line = item(judge(story), "lessons")
    assert (line.state, line.done, line.waiting) == ("waiting", 2, 1)


def test_what_to_do_first(story: Story) -> None:
    story.tell("""
    2026-06-08 hr enrol
    2026-06-08 hr assign mentor wang
    """)
    line = item(judge(story, date(2026, 6, 8)), "lessons")
    assert (line.state, line.code, line.action, line.target) == ("open", "lessons-open", "study", "l1")
    assert item(judge(story, date(2026, 6, 8)), "practicals").code == "practicals-not-yet"
    assert item(judge(story, date(2026, 6, 8)), "practicals").detail["days_left"] == 92
    step = next_step(judge(story, date(2026, 6, 8)), story.progress(), date(2026, 6, 8))
    assert (step.code, step.target, step.requirement) == ("study", "l1", "lessons")


def steps(story: Story, on: date) -> tuple[str, str]:
    step = next_step(judge(story, on), story.progress(), on)
    return step.code, step.target


def test_the_next_step_walks_through_a_whole_life(story: Story) -> None:
    day = date(2026, 9, 10)
    assert steps(story, day) == ("not-enrolled", "")
    story.tell("2026-06-08 hr enrol")
    assert steps(story, day) == ("study", "l1")
    story.tell("2026-06-08 hr assign mentor wang\n2026-06-15 ana lesson l1\n2026-06-16 ana lesson l2")
    assert steps(story, day) == ("take-paper", "week-04")
    story.tell("2026-06-17 ana paper week-04 4")
    assert steps(story, day) == ("ask-practical", "M01")
    story.tell("ask: 2026-09-10 ana ask M01\n2026-09-10 wang practical M01 pass ask")
    assert steps(story, day) == ("ask-practical", "M05")
    story.tell("2026-09-10 wang practical M05\n2026-09-10 wang practical M05")
    assert steps(story, day) == ("open-exam", "final")
    story.tell("2026-09-10 pro open")
    assert steps(story, day) == ("take-exam", "final")
    story.tell("2026-09-10 hr assign examiner zhao\n2026-09-10 ana exam 5\n2026-09-10 zhao result 10000")
    assert steps(story, day) == ("ask-mentor", "sla")
    story.tell("2026-10-20 wang milestone sla pass 9600\n2026-10-21 zhao milestone oral")
    story.tell("2026-10-22 luo milestone director")
    assert steps(story, day) == ("remind", "")
    story.tell("2026-10-22 wang theory")
    assert steps(story, date(2026, 10, 22)) == ("wait", "")
    assert steps(story, READY) == ("ready", "")


def test_a_leave_moves_the_months_and_what_comes_after_them(complete: Story) -> None:
    complete.tell("2026-06-09 hr leave 2026-06-10 2026-06-14")
    judged = judge(complete)
    assert item(judged, "theory-months").detail["date"] == "2026-09-13"
    assert item(judged, "theory-months").detail["days_away"] == 5
    assert item(judged, "mentoring-months").detail["date"] == "2026-11-13"
    # Mentoring began later, so what was observed before its first day no longer counts.
    assert item(judged, "practicals").done == 0


def test_a_waiver_needs_a_second_person(complete: Story) -> None:
    without = complete.drop(complete.of("exam.result")[0].id)
    without.tell("2026-11-01 hr waive exam")
    assert names(judge(without)) == ["exam"]
    assert [row.why for row in without.progress().not_counted] == ["needs-second"]
    without._seq["log-hr"] = 90
    without.tell("2026-11-02 hr waive exam luo")
    assert judge(without).ready
    assert item(judge(without), "exam").state == "waived"


def test_an_unanswered_request_waits_for_the_mentor(complete: Story) -> None:
    story = complete.drop(complete.of("practical.attest")[0].id)
    story._seq["log-ana"] = 90
    story.tell("2026-10-01 ana ask M01")
    line = item(judge(story), "practicals")
    assert (line.state, line.action, line.target, line.waits_for) == ("waiting", "remind", "M01", "wang")
    assert (line.done, line.waiting, line.total) == (1, 1, 2)


def test_a_practical_to_repeat_is_named(complete: Story) -> None:
    story = complete.drop(complete.of("practical.attest")[0].id)
    story._seq["log-wang"] = 90
    story.tell("2026-10-01 wang practical M01 repeat")
    line = item(judge(story), "practicals")
    assert (line.state, line.code, line.target) == ("failed", "practicals-repeat", "M01")


def test_a_failed_exam_says_its_score(story: Story) -> None:
    story.tell("""
    2026-06-08 hr enrol
    2026-06-08 hr assign examiner zhao
    2026-09-05 pro open
    2026-09-05 ana exam 2
    """)
    assert (item(judge(story), "exam").state, item(judge(story), "exam").waits_for) == ("waiting", "zhao")
    story.tell("2026-09-06 zhao result 4000 fail")
    line = item(judge(story), "exam")
    assert (line.state, line.code, line.detail["score"], line.action) == ("failed", "exam-failed", 4000, "open-exam")


def test_nothing_is_met_by_an_empty_programme(complete: Story) -> None:
    programme = complete.shelf.programmes["hash-programme-2026-1"]
    empty = msgspec.structs.replace(programme, weeks=(), practicals=(), milestones=())
    lines = gate(empty, complete.progress(), READY)
    assert {one.requirement: one.code for one in lines.items if not one.satisfied} == {
        "lessons": "no-content",
        "practicals": "no-content",
        "milestones": "no-content",
        "simulations": "planned",
    }
    assert not gate(msgspec.structs.replace(programme, requirements=()), complete.progress(), READY).ready
    assert gate(None, complete.progress(), READY).code == "programme-unknown"


# Certificates


def worth(story: Story, on: date, *, missing: int = 0, then: Story | None = None) -> CertificateStanding:
    """What the story's certificate is worth; `then` is the story in which nothing was withdrawn yet."""
    now = story.progress()
    issued = now.certificates[-1]
    source = then or story
    at_cut = source.drop()
    at_cut.facts = [fact for fact in source.facts if lies_within(fact, issued.cut)]
    at_cut.common = [fact for fact in source.common if lies_within(fact, issued.cut)]
    return certificate(issued, at_cut.progress(), now, story.shelf.programme(issued.hash), on, missing=missing)


def test_a_certificate_is_active_until_it_expires(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert")
    found = worth(complete, date(2026, 12, 1))
    assert (found.valid_when_issued, found.status, found.code) == (True, "active", "active")
    assert found.valid_until == date(2028, 11, 8)  # 24 months, not the later day that was written
    assert worth(complete, date(2028, 11, 8)).status == "active"
    assert worth(complete, date(2028, 11, 9)).status == "expired"


def test_a_certificate_dated_ahead_is_not_valid_before_its_day(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert")
    early = worth(complete, READY)
    assert (early.valid_when_issued, early.status, early.code, early.failing) == (False, "invalid", "dated-ahead", ())
    assert worth(complete, date(2026, 11, 9)).valid_when_issued


@pytest.mark.parametrize(("kind", "n"), [key for key, value in NEEDS.items() if value])
def test_issued_without_one_requirement_it_is_invalid_and_names_it(complete: Story, kind: str, n: int) -> None:
    story = complete.drop(complete.of(kind)[n].id)
    story._seq = dict.fromkeys(("log-hr", "log-ana", "log-wang", "log-zhao", "log-luo", "log-pro"), 90)
    story.tell("2026-11-09 hr cert")
    found = worth(story, date(2026, 12, 1))
    assert (found.valid_when_issued, found.status, found.code) == (False, "invalid", "requirements")
    assert NEEDS[kind, n] in [line.requirement for line in found.failing]
    # Supplying it afterwards does not mend a certificate that was issued without it.
    assert worth(story, date(2026, 12, 1), missing=2).code == "cut-missing"


def test_evidence_withdrawn_after_issue_holds_the_certificate(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert")
    later = complete.drop(complete.of("exam.result")[0].id)
    found = worth(later, date(2026, 12, 1), then=complete)
    assert (found.valid_when_issued, found.status) == (True, "held")
    assert [line.requirement for line in found.failing_now] == ["exam"]


def test_suspended_reinstated_revoked(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert\ns: 2026-12-01 hr state suspended")
    on = date(2026, 12, 24)
    assert worth(complete, on).status == "suspended"
    complete.tell("r: 2026-12-02 hr state reinstated s")
    assert worth(complete, on).status == "active"
    complete.tell("x: 2026-12-03 hr state revoked r")
    assert worth(complete, on).status == "revoked"
    complete.tell("2026-12-04 hr state reinstated x")
    assert worth(complete, on).status == "revoked"
    assert "revoked-is-final" in [row.why for row in complete.progress().not_counted]


def test_two_successors_of_a_state_the_strictest_holds(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert\ns: 2026-12-01 hr state suspended\n2026-12-02 hr state reinstated s")
    complete.tell("2026-12-02 hr state revoked s")
    assert worth(complete, date(2026, 12, 24)).status == "revoked"


def test_dating_ahead_gains_nothing(complete: Story) -> None:
    complete.tell("2026-10-09 hr cert")
    assert worth(complete, date(2026, 12, 1)).code == "requirements"
    story = complete.drop(complete.of("cert.issue")[0].id)
    story._seq["log-hr"] = 90
    body = f.CertIssue(
        programme="after-sales", hash="hash-programme-2026-1", on=READY, serial="QC", rules=1,
        cut=story.all_heads(), valid_until=date(2028, 1, 1), title="pilot",
    )  # fmt: skip
    story.add("2026-10-09", "hr", "cert.issue", body)
    early = worth(story, date(2026, 10, 10))
    assert (early.status, early.code) == ("invalid", "requirements")
    assert [line.requirement for line in early.failing] == ["mentoring-months"]


def test_another_programme_or_title_is_no_certificate(complete: Story) -> None:
    complete.tell("2026-11-09 hr cert")
    progress = complete.progress()
    issued = progress.certificates[0]
    programme = complete.shelf.programmes[issued.hash]
    for changed, code in (
        (msgspec.structs.replace(issued, hash="other"), "wrong-programme"),
        (msgspec.structs.replace(issued, title="full"), "wrong-title"),
    ):
        assert certificate(changed, progress, progress, programme, date(2026, 12, 1)).code == code
    assert certificate(issued, progress, progress, None, date(2026, 12, 1)).code == "programme-unknown"
