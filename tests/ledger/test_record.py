"""The exact bytes of a record."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.world import World, key_of, person_of
from trainer.ledger.keys import verifies
from trainer.ledger.record import (
    BODY_MAX,
    HEADER_MAX,
    JOIN_TYPE,
    RECORD_TYPE,
    Envelope,
    Malformed,
    body_matches,
    canonical,
    encoding,
    new_record,
    normal,
    parse_body,
    parse_header,
    read,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda t: unicodedata.normalize("NFC", t))
keys = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
objects = st.dictionaries(keys, values, max_size=5)

ANNA = key_of("anna")
ORG = World().org


def envelope(**changes: object) -> Envelope:
    fields: dict[str, object] = {
        "org": ORG,
        "kind": "claim",
        "seq": 1,
        "prev": None,
        "time": 5,
        "who": person_of("anna"),
        "sub": person_of("anna"),
        "body": {"v": 1, "text": "增值税"},
        "salt": b"s" * 16,
    }
    return new_record(ANNA, **{**fields, **changes})  # type: ignore[arg-type]  # the point is to pass wrong ones too


@given(objects)
def test_canonical_bytes_are_those_of_rfc_8785(value: dict[str, object]) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # its JSON type is private


@given(values)
def test_normal_brings_any_text_to_a_form_that_is_accepted(value: object) -> None:
    assert normal(value) == value
    decomposed = normal({"v": 1, "t": unicodedata.normalize("NFD", "ḱ 한국어 é")})
    assert canonical(decomposed)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "e\u0301",
        "\ud800",
        b"x",
        {1: 2},
        {"税": 1},
        {1, 2},
        [[1.5]],
        {"a": object()},
    ],
)
def test_nothing_else_has_a_place_in_a_record(value: object) -> None:
    with pytest.raises(Malformed):
        canonical(value)


def test_deep_nesting_is_refused_not_followed() -> None:
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(Malformed):
        canonical(deep)
    with pytest.raises(Malformed):
        parse_body(b'{"a":' * 5000 + b"1" + b"}" * 5000)


def test_the_signed_bytes_are_the_dsse_encoding() -> None:
    # The example of the DSSE protocol text
    assert encoding("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    one = envelope()
    assert verifies(ANNA.pub, RECORD_TYPE, one.header, one.sig)
    assert not verifies(ANNA.pub, JOIN_TYPE, one.header, one.sig)


def test_a_record_reads_back_as_it_was_written() -> None:
    one = envelope(refs=["b" * 64, "a" * 64, "b" * 64])
    record = read(one, 7)
    assert record.header.refs == ("a" * 64, "b" * 64)
    assert record.got == 7
    assert record.id == one.id
    assert body_matches(one, record.header)
    assert parse_body(one.body or b"") == {"v": 1, "text": "增值税"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":1e0'),
        (b'"v":1', b'"v": 1'),
        (b'"v":1', b'"v":true'),
        (b'"seq":1', b'"seq":0'),
        (b'"seq":1', b'"seq":2'),
        (b'"time":5', b'"time":-5'),
        (b'"refs":[]', b'"refs":[],"refs":[]'),
        (b'"refs":[]', b'"refs":null'),
        (b'"refs":[]', b'"refs":["' + b"b" * 64 + b'","' + b"a" * 64 + b'"]'),
        (b'"refs":[]', b'"refs":["' + b"a" * 64 + b'","' + b"a" * 64 + b'"]'),
        (b'"kind":"claim"', b'"kind":"Claim"'),
        (b'"kind":"claim"', b'"kind":"claim\\n"'),
        (b'"kind":"claim"', b'"kind":"\\u0063laim"'),
        (b'"v":1,', b'"u":1,"v":1,'),
        (b'"prev":null,', b""),
        (b'"prev":null', b'"prev":"' + b"a" * 64 + b'"'),
        (b'"who":"', b'"who":"A'),
    ],
)
def test_a_header_in_any_other_spelling_is_malformed(old: bytes, new: bytes) -> None:
    header = envelope().header
    assert old in header
    with pytest.raises(Malformed):
        parse_header(header.replace(old, new, 1))


HASHES = st.integers(0, 2**256 - 1).map(lambda n: f"{n:064x}")
PERSONS = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")


@given(st.data())
def test_every_header_is_its_own_rfc_8785_form(data: st.DataObject) -> None:
    seq = data.draw(st.integers(1, 2**53 - 1))
    refs = sorted(data.draw(st.sets(HASHES, max_size=32)))
    fields: dict[str, Any] = {
        "v": data.draw(st.integers(1, 2**53 - 1)),
        "org": data.draw(HASHES),
        "kind": data.draw(st.sampled_from(["claim", "bind.end", "a.b.c"])),
        "log": data.draw(HASHES),
        "seq": seq,
        "prev": None if seq == 1 else data.draw(HASHES),
        "time": data.draw(st.integers(0, 2**53 - 1)),
        "who": data.draw(PERSONS),
        "sub": data.draw(st.none() | PERSONS),
        "refs": refs,
        "bh": data.draw(HASHES),
    }
    exact = rfc8785.dumps(fields)
    header = parse_header(exact)
    assert {name: getattr(header, name) for name in fields} == {**fields, "refs": tuple(refs)}
    without_bh = {name: value for name, value in fields.items() if name != "bh"}
    for broken in ({**fields, "time": -1}, {**fields, "who": fields["org"]}, {**fields, "extra": 1}, without_bh):
        with pytest.raises(Malformed):
            parse_header(rfc8785.dumps(broken))


@given(st.binary(max_size=200))
def test_garbage_is_malformed_and_never_more(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_header(data)
    with pytest.raises(Malformed):
        parse_header(envelope().header + data + b" ")
    try:
        parse_body(data)
    except Malformed:
        return


def test_bounds_hold_when_writing_and_when_reading() -> None:
    with pytest.raises(Malformed):
        envelope(refs=[f"{n:064x}" for n in range(33)])
    with pytest.raises(Malformed):
        envelope(body={"v": 1, "text": "x" * BODY_MAX})
    with pytest.raises(Malformed):
        envelope(body={"text": "no version"})
    with pytest.raises(Malformed):
        envelope(salt=b"short")
    with pytest.raises(Malformed):
        parse_header(b" " * (HEADER_MAX + 1))
    one = envelope()
    with pytest.raises(Malformed):
        read(Envelope(one.header, one.sig[:-1], one.salt, one.body))
    with pytest.raises(Malformed):
        read(Envelope(one.header, one.sig, None, one.body))


def test_thirty_two_references_fit() -> None:
    assert len(read(envelope(refs=[f"{n:064x}" for n in range(32)])).header.refs) == 32


def test_names_of_copies_differ_where_any_byte_differs() -> None:
    one = envelope()
    assert len({one.key, Envelope(one.header, one.sig, None, None).key, envelope(salt=b"t" * 16).key}) == 3
