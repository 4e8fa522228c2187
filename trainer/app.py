"""Builds every object of the window once and connects them; the only place that does. The clock starts here."""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from trainer import config, i18n
from trainer.errors import Refused, Trouble
from trainer.session import ZONE, Session, open_session
from trainer.ui import theme
from trainer.ui.looking import Looking
from trainer.ui.problems import Bugs, CrashWindow, sentence, sentences
from trainer.ui.window import Window

if TYPE_CHECKING:
    from trainer.ledger.keyring import KeyFile
    from trainer.ui.shell import Shell, Start
    from trainer.ui.worker import Watch, Worker

log = logging.getLogger("trainer.app")

Clock = Callable[[], int]

OF_THE_KEY = frozenset({"wrong-passphrase", "key-damaged", "key-unreadable", "mark-damaged"})
"""Troubles that belong under the passphrase; all others concern the data and stand in the banner."""

PLAYBILL = "demo.json"
"""A data folder with this file is a demonstration (`trainer.demo.shelf`, not loaded for the first paint)."""

BACKUP_AFTER_MS = 3_000
"""The daily backup waits until the first page is there."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said. `folder` is the data folder, `on` the day of --on.

    `demo` opens the demonstration, `person` (name, staff number or role) as somebody of it.
    """

    folder: Path
    on: date | None = None
    language: str = ""
    theme: str = ""
    first_paint: bool = False
    watch: bool = False
    demo: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, as the records know it; read once on the reader thread.

    `also` are the pages they need without having a role for them: a specialist who confirms somebody's hours signs.
    """

    me: str
    name: str
    roles: frozenset[str]
    organisation: str
    title: str
    demo: bool
    also: frozenset[str] = frozenset()


def clock_on(on: date | None) -> Clock:
    """The clock of the program, ms UTC: the computer's, or moved so that now is the same time of day on `on`."""
    if on is None:
        return lambda: time.time_ns() // 1_000_000
    now = datetime.now(ZONE)
    moved = datetime.combine(on, time_of_day(now.hour, now.minute, now.second), ZONE) - now
    shift = round(moved / timedelta(milliseconds=1))
    return lambda: time.time_ns() // 1_000_000 + shift


def make_application(arguments: list[str], settings: config.Settings) -> QApplication:
    """Qt's application object with our scale, language and theme. The scale has to be known before it is made."""
    if settings.scale != 100 and "QT_SCALE_FACTOR" not in os.environ:
        os.environ["QT_SCALE_FACTOR"] = str(settings.scale / 100)
    found = QApplication.instance()
    if isinstance(found, QApplication):
        application = found
    else:
        application = QApplication([*arguments, "-style", "fusion"])
        application.setProperty(theme.STYLED, True)
    application.setApplicationName(config.PRODUCT)
    application.setQuitOnLastWindowClosed(True)
    i18n.use(config.spoken(settings), config.catalogues())
    theme.use(application, settings.theme)
    return application


