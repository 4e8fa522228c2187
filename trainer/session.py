"""Who is signed in, and the four things every action and every view works with."""

from __future__ import annotations

from collections.abc import Callable
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
    again before anything is attested.
    """

    store: Store
    library: Library
    standings: Standings
    me: str
    key: SigningKey | None
    clock: Callable[[], int]
    folder: Path
    key_file: Path | None = None

    def now(self) -> int:
        """Milliseconds since 1970 UTC, as this session's clock says."""
        return self.clock()

    def today(self) -> date:
        """Today in the organisation's zone."""
        return calendar.day_of(self.clock())
