"""The stream that records pin: vectors worked out from the definition, fairness, independence of labels."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.chance import Chance


def test_the_first_block_is_sha256_of_lengths_and_counter() -> None:
    # empty seed, empty label: sha256 of sixteen zero bytes, read as big-endian words
    assert hashlib.sha256(bytes(16)).hexdigest().startswith("374708fff7719dd5979ec875d56cd228")
    stream = Chance("", "")
    words = [stream.below(1 << 64) for _ in range(5)]
    assert words == [
        0x374708FFF7719DD5,
        0x979EC875D56CD228,
        0x6F6D3CF7EC317A3B,
        0x25632AAB28EC37BB,
        0x7C3CCD10BB7EC37B,
    ]


def test_texts_are_utf8_with_their_length_in_front() -> None:
    stream = Chance("种子", "figures")
    assert [stream.below(1 << 64) for _ in range(2)] == [0xD6F9E02B1A97255F, 0x701BE71E85561B76]


def test_vectors_that_must_never_change() -> None:
    assert Chance("seed", "a").below(100) == 60
    assert Chance("seed", "a").shuffled("abcdefgh") == tuple("fcdehbga")
    assert Chance("seed", "b").shuffled("abcdefgh") == tuple("cadefgbh")


def test_seed_and_label_do_not_run_into_each_other() -> None:
    assert Chance("ab", "c").below(1 << 64) != Chance("a", "bc").below(1 << 64)


@pytest.mark.parametrize("n", [0, -1, (1 << 64) + 1])
def test_nothing_to_choose_from_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="choose"):
        Chance("s", "l").below(n)


def test_choices_are_fair() -> None:
    stream = Chance("fair", "dice")
    counts = [0] * 6
    for _ in range(6000):
        counts[stream.below(6)] += 1
    assert all(880 <= count <= 1120 for count in counts)  # 1,000 ± 4 standard deviations


def test_a_word_too_large_to_be_fair_is_thrown_away() -> None:
    n = (1 << 63) + 1  # almost every second word is too large
    stream = Chance("reject", "words")
    assert all(0 <= stream.below(n) < n for _ in range(50))


@given(st.text(max_size=20), st.text(max_size=20), st.lists(st.integers(), max_size=30))
def test_shuffling_keeps_everything_and_repeats_itself(seed: str, label: str, things: list[int]) -> None:
    once = Chance(seed, label).shuffled(things)
    assert sorted(once) == sorted(things)
    assert once == Chance(seed, label).shuffled(things)


def test_a_forged_seed_is_only_another_seed() -> None:
    assert 0 <= Chance("\ud800", "x").below(10) < 10
