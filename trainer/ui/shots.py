"""Pictures of every page in both languages and themes, and what is wrong with them: `trainer --shots DIR`.

A scenario builds what is to be seen and says when it is there. Whoever adds a page adds it to `SCENARIOS`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from trainer import config, i18n
from trainer.ui import inspection, theme

ON: Final = date(2026, 11, 23)
"""The Monday of the story in the design pictures."""
SIZE: Final = (1280, 800)
SIZES: Final = (SIZE, (1024, 680))
"""What every page is pictured at, unless somebody asks for other sizes (ui.md §1.3: designed at, and the smallest)."""
LANGUAGES: Final = ("zh_CN", "en")
THEMES: Final = ("light", "dark")
PATIENCE_MS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Scenario:
    """`build(folder)` makes the widget to be pictured in a scratch folder; `ready(widget)` says whether it has arrived.

    `close` ends what the scenario started (worker threads), `wrong` tells what it noticed itself, `page` is the name
    in `navigation.PAGES`.
    """

    name: str
    build: Callable[[Path], QWidget]
    ready: Callable[[QWidget], bool] = lambda _widget: True
    close: Callable[[QWidget], object] = lambda _widget: None
    size: tuple[int, int] = SIZE
    page: str = ""
    wrong: Callable[[QWidget], list[str]] = lambda _widget: []


class Heard(QObject):
    """While it lasts: what Qt warned of, bugs in callbacks, and parts of a page that flashed up as windows of their own."""

    QUIET = ("propagateSizeHints",)
    """The offscreen platform says so about every window with a minimum size."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self._said: list[str] = []
        self._windows: list[QWidget] = []
        application.installEventFilter(self)
        self._before = qInstallMessageHandler(self._hear)
        self._hook, sys.excepthook = sys.excepthook, self._bug

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(quiet in message for quiet in self.QUIET):
            self._said.append(f"Qt: {message}")

    def _bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        where = traceback.extract_tb(trace)[-1:]
        self._said.append(f"{kind.__name__}: {error}{''.join(f' ({one.filename}:{one.lineno})' for one in where)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice windows."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._windows.append(watched)
        return False

    def take(self) -> list[str]:
        """What was heard since the last time; to be asked while the page is still there."""
        said, windows = self._said, self._windows
        self._said, self._windows = [], []
        flashed = [one for one in windows if isValid(one) and not one.isWindow()]
        return [*said, *(f"{inspection.called(one)} was shown as a window of its own" for one in flashed)]

    def end(self) -> None:
        """Listen no longer."""
        self._application.removeEventFilter(self)
        qInstallMessageHandler(self._before)
        sys.excepthook = self._hook


def _welcome(folder: Path) -> QWidget:
    from trainer.ui.window import Window  # noqa: PLC0415  # only when this picture is made

    people = (("林可", "hr", (19, 17, 41)), ("王敏", "mentor", (20, 18, 5)), ("李晓雯", "trainee", (23, 8, 52)))
    keys = config.keys_folder(folder)
    keys.mkdir(parents=True, exist_ok=True)
    for place, (name, role, (day, hour, minute)) in enumerate(people):
        used = datetime(2026, 11, day, hour - 8 if hour >= 8 else 0, minute, tzinfo=UTC)
        shown = {"name": name, "roles": [role], "last_used": round(used.timestamp() * 1000), "demo": False}
        log = f"{place:064x}"
        body = {"org": "00" * 16, "person": f"{place:032x}", "log": log, "shown": shown}
        (keys / f"{place}.key").write_text(json.dumps(body), encoding="utf-8")
    window = Window(folder, config.Settings(organisation_title="明远财税"), lambda: ON)
    row = window.welcome.current()
    if row is not None:
        row.passphrase.setText("x" * 18)
    return window


def _first_start(folder: Path) -> QWidget:
    from trainer.ui.window import Window  # noqa: PLC0415  # only when this picture is made

    return Window(folder / "nobody", config.Settings(), lambda: ON)


def _gallery(folder: Path) -> QWidget:
    from trainer.ui.scenes.gallery import Gallery  # noqa: PLC0415  # only when this picture is made

    del folder
    return Gallery()


def _of(role: str, page: str, name: str = "", **arguments: object) -> Scenario:
    """A page as somebody of the demonstration sees it."""

    def build(folder: Path) -> QWidget:
        from trainer.ui.scenes import people  # noqa: PLC0415  # only when this picture is made

        return people.scene(role, page, **arguments)(folder)

    def ready(widget: QWidget) -> bool:
        from trainer.ui.scenes import people  # noqa: PLC0415  # likewise

        return people.ready(widget)

    def close(widget: QWidget) -> None:
        from trainer.ui.scenes import people  # noqa: PLC0415  # likewise

        people.close(widget)

    def wrong(widget: QWidget) -> list[str]:
        from trainer.ui.scenes import people  # noqa: PLC0415  # likewise

        return [f"{type(one).__name__}: {one}" for one in people.troubles(widget)]

    return Scenario(name or page, build, ready, close, page=page, wrong=wrong)


def _first(name: str) -> Scenario:
    """A page before signing in."""

    def build(folder: Path) -> QWidget:
        from trainer.ui.scenes import first  # noqa: PLC0415  # only when this picture is made

        return first.SCENES[name](folder)

    def ready(widget: QWidget) -> bool:
        from trainer.ui.scenes import first  # noqa: PLC0415  # likewise

        return first.ready(widget)

    def close(widget: QWidget) -> None:
        from trainer.ui.scenes import first  # noqa: PLC0415  # likewise

        first.close(widget)

    return Scenario(name, build, ready, close)


def _attempt(name: str) -> Scenario:
    """A practice round or a paper halfway."""

    def build(folder: Path) -> QWidget:
        from trainer.ui.scenes import attempt  # noqa: PLC0415  # only when this picture is made

        return attempt.practice(folder) if name == "practice" else attempt.paper(folder)

    return replace(_of("trainee", "attempt"), name=name, build=build)


SCENARIOS: Final[list[Scenario]] = [
    Scenario("welcome", _welcome),
    Scenario("first-start", _first_start),
    Scenario("components", _gallery, size=(1280, 720)),
    _first("look"),
    _first("found"),
    _first("founded"),
    _first("joined"),
    _first("restoring"),
    _of("hr", "overview"),
    _of("hr", "exchange"),
    _of("hr", "people"),
    _of("hr", "audit"),
    _of("hr", "approvals"),
    _of("hr", "register"),
    _of("hr", "settings"),
    _of("mentor", "help"),
    _of("trainee", "about"),
    _of("trainee", "today"),
    _of("trainee", "path"),
    _of("trainee", "path", "practical", practical="M05"),
    _of("trainee", "lesson", lesson="w04-l04"),
    _of("trainee", "hours"),
    _of("trainee", "notes"),
    _of("trainee", "tests"),
    _of("trainee", "reviews"),
    _attempt("practice"),
    _attempt("paper"),
    _of("trainee", "library", kind="case", id="consultancy-special-invoice-under-threshold"),
    _of("trainee", "feedback", "feedback-mine"),
    _of("trainee", "certificates"),
    _of("mentor", "trainees"),
    _of("mentor", "trainees", "trainee-sheet", person="@trainee"),
    _of("mentor", "sessions"),
    _of("mentor", "sessions", "sessions-form", form=True),
    _of("mentor", "signoff", key="practical:"),
    _of("mentor", "signoff", "signoff-theory", key="theory:"),
    _of("mentor", "signoff", "signoff-hours", key="hours:"),
    _of("hr", "records", about="@trainee"),
    _of("hr", "uncounted"),
    _of("hr", "feedback"),
    _of("hr", "backups"),
]


def wait(condition: Callable[[], bool], milliseconds: int = PATIENCE_MS) -> bool:
    """Let Qt work until the condition holds; False when the time is over."""
    if condition():
        return True
    loop, look = QEventLoop(), QTimer(interval=10)
    held = False

    def see() -> None:
        nonlocal held
        held = held or condition()  # what held once may begin again before the loop is left
        if held:
            loop.quit()

    look.timeout.connect(see)
    QTimer.singleShot(milliseconds, loop.quit)
    look.start()
    loop.exec()
    look.stop()
    return held or condition()


def settle() -> None:
    """Let what arrived be laid out and painted: a change of size makes further ones."""
    for _turn in range(3):
        QApplication.processEvents()


@contextmanager
def scene(scenario: Scenario, folder: Path) -> Iterator[QWidget]:
    """The scenario's widget, shown at its size and ready."""
    widget = scenario.build(folder)
    try:
        widget.resize(*scenario.size)
        widget.show()
        wait(lambda: scenario.ready(widget))
        settle()
        yield widget
    finally:
        widget.hide()
        scenario.close(widget)
        widget.deleteLater()
        QApplication.processEvents()


def picture(
    scenario: Scenario,
    folder: Path,
    target: Path | None,
    heard: Heard | None = None,
    sizes: tuple[tuple[int, int], ...] = (SIZE,),
) -> list[str]:
    """Make the pictures of one scenario (or only look, with no target), one for each size; gives what is wrong with them.

    Only the first size names its file as `target`; the others add their width. A scenario of a size of its own has one.
    """
    with scene(scenario, folder) as widget:
        wrong = [] if scenario.ready(widget) else ["did not become ready"]
        for place, size in enumerate(sizes if scenario.size == SIZE else (scenario.size,)):
            if (widget.width(), widget.height()) != size:
                widget.resize(*size)
                wait(lambda: scenario.ready(widget))
                settle()
            seen = [*inspection.findings(widget, *size), *inspection.ill_spoken(widget)]
            wrong += [f"at {size[0]}: {one}" for one in seen] if place else seen
            if target is not None:
                path = target.with_stem(f"{target.stem}-{size[0]}") if place else target
                widget.grab().save(str(path))
        wrong += scenario.wrong(widget)
        wrong += heard.take() if heard is not None else []
    return wrong


def application() -> QApplication:
    """Qt's application object on a platform without a screen, unless the environment names one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["trainer"])


def sizes_of(text: str) -> tuple[tuple[int, int], ...]:
    """``1024x680,1920x1080`` as sizes; nothing given: `SIZES`. ValueError for anything else."""
    found = [tuple(int(part) for part in one.split("x")) for one in text.split(",") if one]
    if any(len(one) != 2 for one in found):
        raise ValueError(text)
    return tuple((one[0], one[1]) for one in found) or SIZES


def run(target: Path, only: str = "", sizes: tuple[tuple[int, int], ...] = SIZES) -> int:
    """Write every picture to `target`, or those with `only` in their name; 1 if anything is wrong with any of them, or
    none has that name.
    """
    wanted = [one for one in SCENARIOS if only in one.name]
    if not wanted:
        say(f"shots: no picture has {only!r} in its name; there are {', '.join(one.name for one in SCENARIOS)}")
        return 1
    made = application()
    heard = Heard(made)
    target.mkdir(parents=True, exist_ok=True)
    bad = 0
    for language in LANGUAGES:
        i18n.use(language, config.catalogues())
        for mode in THEMES:
            theme.use(made, mode)
            for scenario in wanted:
                name = f"{scenario.name}-{language}-{mode}"
                bad += tell(name, in_scratch(scenario, target / f"{name}.png", heard, sizes))
    heard.end()
    each = sum(len(sizes) if one.size == SIZE else 1 for one in wanted)
    count = each * len(LANGUAGES) * len(THEMES)
    say(f"shots: {count} pictures in {target}, {bad} findings")
    return 1 if bad else 0


def in_scratch(
    scenario: Scenario, target: Path | None, heard: Heard, sizes: tuple[tuple[int, int], ...] = (SIZE,)
) -> list[str]:
    """`picture` in a folder that is removed afterwards."""
    folder = config.throw_away_folder()
    try:
        return picture(scenario, folder, target, heard, sizes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tell(name: str, wrong: list[str]) -> int:
    """Print what is wrong and where; how much it is."""
    for line in wrong:
        say(f"{name}: {line}")
    return len(wrong)


def say(line: str) -> None:
    """One line for whoever called; a program without a console has nobody to tell."""
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
