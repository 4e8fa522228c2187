"""A signed-in person's real frame on a real worker over a story's data folder: what every page test stands on.

    with signed_in(worker, story, person) as stage:
        stage.frame.go("today")
        qtbot.waitUntil(stage.worker.idle)

The story's own store is closed first: the writer thread needs its lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.story import PASSPHRASE, Story, library_file
from trainer import config
from trainer.content.library import Library
from trainer.domain import calendar
from trainer.domain.people import WHO_MAY
from trainer.ledger import keys
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings
from trainer.ui import shots
from trainer.ui.frame import AppFrame
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.worker import Worker


@dataclass
class Stage:
    """What a test looks at. `settings` are this computer's, `idle_s` the seconds since the last input, to be set."""

    story: Story
    worker: Worker
    frame: AppFrame
    settings: config.Settings = field(default_factory=config.Settings)
    idle_s: int = 0
    problems: list[Exception] = field(default_factory=list)
    """What was refused or went wrong, as the banner says it too."""
    bugs: list[Exception] = field(default_factory=list)

    def go(self, name: str, **arguments: object) -> Page:
        """Open a page and wait for its answers."""
        self.frame.go(name, **arguments)
        self.settle()
        assert self.page().name == name
        return self.page()

    def problem(self, error: Exception) -> None:
        """Hear of it, and show it."""
        self.problems.append(error)
        self.frame.problem(error)

    def page(self) -> Page:
        """The page shown now."""
        found = self.frame.page()
        assert found is not None
        return found

    def settle(self) -> None:
        """Wait until nothing is being done."""
        assert shots.wait(self.worker.idle)
        assert self.bugs == []

    def sign(self, dialog: SignDialog, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase into a window that signs, press its button, and wait."""
        dialog.box.passphrase.setText(passphrase)
        dialog.box.button.click()
        self.settle()

    def keep(self, **changes: object) -> None:
        """Change settings, as the window does."""
        values = {name: getattr(self.settings, name) for name in config.Settings.__slots__}
        self.settings = config.Settings(**{**values, **changes})


@contextmanager
def signed_in(worker: Worker, story: Story, person: str, *, size: tuple[int, int] = (1280, 800)) -> Iterator[Stage]:
    """The frame of one person of the story, shown at `size`; its sessions are closed afterwards."""
    mine = story.sessions[person]
    key_file = mine.key_file
    assert key_file is not None
    bound = story.store.people().get(person)
    roles = frozenset(bound.roles) if bound else frozenset({"trainee"})
    name = story.standings.of(person).name
    story.store.close()

    def session(*, write: bool) -> Session:
        library = Library.open(library_file())
        store = Store.open(config.store_path(story.folder), WHO_MAY, read_only=not write, clock=story.clock)
        key = keys.unlock(key_file.read_bytes(), PASSPHRASE) if write else None
        if key is not None:
            store.sign_in(key, person, key_file)
        standings = Standings(store, library)
        return Session(store, library, standings, person, key, story.clock, story.folder, key_file if write else None)

    frame = AppFrame(roles, name, "")
    stage = Stage(story, worker, frame)
    shell = Shell(
        worker=worker,
        me=person,
        name=name,
        roles=roles,
        go=frame.go,
        back=frame.back,
        toast=frame.toast,
        problem=stage.problem,
        today=lambda: calendar.day_of(story.clock.now),
        now=lambda: story.clock.now,
        settings=lambda: stage.settings,
        keep=stage.keep,
        sign_out=lambda: None,
        count=frame.sidebar.set_count,
        idle=lambda: stage.idle_s,
        folder=story.folder,
    )
    worker.bug.connect(stage.bugs.append)
    opened: list[Session] = []
    worker.open(lambda: session(write=True), lambda: session(write=False), opened.append)
    assert shots.wait(lambda: bool(opened))
    frame.resize(*size)
    frame.show()
    frame.start(shell)
    stage.settle()
    yield stage
    frame.may_close()
    stage.settle()
    frame.hide()
    frame.deleteLater()
    worker.release()
    stage.settle()


@contextmanager
def office(story: Story, person: str, *, size: tuple[int, int] = (1280, 800)) -> Iterator[Stage]:
    """The same with threads of its own."""
    worker = Worker()
    try:
        with signed_in(worker, story, person, size=size) as stage:
            yield stage
    finally:
        worker.close()
