"""The mentor's pages on a real frame: ask, sign «repeat», ask again, sign «pass»; theory, hours; taking back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.story import PASSPHRASE, Story, library_file
from tests.ui.stage import Stage, signed_in
from trainer import config
from trainer.actions import attesting, studying
from trainer.content.library import Library
from trainer.domain.people import WHO_MAY
from trainer.domain.progress import Progress
from trainer.ledger.store import Store
from trainer.standing import Standings
from trainer.ui import inspection, reading_order
from trainer.ui.pages.signoff import SignoffPage
from trainer.ui.pages.trainees import TraineesPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.confirming import HoursForm, ResultForm, TheoryForm
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.widgets.fields import Line
from trainer.ui.widgets.graded import AnswerCard, AnswersDialog
from trainer.ui.widgets.observing import MilestoneForm, ObservationForm
from trainer.ui.worker import Worker

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    made.trainee()
    made.clock.set(date(2026, 11, 20), 16)
    yield made
    made.close()


def learner(story: Story) -> str:
    return next(person for person in story.sessions if person not in {story.hr.me, story.mentor, story.examiner})


def stands(story: Story) -> Progress:
    """The learner as another program would fold them from the file."""
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as store:
        library = Library.open(library_file())
        try:
            return Standings(store, library).of(learner(story))
        finally:
            library.close()


def ask(story: Story, practical: str, tmp_path: Path) -> None:
    paper = tmp_path / "returns.pdf"
    paper.write_bytes(b"a return")
    attesting.request_practical(story.sessions[learner(story)], practical, files=(paper,))


def page_of(stage: Stage) -> SignoffPage:
    stage.frame.go("signoff", person="")
    settle(stage)
    page = stage.page()
    assert isinstance(page, SignoffPage)
    return page


def settle(stage: Stage) -> None:
    for _turn in range(4):
        stage.settle()
        QApplication.processEvents()


def sign(stage: Stage, page: SignoffPage, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase, press the button, let the 8 seconds be over."""
    page.sign.passphrase.setText(passphrase)
    page.sign.button.click()
    assert page.sign.holding()
    page.sign.flush()
    settle(stage)


def observation(page: SignoffPage) -> ObservationForm:
    form = page.desk.form
    assert isinstance(form, ObservationForm)
    return form


def hours_form(page: SignoffPage) -> HoursForm:
    form = page.desk.form
    assert isinstance(form, HoursForm)
    return form


def fill(form: ObservationForm, *, all_met: bool) -> None:
    form.setting.button("real").click()
    form.independence.button("assisted").click()
    for box in list(form.criteria.boxes.values())[: None if all_met else 2]:
        box.setChecked(True)


def test_repeat_then_pass(worker: Worker, story: Story, tmp_path: Path) -> None:
    ask(story, "M09", tmp_path)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        form = observation(page)
        assert page.waiting.text() == "1 waiting"
        assert not page.sign.button.isEnabled()
        fill(form, all_met=False)
        assert not form.outcome.choice.button("pass").isEnabled()
        assert form.outcome.note.text() == "3 of 5 criteria open"
        form.outcome.choice.button("repeat").click()
        assert "comment" in page.sign.button.reason.text()
        form.comment.setPlainText("The surcharge was halved twice.")
        assert page.sign.button.isEnabled()
        assert page.sign.button.text() == "Sign: repeat"
        said = page.sign.meaning.text()
        assert "2 of 5 criteria were met and the result is repeat" in said
        sign(stage, page)
        assert page.list.keys() == ()
        assert page.desk.empty.isVisible()
        assert stage.problems == []
    progress = stands(story)
    seen = progress.practicals[0].observations[0]
    assert (seen.result, seen.counts, seen.attested.comment) == ("repeat", True, "The surcharge was halved twice.")
    assert progress.practicals[0].requests[0].answered == seen.attested.record
    assert progress.practicals[0].passed == 0


