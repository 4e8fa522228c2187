"""A trainee's laptop is stolen: its key ends, a new laptop is bound, what had been exchanged counts, a thief counts nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.journeys.devices import new_computer, replace_device, verdicts
from tests.journeys.people import Learner
from tests.journeys.test_main_job import Firm
from trainer.ui.widgets.key_forms import EndKeyDialog

KEPT, NEVER_SENT, FORGED = "增值税法讲座", "发票新规培训", "并未参加的课程"


def test_a_laptop_is_lost(begun: Firm) -> None:
    learner, mentor, hr = begun.learner, begun.mentor, begun.hr
    proof = begun.file("proof.txt", "4 小时")
    with learner.at_work(date(2026, 6, 8)):
        learner.exchange()
        learner.claim(KEPT, "市税务局", date(2026, 6, 6), "4", proof)
        learner.exchange()
        learner.claim(NEVER_SENT, "市税务局", date(2026, 6, 7), "2", proof)
    stolen = learner.hands

    invitation, answer = begun.stick / "again.invitation", begun.stick / "again.answer"
    with hr.at_work(date(2026, 6, 9)):
        hr.exchange()
        assert "never exchanged is lost with it" in what_the_window_says(begun)
        replace_device(hr, learner.name, "theft", invitation)
        hr.choose_person(learner.name)
        assert hr.hands.reads("ended after no.")
    learner.hands = new_computer(begun, learner, "new-laptop")
    words = learner.join(invitation, answer)
    bind_after_all(begun, answer, words)

    with learner.at_work(date(2026, 6, 10)):
        learner.exchange()
        entries = learner.hours()
        assert any(KEPT in one for one in entries), "history is there on the new laptop"
        assert not any(NEVER_SENT in one for one in entries), "what was never exchanged is not"
        learner.claim(NEVER_SENT, "市税务局", date(2026, 6, 7), "2", proof)
        learner.exchange()

    thief = Learner(stolen, learner.name, learner.passphrase, begun.mailbox)
    with thief.at_work(date(2026, 6, 11)):
        thief.claim(FORGED, "市税务局", date(2026, 6, 10), "8", proof)
        thief.exchange()
    with hr.at_work(date(2026, 6, 12)):
        hr.exchange()
        hr.hands.go("uncounted")
        assert hr.hands.reads("Signed after the key had ended")
    with mentor.at_work(date(2026, 6, 12), 14):
        mentor.exchange()
        assert mentor.confirm_hours() == 6 * 3600, "the thief's eight hours are not among them"
        mentor.exchange()
    with learner.at_work(date(2026, 6, 15)):
        learner.exchange()
        entries = learner.hours()
        assert sum(KEPT in one or NEVER_SENT in one for one in entries) == 2
        assert not any(FORGED in one for one in entries)
    assert sorted(verdicts(begun, hr, "hours.claim").values()) == ["ended", "ended", "ok", "ok"]


def what_the_window_says(firm: Firm) -> str:
    """The meaning of the signature when the reason is theft."""
    hands = firm.hr.hands
    firm.hr.choose_person(firm.learner.name)
    hands.click("person-end-key")
    hands.choose("end-key-reason", "theft")
    text = " ".join(hands.lines(hands.see("end-key", EndKeyDialog)))
    hands.click("end-key-cancel")
    return text


def bind_after_all(begun: Firm, answer: Path, words: tuple[str, ...]) -> None:
    """HR reads the answer, cannot reach the person, and compares the words later from the sheet."""
    hr, learner = begun.hr, begun.learner
    with hr.at_work(date(2026, 6, 9), 14):
        with hr.hands.files.answer(answer):
            hr.hands.go("people")
            hr.hands.click("people-read")
        hr.hands.click("bind-cancel")
        hr.choose_person(learner.name)
        assert hr.hands.reads(" ".join(words)), "the key waits with its six words until they were compared"
        hr.hands.click("person-next")
        hr.hands.tick("bind-same")
        hr.finish_signing()
        hr.exchange()