class App(QObject):
    """The window, the worker and the person who is signed in."""

    def __init__(self, options: Options, application: QApplication, settings: config.Settings) -> None:
        super().__init__()
        self.options = options
        self.application = application
        self.clock = clock_on(options.on)
        self.folder = options.folder
        self.monotonic: Callable[[], float] = time.monotonic
        self.bugs = Bugs(self)
        self.bugs.found.connect(self._crash)
        self.window = Window(options.folder, settings, self.today)
        self.window.make_start = self._start
        self.window.unlock_asked.connect(self.unlock)
        self.window.sign_out_asked.connect(self.sign_out)
        self.window.settings_changed.connect(self._settings_changed)
        self.window.shut.connect(self.close)
        self._looking = Looking(self, options.folder, options.on, clock_on, self._problem)
        self.identity: Identity | None = None
        self._key_file: Path | None = None
        self._who: Callable[[Session], Identity] | None = None
        self._stale = False
        self._settings = settings
        self._crashed: CrashWindow | None = None
        self._watch = self._begin_watch() if options.watch else None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    @cached_property
    def worker(self) -> Worker:
        """The two threads, begun with the first work: the first paint needs none (decision 0007)."""
        from trainer.ui.worker import Worker  # noqa: PLC0415  # not part of the first paint

        made = Worker(self)
        made.problem.connect(self._problem)
        made.bug.connect(self.bugs.take)
        made.became_idle.connect(self._look_again)
        return made

    def _begin_watch(self) -> Watch:
        from trainer.ui.worker import Watch  # noqa: PLC0415  # for development only

        return Watch(self)

    def today(self) -> date:
        """Today in the organisation's zone, as this program's clock says."""
        return datetime.fromtimestamp(self.clock() / 1000, ZONE).date()

    def begin_looking(self) -> None:
        """Open the demonstration: as the person of --as, else ask who to be."""
        self._looking.begin(self.options.person)

    def warm(self) -> None:
        """After the first paint: load on the worker what signing in needs, and the toolkit's own words."""
        settle()
        translate_toolkit(self.application, config.spoken(self._settings))
        self.worker.run(_import_heavy)

    # signing in and out

    def unlock(self, key_file: KeyFile, passphrase: str) -> None:
        """Open the key, then both sessions with it, then the frame."""
        row = self.window.welcome.current()
        if row is not None:
            row.unlocking(on=True)
        if key_file.demo and not passphrase:
            self._looking.enter(self.folder, key_file)
            return
        folder, clock = self.folder, self.clock
        self._key_file = key_file.path
        self._who = who = partial(identify, key_file=key_file)
        self.worker.open(
            lambda: open_session(folder, key_file.person, clock, key_file.path, passphrase),
            lambda: open_session(folder, key_file.person, clock, remember=True),
            lambda _session: self.worker.ask(who, self._unlocked, self._not_unlocked),
            self._not_unlocked,
        )

    def look(self, key_file: KeyFile) -> None:
        """Sign in as somebody of the demonstration in `folder`, on the day of `clock`; no passphrase is asked."""
        from trainer.demo import shelf  # noqa: PLC0415  # not part of the first paint

        folder, clock = self.folder, self.clock
        self._key_file = key_file.path
        self._who = who = partial(identify, key_file=key_file)
        self.worker.open(
            lambda: shelf.session(folder, key_file, clock, write=True),
            lambda: shelf.session(folder, key_file, clock, write=False, remember=True),
            lambda _session: self.worker.ask(who, self._unlocked, self._not_unlocked),
            self._not_unlocked,
        )

    def _unlocked(self, identity: Identity) -> None:
        if self._key_file is not None:
            self.worker.run(partial(_note_sign_in, self._key_file, identity, self.clock()))
        self.enter(identity)
        QTimer.singleShot(BACKUP_AFTER_MS, self, self._back_up)

    def _people_changed(self, people: frozenset[str]) -> None:
        who = self.identity  # what makes a specialist a confirmer is a record about somebody else
        self._stale = self._stale or (who is not None and (who.me in people or "specialist" in who.roles))

    def _look_again(self) -> None:
        """Records about me came or went, and nothing is being done: a bind that has arrived brings its pages at once."""
        if self._stale and self._who is not None and self.identity is not None:
            self._stale = False
            self.worker.ask(self._who, self._looked_again)

    def _looked_again(self, identity: Identity) -> None:
        frame = self.window.frame_
        if self.identity is None or frame is None or identity == self.identity or not frame.may_close():
            return
        self.identity = identity
        if self._key_file is not None:
            self.worker.run(partial(_note_sign_in, self._key_file, identity, self.clock()))
        self._build_again()

    def _back_up(self) -> None:
        """The daily backup, on the reader thread; nothing is asked and only a failure is told."""
        if self.identity is not None and not self.identity.demo:
            self.worker.ask(_back_up_if_due)

    def _not_unlocked(self, error: Exception) -> None:
        """A passphrase that does not open stands under its field; what is wrong with the data stands above all."""
        self.worker.release()
        row = self.window.welcome.current()
        code = error.code if isinstance(error, (Refused, Trouble)) else ""
        if row is not None and code in OF_THE_KEY:
            row.wrong(sentence(error))
            return
        if row is not None:
            row.unlocking(on=False)
        self.window.welcome.banner.say(*sentences(error))

    def enter(self, identity: Identity) -> None:
        """Somebody is signed in: build the frame and the shell its pages get."""
        from trainer.ui.frame import AppFrame  # noqa: PLC0415  # not part of the first paint
        from trainer.ui.pages.welcome import ROLE_WORDS  # noqa: PLC0415  # likewise

        self.identity = identity
        if not identity.demo and (self._settings.organisation, self._settings.organisation_title) != (
            identity.organisation,
            identity.title,
        ):
            self.window.keep(organisation=identity.organisation, organisation_title=identity.title)
        words = i18n._(", ").join(i18n._(ROLE_WORDS[one]) for one in ROLE_WORDS if one in identity.roles)
        frame = AppFrame(identity.roles, identity.name, words, also=identity.also)
        over = self._looking.strip(identity.title, identity.name) if identity.demo else None
        self.window.enter(frame, self._shell(frame, identity), over)
        self.worker.changed.connect(self._people_changed)

    def _shell(self, frame: object, identity: Identity) -> Shell:
        from trainer.ui.frame import AppFrame  # noqa: PLC0415  # not part of the first paint
        from trainer.ui.shell import Shell  # noqa: PLC0415  # likewise

        if not isinstance(frame, AppFrame):
            raise TypeError(type(frame).__name__)
        return Shell(
            worker=self.worker,
            me=identity.me,
            name=identity.name,
            roles=identity.roles,
            go=frame.go,
            back=frame.back,
            toast=frame.toast,
            problem=frame.problem,
            today=self.today,
            now=self.clock,
            settings=lambda: self.window.settings,
            keep=self.window.keep,
            sign_out=self.sign_out,
            count=frame.sidebar.set_count,
            idle=self.window.idle_seconds,
            folder=self.folder,
            monotonic=self.monotonic,
        )

    def sign_out(self) -> None:
        """Close both stores and show the welcome page with the same person open; in the demonstration, its people."""
        looked = self.identity is not None and self.identity.demo
        self._back_up()
        self.identity = None
        if self.window.frame_ is not None:
            self.worker.changed.disconnect()
        self.window.leave(self._key_file)
        self.worker.release()
        if looked:
            self._looking.choose()

    def _start(self) -> Start:
        from trainer.ui.shell import Start  # noqa: PLC0415  # not part of the first paint

        return Start(
            worker=self.worker,
            folder=self.options.folder,
            now=self.clock,
            done=self.window.leave_step,
            back=self._looking.leave,
            problem=self._problem,
            look=self._looking.enter,
        )

    # settings, problems, closing

    def _settings_changed(self, settings: config.Settings) -> None:
        old, self._settings = self._settings, settings
        try:
            config.save(self.options.folder, settings)
        except Trouble as error:
            self._problem(error)
        if old.language != settings.language:
            i18n.use(config.spoken(settings), config.catalogues())
            translate_toolkit(self.application, config.spoken(settings))
            theme.use(self.application, settings.theme)
            self._build_again()
        elif old.theme != settings.theme:
            theme.use(self.application, settings.theme)

    def _build_again(self) -> None:
        self.window.rebuild()
        if self.identity is not None and self.window.frame_ is not None:
            self.worker.changed.disconnect()
            old = self.window.frame_
            self.enter(self.identity)
            old.hide()
            old.deleteLater()

    def _scheme_changed(self) -> None:
        if self._settings.theme == "system":
            theme.use(self.application, "system")

    def _problem(self, error: Exception) -> None:
        if not isinstance(error, (Refused, Trouble)):
            self.bugs.take(error)
        elif self.window.frame_ is not None:
            self.window.frame_.problem(error)
        else:
            self.window.welcome.banner.say(*sentences(error))

    def _crash(self, text: str) -> None:
        if self._crashed is None:
            self._crashed = CrashWindow(text, self.window)
            self._crashed.finished.connect(self._crash_read)
            self._crashed.show()

    def _crash_read(self) -> None:
        self._crashed = None

    def close(self) -> None:
        """Finish what was begun, make the daily backup if none was made, end the threads."""
        self._back_up()
        self.identity = None
        if "worker" in self.__dict__:
            self.worker.close()
        if self._watch is not None:
            self._watch.stop()
            self._watch = None


