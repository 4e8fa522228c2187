"""HR has forgotten its passphrase: the recovery file gives HR a new key, everybody takes it up, the old one is worth nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.journeys.devices import RECOVERY, new_computer, verdicts
from tests.journeys.people import HR, Learner
from tests.journeys.test_main_job import Firm
from trainer.ledger import keys
from trainer.ui.pages.recover import RecoverPage
from trainer.ui.widgets.fields import PassphraseField


def recover(hr: HR, recovery: Path, *, bundle: Path | None = None) -> None:
    """The wizard on the first page, from the recovery file to the new key."""
    hands = hr.hands
    hands.computer.start()
    hands.click("recover")
    hands.see("recover", RecoverPage).kdf = keys.CHEAP
    hands.type("recovery", str(recovery))
    hands.type(hands.see("recovery-passphrase", PassphraseField), "not the one on the note")
    hands.click("step-next")
    assert hands.reads("does not open the recovery file")
    hands.type(hands.see("recovery-passphrase", PassphraseField), RECOVERY)
    if bundle is not None:
        hands.type("bundle", str(bundle))
    hands.click("step-next")
    assert hands.reads("valid up to no.")
    hands.click("step-next")
    hands.new_passphrase("passphrase", hr.passphrase)
    hands.click("step-next")
    assert hands.reads("HR has a new key")
    hands.click("step-next")
    hands.computer.shut()


def test_hr_key_is_lost(begun: Firm) -> None:
    learner, mentor, old = begun.learner, begun.mentor, begun.hr
    for one in (learner, mentor, old):
        with one.at_work(date(2026, 6, 8), 9 + (one is mentor) + 2 * (one is old)):
            one.exchange()
    thief = HR(
        new_computer(begun, old, "copied", stolen=old.hands.computer.folder), old.name, old.passphrase, begun.home
    )

    hr = HR(old.hands, old.name, "meadow silver anchor thunder plum", begun.mailbox)
    begun.clock.set(date(2026, 6, 9))
    recover(hr, begun.stick / "recovery.qicheng-root")
    new = Learner(new_computer(begun, learner, "ana"), "何俊", "lantern pebble winter carbon olive", begun.mailbox)
    with hr.at_work(date(2026, 6, 9), 10):
        hr.add(new.name, "1032", "服务台", {"trainee"}, begun.stick / "1032.invitation")
        hr.choose_person(hr.name)
        assert hr.hands.reads("ended after no.")
    new.join(begun.stick / "1032.invitation", begun.stick / "1032.answer")
    with hr.at_work(date(2026, 6, 9), 14):
        hr.bind(begun.stick / "1032.answer")
        hr.enrol(new.name, date(2026, 6, 9))
        hr.assign(new.name, "mentor", mentor.name)
        hr.exchange()
    with thief.at_work(date(2026, 6, 10)):  # a copy of the disk, with the old key and its passphrase
        thief.choose_person(learner.name)
        thief.hands.click("person-leave")
        thief.hands.click("leave-form-send")
        thief.mailbox = begun.mailbox
        thief.exchange()
    for at, person in enumerate((mentor, learner, new, hr)):
        with person.at_work(date(2026, 6, 11), 9 + at):
            person.exchange()
            if person is mentor:
                person.hands.go("trainees")
                assert any(new.name in one.text() for one in person.hands.computer.window().findChildren(QLabel)) or (
                    person.hands.reads(new.name)
                ), "a bind by the new key is taken up everywhere"
    assert set(verdicts(begun, mentor, "bind").values()) == {"ok"}, "what the lost key bound stays bound"
    assert set(verdicts(begun, mentor, "enrol").values()) == {"ok"}
    assert set(verdicts(begun, hr, "leave").values()) == {"ended"}, "what a copy of the old key signs later is nothing"
