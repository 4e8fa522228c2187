"""What an exchange brought and what was left for others, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer.domain.heard import SILENT_DAYS
from trainer.i18n import N_, _, ngettext, pgettext
from trainer.ledger.exchange import Report, Sent
from trainer.local import Exchanged
from trainer.wording import dates, verdict
from trainer.wording.lines import joined, listed, size

NOTES = {
    "torn": N_("{file} is cut off. Its whole lines were taken in; exchange again for the rest."),
    "altered": N_("{file} was altered on the way. What could be proved was taken in; ask for it again."),
    "too-big": N_("{file} is larger than any exchange file. Reading stopped at the limit."),
    "newer": N_("{file} was written by a newer program. What is new in it waits for an update."),
    "not-a-bundle": N_("{file} is not an exchange file of this program, or it is damaged."),
    "empty-bundle": N_("{file} is empty: it was probably copied only halfway. Ask for it again."),
    "no-rights": N_("{file} could not be read: this computer does not allow it."),
    "file-held": N_("{file} is held by another program. Close it there and exchange again."),
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


def toned(report: Report, names: Callable[[str], str], kinds: Sequence[str] = ()) -> tuple[Line, ...]:
    """The same with the tone of each sentence; `kinds` is what arrived, kind by kind."""
    arrived = [Line(text, "ok") for text in _arrived(report, names)]
    if kinds:
        arrived.insert(1, Line(joined(*kinds)))
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
    if word == "no-file":
        title = ngettext("{n} file of {people}", "{n} files of {people}", count).format(n=count, people=people)
        why = _("The request is here, its file is not. It comes along when they exchange again from their computer.")
        return title, why, "warn"
    title = ngettext("{n} record by {people}", "{n} records by {people}", count).format(n=count, people=people)
    return title, verdict.verdict(word), "warn" if word in {"unbound", "gap", "nobody", "newer"} else "bad"


REMEDIES: Mapping[str, str] = {
    "folder-missing": N_("Put the stick back in or connect the drive again, then try once more."),
    "file-missing": N_("Put the stick back in or connect the drive again, then try once more."),
    "disk-failed": N_("Put the stick back in or connect the drive again, then try once more."),
    "no-rights": N_("Ask whoever looks after the folder for the right to write there, or choose another folder."),
    "disk-full": N_("Free some space in the folder or take another stick, then try once more."),
    "file-held": N_("Close the file in the other program, then try once more."),
}
"""What to do when the shared folder fails, by the code of the trouble."""


def remedy(code: str) -> str:
    """What to do when the shared folder fails; what was here is never touched by it. Empty for what it cannot be."""
    if code not in REMEDIES:
        return ""
    return _("{remedy} Nothing here was changed or lost.").format(remedy=_(REMEDIES[code]))


def so_far(received: int) -> str:
    """What a running exchange has brought."""
    if not received:
        return _("Other pages can be used meanwhile.")
    return ngettext(
        "{n} new record so far. Other pages can be used meanwhile.",
        "{n} new records so far. Other pages can be used meanwhile.",
        received,
    ).format(n=received)


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


# Before: what goes along


def outgoing(records: int, people: int, since: int, today: date) -> str:
    """How many records are new here and for how many people files will be written."""
    if not people:
        return _("There is nobody yet to write a file for.")
    whom = ngettext("for {n} person", "for {n} people", people).format(n=people)
    if not since:
        return ngettext(
            "To be sent: {n} record, {whom}. Each gets what they may have.",
            "To be sent: {n} records, {whom}. Each gets what they may have.",
            records,
        ).format(n=records, whom=whom)
    if not records:
        return _("Nothing new here since the last exchange. Files are written {whom} all the same.").format(whom=whom)
    return ngettext(
        "New here since {time}: {n} record, {whom}. Each gets what they may have.",
        "New here since {time}: {n} records, {whom}. Each gets what they may have.",
        records,
    ).format(time=dates.moment(since, today), n=records, whom=whom)


def kind_list(lines: Sequence[str], files: int) -> str:
    """The records by kind, and the files that go with them."""
    extra = [ngettext("{n} file", "{n} files", files).format(n=files)] if files else []
    return joined(*lines, *extra)


# Whom to chase


def heard_age(days: int) -> str:
    """How long ago somebody was heard from; -1 for never."""
    if days < 0:
        return pgettext("heard from", "never")
    if days == 0:
        return pgettext("heard from", "today")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def waits(hours: int, asked: int, held: int, *, bound: bool) -> str:
    """What waits for or from somebody, in one line; empty for nothing."""
    parts = [] if bound else [_("key not bound")]
    if asked:
        parts.append(ngettext("{n} sign-off asked for", "{n} sign-offs asked for", asked).format(n=asked))
    if hours:
        parts.append(ngettext("{n} entry of hours", "{n} entries of hours", hours).format(n=hours))
    if held:
        parts.append(ngettext("{n} record held back", "{n} records held back", held).format(n=held))
    return listed(parts)


def silent(count: int) -> str:
    """How many were not heard from for too long."""
    return ngettext(
        "{n} not heard from for more than {days} days", "{n} not heard from for more than {days} days", count
    ).format(n=count, days=SILENT_DAYS)


def change(title: str, after: str) -> str:
    """How something stands now."""
    return _("{title}: {after}").format(title=title, after=after)
