"""With any one requirement taken away nothing issues; and a certificate forced into the store is named for what it is.

The certificate is judged in four places that must agree: the approvals page's rows, the register, `trainer gate` and
`trainer certificate verify`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, TODAY, Story, library_file, reading
from trainer import cli, config, i18n
from trainer.actions import certifying, organising
from trainer.domain import calendar
from trainer.domain.facts import CertIssue, plain
from trainer.errors import Refused
from trainer.ui import printing
from trainer.views import approvals, certificates, verification

START = date(2026, 6, 1)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    i18n.use("zh_CN", config.catalogues())
    told = Story.found(tmp_path)
    yield told
    told.close()
    i18n.use("en", config.catalogues())


def everything(story: Story, learner: str, *, without: str = "", start: date = START) -> None:
    """A learner's five months with one requirement left out."""
    story.enrol(learner, start)
    mentor_from = start if without != "mentoring-months" else date(2026, 10, 20)
    story.clock.set(mentor_from, 9)
    story.assign(learner, story.mentor, "mentor")
    story.assign(learner, story.examiner, "examiner")
    story.assign(learner, story.examiner, "proctor")
    story.clock.set(max(calendar.add_months(start, 3), mentor_from), 10)
    story.learn(learner)
    if without != "lessons":
        story.confirm_theory(learner)
    if without != "exam":
        story.exam(learner)
    story.clock.set(max(calendar.add_months(start, 4), mentor_from), 11)
    if without != "practicals":
        story.practise(learner)
    if without != "milestones":
        story.milestones(learner)
    story.clock.set(TODAY, 9)


MISSING: dict[str, Callable[[Story, str], None]] = {
    "lessons": lambda story, learner: everything(story, learner, without="lessons"),
    "theory-months": lambda story, learner: everything(story, learner, start=date(2026, 9, 1)),
    "exam": lambda story, learner: everything(story, learner, without="exam"),
    "practicals": lambda story, learner: everything(story, learner, without="practicals"),
    "mentoring-months": lambda story, learner: everything(story, learner, without="mentoring-months"),
    "milestones": lambda story, learner: everything(story, learner, without="milestones"),
}


def forced(story: Story, learner: str) -> str:
    """A cert.issue written straight into the store with HR's real key, past every action."""
    programme = story.programme(learner)
    body = CertIssue(
        programme=programme.id,
        hash=programme.hash,
        on=TODAY,
        serial="QC-2026-0001",
        rules=programme.rules,
        cut=certifying.cut(story.hr, learner),
        valid_until=date(2028, 11, 22),
        title="pilot",
    )
    assert story.hr.key is not None
    return story.store.append(story.hr.key, "cert.issue", plain(body), sub=learner)


@pytest.mark.parametrize("requirement", MISSING)
def test_what_is_missing_is_named_everywhere(
    requirement: str, story: Story, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    learner = story.add("李晓雯", "1031", {"trainee"})
    MISSING[requirement](story, learner)
    gate = story.standings.gate(learner, TODAY)
    assert requirement in {item.requirement for item in gate.items if not item.satisfied and item.state != "planned"}

    with pytest.raises(Refused) as refused:
        certifying.issue(story.hr, learner, passphrase=PASSPHRASE)
    assert refused.value.code == "gate-open"
    assert requirement in refused.value.detail["requirements"]  # type: ignore[operator]  # a tuple of ids
    assert not [one for one in approvals.approvals(reading(story.hr)).candidates if one.gate.ready]

    record = forced(story, learner)
    title = next(one for one in story.programme(learner).requirements if one.id == requirement).title.in_("zh_CN")
    standing = story.standings.certificate(learner, record, TODAY)
    assert standing is not None
    assert not standing.valid_when_issued
    assert standing.status == "invalid"
    assert requirement in {item.requirement for item in standing.failing}

    (row,) = certificates.register(reading(story.hr))
    assert title in {failing[0] for failing in row.failing}

    assert story.store.verify() == []
    story.store.make_durable()
    pdf = tmp_path / "forced.pdf"
    printing.write_pdf(pdf, certificates.page(story.hr, learner, record), certificates.evidence(story.hr, learner))
    found = verification.verify_file(pdf, story.store.org, story.clock(), library_file())
    assert not found.valid
    assert requirement in verification.as_data(found)["failing"]  # type: ignore[operator]  # a list of ids
    assert any(title in line for line in found.lines)

    assert_command_names(requirement, story, learner, capsys)


def assert_command_names(requirement: str, story: Story, learner: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`trainer gate`, as data and as text, says the same as the screen."""
    capsys.readouterr()
    folder = str(story.folder)
    assert cli.main(["gate", learner, "--data", folder, "--lang", "zh_CN", "--on", TODAY.isoformat(), "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert requirement in {item["requirement"] for item in printed["items"] if item["state"] not in {"met", "planned"}}
    (certificate,) = printed["certificates"]
    assert (certificate["serial"], certificate["status"]) == ("QC-2026-0001", "invalid")
    title = next(one for one in story.programme(learner).requirements if one.id == requirement).title.in_("zh_CN")
    assert title in certificate["worth"]
    assert cli.main(["gate", learner, "--data", folder, "--lang", "zh_CN", "--on", TODAY.isoformat()]) == 1
    assert certificate["worth"] in capsys.readouterr().out


def test_the_whole_story_issues_and_verifies(story: Story, tmp_path: Path, qapp: object) -> None:
    learner = story.add("高原", "1027", {"trainee"})
    everything(story, learner)
    record = certifying.issue(story.hr, learner, passphrase=PASSPHRASE)
    story.store.make_durable()
    pdf = tmp_path / "certificate.pdf"
    printing.write_pdf(pdf, certificates.page(story.hr, learner, record), certificates.evidence(story.hr, learner))
    found = verification.verify_file(pdf, story.store.org, story.clock(), library_file())
    assert found.valid, found.lines
    assert not verification.verify_file(pdf, "0" * 64, story.clock(), library_file()).valid
    unasked = verification.verify_file(pdf, "", story.clock(), library_file())
    assert not unasked.valid
    assert unasked.lines[0].startswith("未确认"), "nothing is wrong with it but that nobody said whose it is"


def test_nobody_but_hr_issues(story: Story) -> None:
    learner = story.add("高原", "1027", {"trainee"})
    everything(story, learner)
    with pytest.raises(Refused) as refused:
        certifying.issue(story.sessions[story.mentor], learner, passphrase=PASSPHRASE)
    assert refused.value.code == "not-your-role"
    with pytest.raises(Refused):
        organising.enrol(story.sessions[learner], learner, START)


def test_a_file_saved_before_the_revocation_is_not_valid_where_it_arrived(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    monkeypatch.setattr(config, "library_path", library_file)
    learner = story.add("高原", "1027", {"trainee"})
    everything(story, learner)
    record = certifying.issue(story.hr, learner, passphrase=PASSPHRASE)
    story.store.make_durable()
    pdf = tmp_path / "before.pdf"
    printing.write_pdf(pdf, certificates.page(story.hr, learner, record), certificates.evidence(story.hr, learner))
    assert verification.verify_here(reading(story.hr), pdf).valid
    certifying.change_state(story.hr, learner, record, "revoked", "泄露客户资料", passphrase=PASSPHRASE)
    here = verification.verify_here(reading(story.hr), pdf)
    assert not here.valid
    assert "泄露客户资料" in here.lines[-1]
    assert verification.verify_file(pdf, story.store.org, story.clock(), library_file()).valid, "a file cannot know"
