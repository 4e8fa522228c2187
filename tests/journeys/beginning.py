"""A firm that has just begun: three people, three computers, keys bound, the learner enrolled with a mentor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from tests.journeys.people import Learner, Person
from tests.journeys.test_main_job import Firm, found_and_join
from trainer import config
from trainer.domain.people import WHO_MAY
from trainer.ledger.record import Record
from trainer.ledger.store import Store
from trainer.ui import theme
from trainer.ui.pages.records import RecordsPage
from trainer.ui.pages.uncounted import UncountedPage


@pytest.fixture
def begun(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Firm]:
    """The firm on its first day, everybody's computer switched off."""
    theme.use(qapp, "light")
    for page in (UncountedPage, RecordsPage):
        monkeypatch.setattr(page, "hold_ms", 0)
    made = Firm(tmp_path, qtbot, monkeypatch)
    found_and_join(made)
    yield made
    made.close()


def claim(person: Learner, title: str, day: date, proof: Path) -> None:
    """Claim four hours with the paper that shows them."""
    person.claim(title, "市税务局", day, "4", proof)


def everybody_exchanges(firm: Firm, *people: Person, day: date, hour: int) -> None:
    """One after the other, a few minutes apart."""
    for place, person in enumerate(people):
        with person.at_work(day, hour, 5 * place):
            person.exchange()


def restore(person: Person, agree: str, *, oldest: bool = False) -> None:
    """On the first page: choose the newest backup or the oldest, read what it costs, put it in place. `agree` must
    stand there.
    """
    hands = person.hands
    hands.computer.start()
    hands.click("restore")
    hands.click(hands.all("backup-*", QRadioButton)[-1 if oldest else 0])
    hands.click("step-next")
    assert hands.reads(agree), hands.lines()
    hands.tick("agree")
    hands.click("step-next")
    hands.click("step-next")
    hands.computer.shut()


def held(folder: Path) -> dict[str, Record]:
    """Every record on a computer that is switched off, by id."""
    with Store.open(config.store_path(folder), WHO_MAY, read_only=True, clock=lambda: 0) as store:
        assert store.verify() == []
        return {record.id: record for record in store.records()}
