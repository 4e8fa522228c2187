"""What a trainee, a mentor or a copied key file can try in the records, and that nothing undeserved comes of it.

Every attack is written past the program, with real keys. Afterwards the gate, the hours and the register of everybody
must say exactly what they said before. Certificate files and bundles are attacked in `test_forged_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.journeys import attackers
from tests.journeys.attackers import Firm, exam_paper, open_exam, result, sit
from tests.story import PASSPHRASE, TODAY, reading
from trainer.actions import assessing, attesting, certifying, organising
from trainer.domain import calendar
from trainer.domain import facts as f
from trainer.errors import Refused
from trainer.ledger.identity import Checkpoint, Erase, ForkPick, Overrule, Void, plain
from trainer.ledger.record import Record
from trainer.views import (
    approvals,
    audit,
    certificates,
    certificates_mine,
    exchange,
    mentoring,
    path,
    people,
    records,
    signing,
    tests,
    today,
)
from trainer.views import hours as hours_page

NOBODY = "f" * 32


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    made = attackers.make(tmp_path_factory.mktemp("mould"))
    yield made
    made.story.close()


@pytest.fixture
def firm(mould: Firm, tmp_path: Path) -> Iterator[Firm]:
    copied = attackers.copy_of(mould, tmp_path)
    yield copied
    copied.close()


# Bodies a forger would like to see counted


def theory(firm: Firm, learner: str) -> f.TheoryAttest:
    weeks = tuple(week.id for week in firm.story.programme(learner).weeks)
    progress = firm.story.standings.of(learner)
    papers = tuple((one.record, one.score) for one in progress.attempts if one.score is not None)
    return f.TheoryAttest(weeks=weeks, papers=papers, heads=firm.store.heads_of(learner), meaning="已核对")


def hours(firm: Firm, learner: str) -> f.HoursAttest:
    claims = [one for one in firm.story.standings.of(learner).hours if one.accepted_s is None]
    return f.HoursAttest(decisions=tuple((one.record, one.claimed_s, None) for one in claims), meaning="已核对")


def practical(firm: Firm, learner: str, number: int = 0, on: date = TODAY) -> f.PracticalAttest:
    wanted = [one for one in firm.story.programme(learner).practicals if not one.planned][number]
    return f.PracticalAttest(
        practical=wanted.id,
        hash=firm.story.hr.library.practical_hash(wanted.id),
        observed_on=on,
        seconds=1800,
        setting="real",
        independence="unassisted",
        criteria=tuple((one.id, True) for one in wanted.criteria),
        result="pass",
        comment="",
        files=(),
        meaning="本人观察",
    )


def milestone(firm: Firm, learner: str, number: int = 0) -> f.MilestoneAttest:
    wanted = firm.story.programme(learner).milestones[number]
    return f.MilestoneAttest(
        milestone=wanted.id,
        criteria=tuple((one.id, True) for one in wanted.criteria),
        figure=wanted.figure_at_least,
        result="pass",
        comment="",
        meaning="本人查看",
    )


def issue(firm: Firm, learner: str) -> f.CertIssue:
    programme = firm.story.programme(learner)
    return f.CertIssue(
        programme=programme.id,
        hash=programme.hash,
        on=TODAY,
        serial="QC-2026-0999",
        rules=programme.rules,
        cut=firm.store.heads(),
        valid_until=date(2028, 11, 22),
        title="pilot",
    )


def held(firm: Firm, learner: str, day: date = date(2026, 11, 2), seconds: int = 20 * 3600) -> f.SessionHeld:
    start = calendar.at(day, 0)
    return f.SessionHeld(
        title="案例复盘",
        source="session",
        spans=((start, start + seconds * 1000),),
        attendees=((learner, seconds),),
    )


# Who may not sign what


def every_word(firm: Firm, learner: str) -> dict[str, tuple[f.Body, str | None]]:
    """One tempting record of every kind that only others may write: (body, subject)."""
    programme = firm.story.programme(learner)
    change = f.CertState(state="revoked", reason="不再有效", replaces=firm.certificate, certificate=firm.certificate)
    profile = f.Profile(name="高原", number="1027", department="服务台")
    waive = f.Waive(requirement="exam", reason="经验丰富", second=firm.story.examiner)
    enrol = f.Enrol(programme=programme.id, hash=programme.hash, start=date(2020, 1, 6))
    attempt = f.ExamOpen(
        paper=exam_paper(firm).id, hash=exam_paper(firm).hash, seat=firm.key(learner).log, nonce="0", expires=2**45
    )
    exam = f.ExamResult(attempt="0" * 64, scores=(), score=10_000, result="pass", key_version="", meaning="本人评分")
    return {
        "theory.attest": (theory(firm, learner), learner),
        "hours.attest": (hours(firm, learner), learner),
        "practical.attest": (practical(firm, learner), learner),
        "milestone.attest": (milestone(firm, learner), learner),
        "exam.open": (attempt, learner),
        "exam.result": (exam, learner),
        "session.held": (held(firm, learner), None),
        "enrol": (enrol, learner),
        "move": (f.Move(programme=programme.id, hash="0" * 64, reason="升级"), learner),
        "leave": (f.Leave(since=date(2026, 7, 1), until=date(2026, 7, 31), kind="病假"), firm.gao),
        "waive": (waive, learner),
        "assign": (f.Assign(as_="mentor", person=learner, since=attackers.START), learner),
        "cert.issue": (issue(firm, learner), learner),
        "cert.state": (change, firm.gao),
        "setting": (f.Setting(since=date(2026, 1, 1), values={"day_cap_s": 0}), None),
        "profile": (profile, firm.mentor),
    }


KINDS = (
    "theory.attest", "hours.attest", "practical.attest", "milestone.attest", "exam.open", "exam.result", "session.held",
    "enrol", "move", "leave", "waive", "assign", "cert.issue", "cert.state", "setting", "profile",
)  # fmt: skip

MENTORS_OWN = {"theory.attest", "hours.attest", "practical.attest", "milestone.attest", "session.held"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_trainee_signs_her_own(kind: str, firm: Firm) -> None:
    before = firm.everybody()
    body, sub = every_word(firm, firm.li)[kind]
    record = firm.sign(firm.li, body, sub)
    assert firm.why(record) in {"unauthorised", "not-from-hr"}
    assert firm.everybody() == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in MENTORS_OWN])
def test_an_assigned_mentor_plays_hr_or_examiner(kind: str, firm: Firm) -> None:
    before = firm.everybody()
    body, sub = every_word(firm, firm.li)[kind]
    if kind == "profile":
        sub = firm.li
    record = firm.sign(firm.mentor, body, sub, (firm.mandate(firm.li, firm.mentor),))
    assert firm.why(record) in {"unauthorised", "not-from-hr"}
    assert firm.everybody() == before


@pytest.mark.parametrize("refs", ["none", "hers", "his", "all"])
@pytest.mark.parametrize("kind", ["theory.attest", "hours.attest", "practical.attest", "milestone.attest"])
def test_a_mentor_nobody_assigned(kind: str, refs: str, firm: Firm) -> None:
    """周强 is a mentor, but not hers: neither without a mandate nor with somebody else's."""
    before = firm.everybody()
    body, sub = every_word(firm, firm.li)[kind]
    mandates = {
        "none": (),
        "hers": (firm.mandate(firm.li, firm.mentor),),
        "his": (firm.mandate(firm.gao, firm.mentor),),
        "all": tuple(one.record for who in (firm.li, firm.gao) for one in firm.story.standings.of(who).assignments),
    }
    record = firm.sign(firm.zhou, body, sub, mandates[refs])
    assert firm.why(record) == "not-assigned"
    assert firm.everybody() == before


