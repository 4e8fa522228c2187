"""What HR decides about records that are already there: which side of a fork goes on, what is overruled, what is erased.

Nothing is edited: each decision is a record of its own, signed with the passphrase asked again. What would follow is
said before by `trainer.views.uncounted`, worked out by the same rules that will say it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trainer.actions import attesting
from trainer.actions.recording import may, sign_again, signer
from trainer.domain.people import OVERRULABLE
from trainer.errors import Refused
from trainer.ledger import identity
from trainer.ledger.verdict import Fork
from trainer.session import Session

MOST_IDS: Final = 2_000
"""Ids in one erase record, so that its body stays far below 256 KiB."""


def overrule(session: Session, record: str, reason: str, *, passphrase: str) -> str:
    """Withdraw somebody else's attestation; it stays, with the reason beside it.

    Raises `Refused`: ``unknown-record``, ``not-an-attestation``, ``own-record`` (taken back by its signer where it was
    signed), ``reason-missing``, ``not-your-role``, ``not-about-yourself``, ``wrong-passphrase``.
    """
    judged = session.store.record(record)
    if judged is None:
        raise Refused("unknown-record", record=record)
    header = judged.record.header
    may(session, "overrule", header.sub if header.sub is not None else header.who)
    if header.kind not in OVERRULABLE:
        raise Refused("not-an-attestation")
    if header.who == session.me:
        raise Refused("own-record")
    return attesting.withdraw(session, record, reason, passphrase)


# Forks


def fork_at(session: Session, log: str, seq: int) -> Fork:
    """The fork at a position. Raises `Refused` ``no-fork``."""
    found = next((one for one in session.store.forks() if (one.log, one.seq) == (log, seq)), None)
    if found is None:
        raise Refused("no-fork")
    return found


def own_fork(session: Session, log: str) -> bool:
    """Whether the forked log is of the person who is signed in: nobody decides about their own (`ledger.md` §3)."""
    mine = session.store.people().get(session.me)
    return mine is not None and log in mine.keys


def pick(session: Session, log: str, seq: int, side: str, reason: str, *, passphrase: str) -> str:
    """Say which of several records at one position of a log goes on. An earlier pick of the same fork is replaced.

    Raises `Refused`: ``no-fork``, ``own-fork`` (another HR person has to), ``unknown-record`` (no side of it),
    ``reason-missing``, ``not-your-role``, ``wrong-passphrase``.
    """
    may(session, "fork.pick", None)
    fork = fork_at(session, log, seq)
    if own_fork(session, log):
        raise Refused("own-fork")
    if side not in fork.sides:
        raise Refused("unknown-record", record=side)
    if not reason.strip():
        raise Refused("reason-missing", record=side)
    sign_again(session, passphrase)
    body = identity.ForkPick(log=log, seq=seq, id=side, reason=reason.strip())
    refs = _picks_before(session, log, seq)
    return session.store.append(signer(session), "fork.pick", identity.plain(body), refs=refs)


def _picks_before(session: Session, log: str, seq: int) -> tuple[str, ...]:
    """The picks of this fork that count now; at most as many as a header may refer to."""
    found = []
    for judged in session.store.common():
        content = judged.record.envelope.body
        if judged.record.header.kind != "fork.pick" or judged.verdict != "ok" or content is None:
            continue
        said = identity.read_identity("fork.pick", content)
        if isinstance(said, identity.ForkPick) and (said.log, said.seq) == (log, seq):
            found.append(judged.record.id)
    return tuple(found[-32:])


# Erasing


def erase(session: Session, ids: Iterable[str], basis: str, *, passphrase: str) -> tuple[str, ...]:
    """Null the bodies of these records here, and with the next exchange everywhere. Headers and hashes stay.

    Returns the erase records. Raises `Refused`: ``not-your-role``, ``basis-missing``, ``nothing-to-erase``,
    ``unknown-record``, ``not-erasable`` (what the ledger itself lives on), ``wrong-passphrase``; `Trouble` ``file-held``
    when the contents are gone and a file is in use: it goes with the next exchange.
    """
    may(session, "erase", None)
    gone = session.store.verdicts().erased
    wanted = tuple(one for one in dict.fromkeys(ids) if one not in gone)
    if not basis.strip():
        raise Refused("basis-missing")
    if not wanted:
        raise Refused("nothing-to-erase")
    for one in wanted:
        judged = session.store.record(one)
        if judged is None:
            raise Refused("unknown-record", record=one)
        if judged.record.header.kind in identity.SHAPES:
            raise Refused("not-erasable", record=one)
    sign_again(session, passphrase)
    written = []
    for at in range(0, len(wanted), MOST_IDS):
        body = identity.Erase(ids=wanted[at : at + MOST_IDS], basis=basis.strip())
        written.append(session.store.append(signer(session), "erase", identity.plain(body)))
    return tuple(written)
