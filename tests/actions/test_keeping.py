from __future__ import annotations

import dataclasses
from contextlib import closing
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story
from trainer import config
from trainer.actions import keeping, organising
from trainer.actions.organising import Newcomer
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import keys
from trainer.ledger.keyring import read_public
from trainer.ledger.lockfile import LockFile
from trainer.ledger.store import Store
from trainer.wording import keeping as wording

NEW = "nine grey herons above the weir"


def key_file(story: Story) -> Path:
    assert story.hr.key_file is not None
    return story.hr.key_file


def test_one_backup_a_day(story: Story) -> None:
    first = keeping.back_up_if_due(story.hr)
    assert first is not None
    assert keeping.back_up_if_due(story.hr) is None
    assert keeping.backups(story.folder) == (first,)
    assert 0 <= story.clock.now - first.made <= 5000
    assert first.size == first.path.stat().st_size
    story.clock.now += 86_400_000
    assert keeping.back_up_if_due(story.hr) is not None


def test_restoring_says_first_what_would_be_lost_and_keeps_what_was_there(story: Story) -> None:
    copy = keeping.back_up(story.hr).path
    organising.add_person(story.hr, Newcomer("周婷", "1044", ""))
    organising.add_person(story.hr, Newcomer("马超", "1050", ""))
    found = keeping.loss(story.folder, copy, story.clock)
    assert (found.records, found.here, found.readable) == (2, True, True)
    assert found.newest == story.clock.now
    story.store.close()
    aside = keeping.restore(story.folder, copy, story.clock)
    assert aside is not None
    with Store.open(aside, WHO_MAY, read_only=True, clock=story.clock) as old:
        assert sum(1 for _ in old.records()) == found.kept + 2
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as now:
        assert sum(1 for _ in now.records()) == found.kept


def test_a_key_that_has_sent_more_than_the_backup_holds_signs_nothing(story: Story) -> None:
    copy = keeping.back_up(story.hr).path
    organising.add_person(story.hr, Newcomer("周婷", "1044", ""))
    story.store.close()
    keeping.restore(story.folder, copy, story.clock)
    with Store.open(config.store_path(story.folder), WHO_MAY, clock=story.clock) as store:
        key = keys.unlock(key_file(story).read_bytes(), PASSPHRASE)
        store.sign_in(key, story.hr.me, key_file(story))
        with pytest.raises(Trouble) as behind:
            store.append(key, "profile", {"v": 1}, sub=story.hr.me)
    assert behind.value.code == "store-behind"


def test_a_store_that_cannot_be_read_is_replaced_and_kept_aside(story: Story) -> None:
    copy = keeping.back_up(story.hr).path
    story.store.close()
    config.store_path(story.folder).write_bytes(b"SQLite format 3\0 and then nothing of use" * 40)
    assert keeping.loss(story.folder, copy, story.clock).readable is False
    assert keeping.restore(story.folder, copy, story.clock) is not None
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as now:
        assert now.title == "明远财税服务有限公司"


def test_nothing_is_restored_under_an_open_window_nor_from_another_organisation(story: Story, tmp_path: Path) -> None:
    copy = keeping.back_up(story.hr).path
    story.store.close()
    with closing(LockFile(config.store_path(story.folder))), pytest.raises(Trouble) as open_:
        keeping.restore(story.folder, copy, story.clock)
    assert open_.value.code == "second-instance"
    (tmp_path / "b").mkdir()
    other = Story.found(tmp_path / "b", title="另一家")
    foreign = keeping.back_up(other.hr).path
    other.close()
    with pytest.raises(Refused) as refused:
        keeping.restore(story.folder, foreign, story.clock)
    assert refused.value.code == "other-organisation"


def test_restoring_into_an_empty_folder_loses_nothing(story: Story, tmp_path: Path) -> None:
    copy = keeping.back_up(story.hr).path
    empty = tmp_path / "new"
    assert keeping.loss(empty, copy, story.clock).here is False
    assert keeping.restore(empty, copy, story.clock) is None
    assert config.store_path(empty).is_file()


