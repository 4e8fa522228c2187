"""Who is signed in, and the four things every action and every view works with."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.domain import calendar

if TYPE_CHECKING:
    from trainer.content.library import Library
    from trainer.ledger.keys import SigningKey
    from trainer.ledger.store import Store
    from trainer.standing import Standings

ZONE = calendar.ZONE
"""The organisation's zone."""


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in person on one store.

    `key` is None where nothing may be signed (the reader thread, `verify`, `gate`). `clock` returns ms UTC.
    `folder` is the data folder: files, backups, `local/<person>.db`. `key_file` is the locked file of `key`, asked
    again before anything is attested. `random(n)` gives n random bytes for ids, seeds and fresh keys; only tests and
    the demonstration hand in their own.
    """

    store: Store
    library: Library
    standings: Standings
    me: str
    key: SigningKey | None
    clock: Callable[[], int]
    folder: Path
    key_file: Path | None = None
    random: Callable[[int], bytes] = os.urandom

    def now(self) -> int:
        """Milliseconds since 1970 UTC, as this session's clock says."""
        return self.clock()

    def today(self) -> date:
        """Today in the organisation's zone."""
        return calendar.day_of(self.clock())

    def close(self) -> None:
        """Let go of every file, on the thread that used it."""
        try:
            self.standings.close()
            self.library.close()
        finally:
            self.store.close()


def open_session(
    folder: Path,
    person: str,
    clock: Callable[[], int],
    key_file: Path | None = None,
    passphrase: str = "",
    *,
    remember: bool = False,
    random: Callable[[int], bytes] = os.urandom,
) -> Session:
    """Open the store and the library of a data folder: for writing with a key file, else for reading only.

    `remember` keeps what is folded in ``derived.db``: for the one reader of the window.

    Raises `Trouble`: ``wrong-passphrase``, ``key-damaged``, ``key-unreadable``, ``library-missing`` and what opening
    store and library raise. Imports here, because a start must not wait for databases and cryptography.
    """
    from trainer import config  # noqa: PLC0415  # see the docstring
    from trainer.content.library import Library  # noqa: PLC0415  # see the docstring
    from trainer.domain.people import WHO_MAY  # noqa: PLC0415  # see the docstring
    from trainer.errors import Trouble  # noqa: PLC0415  # see the docstring
    from trainer.ledger.keys import unlock  # noqa: PLC0415  # see the docstring
    from trainer.ledger.store import Store  # noqa: PLC0415  # see the docstring
    from trainer.standing import Standings  # noqa: PLC0415  # see the docstring

    key = None
    if key_file is not None:
        try:
            key = unlock(key_file.read_bytes(), passphrase)
        except OSError as error:
            raise Trouble("key-unreadable", "check-data-folder", file=key_file.name) from error
    path = config.library_path()
    if path is None:
        raise Trouble("library-missing", "build-library")
    with ExitStack() as held:
        library = Library.open(path)
        held.callback(library.close)
        store = held.enter_context(
            Store.open(config.store_path(folder), WHO_MAY, read_only=key is None, clock=clock, random=random)
        )
        if key is not None:
            store.sign_in(key, person, key_file)
        standings = Standings(store, library, config.derived_path(folder) if remember else None, own=person)
        held.pop_all()
    return Session(store, library, standings, person, key, clock, folder, key_file, random)