def translate_toolkit(application: QApplication, language: str) -> None:
    """Put Qt's own words (menus of text fields, file windows) into the language of the program."""
    for old in application.findChildren(QTranslator, "toolkit"):
        application.removeTranslator(old)
        old.deleteLater()
    words = QTranslator(application)
    words.setObjectName("toolkit")
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)


def settle() -> None:
    """The first window is there: what was made so far stays until the end, so no collection looks at it again."""
    gc.freeze()
    gc.enable()


def identify(session: Session, key_file: KeyFile) -> Identity:
    """Who this session belongs to, as the records say; before the bind has arrived a trainee, named by the key file."""
    from trainer.views import mentoring  # noqa: PLC0415  # not part of the first paint

    bound = session.store.people().get(session.me)
    roles = frozenset(bound.roles) if bound is not None else frozenset({"trainee"})
    name = session.standings.of(session.me).name or key_file.name
    also = frozenset({"signoff"}) if "specialist" in roles and mentoring.mine(session) else frozenset[str]()
    return Identity(session.me, name, roles, session.store.org, session.store.title, session.store.demo, also)


def _note_sign_in(path: Path, identity: Identity, now: int) -> None:
    from trainer.actions import keeping  # noqa: PLC0415  # not part of the first paint

    keeping.note_sign_in(path, identity.name, identity.roles, now)


def _back_up_if_due(session: Session) -> None:
    from trainer.actions import keeping  # noqa: PLC0415  # not part of the first paint

    keeping.back_up_if_due(session)


def _import_heavy() -> None:
    """Import what signing in needs, so that the passphrase is not waiting for it."""
    import trainer.ledger.keys  # noqa: PLC0415  # the point of this function
    import trainer.ledger.store  # noqa: PLC0415  # the point of this function
    import trainer.standing  # noqa: F401, PLC0415  # the point of this function


def run(options: Options, arguments: list[str]) -> int:
    """Show the window and stay until it is closed. The exit code of the program."""
    settings = config.load(options.folder)
    if options.language:
        settings = replace(settings, language=options.language)
    if options.theme:
        settings = replace(settings, theme=options.theme)
    application = make_application(arguments, settings)
    app = App(options, application, settings)
    app.bugs.install()
    app.window.show()
    if options.demo or (options.folder / PLAYBILL).exists():
        app.window.painted.connect(app.begin_looking)
    if options.first_paint:
        app.window.painted.connect(application.quit)
    else:
        app.window.painted.connect(app.warm)
    code = application.exec()
    settle()
    app.close()
    return code
