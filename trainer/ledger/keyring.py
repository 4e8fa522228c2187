"""Who has a key on this computer: the fields of key files that are readable without a passphrase.

Loaded before the first window is painted (`architecture.md` rule 9), so it imports the standard library only.
What it reads is for show: the truth about a person's roles is in the records, the truth about a key inside the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".key"
"""Key files are named ``<person>-<first 8 digits of the log>.key``."""

KEY_FILE_MAX = 16 * 1024
"""Bytes of a key file at most; anything longer is not ours."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One key on this computer. `last_used` is ms UTC of the last sign-in, 0 before the first.

    `demo` keys open without a passphrase. `log` is the sha256 of the public key.
    """

    path: Path
    org: str
    person: str
    log: str
    name: str
    roles: tuple[str, ...]
    last_used: int
    demo: bool


def read_public(path: Path) -> KeyFile | None:
    """The public fields of a key file, or None when it is not one (damaged, foreign, too long, unreadable)."""
    try:
        if path.stat().st_size > KEY_FILE_MAX:
            return None
        data = json.loads(path.read_bytes())
        shown = data["shown"]
        return KeyFile(
            path=path,
            org=_text(data["org"]),
            person=_text(data["person"]),
            log=_text(data["log"]),
            name=_text(shown["name"]),
            roles=tuple(_text(role) for role in shown["roles"]),
            last_used=int(shown["last_used"]),
            demo=bool(shown["demo"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def keys_in(folder: Path) -> list[KeyFile]:
    """Every readable key file in a folder, the last used first, then by name. An absent folder has none."""
    found = [read_public(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    return sorted((key for key in found if key), key=lambda key: (-key.last_used, key.name, key.log))


def key_path(folder: Path, person: str, log: str) -> Path:
    """Where the key file of this person's key belongs."""
    return folder / f"{person}-{log[:8]}{SUFFIX}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
