"""What an exchange brought and what was left for others, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer.i18n import N_, _, ngettext
from trainer.ledger.exchange import Report, Sent
from trainer.local import Exchanged
from trainer.wording import dates, verdict
from trainer.wording.lines import listed, size

NOTES = {
    "torn": N_("{file} is cut off. Its whole lines were taken in; exchange again for the rest."),
    "altered": N_("{file} was altered on the way. What could be proved was taken in; ask for it again."),
    "too-big": N_("{file} is larger than any exchange file. Reading stopped at the limit."),
    "newer": N_("{file} was written by a newer program. What is new in it waits for an update."),
    "not-a-bundle": N_("{file} is not an exchange file of this program, or it is damaged."),
    "no-rights": N_("{file} could not be read: this computer does not allow it."),
    "file-missing": N_("{file} vanished while it was being read."),
}


UNREAD = N_("{file} could not be read.")

Tone = Literal["ok", "warn", "neutral"]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a report and how it is meant: done, to be looked at, or said by the way."""

    text: str
    tone: Tone = "neutral"


def lines(report: Report, names: Callable[[str], str]) -> tuple[str, ...]:
    """What arrived, from whom, what was not taken in and why, and what was written for whom."""
    return tuple(line.text for line in toned(report, names))


def toned(report: Report, names: Callable[[str], str]) -> tuple[Line, ...]:
    """The same with the tone of each sentence."""
    arrived = [Line(text, "ok") for text in _arrived(report, names)]
    left_out = [Line(text, "warn") for text in _left_out(report)]
    written = []
    if report.sent:
        count = len(report.sent)
        said = ngettext("Written for {n} person.", "Written for {n} people.", count).format(n=count)
        written = [Line(said, "ok")]
    return (*arrived, *left_out, *written)


def _arrived(report: Report, names: Callable[[str], str]) -> list[str]:
    said: list[str] = []
    if report.received:
        said.append(
            ngettext("{n} new record arrived.", "{n} new records arrived.", report.received).format(n=report.received)
        )
    else:
        said.append(_("Nothing new arrived."))
    if report.senders:
        said.append(_("From: {people}").format(people=listed(sorted(names(one) for one in report.senders))))
    if report.files:
        said.append(
            ngettext("{n} attachment arrived.", "{n} attachments arrived.", report.files).format(n=report.files)
        )
    return said


def _left_out(report: Report) -> list[str]:
    said: list[str] = []
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
    said += [_(NOTES.get(note.code, UNREAD)).format(file=note.file) for note in report.notes]
    return said


def written(sent: Sent, name: str) -> Line:
    """What a single file holds."""
    text = ngettext("Written for {name}: {n} record, {size}.", "Written for {name}: {n} records, {size}.", sent.records)
    return Line(text.format(name=name, n=sent.records, size=size(sent.bytes)), "ok")


def last(done: Exchanged | None, today: date) -> str:
    """When the last exchange on this computer was."""
    if done is None:
        return _("No exchange on this computer yet")
    return _("Last exchange {time} · {received} new · written for {sent}").format(
        time=dates.moment(done.time, today), received=done.received, sent=done.sent
    )


def waiting(word: str, count: int, names: Sequence[str]) -> tuple[str, str, Literal["warn", "bad"]]:
    """Records that do not count for one reason: title, reason, and whether it mends itself (`warn`) or not (`bad`)."""
    people = listed(names[:4])
    if len(names) > 4:
        people = _("{people} and {n} more").format(people=people, n=len(names) - 4)
    title = ngettext("{n} record by {people}", "{n} records by {people}", count).format(n=count, people=people)
    return title, verdict.verdict(word), "warn" if word in {"unbound", "gap", "nobody", "newer"} else "bad"


def folder_gone() -> str:
    """What to do when the folder cannot be reached any more."""
    return _("Put the stick back in or connect the drive again, then try once more. Nothing here was changed or lost.")


# Kinds of records, as people tell them apart


def _kind_line(group: str, n: int) -> str:
    """How many records of one group."""
    sentences = {
        "certificates": ngettext("{n} certificate issued or changed", "{n} certificates issued or changed", n),
        "signed": ngettext("{n} confirmation", "{n} confirmations", n),
        "asked": ngettext("{n} sign-off asked for", "{n} sign-offs asked for", n),
        "hours": ngettext("{n} claim of hours", "{n} claims of hours", n),
        "papers": ngettext("{n} paper or exam begun or handed in", "{n} papers or exams begun or handed in", n),
        "answers": ngettext("{n} answer", "{n} answers", n),
        "study": ngettext("{n} lesson or study time", "{n} lessons or study times", n),
        "people": ngettext("{n} entry about people and assignments", "{n} entries about people and assignments", n),
        "sessions": ngettext("{n} case review held", "{n} case reviews held", n),
        "back": ngettext("{n} record taken back or overruled", "{n} records taken back or overruled", n),
        "keys": ngettext("{n} entry about keys", "{n} entries about keys", n),
        "noted": ngettext("{n} note of an exchange", "{n} notes of exchanges", n),
        "other": ngettext("{n} other record", "{n} other records", n),
    }
    return sentences[group].format(n=n)


GROUPS: Mapping[str, tuple[str, ...]] = {
    "certificates": ("cert.issue", "cert.state"),
    "signed": (
        *("theory.attest", "hours.attest", "practical.attest", "milestone.attest", "exam.result", "exam.open"),
        *("waive", "acknowledge"),
    ),
    "asked": ("practical.request",),
    "hours": ("hours.claim",),
    "papers": ("attempt.start", "attempt.end", "run.start", "run.end"),
    "answers": ("answer", "run.act"),
    "study": ("lesson.done", "study"),
    "people": ("profile", "enrol", "move", "leave", "assign", "assign.end"),
    "sessions": ("session.held",),
    "back": ("void", "overrule"),
    "keys": ("bind", "bind.end", "fork.pick", "erase"),
    "noted": ("checkpoint",),
    "other": (),
}
"""Group → kinds of records in it, the most important first; what stands nowhere is `other`."""

_GROUP_OF = {kind: group for group, kinds_ in GROUPS.items() for kind in kinds_}

NEWS = frozenset(_GROUP_OF) - {"checkpoint", "bind", "session.held"}
"""Kinds that are news about a person."""


def kinds(counts: Mapping[str, int]) -> tuple[str, ...]:
    """How many records of which kind, group by group, the most important first."""
    sums: dict[str, int] = {}
    for kind, n in counts.items():
        group = _GROUP_OF.get(kind, "other")
        sums[group] = sums.get(group, 0) + n
    return tuple(_kind_line(group, sums[group]) for group in GROUPS if sums.get(group))


def certificate(serial: str) -> str:
    """A certificate by its serial."""
    return _("Certificate {serial}").format(serial=serial)
