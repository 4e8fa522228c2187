"""A certificate can be judged again from its own evidence alone, and one that should not exist says why."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, TODAY, Story, library_file
from trainer.actions import attesting, certifying
from trainer.actions.organising import Newcomer, correct_profile
from trainer.actions.recording import write
from trainer.content.library import Library
from trainer.domain.facts import CertIssue
from trainer.domain.people import WHO_MAY
from trainer.ledger.exchange import read_bundle
from trainer.ledger.store import Store
from trainer.standing import Standings
from trainer.views import certificates, mentoring


@pytest.fixture
def graduate(story: Story) -> str:
    ana = story.add("高原", "1027", {"trainee"})
    story.graduate(ana, date(2026, 6, 22))
    return ana


def judged_elsewhere(story: Story, evidence: bytes, person: str, record: str, tmp: Path) -> str:
    """The status that somebody finds who has nothing but the evidence and the library."""
    bundle = tmp / "evidence.qicheng"
    bundle.write_bytes(evidence)
    library = Library.open(library_file())
    with Store.create(tmp / "elsewhere.db", WHO_MAY, story.store.root, clock=story.clock) as store:
        read_bundle(store, bundle)
        found = Standings(store, library).certificate(person, record, TODAY)
    library.close()
    return found.status if found is not None else "unknown"


def test_the_evidence_carries_everything_to_judge_again(story: Story, graduate: str, tmp_path: Path) -> None:
    record = certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    evidence = certificates.evidence(story.hr, graduate)
    assert judged_elsewhere(story, evidence, graduate, record, tmp_path) == "active"


def test_bodies_about_other_people_stay_at_home(story: Story, graduate: str, tmp_path: Path) -> None:
    other = story.trainee(TODAY)
    story.learn(other)
    certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    bundle = tmp_path / "evidence.qicheng"
    bundle.write_bytes(certificates.evidence(story.hr, graduate))
    library = Library.open(library_file())
    with Store.create(tmp_path / "elsewhere.db", WHO_MAY, story.store.root, clock=story.clock) as store:
        read_bundle(store, bundle)
        standings = Standings(store, library)
        assert standings.of(other).name == ""
        assert standings.of(other).enrolment is None
        assert standings.of(story.mentor).name == "王敏"
    library.close()


def test_without_the_sign_offs_the_same_certificate_is_not_believed(
    story: Story, graduate: str, tmp_path: Path
) -> None:
    record = certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    mentor = story.store.people()[story.mentor].keys[0]
    signed = [
        base64.b64encode(one.record.envelope.sig)
        for one in story.store.about(story.mentor)
        if one.record.header.log == mentor
    ]
    lines = certificates.evidence(story.hr, graduate).splitlines(keepends=True)
    kept = [line for line in lines if not any(sig in line for sig in signed)]
    assert len(kept) < len(lines)
    assert judged_elsewhere(story, b"".join(kept), graduate, record, tmp_path) == "invalid"


def test_the_register_says_what_each_certificate_is_worth(story: Story, graduate: str) -> None:
    record = certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    (row,) = certificates.register(story.hr)
    assert (row.serial, row.standing.status, row.title) == ("QC-2026-0001", "active", "pilot")
    assert row.worth == "Valid when issued and valid now, until 22 Nov 2028."
    certifying.change_state(story.hr, graduate, record, "suspended", "等待复核", passphrase=PASSPHRASE)
    (row,) = certificates.register(story.hr)
    assert (row.standing.status, row.worth) == ("suspended", "Suspended by HR: 等待复核")
    certifying.change_state(story.hr, graduate, record, "reinstated", "已复核", passphrase=PASSPHRASE)
    (row,) = certificates.register(story.hr)
    assert row.standing.status == "active"


def test_whoever_holds_a_certificate_is_not_called_ready_for_one(story: Story, graduate: str) -> None:
    mentor = story.sessions[story.mentor]
    assert "can be issued" in mentoring.trainees(mentor)[0].summary
    record = certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    (row,) = mentoring.trainees(mentor)
    assert (row.place, row.summary) == (
        "Certified on 23 Nov 2026",
        "Valid when issued and valid now, until 22 Nov 2028.",
    )
    certifying.change_state(story.hr, graduate, record, "suspended", "等待复核", passphrase=PASSPHRASE)
    assert mentoring.person(mentor, graduate).trainee.summary == "Suspended by HR: 等待复核"


def test_evidence_withdrawn_later_holds_the_certificate_and_names_the_line(story: Story, graduate: str) -> None:
    certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    seen = story.standings.of(graduate).practicals[0].observations[0].attested.record
    attesting.withdraw(story.sessions[story.mentor], seen, "附件缺一页", PASSPHRASE)
    (row,) = certificates.register(story.hr)
    assert row.standing.status == "held"
    assert [title for title, _reason in row.failing] == ["All mentored practicals passed"]


def test_a_certificate_written_past_the_gate_is_invalid_by_name(story: Story) -> None:
    ana = story.trainee()
    story.clock.set(TODAY)
    programme = story.programme(ana)
    body = CertIssue(
        programme=programme.id,
        hash=programme.hash,
        on=TODAY,
        serial="QC-2026-0001",
        rules=1,
        cut=certifying.cut(story.hr, ana),
        valid_until=TODAY + timedelta(days=700),
        title="pilot",
    )
    write(story.hr, body, ana)
    (row,) = certificates.register(story.hr)
    assert (row.standing.status, row.standing.code) == ("invalid", "requirements")
    titles = [title for title, _reason in row.failing]
    assert titles == [
        "Required lessons and week papers",
        "Go-live exam",
        "All mentored practicals passed",
        "Two months of mentored practice",
        "Milestones and the director's signature",
    ]
    assert "Go-live exam" in row.worth


def test_the_page_is_the_same_after_the_names_changed(story: Story, graduate: str) -> None:
    record = certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    before = certificates.page(story.hr, graduate, record)
    correct_profile(story.hr, graduate, Newcomer("高远", "1027", "服务台"))
    assert certificates.page(story.hr, graduate, record) == before
    assert before.qr == f"qicheng:{story.store.org}:{record}"
    assert [one.name for one in before.signatures] == ["王敏", "赵一鸣", "林可"]
    assert before.warning == "试点方案"
    assert before.sentences[0] == "完成三个月理论学习与两个月带教实操，六项上线要求全部满足，"


def test_a_holder_who_reads_english_gets_an_english_page(story: Story, graduate: str) -> None:
    correct_profile(story.hr, graduate, Newcomer("Gao Yuan", "1027", "Desk", "en"))
    page = certificates.draft(story.hr, graduate, "QC-2026-0009", certifying.cut(story.hr, graduate))
    assert page.title == "Certificate of Readiness"
    assert page.sentences[0] == "has completed three months of theory and two months of mentored practice,"
    assert page.warning == "Preview, not issued, Pilot programme"
