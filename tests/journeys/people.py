"""The people of the journey and what their work looks like at the window: HR, trainee and mentor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QSpinBox

from tests.journeys.hands import PATIENCE_MS, Hands
from trainer.domain.question import Question
from trainer.ledger import keys
from trainer.ui.pages.approvals import ApprovalsPage
from trainer.ui.pages.attempt import AttemptPage
from trainer.ui.pages.audit import AuditPage
from trainer.ui.pages.found import FoundPage
from trainer.ui.pages.join import JoinPage
from trainer.ui.pages.people import PeoplePage
from trainer.ui.pages.reader import ReaderPage
from trainer.ui.pages.signoff import SignoffPage
from trainer.ui.pages.today import TodayPage
from trainer.ui.widgets.confirming import HoursForm
from trainer.ui.widgets.people_forms import BindDialog
from trainer.ui.widgets.question import AnswerOption

READ_S = 80
"""Seconds somebody reads before the next page of a lesson: under the idle limit, so all of it is study time."""


@dataclass
class Person:
    """Somebody with a computer: name, passphrase, and the folder all of them can reach."""

    hands: Hands
    name: str
    passphrase: str
    mailbox: Path

    @contextmanager
    def at_work(self, day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
        """Switch the computer on at that moment, sign in, and switch it off afterwards."""
        self.hands.clock.set(day, hour, minute)
        self.hands.computer.start()
        self.sign_in()
        yield
        self.hands.computer.shut()

    def sign_in(self) -> None:
        """Choose oneself on the first page and type the passphrase."""
        hands, window = self.hands, self.hands.computer.window()
        row = next(one for one in window.welcome.rows() if one.key.name == self.name)
        if not row.selected():
            hands.click(row)
        hands.type(row.passphrase, self.passphrase)
        hands.click(row.button)
        hands.qtbot.waitUntil(lambda: window.frame_ is not None, timeout=PATIENCE_MS)
        hands.settle()

    def join(self, invitation: Path, answer: Path) -> tuple[str, ...]:
        """Accept an invitation on this computer; the six words that stand on its screen at the end."""
        hands = self.hands
        hands.computer.start()
        hands.click("step-join")
        hands.see("join", JoinPage).kdf = keys.CHEAP
        hands.type("invitation", str(invitation))
        hands.key(Qt.Key.Key_Return)
        assert hands.reads(self.name, hands.see("invitation-says"))
        hands.click("step-next")
        hands.new_passphrase("passphrase", self.passphrase)
        hands.click("step-next")
        hands.type("answer", str(answer))
        hands.click("step-next")
        words = tuple(hands.see(f"word-{n}", QLabel).text() for n in range(1, 7))
        hands.click("step-next")
        hands.computer.shut()
        return words

    def exchange(self) -> None:
        """Exchange records through the folder; what the page says about it."""
        hands = self.hands
        hands.go("exchange")
        if not hands.see("mailbox", QLineEdit).text():
            hands.type("mailbox", str(self.mailbox))
        hands.click("exchange-now")
        hands.qtbot.waitUntil(lambda: hands.see("exchange-now").isEnabled(), timeout=PATIENCE_MS)
        hands.settle()
        for wrong in hands.all("inline-error"):
            pytest.fail(" ".join(hands.lines(wrong)))

    def click_cell(self, table: QAbstractItemView, row: int, column: int) -> None:
        """Click on a cell of a table."""
        index = table.model().index(row, column)
        table.scrollTo(index)
        self.hands.click(table.viewport(), at=table.visualRect(index).center())

    def row_of(self, table: QAbstractItemView, name: str) -> int:
        """The row of a table that begins with this name."""
        model = table.model()
        return next(n for n in range(model.rowCount()) if model.index(n, 0).data() == name)

    def finish_signing(self) -> None:
        """Sign what lies ready with one's own passphrase."""
        self.hands.sign(self.passphrase)


