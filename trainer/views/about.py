"""What the program says about itself, and the diagnostics for support: counts and versions, never a name or a text."""

from __future__ import annotations

import platform
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trainer import __version__, config, local
from trainer.domain.calendar import day_of
from trainer.ledger import backup
from trainer.ledger.database import altered_objects, connect
from trainer.ledger.keyring import keys_in
from trainer.session import Session
from trainer.views import settings

NEVER: Final = -1
"""An age in days that there is not."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`key` is the fingerprint (sha256 of the public key, 64 hex digits) of the key used last on this computer, empty
    where none lies here. `verdicts` counts records. Ages are whole days, `NEVER` for never. `altered`: parts of the
    store's schema that are not as made.
    """

    version: str
    python: str
    sqlite: str
    library: settings.About
    key: str
    records: int
    verdicts: Mapping[str, int]
    people: int
    altered: int
    backup_age: int
    exchange_age: int


def facts(session: Session) -> Facts:
    """Everything the page shows but Qt's own version. For the reader thread: counts every record."""
    store = session.store
    mine = [one for one in keys_in(config.keys_folder(session.folder)) if one.person == session.me]
    verdicts = Counter(store.verdicts().all().values())
    copies = backup.backups(session.folder / "backups")
    exchanged = local.last_exchange(session.folder, session.me)
    return Facts(
        version=__version__,
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        library=settings.about(session),
        key=mine[0].log if mine else "",
        records=sum(verdicts.values()),
        verdicts=dict(sorted(verdicts.items())),
        people=len(store.people()),
        altered=_altered(store.path),
        backup_age=_age(session, backup.made(copies[0]) if copies else 0),
        exchange_age=_age(session, exchanged.time if exchanged is not None else 0),
    )


def _altered(path: Path) -> int:
    """How many parts of the store's schema are not as they were made; looked at through a connection of its own."""
    connection = connect(path, read_only=True)
    try:
        return len(altered_objects(connection))
    finally:
        connection.close()


def _age(session: Session, time: int) -> int:
    """Days by the calendar; a clock set back since makes it 0, never «never»."""
    return max(0, (session.today() - day_of(time)).days) if time else NEVER


def diagnostics(found: Facts, toolkit: Mapping[str, str]) -> str:
    """What is copied for support: one ``name: value`` a line, in English. `toolkit` are lines only the window knows.

    No names, no texts, no ids of people or of the organisation; counts, versions, ages.
    """
    lines = {
        "program": f"qicheng {found.version}",
        "python": found.python,
        "sqlite": found.sqlite,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        **toolkit,
        "library": found.library.library[:16],
        "newest rule": str(found.library.newest_rule or "none"),
        "demonstration": "yes" if found.library.demo else "no",
        "people": str(found.people),
        "records": str(found.records),
        **{f"records {name}": str(count) for name, count in found.verdicts.items()},
        "schema": "as made" if not found.altered else f"{found.altered} altered",
        "last backup": _days(found.backup_age),
        "last exchange": _days(found.exchange_age),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


def _days(age: int) -> str:
    return "never" if age == NEVER else f"{age} days ago"
