"""Make a frozen store: ``python tests/ledgers/make.py tests/ledgers/1.0.0``, once per release and never again.

A small firm lives through everything by the real actions. What is kept: the store without any key, what folding asked
of the library, and where everybody stood. `tests/ledger/test_frozen.py` holds every later version to it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.story import PASSPHRASE, Story
from trainer.actions import attesting, certifying, studying
from trainer.content.library import Library
from trainer.domain import calendar
from trainer.domain.paper import Paper
from trainer.domain.programme import Programme
from trainer.domain.question import Item
from trainer.ledger.identity import Erase, plain
from trainer.standing import Standings


class Shelf(msgspec.Struct):
    """What a library says, as far as it was asked: a `Catalogue` of its own."""

    programmes: dict[str, Programme] = {}
    papers: dict[str, Paper] = {}
    items: dict[str, Item] = {}
    hash: str = "frozen"

    def programme(self, hash_: str) -> Programme | None:
        return self.programmes.get(hash_)

    def paper_by_hash(self, hash_: str) -> Paper | None:
        return self.papers.get(hash_)

    def item(self, hash_: str) -> Item | None:
        return self.items.get(hash_)


@dataclass
class Asked:
    """The shipped library, noting every answer on a shelf."""

    library: Library
    shelf: Shelf = field(default_factory=Shelf)
    hash: str = "frozen"

    def programme(self, hash_: str) -> Programme | None:
        found = self.library.programme(hash_)
        if found is not None:
            self.shelf.programmes[hash_] = found
        return found

    def paper_by_hash(self, hash_: str) -> Paper | None:
        found = self.library.paper_by_hash(hash_)
        if found is not None:
            self.shelf.papers[hash_] = found
        return found

    def item(self, hash_: str) -> Item | None:
        found = self.library.item(hash_)
        if found is not None:
            self.shelf.items[hash_] = found
        return found


def live(story: Story) -> None:
    """One learner gets the certificate; another starts, withdraws, is corrected, and has a record erased."""
    one = story.add("李晓雯", "1031", {"trainee"})
    story.graduate(one, date(2026, 5, 4), today=date(2026, 11, 1))
    story.study(one, date(2026, 11, 2), 5400)
    story.accept_hours(one)
    certifying.issue(story.hr, one, passphrase=PASSPHRASE)
    two = story.add("周婷", "1044", {"trainee"})
    story.enrol(two, date(2026, 11, 3))
    story.assign(two, story.mentor)
    story.clock.set(date(2026, 11, 20), 9)
    session = story.sessions[two]
    slip = studying.claim_hours(session, title="讲座", provider="税务局", day=date(2026, 11, 19), seconds=7200)
    attesting.withdraw(session, slip, "记错了日期", PASSPHRASE)
    gone = studying.claim_hours(session, title="私人", provider="某处", day=date(2026, 11, 19), seconds=3600)
    story.store.append(story.hr.key, "erase", plain(Erase(ids=(gone,), basis="本人要求")))  # type: ignore[arg-type]
    start = calendar.at(date(2026, 11, 20), 8)
    mentor = story.sessions[story.mentor]
    for _ in range(2):
        held = attesting.hold_session(
            mentor,
            title="复盘会",
            source="session",
            spans=((start, start + 3_600_000),),
            attendees=((two, 3600),),
            passphrase=PASSPHRASE,
        )
    attesting.withdraw(mentor, held, "重复记录", PASSPHRASE)


def make(target: Path) -> None:
    """Write ``store.db``, ``shelf.json`` and ``standings.json`` into `target`, which must not exist."""
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        story = Story.found(Path(folder))
        live(story)
        asked = Asked(story.hr.library)
        standings = Standings(story.store, asked).everybody()
        path = story.store.path
        story.close()
        shutil.copyfile(path, target / "store.db")
    (target / "shelf.json").write_bytes(msgspec.json.encode(asked.shelf, order="deterministic"))
    (target / "standings.json").write_bytes(msgspec.json.format(msgspec.json.encode(standings), indent=1))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
