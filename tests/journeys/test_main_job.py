"""The main job, end to end: three computers joined by a folder, six months, one certificate that anybody can check.

Everything is done at the window: keys, clicks, and the system's file windows answered with paths. Nothing here calls
an action or writes to a store. The clock is the story's.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.computers import Clock, Computer
from tests.journeys.forging import one_byte_changed, printed_again
from tests.journeys.hands import FileWindows, Hands
from tests.journeys.people import HR, Learner, Mentor
from trainer import cli
from trainer.documents.certificate import CertificatePage
from trainer.domain import calendar
from trainer.ui import theme
from trainer.ui.pages.approvals import ApprovalsPage
from trainer.ui.pages.attempt import AttemptPage
from trainer.ui.pages.people import PeoplePage
from trainer.ui.pages.signoff import SignoffPage
from trainer.ui.widgets.certificate import CertificatePreview

ROOT = Path(__file__).resolve().parents[2]
FIRM = "明远财税服务有限公司"
START = date(2026, 6, 1)
NUMBER = "1031"
LESSONS, EXAM = "Required lessons and week papers", "Go-live exam"
COURSE, LESS = "增值税法讲座", "午休一小时不算"


class Firm:
    """Three people, three computers, a folder they all reach, and a stick that goes from hand to hand."""

    def __init__(self, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.clock = home, Clock(calendar.at(START, 8))
        self.mailbox, self.stick = home / "mailbox", home / "stick"
        for folder in (self.mailbox, self.stick):
            folder.mkdir()
        files = FileWindows(monkeypatch)
        for page in (PeoplePage, SignoffPage, ApprovalsPage):
            monkeypatch.setattr(page, "hold_ms", 0)
        self.computers: list[Computer] = []

        def hands(place: str) -> Hands:
            computer = Computer(home / place, self.clock)
            self.computers.append(computer)
            return Hands(computer, qtbot, files)

        self.hr = HR(hands("hr"), "林可", "harbour kettle violet spoon march", self.mailbox)
        self.learner = Learner(hands("trainee"), "李晓雯", "window basket copper lemon river", self.mailbox)
        self.mentor = Mentor(hands("mentor"), "王敏", "garden candle marble pepper cloud", self.mailbox)
        self.org = ""
        self.accepted_s: dict[tuple[int, int], int] = {}
        """What the mentor accepted, by quarter, in seconds."""

    def file(self, name: str, text: str) -> Path:
        """Something written elsewhere: an artefact, a paper that shows a course."""
        path = self.stick / name
        path.write_text(text, encoding="utf-8")
        return path

    def close(self) -> None:
        """Switch off what a failure left on."""
        for computer in self.computers:
            if computer.program is not None:
                computer.program.close()
                computer.program.window.hide()
                computer.program.window.deleteLater()


@pytest.fixture
def firm(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Firm]:
    theme.use(qapp, "light")
    made = Firm(tmp_path, qtbot, monkeypatch)
    yield made
    made.close()


def test_main_job(firm: Firm) -> None:
    found_and_join(firm)
    study_the_weeks(firm)
    confirm_theory_and_hours(firm)
    take_the_exam(firm)
    be_mentored(firm)
    certificate = look_and_issue(firm)
    page = receive(firm)
    everything_holds(firm)
    verify_anywhere(firm, certificate, page)


def found_and_join(firm: Firm) -> None:
    """June 1: the firm, its people, their keys, the enrolment."""
    hr, learner, mentor, stick = firm.hr, firm.learner, firm.mentor, firm.stick
    recovery = stick / "recovery.qicheng-root"
    firm.org = hr.found(FIRM, "1001", recovery)
    assert recovery.is_file()
    assert len(firm.org) == 64
    with hr.at_work(START, 8, 30):
        hr.add(learner.name, "1031", "服务台", {"trainee"}, stick / "1031.invitation")
        hr.add(mentor.name, "1012", "税务", {"mentor"}, stick / "1012.invitation")
    theirs = {
        person.name: person.join(stick / f"{number}.invitation", stick / f"{number}.answer")
        for person, number in ((learner, "1031"), (mentor, "1012"))
    }
    with hr.at_work(START, 10):
        for person, number in ((learner, "1031"), (mentor, "1012")):
            assert hr.bind(stick / f"{number}.answer") == theirs[person.name], "both screens show the same six words"
        hr.enrol(learner.name, START)
        hr.assign(learner.name, "mentor", mentor.name)
        hr.exchange()


def study_the_weeks(firm: Firm) -> None:
    """June: every lesson, the first week paper with the program closed in its middle, the others, a course elsewhere."""
    learner = firm.learner
    with learner.at_work(date(2026, 6, 22)):
        assert learner.hands.reads("Waiting for HR to bind this key"), "studying works before anything has arrived"
        learner.begin_next()
        read = [learner.read_lesson()]
        learner.begin_next()
        read.append(learner.read_lesson())
        learner.exchange()
        learner.begin_next()
        read.append(learner.read_lesson())
        while learner.hands.see("lesson-next", QAbstractButton).text() == "Next lesson":
            learner.hands.click("lesson-next")
            read.append(learner.read_lesson())
        assert len(read) == len(set(read)) >= 5
        assert read == sorted(read), "one after another, in the order of the programme"
    with learner.at_work(date(2026, 6, 26), 13):
        first, *others = learner.papers()
        page = learner.begin_paper(first)
        for _question in range(4):
            learner.answer(page)
            learner.hands.click("attempt-submit")
        learner.answer(page)
        before = given(page)
        assert sum(one is not None for one in before) == 5
    with learner.at_work(date(2026, 6, 26), 13, 12):
        page = learner.begin_paper(first)
        assert given(page) == before, "nothing is lost when the program is closed in the middle"
        assert page.work is not None
        assert page.work.current == 5
        learner.hands.click("attempt-submit")
        for _question in range(3):
            learner.answer(page)
            learner.hands.click("attempt-submit")
        assert learner.hand_in(page) == "Passed: 100, 80 needed"
        assert all(learner.take(paper) == "Passed: 100, 80 needed" for paper in others)
        proof = firm.file("certificate of attendance.txt", "增值税法讲座，2026-06-27，4 小时")
    with learner.at_work(date(2026, 6, 29)):
        learner.claim(COURSE, "市税务局", date(2026, 6, 27), "4", proof)
        claims = learner.hours()
        assert len(claims) > len(read)
        assert all(f"Waiting for {firm.mentor.name}" in one for one in claims), "nothing counts by its own word"
        lessons = learner.gate(LESSONS)
        assert lessons.startswith("To be confirmed")
        assert firm.mentor.name in lessons
        learner.exchange()


def given(page: AttemptPage) -> list[object]:
    """The answers on the paper, by question."""
    assert page.work is not None
    return [page.work.entries[n].answer for n in range(1, page.work.count + 1)]


def confirm_theory_and_hours(firm: Firm) -> None:
    """The mentor looks at what was done, takes an hour off the course, and the learner sees both."""
    learner, mentor, hr = firm.learner, firm.mentor, firm.hr
    with mentor.at_work(date(2026, 6, 30)):
        mentor.exchange()
        assert sorted(mentor.waiting()) == ["hours", "theory"]
        mentor.confirm_theory()
        firm.accepted_s[2026, 2] = mentor.confirm_hours(COURSE, 180, LESS)
        assert mentor.waiting() == []
        mentor.exchange()
    with learner.at_work(date(2026, 7, 1)):
        learner.exchange()
        assert learner.gate(LESSONS).startswith("Met")
        (course,) = [one for one in learner.hours("2026-2") if COURSE in one]
        assert ". 3 h. " in course
        assert LESS in course, "the learner reads why"
    with hr.at_work(date(2026, 7, 2)):
        hr.exchange()


def take_the_exam(firm: Firm) -> None:
    """September, after three months: HR opens the exam for one seat, the learner takes it, HR signs the result."""
    hr, learner = firm.hr, firm.learner
    with hr.at_work(date(2026, 9, 1)):
        hr.exchange()
        hr.exam(NUMBER)
        hr.exchange()
    with learner.at_work(date(2026, 9, 2)):
        learner.exchange()
        assert learner.take("gate-sample") == "Handed in; the examiner signs the result"
        assert learner.gate(EXAM).startswith("To be confirmed")
        learner.exchange()
    with hr.at_work(date(2026, 9, 3)):
        hr.exchange()
        hr.exam(NUMBER)
        hr.exchange()
    with learner.at_work(date(2026, 9, 4)):
        learner.exchange()
        assert learner.gate(EXAM).startswith("Met")


def be_mentored(firm: Firm) -> None:
    """September and October: M01 on two cases after one repeat, the others once; then the milestones of mentor and HR."""
    hr, mentor = firm.hr, firm.mentor
    observe(firm, date(2026, 9, 7), "M01", "工单 0907", repeat="小结要写上预计完成时间")
    observe(firm, date(2026, 9, 14), "M01", "工单 0914")
    observe(firm, date(2026, 9, 21), "M01", "工单 0921")
    observe(firm, date(2026, 9, 23), "M02", "讲解提纲")
    observe(firm, date(2026, 9, 28), "M06", "红字发票")
    observe(firm, date(2026, 10, 12), "M05", "十张发票")
    observe(firm, date(2026, 10, 14), "M13", "工单班次")
    observe(firm, date(2026, 10, 19), "M09", "季度申报")
    with hr.at_work(date(2026, 10, 21)):
        hr.exchange()
        assert not hr.candidate(NUMBER).panel.issue.isVisible(), "nothing is issued before the last line"
    with mentor.at_work(date(2026, 10, 26)):
        mentor.exchange()
        mentor.give_milestone()
        mentor.give_milestone()
        firm.accepted_s[2026, 3] = mentor.confirm_hours()
        assert mentor.waiting() == []
        mentor.exchange()


def observe(firm: Firm, day: date, practical: str, artefact: str, *, repeat: str = "") -> None:
    """The learner asks with an artefact; the mentor looks at it and signs the next day."""
    learner, mentor = firm.learner, firm.mentor
    with learner.at_work(day):
        learner.exchange()
        learner.ask_for(practical, firm.file(f"{artefact}.txt", f"{practical}：{artefact}，客户名称已隐去"))
        learner.exchange()
    with mentor.at_work(day + timedelta(days=1)):
        mentor.exchange()
        if repeat:
            mentor.observe(result="repeat", comment=repeat, leave_out="d")
        else:
            mentor.observe(result="pass")
        assert [path.name for path in mentor.opened[-1:]] == [f"{artefact}.txt"], "the artefact came along"
        mentor.exchange()
    if repeat:
        with learner.at_work(day + timedelta(days=2)):
            learner.exchange()
            learner.open_practical(practical)
            assert learner.hands.reads(repeat)
            learner.hands.click(learner.hands.all("acknowledge-*")[0])


def look_and_issue(firm: Firm) -> Path:
    """After five months HR gives its own milestones, sees the quarter and the whole gate, and issues."""
    hr = firm.hr
    pdf = firm.stick / "certificate.pdf"
    with hr.at_work(date(2026, 11, 2)):
        hr.exchange()
        hr.give_milestone()
        hr.give_milestone()
        for quarter, accepted_s in firm.accepted_s.items():
            assert hr.quarter(firm.learner.name, quarter) == (f"{accepted_s // 360 / 10:g}", accepted_s)
        page = hr.candidate(NUMBER)
        assert page.shown is not None
        assert page.shown.candidate.gate.ready
        hr.issue(NUMBER, pdf)
        hr.exchange()
    return pdf


def receive(firm: Firm) -> CertificatePage:
    """The learner receives the certificate with the next exchange; the page as it is shown there."""
    learner = firm.learner
    with learner.at_work(date(2026, 11, 3)):
        learner.exchange()
        learner.hands.go("today")
        assert learner.hands.reads("Certificate QC-2026-0001 is issued")
        learner.hands.click("next-go")
        assert learner.hands.reads("Valid when issued and valid now")
        page = learner.hands.see("certificate-preview", CertificatePreview).page()
    assert page is not None
    assert (page.organisation, page.name, page.number, page.serial) == (FIRM, learner.name, "工号 1031", "QC-2026-0001")
    return page


def everything_holds(firm: Firm) -> None:
    """`trainer verify` finds nothing on any of the three computers."""
    for computer in firm.computers:
        assert cli.main(["verify", "--data", str(computer.folder), "--lang", "en"]) == 0


def verify_anywhere(firm: Firm, certificate: Path, page: CertificatePage) -> None:
    """A computer that has nothing but the program and the organisation's id tells the genuine file from forged ones."""
    assert verified(firm, certificate, firm.org) == (0, True)
    assert verified(firm, certificate, "0" * 64) == (1, False), "another organisation"
    again = printed_again(certificate, page, firm.stick / "again.pdf", name=page.name)
    assert verified(firm, again, firm.org) == (0, True), "printing the same page again is no forgery"
    named = printed_again(certificate, page, firm.stick / "named.pdf", name="李晓文")
    assert verified(firm, named, firm.org) == (1, False), "another name on the page"
    changed = one_byte_changed(certificate, firm.stick / "changed.pdf")
    code, valid = verified(firm, changed, firm.org)
    assert code != 0
    assert not valid, "one byte of the evidence"


def verified(firm: Firm, certificate: Path, org: str) -> tuple[int, bool]:
    """The exit code of `trainer certificate verify`, and whether it says valid; on an empty data folder."""
    options = ["--org", org, "--data", str(firm.home / "elsewhere"), "--lang", "en", "--on", "2026-11-30"]
    said = subprocess.run(
        [sys.executable, "-m", "trainer", "certificate", "verify", str(certificate), *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
    )
    assert not (firm.home / "elsewhere").exists(), "checking a file leaves nothing behind"
    return said.returncode, said.stdout.startswith("VALID\n")
