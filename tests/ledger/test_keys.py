"""Keys, key files, passphrases and words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.world import key_of
from trainer.errors import Trouble
from trainer.ledger.keyring import key_path, keys_in, read_public
from trainer.ledger.keys import (
    CHEAP,
    SMALL_ORDER,
    STRONG,
    Mark,
    SigningKey,
    generate,
    lock,
    mark_path,
    read_mark,
    save_key,
    shown,
    unlock,
    verifies,
    write_mark,
)
from trainer.ledger.passphrase import six_words, suggest_passphrase, weak, word
from trainer.ledger.record import RECORD_TYPE

ORG, PERSON = "a" * 64, "b" * 32
PHRASE = "five good words stand here"


def locked(key: SigningKey, phrase: str = PHRASE) -> bytes:
    return lock(key, phrase, org=ORG, person=PERSON, name="张敏", roles=("trainee",), last_used=5, kdf=CHEAP)


# edwards25519 in nine lines, to check the list of refused keys by arithmetic (RFC 8032 §5.1)
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P


def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    t = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P) % P
    return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P


def point(encoded: bytes) -> tuple[int, int]:
    y = (int.from_bytes(encoded, "little") & (2**255 - 1)) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == square
    return x, y


def test_the_fourteen_refused_keys_have_small_order() -> None:
    assert len(SMALL_ORDER) == 14
    for encoded in SMALL_ORDER:
        at = point(encoded)
        for _ in range(3):
            at = add(at, at)
        assert at == (0, 1)
    other = point(generate().pub)
    for _ in range(3):
        other = add(other, other)
    assert other != (0, 1)


def test_no_signature_is_believed_under_a_refused_key() -> None:
    identity = (1).to_bytes(32, "little")
    forged = identity + bytes(32)  # R = identity, S = 0: holds for every message in lax libraries
    for pub in SMALL_ORDER:
        assert not verifies(pub, RECORD_TYPE, b"anything", forged)
    assert not verifies(b"short", RECORD_TYPE, b"x", bytes(64))


@given(st.binary(max_size=50))
def test_a_signature_holds_for_its_bytes_and_type_only(data: bytes) -> None:
    key = key_of("anna")
    sig = key.sign("type/a", data)
    assert verifies(key.pub, "type/a", data, sig)
    assert not verifies(key.pub, "type/b", data, sig)
    assert not verifies(key.pub, "type/a", data + b"x", sig)
    assert not verifies(key_of("bob").pub, "type/a", data, sig)
    assert not verifies(key.pub, "type/a", data, sig[:-1])


def test_a_key_file_opens_with_its_passphrase_only() -> None:
    key = generate()
    data = locked(key)
    assert unlock(data, PHRASE) == key
    with pytest.raises(Trouble, match="wrong-passphrase"):
        unlock(data, PHRASE + "!")
    assert key.seed not in data
    assert "seed" not in repr(key)


def test_one_passphrase_whatever_keyboard_wrote_it() -> None:
    key = generate()
    assert unlock(locked(key, "ｆｕｌｌ width café phrase"), "full width café phrase") == key


def test_the_default_parameters_are_those_of_the_design() -> None:
    assert (STRONG.mem_kib, STRONG.t, STRONG.p) == (64 * 1024, 3, 4)
    data = lock(key_of("anna"), PHRASE, org=ORG, person=PERSON, name="Anna")
    assert json.loads(data)["kdf"] == {"name": "argon2id", "mem_kib": 65536, "t": 3, "p": 4}
    assert unlock(data, PHRASE) == key_of("anna")


@pytest.mark.parametrize("field", ["org", "person", "log", "salt", "nonce", "ct"])
def test_a_changed_field_does_not_open(field: str) -> None:
    fields = json.loads(locked(generate()))
    value = fields[field]
    fields[field] = ("b" if value[0] == "a" else "a") + value[1:]
    with pytest.raises(Trouble):
        unlock(json.dumps(fields).encode(), PHRASE)


@pytest.mark.parametrize("change", [{"mem_kib": 10**9}, {"t": 10**6}, {"p": 64}, {"name": "scrypt"}, {"extra": 1}])
def test_planted_parameters_are_refused_before_they_cost_anything(change: dict[str, object]) -> None:
    fields = json.loads(locked(generate()))
    fields["kdf"].update(change)
    with pytest.raises(Trouble, match="key-damaged"):
        unlock(json.dumps(fields).encode(), PHRASE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 700), st.integers(1, 255))
def test_any_flipped_byte_is_noticed_or_only_shown(at: int, bits: int) -> None:
    key = key_of("anna")
    data = bytearray(locked(key))
    at %= len(data)
    data[at] ^= bits
    try:
        opened = unlock(bytes(data), PHRASE)
    except Trouble:
        return
    assert opened == key
    assert at >= data.index(b'"shown"')


def test_what_is_shown_changes_without_the_passphrase(tmp_path: Path) -> None:
    key = generate()
    path = key_path(tmp_path, PERSON, key.log)
    save_key(path, shown(locked(key), name="张敏敏", roles=("mentor",), last_used=9))
    found = read_public(path)
    assert found is not None
    assert (found.name, found.roles, found.last_used, found.log, found.demo) == (
        "张敏敏",
        ("mentor",),
        9,
        key.log,
        False,
    )
    assert unlock(path.read_bytes(), PHRASE) == key
    assert path.stat().st_mode & 0o077 == 0


def test_the_people_of_a_computer_are_listed_without_any_passphrase(tmp_path: Path) -> None:
    for name, used in (("Ana", 1), ("Bo", 3), ("Cy", 0)):
        key = generate()
        data = lock(key, PHRASE, org=ORG, person=PERSON, name=name, last_used=used, kdf=CHEAP)
        save_key(key_path(tmp_path, PERSON, key.log), data)
    (tmp_path / "broken.key").write_bytes(b'{"org": 1}')
    (tmp_path / "huge.key").write_bytes(b"x" * 20_000)
    assert [key.name for key in keys_in(tmp_path)] == ["Bo", "Ana", "Cy"]
    assert keys_in(tmp_path / "absent") == []


def test_words_are_eleven_bits_each() -> None:
    words = [word(n) for n in range(2048)]
    assert len(set(words)) == 2048
    assert all(4 <= len(w) <= 5 and w.isascii() and w.islower() for w in words)
    assert words[0] == "baba"
    assert words[2047] == "fowo"  # permanent: people may have written words down


def test_six_words_name_a_key_and_never_change() -> None:
    assert six_words(bytes(32)) == six_words(bytes(32))
    assert len(six_words(b"x" * 32)) == 6
    assert six_words(b"x" * 32) != six_words(b"y" * 32)


def test_a_suggested_passphrase_is_good_and_uses_all_its_bits() -> None:
    assert suggest_passphrase(bytes) == "-".join(["baba"] * 5)
    assert suggest_passphrase(lambda n: b"\xff" * n) == "-".join(["fowo"] * 5)
    assert all(weak(suggest_passphrase()) == "" for _ in range(200))


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("short", "too-short"),
        ("fourteen chars", "too-short"),
        ("aaaaaaaaaaaaaaaaaaaa", "too-simple"),
        ("abababababababab", "too-simple"),
        ("passwordpassword", "too-simple"),
        ("12 password password 34", "too-simple"),
        ("qwertyuiop123456", "too-simple"),
        ("correct horse battery staple", "too-simple"),
        ("一二三四五六七八九十甲乙丙丁戊", ""),
        ("my dog ate seven lemons", ""),
        ("x" * 2000, "too-long"),
        ("Kaffee um 7, dann los!", ""),
    ],
)
def test_weak_passphrases_are_named(phrase: str, code: str) -> None:
    assert weak(phrase) == code


def test_a_mark_is_read_back_or_its_damage_named(tmp_path: Path) -> None:
    path = mark_path(tmp_path / "anna.key")
    assert path.name == "anna.mark"
    assert read_mark(path) is None
    write_mark(path, Mark(seq=3, id="c" * 64))
    assert read_mark(path) == Mark(seq=3, id="c" * 64)
    path.write_bytes(b"{")
    with pytest.raises(Trouble, match="mark-damaged"):
        read_mark(path)


def test_a_full_or_forbidden_place_is_trouble_with_a_name(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(Trouble, match="disk-failed"):
        save_key(blocked / "under-a-file.key", b"x")


def test_the_list_of_people_needs_the_standard_library_only() -> None:
    """It is shown before the first paint (`architecture.md` rule 9)."""
    code = "import sys, trainer.ledger.keyring; print({'cryptography', 'sqlalchemy', 'msgspec'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