@pytest.mark.parametrize("kind", ["theory.attest", "hours.attest", "practical.attest", "milestone.attest"])
def test_a_mentor_who_is_a_learner_attests_himself(kind: str, firm: Firm) -> None:
    """王敏 is enrolled as well and, by a slip of HR, her own mentor."""
    story = firm.story
    story.enrol(firm.mentor, attackers.START)
    own = firm.sign(firm.hr, f.Assign(as_="mentor", person=firm.mentor, since=attackers.START), firm.mentor)
    story.clock.set(TODAY, 10)
    before = firm.counted(firm.mentor)
    body, sub = every_word(firm, firm.mentor)[kind]
    record = firm.sign(firm.mentor, body, sub, (own,))
    assert firm.why(record) == "unauthorised"
    assert firm.counted(firm.mentor) == before


def test_hr_gives_herself_what_she_gives_others(firm: Firm) -> None:
    programme = firm.story.programme(firm.li)
    enrol = f.Enrol(programme=programme.id, hash=programme.hash, start=date(2020, 1, 6))
    for body in (enrol, issue(firm, firm.li), f.Waive(requirement="exam", reason="x", second=firm.mentor)):
        assert firm.why(firm.sign(firm.hr, body, firm.hr)) == "unauthorised"
    assert firm.story.standings.of(firm.hr).enrolment is None


def test_a_waiver_needs_a_second_person(firm: Firm) -> None:
    before = firm.everybody()
    for second in ("", firm.hr, firm.li):
        record = firm.sign(firm.hr, f.Waive(requirement="exam", reason="经验丰富", second=second), firm.li)
        assert firm.why(record) == "needs-second"
    assert firm.everybody() == before


@pytest.mark.parametrize("who", ["li", "zhou", "mentor"])
def test_others_take_the_words_only_the_ledger_understands(who: str, firm: Firm) -> None:
    """Binding, erasing, picking a side, overruling: with any key but HR's they move nothing."""
    before = firm.everybody()
    signer = getattr(firm, who)
    seen = next(one.record.id for one in firm.store.about(firm.gao) if one.record.header.kind == "exam.result")
    log = firm.key(firm.gao).log
    seq, head = firm.store.heads()[log]
    bind = next(one for one in firm.store.common() if one.record.header.kind == "bind")
    taken = attackers.body_of(bind) | {"roles": ["mentor", "director", "examiner"]}
    words: list[tuple[str, dict[str, object], str | None]] = [
        ("bind", taken, None),
        ("bind.end", {"v": 1, "bind": bind.record.id, "last_seq": 0, "last_id": None, "reason": "离职"}, None),
        ("erase", plain(Erase(ids=(seen, firm.certificate), basis="x")), None),
        ("fork.pick", plain(ForkPick(log=log, seq=seq, id=head, reason="x")), None),
        ("overrule", plain(Overrule(id=seen, reason="x")), firm.gao),
        ("void", plain(Void(id=seen, reason="x")), firm.gao),
        ("void", plain(Void(id=firm.certificate, reason="x")), firm.gao),
        (
            "assign.end",
            f.plain(f.AssignEnd(assign=firm.mandate(firm.gao, firm.mentor), heads={}, reason="x")),
            firm.gao,
        ),
    ]
    for kind, body, sub in words:
        firm.write(signer, kind, body, sub)
    assert firm.everybody() == before
    assert firm.store.record(seen) is not None
    assert firm.store.verdict(seen) == "ok"


def test_a_checkpoint_of_a_trainee_alarms_nobody(firm: Firm) -> None:
    firm.write(firm.li, "checkpoint", plain(Checkpoint(heads={firm.key(firm.gao).log: (999, "a" * 64)})))
    assert firm.store.verify() == []


# Somebody else's good record


def test_a_stranger_replaces_a_good_theory_sign_off(firm: Firm) -> None:
    good = firm.story.confirm_theory(firm.li)
    before = firm.everybody()
    assert "lessons" in firm.met(firm.li)
    firm.sign(firm.zhou, theory(firm, firm.li), firm.li, (good,))
    assert firm.everybody() == before


