"""A learner's data folder is copied and both computers are used: HR holds both sides, picks one, and no record is lost."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.beginning import claim, everybody_exchanges, held
from tests.journeys.computers import Computer
from tests.journeys.hands import Hands
from tests.journeys.people import HR, Learner
from tests.journeys.test_main_job import Firm
from trainer import config
from trainer.domain.people import WHO_MAY
from trainer.ledger.store import Store
from trainer.ui.pages.uncounted import UncountedPage
from trainer.ui.widgets.deciding import PickDialog

HERE, THERE, MORE, LATER = "增值税法讲座", "发票新规培训", "征管法解读", "汇算清缴培训"


@pytest.fixture
def twin(begun: Firm, qtbot: QtBot) -> Learner:
    """The learner's computer copied to another one, which exchanges over a folder of its own."""
    learner = begun.learner
    with learner.at_work(date(2026, 6, 22)):
        learner.exchange()
    shutil.copytree(learner.hands.computer.folder, begun.home / "twin")
    other = begun.home / "other-folder"
    other.mkdir()
    computer = Computer(begun.home / "twin", begun.clock)
    begun.computers.append(computer)
    hands = Hands(computer, qtbot, learner.hands.files)
    return Learner(hands, learner.name, learner.passphrase, other)


def decide(hr: HR, word: str, reason: str) -> None:
    """Compare both sides of the fork and pick the one on which this stands."""
    hands = hr.hands
    hands.go("uncounted")
    page = hands.page(UncountedPage)
    assert hands.reads("1 decision waits")
    hands.click("uncounted-decide")
    dialog = hands.see("pick", PickDialog)
    assert not hands.see("sign", inside=dialog).isEnabled(), "nothing is picked in silence"
    side = next(card for card in dialog.cards if hands.reads(word, card))
    hands.click(side.radio)
    hands.type("pick-reason", reason)
    assert hands.reads("has to be recorded again", dialog), "what happens to the other side is said before"
    hr.finish_signing()
    assert page.found is not None
    assert page.found.decide == 0


def verdicts(folder: Path, ids: set[str]) -> set[str]:
    """What these records are worth on a computer that is switched off."""
    with Store.open(config.store_path(folder), WHO_MAY, read_only=True, clock=lambda: 0) as store:
        return {store.verdict(one) for one in ids}


def test_a_clone_on_two_machines(begun: Firm, twin: Learner) -> None:
    learner, hr = begun.learner, begun.hr
    here, there = learner.hands.computer.folder, twin.hands.computer.folder
    proof = begun.file("proof.txt", "4 小时")
    common = held(here).keys()
    with learner.at_work(date(2026, 6, 23)):
        claim(learner, HERE, date(2026, 6, 20), proof)
        claim(learner, MORE, date(2026, 6, 21), proof)
        learner.exchange()
    with twin.at_work(date(2026, 6, 23), 14):
        claim(twin, THERE, date(2026, 6, 20), proof)
        twin.hands.go("exchange")
        twin.hands.type("mailbox", str(twin.mailbox))
        twin.exchange()
    one_side, other_side = set(held(here).keys() - common), set(held(there).keys() - common)
    for bundle in twin.mailbox.iterdir():
        shutil.copy(bundle, begun.mailbox)

    with hr.at_work(date(2026, 6, 24)):
        hr.exchange()
        decide(hr, HERE, "另一台电脑已交回，以这一台为准")
        hr.exchange()
    office = hr.hands.computer.folder
    assert verdicts(office, one_side) == {"ok"}
    assert verdicts(office, other_side) == {"forked"}
    for bundle in begun.mailbox.iterdir():
        shutil.copy(bundle, twin.mailbox)

    with learner.at_work(date(2026, 6, 25)):
        learner.exchange()
        claim(learner, LATER, date(2026, 6, 24), proof)
        learner.exchange()
    with twin.at_work(date(2026, 6, 25), 14):
        twin.exchange()
    everybody_exchanges(begun, hr, day=date(2026, 6, 26), hour=9)
    for folder in (here, there, office):
        assert (one_side | other_side) <= held(folder).keys(), "nothing acknowledged is lost on any computer"
        assert verdicts(folder, one_side) == {"ok"}
        assert verdicts(folder, other_side) == {"forked"}
    with learner.at_work(date(2026, 6, 27)):
        rows = learner.hours()
    assert any(LATER in row for row in rows), "the key goes on from the side that was picked"
    assert not any(THERE in row for row in rows)
    with Store.open(config.store_path(office), WHO_MAY, read_only=True, clock=begun.clock) as store:
        assert [fork.chosen in one_side for fork in store.forks()] == [True]
