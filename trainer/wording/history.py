"""Why something that was signed is not simply taken back, and what is done instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainer.i18n import N_, _

_INSTEAD: Final[Mapping[str, str]] = {
    "measured": N_("Was measured and stays as it is."),
    "certificate": N_("Is suspended or revoked in the certificate register, with a reason."),
    "key": N_("A key is ended on the page People."),
    "profile": N_("Correct the profile again; the old one stays visible."),
    "assignment": N_("End the assignment or make a new one on the page People."),
    "enrolment": N_("A new enrolment replaces it on the page People."),
    "final": N_("Is itself a correction and stays."),
    "other": N_("A later record of the same kind replaces it."),
}


def instead(code: str) -> str:
    """The sentence for a code of `views.history.INSTEAD`."""
    return _(_INSTEAD[code])