@pytest.mark.parametrize("same", [True, False], ids=["same practical", "another practical"])
def test_a_stranger_replaces_a_good_observation(same: bool, firm: Firm) -> None:
    before = firm.everybody()
    seen = firm.story.standings.of(firm.gao).practicals[0].observations[0]
    programme = firm.story.programme(firm.gao)
    wanted = [one.id for one in programme.practicals if not one.planned]
    name = firm.story.standings.of(firm.gao).practicals[0].practical
    number = wanted.index(name) if same else (wanted.index(name) + 1) % len(wanted)
    firm.sign(firm.zhou, practical(firm, firm.gao, number), firm.gao, (seen.attested.record,))
    assert firm.everybody() == before


def test_an_assigned_mentor_replaces_an_observation_of_another_practical(firm: Firm) -> None:
    before = firm.everybody()
    first = firm.story.standings.of(firm.gao).practicals[0].observations[0].attested.record
    firm.sign(firm.mentor, practical(firm, firm.gao, 1), firm.gao, (first, firm.mandate(firm.gao, firm.mentor)))
    assert firm.everybody() == before


@pytest.mark.parametrize("kind", ["hours.attest", "milestone.attest", "exam.result", "profile"])
def test_a_stranger_replaces_any_other_good_record(kind: str, firm: Firm) -> None:
    firm.story.accept_hours(firm.li)
    before = firm.everybody()
    name = firm.story.standings.of(firm.gao).name
    good = [one.record.id for one in firm.store.about(firm.gao) if one.record.header.kind == kind]
    good += [one.record.id for one in firm.store.about(firm.li) if one.record.header.kind == kind]
    body, _sub = every_word(firm, firm.gao)[kind]
    if kind == "profile":
        body = f.Profile(name="周强", number="1019", department="税务")
    for sub in (firm.gao, firm.li):
        firm.sign(firm.zhou, body, sub, good)
    assert firm.everybody() == before
    assert firm.story.standings.of(firm.gao).name == name


def test_a_planted_answer_does_not_poison_the_grading_of_another_attempt(firm: Firm) -> None:
    """Grades are remembered by question, seed and answer: a list that looks like named fields is another answer."""
    library = firm.story.hr.library
    paper = next(one for one in library.papers() if one.mode == "paper")
    pools = [pair for pool in library.pools(paper.id) for pair in pool]
    hash_, item = next(pair for pair in pools if pair[1].kind == "truefalse")
    seed = "0" * 32
    truths = [{"truth": truth, "reason": reason.id} for truth in ("yes", "no") for reason in item.reasons]
    truths += [{"truth": truth} for truth in ("yes", "no")]

    def points(person: str, answers: list[object]) -> list[int | None]:
        found: list[int | None] = []
        for answer in answers:
            items = ((item.id, hash_),)
            start = f.AttemptStart(
                paper="item:x", hash=hash_, mode="practice", seed=seed, engine=1, items=items, limit_s=0, pass_mark=0,
                as_of=TODAY,
            )  # fmt: skip
            attempt = firm.sign(person, start, person)
            given = f.Answer(attempt=attempt, n=1, item=item.id, hash=hash_, answer=answer, active_s=1)  # type: ignore[arg-type]  # as JSON has it
            firm.sign(person, given, person)
            firm.sign(person, f.AttemptEnd(attempt=attempt, reason="handed-in"), person)
            state = assessing.attempt_of(firm.story.standings.of(person), attempt)
            found.append(state.score)
        return found

    planted = [("fields", *sorted(one.items())) for one in truths]
    assert points(firm.li, list(planted)) == [0] * len(planted)
    assert 10_000 in points(firm.gao, list(truths))


# Positions and dates


@pytest.mark.parametrize("kind", sorted({"theory.attest", "hours.attest", "practical.attest", "milestone.attest"}))
def test_a_mentor_goes_on_signing_with_a_back_dated_clock_after_the_assignment_ended(kind: str, firm: Firm) -> None:
    mandate = firm.mandate(firm.li, firm.mentor)
    organising.end_assignment(firm.story.hr, firm.li, mandate, "换带教")
    before = firm.everybody()
    firm.story.clock.set(date(2026, 10, 1), 9)
    body, sub = every_word(firm, firm.li)[kind]
    assert firm.why(firm.sign(firm.mentor, body, sub, (mandate,))) == "assignment-ended"
    firm.story.clock.set(TODAY, 12)
    assert firm.everybody() == before


@pytest.mark.parametrize("kind", sorted({"theory.attest", "hours.attest", "practical.attest", "milestone.attest"}))
def test_a_departed_mentor_continues_the_log_with_a_kept_key_file(kind: str, firm: Firm) -> None:
    organising.end_key(firm.story.hr, firm.key(firm.mentor).log, "离职", passphrase=PASSPHRASE)
    before = firm.everybody()
    firm.story.clock.set(date(2026, 10, 1), 9)
    body, sub = every_word(firm, firm.li)[kind]
    record = firm.sign(firm.mentor, body, sub, (firm.mandate(firm.li, firm.mentor),))
    assert firm.why(record) == "ended"
    firm.story.clock.set(TODAY, 12)
    assert firm.everybody() == before


def test_a_departed_mentor_branches_off_before_the_end_of_the_key(firm: Firm) -> None:
    """The side HR named at the end goes on; what the copied key file signs beside it never counts."""
    organising.end_key(firm.story.hr, firm.key(firm.mentor).log, "离职", passphrase=PASSPHRASE)
    before = firm.everybody()
    words = [("practical.attest", practical(firm, firm.li), firm.li), ("hours.attest", hours(firm, firm.li), firm.li)]
    side = firm.other_side(firm.mentor, 2, words)
    firm.store.receive(side)
    assert {firm.store.verdict(one.id) for one in side} == {"forked"}
    assert firm.everybody() == before


