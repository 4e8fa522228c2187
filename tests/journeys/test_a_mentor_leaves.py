"""A mentor leaves: the work goes over to another one, earlier signatures count, later ones do not and are listed."""

from __future__ import annotations

from datetime import date

from tests.journeys.beginning import everybody_exchanges
from tests.journeys.devices import leave_the_firm, new_computer, verdicts
from tests.journeys.people import Mentor
from tests.journeys.test_main_job import Firm
from trainer.ui.widgets.dialog import SignDialog

FIRST, SECOND = "增值税法讲座", "发票新规培训"


def test_a_mentor_leaves(begun: Firm) -> None:
    learner, old, hr = begun.learner, begun.mentor, begun.hr
    both_claims(begun)

    new = Mentor(new_computer(begun, old, "new-mentor"), "周婷", "lantern pebble winter carbon olive", begun.mailbox)
    with hr.at_work(date(2026, 6, 11)):
        hr.exchange()
        hr.add(new.name, "1013", "税务", {"mentor"}, begun.stick / "1013.invitation")
    words = new.join(begun.stick / "1013.invitation", begun.stick / "1013.answer")
    with hr.at_work(date(2026, 6, 11), 14):
        assert hr.bind(begun.stick / "1013.answer") == words
        cancelled = before_signing(begun)
        assert any("hours: 1" in line for line in cancelled), "what waits for the mentor is listed"
        told = leave_the_firm(hr, old.name, new.name)
        assert any(f"{new.name} is now Mentor" in line for line in told)
        assert any(f"{old.name} is no longer Mentor" in line for line in told)
        assert any(f"of {old.name} has ended" in line for line in told)
        assert hr.hands.reads("Left the firm")
        hr.exchange()

    with old.at_work(date(2026, 6, 12)):  # this computer has not heard of it and signs on
        assert old.waiting() == ["hours"]
        old.confirm_hours()
        old.exchange()
    with new.at_work(date(2026, 6, 15)):
        new.exchange()
        assert new.waiting() == ["hours"], "what waited for the old mentor waits for the new one"
        assert new.confirm_hours() == 2 * 3600
        new.exchange()
    with learner.at_work(date(2026, 6, 16)):
        learner.exchange()
        entries = learner.hours()
        (first,) = [one for one in entries if FIRST in one]
        (second,) = [one for one in entries if SECOND in one]
        assert "Waiting for" not in first, "what the old mentor signed before leaving counts"
        assert "Waiting for" not in second
        learner.exchange()
    with hr.at_work(date(2026, 6, 17)):
        hr.exchange()
        hr.hands.go("uncounted")
        assert hr.hands.reads("Signed after the key had ended"), "what does not count is listed with its reason"
        hr.choose_person(learner.name)
        assert hr.hands.reads(new.name)
    told = list(verdicts(begun, hr, "hours.attest").values())
    assert sorted(told) == ["ended", "ok", "ok"]
    assert set(verdicts(begun, hr, "hours.claim").values()) == {"ok"}, "nothing of the learner's is lost"


def before_signing(firm: Firm) -> list[str]:
    """What the window of the departure lists; closed again without anything having been done."""
    hr, hands = firm.hr, firm.hr.hands
    hr.choose_person(firm.mentor.name)
    hands.click("person-depart")
    lines = hands.lines(hands.see("departure", SignDialog))
    hands.click("departure-cancel")
    hr.choose_person(firm.mentor.name)
    assert not hands.reads("Left the firm"), "nothing is done before signing"
    return lines


def both_claims(begun: Firm) -> None:
    """One claim the mentor has confirmed, and another one that has arrived and waits."""
    learner, old = begun.learner, begun.mentor
    proof = begun.file("proof.txt", "4 小时")
    with learner.at_work(date(2026, 6, 8)):
        learner.exchange()
        learner.claim(FIRST, "市税务局", date(2026, 6, 6), "4", proof)
        learner.exchange()
    with old.at_work(date(2026, 6, 9)):
        old.exchange()
        assert old.waiting() == ["hours"]
        old.confirm_hours()
        old.exchange()
    with learner.at_work(date(2026, 6, 10)):
        learner.exchange()
        learner.claim(SECOND, "市税务局", date(2026, 6, 9), "2", proof)
        learner.exchange()
    everybody_exchanges(begun, old, day=date(2026, 6, 10), hour=16)
