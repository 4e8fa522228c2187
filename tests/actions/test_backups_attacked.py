"""Backups and what is put in their place: journals left behind, wrong clocks, another firm's copy."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story
from trainer import config
from trainer.actions import deciding, exchanging, keeping, organising
from trainer.actions.organising import Newcomer
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused
from trainer.ledger import backup
from trainer.ledger.store import Store

WORDS = "客户手机号写在说明里"
DAY = 86_400_000


def crashed(story: Story, target: Path) -> Path:
    """The store as a power cut leaves it: the newest records are in the journal beside the file."""
    path = config.store_path(story.folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{path}{suffix}", f"{target}{suffix}")
    assert target.with_name(target.name + "-wal").stat().st_size
    return target


def count(path: Path, story: Story) -> int:
    with Store.open(path, WHO_MAY, clock=story.clock) as store:
        assert store.verify() == []
        return sum(1 for _ in store.records())


def test_what_is_only_in_the_journal_of_a_copy_comes_back_too(story: Story, tmp_path: Path) -> None:
    copy = crashed(story, tmp_path / "stick" / "store.db")
    every = sum(1 for _ in story.store.records())
    other = tmp_path / "new"
    assert keeping.loss(other, copy, story.clock).kept == every
    keeping.restore(other, copy, story.clock)
    assert count(config.store_path(other), story) == every


def test_a_journal_of_a_store_that_is_gone_is_not_poured_into_the_backup(story: Story, tmp_path: Path) -> None:
    copy = keeping.back_up(story.hr).path
    every = sum(1 for _ in story.store.records())
    for number in range(30):
        organising.add_person(story.hr, Newcomer("周婷", str(2000 + number), ""))
    other = tmp_path / "new"
    left = crashed(story, config.store_path(other))
    left.unlink()
    keeping.restore(other, copy, story.clock)
    assert count(config.store_path(other), story) == every


def test_a_clock_that_was_wrong_once_stops_no_backup_and_takes_none_away(story: Story) -> None:
    """A computer whose battery is empty starts in another year."""
    for _day in range(3):
        keeping.back_up_if_due(story.hr)
        story.clock.now += DAY
    good = {one.path for one in keeping.backups(story.folder)}
    now = story.clock.now
    story.clock.now = round(datetime(2099, 1, 1, tzinfo=UTC).timestamp() * 1000)
    assert keeping.back_up_if_due(story.hr) is not None
    assert good <= {one.path for one in keeping.backups(story.folder)}, "the copies of last week stay"
    story.clock.now = now
    assert keeping.back_up_if_due(story.hr) is not None
    assert keeping.back_up_if_due(story.hr) is None


def test_thinning_still_ends(tmp_path: Path) -> None:
    first = datetime(2026, 1, 1, 8, tzinfo=UTC)
    paths = [tmp_path / (first + timedelta(days=day)).strftime("store-%Y%m%dT%H%M%SZ.db") for day in range(200)]
    now = round((first + timedelta(days=199)).timestamp() * 1000)
    gone = backup.thinned(paths, now)
    assert len(paths) - len(gone) <= backup.DAILY + backup.WEEKLY + backup.MONTHLY
    assert not set(gone) & set(paths[-backup.DAILY :])


def test_another_firms_copy_is_refused_also_where_the_own_store_cannot_be_read(story: Story, tmp_path: Path) -> None:
    other = Story.found(tmp_path / "other", title="另一家")
    theirs = keeping.back_up(other.hr).path
    other.close()
    story.store.close()
    config.store_path(story.folder).write_bytes(b"SQLite format 3\0 and then nothing of use" * 40)
    with pytest.raises(Refused, match="other-organisation"):
        keeping.restore(story.folder, theirs, story.clock)


def test_what_a_crash_left_of_a_backup_goes_with_the_next(story: Story) -> None:
    place = story.folder / "backups"
    place.mkdir()
    left = place / "store-20260105T010000Z.part"
    left.write_bytes(WORDS.encode())
    keeping.back_up(story.hr)
    assert not left.exists()


def test_cleaning_a_store_set_aside_leaves_no_journal_of_the_old_one_beside_the_new(story: Story) -> None:
    secret = organising.add_person(story.hr, Newcomer("名字要删除", "4711", ""))
    aside = crashed(story, story.folder / "store.db.replaced-20261005T010000Z")
    record = next(one.record.id for one in story.store.about(secret))
    deciding.erase(story.hr, [record], "法", passphrase=PASSPHRASE)
    every = sum(1 for _ in story.store.records())
    assert keeping.clean(story.hr) == 1
    assert sorted(one.name for one in story.folder.glob(f"{aside.name}*")) == [aside.name]
    assert "名字要删除".encode() not in aside.read_bytes()
    assert count(aside, story) == every


def test_whoever_shares_this_computer_is_nobody_else(story: Story) -> None:
    """A mentor's word that they have a trainee's records says nothing when both work on this very store."""
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    story.assign(ana, story.mentor)
    copy = keeping.back_up(story.hr).path
    story.study(ana, date(2026, 2, 3), 600)
    exchanging.acknowledge(story.sessions[story.mentor])
    log = key_log(story, ana)
    assert story.store.verdicts().citing(log)
    found = keeping.loss(story.folder, copy, story.clock)
    (hers,) = [one for one in found.logs if one.log == log]
    assert (hers.records, hers.alone) == (1, 1)


def key_log(story: Story, person: str) -> str:
    key = story.sessions[person].key
    assert key is not None
    return key.log