def test_a_cloned_key_branches_off_in_a_mentors_log_and_nothing_undeserved_counts(firm: Firm) -> None:
    words = [("hours.attest", hours(firm, firm.li), firm.li)]
    side = firm.other_side(firm.mentor, 2, words)
    firm.store.receive(side)
    assert firm.store.verdict(side[0].id) == "forked"
    assert firm.story.standings.of(firm.li).quarters[-1].confirmed_s == 0


def test_a_fork_of_a_mentors_log_is_settled_by_a_checkpoint_of_hr(firm: Firm) -> None:
    """HR had seen the true side: a branch planted later takes nothing away from anybody."""
    log = firm.key(firm.mentor).log
    firm.write(firm.hr, "checkpoint", plain(Checkpoint(heads={log: firm.store.heads()[log]})))
    before = firm.everybody()
    side = firm.other_side(firm.mentor, 2, [("hours.attest", hours(firm, firm.li), firm.li)])
    firm.store.receive(side)
    assert firm.store.verdict(side[0].id) == "forked"
    assert firm.everybody() == before


@pytest.mark.parametrize("on", [date(2026, 9, 21), date(2000, 1, 1), date(1, 1, 1)])
def test_an_observation_before_mentoring_began(on: date, firm: Firm) -> None:
    before = firm.everybody()
    record = firm.sign(firm.mentor, practical(firm, firm.li, on=on), firm.li, (firm.mandate(firm.li, firm.mentor),))
    assert firm.why(record) == "before-mentoring"
    assert firm.everybody() == before


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2027, 3, 1), date.max])
def test_an_observation_that_is_still_to_come(on: date, firm: Firm) -> None:
    before = firm.everybody()
    record = firm.sign(firm.mentor, practical(firm, firm.li, on=on), firm.li, (firm.mandate(firm.li, firm.mentor),))
    assert firm.why(record) == "still-to-come"
    assert firm.everybody() == before


def test_open_criteria_do_not_make_a_pass(firm: Firm) -> None:
    before = firm.everybody()
    seen = practical(firm, firm.li)
    under = (firm.mandate(firm.li, firm.mentor),)
    for criteria in ((), tuple((id_, False) for id_, _yes in seen.criteria), (("invented", True),)):
        body = f.PracticalAttest(
            **{**{name: getattr(seen, name) for name in seen.__struct_fields__}, "criteria": criteria}
        )
        assert firm.why(firm.sign(firm.mentor, body, firm.li, under)) == "criteria-open"
    figure = milestone(firm, firm.li)
    for number, one in enumerate(firm.story.programme(firm.li).milestones):
        if one.figure_at_least is not None:
            figure = milestone(firm, firm.li, number)
            short = f.MilestoneAttest(
                milestone=figure.milestone, criteria=figure.criteria, figure=one.figure_at_least - 1, result="pass",
                comment="", meaning="",
            )  # fmt: skip
            assert firm.why(firm.sign(firm.mentor, short, firm.li, under)) == "figure-short"
    assert firm.everybody() == before


@pytest.mark.parametrize(
    "when", [0, 1, 2**53 - 100_000, calendar.at(date(2199, 1, 1))], ids=["1970", "first", "last", "2199"]
)
def test_absurd_clocks_neither_count_nor_break_a_page(when: int, firm: Firm) -> None:
    """Months come from HR's enrolment and the day one looks, never from a learner's clock."""
    before = firm.everybody()
    firm.story.clock.now = max(when, 1000) - 1000
    attempt = sit(firm, (), ended=False).attempt
    firm.story.clock.now = max(when, 1000) - 1000
    firm.sign(firm.li, f.AttemptEnd(attempt=attempt, reason="handed-in"), firm.li)
    for body in (
        f.LessonDone(lesson="x", hash="0", sections=()),
        f.Study(item="x", hash="0", t0=when, spans=((0, 900),), device_clock=when),
        f.PracticalRequest(practical="x", hash="0", repeat=2**53 - 1),
        f.HoursClaim(source="x", title="", provider="", date=date.max, seconds=3600),
        f.HoursClaim(source="x", title="", provider="", date=date.min, seconds=3600),
        f.HoursClaim(source="x", title="", provider="", date=TODAY, seconds=2**53 - 1),
        f.HoursClaim(source="x", title="", provider="", date=TODAY, spans=((-(2**53) + 1, 2**53 - 1), (5, 1))),
    ):
        firm.story.clock.now = max(when, 1000) - 1000
        firm.sign(firm.li, body, firm.li)
    firm.story.clock.set(TODAY, 12)
    assert firm.everybody() == before
    firm.story.accept_hours(firm.li)
    assert firm.met(firm.li) == before[firm.li].met


ABSURD = ("", "\n\0\x1b[31m\u202e{name}%s", "../../etc/passwd", "长" * 60_000)


