"""A frame over a real firm for page tests: two sessions on their threads, as the program has them.

with office(story, story.hr.me) as desk:
    page = desk.go("audit")
    desk.settle()
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.story import PASSPHRASE, Story
from trainer import config
from trainer.content.library import Library
from trainer.domain import calendar
from trainer.domain.people import WHO_MAY
from trainer.ledger.keyring import keys_in
from trainer.ledger.keys import unlock
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings
from trainer.ui.frame import AppFrame
from trainer.ui.shell import Page, Shell
from trainer.ui.shots import wait
from trainer.ui.worker import Worker


@dataclass
class Desk:
    """The frame, its shell and what it was told."""

    frame: AppFrame
    shell: Shell
    worker: Worker
    toasts: list[str] = field(default_factory=list)
    bugs: list[Exception] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until nothing is being done."""
        assert wait(self.worker.idle, 10_000)
        assert self.bugs == []

    def go(self, name: str, **arguments: object) -> Page:
        """Open a page and wait for its answers."""
        self.frame.go(name, **arguments)
        self.settle()
        page = self.frame.page()
        assert page is not None
        assert page.name == name
        return page


def _session(folder: Path, library: Path, person: str, clock: object, *, write: bool) -> Session:
    assert callable(clock)
    opened = Library.open(library)
    key_file = next(one.path for one in keys_in(config.keys_folder(folder)) if one.person == person)
    key = unlock(key_file.read_bytes(), PASSPHRASE) if write else None
    store = Store.open(config.store_path(folder), WHO_MAY, read_only=not write, clock=clock)
    if key is not None:
        store.sign_in(key, person, key_file)
    kept = key_file if write else None
    return Session(store, opened, Standings(store, opened), person, key, clock, folder, kept)


@contextmanager
def office(story: Story, person: str, *, size: tuple[int, int] = (1280, 800)) -> Iterator[Desk]:
    """Close the story's own store and sign `person` in, in a frame of their roles."""
    folder, library, clock = story.folder, story.hr.library.path, story.clock
    name = story.standings.of(person).name
    roles = frozenset(story.store.people()[person].roles)
    story.close()
    worker = Worker()
    frame = AppFrame(roles, name, "")

    def today() -> date:
        return calendar.day_of(clock.now)

    shell = Shell(
        worker=worker,
        me=person,
        name=name,
        roles=roles,
        go=frame.go,
        back=frame.back,
        toast=frame.toast,
        problem=frame.problem,
        today=today,
        now=clock,
        settings=config.Settings,
        keep=lambda **_changes: None,
        sign_out=lambda: None,
        count=frame.sidebar.set_count,
        idle=lambda: 0,
        folder=folder,
    )
    desk = Desk(frame, shell, worker)
    worker.bug.connect(desk.bugs.append)
    worker.open(
        lambda: _session(folder, library, person, clock, write=True),
        lambda: _session(folder, library, person, clock, write=False),
    )
    frame.resize(*size)
    try:
        desk.settle()
        frame.start(shell, "")
        frame.show()
        desk.settle()
        yield desk
    finally:
        worker.close()
        frame.hide()
        frame.deleteLater()
