"""A second or new device of a mentor is sent everything until it has said itself what it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.story import PASSPHRASE, Story
from trainer.actions import organising
from trainer.ledger import keys
from trainer.ledger.outgoing import Sender, checkpoints_due, write_bundle


def cite(story: Story, key: keys.SigningKey | None) -> None:
    assert key is not None
    for body in checkpoints_due(story.store, story.mentor):
        story.store.append(key, "checkpoint", body)


def test_a_new_device_gets_what_the_old_one_had_cited(story: Story, tmp_path: Path) -> None:
    ana = story.trainee(date(2026, 2, 2))
    for day in range(3, 9):
        story.study(ana, date(2026, 2, day), 600)
    hr = story.hr.key
    assert hr is not None

    def sent() -> int:
        return write_bundle(story.store, tmp_path / "to-mentor", Sender(hr.log, story.hr.me), story.mentor).records

    whole = sent()
    old = story.sessions[story.mentor].key
    cite(story, old)
    assert sent() < whole, "what the mentor has cited is not sent again"
    assert old is not None
    organising.reinvite(story.hr, old.log, {"mentor"}, tmp_path / "invitation", "lost-device", passphrase=PASSPHRASE)
    file, _words = organising.join(
        tmp_path / "new",
        (tmp_path / "invitation").read_bytes(),
        passphrase=PASSPHRASE,
        answer=tmp_path / "answer",
        clock=story.clock,
        kdf=keys.CHEAP,
    )
    organising.bind(story.hr, organising.read_request(story.hr, tmp_path / "answer"), passphrase=PASSPHRASE)
    assert sent() >= whole, "the new device has nothing yet"
    new = keys.unlock(file.read_bytes(), PASSPHRASE)
    story.store.sign_in(new, story.mentor)
    story.study(ana, date(2026, 2, 9), 600)
    cite(story, new)
    assert sent() < whole
