"""HR's page of records that do not count, the records page's decisions, and the backups page: real widgets and stores."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from tests.story import PASSPHRASE, TODAY, Story
from tests.ui.stage import Stage, office
from trainer.actions import attesting, deciding, keeping
from trainer.actions.recording import write
from trainer.domain.facts import Profile
from trainer.domain.people import WHO_MAY
from trainer.ledger.store import Store
from trainer.ui.pages.backups import BackupsPage
from trainer.ui.pages.records import RecordsPage
from trainer.ui.pages.uncounted import UncountedPage
from trainer.ui.widgets.deciding import EraseDialog, OverruleDialog, PickDialog

START = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _no_hold(monkeypatch: pytest.MonkeyPatch, look: QApplication) -> None:
    for page in (UncountedPage, RecordsPage):
        monkeypatch.setattr(page, "hold_ms", 0)


@pytest.fixture
def ana(story: Story) -> str:
    return story.trainee(START)


def clone(story: Story, person: str) -> tuple[str, str]:
    """The person's key is used on two computers: the record here and the record there at one position."""
    session = story.sessions[person]
    assert session.key is not None
    copy = keeping.back_up(story.hr).path
    here = story.study(person, date(2026, 6, 2), 1200)
    with Store.open(copy, WHO_MAY, clock=story.clock) as other:
        there = other.append(session.key, "acknowledge", {"v": 1, "attestation": "a" * 64, "comment": ""}, sub=person)
        story.store.receive([one.envelope for one in other.records()])
    story.clock.set(TODAY)
    return here, there


def uncounted_page(desk: Stage, **arguments: object) -> UncountedPage:
    page = desk.go("uncounted", **arguments)
    assert isinstance(page, UncountedPage)
    return page


def test_everything_counts(story: Story) -> None:
    with office(story, story.hr.me) as desk:
        page = uncounted_page(desk)
        assert page.empty.isVisible()
        assert not page.table.isVisible()
        assert page.header.context.text() == "Everything counts"


def test_a_fork_is_decided_on_the_page(story: Story, ana: str) -> None:
    here, there = clone(story, ana)
    with office(story, story.hr.me) as desk:
        page = uncounted_page(desk)
        assert {one.row.id for one in page.rows if one.reason == "fork"} >= {here, there}
        assert desk.frame.sidebar.items()["uncounted"].accessibleName().endswith("1 to do")
        page.decide.click()
        desk.settle()
        dialog = page.dialog
        assert isinstance(dialog, PickDialog)
        assert not dialog.box.button.isEnabled()
        assert dialog.focusWidget() is dialog.cards[0].radio
        room = dialog.screen().availableGeometry()
        dialog.move(room.right() - 60, room.bottom() - 60)
        dialog.fit()
        shape = dialog.frameGeometry()
        assert shape.left() == max(room.left(), room.right() - shape.width() + 1), "what grows stays on the screen"
        assert shape.top() == max(room.top(), room.bottom() - shape.height() + 1)
        next(card for card in dialog.cards if card.side == here).radio.click()
        assert "has to be recorded again" in dialog.box.meaning.text()
        dialog.reason.setPlainText("那台电脑已交回")
        desk.sign(dialog, "not the right words")
        assert dialog.box.field.is_wrong()
        assert dialog.text() == "那台电脑已交回", "what was typed is kept"
        desk.sign(dialog)
        assert not dialog.isVisible()
        assert {one.row.id: one.reason for one in page.rows} == {there: "forked"}
        assert page.found is not None
        assert page.found.decide == 0
        assert page.decide.text() == "Look at both sides…"
        said = [label.text() for label in page.pairs.findChildren(QLabel)]
        assert "On the side that does not go on" in said, "HR has decided already"


def test_filters_keys_and_export(story: Story, ana: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(story, ana)
    new, _words = story.add_unbound("韩冬", "1025")
    story.study(new, date(2026, 6, 12), 1800)
    story.clock.set(TODAY)
    target = tmp_path / "uncounted.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), "")))
    with office(story, story.hr.me) as desk:
        page = uncounted_page(desk)
        rows = len(page.rows)
        page.table.setFocus()
        first = page.shown
        QTest.keyClick(page.table, Qt.Key.Key_Down)
        desk.settle()
        assert page.shown is not first, "the arrows go through the rows"
        page.reason.set_code("unbound")
        page.reason.changed.emit("unbound")
        desk.settle()
        assert {one.reason for one in page.rows} == {"unbound"}
        assert not page.decide.isVisible()
        assert "bind the key" in page.remedy.text.text()
        page.export.click()
        desk.settle()
        lines = target.read_text(encoding="utf-8-sig").splitlines()
        assert len([line for line in lines if "韩冬" in line]) == len(page.rows)
        page.reason.set_code("")
        page.person.set_code(ana)
        page.person.changed.emit(ana)
        desk.settle()
        assert 0 < len(page.rows) < rows


def test_what_somebody_wrote_is_erased_with_a_preview(story: Story, ana: str, tmp_path: Path) -> None:
    artefact = tmp_path / "来信.txt"
    artefact.write_text("王女士", encoding="utf-8")
    practical = next(one.id for one in story.programme(ana).practicals if not one.planned)
    request = attesting.request_practical(story.sessions[ana], practical, files=(artefact,))
    copy = keeping.back_up(story.hr).path
    with office(story, story.hr.me) as desk:
        page = uncounted_page(desk)
        page.erase.click()
        desk.settle()
        dialog = page.dialog
        assert isinstance(dialog, EraseDialog)
        assert not dialog.box.button.isEnabled()
        dialog.person.set_code(ana)
        dialog.person.changed.emit(ana)
        desk.settle()
        assert dialog.goes.text() == "The contents of 1 record go. Files: 来信.txt"
        assert dialog.ids() == (request,)
        assert "Other computers" in dialog.stays.text()
        dialog.basis.setPlainText("《个人信息保护法》第四十七条")
        desk.sign(dialog)
        assert [one.reason for one in page.rows] == ["redacted"]
    with Store.open(copy, WHO_MAY, read_only=True, clock=story.clock) as kept:
        found = kept.record(request)
        assert found is not None
        assert found.record.envelope.body is None, "the backup was cleaned with it"


def test_an_attestation_is_overruled_from_the_list_of_records(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 6, 2), 3600)
    word = story.accept_hours(ana)
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = desk.go("records", ids=(word,))
        assert isinstance(page, RecordsPage)
        assert page.overrule.isVisible()
        page.overrule.click()
        desk.settle()
        dialog = page.dialog
        assert isinstance(dialog, OverruleDialog)
        assert dialog.effects.text.text() == "李晓雯: confirmed hours 1 h → 0 h"
        dialog.reason.setPlainText("未核对")
        desk.sign(dialog)
        assert not page.overrule.isVisible()
        assert "overruled" in page.panel.line.text()


