"""What a record is worth, in sentences: one per verdict of the ledger (`ledger.md` §3)."""

from __future__ import annotations

from trainer.i18n import N_, _

VERDICTS = {
    "ok": N_("Counts."),
    "redacted": N_("The contents were erased at HR's order. That the record existed can still be proved."),
    "withdrawn": N_("Withdrawn by its signer or overruled by HR."),
    "badsig": N_("The signature is wrong: this is not what the named person signed."),
    "badbody": N_("The contents are not what was signed."),
    "nobody": N_("Only the signed envelope is here, not the contents."),
    "gap": N_("An earlier record of the same log is missing. It counts as soon as that has arrived."),
    "forked": N_("Two different records stand at this place. Held for review: HR decides which one goes on."),
    "ended": N_("Signed after the position at which this key was ended."),
    "unauthorised": N_("The signer may not record this, or not about this person."),
    "unbound": N_("HR has not bound this key yet. It counts as soon as the bind has arrived."),
    "newer": N_("Written by a newer version of the program. Update to have it counted."),
    "malformed": N_("The contents do not have the form of their kind."),
    "foreign": N_("Belongs to another organisation."),
}
"""Verdict (`trainer.ledger.verdict.VERDICTS`) → sentence."""


def verdict(word: str) -> str:
    """Why a record counts or does not count."""
    return _(VERDICTS[word])
