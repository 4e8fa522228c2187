"""Being in the demonstration: which folder, whose eyes, and the ways in and out. Used by `app` alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from trainer.errors import Refused

if TYPE_CHECKING:
    from trainer.ledger.keyring import KeyFile
    from trainer.ui.demo_bar import DemoBar
    from trainer.ui.window import Window
    from trainer.ui.worker import Worker


class Host(Protocol):
    """What is needed of the program: `App`."""

    folder: Path
    clock: Callable[[], int]
    window: Window

    @property
    def worker(self) -> Worker:
        """The threads."""

    def today(self) -> date:
        """Today, as the clock says."""

    def look(self, key_file: KeyFile) -> None:
        """Sign in without a passphrase."""

    def sign_out(self) -> None:
        """Sign out."""


class Looking:
    """The way in: `begin` or `enter`. The way out: `leave`. In between `choose` asks again who to be.

    `own` is the user's own data folder, `on` the day of --on, `clock_on` makes a clock that stands on a day.
    """

    def __init__(
        self,
        host: Host,
        own: Path,
        on: date | None,
        clock_on: Callable[[date | None], Callable[[], int]],
        problem: Callable[[Exception], None],
    ) -> None:
        self._host = host
        self._own = own
        self._on = on
        self._clock_on = clock_on
        self._problem = problem

    def begin(self, person: str) -> None:
        """Open the demonstration as somebody (name, staff number or role), or ask who to be."""
        if not person:
            self.choose()
            return
        from trainer.demo import play  # noqa: PLC0415  # only here

        work = partial(play.provide, self._own)
        self._host.worker.run(work, partial(self._as, person), self._problem, self._host.window)

    def _as(self, person: str, folder: Path) -> None:
        from trainer.demo import shelf  # noqa: PLC0415  # only here

        found = shelf.role(folder, person)
        if found is None:
            self._problem(Refused("unknown-person", person=person))
        else:
            self.enter(folder, found.key_file)

    def enter(self, folder: Path, key_file: KeyFile) -> None:
        """Sign in as somebody; the clock stands on the day asked for, else on the demonstration's own."""
        from trainer.demo import shelf  # noqa: PLC0415  # only here

        playbill = shelf.read(folder)
        self._host.folder = folder
        self._host.clock = self._clock_on(self._on or (playbill.day if playbill is not None else None))
        self._host.look(key_file)

    def choose(self) -> None:
        """The list of people."""
        self._host.window.open_step("looking", "LookPage")

    def again(self) -> None:
        """Sign out and throw away what was done; the list fills with a fresh copy."""
        self._host.sign_out()
        self._host.window.start_over()

    def leave(self) -> None:
        """Back to the user's own data and day."""
        self._host.folder = self._own
        self._host.clock = self._clock_on(self._on)
        self._host.window.leave_step(None)

    def out(self) -> None:
        """Out of the demonstration, from any page of it."""
        self._host.sign_out()
        self.leave()

    def strip(self, title: str, name: str) -> DemoBar:
        """The strip over the pages of whoever is signed in."""
        from trainer.demo.stage import PASSPHRASE  # noqa: PLC0415  # only here
        from trainer.ui.demo_bar import DemoBar  # noqa: PLC0415  # only here

        made = DemoBar(PASSPHRASE)
        made.other_asked.connect(self._host.sign_out)
        made.again_asked.connect(self.again)
        made.leave_asked.connect(self.out)
        made.show_for(title, name, self._host.today(), own=self._host.folder != self._own)
        return made