def test_a_file_that_is_no_backup_is_named(story: Story, tmp_path: Path) -> None:
    wrong = tmp_path / "holiday.db"
    wrong.write_bytes(b"not a database at all" * 100)
    with pytest.raises(Trouble):
        keeping.loss(story.folder, wrong, story.clock)


def test_the_passphrase_changes_and_the_key_stays(story: Story) -> None:
    path = key_file(story)
    before, public = keys.unlock(path.read_bytes(), PASSPHRASE), read_public(path)
    keeping.change_passphrase(path, PASSPHRASE, NEW, kdf=keys.CHEAP)
    assert keys.unlock(path.read_bytes(), NEW).log == before.log
    assert read_public(path) == public
    with pytest.raises(Trouble):
        keys.unlock(path.read_bytes(), PASSPHRASE)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("not the one I chose before", NEW, "wrong-passphrase"),
        (PASSPHRASE, "short", "weak-passphrase"),
        (PASSPHRASE, PASSPHRASE, "same-passphrase"),
    ],
)
def test_a_refused_change_leaves_the_file_as_it_was(story: Story, old: str, new: str, code: str) -> None:
    before = key_file(story).read_bytes()
    with pytest.raises(Refused) as refused:
        keeping.change_passphrase(key_file(story), old, new, kdf=keys.CHEAP)
    assert refused.value.code == code
    assert key_file(story).read_bytes() == before


def test_signing_in_is_noted_on_the_key_file(story: Story) -> None:
    keeping.note_sign_in(key_file(story), "林可可", frozenset({"hr", "mentor"}), 1_790_000_000_000)
    public = read_public(key_file(story))
    assert public is not None
    assert (public.name, public.roles, public.last_used) == ("林可可", ("hr", "mentor"), 1_790_000_000_000)
    keys.unlock(key_file(story).read_bytes(), PASSPHRASE)


def test_the_last_word_of_a_key_says_what_its_holder_has(story: Story) -> None:
    """A store put back to a backup cites less than before: others send it the rest again."""
    hr, mentor = story.hr, story.sessions[story.mentor]
    assert hr.key is not None
    assert mentor.key is not None
    log = hr.key.log
    mine = [judged.record for judged in story.store.about(hr.me) if judged.record.header.log == log]
    for record in (mine[-1], mine[0]):
        heads = {log: [record.header.seq, record.id]}
        story.store.append(mentor.key, "checkpoint", {"v": 1, "heads": heads})
    assert story.store.verdicts().cited_by(story.mentor)[log] == (mine[0].header.seq, mine[0].id)


def test_loss_tells_apart_who_else_has_what(story: Story) -> None:
    copy = keeping.back_up(story.hr).path
    organising.add_person(story.hr, Newcomer("周婷", "1044", ""))
    seen = story.store.heads()[keys_of(story)]
    mentor = story.sessions[story.mentor]
    assert mentor.key is not None
    assert mentor.key_file is not None
    mentor.key_file.unlink()  # hers is another computer
    story.store.append(mentor.key, "checkpoint", {"v": 1, "heads": {keys_of(story): list(seen)}})
    organising.add_person(story.hr, Newcomer("马超", "1050", ""))
    found = keeping.loss(story.folder, copy, story.clock)
    mine = next(one for one in found.logs if one.log == keys_of(story))
    assert (mine.name, mine.records, mine.alone, mine.kinds) == ("林可", 2, 1, (("profile", 2),))
    said = wording.loss_lines(found)
    assert any("known to nobody else" in line for line in said)
    assert any("come back with the next exchange" in line for line in said)


def keys_of(story: Story) -> str:
    assert story.hr.key is not None
    return story.hr.key.log


def test_a_key_behind_its_mark_is_told_before_anything_is_typed(story: Story) -> None:
    copy = keeping.back_up(story.hr).path
    assert keeping.behind(story.hr) is None
    organising.add_person(story.hr, Newcomer("周婷", "1044", ""))
    story.store.close()
    keeping.restore(story.folder, copy, story.clock)
    with Store.open(config.store_path(story.folder), WHO_MAY, clock=story.clock) as store:
        found = keeping.behind(dataclasses.replace(story.hr, store=store))
    assert found is not None
    assert found.seen == found.here + 1
    assert "no. " in wording.behind(found.here, found.seen)