@dataclass
class Signer(Person):
    """Somebody with a queue of things that wait for a signature."""

    opened: list[Path] = field(default_factory=list)
    """The attachments looked at so far."""

    def queue(self, kind: str) -> SignoffPage:
        """Open the first thing of a kind that waits."""
        self.hands.go("signoff")
        page = self.hands.page(SignoffPage)
        page.open_path = self._look
        self.hands.click(self.hands.all(f"queue-{kind}")[0])
        return page

    def _look(self, path: Path) -> bool:
        """What the system would open is looked at here."""
        self.opened.append(path)
        return True

    def give_milestone(self) -> None:
        """Give the first milestone that waits; where it asks for a figure, 96.5%."""
        self.queue("milestone")
        for field_ in self.hands.all("figure"):
            self.hands.type(field_, "96.5")
        self._judge("pass", "", "")

    def _judge(self, result: str, comment: str, leave_out: str) -> None:
        hands = self.hands
        for box in hands.all("criterion-*"):
            if box.objectName() != f"criterion-{leave_out}":
                hands.tick(box.objectName())
        hands.segment("result", result)
        if comment:
            hands.type("comment", comment)
        self.finish_signing()


@dataclass
class HR(Signer):
    """Founds the firm, takes people in, opens the exam, looks at the quarter and issues."""

    def found(self, title: str, number: str, recovery: Path) -> str:
        """Found the organisation on an empty computer; its id, as the last step shows it."""
        hands = self.hands
        hands.computer.start()
        hands.click("step-found")
        page = hands.see("found", FoundPage)
        page.kdf = keys.CHEAP
        for field_, text in (("title", title), ("person", self.name), ("number", number), ("department", "人事")):
            hands.type(field_, text)
        hands.click("step-next")
        hands.new_passphrase("passphrase", self.passphrase)
        hands.click("step-next")
        hands.type("recovery", str(recovery))
        hands.new_passphrase("recovery-passphrase", "another lantern over quiet water")
        hands.click("step-next")
        org = page.org.text()
        hands.click("step-next")
        hands.computer.shut()
        return org

    def add(self, name: str, number: str, department: str, roles: set[str], invitation: Path) -> None:
        """Give somebody a place and write their invitation."""
        hands = self.hands
        hands.go("people")
        hands.click("people-add")
        hands.type("person-name", name)
        hands.type("person-number", number)
        hands.type("person-department", department)
        hands.click("person-form-send")
        self.choose_person(name)
        hands.click("person-next")
        for role in sorted({"trainee", "mentor"} | roles):
            hands.tick(f"role-{role}", on=role in roles)
        with hands.files.answer(invitation):
            hands.click("invite-form-send")
        assert invitation.is_file()

    def choose_person(self, name: str) -> None:
        """Click on somebody in the list of people."""
        self.hands.go("people")
        table = self.hands.page(PeoplePage).table
        self.click_cell(table, self.row_of(table, name), 0)

    def bind(self, answer: Path) -> tuple[str, ...]:
        """Take in an answer, compare, bind; the six words on HR's screen."""
        hands = self.hands
        hands.go("people")
        with hands.files.answer(answer):
            hands.click("people-read")
        dialog = hands.see("bind", BindDialog)
        words = tuple(dialog.words.accessibleName().split())
        assert not hands.see("sign", inside=dialog).isEnabled(), "nothing is bound before the words were compared"
        hands.tick("bind-same")
        self.finish_signing()
        return words

    def enrol(self, name: str, start: date) -> None:
        """Enrol a learner."""
        self.choose_person(name)
        self.hands.click("person-enrol")
        self.hands.type("enrol-start", start.isoformat())
        self.hands.click("enrol-form-send")

    def assign(self, name: str, as_: str, person: str) -> None:
        """Give a learner a mentor."""
        self.choose_person(name)
        self.hands.click("person-assign")
        self.hands.choose("assign-as", as_)
        self.hands.choose("assign-person", person)
        self.hands.click("assign-form-send")

    def candidate(self, number: str) -> ApprovalsPage:
        """Look at one candidate on the approvals page."""
        self.hands.go("approvals")
        self.hands.click(f"candidate-{number}")
        return self.hands.page(ApprovalsPage)

    def exam(self, number: str) -> None:
        """Open the exam of a candidate, or sign its result: whichever is due."""
        self.candidate(number)
        self.hands.click("derivation-exam")
        self.finish_signing()

    def quarter(self, name: str, quarter: tuple[int, int]) -> tuple[str, int]:
        """The figure of a cell of the audit as shown in its panel, and its confirmed seconds."""
        self.hands.go("audit")
        page = self.hands.page(AuditPage)
        assert page.shown is not None
        at = page.shown.quarters.index(quarter)
        row = self.row_of(page.table, name)
        self.click_cell(page.table, row, at + 2)
        return page.panel.figure.text(), page.shown.rows[row].cells[at].confirmed_s

    def issue(self, number: str, pdf: Path) -> None:
        """Issue the certificate of a candidate and save it."""
        self.candidate(number)
        self.hands.click("derivation-issue")
        with self.hands.files.answer(pdf):
            self.finish_signing()
        assert pdf.is_file()