def test_the_contents_of_one_record_are_erased_from_the_list(story: Story, ana: str) -> None:
    claim = story.study(ana, date(2026, 6, 2), 3600)
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = desk.go("records", ids=(claim,))
        assert isinstance(page, RecordsPage)
        assert not page.overrule.isVisible(), "a claim is no attestation"
        page.erase.click()
        desk.settle()
        dialog = page.dialog
        assert isinstance(dialog, EraseDialog)
        assert dialog.ids() == (claim,)
        dialog.basis.setPlainText("本人申请")
        desk.sign(dialog)
        assert page.panel.line.text() == "Contents erased by HR"
        assert not page.erase.isVisible()


def test_a_learner_is_offered_neither(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 6, 2), 3600)
    word = story.accept_hours(ana)
    story.clock.set(TODAY)
    with office(story, ana) as desk:
        page = desk.go("records", ids=(word,))
        assert isinstance(page, RecordsPage)
        assert not page.overrule.isVisible()
        assert not page.erase.isVisible()


def test_answers_are_named_by_their_paper(story: Story, ana: str) -> None:
    paper = next(week.paper for week in story.programme(ana).weeks if week.paper)
    story.take(ana, paper)
    with office(story, story.hr.me) as desk:
        page = desk.go("records", about=ana)
        assert isinstance(page, RecordsPage)
        said = [str(row[2][0]) for row in page.plain.content.rows if row[1][0] == "Answer"]
        assert said
        assert all(", question " in one for one in said)


# backups


def backups_page(desk: Stage) -> BackupsPage:
    page = desk.go("backups")
    assert isinstance(page, BackupsPage)
    return page


def test_backups_are_made_verified_and_say_what_they_would_cost(story: Story, ana: str) -> None:
    with office(story, story.hr.me) as desk:
        page = backups_page(desk)
        assert page.empty.isVisible()
        page.make.click()
        desk.settle()
        assert len(page.rows) == 1
        assert "Nothing is lost" in page.cost.text.text()
        page.verify.click()
        desk.settle()
        assert page.result.text().startswith("Verified: ")
        profile = Profile(name="李晓雯", number="1031", department="税务")
        page.do(lambda session: write(session, profile, ana))
        desk.settle()
        page.refresh()
        desk.settle()
        assert "1 record that is here now is not in it" in page.cost.text.text()
        assert "林可" in page.lines.text()
        assert "known to nobody else" in page.lines.text()


def test_a_damaged_backup_is_named(story: Story) -> None:
    copy = keeping.back_up(story.hr).path
    copy.write_bytes(b"SQLite format 3\0 and nothing of use" * 90)
    with office(story, story.hr.me) as desk:
        page = backups_page(desk)
        assert page.rows[0].trouble
        assert "damaged" in page.cost.text.text() or "not a data file" in page.cost.text.text()
        page.verify.click()
        desk.settle()
        assert page.error.isVisible()
        assert page.make.isEnabled()


def test_an_altered_backup_is_not_called_verified(story: Story, ana: str) -> None:
    copy = keeping.back_up(story.hr).path
    with sqlite3.connect(copy) as owner:
        owner.execute("DROP TRIGGER record_fixed")
        owner.execute("UPDATE record SET time = time + 1 WHERE n = 2")
    found = keeping.verify(story.folder, copy, story.clock)
    assert found.altered >= 1
    assert keeping.backups(story.folder)[0].verified == keeping.backups(story.folder)[0].made


def test_erased_contents_in_backups_are_told_and_erased(story: Story, ana: str) -> None:
    claim = story.study(ana, date(2026, 6, 2), 1200)
    keeping.back_up(story.hr)
    deciding.erase(story.hr, [claim], "法", passphrase=PASSPHRASE)
    with office(story, story.hr.me) as desk:
        page = backups_page(desk)
        assert page.unclean.isVisible()
        page.clean.click()
        desk.settle()
        assert not page.unclean.isVisible()


def test_stopping_leaves_nothing_behind(story: Story) -> None:
    with office(story, story.hr.me) as desk:
        page = backups_page(desk)
        page.make.click()
        page.work.cancel.click()
        desk.settle()
        assert len(page.rows) in (0, 1)
        assert page.make.isEnabled()
        assert not page.error.isVisible()
        assert not list((story.folder / "backups").glob("*.part"))
