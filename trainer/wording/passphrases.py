"""Why a passphrase cannot be used, and how to keep one."""

from __future__ import annotations

from trainer.i18n import N_, _
from trainer.ledger.passphrase import PASSPHRASE_MAX, PASSPHRASE_MIN

WEAK = {
    "too-short": N_("Too short: {typed} of at least {least} characters. Spaces count."),
    "too-long": N_("Too long: at most {most} characters."),
    "too-simple": N_("Too easy to guess: a well-known phrase, a row of keys or few different characters."),
}
"""Code of `trainer.ledger.passphrase.weak` → sentence."""


def weak(reason: str, typed: int) -> str:
    """Why these `typed` characters are refused."""
    return _(WEAK[reason]).format(typed=typed, least=PASSPHRASE_MIN, most=PASSPHRASE_MAX)


def rule() -> str:
    """What is asked of a passphrase, before anything is typed."""
    return _("At least {n} characters; a sentence is easy to remember. Digits and symbols are not required.").format(
        n=PASSPHRASE_MIN
    )


def write_down() -> str:
    """How the suggested words are kept."""
    return _("On paper, not on this computer. Nobody can look a passphrase up or reset it.")