def test_asked_again_and_passed(worker: Worker, story: Story, tmp_path: Path) -> None:
    ask(story, "M09", tmp_path)
    mentor = story.sessions[story.mentor]
    request = story.standings.of(learner(story)).practicals[0].requests[0]
    first = attesting.Observed(
        "M09", mentor.today(), 600, "real", "assisted", (), "repeat", "again", (), request.record
    )
    attesting.attest_practical(mentor, learner(story), first, meaning="m", passphrase=PASSPHRASE)
    ask(story, "M09", tmp_path)
    opened: list[Path] = []
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        page.open_path = opened.append
        form = observation(page)
        assert "again" in form.earlier.text()
        button = page.desk.findChild(Button, f"open-{form.shown.files[0].sha256[:12]}")
        assert button is not None
        button.click()
        settle(stage)
        assert opened[0].read_bytes() == b"a return"
        assert form.evidence.note.text() == "1 file, received and opened"
        fill(form, all_met=True)
        form.outcome.choice.button("pass").click()
        first_box = next(iter(form.criteria.boxes.values()))
        first_box.setChecked(False)
        assert form.outcome.current() == "", "a pass with an open criterion is taken back"
        first_box.setChecked(True)
        form.outcome.choice.button("pass").click()
        page.sign.passphrase.setText("not the passphrase")
        page.sign.button.click()
        assert not form.isEnabled(), "what is being signed does not change"
        assert page.sign.undo_button.hasFocus(), "Ctrl+Z in the passphrase would undo typing"
        QTest.keyClick(page.sign.undo_button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not page.sign.holding()
        assert form.isEnabled()
        page.sign.passphrase.setText("not the passphrase")
        page.sign.button.click()
        page.sign.undo_button.click()
        assert form.isEnabled()
        sign(stage, page, "not the passphrase")
        assert page.sign.field.is_wrong()
        assert page.sign.passphrase.selectedText() == "not the passphrase"
        assert form.outcome.current() == "pass"
        page.sign.passphrase.setFocus()
        page.sign.passphrase.setText(PASSPHRASE)
        QTest.keyClick(page.sign.passphrase, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        page.sign.flush()
        settle(stage)
        assert page.list.keys() == ()
    assert stands(story).practicals[0].passed == 1


def test_a_missing_file_asks_for_a_reason(worker: Worker, story: Story, tmp_path: Path) -> None:
    ask(story, "M05", tmp_path)
    story.store.files.remove(story.standings.of(learner(story)).practicals[0].requests[0].files[0].sha256)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        form = observation(page)
        fill(form, all_met=True)
        form.outcome.choice.button("pass").click()
        assert "has not arrived" in page.sign.button.reason.text()
        form.why_missing.setText("seen on paper")
        sign(stage, page)
    seen = stands(story).practicals[0].observations[0]
    assert seen.attested.comment == "Signed without a file that had not arrived: seen on paper"


def test_theory_and_hours_move_the_figures(worker: Worker, story: Story) -> None:
    story.learn(learner(story))
    story.study(learner(story), date(2026, 11, 19), 2400)
    me = story.sessions[learner(story)]
    studying.claim_hours(me, title="VAT course", provider="Society", day=date(2026, 11, 18), seconds=7200)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        assert [key.partition(":")[0] for key in list(page.list.keys())] == ["hours", "theory"]
        form = hours_form(page)
        course = next(line for line in form.lines if line.shown.title == "VAT course")
        course.minutes.setValue(60)
        assert not page.sign.button.isEnabled()
        course.reason.setText("one hour was about payroll")
        assert form.sum.text() == "1 h 40 min of 2 h 40 min accepted"
        first = page.list.keys()[0]
        page.list.chosen.emit(page.list.keys()[1])
        settle(stage)
        assert page.desk.form is not form
        page.list.chosen.emit(first)
        settle(stage)
        assert hours_form(page) is form, "what was typed is kept"
        sign(stage, page)
        theory = page.desk.form
        assert isinstance(theory, TheoryForm), "the next one opens"
        weeks = sum(1 for week in story.hr.library.weeks() if not week.planned)
        assert page.sign.button.text() == f"Confirm {weeks} weeks"
        theory.comment.setPlainText("Well done")
        sign(stage, page)
        assert page.list.keys() == ()
        assert stage.problems == []
    progress = stands(story)
    assert sorted((row.claimed_s, row.accepted_s, row.reason) for row in progress.hours) == [
        (2400, 2400, ""),
        (7200, 3600, "one hour was about payroll"),
    ]
    assert sum(row.confirmed_s for row in progress.quarters) == 6000
    assert all(row.attested is not None and row.attested.comment == "Well done" for row in progress.lessons)


def test_a_paper_opens_question_by_question(worker: Worker, story: Story) -> None:
    story.learn(learner(story))
    with signed_in(worker, story, story.mentor) as stage:
        stage.frame.go("signoff", theory=learner(story))
        settle(stage)
        page = stage.page()
        assert isinstance(page, SignoffPage)
        form = page.desk.form
        assert isinstance(form, TheoryForm)
        look = next(one for one in form.findChildren(Button) if one.objectName().startswith("answers-"))
        look.click()
        settle(stage)
        dialog = page.findChild(AnswersDialog)
        assert dialog is not None
        assert len(dialog.findChildren(AnswerCard)) == form.shown.weeks[0].attempts[0].of
        assert inspection.unnamed(dialog) == []
        dialog.close_button.click()
        settle(stage)
        assert page.desk.form is form


def test_theory_that_does_not_wait_can_be_looked_at(worker: Worker, story: Story) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        stage.frame.go("signoff", theory=learner(story))
        settle(stage)
        page = stage.page()
        assert isinstance(page, SignoffPage)
        assert isinstance(page.desk.form, TheoryForm)
        assert not page.sign.button.isEnabled()


def test_leaving_signs_what_was_pressed(worker: Worker, story: Story) -> None:
    story.study(learner(story), date(2026, 11, 19), 2400)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        page.sign.passphrase.setText(PASSPHRASE)
        page.sign.button.click()
        stage.frame.go("trainees")
        settle(stage)
    assert stands(story).hours[0].accepted_s == 2400


def test_keys_and_names(worker: Worker, story: Story, tmp_path: Path) -> None:
    ask(story, "M05", tmp_path)
    ask(story, "M09", tmp_path)
    story.study(learner(story), date(2026, 11, 19), 2400)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        keys = page.list.keys()
        page.list.row(keys[0]).setFocus()
        QTest.keyClick(page.list.row(keys[0]), Qt.Key.Key_Down)
        settle(stage)
        assert page.list.row(keys[1]).selected()
        assert page.list.row(keys[1]).hasFocus()
        form = observation(page)
        order = [one.objectName() for one in reading_order.stops(page)]
        wanted = ["observed-on", "minutes", "criterion-a", "comment", "sign-passphrase"]
        assert [name for name in order if name in wanted] == wanted
        assert order.index(f"open-{form.shown.files[0].sha256[:12]}") < order.index("observed-on")
        page.sign.passphrase.eye.click()
        page.sign.passphrase.clear()
        assert page.sign.passphrase.echoMode() == QLineEdit.EchoMode.Password, "covered for the next signature"
        assert inspection.findings(stage.frame, 1280, 800) == []


def test_observed_without_a_request(worker: Worker, story: Story) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        assert page.desk.empty.isVisible()
        page._begin_observation(learner(story), "M05")
        settle(stage)
        form = observation(page)
        assert "without a request" in page.desk.context.text()
        fill(form, all_met=True)
        form.outcome.choice.button("pass").click()
        sign(stage, page)
        assert page.desk.empty.isVisible()
    seen = stands(story).practicals[0].observations[0]
    assert (seen.request, seen.counts) == ("", True)


def test_withdraw_from_the_sheet(worker: Worker, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.practise(learner(story), 1)
    monkeypatch.setattr(TraineesPage, "hold_ms", 0)
    with signed_in(worker, story, story.mentor) as stage:
        stage.frame.go("trainees", person=learner(story))
        settle(stage)
        page = stage.page()
        assert isinstance(page, TraineesPage)
        assert page.sheet.isVisible()
        assert inspection.findings(stage.frame, 1280, 800) == []
        buttons = page.sheet.findChildren(Button)
        next(one for one in buttons if one.objectName().startswith("withdraw-")).click()
        dialog = page.findChild(SignDialog)
        assert dialog is not None
        assert not dialog.box.button.isEnabled()
        reason = dialog.findChild(Line, "withdraw-reason")
        assert reason is not None
        reason.setText("the wrong ticket")
        dialog.box.passphrase.setText(PASSPHRASE)
        dialog.box.button.click()
        settle(stage)
        assert stage.problems == []
    progress = stands(story)
    assert progress.practicals[0].passed == 1
    assert [row.why for row in progress.not_counted] == ["withdrawn"]


def test_nobody_assigned(worker: Worker, story: Story) -> None:
    with signed_in(worker, story, story.examiner) as stage:
        page = page_of(stage)
        assert page.desk.empty.title.text() == "Nobody is assigned to you yet"
        assert not page.side.isVisible()
        stage.frame.go("trainees")
        settle(stage)
        trainees = stage.page()
        assert isinstance(trainees, TraineesPage)
        assert trainees.empty.isVisible()


def test_a_day_before_mentoring_is_said_beside_the_day(worker: Worker, story: Story, tmp_path: Path) -> None:
    ask(story, "M05", tmp_path)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        form = observation(page)
        fill(form, all_met=True)
        form.outcome.choice.button("pass").click()
        form.day.setDate(QDate(2026, 11, 2))
        assert form.day_field.is_wrong()
        assert not page.sign.button.isEnabled()
        form.day.setDate(QDate(2026, 11, 3))
        assert not form.day_field.is_wrong()
        assert page.sign.button.isEnabled()


def test_a_refusal_comes_back_to_what_was_signed(worker: Worker, story: Story) -> None:
    story.learn(learner(story))
    story.study(learner(story), date(2026, 11, 19), 2400)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        first, second = page.list.keys()
        form = hours_form(page)
        page.sign.passphrase.setText("not the passphrase")
        page.sign.button.click()
        page.list.chosen.emit(second)
        settle(stage)
        assert hours_form(page) is form
        assert page.list.row(first).selected()
        assert page.sign.field.is_wrong()
        assert page.sign.passphrase.text() == "not the passphrase"


def test_nothing_moves_under_the_hand(worker: Worker, story: Story) -> None:
    story.learn(learner(story))
    story.clock.set(date(2026, 11, 22), 9)
    story.study(learner(story), date(2026, 11, 21), 2400)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        theory, hours = page.list.keys()
        page.list.show_items(tuple(reversed(page.list.items())), theory)
        page.list.row(hours).setFocus()
        page.refresh()
        settle(stage)
        assert page.list.keys() == (hours, theory), "while somebody chooses, the order stays"
        assert page.list.holds_focus()
        page.sign.passphrase.setFocus()
        page.refresh()
        settle(stage)
        assert page.list.keys() == (theory, hours), "then the longest wait is first again"


def test_the_examiner_signs_result_and_oral(worker: Worker, story: Story) -> None:
    person = learner(story)
    for as_ in ("examiner", "proctor"):
        story.assign(person, story.examiner, as_)
    story.learn(person)
    story.confirm_theory(person)
    story.exam(person, wrong=1, sign=False)
    story.practise(person)
    with signed_in(worker, story, story.examiner) as stage:
        page = page_of(stage)
        kinds = [key.partition(":")[0] for key in list(page.list.keys())]
        assert sorted(kinds) == ["milestone", "result"]
        for _turn in kinds:
            form = page.desk.form
            if isinstance(form, MilestoneForm):
                for box in form.criteria.boxes.values():
                    box.setChecked(True)
                form.outcome.choice.button("pass").click()
                assert "milestone" in page.sign.meaning.text()
            else:
                assert isinstance(form, ResultForm)
                assert page.sign.button.text() == "Sign: passed"
            sign(stage, page)
        assert page.list.keys() == ()
        assert stage.problems == []
    progress = stands(story)
    assert [row.milestone for row in progress.milestones if row.counts] == ["oral"]
    assert [row.result_passed for row in progress.attempts if row.mode == "exam"] == [True]


def test_a_figure_is_a_percentage_that_reaches_the_mark(worker: Worker, story: Story) -> None:
    story.practise(learner(story))
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        key = next(key for key in list(page.list.keys()) if key.endswith("sla-figure"))
        page.list.chosen.emit(key)
        settle(stage)
        form = page.desk.form
        assert isinstance(form, MilestoneForm)
        for box in form.criteria.boxes.values():
            box.setChecked(True)
        for typed, points, passes in (
            ("94.9", 9490, False),
            ("ninety", None, False),
            ("101", None, False),
            ("96,5%", 9650, True),
        ):
            form.figure.setText(typed)
            assert form.basis_points() == points
            assert form.outcome.choice.button("pass").isEnabled() == passes
        assert not form.figure_field.is_wrong()
        form.outcome.choice.button("pass").click()
        sign(stage, page)
    assert [(row.milestone, row.figure) for row in stands(story).milestones] == [("sla-figure", 9650)]


def test_a_wrong_passphrase_is_told_before_the_hold(worker: Worker, story: Story, tmp_path: Path) -> None:
    """The eight seconds begin only with the right passphrase; until then the form is as it was."""
    ask(story, "M05", tmp_path)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        form = observation(page)
        fill(form, all_met=True)
        form.outcome.choice.button("pass").click()
        page.sign.passphrase.setText("not the passphrase")
        page.sign.button.click()
        settle(stage)
        assert page.sign.field.is_wrong()
        assert page.sign.passphrase.text() == "not the passphrase"
        assert not page.sign.holding()
        assert form.isEnabled()
        page.sign.passphrase.setText(PASSPHRASE)
        page.sign.button.click()
        settle(stage)
        assert page.sign.holding()
        assert stands(story).practicals[0].observations == ()
        page.sign.flush()
        settle(stage)
    assert stands(story).practicals[0].passed == 1