@pytest.mark.parametrize("text", ABSURD, ids=["empty", "control characters", "a path", "180 kB"])
@pytest.mark.parametrize("number", [-(2**53) + 1, 0, 2**53 - 1])
def test_whatever_stands_in_a_record_every_page_opens(text: str, number: int, firm: Firm) -> None:
    """Records are well formed and mean nothing; nobody's program may stop at them."""
    li, mentor, examiner = firm.li, firm.mentor, firm.story.examiner
    paper, file = exam_paper(firm), f.FileRef(name=text[:99], type=text[:99], bytes=number, sha256="x")
    start = f.AttemptStart(
        paper=paper.id, hash=paper.hash, mode="exam", seed=text[:99], engine=1, items=((text[:99], text[:99]),),
        limit_s=number, pass_mark=number, as_of=date.max,
    )  # fmt: skip
    seat = firm.key(li).log
    planted: list[tuple[str, f.Body, str | None, str]] = [
        (li, f.Profile(name=text, number="", department="", locale=text[:99]), li, ""),
        (li, f.LessonDone(lesson=text, hash="", sections=()), li, ""),
        (li, f.Study(item=text, hash="", t0=number, spans=((0, number), (number, 0)), device_clock=number), li, ""),
        (
            li,
            f.HoursClaim(source=text[:99], title=text[:999], provider="", date=TODAY, seconds=60, files=(file,)),
            li,
            "",
        ),
        (li, start, li, ""),
        (li, f.PracticalRequest(practical=text[:99], hash="", repeat=number, case=text[:99], files=(file,)), li, ""),
        (li, f.Acknowledge(attestation=text, comment=""), li, ""),
        (
            mentor,
            f.TheoryAttest(weeks=(text,), papers=(("", number),), heads={"": (number, "")}, meaning=""),
            li,
            "mentor",
        ),
        (mentor, f.HoursAttest(spans=((0, number),), source=text, title="", meaning=""), li, "mentor"),
        (mentor, f.SessionHeld(title=text, source="", spans=((0, number),), attendees=((li, number),)), None, ""),
        (examiner, f.ExamOpen(paper=paper.id, hash=paper.hash, seat=seat, nonce=text, expires=number), li, ""),
    ]
    for who, body, sub, as_ in planted:
        firm.sign(who, body, sub, (firm.mandate(li, who, as_),) if as_ else ())
    before = firm.met(li)
    for who in (li, mentor, examiner, firm.hr):
        session = reading(firm.story.sessions[who])
        today.today(session)
        path.path(session)
        tests.tests(session)
        hours_page.hours(session)
        certificates_mine.my_certificates(session)
        mentoring.trainees(session)
        exchange.overview(session)
        exchange.waiting(session)
        for item in mentoring.queue(session).items:
            signing.opened(session, item)
    hr = reading(firm.story.hr)
    approvals.approvals(hr)
    audit.audit(hr)
    certificates.register(hr)
    people.people(hr)
    records.records_about(hr, li)
    assert firm.met(li) == before == {"theory-months", "mentoring-months"}


# Exams


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        ("no opening", "not-opened"),
        ("an opening of another learner", "not-opened"),
        ("an opening signed by herself", "not-opened"),
        ("after the opening expired", "opening-expired"),
        ("another version of the paper than opened", "not-opened"),
    ],
)
def test_an_attempt_that_nobody_opened(attack: str, reason: str, firm: Firm) -> None:
    before = firm.everybody()
    refs: tuple[str, ...] = ()
    changed: dict[str, object] = {}
    match attack:
        case "an opening of another learner":
            refs = (open_exam(firm, learner=firm.gao),)
        case "an opening signed by herself":
            refs = (open_exam(firm, by=firm.li),)
        case "after the opening expired":
            refs = (open_exam(firm),)
            firm.story.clock.now += 8 * calendar.DAY_MS
        case "another version of the paper than opened":
            refs = (open_exam(firm),)
            changed = {"hash": "0" * 64}
    sat = sit(firm, refs, changed)
    result(firm, sat.attempt, firm.story.examiner)
    assert firm.why(sat.attempt) == reason
    assert firm.met(firm.li) == before[firm.li].met


DRESSED: dict[str, Callable[[f.AttemptStart], dict[str, object]]] = {
    "the pass mark lowered": lambda start: {"pass_mark": start.pass_mark - 1},
    "the pass mark below nothing": lambda _start: {"pass_mark": -1},
    "more time than the paper gives": lambda start: {"limit_s": start.limit_s + 60},
    "no time limit": lambda _start: {"limit_s": 0},
    "another engine": lambda start: {"engine": start.engine + 1},
    "one question twice": lambda start: {"items": (*start.items[:-1], start.items[0])},
    "one question twice under two names": lambda start: {"items": (*start.items[:-1], ("easy", start.items[0][1]))},
    "one question less": lambda start: {"items": start.items[:-1]},
    "one easy question only": lambda start: {"items": start.items[:1]},
    "no questions": lambda _start: {"items": ()},
    "questions in sections of others": lambda start: {"items": start.items[::-1]},
}


@pytest.mark.parametrize("attack", DRESSED)
def test_an_exam_that_is_not_the_paper(attack: str, firm: Firm) -> None:
    """Not even with an examiner who signs «pass» under it past the program."""
    before = firm.met(firm.li)
    blueprint = exam_paper(firm)
    plain_start = sit(firm, (), ended=False).start
    sat = sit(firm, (open_exam(firm),), DRESSED[attack](plain_start))
    assert sat.start.paper == blueprint.id
    assert firm.why(sat.attempt) == "not-the-paper"
    with pytest.raises(Refused) as refused:
        assessing.sign_result(
            firm.story.sessions[firm.story.examiner], firm.li, sat.attempt, meaning="本人评分", passphrase=PASSPHRASE
        )
    assert refused.value.code == "exam-cannot-be-graded"
    result(firm, sat.attempt, firm.story.examiner)
    assert firm.met(firm.li) == before


@pytest.mark.parametrize("mode", ["practice", "paper"])
def test_practice_dressed_as_the_exam(mode: str, firm: Firm) -> None:
    before = firm.met(firm.li)
    sat = sit(firm, (open_exam(firm),), {"mode": mode})
    result(firm, sat.attempt, firm.story.examiner)
    assert firm.met(firm.li) == before


def test_easy_questions_from_another_paper(firm: Firm) -> None:
    before = firm.met(firm.li)
    library, start = firm.story.hr.library, sit(firm, (), ended=False).start
    mine = {id_ for id_, _hash in start.items}
    exam = [pair for pool in library.pools(exam_paper(firm).id) for pair in pool]
    others = [
        (one.id, hash_)
        for paper in library.papers()
        for pool in library.pools(paper.id)
        for hash_, one in pool
        if one.id not in mine and (hash_, one) not in exam
    ]
    if not others:
        others = [
            (one.id, hash_) for lesson in library.lessons() for hash_, one in library.items_of(f"lesson:{lesson.id}")
        ]
    picked = tuple(dict.fromkeys(others))[: len(start.items)]
    sat = sit(firm, (open_exam(firm),), {"items": picked})
    result(firm, sat.attempt, firm.story.examiner)
    assert firm.why(sat.attempt) == "not-the-paper"
    assert firm.met(firm.li) == before


