"""A customer's telephone number stands in a claim: HR erases it, and it is gone from every computer and every backup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.journeys.beginning import claim, everybody_exchanges, held, restore
from tests.journeys.people import HR, Person
from tests.journeys.test_main_job import Firm
from trainer.ledger.bundle import BundleLines, FilePart, RecordLine
from trainer.ui.widgets.deciding import EraseDialog

NUMBER = "13800138000"
TITLE = f"王女士（{NUMBER}）的咨询"
INSIDE = f"来电号码 {NUMBER}，四小时"


def test_personal_data_is_erased(begun: Firm) -> None:
    learner, mentor, hr = begun.learner, begun.mentor, begun.hr
    proof = begun.file("proof.txt", INSIDE)
    with learner.at_work(date(2026, 6, 22)):
        learner.exchange()
        claim(learner, TITLE, date(2026, 6, 20), proof)
        learner.exchange()
    proof.unlink()
    everybody_exchanges(begun, mentor, hr, day=date(2026, 6, 23), hour=9)
    for person in (learner, mentor, hr):
        with person.at_work(date(2026, 6, 24), 9 + 3 * [learner, mentor, hr].index(person)):
            back_up(person)
    assert computers(stands(begun.home)) == {"trainee", "mentor", "hr"}
    before = held(learner.hands.computer.folder)

    with hr.at_work(date(2026, 6, 25)):
        erase(hr, "1031", "《个人信息保护法》第四十七条，客户来函")
        hr.exchange()
    assert not [one for one in stands(begun.home) if one.startswith("hr")], "HR's own backups are clean at once"
    everybody_exchanges(begun, mentor, learner, day=date(2026, 6, 25), hour=14)
    for person in (mentor, learner):
        with person.at_work(date(2026, 6, 26), 9 + 3 * [mentor, learner].index(person)):
            back_up(person)
            person.exchange()
    assert stands(begun.home) == [], "gone from everybody's store, files and backups"
    assert not any(NUMBER.encode() in content for content in contents(begun.mailbox))

    restore(mentor, "holds", oldest=True)
    with mentor.at_work(date(2026, 6, 27)):
        mentor.exchange()
    everybody_exchanges(begun, hr, learner, day=date(2026, 6, 28), hour=9)
    assert stands(begun.home) == [], "no exchange and no backup brings it back"
    after = held(learner.hands.computer.folder)
    assert before.keys() <= after.keys(), "that it happened stays"
    gone = {one for one in before if before[one].envelope.body is not None and after[one].envelope.body is None}
    assert {before[one].header.kind for one in gone} == {"hours.claim"}


def back_up(person: Person) -> None:
    """Make a backup, and have it cleaned where the page says that it holds what was erased."""
    person.hands.go("settings")
    person.hands.click("settings-backups")
    person.hands.click("backups-make")
    for button in person.hands.all("backups-clean"):
        person.hands.click(button)


def erase(hr: HR, number: str, basis: str) -> None:
    """Erase what somebody wrote, after looking at what goes."""
    hands = hr.hands
    hands.go("uncounted")
    hands.click("uncounted-erase")
    dialog = hands.see("erase", EraseDialog)
    box = dialog.person
    place = next(at for at in range(box.count()) if number in box.itemText(at))
    hands.choose("erase-person", str(box.itemData(place)))
    box.activated.emit(place)
    hands.settle()
    assert hands.reads("The contents of 1 record go. Files: proof.txt", dialog)
    assert not hands.see("sign", inside=dialog).isEnabled(), "a legal ground is asked for"
    hands.type("erase-basis", basis)
    hr.finish_signing()
    assert not hands.all("erase")


def stands(home: Path) -> list[str]:
    """The files on the three computers in which the number still stands."""
    places = [path for name in ("trainee", "mentor", "hr") for path in (home / name).rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(home)) for path in places if NUMBER.encode() in path.read_bytes())


def computers(paths: list[str]) -> set[str]:
    """Whose they are."""
    return {path.partition("/")[0] for path in paths}


def contents(folder: Path) -> list[bytes]:
    """What everything in the exchange files says."""
    found = []
    for path in folder.iterdir():
        with path.open("rb") as file:
            for line in BundleLines(file):
                if isinstance(line, FilePart):
                    found.append(line.data)
                elif isinstance(line, RecordLine):
                    found.append(line.body or b"")
    return found
