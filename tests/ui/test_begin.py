"""Found, join, restore and sign in through the real window; two computers with a folder between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.story import PASSPHRASE, TODAY, library_file
from trainer import config
from trainer.actions import organising
from trainer.actions.organising import Newcomer
from trainer.app import App, Options
from trainer.ledger import keys, root
from trainer.ledger.keyring import read_public
from trainer.session import Session
from trainer.ui import inspection
from trainer.ui.pages.exchange import ExchangePage
from trainer.ui.pages.found import FoundPage
from trainer.ui.pages.join import JoinPage
from trainer.ui.pages.restore import RestorePage

pytestmark = pytest.mark.usefixtures("look")
RECOVERY = "another lantern over quiet water"


class Computer:
    """One data folder with its window."""

    def __init__(self, folder: Path, look: QApplication, qtbot: QtBot) -> None:
        settings = config.Settings(language="en", theme="light")
        self.app = App(Options(folder, TODAY), look, settings)
        self.qtbot = qtbot
        self.app.window.show()

    def settle(self) -> None:
        self.qtbot.waitUntil(self.app.worker.idle, timeout=20_000)

    def step(self, name: str) -> QWidget:
        """Open one of the first steps by clicking it."""
        row = self.app.window.welcome.findChild(QWidget, f"step-{name}")
        assert row is not None
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        shown = self.app.window._stack.currentWidget()
        assert shown is not None
        return shown

    def sign_in(self, passphrase: str) -> None:
        row = self.app.window.welcome.current()
        assert row is not None
        row.passphrase.setText(passphrase)
        row.button.click()
        self.settle()

    def do(self, action: object) -> None:
        """Run an action on the writer, as a page would."""
        failed: list[Exception] = []
        self.app.worker.do(action, None, failed.append)  # type: ignore[arg-type]  # any function of a session
        self.settle()
        assert failed == []

    def close(self) -> None:
        self.app.window.close()
        self.app.window.deleteLater()


@pytest.fixture
def computers(
    look: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Computer]]:
    monkeypatch.setattr(config, "library_path", library_file)
    made: dict[str, Computer] = {}

    class Found(dict[str, Computer]):
        def __missing__(self, name: str) -> Computer:
            made[name] = self[name] = Computer(tmp_path / name, look, qtbot)
            return made[name]

    yield Found()
    for one in made.values():
        one.close()


def own_passphrase(page: FoundPage | JoinPage, text: str) -> None:
    page.passphrase.mode._pressed("own")
    page.passphrase.first.setText(text)
    page.passphrase.second.setText(text)


def found(computer: Computer, stick: Path) -> FoundPage:
    page = computer.step("found")
    assert isinstance(page, FoundPage)
    page.kdf = keys.CHEAP
    page.title.setText("明远财税服务有限公司")
    page.person.setText("林可")
    page.number.setText("1001")
    page.go_on()
    own_passphrase(page, PASSPHRASE)
    page.go_on()
    page.file.set_path(stick)
    page.recovery.mode._pressed("own")
    page.recovery.first.setText(RECOVERY)
    page.recovery.second.setText(RECOVERY)
    page.go_on()
    computer.settle()
    return page


def test_found_sign_in_sign_out(computers: dict[str, Computer], tmp_path: Path) -> None:
    hr = computers["hr"]
    stick = tmp_path / "stick" / "recovery.qicheng-root"
    page = found(hr, stick)
    assert page.org.text()
    assert str(stick) in page.saved.text()
    assert root.open_recovery(stick.read_bytes(), RECOVERY) is not None
    page.next_button.click()
    row = hr.app.window.welcome.current()
    assert row is not None
    assert row.key.name == "林可"
    hr.sign_in("not this passphrase at all")
    assert hr.app.window.frame_ is None
    assert row.field.is_wrong()
    assert row.passphrase.text() == "not this passphrase at all"
    hr.sign_in(PASSPHRASE)
    assert hr.app.identity is not None
    assert hr.app.identity.roles == {"hr"}
    assert hr.app.window.settings.organisation == hr.app.identity.organisation
    hr.app.sign_out()
    hr.settle()
    assert hr.app.window.frame_ is None
    assert list((tmp_path / "hr" / "backups").glob("store-*.db")), "the daily backup is made at the latest here"


def test_enter_on_the_tick_goes_on(computers: dict[str, Computer]) -> None:
    page = computers["hr"].step("found")
    assert isinstance(page, FoundPage)
    page.title.setText("明远财税服务有限公司")
    page.person.setText("林可")
    page.number.setText("1001")
    page.go_on()
    tick = page.passphrase.written
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    QTest.keyClick(tick, Qt.Key.Key_Return)
    assert page.place == 2


def test_errors_stand_beside_the_fields_and_going_back_keeps_what_was_typed(computers: dict[str, Computer]) -> None:
    hr = computers["hr"]
    page = hr.step("found")
    assert isinstance(page, FoundPage)
    page.kdf = keys.CHEAP
    page.person.setText("林可")
    page.go_on()
    assert page.place == 0
    assert page.title_field.is_wrong()
    assert page.number_field.is_wrong()
    assert not page.person_field.is_wrong()
    page.title.setText("明远")
    page.number.setText("1001")
    page.go_on()
    page.go_on()
    assert page.place == 1, "the words have to be written down first"
    page.passphrase.mode._pressed("own")
    page.passphrase.first.setText("short")
    page.go_on()
    assert page.passphrase.first_field.is_wrong()
    assert page.passphrase.first.text() == "short"
    page.passphrase.first.setText(PASSPHRASE)
    page.passphrase.second.setText("something else again")
    page.go_on()
    assert page.passphrase.second_field.is_wrong()
    page.passphrase.second.setText(PASSPHRASE)
    page.go_on()
    page.go_on()
    assert page.place == 2
    assert page.file.is_wrong()
    page.back_button.click()
    page.back_button.click()
    assert (page.place, page.title.text(), page.person.text()) == (0, "明远", "林可")
    assert not inspection.unnamed(hr.app.window)


def test_a_recovery_file_needs_a_place_and_a_passphrase_of_its_own(
    computers: dict[str, Computer], tmp_path: Path
) -> None:
    hr = computers["hr"]
    page = found(hr, tmp_path / "hr" / "inside.qicheng-root")
    assert page.file.is_wrong(), "not in the data folder"
    (tmp_path / "blocked").write_text("a file where a folder should be")
    page.file.set_path(tmp_path / "blocked" / "r.qicheng-root")
    page.go_on()
    hr.settle()
    assert page.file.is_wrong()
    page.file.set_path(tmp_path / "blocked")
    page.go_on()
    assert page.file.is_wrong(), "nothing is overwritten that was not agreed to"
    page.file.set_path(tmp_path / "stick.qicheng-root")
    page.recovery.first.setText(PASSPHRASE)
    page.recovery.second.setText(PASSPHRASE)
    page.go_on()
    assert page.recovery.first_field.is_wrong(), "not the same passphrase twice"
    assert page.place == 2
    assert not config.store_path(tmp_path / "hr").exists()
    page.recovery.first.setText(RECOVERY)
    page.recovery.second.setText(RECOVERY)
    page.go_on()
    hr.settle()
    assert page.place == 3


def invite(computer: Computer, path: Path, role: str = "trainee") -> str:
    made: list[str] = []

    def both(session: Session) -> None:
        made.append(organising.add_person(session, Newcomer("周婷", "1044", "服务台")))
        organising.invite(session, made[0], {role}, path)

    computer.do(both)
    return made[0]


def join(computer: Computer, invitation: Path, answer: Path) -> JoinPage:
    page = computer.step("join")
    assert isinstance(page, JoinPage)
    page.kdf = keys.CHEAP
    page.file.set_path(invitation)
    page.go_on()
    computer.settle()
    own_passphrase(page, PASSPHRASE)
    page.go_on()
    page.answer.set_path(answer)
    page.go_on()
    computer.settle()
    return page


def exchange(computer: Computer, box: Path) -> ExchangePage:
    frame = computer.app.window.frame_
    assert frame is not None
    frame.go("exchange")
    computer.settle()
    page = frame.page()
    assert isinstance(page, ExchangePage)
    page.place.set_path(box)
    page.go.click()
    computer.settle()
    return page


def texts(page: ExchangePage) -> str:
    QApplication.processEvents()
    return " ".join(inspection.text_of(one) for one in inspection.visible(page))


def test_join_on_a_second_computer_study_unbound_then_exchange_through_a_folder(
    computers: dict[str, Computer], tmp_path: Path
) -> None:
    hr, laptop = computers["hr"], computers["laptop"]
    box = tmp_path / "box"
    box.mkdir()
    found(hr, tmp_path / "stick").next_button.click()
    hr.sign_in(PASSPHRASE)
    person = invite(hr, tmp_path / "invitation")
    page = join(laptop, tmp_path / "invitation", tmp_path / "answer")
    assert page.invited is not None
    assert (page.invited.title, page.invited.name) == ("明远财税服务有限公司", "周婷")
    assert len(page.words) == 6
    page.next_button.click()
    laptop.sign_in(PASSPHRASE)
    assert laptop.app.identity is not None
    assert laptop.app.identity.roles == {"trainee"}
    assert laptop.app.identity.name == "周婷"
    asked: list[tuple[str, ...]] = []

    def bind(session: Session) -> None:
        request = organising.read_request(session, tmp_path / "answer")
        asked.append(request.words)
        organising.bind(session, request, passphrase=PASSPHRASE)

    hr.do(bind)
    assert asked == [page.words]
    assert "Written for 1 person" in texts(exchange(hr, box))
    told = texts(exchange(laptop, box))
    assert "new records arrived" in told
    assert "林可" in told
    assert laptop.app.window.settings.mailbox == str(box)
    laptop.app.sign_out()
    laptop.settle()
    laptop.sign_in(PASSPHRASE)
    key_file = page.key_file
    assert key_file is not None
    public = read_public(key_file)
    assert public is not None
    assert (public.person, public.roles) == (person, ("trainee",))


def test_join_on_the_computer_of_hr_says_so(computers: dict[str, Computer], tmp_path: Path) -> None:
    hr = computers["hr"]
    found(hr, tmp_path / "stick").next_button.click()
    hr.sign_in(PASSPHRASE)
    invite(hr, tmp_path / "invitation", "mentor")
    hr.app.sign_out()
    hr.settle()
    page = join(hr, tmp_path / "invitation", tmp_path / "answer")
    assert page.invited is not None
    assert page.invited.hr_here
    assert "on this computer" in page.what_next.text.text()
    page.next_button.click()
    assert {row.key.name for row in hr.app.window.welcome.rows()} == {"林可", "周婷"}


def test_a_file_that_is_no_invitation_is_said_beside_it(computers: dict[str, Computer], tmp_path: Path) -> None:
    page = computers["laptop"].step("join")
    assert isinstance(page, JoinPage)
    (tmp_path / "holiday.txt").write_text("sun")
    for wrong in ("holiday.txt", "nothing-here"):
        page.file.set_path(tmp_path / wrong)
        page.go_on()
        computers["laptop"].settle()
        assert page.file.is_wrong()
        assert page.place == 0
        assert page.file.line.text().endswith(wrong)
    page.back_button.click()
    assert computers["laptop"].app.window.welcome.isVisible()


def test_restore_from_the_welcome_page(computers: dict[str, Computer], tmp_path: Path) -> None:
    hr = computers["hr"]
    found(hr, tmp_path / "stick").next_button.click()
    hr.sign_in(PASSPHRASE)
    hr.app.sign_out()
    hr.settle()
    hr.sign_in(PASSPHRASE)
    invite(hr, tmp_path / "invitation")
    hr.app.sign_out()
    hr.settle()
    hr.app.window.open_step("restore", "RestorePage")
    page = hr.app.window._stack.currentWidget()
    assert isinstance(page, RestorePage)
    hr.settle()
    page.go_on()
    hr.settle()
    assert "1 record that is here now is not in it" in page.what.text.text()
    page.go_on()
    hr.settle()
    assert page.error.isVisible(), "nothing happens before it was read"
    page.agree.setChecked(True)
    page.go_on()
    hr.settle()
    assert page.place == 2
    page.next_button.click()
    hr.sign_in(PASSPHRASE)
    failed: list[Exception] = []
    hr.app.worker.do(lambda session: organising.add_person(session, Newcomer("马超", "1", "")), None, failed.append)
    hr.settle()
    assert [getattr(one, "code", "") for one in failed] == ["store-behind"]


def damage(path: Path) -> None:
    path.write_bytes(b"this was a store once" * 300)


def from_a_newer_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {version + 100}")


def take_away(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [(damage, "damaged"), (from_a_newer_program, "newer version"), (take_away, "no data")],
)
def test_what_is_wrong_with_the_data_stands_above_the_welcome_page(
    computers: dict[str, Computer], tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    hr = computers["hr"]
    found(hr, tmp_path / "stick").next_button.click()
    path = config.store_path(tmp_path / "hr")
    harm(path)
    before = path.read_bytes() if path.exists() else b""
    hr.sign_in(PASSPHRASE)
    welcome = hr.app.window.welcome
    row = welcome.current()
    assert row is not None
    assert welcome.banner.isVisible()
    assert said in welcome.banner.error.title.text()
    assert welcome.banner.error.why.text()
    assert not row.field.is_wrong()
    assert row.passphrase.text() == PASSPHRASE
    assert row.button.isEnabled()
    assert (path.read_bytes() if path.exists() else b"") == before


def test_light_or_dark_takes_nothing_away_that_was_typed(computers: dict[str, Computer], tmp_path: Path) -> None:
    hr = computers["hr"]
    page = hr.step("found")
    assert isinstance(page, FoundPage)
    page.title.setText("明远")
    hr.app.window.switch_theme()
    assert page.isVisible()
    page.back_button.click()
    found(hr, tmp_path / "stick").next_button.click()
    row = hr.app.window.welcome.current()
    assert row is not None
    row.passphrase.setText("half a passphr")
    hr.app.window.switch_theme()
    assert hr.app.window.welcome.current() is row
    assert row.passphrase.text() == "half a passphr"
