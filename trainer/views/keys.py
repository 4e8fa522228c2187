"""Somebody's keys: which devices, how far each is known here, what ending one would leave, and what still waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from trainer.domain.calendar import day_of
from trainer.domain.people import ROLES
from trainer.ledger import identity, keys
from trainer.ledger.record import Judged
from trainer.session import Session

State = Literal["live", "ended"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a log stood at the end of a day on which something of it came in: (day, seq, when it came in, ms UTC)."""

    day: date
    seq: int
    received: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key of one person. Times are ms UTC.

    `seq` is the last position received (0: none) and `received` when it came; `beyond` are records here behind it that
    hang in the air, `missing` records that others cited and that are not here. `ended_seq` and `reason` are those of the
    end. `positions` are the days on which something of it came in, the newest first.
    """

    log: str
    roles: tuple[str, ...]
    state: State
    hr: bool
    since: int
    seq: int
    received: int
    beyond: int
    missing: int
    ended_seq: int | None = None
    reason: str = ""
    positions: tuple[Position, ...] = ()


LEFT: Final = "departure"
"""How the reason of a key begins whose holder left the firm (`trainer.actions.departing.DEPARTURE`)."""

SHOWN: Final = 12
"""Days offered for an earlier end."""


def keys_of(session: Session, person: str) -> tuple[KeyRow, ...]:
    """Every key somebody was ever bound to, HR's own included: those in use first, then the newest."""
    bound = session.store.people().get(person)
    if bound is None:
        return ()
    verdicts = session.store.verdicts()
    heads, missing = verdicts.heads(), verdicts.missing_heads()
    said = _said(session)
    about = session.store.about(person)
    rows = []
    for log in bound.keys:
        own = [judged for judged in about if judged.record.header.log == log]
        reach = heads.get(log, (0, ""))[0], missing.get(log, (0, ""))[0]
        rows.append(_row(session, log, own, said.get(log), reach))
    return tuple(sorted(rows, key=lambda row: (row.state != "live", -row.since, row.log)))


def departed(session: Session) -> frozenset[str]:
    """Everybody all of whose keys have ended, one of them because they left."""
    left = {
        one.bind.person for one in _said(session).values() if one.end is not None and one.end.reason.startswith(LEFT)
    }
    return frozenset(one.person for one in session.store.people().values() if one.person in left and not one.live)


@dataclass(frozen=True, slots=True)
class _Said:
    """What HR said about one key: its bind, when that was said (ms UTC) and, where it has one, its end."""

    bind: identity.Bind
    since: int
    end: identity.BindEnd | None = None


def _said(session: Session) -> dict[str, _Said]:
    """{log: bind and end}, the newest bind of each."""
    binds: dict[str, tuple[str, identity.Bind, int]] = {}
    ends: dict[str, identity.BindEnd] = {}
    for judged in session.store.common():
        header, body = judged.record.header, judged.record.envelope.body
        if judged.verdict != "ok" or body is None or header.kind not in {"bind", "bind.end"}:
            continue
        read = identity.read_identity(header.kind, body)
        if isinstance(read, identity.Bind):
            log = keys.log_of(keys.unb64(read.pub))
            if log not in binds or binds[log][2] <= header.time:
                binds[log] = (judged.record.id, read, header.time)
        elif isinstance(read, identity.BindEnd):
            before = ends.get(read.bind)
            if before is None or read.last_seq < before.last_seq:
                ends[read.bind] = read
    return {log: _Said(bind, time, ends.get(record)) for log, (record, bind, time) in binds.items()}


def _row(session: Session, log: str, own: list[Judged], about: _Said | None, reach: tuple[int, int]) -> KeyRow:
    """One key; `reach`: the last position here without a gap, and the last one that anybody cited."""
    seq, cited = reach
    hr = session.store.root.hr_logs.get(log)
    ended_seq = about.end.last_seq if about is not None and about.end is not None else None
    if hr is not None and ended_seq is None:
        ended_seq = hr.last_seq
    live = log in {one for bound in session.store.people().values() for one in bound.live}
    speaks = hr is not None and (hr.last_seq is None or not live)  # a mentor's key that was HR's is a mentor's again
    roles = {*(about.bind.roles if about is not None else ()), *(("hr",) if speaks else ())}
    first = min((judged.record.header.time for judged in own), default=0)
    beyond = len({judged.record.header.seq for judged in own if judged.record.header.seq > seq})
    return KeyRow(
        log=log,
        roles=tuple(role for role in ROLES if role in roles),
        state="live" if live else "ended",
        hr=hr is not None and hr.last_seq is None,
        since=about.since if about is not None else first,
        seq=seq,
        received=max((j.record.got for j in own if j.record.header.seq <= seq), default=0),
        beyond=beyond,
        missing=max(0, cited - seq - beyond),
        ended_seq=None if live else ended_seq,
        reason=about.end.reason if about is not None and about.end is not None and not live else "",
        positions=_positions(own, seq),
    )


def _positions(own: Iterable[Judged], last: int) -> tuple[Position, ...]:
    """The last position of each day on which records came in, the newest first.

    Records may come in later than others behind them; a position counts from when everything up to it was here.
    """
    got: dict[int, int] = {}
    for judged in own:
        header = judged.record.header
        if header.seq <= last:
            got[header.seq] = min(judged.record.got, got.get(header.seq, judged.record.got))
    days: dict[date, Position] = {}
    newest = 0
    for seq in sorted(got):
        newest = max(newest, got[seq])
        day = day_of(newest)
        days[day] = Position(day, seq, newest)
    return tuple(sorted(days.values(), key=lambda one: -one.seq))[:SHOWN]
