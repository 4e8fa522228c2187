"""A second or new device of a mentor is sent everything until it has said itself what it holds."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from tests.story import PASSPHRASE, Clock, Story
from trainer import config
from trainer.actions import organising
from trainer.domain.people import WHO_MAY
from trainer.ledger import joining, keys
from trainer.ledger.keyring import read_public
from trainer.ledger.outgoing import Sender, checkpoints_due, write_bundle
from trainer.ledger.store import Store


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


def test_a_passphrase_somebody_chose_is_asked_for_also_in_a_demonstration(tmp_path: Path) -> None:
    clock = Clock()
    clock.set(date(2026, 1, 5))
    organising.found_organisation(
        tmp_path / "firm", "演示", organising.Newcomer("林可", "1001", "人事"), passphrase=PASSPHRASE,
        recovery=tmp_path / "recovery", recovery_passphrase=PASSPHRASE, clock=clock, kdf=keys.CHEAP, demo=True,
    )  # fmt: skip
    with closing(Store.open(config.store_path(tmp_path / "firm"), WHO_MAY, clock=clock)) as store:
        asked = joining.invite(store.root, person="ab" * 16, expires=clock() + 86_400_000, name="周小禾")
    invitation = joining.to_file(asked)
    joined = {}
    for name, kdf in (("chosen", keys.STRONG), ("given", keys.CHEAP)):
        file, _words = organising.join(
            tmp_path / name, invitation, passphrase=PASSPHRASE, answer=tmp_path / f"{name}-answer", clock=clock, kdf=kdf
        )
        public = read_public(file)
        assert public is not None
        joined[name] = public.demo
    assert joined == {"chosen": False, "given": True}