def test_an_opening_is_used_once(firm: Firm) -> None:
    opening = open_exam(firm)
    first = sit(firm, (opening,), right=False)
    again = sit(firm, (opening,))
    result(firm, again.attempt, firm.story.examiner)
    assert firm.why(first.attempt) == ""
    assert firm.why(again.attempt) == "opening-used"
    assert "exam" not in firm.met(firm.li)


def test_a_second_device_takes_the_exam_under_the_seat_of_the_first(firm: Firm) -> None:
    """Her second key is young, so its attempt stands at a lower position than the failed one; it has no seat."""
    opening = open_exam(firm)
    failed = sit(firm, (opening,), right=False)
    second_key(firm)
    again = sit(firm, (opening,))
    result(firm, again.attempt, firm.story.examiner)
    assert firm.why(again.attempt) == "not-opened"
    assert firm.why(failed.attempt) == ""
    assert "exam" not in firm.met(firm.li)


def test_the_seat_is_the_device_she_last_worked_on(firm: Firm) -> None:
    """Also after a new laptop: the old key is no seat any more, and the new one takes the exam through the program."""
    story, old = firm.story, firm.key(firm.li).log
    second_key(firm)
    story.clock.set(TODAY, 14)
    firm.sign(firm.li, f.LessonDone(lesson="x", hash="0", sections=()), firm.li)
    paper = exam_paper(firm).id
    assessing.open_exam(story.sessions[story.examiner], firm.li, paper, passphrase=PASSPHRASE)
    (opening,) = story.standings.of(firm.li).openings
    assert opening.seat == firm.key(firm.li).log != old
    attempt = story.take(firm.li, paper)
    assessing.sign_result(story.sessions[story.examiner], firm.li, attempt, meaning="本人评分", passphrase=PASSPHRASE)
    assert "exam" in firm.met(firm.li)


def test_the_program_on_another_device_does_not_begin_what_would_not_count(firm: Firm) -> None:
    story, paper = firm.story, exam_paper(firm).id
    assessing.open_exam(story.sessions[story.examiner], firm.li, paper, passphrase=PASSPHRASE)
    second_key(firm)
    with pytest.raises(Refused, match="exam-not-open"):
        assessing.start_attempt(story.sessions[firm.li], paper)


def second_key(firm: Firm) -> None:
    """李晓雯 gets a second computer, rightly bound, and signs with that one from now on."""
    story = firm.story
    invitation, answer = story.folder / "second.invitation", story.folder / "second.answer"
    organising.invite(story.hr, firm.li, ["trainee"], invitation)
    elsewhere = story.folder / "elsewhere"
    key_file, _words = organising.join(
        elsewhere, invitation.read_bytes(), passphrase=PASSPHRASE, answer=answer, clock=story.clock,
        kdf=attackers.CHEAP,
    )  # fmt: skip
    organising.bind(story.hr, organising.read_request(story.hr, answer), passphrase=PASSPHRASE)
    attackers.use_key(firm, firm.li, key_file)


@pytest.mark.parametrize("who", ["mentor", "zhou", "li"])
def test_a_result_by_anybody_but_the_examiner(who: str, firm: Firm) -> None:
    sat = sit(firm, (open_exam(firm),))
    record = result(firm, sat.attempt, getattr(firm, who))
    assert firm.why(record) in {"unauthorised", "not-assigned"}
    assert "exam" not in firm.met(firm.li)


def test_a_result_by_the_mentor_who_is_also_the_examiner(firm: Firm) -> None:
    """赵一鸣 becomes her mentor as well: the programme wants somebody else."""
    sat = sit(firm, (open_exam(firm),))
    firm.sign(firm.hr, f.Assign(as_="mentor", person=firm.story.examiner, since=TODAY), firm.li)
    assert firm.why(result(firm, sat.attempt, firm.story.examiner)) == "examiner-is-mentor"
    assert "exam" not in firm.met(firm.li)


@pytest.mark.parametrize("score", [10_000, 0, -5, 2**53 - 1])
def test_a_result_that_the_raw_answers_do_not_carry(score: int, firm: Firm) -> None:
    sat = sit(firm, (open_exam(firm),), right=False)
    record = result(firm, sat.attempt, firm.story.examiner, score=score)
    if score > 0:
        assert firm.why(record) == "score-differs"
    assert "exam" not in firm.met(firm.li)


def test_a_result_for_more_than_was_answered_shows_what_was(firm: Firm) -> None:
    sat = sit(firm, (open_exam(firm),))
    result(firm, sat.attempt, firm.story.examiner, score=2**53 - 1)
    assert assessing.attempt_of(firm.story.standings.of(firm.li), sat.attempt).result_score == 10_000


def test_answers_after_handing_in_change_nothing(firm: Firm) -> None:
    sat = sit(firm, (open_exam(firm),), right=False)
    for n, (id_, hash_) in enumerate(sat.start.items, 1):
        late = f.Answer(attempt=sat.attempt, n=n, item=id_, hash=hash_, answer="a", active_s=1)
        assert firm.why(firm.sign(firm.li, late, firm.li)) == "after-hand-in"
    record = result(firm, sat.attempt, firm.story.examiner)
    assert firm.why(record) == "score-differs"


def test_a_result_before_the_paper_was_handed_in(firm: Firm) -> None:
    sat = sit(firm, (open_exam(firm),), ended=False)
    assert firm.why(result(firm, sat.attempt, firm.story.examiner)) == "unknown-target"
    assert "exam" not in firm.met(firm.li)


