"""A record: header, body, exact bytes, id, and the link to the one before (`records.md` §1, `ledger.md` §2).

Bytes are RFC 8785 (JSON canonicalisation) for the subset we use: objects with ASCII keys, NFC text, integers of at
most 53 bits, booleans, null and lists. Floats do not exist here. Nothing in this module touches a disk or a clock.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol

import msgspec

HEADER_MAX = 4 * 1024
"""Bytes of a header at most (`ledger.md` §2)."""

BODY_MAX = 256 * 1024
"""Bytes of a body at most (`ledger.md` §2)."""

REFS_MAX = 32
"""References in a header at most; longer lists stand in the body (`records.md` §1)."""

HEADER_VERSION = 1
"""The header version this program writes, and the newest it knows."""

SALT_BYTES = 16
SIG_BYTES = 64
DEPTH_MAX = 32
"""Nesting of a body at most. Ours use five levels; the bound keeps a hostile body from exhausting the stack."""

RECORD_TYPE = "application/vnd.qicheng.record+json;v=1"
ROOT_TYPE = "application/vnd.qicheng.root+json;v=1"
JOIN_TYPE = "application/vnd.qicheng.join+json;v=1"
"""Payload types of the signature encoding (`records.md` §1): a signature over one can never pass for another."""

_INTEGER_MAX = 2**53 - 1
"""The largest integer every JSON reader keeps exactly (RFC 8785 §3.2.2.3, RFC 7493 §2.2)."""

Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
PersonId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Seq = Annotated[int, msgspec.Meta(ge=1, le=_INTEGER_MAX)]
Millis = Annotated[int, msgspec.Meta(ge=0, le=_INTEGER_MAX)]

_HASH = rb'"[0-9a-f]{64}"'
_PERSON = rb'"[0-9a-f]{32}"'
_NUMBER = rb"(?:0|[1-9][0-9]{0,15})"
_HEADER_FORM = re.compile(
    rb'\{"bh":%b,"kind":"[a-z]{1,32}(?:\.[a-z]{1,32}){0,2}","log":%b,"org":%b,"prev":(?:null|%b),'
    rb'"refs":\[(?:%b(?:,%b){0,%d})?\],"seq":%b,"sub":(?:null|%b),"time":%b,"v":%b,"who":%b\}'
    % (_HASH, _HASH, _HASH, _HASH, _HASH, _HASH, REFS_MAX - 1, _NUMBER, _PERSON, _NUMBER, _NUMBER, _PERSON)
)
# The canonical form of every header there can be, at once: fields, order, spelling. One match costs a fifth of decoding
# with patterns and encoding again (tests/ledger/test_record.py holds it against rfc8785).


class Malformed(ValueError):  # noqa: N818  # a state of bytes that readers expect, not a failure of ours
    """Bytes that are not a record of this format. The text names the rule that was broken, for logs only."""


class Signer(Protocol):
    """What signs records: a key and its log."""

    @property
    def log(self) -> str:
        """sha256 of the public key, 64 hex digits."""

    def sign(self, payload_type: str, data: bytes) -> bytes:
        """Raw Ed25519 over the DSSE encoding of `data`."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed part that is kept for ever: ids, kinds and hashes only. `time` is ms UTC as the device said."""

    v: Seq
    org: str
    kind: str
    log: str
    seq: Seq
    prev: str | None
    time: Millis
    who: str
    sub: str | None
    refs: tuple[str, ...]
    bh: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A record as it is stored and carried: exact bytes. `salt` and `body` are None when erased or not received."""

    header: bytes
    sig: bytes
    salt: bytes | None
    body: bytes | None

    @property
    def id(self) -> str:
        """sha256 of the header bytes, 64 hex digits."""
        return sha256(self.header)

    @property
    def key(self) -> str:
        """sha256 of header‖sig‖salt‖body: names this very copy, true or planted (`ledger.md` §6)."""
        return sha256(self.header + self.sig + (self.salt or b"") + (self.body or b""))


@dataclass(frozen=True, slots=True)
class Record:
    """An envelope whose header parsed. `got` is when this store received it (ms UTC)."""

    envelope: Envelope
    header: Header
    id: str
    got: int


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A record with its verdict (one of `trainer.ledger.verdict.VERDICTS`); only ``ok`` counts."""

    record: Record
    verdict: str


_encoder = msgspec.json.Encoder(order="sorted")
_header_decoder = msgspec.json.Decoder(Header)


def sha256(data: bytes) -> str:
    """64 lowercase hex digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: object) -> bytes:
    """The RFC 8785 bytes of plain JSON values.

    Raises `Malformed` for anything outside our subset: floats, integers beyond 53 bits, keys that are not ASCII text,
    text that is not NFC or holds a lone surrogate, all other types, nesting deeper than `DEPTH_MAX`. A tuple is a list.
    """
    _check(value, DEPTH_MAX)
    return _encoder.encode(value)


def normal(value: object) -> object:
    """The same plain values with every text brought to NFC and tuples as lists, as people and files deliver them."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {key: normal(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [normal(inner) for inner in value]
    return value


