"""What HR sees: everybody with what they lack, quarters with their standing, candidates with who attested what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, TODAY, Story, reading
from trainer.actions import assessing, attesting, certifying, organising, recording
from trainer.actions.organising import Newcomer
from trainer.domain import facts as f
from trainer.domain.calendar import at
from trainer.domain.certification import NextStep
from trainer.errors import Refused
from trainer.views import approvals, audit, hours, people, records
from trainer.wording import gate


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path, on=date(2025, 12, 1))
    yield made
    made.close()


def row(story: Story, person: str) -> people.PersonRow:
    return next(one for one in people.people(reading(story.hr)) if one.person == person)


def test_a_newcomer_lacks_everything_and_gets_it_step_by_step(story: Story) -> None:
    person = organising.add_person(story.hr, Newcomer("李晓雯", "1031", "服务台"))
    assert (row(story, person).key, row(story, person).missing) == ("none", ("key", "programme", "mentor"))
    organising.invite(story.hr, person, {"trainee"}, story.folder / "i")
    until = {one.person: (one.expires, one.roles) for one in organising.pending(story.hr).values()}
    invited = next(one for one in people.people(story.hr, until) if one.person == person)
    assert invited.key == "invited"
    assert invited.invited_until > story.clock.now
    _file, words = organising.join(
        story.folder,
        (story.folder / "i").read_bytes(),
        passphrase=PASSPHRASE,
        answer=story.folder / "a",
        clock=story.clock,
    )
    asked = organising.read_request(story.hr, story.folder / "a")
    assert asked.words == words
    organising.bind(story.hr, asked, passphrase=PASSPHRASE)
    assert row(story, person).missing == ("programme", "mentor")
    organising.enrol(story.hr, person, date(2026, 2, 1))
    assert row(story, person).missing == ("start", "mentor")
    story.assign(person, story.mentor)
    story.clock.set(date(2026, 2, 1))
    assert row(story, person).missing == ()
    assert row(story, person).mentor == "王敏"


def test_staff_lack_nothing_and_people_are_sorted_by_number(story: Story) -> None:
    found = people.people(story.hr)
    assert [one.number for one in found] == ["1001", "1012", "1015"]
    assert all(one.missing == () for one in found)
    assert found[0].roles == ("hr",)


def test_a_replaced_laptop_does_not_make_a_newcomer_of_a_mentor(story: Story) -> None:
    organising.end_key(story.hr, story.log(story.mentor), "lost", passphrase=PASSPHRASE)
    assert row(story, story.mentor).missing == ("key",)
    again = people.person_row(reading(story.hr), story.mentor, (story.clock() + 1000, ("mentor",)))
    assert (again.key, again.roles, again.missing) == ("invited", ("mentor",), ("key",))


def test_who_has_gone_live_needs_no_mentor(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.graduate(ana, date(2026, 2, 2))
    certifying.issue(story.hr, ana, passphrase=PASSPHRASE)
    for one in story.hr.standings.of(ana).assignments:
        organising.end_assignment(story.hr, ana, one.record, "上线")
    assert row(story, ana).missing == ()


def test_the_exam_asks_to_be_opened_then_waits_for_its_result(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    story.assign(ana, story.examiner, "examiner")
    story.learn(ana)
    assert row(story, ana).exam.state == "can-open"
    paper = row(story, ana).exam.paper
    assessing.open_exam(story.hr, ana, paper, passphrase=PASSPHRASE)
    assert row(story, ana).exam.state == "opened"
    attempt = story.take(ana, paper)
    waiting = row(story, ana).exam
    assert (waiting.state, waiting.attempt, waiting.score) == ("to-sign", attempt, 10_000)
    assessing.sign_result(story.hr, ana, attempt, meaning="本人评分", passphrase=PASSPHRASE)
    assert row(story, ana).exam.state == ""


def test_quarters_before_the_firm_are_away_the_first_one_has_no_target(story: Story) -> None:
    story.clock.set(date(2026, 5, 20))
    found = audit.audit(story.hr, 4)
    assert found.quarters == ((2025, 3), (2025, 4), (2026, 1), (2026, 2))
    hr = next(one for one in found.rows if one.person == story.hr.me)
    assert [cell.standing for cell in hr.cells] == ["away", "not-live", "target", "target"]
    assert [cell.target_s for cell in hr.cells] == [0, 0, 72_000, 72_000]
    assert found.stats.people == 3
    assert found.stats.days_left == 41


def test_ones_own_page_and_the_audit_name_the_same_target(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    story.clock.set(TODAY)
    programme = story.programme(ana)
    unearned = f.CertIssue(
        serial="QC-2026-0001",
        programme=programme.id,
        hash=programme.hash,
        cut=certifying.cut(story.hr, ana),
        title="pilot",
        rules=1,
        on=date(2026, 3, 2),
        valid_until=date(2028, 3, 1),
    )
    recording.write(story.hr, unearned, ana)
    assert [one.serial for one in story.standings.of(ana).certificates] == ["QC-2026-0001"]
    cells = {one.person: one.cells[-1] for one in audit.audit(story.hr).rows}
    for person, target in ((story.mentor, True), (ana, False)):
        own = hours.hours(reading(story.sessions[person]))
        assert (own.counts, own.target_from is not None) == (target, target)
        assert bool(cells[person].target_s) == target
        assert own.target_s == 20 * 3600


def test_only_confirmed_hours_count_and_claims_stand_beside(story: Story) -> None:
    anna = story.add("周婷", "1003", {"specialist"}, "税务")
    story.assign(anna, story.mentor, "confirmer")
    story.study(anna, date(2026, 4, 8), 6 * 3600)
    story.accept_hours(anna)
    story.study(anna, date(2026, 4, 9), 3600)
    story.clock.set(date(2026, 5, 20))
    detail = audit.cell_detail(story.hr, anna, (2026, 2))
    assert (detail.cell.confirmed_s, detail.cell.claimed_s, detail.cell.target_s) == (21_600, 3_600, 72_000)
    assert detail.by_source == (("lesson", 21_600, 3_600),)
    assert detail.waits_for == "王敏"
    # 1 April to 20 May is 50 of 91 days.
    assert detail.due_s == 72_000 * 50 // 91
    assert [one.accepted_s for one in detail.recent] == [None, 21_600]
    assert audit.audit(story.hr, 4).stats.claimed_s == 3_600
    assert [one.name for one in audit.audit(story.hr, 4, "税务").rows] == ["周婷", "王敏", "赵一鸣"]


def test_less_accepted_shows_its_reason_and_who_decided(story: Story) -> None:
    anna = story.add("周婷", "1003", {"specialist"})
    story.assign(anna, story.mentor, "confirmer")
    claim = story.study(anna, date(2026, 4, 8), 7200)
    attesting.decide_hours(
        story.sessions[story.mentor], anna, [(claim, 3600, "离开一小时")], meaning="已核对", passphrase=PASSPHRASE
    )
    (one,) = records.hours_rows(story.hr, anna, (2026, 2))
    assert (one.claimed_s, one.accepted_s, one.reason, one.decided_by) == (7200, 3600, "离开一小时", "王敏")
    assert one.title == story.hr.library.lessons()[0].title.en
    sheet = records.record_sheet(story.hr, claim)
    assert sheet is not None
    assert (sheet.row.kind, sheet.row.verdict, sheet.row.who_name) == ("study", "ok", "周婷")
    assert sheet.row.seq == 1
    assert sheet.body is not None
    assert records.record_sheet(story.hr, "0" * 64) is None


def test_a_graduate_is_ready_and_every_line_names_who_attested_it(story: Story) -> None:
    ana = story.add("高原", "1027", {"trainee"})
    story.graduate(ana, date(2026, 6, 22))
    found = approvals.approvals(story.hr)
    (one,) = found.candidates
    assert one.gate.ready
    assert one.summary == "All 6 requirements are met; the certificate can be issued"
    words = {derived.item.requirement: derived.words for derived in approvals.derivation(story.hr, ana)}
    assert [word.name for word in words["lessons"]] == ["王敏"]
    assert [word.name for word in words["exam"]] == ["赵一鸣"]
    assert {word.name for word in words["milestones"]} == {"王敏", "林可"}
    assert words["theory-months"] == ()
    assert one.items[3] is not None
    assert one.items[3].state == "planned"


def test_a_withdrawn_sign_off_makes_the_candidate_open_again(story: Story) -> None:
    ana = story.add("高原", "1027", {"trainee"})
    story.graduate(ana, date(2026, 6, 22))
    seen = story.standings.of(ana).practicals[0].observations[0].attested.record
    attesting.withdraw(story.sessions[story.mentor], seen, "附件缺一页", PASSPHRASE)
    (one,) = approvals.approvals(story.hr).candidates
    assert not one.gate.ready
    line = next(line for line in one.lines if line is not None and line.title == "All mentored practicals passed")
    total = sum(1 for one in story.hr.library.practicals() if not one.planned)
    assert line.figure == f"{total - 1} / {total}"
    found = next(one for one in records.records_about(story.hr, ana) if one.id == seen)
    assert (found.verdict, found.why) == ("withdrawn", "withdrawn")


def test_every_code_of_the_gate_has_its_sentence() -> None:
    named = gate.REASONS.keys() | gate.NOBODY.keys()
    assert {"paper-failed", "practicals-repeat", "milestone-repeat", "no-mentor"} <= named
    assert all("{" not in gate.next_step(step, str).title for step in _steps())


def _steps() -> list[NextStep]:
    return [
        NextStep(code=code, action="", target="x", waits_for=who, detail={"date": TODAY.isoformat()})
        for code in gate.STEPS
        for who in ("", "0" * 32)
    ]


def test_the_clock_of_the_story_is_the_organisations(story: Story) -> None:
    story.clock.set(TODAY, 9, 5)
    assert story.clock.now == at(TODAY, 9, 5)


def test_a_result_that_would_not_count_is_not_signed(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    attempt = story.exam(ana, sign=False)
    with pytest.raises(Refused, match="not-assigned"):
        assessing.sign_result(story.sessions[story.examiner], ana, attempt, meaning="本人评分", passphrase=PASSPHRASE)
    story.assign(ana, story.examiner, "examiner")
    assessing.sign_result(story.sessions[story.examiner], ana, attempt, meaning="本人评分", passphrase=PASSPHRASE)
    assert row(story, ana).exam.state == ""


def test_the_mentor_does_not_examine(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    story.assign(ana, story.examiner, "mentor")
    story.assign(ana, story.examiner, "examiner")
    attempt = story.exam(ana, sign=False)
    with pytest.raises(Refused, match="examiner-is-mentor"):
        assessing.sign_result(story.sessions[story.examiner], ana, attempt, meaning="本人评分", passphrase=PASSPHRASE)
