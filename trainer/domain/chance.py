"""Randomness that a record pins: SHA-256 in counter mode over (seed, label), the same on every machine, for ever.

Block i of a stream is ``sha256(len(seed) ‖ seed ‖ len(label) ‖ label ‖ i)`` with lengths as 4-byte and i as 8-byte
big-endian integers and both texts as UTF-8. A stream is read eight bytes at a time; a word too large to be fair is
thrown away. The test vectors in ``tests/domain/test_chance.py`` pin this (`records.md` §1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

_WORD = 1 << 64


class Chance:
    """A stream of fair choices. Two streams with the same seed and label make the same choices."""

    __slots__ = ("_words",)

    def __init__(self, seed: str, label: str) -> None:
        self._words = _words(seed, label)

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1, each equally likely. Raises ValueError unless 0 < n ≤ 2^64."""
        if not 0 < n <= _WORD:
            raise ValueError("nothing to choose from")
        fair = _WORD - _WORD % n
        word = next(self._words)
        while word >= fair:
            word = next(self._words)
        return word % n

    def shuffled(self, things: Iterable[T]) -> tuple[T, ...]:
        """The same things in a fair new order (Fisher-Yates, from the back)."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return tuple(order)


def _words(seed: str, label: str) -> Iterator[int]:
    start = b"".join(len(part).to_bytes(4, "big") + part for part in map(_utf8, (seed, label)))
    block = 0
    while True:
        digest = hashlib.sha256(start + block.to_bytes(8, "big")).digest()
        for at in range(0, 32, 8):
            yield int.from_bytes(digest[at : at + 8], "big")
        block += 1


def _utf8(text: str) -> bytes:
    """UTF-8; also for halves of surrogate pairs, which only a forged record can hold."""
    return text.encode("utf-8", "surrogatepass")
