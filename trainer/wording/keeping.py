"""Backups and what restoring one costs, in sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from trainer.i18n import _, ngettext
from trainer.wording import dates, lines


class LossLike(Protocol):
    """What `trainer.actions.keeping.loss` found."""

    @property
    def title(self) -> str:
        """The organisation of the backup."""

    @property
    def kept(self) -> int:
        """Records in the backup."""

    @property
    def records(self) -> int:
        """Records here that the backup lacks."""

    @property
    def newest(self) -> int:
        """When the newest of those was signed, ms UTC."""

    @property
    def here(self) -> bool:
        """Whether there is a store to lose."""

    @property
    def readable(self) -> bool:
        """Whether it can be counted."""


def backup(made: int, bytes_: int, today: date) -> str:
    """One backup in a list; `made` ms UTC."""
    return _("{time} · {size}").format(time=dates.moment(made, today), size=lines.size(bytes_))


def loss(found: LossLike, today: date) -> str:
    """What restoring would take away."""
    kept = ngettext(
        "The backup of “{title}” holds {n} record.", "The backup of “{title}” holds {n} records.", found.kept
    ).format(title=found.title, n=found.kept)
    if not found.here:
        return _("{kept} Nothing is lost: there are no records on this computer.").format(kept=kept)
    if not found.readable:
        return _(
            "{kept} The records here cannot be read. What was recorded after the backup is lost, unless it was exchanged."
        ).format(kept=kept)
    if not found.records:
        return _("{kept} Nothing is lost: it holds everything that is here.").format(kept=kept)
    gone = ngettext(
        "{n} record that is here now is not in it; it is from {time}.",
        "{n} records that are here now are not in it; the newest is from {time}.",
        found.records,
    ).format(n=found.records, time=dates.moment(found.newest, today))
    return _("{kept} {gone} What was exchanged comes back with the next exchange, the rest is lost.").format(
        kept=kept, gone=gone
    )


def keys_after_restore() -> str:
    """What the high-water mark means for people."""
    return _(
        "Keys are not restored. A key that has already sent newer records signs nothing until they are back; "
        "otherwise HR binds a fresh one."
    )


def restored(aside: Path | None, *, keys: int) -> str:
    """What was done, and what comes next; `keys` are those on this computer."""
    if not keys:
        return _("There is no key on this computer: ask HR for an invitation, then exchange to get newer records.")
    if aside is None:
        return _("Exchange soon, so that newer records come back.")
    return _("What was here before is kept as “{file}”. Exchange soon, so that newer records come back.").format(
        file=aside.name
    )