@dataclass
class Learner(Person):
    """Reads, answers, claims and asks."""

    def gate(self, title: str) -> str:
        """A line of the go-live gate on Today, as a screen reader says it: state, title, reason."""
        self.hands.go("today")
        lines = self.hands.lines(self.hands.page(TodayPage).gate_list)
        return next(one for one in lines if f": {title}" in one)

    def begin_next(self) -> None:
        """The one thing to do now, from Today."""
        self.hands.go("today")
        self.hands.click("next-go")

    def read_lesson(self) -> str:
        """Read the lesson that is open, answer its questions, finish it; the id of the lesson."""
        hands = self.hands
        page = hands.page(ReaderPage)
        assert page.row is not None
        lesson = page.row.id
        for _screen in range(80):
            if page.in_check():
                break
            self._spend(page)
            hands.click("lesson-next")
        assert page.in_check(), "the lesson has no end"
        for card in page.check.cards:
            self._spend(page)
            if card.number_field is not None:
                hands.type(card.number_field, "100")
            for part in (card.choices, card.reasons):
                if part is not None:
                    hands.click(part.widgets[0])
            hands.click(card.check)
        hands.click("lesson-next")
        assert page.row.done
        return lesson

    def _spend(self, page: ReaderPage) -> None:
        """Read for a while; the page's own look at the time comes with it."""
        self.hands.clock.pass_(READ_S)
        page.look_at_time()

    def papers(self) -> list[str]:
        """The papers that can be taken or gone on with, as *Tests* lists them."""
        self.hands.go("tests")
        return [button.objectName().removeprefix("paper-go-") for button in self.hands.all("paper-go-*")]

    def begin_paper(self, paper: str) -> AttemptPage:
        """Begin a paper, or go on with it."""
        hands = self.hands
        hands.go("tests")
        hands.click(f"paper-go-{paper}")
        if hands.all("begin"):
            hands.click("begin-go")
        page = hands.page(AttemptPage)
        hands.qtbot.waitUntil(lambda: page.work is not None, timeout=PATIENCE_MS)
        hands.settle()
        return page

    def answer(self, page: AttemptPage) -> None:
        """Answer the question on the screen rightly, through its widgets."""
        assert page.work is not None
        question = page.work.asked().question
        assert question is not None
        self.hands.clock.pass_(25)
        page.tick()
        if question.kind == "numeric":
            self.hands.type("answer-number", str(question.expected))
        elif question.kind == "order":
            self._put_in_order(question)
        else:
            chosen = _chosen(question)
            options = [*question.options, *question.reasons]
            for widget in self.hands.all("option-*", AnswerOption, page.column):
                if options[widget.number - 1].id in chosen and widget.mark() == "open":
                    self.hands.click(widget)

    def _put_in_order(self, question: Question) -> None:
        expected = question.expected
        assert isinstance(expected, tuple)
        order = [one.id for one in question.options]
        for place, id_ in enumerate(str(part) for part in expected):
            while order.index(id_) > place:
                at = order.index(id_)
                order[at - 1], order[at] = order[at], order[at - 1]
                self.hands.click(f"step-up-{id_}")

    def hand_in(self, page: AttemptPage) -> str:
        """Hand in through the last check; what the top bar says then."""
        self.hands.click("hand-in-go")
        self.hands.qtbot.waitUntil(lambda: page.work is not None and page.work.over, timeout=PATIENCE_MS)
        self.hands.settle()
        return page.outcome.text()

    def take(self, paper: str) -> str:
        """A whole paper, all answers right."""
        page = self.begin_paper(paper)
        assert page.work is not None
        for _question in range(page.work.count):
            self.answer(page)
            self.hands.click("attempt-submit")
        return self.hand_in(page)

    def claim(self, title: str, provider: str, day: date, hours: str, paper: Path) -> None:
        """Add hours from elsewhere with the paper that shows it."""
        hands = self.hands
        hands.go("hours")
        hands.click("hours-add")
        hands.type("claim-title", title)
        hands.type("claim-provider", provider)
        hands.type("claim-day", day.isoformat())
        hands.type("claim-hours", hours)
        with hands.files.answer(paper):
            hands.click("files-add")
        hands.click("claim-send")
        assert not hands.all("claim")

    def hours(self, quarter: str = "") -> list[str]:
        """What the entries of a quarter say, by default of the running one."""
        self.hands.go("hours")
        if quarter:
            self.hands.click(f"quarter-{quarter}")
        return [one.accessibleName() for one in self.hands.all("entry-*")]

    def ask_for(self, practical: str, artefact: Path) -> None:
        """Ask the mentor to observe a practical, with something to look at."""
        hands = self.hands
        self.open_practical(practical)
        hands.click("practical-ask")
        with hands.files.answer(artefact):
            hands.click("files-add")
        hands.click("request-send")
        assert not hands.all("request"), hands.lines(hands.see("request"))

    def open_practical(self, practical: str) -> None:
        """Show a practical on the path."""
        hands = self.hands
        hands.go("path")
        timeline = hands.see("timeline")
        for month in range(5):
            if hands.all(f"practical-{practical}"):
                break
            hands.click(timeline, at=QPoint(timeline.width() * (2 * month + 1) // 10, timeline.height() // 2))
        hands.click(f"practical-{practical}")


def _chosen(question: Question) -> set[str]:
    expected = question.expected
    if isinstance(expected, dict):
        return set(expected.values())
    return {str(part) for part in expected} if isinstance(expected, tuple) else {str(expected)}


@dataclass
class Mentor(Signer):
    """Confirms theory and hours, observes practicals, gives milestones."""

    def waiting(self) -> list[str]:
        """The kinds of things that wait."""
        self.hands.go("signoff")
        return [one.objectName().removeprefix("queue-") for one in self.hands.all("queue-*") if one.accessibleName()]

    def confirm_theory(self) -> None:
        """Confirm every week that is done."""
        self.queue("theory")
        self.finish_signing()

    def confirm_hours(self, less: str = "", minutes: int = 0, reason: str = "") -> int:
        """Accept all hours that wait, of the claim `less` only some minutes with a reason; the seconds accepted."""
        page, hands = self.queue("hours"), self.hands
        for spin in hands.all("accept-*", QSpinBox):
            if less and less in spin.accessibleName():
                hands.type(spin, str(minutes))
                assert not hands.see("sign").isEnabled(), "less than claimed needs a reason"
                hands.type(spin.objectName().replace("accept-", "reason-"), reason)
        form = page.desk.form
        assert isinstance(form, HoursForm)
        accepted = form.accepted()
        self.finish_signing()
        return accepted

    def observe(self, *, result: str, comment: str = "", leave_out: str = "") -> None:
        """Sign the first practical that waits, after looking at what is attached."""
        page, hands = self.queue("practical"), self.hands
        form = page.desk.form
        assert form is not None
        for button in hands.all("open-*", inside=form):
            hands.click(button)
        hands.segment("setting", "real")
        hands.segment("independence", "unassisted")
        self._judge(result, comment, leave_out)