def test_an_exam_given_up_is_not_passed(firm: Firm) -> None:
    sat = sit(firm, (open_exam(firm),), ended=False)
    firm.sign(firm.li, f.AttemptEnd(attempt=sat.attempt, reason="given-up"), firm.li)
    result(firm, sat.attempt, firm.story.examiner)
    assert "exam" not in firm.met(firm.li)


# Hours


def span(day: date, start: int, hours_: int) -> tuple[int, int]:
    first = calendar.at(day) + start * 3_600_000
    return first, first + hours_ * 3_600_000


CLAIMS: dict[str, tuple[dict[str, object], int]] = {
    "two spans over each other": ({"spans": (span(TODAY, 9, 2), span(TODAY, 10, 2))}, 3 * 3600),
    "forty hours in one span": ({"spans": (span(date(2026, 11, 2), 0, 40),)}, 0),
    "the same hour thirty times": ({"spans": (span(TODAY, 9, 1),) * 30}, 3600),
    "backwards": ({"spans": ((span(TODAY, 9, 1)[1], span(TODAY, 9, 1)[0]),)}, 0),
    "negative instants": ({"spans": ((-3_600_000, 0),)}, 0),
    "a thousand years": ({"spans": ((0, 2**53 - 1),)}, 0),
    "negative seconds": ({"seconds": -3600}, 0),
    "a million hours in a day": ({"seconds": 3_600_000_000}, 24 * 3600),
}


@pytest.mark.parametrize("attack", CLAIMS)
def test_hours_that_cannot_be(attack: str, firm: Firm) -> None:
    """Accepted by a mentor who clicks without looking: a second counts once, a day has 24 hours."""
    firm.story.accept_hours(firm.li)
    before = quarter_total(firm, firm.li)
    fields, most = CLAIMS[attack]
    claim = f.HoursClaim(source="external", title="课程", provider="协会", date=TODAY, **fields)  # type: ignore[arg-type]  # spans or seconds
    record = firm.sign(firm.li, claim, firm.li)
    attest = f.HoursAttest(decisions=((record, 2**53 - 1, None),), meaning="")
    firm.sign(firm.mentor, attest, firm.li, (firm.mandate(firm.li, firm.mentor),))
    assert quarter_total(firm, firm.li) - before == most


def quarter_total(firm: Firm, person: str) -> int:
    return sum(one.confirmed_s for one in firm.story.standings.of(person).quarters)


def test_decisions_about_somebody_elses_claims(firm: Firm) -> None:
    """The claim of 李晓雯 accepted in a record about 高原, and once more about her under the wrong mandate."""
    before = firm.everybody()
    claims = hours(firm, firm.li)
    theirs = firm.sign(firm.mentor, claims, firm.gao, (firm.mandate(firm.gao, firm.mentor),))
    crossed = firm.sign(firm.mentor, claims, firm.li, (firm.mandate(firm.gao, firm.mentor),))
    assert (firm.why(theirs), firm.why(crossed)) == ("unknown-target", "not-assigned")
    assert firm.everybody() == before


def test_a_claim_accepted_again_and_again_counts_once(firm: Firm) -> None:
    under = (firm.mandate(firm.li, firm.mentor),)
    claims = hours(firm, firm.li)
    firm.story.accept_hours(firm.li)
    once = quarter_total(firm, firm.li)
    assert once == 3600
    for _again in range(3):
        firm.sign(firm.mentor, claims, firm.li, under)
    more = tuple((record, seconds * 9, None) for record, seconds, _reason in claims.decisions) * 3
    firm.sign(firm.mentor, f.HoursAttest(decisions=more, meaning=""), firm.li, under)
    firm.sign(firm.hr, claims, firm.li)
    assert quarter_total(firm, firm.li) == once


def test_a_study_claim_over_a_session_counts_the_hour_once(firm: Firm) -> None:
    before = quarter_total(firm, firm.li)
    firm.sign(firm.mentor, held(firm, firm.li, date(2026, 10, 12), 24 * 3600))
    firm.story.accept_hours(firm.li)
    firm.sign(firm.zhou, held(firm, firm.li, date(2026, 10, 12), 24 * 3600))
    assert quarter_total(firm, firm.li) - before == 24 * 3600


@pytest.mark.parametrize("who", ["li", "gao"])
def test_attendance_written_by_somebody_who_is_no_mentor(who: str, firm: Firm) -> None:
    before = firm.everybody()
    assert firm.why(firm.sign(getattr(firm, who), held(firm, firm.li))) == "unauthorised"
    assert firm.everybody() == before


def test_a_mentor_does_not_attend_her_own_session(firm: Firm) -> None:
    firm.sign(firm.mentor, held(firm, firm.mentor))
    assert quarter_total(firm, firm.mentor) == 0


def test_more_attendance_than_the_session_lasted(firm: Firm) -> None:
    day = calendar.at(date(2026, 11, 2), 9)
    body = f.SessionHeld(
        title="x", source="x", spans=((day, day + 3_600_000),), attendees=((firm.li, 2**53 - 1), (firm.li, -5))
    )
    firm.sign(firm.mentor, body)
    assert quarter_total(firm, firm.li) == 3600


def test_hours_that_are_still_to_come_are_not_accepted(firm: Firm) -> None:
    """A learner's clock ahead, or a mentor confirming next year: neither is time anybody spent."""
    later = span(date(2027, 4, 5), 9, 8)
    claim = f.HoursClaim(source="external", title="课程", provider="协会", date=date(2027, 4, 5), spans=(later,))
    on_a_day = f.HoursClaim(source="external", title="课程", provider="协会", date=date(2027, 4, 6), seconds=3600)
    records = [firm.sign(firm.li, one, firm.li) for one in (claim, on_a_day)]
    firm.story.accept_hours(firm.li)
    before = quarter_total(firm, firm.li)
    under = (firm.mandate(firm.li, firm.mentor),)
    firm.sign(
        firm.mentor, f.HoursAttest(decisions=tuple((one, 9999, None) for one in records), meaning=""), firm.li, under
    )
    ahead = f.HoursAttest(spans=(span(date(2027, 4, 7), 9, 8),), source="external", title="x", meaning="")
    firm.sign(firm.mentor, ahead, firm.li, under)
    firm.sign(firm.mentor, held(firm, firm.li, date(2027, 4, 8)))
    assert quarter_total(firm, firm.li) == before == 3600


