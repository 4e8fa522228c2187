"""The one way a record is made: may this person, about this person? Then append. Every other action comes through here."""

from __future__ import annotations

from collections.abc import Iterable

from trainer.domain.facts import Body, kind_of, plain
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger.keys import SigningKey, unlock
from trainer.session import Session


def roles(session: Session) -> frozenset[str]:
    """The roles the organisation gave whoever is signed in; a key that waits for its bind studies as a trainee."""
    bound = session.store.people().get(session.me)
    return frozenset(bound.roles) if bound else frozenset({"trainee"})


def may(session: Session, kind: str, sub: str | None) -> None:
    """Refuse what the table of `trainer.domain.people` does not allow.

    Raises `Refused`: ``not-your-role`` (with kind), ``not-about-yourself``, ``only-about-yourself``.
    """
    rule = WHO_MAY[kind]
    if not roles(session) & rule.roles:
        raise Refused("not-your-role", kind=kind)
    if rule.subject == "other" and sub == session.me:
        raise Refused("not-about-yourself", kind=kind)
    if rule.subject == "self" and sub != session.me:
        raise Refused("only-about-yourself", kind=kind)


def signer(session: Session) -> SigningKey:
    """The unlocked key. Raises `Refused` ``read-only`` where nothing may be signed."""
    if session.key is None:
        raise Refused("read-only")
    return session.key


def write(session: Session, body: Body, sub: str | None = None, *, refs: Iterable[str] = (), kind: str = "") -> str:
    """Record `body` about `sub` and return the record's id, after it is safe on disk.

    `kind` is needed only for bodies that several kinds share. Raises `Refused` (see `may`) or the store's `Trouble`.
    """
    kind = kind or kind_of(body)
    may(session, kind, sub)
    return session.store.append(signer(session), kind, plain(body), sub=sub, refs=tuple(refs))


def sign_again(session: Session, passphrase: str) -> None:
    """Ask the key file once more before something is attested, issued, bound or erased (`ledger.md` §4).

    Raises `Refused` ``wrong-passphrase``, or `Trouble` when the key file cannot be read.
    """
    if session.key_file is None:
        raise Refused("read-only")
    try:
        data = session.key_file.read_bytes()
    except OSError as error:
        raise Trouble("key-unreadable", "check-data-folder", file=session.key_file.name) from error
    try:
        key = unlock(data, passphrase)
    except Trouble as trouble:
        if trouble.code == "wrong-passphrase":
            raise Refused("wrong-passphrase") from trouble
        raise
    if key.log != signer(session).log:
        raise Refused("wrong-passphrase")
