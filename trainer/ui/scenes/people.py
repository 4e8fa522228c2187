"""The demonstration's people for pictures of pages: a copy in a scratch folder, shown in the real frame."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer import config
from trainer.demo import cast, play, shelf, story
from trainer.demo.stage import PASSPHRASE, Clock
from trainer.domain import calendar
from trainer.ledger.keyring import KeyFile
from trainer.session import Session, open_session
from trainer.ui.frame import AppFrame
from trainer.ui.shell import Shell
from trainer.ui.worker import Worker

CALLED = {"hr": cast.HR, "mentor": cast.MENTOR, "trainee": "1031", "beginner": "1036", "examiner": cast.EXAMINER}
"""Staff numbers of those the scenes name by what they do."""


@dataclass(frozen=True, slots=True)
class Firm:
    """The demonstration in a folder, its clock, and everybody's key file by staff number."""

    folder: Path
    clock: Clock
    people: Mapping[str, KeyFile]

    def key_file(self, who: str) -> KeyFile:
        """Of somebody by staff number or by what they do (`CALLED`)."""
        return self.people[CALLED.get(who, who)]

    def session(self, who: str, *, write: bool) -> Session:
        """Their session, on the thread that calls."""
        key = self.key_file(who)
        return open_session(self.folder, key.person, self.clock, key.path if write else None, PASSPHRASE)


def found(base: Path) -> Firm:
    """A copy of the demonstration in `base`, on its own morning.

    Raises `Trouble` ``library-missing``.
    """
    folder = copied(base / "data")
    return Firm(folder, Clock(story.MORNING), {one.member.number: one.key_file for one in shelf.roles(folder)})


def copied(folder: Path) -> Path:
    """A copy of the demonstration's data folder."""
    return Path(shutil.copytree(_told(), folder))


@cache
def _told() -> Path:
    """The shipped demonstration; without one it is made once per process."""
    shipped = shelf.shipped()
    if shipped is not None:
        return shipped
    base = config.throw_away_folder()
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return play.make(base / "demo")


class Scene(AppFrame):
    """The frame of somebody of the firm, with its own threads."""

    def __init__(self, firm: Firm, who: str) -> None:
        self.firm, self.who = firm, who
        session = firm.session(who, write=False)
        self.me, self.called = session.me, session.standings.of(session.me).name
        self.roles = frozenset(session.store.people()[self.me].roles)
        session.close()
        super().__init__(self.roles, self.called, cast.TITLE)
        self.worker = Worker()
        self.worker.bug.connect(self._trouble)
        self.settings = config.Settings(organisation_title=cast.TITLE)
        self.troubles: list[Exception] = []
        """What went wrong while the page was shown; nothing may."""
        self.arrived = False

    def begin(self, page: str, arguments: Mapping[str, object]) -> None:
        """Sign in and open a page; the argument ``@trainee`` or ``@1028`` is that person's id."""
        self.worker.open(
            partial(self.firm.session, self.who, write=True),
            partial(self.firm.session, self.who, write=False),
            lambda _session: self._signed_in(page, arguments),
            self._trouble,
        )

    def _trouble(self, error: Exception) -> None:
        self.troubles.append(error)
        self.arrived = True
        self.problem(error)

    def meant(self, value: object) -> object:
        """An argument, with a person's id for ``@trainee`` or ``@1028``."""
        return self.firm.key_file(value[1:]).person if isinstance(value, str) and value.startswith("@") else value

    def _signed_in(self, page: str, arguments: Mapping[str, object]) -> None:
        clock = self.firm.clock
        shell = Shell(
            worker=self.worker,
            me=self.me,
            name=self.called,
            roles=self.roles,
            go=self.go,
            back=self.back,
            toast=self.toast,
            problem=self._trouble,
            today=lambda: calendar.day_of(clock.now),
            now=lambda: clock.now,
            settings=lambda: self.settings,
            keep=lambda **_changes: None,
            sign_out=lambda: None,
            count=self.sidebar.set_count,
            idle=lambda: 0,
            folder=self.firm.folder,
        )
        self.arrived = True  # before the page is built: one that fails to must not be waited for
        self.start(shell)
        self.go(page, **{name: self.meant(value) for name, value in arguments.items()})


def scene(role: str, page: str, **arguments: object) -> Callable[[Path], QWidget]:
    """What `shots.Scenario` builds: this page, as this person of the firm sees it."""

    def build(folder: Path) -> QWidget:
        made = Scene(found(folder), role)
        made.begin(page, arguments)
        return made

    return build


def ready(widget: QWidget) -> bool:
    """Whether everything the page asked for has arrived."""
    return isinstance(widget, Scene) and widget.arrived and widget.worker.idle()


def troubles(widget: QWidget) -> list[Exception]:
    """What went wrong in the scene."""
    return widget.troubles if isinstance(widget, Scene) else []


def close(widget: QWidget) -> None:
    """End the scene's threads."""
    if isinstance(widget, Scene):
        widget.may_close()
        widget.worker.close()
