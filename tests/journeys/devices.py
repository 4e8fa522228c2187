"""Computers that come and go: a new one, a lost one, and what the records on one that is switched off are worth."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QComboBox

from tests.journeys.computers import Computer
from tests.journeys.hands import PATIENCE_MS, Hands
from tests.journeys.people import HR, Person
from tests.journeys.test_main_job import Firm
from trainer import config
from trainer.domain.people import WHO_MAY
from trainer.ledger.store import Store
from trainer.ui.widgets.handing import StepsDialog

RECOVERY = "another lantern over quiet water"
"""The passphrase of the recovery file (`HR.found`)."""


def new_computer(firm: Firm, person: Person, place: str, *, stolen: Path | None = None) -> Hands:
    """Hands at another computer; `stolen`: its disk is a copy of this folder."""
    folder = firm.home / place
    if stolen is not None:
        shutil.copytree(stolen, folder)
    computer = Computer(folder, firm.clock)
    firm.computers.append(computer)
    return Hands(computer, person.hands.qtbot, person.hands.files)


def verdicts(firm: Firm, person: Person, kind: str, *, about: str = "") -> dict[str, str]:
    """{record: verdict} of a kind on somebody's computer, which is switched off; `about` a person id."""
    with Store.open(
        config.store_path(person.hands.computer.folder), WHO_MAY, read_only=True, clock=firm.clock
    ) as store:
        found = [r for r in store.records() if r.header.kind == kind and about in {"", r.header.sub}]
        return {record.id: store.verdict(record.id) for record in found}


def sign_in_with_new_key(person: Person) -> None:
    """Choose the key of this person that was never used, and type the passphrase."""
    hands, window = person.hands, person.hands.computer.window()
    row = next(one for one in window.welcome.rows() if one.key.name == person.name and not one.key.last_used)
    if not row.selected():
        hands.click(row)
    hands.type(row.passphrase, person.passphrase)
    hands.click(row.button)
    hands.qtbot.waitUntil(lambda: window.frame_ is not None, timeout=PATIENCE_MS)
    hands.settle()


def replace_device(hr: HR, name: str, reason: str, invitation: Path) -> None:
    """HR ends the old key of somebody and writes the invitation for the next device, in one window."""
    hands = hr.hands
    hr.choose_person(name)
    hands.click("person-replace")
    hands.choose("end-key-reason", reason)
    assert not hands.see("sign").isEnabled(), "the invitation needs a place first"
    hands.type("end-key-file", str(invitation))
    hr.finish_signing()
    assert invitation.is_file()


def leave_the_firm(hr: HR, name: str, successor: str) -> list[str]:
    """The departure of somebody, everything to one person; what the list of what was done says."""
    hands = hr.hands
    hr.choose_person(name)
    hands.click("person-depart")
    assert not hands.see("sign").isEnabled(), "nobody is forgotten"
    for box in hands.all("to-*", QComboBox):
        hands.choose(box.objectName(), successor)
    hr.finish_signing()
    told = hands.lines(hands.see("steps-done", StepsDialog))
    hands.click("steps-done-send")
    return told
