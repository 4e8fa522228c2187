"""Passphrases, and the words that two people say aloud to compare a key (`ledger.md` §4, `records.md` §2)."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable

PASSPHRASE_MIN = 15
"""Characters of a passphrase at least (`ledger.md` §4; NIST SP 800-63B-4 §3.1.1.2 for a single factor)."""

PASSPHRASE_MAX = 1024
"""Characters at most: far above the 64 that must be allowed, low enough that nobody hashes a book by accident."""

_FIRST_TEXT = """
ba bai ban bao bu da dai dan dao du fa fan fu ga gai gan gao gu ha hai han hao hu ka kai kan kao ku la lai lan lao
lu ma mai man mao mu na nai nan nao nu pa pai pan pao pu sa sai san sao su ta tai tan tao tu wo wai bo mo po fo
"""
_SECOND_TEXT = """
ba bi bo bu da di du ga gu ha hu ka ku la li lu ma mi mo mu na ni nu pa pi po pu ta ti tu wa wo
"""
_FIRST = tuple(_FIRST_TEXT.split())
_SECOND = tuple(_SECOND_TEXT.split())
# 64 and 32 pinyin-like syllables: together 2,048 two-syllable words, exactly 11 bits each. A word is the upper six bits
# in the first table and the lower five in the second. The order is permanent: people may have written words down.


def word(number: int) -> str:
    """The word for 11 bits (0 … 2047)."""
    return _FIRST[number >> 5] + _SECOND[number & 31]


def six_words(pub: bytes) -> tuple[str, ...]:
    """The first 66 bits of sha256(pub) as six words that two people compare aloud (`records.md` §2)."""
    bits = int.from_bytes(hashlib.sha256(pub).digest()[:9], "big") >> 6
    return tuple(word(bits >> shift & 0x7FF) for shift in range(55, -1, -11))


def suggest_passphrase(random: Callable[[int], bytes] = os.urandom) -> str:
    """Five random words (55 bits before Argon2id), joined with hyphens."""
    bits = int.from_bytes(random(7), "big") >> 1
    return "-".join(word(bits >> shift & 0x7FF) for shift in range(44, -1, -11))


_KEYBOARD = ("12345678901234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_BAD_TEXT = """
password passphrase letmein welcome administrator admin root trainer training qicheng welcometoqicheng changeme secret
iloveyou woaini woaizhongguo zhongguo beijing shanghai mima wodemima qingshurumima correcthorsebatterystaple
thequickbrownfoxjumpsoverthelazydog tobeornottobethatisthequestion nihao nihaoma gongxifacai zhanghao denglu caishui
jizhang baoshui kuaiji aftersales specialist monkey dragon sunshine princess football master login iwanttogohome
opensesame zhimakaimen 启程 密码 我的密码 中国 你好 芝麻开门 恭喜发财 欢迎
"""
_BAD = frozenset(_BAD_TEXT.split())
# Our own list. None of these may be all of a passphrase, however often repeated and whatever digits stand around it.


def weak(passphrase: str) -> str:
    """Why a passphrase is refused: ``too-short``, ``too-long``, ``too-simple`` (few characters, runs of the keyboard, a
    well-known phrase with digits around it); empty when it is good. No composition rules.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < PASSPHRASE_MIN:
        return "too-short"
    if len(text) > PASSPHRASE_MAX:
        return "too-long"
    letters = "".join(char for char in text.casefold() if char.isalnum())
    core = letters.strip("0123456789")
    if len(set(letters)) < 5 or _once(core) in _BAD or _runs(letters):
        return "too-simple"
    return ""


def typed(passphrase: str) -> bytes:
    """One spelling per passphrase whatever keyboard wrote it (NFKC, as NIST SP 800-63B-4 §3.1.1.2 asks)."""
    return unicodedata.normalize("NFKC", passphrase).encode(errors="surrogatepass")


def _once(text: str) -> str:
    """The block that `text` repeats, or `text`: «abcabcabc» is «abc»."""
    at = (text + text).find(text, 1)
    return text[:at] if 0 < at < len(text) else text


def _runs(letters: str) -> bool:
    """Whether a text is nothing but runs of four or more neighbours on a keyboard or in the alphabet."""
    rows = [row for line in _KEYBOARD for row in (line, line[::-1])]
    rest = letters
    while rest:
        size = next((n for n in range(len(rest), 3, -1) if any(rest[:n] in row for row in rows)), 0)
        if size == 0:
            return False
        rest = rest[size:]
    return True
