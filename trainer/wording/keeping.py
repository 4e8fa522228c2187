"""Backups and what restoring one costs, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from trainer.i18n import _, ngettext
from trainer.wording import dates, lines, records

KINDS: Final = 4
"""Kinds of lost records that are named per log."""


class LostLogLike(Protocol):
    """Records of one log that a backup lacks (`trainer.actions.losing.LostLog`)."""

    @property
    def log(self) -> str:
        """The log."""

    @property
    def name(self) -> str:
        """Its signer's name; empty when it is not here."""

    @property
    def person(self) -> str:
        """Its signer's id."""

    @property
    def first(self) -> int:
        """The first position."""

    @property
    def last(self) -> int:
        """The last one."""

    @property
    def records(self) -> int:
        """How many."""

    @property
    def alone(self) -> int:
        """How many of them nobody else is known to have."""

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many of which kind."""


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

    @property
    def logs(self) -> Sequence[LostLogLike]:
        """What is not in the backup, by log."""

    @property
    def alone(self) -> int:
        """How many of the records nobody else is known to have."""

    @property
    def erased(self) -> int:
        """How many of the backup's records HR has had erased since."""


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
    return _("{kept} {gone}").format(kept=kept, gone=gone)


def loss_lines(found: LossLike) -> list[str]:
    """What restoring would take away and what comes back, by person, a sentence each."""
    said_so = [_lost(one) for one in found.logs]
    back = found.records - found.alone
    if back:
        said = ngettext(
            "{n} record is known to others and comes back with the next exchange.",
            "{n} records are known to others and come back with the next exchange.",
            back,
        )
        said_so.append(said.format(n=back))
    if found.alone:
        said = ngettext(
            "{n} record is known to nobody else: it would be lost. Exchange first.",
            "{n} records are known to nobody else: they would be lost. Exchange first.",
            found.alone,
        )
        said_so.append(said.format(n=found.alone))
    if found.erased:
        said = ngettext(
            "The contents of {n} record that HR erased stay erased.",
            "The contents of {n} records that HR erased stay erased.",
            found.erased,
        )
        said_so.append(said.format(n=found.erased))
    if found.here and not found.readable:
        said_so.append(
            _("What HR erased after the backup was made is in it again until the next exchange, which erases it.")
        )
    return said_so


def _lost(one: LostLogLike) -> str:
    kinds = lines.listed(_("{n} × {kind}").format(n=n, kind=records.kind(kind)) for kind, n in one.kinds[:KINDS])
    name = one.name or one.person[:6]
    if one.first == one.last:
        return _("{name}, log {log}, no. {first}: {kinds}").format(
            name=name, log=one.log[:8], first=one.first, kinds=kinds
        )
    return _("{name}, log {log}, no. {first} to {last}: {kinds}").format(
        name=name, log=one.log[:8], first=one.first, last=one.last, kinds=kinds
    )


def behind(here: int, seen: int) -> str:
    """Why nothing can be signed on this computer, and the two ways out."""
    return _(
        "This key has signed up to no. {seen}, but the records here end at no. {here}: a backup was put in place. "
        "Nothing is signed until the missing ones are back, because two records would stand at one position. Exchange "
        "with the people who had received them. If they do not come back, HR ends this key and invites this computer "
        "again; everything signed so far stays valid."
    ).format(seen=seen, here=here)


def unclean(copies: int) -> str:
    """That copies still hold what HR had erased."""
    return ngettext(
        "{n} backup still holds contents that HR erased. They are erased there with the next daily backup, or now.",
        "{n} backups still hold contents that HR erased. They are erased there with the next daily backup, or now.",
        copies,
    ).format(n=copies)


def checked(records_: int, altered: int) -> str:
    """What verifying a backup found."""
    if altered:
        return ngettext(
            "{n} place in this backup was altered. Do not restore it.",
            "{n} places in this backup were altered. Do not restore it.",
            altered,
        ).format(n=altered)
    return ngettext(
        "Verified: {n} record, every signature and every link is right.",
        "Verified: {n} records, every signature and every link is right.",
        records_,
    ).format(n=records_)


def count(copies: int) -> str:
    """The line under the title of the backups page."""
    if not copies:
        return _("None yet. The first is made today.")
    made = ngettext("{n} backup on this computer", "{n} backups on this computer", copies).format(n=copies)
    return _("{made} · made daily and verified; older ones are thinned").format(made=made)


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
