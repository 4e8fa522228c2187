"""How a new key gets to HR: invitation, join request, proof of possession (`records.md` §2).

HR hands out an invitation; the device makes its keys and answers with a join request; HR compares six words with the
person and writes `bind`. Nothing here needs a store, and nothing in a request is believed before HR has bound it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec

from trainer.errors import Refused, Trouble
from trainer.ledger.keys import SigningKey, b64, refused_key, six_words, unb64, verifies
from trainer.ledger.record import JOIN_TYPE, Hash, Malformed, Millis, PersonId, canonical
from trainer.ledger.root import Root, read_root

FILE_MAX = 1024 * 1024
"""Bytes of an invitation or request at most."""

_File = TypeVar("_File")

Token = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]


class Invitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What HR gives a new person: the organisation to pin, who they are in it, and until when (ms UTC) it holds.

    `root` holds every root file so far, base64. `name` is shown on the welcome page until the profile has arrived.
    """

    org: Hash
    root: tuple[str, ...]
    person: PersonId
    token: Token
    expires: Millis
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""

    def read_root(self) -> Root:
        """The root document in it, pinned to `org`. Raises `Malformed`."""
        return read_root([unb64(file) for file in self.root], self.org)


class JoinRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A device's answer: its public keys, and `pop`, the signature of the new key over the other fields."""

    org: Hash
    person: PersonId
    token: Token
    pub: str
    seal: str
    pop: str

    @property
    def words(self) -> tuple[str, ...]:
        """The six words that HR and the person compare aloud."""
        return six_words(unb64(self.pub))


def invite(
    root: Root, *, person: str, expires: int, name: str = "", random: Callable[[int], bytes] = os.urandom
) -> Invitation:
    """A fresh invitation for `person`, valid until `expires` (ms UTC)."""
    files = tuple(b64(file) for file in root.files)
    return Invitation(org=root.org, root=files, person=person, token=random(16).hex(), expires=expires, name=name)


def request(key: SigningKey, invitation: Invitation, now: int) -> JoinRequest:
    """The answer of a device with this fresh key. Raises `Refused` ``invitation-expired`` after `expires`."""
    if now > invitation.expires:
        raise Refused("invitation-expired", expires=invitation.expires)
    pub, seal = b64(key.pub), b64(key.seal_pub)
    said = statement(org=invitation.org, person=invitation.person, token=invitation.token, pub=pub, seal=seal)
    return JoinRequest(
        org=invitation.org,
        person=invitation.person,
        token=invitation.token,
        pub=pub,
        seal=seal,
        pop=b64(key.sign(JOIN_TYPE, said)),
    )


def statement(*, org: str, person: str, token: str, pub: str, seal: str) -> bytes:
    """The canonical bytes that `pop` signs: all fields of a join request but `pop` itself."""
    return canonical({"org": org, "person": person, "token": token, "pub": pub, "seal": seal})


def proven(*, org: str, person: str, token: str, pub: str, seal: str, pop: str) -> bool:
    """Whether the holder of the private key made this request. Demanded of every bound key (`ledger.md` §2)."""
    try:
        said = statement(org=org, person=person, token=token, pub=pub, seal=seal)
        raw_pub, raw_seal, raw_pop = unb64(pub), unb64(seal), unb64(pop)
    except Malformed:
        return False
    return len(raw_seal) == len(raw_pub) and not refused_key(raw_pub) and verifies(raw_pub, JOIN_TYPE, said, raw_pop)


def check_request(data: bytes, root: Root) -> JoinRequest:
    """The join request in a file, ready for HR to compare words. Raises `Trouble` ``not-a-request`` for other or
    damaged files, `Refused` ``other-organisation`` or ``not-proven``. Whether the token was ours, HR's store knows.
    """
    asked = _decode(data, JoinRequest, "not-a-request")
    if asked.org != root.org:
        raise Refused("other-organisation", org=asked.org)
    if not proven(org=asked.org, person=asked.person, token=asked.token, pub=asked.pub, seal=asked.seal, pop=asked.pop):
        raise Refused("not-proven")
    return asked


def check_invitation(data: bytes, now: int) -> tuple[Invitation, Root]:
    """The invitation in a file and the organisation it pins. Raises `Trouble` ``not-an-invitation`` for other or
    damaged files, `Refused` ``invitation-expired``.
    """
    invitation = _decode(data, Invitation, "not-an-invitation")
    try:
        root = invitation.read_root()
    except Malformed as error:
        raise Trouble("not-an-invitation", "ask-hr-for-new-invitation") from error
    if now > invitation.expires:
        raise Refused("invitation-expired", expires=invitation.expires)
    return invitation, root


def to_file(message: Invitation | JoinRequest) -> bytes:
    """The bytes of an invitation or request as a file."""
    return msgspec.json.encode(message)


def _decode(data: bytes, shape: type[_File], code: str) -> _File:
    try:
        if len(data) <= FILE_MAX:
            return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Trouble(code, "choose-other-file") from error
    raise Trouble(code, "choose-other-file")
