"""What an exchange brought and what was left for others, in sentences."""

from __future__ import annotations

from collections.abc import Callable

from trainer.i18n import N_, _, ngettext
from trainer.ledger.exchange import Report

NOTES = {
    "torn": N_("{file} is cut off. Its whole lines were taken in; exchange again for the rest."),
    "altered": N_("{file} was altered on the way. What could be proved was taken in; ask for it again."),
    "too-big": N_("{file} is larger than any exchange file. Reading stopped at the limit."),
    "newer": N_("{file} was written by a newer program. What is new in it waits for an update."),
    "not-a-bundle": N_("{file} is not an exchange file of this program, or it is damaged."),
    "no-rights": N_("{file} could not be read: this computer does not allow it."),
    "file-missing": N_("{file} vanished while it was being read."),
}


def lines(report: Report, names: Callable[[str], str]) -> tuple[str, ...]:
    """What arrived, from whom, what was not taken in and why, and what was written for whom."""
    said: list[str] = []
    if report.received:
        said.append(
            ngettext("{n} new record arrived.", "{n} new records arrived.", report.received).format(n=report.received)
        )
    else:
        said.append(_("Nothing new arrived."))
    if report.senders:
        said.append(_("From: {people}").format(people=_(", ").join(sorted(names(one) for one in report.senders))))
    if report.files:
        said.append(
            ngettext("{n} attachment arrived.", "{n} attachments arrived.", report.files).format(n=report.files)
        )
    if report.foreign:
        said.append(
            ngettext(
                "{n} record belongs to another organisation and was left out.",
                "{n} records belong to another organisation and were left out.",
                report.foreign,
            ).format(n=report.foreign)
        )
    if report.bad:
        said.append(
            ngettext(
                "{n} record was damaged or altered and was left out. Ask for it again.",
                "{n} records were damaged or altered and were left out. Ask for them again.",
                report.bad,
            ).format(n=report.bad)
        )
    if report.newer:
        said.append(
            ngettext(
                "{n} record is of a newer kind: kept, not counted until the program is updated.",
                "{n} records are of a newer kind: kept, not counted until the program is updated.",
                report.newer,
            ).format(n=report.newer)
        )
    said += [_(NOTES.get(note.code, N_("{file} could not be read."))).format(file=note.file) for note in report.notes]
    if report.sent:
        count = len(report.sent)
        said.append(ngettext("Written for {n} person.", "Written for {n} people.", count).format(n=count))
    return tuple(said)
