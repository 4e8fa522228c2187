"""Pictures of every page in both languages and themes, and what is wrong with them. `trainer --shots DIR`, `--selftest`.

A scenario builds what is to be seen and calls `done` when it is there. Page lanes add theirs to `SCENARIOS`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from trainer import config, i18n
from trainer.ui import inspection, theme

ON: Final = date(2026, 11, 23)
"""The Monday of the story in the design pictures."""
SIZE: Final = (1280, 800)
LANGUAGES: Final = ("zh_CN", "en")
THEMES: Final = ("light", "dark")
PATIENCE_MS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Scenario:
    """`build(folder)` makes the widget to be pictured in a scratch folder; `ready(widget)` says whether it has arrived.

    `pictures` may set the size; `close` ends what the scenario started (worker threads).
    """

    name: str
    build: Callable[[Path], QWidget]
    ready: Callable[[QWidget], bool] = lambda _widget: True
    close: Callable[[QWidget], object] = lambda _widget: None
    size: tuple[int, int] = SIZE


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
    from trainer.ui.gallery import Gallery  # noqa: PLC0415  # only when this picture is made

    del folder
    return Gallery()


def _of(role: str, page: str, name: str = "", **arguments: object) -> Scenario:
    """A page as somebody of the invented firm sees it."""

    def build(folder: Path) -> QWidget:
        from trainer.ui import scenes  # noqa: PLC0415  # only when this picture is made

        return scenes.scene(role, page, **arguments)(folder)

    def ready(widget: QWidget) -> bool:
        from trainer.ui import scenes  # noqa: PLC0415  # likewise

        return scenes.ready(widget)

    def close(widget: QWidget) -> None:
        from trainer.ui import scenes  # noqa: PLC0415  # likewise

        scenes.close(widget)

    return Scenario(name or page, build, ready, close)


def _first(name: str) -> Scenario:
    """A page before signing in."""

    def build(folder: Path) -> QWidget:
        from trainer.ui import first_scenes  # noqa: PLC0415  # only when this picture is made

        return first_scenes.SCENES[name](folder)

    def ready(widget: QWidget) -> bool:
        from trainer.ui import first_scenes  # noqa: PLC0415  # likewise

        return first_scenes.ready(widget)

    def close(widget: QWidget) -> None:
        from trainer.ui import first_scenes  # noqa: PLC0415  # likewise

        first_scenes.close(widget)

    return Scenario(name, build, ready, close)


def _hr(page: str) -> Scenario:
    """One of HR's pages over the firm with its staff."""

    def build(folder: Path) -> QWidget:
        from trainer.ui import scenes_hr  # noqa: PLC0415  # only when this picture is made

        return scenes_hr.scene(page)(folder)

    return replace(_of("hr", page), build=build)


def _attempt(name: str) -> Scenario:
    """A practice round or a paper halfway."""

    def build(folder: Path) -> QWidget:
        from trainer.ui import scenes_attempt  # noqa: PLC0415  # only when this picture is made

        return scenes_attempt.practice(folder) if name == "practice" else scenes_attempt.paper(folder)

    return replace(_of("trainee", "attempt"), name=name, build=build)


SCENARIOS: Final[list[Scenario]] = [
    Scenario("welcome", _welcome),
    Scenario("first-start", _first_start),
    Scenario("components", _gallery, size=(1280, 720)),
    _first("found"),
    _first("founded"),
    _first("joined"),
    _first("restoring"),
    _of("hr", "exchange"),
    _hr("people"),
    _hr("audit"),
    _hr("approvals"),
    _hr("register"),
    _of("hr", "settings"),
    _of("trainee", "today"),
    _of("trainee", "path"),
    _of("trainee", "path", "practical", practical="M05"),
    _of("trainee", "lesson", lesson="w04-l04"),
    _of("trainee", "hours"),
    _of("trainee", "tests"),
    _attempt("practice"),
    _attempt("paper"),
    _of("trainee", "library", kind="case", id="consultancy-special-invoice-under-threshold"),
    _of("trainee", "certificates"),
]


def wait(condition: Callable[[], bool], milliseconds: int = PATIENCE_MS) -> bool:
    """Let Qt work until the condition holds; False when the time is over."""
    if condition():
        return True
    loop = QEventLoop()
    look = QTimer(interval=10)
    look.timeout.connect(lambda: loop.quit() if condition() else None)
    QTimer.singleShot(milliseconds, loop.quit)
    look.start()
    loop.exec()
    look.stop()
    return condition()


@contextmanager
def scene(scenario: Scenario, folder: Path) -> Iterator[QWidget]:
    """The scenario's widget, shown at its size and ready."""
    widget = scenario.build(folder)
    try:
        widget.resize(*scenario.size)
        widget.show()
        wait(lambda: scenario.ready(widget))
        for _turn in range(3):
            QApplication.processEvents()
        yield widget
    finally:
        widget.hide()
        scenario.close(widget)
        widget.deleteLater()
        QApplication.processEvents()


def picture(scenario: Scenario, folder: Path, target: Path | None) -> list[str]:
    """Make one picture (or only look, with no target); gives what is wrong with it."""
    with scene(scenario, folder) as widget:
        wrong = inspection.findings(widget, *scenario.size)
        if not scenario.ready(widget):
            wrong.insert(0, "did not become ready")
        if target is not None:
            widget.grab().save(str(target))
    return wrong


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["trainer"])


def run(target: Path, only: str = "") -> int:
    """Write every picture to `target`; 1 if anything is wrong with any of them."""
    application = _application()
    target.mkdir(parents=True, exist_ok=True)
    bad = 0
    for language in LANGUAGES:
        i18n.use(language, config.catalogues())
        for mode in THEMES:
            theme.use(application, mode)
            for scenario in SCENARIOS:
                if only and only not in scenario.name:
                    continue
                name = f"{scenario.name}-{language}-{mode}"
                bad += _tell(name, _scratch(scenario, target / f"{name}.png"))
    return 1 if bad else 0


def selftest() -> int:
    """Open every scenario once without a screen and look at it: 0 if nothing is wrong."""
    application = _application()
    i18n.use("zh_CN", config.catalogues())
    theme.use(application, "light")
    bad = sum(_tell(one.name, _scratch(one, None)) for one in SCENARIOS)
    sys.stdout.write(f"selftest: {len(SCENARIOS)} scenes, {bad} findings\n")
    return 1 if bad else 0


def _scratch(scenario: Scenario, target: Path | None) -> list[str]:
    folder = config.throw_away_folder()
    try:
        return picture(scenario, folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell(name: str, wrong: list[str]) -> int:
    for line in wrong:
        sys.stdout.write(f"{name}: {line}\n")
    return len(wrong)