# Theory


def test_theory_confirmed_over_heads_that_do_not_reach_what_was_done(firm: Firm) -> None:
    before = firm.everybody()
    log = firm.key(firm.li).log
    body = theory(firm, firm.li)
    short = f.TheoryAttest(weeks=body.weeks, papers=body.papers, heads={log: (1, "0" * 64)}, meaning="")
    firm.sign(firm.mentor, short, firm.li, (firm.mandate(firm.li, firm.mentor),))
    assert firm.everybody() == before


def test_a_failed_paper_is_not_passed_by_a_score_in_the_confirmation(firm: Firm) -> None:
    """The score in the mentor's record is not taken: the raw answers are graded again."""
    story = firm.story
    ming = story.add("明辉", "1040", {"trainee"})
    story.enrol(ming, attackers.START)
    story.assign(ming, story.mentor, "mentor")
    story.clock.set(TODAY, 13)
    paper = next(week.paper for week in story.programme(ming).weeks if week.paper and not week.planned)
    attempt = story.take(ming, paper, wrong=99)
    body = theory(firm, ming)
    lying = f.TheoryAttest(weeks=body.weeks, papers=((attempt, 10_000),), heads=body.heads, meaning="")
    firm.sign(story.mentor, lying, ming, (firm.mandate(ming, story.mentor),))
    assert not assessing.attempt_of(story.standings.of(ming), attempt).passed
    assert "lessons" not in firm.met(ming)


# Holes that lie in standing and in the ledger


def test_a_strangers_void_before_the_cut_does_not_undo_valid_when_issued(firm: Firm) -> None:
    """周强 voids what is not his: in vain. When HR withdraws the same record after the issue, the certificate is held,
    and still was valid when issued.
    """
    story = firm.story
    seen = next(one.record.id for one in firm.store.about(firm.gao) if one.record.header.kind == "exam.result")
    firm.write(firm.zhou, "void", plain(Void(id=seen, reason="x")), firm.gao)
    old = firm.store.record(firm.certificate)
    assert old is not None
    body = f.decode("cert.issue", old.record.envelope.body or b"")
    assert isinstance(body, f.CertIssue)
    certifying.change_state(story.hr, firm.gao, firm.certificate, "revoked", "换证", passphrase=PASSPHRASE)
    again = certifying.issue(story.hr, firm.gao, passphrase=PASSPHRASE)
    attesting.withdraw(story.hr, seen, "阅卷有误", PASSPHRASE)
    standing = story.standings.certificate(firm.gao, again, TODAY)
    assert standing is not None
    assert (standing.valid_when_issued, standing.status) == (True, "held")


def test_a_departed_directors_signature_stays_good(firm: Firm) -> None:
    story = firm.story
    director = story.add("罗总", "1002", {"director"})
    gao = firm.gao
    numbers = [n for n, one in enumerate(story.programme(gao).milestones) if "director" in one.by]
    for number in numbers:
        given = next(
            one.attested.record
            for one in story.standings.of(gao).milestones
            if one.milestone == story.programme(gao).milestones[number].id
        )
        attesting.withdraw(story.hr, given, "由主管签", PASSPHRASE)
        firm.sign(director, milestone(firm, gao, number), gao)
    assert "milestones" in firm.met(gao)
    organising.end_key(story.hr, firm.key(director).log, "离职", passphrase=PASSPHRASE)
    assert "milestones" in firm.met(gao)


def test_theory_confirmed_over_one_side_of_a_fork_does_not_cover_the_other(firm: Firm) -> None:
    """The mentor saw one side of her cloned log; HR, who knows nothing of that, lets the other one go on."""
    log = firm.key(firm.li).log
    mandate = (firm.mandate(firm.li, firm.mentor),)
    true = [one.record for one in firm.store.about(firm.li) if one.record.header.log == log]
    behind = next(one.header.seq for one in true if one.header.kind == "lesson.done" and one.header.seq > 1)
    side = [(kind_body[0], kind_body[1], firm.li) for kind_body in copied(true[behind - 1 :])]
    firm.sign(firm.mentor, theory(firm, firm.li), firm.li, mandate)
    other = firm.other_side(firm.li, behind, side)
    firm.store.receive(other)
    firm.write(firm.hr, "fork.pick", plain(ForkPick(log=log, seq=behind, id=other[0].id, reason="本机在用")))
    assert firm.store.verdict(other[0].id) == "ok"
    rows = firm.story.standings.of(firm.li).lessons
    assert {one.record for one in rows} & {one.id for one in other}
    assert not any(one.attested for one in rows if one.record in {side.id for side in other})


def copied(true: list[Record]) -> Iterator[tuple[str, f.Body]]:
    """The same deeds once more, never seen by anybody."""
    for one in true:
        yield one.header.kind, f.decode(one.header.kind, one.envelope.body or b"")


# Actions refuse what would not count


def test_the_programs_of_honest_people_refuse_before_signing(firm: Firm) -> None:
    stranger = firm.story.sessions[firm.zhou]
    weeks = [week.id for week in firm.story.programme(firm.li).weeks]
    claims = hours(firm, firm.li).decisions
    with pytest.raises(Refused, match="not-assigned"):
        attesting.attest_theory(stranger, firm.li, weeks, meaning="", comment="", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="not-assigned"):
        attesting.decide_hours(stranger, firm.li, claims, meaning="", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="not-your-role"):
        attesting.decide_hours(firm.story.sessions[firm.li], firm.gao, claims, meaning="", passphrase=PASSPHRASE)
