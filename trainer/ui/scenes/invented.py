"""A small invented firm for pictures of pages: made through the real actions in a scratch folder, shown in the real frame.

The people are those of the design pictures, on Monday 23 November 2026. Keys are cheap: nothing here protects anything.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer import config, local
from trainer.actions import attesting, organising, studying
from trainer.actions.organising import Newcomer
from trainer.content.library import Library
from trainer.domain import calendar
from trainer.domain.people import WHO_MAY
from trainer.errors import Trouble
from trainer.ledger import keys
from trainer.ledger.keyring import read_public
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings
from trainer.ui.frame import AppFrame
from trainer.ui.shell import Shell
from trainer.ui.worker import Worker

PASSPHRASE = "harbour kettle violet spoon march"  # noqa: S105  # of keys that protect nothing
TITLE = "明远财税"
TODAY = date(2026, 11, 23)
START = date(2026, 8, 3)


class Clock:
    """Milliseconds UTC; a second passes with every look, so that no two records say the same time."""

    def __init__(self) -> None:
        self.now = calendar.at(START, 8)

    def __call__(self) -> int:
        """The time."""
        self.now += 1000
        return self.now

    def set(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Go to a moment of a day."""
        self.now = calendar.at(day, hour, minute)


@dataclass(frozen=True, slots=True)
class Firm:
    """The firm on disk: its clock, and everybody's person id and key file by role."""

    folder: Path
    clock: Clock
    people: Mapping[str, tuple[str, Path]]

    def session(self, role: str, *, write: bool) -> Session:
        """A session of whoever has this role, on the thread that calls."""
        person, key_file = self.people[role]
        path = config.library_path()
        if path is None:
            raise Trouble("library-missing", "build-library")
        store = Store.open(config.store_path(self.folder), WHO_MAY, read_only=not write, clock=self.clock)
        library = Library.open(path)
        key = keys.unlock(key_file.read_bytes(), PASSPHRASE) if write else None
        if key is not None:
            store.sign_in(key, person, key_file)
        standings = Standings(store, library)
        return Session(store, library, standings, person, key, self.clock, self.folder, key_file if write else None)


def found(base: Path) -> Firm:
    """A copy of the firm in `base`: HR, the mentor and the trainee in her third mentoring week, on the day of the pictures.

    Raises `Trouble` ``library-missing``.
    """
    return copied(_small(), base)


def copied(firm: Firm, base: Path) -> Firm:
    """The same firm in another folder, with a clock of its own on the day of the pictures."""
    folder, clock = base / "data", Clock()
    shutil.copytree(firm.folder, folder)
    clock.set(TODAY, 9, 30)
    keys_ = config.keys_folder(folder)
    return Firm(folder, clock, {who: (person, keys_ / path.name) for who, (person, path) in firm.people.items()})


def kept_folder() -> Path:
    """A folder for a firm that is made once per process and copied for every scene."""
    base = config.throw_away_folder()
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return base


@cache
def _small() -> Firm:
    base = kept_folder()
    clock, folder = Clock(), base / "data"
    key_file = organising.found_organisation(
        folder,
        TITLE,
        Newcomer("林可", "1001", "人事"),
        passphrase=PASSPHRASE,
        recovery=base / "recovery",
        recovery_passphrase=PASSPHRASE,
        clock=clock,
        kdf=keys.CHEAP,
    )
    firm = Firm(folder, clock, {"hr": _known(key_file)})
    hr = firm.session("hr", write=True)
    try:
        mentor = add(firm, hr, Newcomer("王敏", "1012", "税务"), "mentor")
        trainee = add(firm, hr, Newcomer("李晓雯", "1031", "售后服务"), "trainee")
        organising.enrol(hr, trainee[0], START)
        organising.assign(hr, trainee[0], mentor[0], "mentor", START)
    finally:
        hr.close()
    firm = Firm(folder, clock, {**firm.people, "mentor": mentor, "trainee": trainee})
    _learn(firm)
    clock.set(TODAY, 9, 30)
    return firm


def _known(key_file: Path) -> tuple[str, Path]:
    public = read_public(key_file)
    if public is None:
        raise Trouble("key-unreadable", "check-data-folder", file=key_file.name)
    return public.person, key_file


def add(firm: Firm, hr: Session, newcomer: Newcomer, role: str) -> tuple[str, Path]:
    """Somebody new with a bound key: person id and key file."""
    person = organising.add_person(hr, newcomer)
    invitation, answer = firm.folder / "invitation", firm.folder / "answer"
    organising.invite(hr, person, {role}, invitation)
    key_file, _words = organising.join(
        firm.folder,
        invitation.read_bytes(),
        passphrase=PASSPHRASE,
        answer=answer,
        clock=firm.clock,
        kdf=keys.CHEAP,
    )
    organising.bind(hr, organising.read_request(hr, answer), passphrase=PASSPHRASE)
    return person, key_file


def _learn(firm: Firm) -> None:
    """What the trainee did so far: three lessons, some hours, a course elsewhere, a practical asked for."""
    me = firm.session("trainee", write=True)
    try:
        lessons = me.library.lessons()
        for day, lesson in zip((20, 21, 22), lessons[:3], strict=False):
            firm.clock.set(date(2026, 10, day), 17)
            studying.record_study(me, lesson.id, lesson.hash, calendar.at(date(2026, 10, day), 15), ((0, 2100),))
            asked = me.library.items_of(f"lesson:{lesson.id}")
            studying.finish_lesson(me, lesson.id, {item.id: "a" for _hash, item in asked})
        firm.clock.set(date(2026, 11, 20), 16)
        studying.claim_hours(me, title="金税系统操作", provider="区税务局", day=date(2026, 11, 18), seconds=7200)
        attesting.request_practical(me, "M05", files=_evidence(firm))
        if len(lessons) > 3:
            half = lessons[3]
            seen = tuple(one.id for one in half.sections[:2])
            place = local.Place(hash=half.hash, at=half.sections[2].id, seen=seen, time=firm.clock())
            local.keep_place(firm.folder, me.me, half.id, place)
    finally:
        me.close()


def _evidence(firm: Firm) -> tuple[Path, ...]:
    """Two small papers of the practical, as somebody would attach them."""
    folder = firm.folder.parent / "evidence"
    folder.mkdir(exist_ok=True)
    lists = "".join(f"{n},2026-11-{10 + n},{1000 * n}.00\n" for n in range(1, 11))
    texts = {"十张数电发票清单.csv": lists * 20, "给购方的书面提醒.txt": "红字确认单须在 72 小时内确认。\n" * 30}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in texts)


class Scene(AppFrame):
    """The frame of somebody of the firm, with its own threads."""

    def __init__(self, firm: Firm, who: str) -> None:
        self.firm, self.who = firm, who
        session = firm.session(who, write=False)
        self.me, self.called = session.me, session.standings.of(session.me).name
        self.roles = frozenset(session.store.people()[self.me].roles)
        session.close()
        super().__init__(self.roles, self.called, TITLE)
        self.worker = Worker()
        self.worker.bug.connect(self._trouble)
        self.settings = config.Settings(organisation_title=TITLE)
        self.troubles: list[Exception] = []
        """What went wrong while the page was shown; nothing may."""
        self.arrived = False

    def begin(self, page: str, arguments: Mapping[str, object]) -> None:
        """Sign in and open a page; the argument ``@trainee`` is that person's id."""
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
        """An argument, with a person's id for ``@trainee``."""
        return self.firm.people[value[1:]][0] if isinstance(value, str) and value.startswith("@") else value

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
