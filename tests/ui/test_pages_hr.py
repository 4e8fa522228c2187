"""HR's pages with real people, real sessions and real keys: what they show, what they do, what they refuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.story import PASSPHRASE, TODAY, Story, library_file
from tests.ui.stage import Stage, office
from trainer import config
from trainer.actions import certifying
from trainer.actions.recording import write
from trainer.documents.certificate import altered_texts, read
from trainer.domain.facts import CertIssue
from trainer.ui import inspection, printing
from trainer.ui.pages.approvals import ApprovalsPage
from trainer.ui.pages.audit import AuditPage
from trainer.ui.pages.people import PeoplePage
from trainer.ui.pages.records import RecordsPage
from trainer.ui.pages.register import RegisterPage
from trainer.ui.pages.trainees import TraineesPage
from trainer.ui.shots import wait
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.candidates import LEFT
from trainer.ui.widgets.changing import ChangeDialog
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.issuing import IssueDialog
from trainer.ui.widgets.rows import RequirementCell
from trainer.views import certificates


@pytest.fixture(autouse=True)
def _no_hold(monkeypatch: pytest.MonkeyPatch, look: QApplication) -> None:
    for page in (ApprovalsPage, RegisterPage, PeoplePage):
        monkeypatch.setattr(page, "hold_ms", 0)


@pytest.fixture
def graduate(story: Story) -> str:
    ana = story.add("高原", "1027", {"trainee"})
    story.graduate(ana, date(2026, 6, 22))
    return ana


def approvals_page(desk: Stage) -> ApprovalsPage:
    page = desk.go("approvals")
    assert isinstance(page, ApprovalsPage)
    return page


def held_issue(desk: Stage) -> IssueDialog:
    """The window of issuing while the signature is held: signed, not written yet."""
    page = approvals_page(desk)
    page.ask_to_issue()
    dialog = page.dialog
    assert isinstance(dialog, IssueDialog)
    desk.sign(dialog)
    assert dialog.box.holding()
    return dialog


def register_page(desk: Stage) -> RegisterPage:
    page = desk.go("register")
    assert isinstance(page, RegisterPage)
    return page


def audit_page(desk: Stage) -> AuditPage:
    page = desk.go("audit")
    assert isinstance(page, AuditPage)
    return page


def test_a_complete_candidate_gets_a_certificate_that_others_can_check(
    story: Story, graduate: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(other, date(2026, 11, 2))
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = approvals_page(desk)
        assert [row.accessibleName().split(".")[0] for row in page.list.rows()] == ["高原", "李晓雯"]
        assert page.panel.issue.isVisibleTo(page)
        page.list.chosen.emit(1)
        desk.settle()
        assert not page.panel.issue.isVisibleTo(page)
        assert page.panel.missing.isVisibleTo(page)
        page.list.chosen.emit(0)
        desk.settle()
        page.ask_to_issue()
        dialog = page.dialog
        assert isinstance(dialog, IssueDialog)
        assert "all 6 requirements" in dialog.box.meaning.text()
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(tmp_path / "c.pdf"), ""))
        desk.sign(dialog)
        desk.settle()
        assert read(tmp_path / "c.pdf").evidence
        assert page.found is not None
        assert [one.name for one in page.found.candidates] == ["李晓雯"]
        register = register_page(desk)
        (row,) = register.rows
        assert (row.serial, row.standing.status) == ("QC-2026-0001", "active")
        desk.settle()
        register.write(tmp_path / "again.pdf")
        desk.settle()
        found = read(tmp_path / "again.pdf")
        assert register._page is not None
        assert altered_texts(register._page, found.text) == ()
        assert found.evidence


def test_a_certificate_is_suspended_with_a_reason_only(story: Story, graduate: str) -> None:
    certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    with office(story, story.hr.me) as desk:
        page = register_page(desk)
        page.suspend.click()
        dialog = page.dialog
        assert isinstance(dialog, ChangeDialog)
        assert not dialog.box.button.isEnabled()
        assert dialog.box.button.reason.text() == "Write the reason first. One sentence is enough."
        dialog.reason.setPlainText("等待复核")
        desk.sign(dialog)
        assert page.rows[0].standing.status == "suspended"
        assert page.reinstate.isVisibleTo(page)
        assert not page.suspend.isVisibleTo(page)
        assert page.worth.text() == "Suspended by HR: 等待复核"


def test_every_derived_line_opens_its_records(story: Story, graduate: str) -> None:
    with office(story, story.hr.me) as desk:
        page = approvals_page(desk)
        assert page.shown is not None
        line = next(one for one in page.shown.lines if one.item.kind == "practicals")
        page.panel.records_wanted.emit(line.line.title, line.item.evidence)
        desk.settle()
        records = desk.frame.page()
        assert isinstance(records, RecordsPage)
        required = sum(one.repeats for one in story.hr.library.practicals() if not one.planned)
        assert len(records._shown) == len(line.item.evidence) == required
        assert records.panel.name.text() == "Practical signed"
        assert records.panel.line.text() == "Counts"
        desk.frame.back()
        desk.settle()
        assert desk.frame.page() is page


def test_cells_are_walked_with_arrows_and_open_with_enter(story: Story) -> None:
    anna = story.add("周婷", "1003", {"specialist"}, "税务")
    story.assign(anna, story.mentor, "confirmer")
    story.study(anna, date(2026, 10, 9), 5 * 3600)
    story.accept_hours(anna)
    story.study(anna, date(2026, 11, 18), 3600)
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = audit_page(desk)
        page.table.choose(1, 7)
        desk.settle()
        assert page.panel.figure.text() == "5"
        assert page.panel.reminder().startswith("周婷, 王敏: in 2026 Q4 5 of 20 training hours")
        QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "5"
        QTest.keyClick(page.table, Qt.Key.Key_Left)
        desk.settle()
        assert page.panel.line.text() == "税务 · 2026 Q3"
        page.table.choose(1, 7)
        desk.settle()
        page.table.opened.emit(1, 7)
        desk.settle()
        records = desk.frame.page()
        assert isinstance(records, RecordsPage)
        assert records.hours.content.rowCount() == 2
        assert [value[0] for value in records.hours.content.rows[1]][2:5] == ["5", "5", "王敏"]


def test_what_is_exported_is_what_is_shown(story: Story, tmp_path: Path) -> None:
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = audit_page(desk)
        page.write(tmp_path / "hours.csv")
        desk.settle()
        lines = (tmp_path / "hours.csv").read_bytes().decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Name,Staff number,Department,Year,Quarter,Target hours")
        assert lines[1].startswith("林可,1001,人事,2026,1,,0,0,")
        assert sum(line.startswith("林可,") for line in lines) == 4
        assert "As of,2026-11-23" in lines


@pytest.mark.parametrize("name", ["people", "audit", "approvals", "register"])
def test_nothing_is_cut_or_unnamed_at_both_sizes(story: Story, graduate: str, name: str) -> None:
    certificates.register(story.hr)
    with office(story, story.hr.me) as desk:
        for size in ((1280, 800), (1024, 680)):
            desk.frame.resize(*size)
            desk.go(name)
            assert inspection.findings(desk.frame, *size) == []


def test_the_candidate_asked_for_is_scrolled_to(story: Story) -> None:
    people = [story.add(f"学员{n}", f"20{n}", {"trainee"}) for n in range(8)]
    for n, person in enumerate(people):
        story.enrol(person, date(2026, 3 + n % 6, 2))
    with office(story, story.hr.me) as desk:
        page = approvals_page(desk)
        assert page.found is not None
        last = page.found.candidates[-1].person
        assert isinstance(desk.go("approvals", person=last), ApprovalsPage)
        desk.settle()
        row = page.list.rows()[page.list.current()]
        assert page.list.current() == 7
        assert page.area.viewport().rect().contains(row.mapTo(page.area.viewport(), row.rect().center()))


@pytest.mark.parametrize(("width", "height"), [(1024, 680), (1280, 800)])
def test_the_certificate_is_no_larger_than_the_window_it_stands_over(
    story: Story, graduate: str, width: int, height: int
) -> None:
    del graduate
    with office(story, story.hr.me) as desk:
        desk.frame.resize(width, height)
        page = approvals_page(desk)
        for ask in (page.ask_to_issue, page.enlarge):
            ask()
            desk.settle()
            dialog = page.dialog
            assert dialog is not None
            assert dialog.width() <= width
            assert dialog.height() <= height
            dialog.reject()


def test_closing_the_window_while_a_signature_is_held_signs_nothing(
    story: Story, graduate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ApprovalsPage, "hold_ms", 60_000)
    with office(story, story.hr.me) as desk:
        dialog = held_issue(desk)
        dialog.reject()
        desk.settle()
        assert not dialog.box.holding()
        assert register_page(desk).rows == ()


def test_a_mentor_is_not_offered_the_pages_of_hr(story: Story) -> None:
    with office(story, story.mentor) as desk:
        assert not {"people", "audit", "approvals", "register"} & set(desk.frame.sidebar.items())


def test_the_panel_is_a_drawer_where_there_is_no_room(story: Story) -> None:
    with office(story, story.hr.me, size=(1024, 680)) as desk:
        page = audit_page(desk)
        assert page.beside.narrow()
        assert not page.panel.isVisible()
        page.beside.toggle.click()
        assert page.panel.isVisible()
        QTest.keyClick(page.panel, Qt.Key.Key_Escape)
        assert not page.panel.isVisible()


def test_an_invalid_certificate_names_its_requirements_and_is_not_printed(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    story.clock.set(TODAY)
    programme = story.programme(ana)
    body = CertIssue(
        programme=programme.id,
        hash=programme.hash,
        on=TODAY,
        serial="QC-2026-0001",
        rules=1,
        cut=certifying.cut(story.hr, ana),
        valid_until=date(2028, 11, 22),
        title="pilot",
    )
    write(story.hr, body, ana)
    with office(story, story.hr.me) as desk:
        page = register_page(desk)
        assert page.tag.text() == "Invalid"
        titles = [one.title.text() for one in page.findChildren(Callout)]
        assert "Go-live exam" in titles
        assert not page.save.isEnabled()
        assert page.save.reason.text() == "Invalid and revoked certificates are not printed."


def test_the_same_hours_as_a_plain_table(story: Story) -> None:
    anna = story.add("周婷", "1003", {"specialist"}, "税务")
    story.assign(anna, story.mentor, "confirmer")
    story.study(anna, date(2026, 10, 9), 5 * 3600)
    story.accept_hours(anna)
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = audit_page(desk)
        QTest.mouseClick(page.look.button("table"), Qt.MouseButton.LeftButton)
        desk.settle()
        assert page.plain.isVisible()
        assert not page.table.isVisible()
        assert not page.legend.isVisible()
        shown = [[value[0] for value in row] for row in page.plain.content.rows]
        assert ["周婷", "税务", "2026 Q4", "5", "0", "20"] in shown
        assert len(shown) == sum(cell.standing != "away" for one in page.rows for cell in one.cells)
        at = shown.index(["周婷", "税务", "2026 Q4", "5", "0", "20"])
        page.plain.sortByColumn(3, Qt.SortOrder.DescendingOrder)
        assert page.plain.model().index(0, 3).data() == "5", "sorted as numbers"
        page.plain.choose(0)
        page.plain.chosen.emit(at)
        desk.settle()
        assert page.panel.figure.text() == "5"
        assert inspection.findings(desk.frame, 1280, 800) == []
        page.plain.opened.emit(at)
        desk.settle()
        assert isinstance(desk.frame.page(), RecordsPage)


def test_a_figure_opens_what_it_counts(story: Story, tmp_path: Path) -> None:
    anna = story.add("周婷", "1003", {"specialist"}, "税务")
    story.assign(anna, story.mentor, "confirmer")
    for day in (9, 12, 13, 14):
        story.study(anna, date(2026, 10, day), 5 * 3600)
    story.accept_hours(anna)
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = audit_page(desk)
        met, behind, confirmed, left = page.cards
        everybody = len(page.rows)
        behind.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(behind, Qt.Key.Key_Space)
        desk.settle()
        assert page.shown is not None
        assert len(page.rows) == page.shown.stats.behind > 0
        assert "周婷" not in {one.name for one in page.rows}
        assert behind.selected()
        assert inspection.findings(desk.frame, 1280, 800) == []
        page.write(tmp_path / "behind.csv")
        desk.settle()
        exported = (tmp_path / "behind.csv").read_text(encoding="utf-8-sig")
        assert "周婷" not in exported, "what is exported is what is shown"
        assert "Filter,Only those behind schedule" in exported
        QTest.mouseClick(met, Qt.MouseButton.LeftButton)
        desk.settle()
        assert [one.name for one in page.rows] == ["周婷"]
        page.everybody.click()
        assert len(page.rows) == everybody
        assert left.focusPolicy() == Qt.FocusPolicy.NoFocus
        QTest.mouseClick(confirmed, Qt.MouseButton.LeftButton)
        desk.settle()
        records = desk.frame.page()
        assert isinstance(records, RecordsPage)
        assert [value[1][0] for value in records.plain.content.rows] == ["Study time"] * 4 + ["Hours decided"]


def test_the_heads_stand_over_their_columns_and_no_word_is_cut(story: Story, graduate: str) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        for size in ((1280, 800), (1216, 700), (1024, 680)):
            desk.frame.resize(*size)
            page = approvals_page(desk)
            assert not [line for words in page.heads._wrapped() for line in words if line.endswith("…")]
            places = [[cell.x() for cell in one.findChildren(RequirementCell)] for one in page.list.rows()]
            assert len(places) == 2
            assert places[0] == places[1]
            each = page.heads._each()
            assert all(abs(LEFT + at * each - x) <= 2 for at, x in enumerate(places[0]))


def test_ctrl_z_takes_back_what_a_dialog_holds(story: Story, graduate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApprovalsPage, "hold_ms", 60_000)
    with office(story, story.hr.me) as desk:
        dialog = held_issue(desk)
        dialog.activateWindow()
        assert wait(dialog.isActiveWindow)
        QTest.keyClick(dialog.box.undo_button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not dialog.box.holding()
        assert dialog.isVisible(), "it can be signed again"
        dialog.reject()
        desk.settle()
        assert register_page(desk).rows == ()


@pytest.mark.parametrize("name", ["register", "trainees"])
def test_hr_and_mentor_check_any_certificate_file(
    story: Story, graduate: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "library_path", library_file)
    record = certifying.issue(story.hr, graduate, passphrase=PASSPHRASE)
    file = tmp_path / "theirs.pdf"
    shown, evidence = certificates.page(story.hr, graduate, record), certificates.evidence(story.hr, graduate)
    printing.write_pdf(file, shown, evidence)
    with office(story, story.hr.me if name == "register" else story.mentor) as desk:
        page = desk.go(name)
        assert isinstance(page, RegisterPage | TraineesPage)
        assert not page.check.isVisible()
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
        QTest.mouseClick(page.check.button, Qt.MouseButton.LeftButton)
        assert wait(page.check.card.isVisible)
        assert page.check.card.accessibleName() == "Valid. theirs.pdf"
        assert inspection.findings(desk.frame, 1280, 800) == []
        away = page.check.findChild(Button, "certificate-check-close")
        assert isinstance(away, Button)
        away.click()
        assert not page.check.isVisible()
        assert page.check.button.hasFocus()
        page.check.verify(tmp_path / "nothing.pdf")
        assert wait(page.check.error.isVisible)
        assert inspection.findings(desk.frame, 1280, 800) == []
