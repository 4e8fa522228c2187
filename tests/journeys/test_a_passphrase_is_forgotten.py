"""A passphrase is forgotten: no way around it, but a new key on the same computer, and everything stays valid."""

from __future__ import annotations

from datetime import date

from tests.journeys.devices import replace_device, sign_in_with_new_key, verdicts
from tests.journeys.test_main_job import Firm

BEFORE, AFTER = "增值税法讲座", "发票新规培训"


def test_a_passphrase_is_forgotten(begun: Firm) -> None:
    learner, mentor, hr = begun.learner, begun.mentor, begun.hr
    proof = begun.file("proof.txt", "4 小时")
    with learner.at_work(date(2026, 6, 8)):
        learner.exchange()
        learner.claim(BEFORE, "市税务局", date(2026, 6, 6), "4", proof)
        learner.exchange()
    hands = learner.hands
    hands.clock.set(date(2026, 6, 9))
    hands.computer.start()
    row = hands.computer.window().welcome.rows()[0]
    hands.type(row.passphrase, "was it this one or another")
    hands.click(row.button)
    assert hands.computer.window().frame_ is None
    assert hands.reads("A forgotten passphrase cannot be recovered")
    hands.computer.shut()

    invitation, answer = begun.stick / "again.invitation", begun.stick / "again.answer"
    with hr.at_work(date(2026, 6, 9), 14):
        hr.exchange()
        replace_device(hr, learner.name, "lost-passphrase", invitation)
        hr.exchange()
    learner.passphrase = "meadow silver anchor thunder plum"
    words = learner.join(invitation, answer)
    with hr.at_work(date(2026, 6, 9), 16):
        assert hr.bind(answer) == words
        hr.exchange()
    hands.clock.set(date(2026, 6, 10))
    hands.computer.start()
    sign_in_with_new_key(learner)
    learner.exchange()
    assert any(BEFORE in one for one in learner.hours()), "history is there"
    learner.claim(AFTER, "市税务局", date(2026, 6, 9), "2", proof)
    learner.exchange()
    hands.computer.shut()
    with mentor.at_work(date(2026, 6, 11)):
        mentor.exchange()
        assert mentor.confirm_hours() == 6 * 3600, "what the old key claimed and what the new one claimed"
        mentor.exchange()
    with hr.at_work(date(2026, 6, 12)):
        hr.exchange()
    assert set(verdicts(begun, hr, "hours.claim").values()) == {"ok"}