def _check(value: object, depth: int) -> None:
    if type(value) is str:
        _check_text(value)
    elif type(value) is int:
        if not -_INTEGER_MAX <= value <= _INTEGER_MAX:
            raise Malformed("integer beyond 53 bits")
    elif value is not None and type(value) is not bool:
        _check_members(value, depth)


def _check_members(value: object, depth: int) -> None:
    if depth == 0:
        raise Malformed("nested too deeply")
    if type(value) is dict:
        if not all(type(key) is str and key.isascii() for key in value):
            raise Malformed("key is not ASCII text")
        members = list(value.values())
    elif type(value) is list or type(value) is tuple:
        members = list(value)
    else:
        raise Malformed(f"{type(value).__name__} has no place in a record")
    for inner in members:
        _check(inner, depth - 1)


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise Malformed("text is not NFC")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Malformed("lone surrogate") from error


def encoding(payload_type: str, data: bytes) -> bytes:
    """DSSE v1 pre-authentication encoding: what is actually signed (secure-systems-lab/dsse, protocol.md)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(data), data)


def parse_header(data: bytes) -> Header:
    """The header in these exact bytes. Raises `Malformed` unless they are within bounds, have exactly our fields and
    equal their own canonical form (so no duplicate keys, spaces, floats or second spellings of a number).
    """
    if len(data) > HEADER_MAX:
        raise Malformed("header too long")
    if _HEADER_FORM.fullmatch(data) is None:
        raise Malformed("header has not the canonical form")
    try:
        header = _header_decoder.decode(data)
    except msgspec.DecodeError as error:
        raise Malformed(str(error)) from error
    if (header.seq == 1) != (header.prev is None):
        raise Malformed("prev belongs to every record but the first")
    refs = header.refs
    if len(refs) > 1 and any(a >= b for a, b in itertools.pairwise(refs)):
        raise Malformed("refs are not sorted and unique")
    return header


def parse_body(data: bytes) -> dict[str, object]:
    """The body as plain JSON values. Raises `Malformed` unless it is a canonical object with an integer `v` ≥ 1."""
    if len(data) > BODY_MAX:
        raise Malformed("body too long")
    try:
        body = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if not isinstance(body, dict) or type(body.get("v")) is not int or body["v"] < 1:
        raise Malformed("body has no version")
    if canonical(body) != data:
        raise Malformed("body is not canonical")
    return body


def read(envelope: Envelope, got: int = 0) -> Record:
    """The record in an envelope. Raises `Malformed` when header or sizes are wrong; checks no signature or hash."""
    if len(envelope.sig) != SIG_BYTES:
        raise Malformed("signature is not 64 bytes")
    if (envelope.salt is None) != (envelope.body is None):
        raise Malformed("salt and body go together")
    if envelope.salt is not None and len(envelope.salt) != SALT_BYTES:
        raise Malformed("salt is not 16 bytes")
    if envelope.body is not None and len(envelope.body) > BODY_MAX:
        raise Malformed("body too long")
    return Record(envelope, parse_header(envelope.header), envelope.id, got)


def body_hash(salt: bytes, body: bytes) -> str:
    """`bh` of a header: the salt keeps short bodies from being guessed after they were erased."""
    return sha256(salt + body)


def body_matches(envelope: Envelope, header: Header) -> bool:
    """Whether the body that is here is the one that was signed; False as well when there is none."""
    if envelope.salt is None or envelope.body is None:
        return False
    return body_hash(envelope.salt, envelope.body) == header.bh


def new_record(
    key: Signer,
    *,
    org: str,
    kind: str,
    seq: int,
    prev: str | None,
    time: int,
    who: str,
    body: Mapping[str, object],
    salt: bytes,
    sub: str | None = None,
    refs: Iterable[str] = (),
) -> Envelope:
    """A signed record at position `seq` of the key's log, behind the record with id `prev`.

    `time` is ms UTC; `salt` 16 fresh random bytes; text in `body` is brought to NFC. Raises `Malformed` for anything
    that a reader would refuse, so that nothing of that kind is ever signed.
    """
    data = canonical(normal(body))
    header = Header(
        v=HEADER_VERSION,
        org=org,
        kind=kind,
        log=key.log,
        seq=seq,
        prev=prev,
        time=time,
        who=who,
        sub=sub,
        refs=tuple(sorted(set(refs))),
        bh=body_hash(salt, data),
    )
    exact = _encoder.encode(header)
    parse_header(exact)
    if len(data) > BODY_MAX or len(salt) != SALT_BYTES:
        raise Malformed("body too long, or salt not 16 bytes")
    version = body.get("v")
    if type(version) is not int or version < 1:
        raise Malformed("body has no version")
    return Envelope(exact, key.sign(RECORD_TYPE, exact), salt, data)
