"""Who is signed in, and the four things every action and every view works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.content.library import Library
    from trainer.ledger.keys import SigningKey
    from trainer.ledger.store import Store
    from trainer.standing import Standings

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The organisation's zone. China has had no summer time since 1991, so the offset is fixed and needs no data file."""


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in person on one store.

    `key` is None where nothing may be signed (the reader thread, `verify`, `gate`). `clock` returns ms UTC.
    `folder` is the data folder: files, backups, `local/<person>.db`.
    """

    store: Store
    library: Library
    standings: Standings
    me: str
    key: SigningKey | None
    clock: Callable[[], int]
    folder: Path

    def now(self) -> int:
        """Milliseconds since 1970 UTC, as this session's clock says."""
        return self.clock()

    def today(self) -> date:
        """Today in the organisation's zone."""
        return datetime.fromtimestamp(self.clock() / 1000, ZONE).date()
