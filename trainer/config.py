"""Settings as one typed dataclass, and where files live. Knows no Qt and opens no store.

Settings are the person's wishes about this computer (`settings.json` in the data folder, written atomically). What the
organisation decides is a `setting` record in the store and not here.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from trainer.errors import Trouble

PRODUCT: Final = "qicheng"
THEMES: Final = ("system", "light", "dark")
LANGUAGES: Final = ("system", "zh_CN", "en")
READING_SIZES: Final = (14, 16, 18, 20)
SCALES: Final = (100, 112, 125, 150)
CONTRASTS: Final = ("system", "normal", "high")


def _described(default: Any, text: str, choices: tuple[object, ...] = ()) -> Any:
    return field(default=default, metadata={"text": text, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose on this computer. Every field carries its description and its choices as metadata."""

    language: str = _described("system", "Language of the interface", LANGUAGES)
    theme: str = _described("system", "Light or dark", THEMES)
    contrast: str = _described("system", "Stronger borders and text", CONTRASTS)
    reading_size: int = _described(16, "Text size of lessons, px", READING_SIZES)
    scale: int = _described(100, "Size of the interface, percent", SCALES)
    idle_lock: int = _described(10, "Minutes without input until the window locks; 0 never")
    single_keys: bool = _described(True, "Keys without Ctrl or Alt work (J, K, N, 1 to 4)")
    last_page: str = _described("", "The page opened again after signing in")
    mailbox: str = _described("", "Folder through which computers exchange records")
    organisation: str = _described("", "Pinned organisation id, for checking certificates")
    organisation_title: str = _described("", "Name of the organisation, shown beside the people on this computer")
    reader_contents: bool = _described(True, "Contents beside a lesson")
    reader_aside: bool = _described(True, "Rules beside a lesson")
    window: str = _described("", "Place of the window, x y width height")


def describe(name: str) -> tuple[str, tuple[object, ...]]:
    """The English description and the allowed values (empty: any) of the setting `name`. KeyError if there is none."""
    for one in fields(Settings):
        if one.name == name:
            return str(one.metadata["text"]), tuple(one.metadata["choices"])
    raise KeyError(name)


def load(folder: Path) -> Settings:
    """The settings kept in `folder`. An unreadable file or value falls back to the default: settings are never in the way."""
    try:
        found = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    default = Settings()
    kept: dict[str, Any] = {}
    for one in fields(Settings):
        value, choices = found.get(one.name), one.metadata["choices"]
        if type(value) is type(getattr(default, one.name)) and (not choices or value in choices):
            kept[one.name] = value
    return replace(default, **kept)


def save(folder: Path, settings: Settings) -> None:
    """Write the settings to `folder` so that a power cut leaves the old or the new file. Raises Trouble if it cannot."""
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(folder / "settings.json")
        except OSError:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise Trouble("settings-not-saved", "check-folder", path=str(folder)) from error


def data_folder(given: str | None = None) -> Path:
    """The data folder: `given` (--data), else the variable TRAINER_DATA, else the user's own. It may not exist yet."""
    chosen = given or os.environ.get("TRAINER_DATA")
    if chosen:
        return Path(chosen).expanduser().resolve()
    import platformdirs  # noqa: PLC0415  # not needed with --data, and not for free

    return Path(platformdirs.user_data_dir("Qicheng", appauthor=False))


def throw_away_folder() -> Path:
    """A fresh folder for --temp; whoever asked for it removes it."""
    return Path(tempfile.mkdtemp(prefix="qicheng-"))


def resources() -> Path:
    """The folder with icons, catalogues, fonts and the compiled library: checkout, wheel and PyInstaller alike.

    A frozen program unpacks `resources` beside its modules (`sys._MEIPASS`), a wheel holds it inside the package,
    a checkout keeps it beside the package.
    """
    frozen = getattr(sys, "_MEIPASS", "")
    if frozen:
        return Path(frozen) / "resources"
    here = Path(__file__).resolve().parent
    inside = here / "resources"
    return inside if inside.is_dir() else here.parent / "resources"


def library_path() -> Path | None:
    """The compiled library that ships (`resources/library/library-*.db`, one file, newest if several); None before it is built."""
    found = sorted((resources() / "library").glob("library-*.db"), key=lambda one: (one.stat().st_mtime_ns, one.name))
    return found[-1] if found else None


def demo_path() -> Path:
    """The demonstration that ships (`resources/demo`, a data folder); it may not have been made yet."""
    return resources() / "demo"


def catalogues() -> Path:
    """The folder of compiled translations."""
    return resources() / "i18n"


def keys_folder(data: Path) -> Path:
    """Where the locked key files of the people on this computer lie."""
    return data / "keys"


def derived_path(data: Path) -> Path:
    """What was folded from the records; may be deleted at any time."""
    return data / "derived.db"


def store_path(data: Path) -> Path:
    """The signed records of the organisation on this computer."""
    return data / "store.db"


def system_language() -> str:
    """zh_CN where the computer speaks Chinese, en everywhere else."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    import locale  # noqa: PLC0415  # Windows only: no such variables there

    return "zh_CN" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def spoken(settings: Settings) -> str:
    """The language to speak: the chosen one, else the computer's."""
    return system_language() if settings.language == "system" else settings.language
