"""Keys, departures, hand-overs and leave, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from trainer.i18n import _, ngettext
from trainer.wording import dates
from trainer.wording.lines import joined
from trainer.wording.records import role


def fingerprint(log: str) -> str:
    """A key's log, short enough to be compared by eye: four groups of four."""
    return " ".join(log[at : at + 4].upper() for at in range(0, 16, 4))


def position(seq: int, received: int, today: date) -> str:
    """How far a key's records are known here: its last position, and when that came in (ms UTC)."""
    if not seq:
        return _("nothing received")
    return _("no. {seq}, received {moment}").format(seq=seq, moment=dates.moment(received, today))


def key_line(log: str, since: int) -> str:
    """One key among several: its fingerprint and since when (ms UTC)."""
    return _("{key}, since {day}").format(key=fingerprint(log), day=dates.day(dates.local(since).date()))


def key_state(state: str, seq: int, received: int, today: date, reason_: str = "") -> str:
    """What stands under a key on somebody's sheet."""
    if state == "live":
        return joined(_("in use"), position(seq, received, today))
    return joined(_("ended after no. {seq}").format(seq=seq), reason_)


def invitation_file(name: str) -> str:
    """What the file of an invitation is called when the program proposes a name."""
    return _("Invitation {name}").format(name=name) + ".qicheng-invitation"


def end_counts(seq: int, after: int) -> str:
    """What ending a key at a position does with what is here; `after` records lie behind it."""
    if not seq:
        kept = _("Nothing signed with this key counts.")
    else:
        kept = _("What it signed up to no. {seq} stays valid.").format(seq=seq)
    if not after:
        return _("{kept} Nothing that is here stops counting; whatever it signs from now on never counts.").format(
            kept=kept
        )
    gone = ngettext(
        "{n} record that is here stops counting.", "{n} records that are here stop counting.", after
    ).format(n=after)
    return _("{kept} {gone} Whatever it signs from now on never counts.").format(kept=kept, gone=gone)


def missing(count: int) -> str:
    """A warning that more is known to exist than is here; empty for none."""
    if not count:
        return ""
    return ngettext(
        "Others have seen {n} more record of this key that has not arrived here. Exchange first, or it will not count.",
        "Others have seen {n} more records of this key that have not arrived here. Exchange first, or they will not count.",
        count,
    ).format(n=count)


def with_only_exchanged(meaning: str) -> str:
    """What ending a key means when its computer is gone."""
    return _("{meaning} What was recorded on that computer and never exchanged is lost with it.").format(
        meaning=meaning
    )


def queue_counts(counts: Mapping[str, int]) -> str:
    """What waits for somebody, by kind; empty for nothing."""
    words = {
        "practical": _("practicals: {n}"),
        "theory": _("theory: {n}"),
        "hours": _("hours: {n}"),
        "milestone": _("milestones: {n}"),
        "result": _("exam results: {n}"),
    }
    return joined(*(words[kind].format(n=n) for kind, n in counts.items() if n and kind in words))


def step(act: str, *, name: str, as_: str, person: str, key: str) -> str:
    """One thing of a departure or hand-over, as it stands in the list of what was done."""
    if act == "begun":
        return _("{name}: {person} is now {role}").format(name=name, person=person, role=role(as_))
    if act == "ended":
        return _("{name}: {person} is no longer {role}").format(name=name, person=person, role=role(as_))
    return _("Key {key} of {person} has ended").format(key=key, person=person)


def steps_line(done: int, refused: int) -> str:
    """How it went, above the list."""
    said = ngettext("{n} step was done.", "{n} steps were done.", done).format(n=done)
    if not refused:
        return said
    not_done = ngettext("{n} was refused and is still as before.", "{n} were refused and are still as before.", refused)
    return _("{done} {refused}").format(done=said, refused=not_done.format(n=refused))


def leave_effect(before: date | None, after: date | None, days: int) -> str:
    """What a leave does to the planned day of going live; `days` away that the months did not have before."""
    if before is None or after is None:
        return _("The planned dates cannot be worked out yet.")
    if before == after:
        return _("The planned go-live stays on {day}.").format(day=dates.day(after))
    if days >= 0:
        said = ngettext(
            "The planned go-live moves from {before} to {after}: {n} day later.",
            "The planned go-live moves from {before} to {after}: {n} days later.",
            days,
        )
    else:
        said = ngettext(
            "The planned go-live moves from {before} to {after}: {n} day earlier.",
            "The planned go-live moves from {before} to {after}: {n} days earlier.",
            -days,
        )
    return said.format(before=dates.day(before), after=dates.day(after), n=abs(days))


def leave_line(since: date, until: date, kind: str) -> str:
    """One leave: its days, both included, and what it is."""
    days = (until - since).days + 1
    length = ngettext("{n} day", "{n} days", days).format(n=days)
    span = _("{since} to {until}").format(since=dates.short_day(since), until=dates.day(until))
    return joined(kind, span, length)


def listed_names(names: Iterable[str]) -> str:
    """Several people in a row."""
    return _(", ").join(names)


# HR's key from the recovery file


def before_recovery() -> str:
    """What the recovery does, before anything is asked."""
    return _(
        "HR gets a new key on this computer. Everything HR signed until now stays valid, and so does every key and "
        "certificate that hangs on it. The lost key can sign nothing more that counts."
    )


def recoverable(title: str, records: int, *, here: bool) -> str:
    """What was found: the organisation, and how much of it is at hand."""
    if here:
        said = ngettext("“{title}”: {n} record on this computer", "“{title}”: {n} records on this computer", records)
    else:
        said = ngettext("“{title}”: {n} record in the file", "“{title}”: {n} records in the file", records)
    return said.format(title=title, n=records)


def recovery_key(name: str, log: str, seq: int, signed: int, today: date) -> str:
    """One of HR's keys that may end: whose, which, and how far it is known (ms UTC)."""
    if not seq:
        return _("{name}, key {key}: nothing of it is known here").format(name=name, key=fingerprint(log))
    return _("{name}, key {key}: valid up to no. {seq} of {moment}").format(
        name=name, key=fingerprint(log), seq=seq, moment=dates.moment(signed, today)
    )


def recovery_keeps() -> str:
    """What ending an HR key does and does not do."""
    return _(
        "A ticked key ends at the position shown: what it signed before stays valid, what it signed later, also on another "
        "computer, does not count. Untick a key that is still in safe hands."
    )


def recovery_summary(ending: int) -> str:
    """What the last button will do."""
    if not ending:
        return _("A new HR key is made on this computer. No other key ends.")
    said = ngettext(
        "A new HR key is made on this computer, and {n} HR key ends.",
        "A new HR key is made on this computer, and {n} HR keys end.",
        ending,
    )
    return said.format(n=ending)


def recovered(ended: int, *, kept: bool) -> str:
    """What was done."""
    said = ngettext(
        "The new key is on this computer, and {n} HR key has ended.",
        "The new key is on this computer, and {n} HR keys have ended.",
        ended,
    ).format(n=ended)
    if kept:
        return _("{done} The recovery file was written again with this decision in it.").format(done=said)
    return _(
        "{done} The recovery file could not be written again. It still opens; keep it, and keep a backup of this computer."
    ).format(done=said)


def after_recovery() -> str:
    """What HR does now."""
    return _(
        "Sign in with the new passphrase and exchange with everybody: only then do they know the new key. Take the stick out "
        "and lock it away. Certificates of this organisation go on being valid."
    )
