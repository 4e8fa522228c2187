"""Why a key or an assignment ended: a few fixed reasons with words added, or somebody's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainer.i18n import N_, _
from trainer.wording.lines import joined

REASONS: Final[Mapping[str, str]] = {
    "departure": N_("Left the firm"),
    "lost-passphrase": N_("Passphrase forgotten"),
    "lost-device": N_("Computer lost"),
    "theft": N_("Computer stolen"),
    "new-laptop": N_("New computer"),
}
"""Why a key ends; any other reason stands in the record in somebody's own words."""

NOTE: Final = ": "
"""Between the code of a reason and what somebody added to it."""


def reason_text(code: str, note: str) -> str:
    """What stands in the record: the code with the words added to it, or the words alone."""
    note = note.strip()
    if code not in REASONS:
        return note
    return f"{code}{NOTE}{note}" if note else code


def reason(text: str) -> str:
    """A reason from a record, in words."""
    code, _colon, note = text.partition(NOTE)
    if code not in REASONS:
        return text
    return joined(_(REASONS[code]), note)
