"""A learner puts an older backup in place: what it costs is said, nothing is signed meanwhile, everything comes back."""

from __future__ import annotations

from datetime import date

from tests.journeys.beginning import claim, everybody_exchanges, held, restore
from tests.journeys.test_main_job import Firm
from trainer import config
from trainer.domain.people import WHO_MAY
from trainer.ledger.store import Store

BEFORE, AFTER, THIRD = "增值税法讲座", "发票新规培训", "征管法解读"


def test_a_backup_is_restored(begun: Firm) -> None:
    learner, mentor, hr = begun.learner, begun.mentor, begun.hr
    proof = begun.file("proof.txt", "4 小时")
    folder = learner.hands.computer.folder
    with learner.at_work(date(2026, 6, 22)):
        learner.exchange()
        claim(learner, BEFORE, date(2026, 6, 20), proof)
        learner.exchange()
    with learner.at_work(date(2026, 6, 23)):
        learner.hands.go("settings")
        learner.hands.click("settings-backups")
        learner.hands.click("backups-make")
        claim(learner, AFTER, date(2026, 6, 21), proof)
        learner.exchange()
    everybody_exchanges(begun, mentor, hr, day=date(2026, 6, 24), hour=9)
    acknowledged = held(folder)

    restore(learner, "is not in it")
    assert len(held(folder)) < len(acknowledged)
    with learner.at_work(date(2026, 6, 25)):
        hands = learner.hands
        hands.go("settings")
        hands.click("settings-backups")
        assert hands.reads("Nothing can be signed on this computer now")
        assert hands.reads("until the missing ones are back")
        hands.click("backups-exchange")
        learner.exchange()
        hands.go("settings")
        hands.click("settings-backups")
        assert not hands.reads("Nothing can be signed on this computer now")
        claim(learner, THIRD, date(2026, 6, 24), proof)
        assert {one for one in (BEFORE, AFTER, THIRD) if any(one in row for row in learner.hours())} == {
            BEFORE,
            AFTER,
            THIRD,
        }
        learner.exchange()
    now = held(folder)
    assert acknowledged.keys() <= now.keys(), "nothing acknowledged is lost"
    assert all(one.envelope.body is not None for one in now.values() if one.id in acknowledged)
    with hr.at_work(date(2026, 6, 26)):
        hr.exchange()
    with Store.open(config.store_path(hr.hands.computer.folder), WHO_MAY, read_only=True, clock=begun.clock) as store:
        assert store.forks() == ()
        assert {store.verdict(one) for one in now} == {"ok"}


def test_a_mentor_gets_back_what_others_had_sent(begun: Firm) -> None:
    """A mentor's checkpoints said what they had; after an older backup they are sent it again all the same."""
    learner, mentor, hr = begun.learner, begun.mentor, begun.hr
    proof = begun.file("proof.txt", "4 小时")
    folder = mentor.hands.computer.folder
    with learner.at_work(date(2026, 6, 22)):
        learner.exchange()
        claim(learner, BEFORE, date(2026, 6, 20), proof)
        learner.exchange()
    with mentor.at_work(date(2026, 6, 22), 14):
        mentor.exchange()
        mentor.hands.go("settings")
        mentor.hands.click("settings-backups")
        mentor.hands.click("backups-make")
    with learner.at_work(date(2026, 6, 23)):
        claim(learner, AFTER, date(2026, 6, 21), proof)
        learner.exchange()
    everybody_exchanges(begun, mentor, hr, learner, day=date(2026, 6, 24), hour=9)
    with mentor.at_work(date(2026, 6, 24), 14):
        mentor.confirm_hours()
        mentor.exchange()
    everybody_exchanges(begun, hr, learner, day=date(2026, 6, 24), hour=16)
    acknowledged = held(folder)

    restore(mentor, "not in it", oldest=True)
    for day in (25, 26):
        everybody_exchanges(begun, mentor, hr, learner, day=date(2026, 6, day), hour=9)
    with mentor.at_work(date(2026, 6, 27)):
        mentor.exchange()
    now = held(folder)
    assert acknowledged.keys() <= now.keys(), "nothing acknowledged is lost"
    assert all(now[one].envelope.body is not None for one in acknowledged if acknowledged[one].envelope.body)
    with Store.open(config.store_path(folder), WHO_MAY, read_only=True, clock=begun.clock) as store:
        assert store.forks() == ()
        assert store.verdicts().missing_heads() == {}
        assert {store.verdict(one) for one in now} <= {"ok", "nobody"}
