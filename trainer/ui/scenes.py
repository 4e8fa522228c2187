"""Pages as people of the invented firm see them: the real frame, real sessions on their threads, a scratch folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer import config
from trainer.domain import calendar
from trainer.ui import firm as invented
from trainer.ui.firm import Firm
from trainer.ui.frame import AppFrame
from trainer.ui.shell import Shell
from trainer.ui.worker import Worker


class Scene(AppFrame):
    """The frame of somebody of the firm, with its own threads."""

    def __init__(self, firm: Firm, who: str) -> None:
        self.firm, self.who = firm, who
        session = firm.session(who, write=False)
        self.me, self.called = session.me, session.standings.of(session.me).name
        self.roles = frozenset(session.store.people()[self.me].roles)
        session.close()
        super().__init__(self.roles, self.called, invented.TITLE)
        self.worker = Worker()
        self.worker.bug.connect(self._bug)
        self.settings = config.Settings(organisation_title=invented.TITLE)
        self.troubles: list[Exception] = []
        """What went wrong while the page was shown."""
        self.arrived = False

    def begin(self, page: str, arguments: Mapping[str, object]) -> None:
        """Sign in and open a page; an argument ``@complete`` is the person of that name in the firm."""
        self.worker.open(
            partial(self.firm.session, self.who, write=True),
            partial(self.firm.session, self.who, write=False),
            lambda _session: self._signed_in(page, arguments),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self.troubles.append(error)
        self.arrived = True
        self.problem(error)

    def _bug(self, error: Exception) -> None:
        self.troubles.append(error)

    def meant(self, value: object) -> object:
        """An argument with names of the firm put in: ``@attempt``, ``@trainee`` …"""
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        return self.firm.attempt if value == "@attempt" else self.firm.people[value[1:]][0]

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
            problem=self._failed,
            today=lambda: calendar.day_of(clock.now),
            now=lambda: clock.now,
            settings=lambda: self.settings,
            keep=lambda **_changes: None,
            sign_out=lambda: None,
            count=self.sidebar.set_count,
            idle=lambda: 0,
            folder=self.firm.folder,
        )
        self.start(shell)
        self.go(page, **{name: self.meant(value) for name, value in arguments.items()})
        self.arrived = True


def scene(who: str, page: str, **arguments: object) -> Callable[[Path], QWidget]:
    """What `shots.Scenario` builds: this page, as this person of the firm sees it."""

    def build(folder: Path) -> QWidget:
        made = Scene(invented.firm(folder), who)
        made.begin(page, arguments)
        return made

    return build


def ready(widget: QWidget) -> bool:
    """Whether everything the page asked for has arrived."""
    return isinstance(widget, Scene) and widget.arrived and widget.worker.idle()


def close(widget: QWidget) -> None:
    """End the scene's threads."""
    if isinstance(widget, Scene):
        widget.may_close()
        widget.worker.close()
