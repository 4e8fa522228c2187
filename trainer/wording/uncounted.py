"""Why a record does not count, in sentences: one per reason of `trainer.domain.progress.WHY_NOT`; for those of the
ledger what can be done. What a decision about records would change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from trainer.i18n import N_, _, ngettext
from trainer.wording import certificate, dates, records, verdict
from trainer.wording.lines import listed

REASONS = {
    "badbody": N_("The contents do not have the form of their kind."),
    "withdrawn": N_("Withdrawn by its signer or overruled by HR."),
    "replaced": N_("Replaced by a later record."),
    "two-successors": N_(
        "Two records say different things about the same matter. HR has to write one that names both."
    ),
    "self-signed": N_("Nobody can attest about themselves."),
    "not-assigned": N_("The signer was not assigned to this person for this."),
    "assignment-ended": N_("Signed after the position at which the assignment ended."),
    "examiner-is-mentor": N_("The programme wants an examiner who is not the mentor."),
    "unknown-target": N_("What it refers to is not there, or does not count itself."),
    "before-mentoring": N_("Observed before mentoring began."),
    "still-to-come": N_("It speaks of a time that was still to come when it was signed."),
    "criteria-open": N_("It says pass, but not every criterion was met."),
    "figure-short": N_("The figure is below what the milestone asks for."),
    "not-opened": N_("No proctor had opened this exam."),
    "opening-used": N_("A second attempt under one opening of the exam."),
    "opening-expired": N_("Begun after the opening of the exam had expired."),
    "not-the-paper": N_("This attempt does not follow the paper it names."),
    "score-differs": N_("The result says pass, but grading the answers again gives a fail."),
    "after-hand-in": N_("Answered after the attempt was handed in."),
    "needs-second": N_("A waiver needs a second person."),
    "not-from-hr": N_("Only HR or the person can change these particulars."),
    "revoked-is-final": N_("A revoked certificate cannot be reinstated."),
}
"""Reason → sentence."""


def why_not_counted(reason: str) -> str:
    """Why a sound record does not count."""
    return _(REASONS[reason])


SHORT = {
    "fork": N_("Held for review: two records at one position"),
    "forked": N_("On the side that does not go on"),
}
"""Reasons of the review page that are neither a verdict nor one of the rules' own."""

REMEDIES = {
    "fork": N_("Compare both sides and say which one goes on."),
    "forked": N_("Nothing is lost: it stays here. The decision can be changed by deciding again."),
    "two-successors": N_("Overrule the one that is wrong; the other then holds."),
    "ended": N_("Ask the person to do it again with the new key, or bind the old key anew from this position."),
    "unauthorised": N_("Somebody whose role allows it has to record it."),
    "unbound": N_("Read the answer to the invitation and bind the key. Then it counts."),
    "gap": N_("Exchange with whoever signed it; what is missing comes with it."),
    "badsig": N_("Nothing: nobody signed this. Exchange brings the true record, if there is one."),
    "badbody": N_("Exchange brings the contents that were signed."),
    "nobody": N_("Exchange with whoever signed it, or with the person it is about."),
    "newer": N_("Install the newer version of the program."),
    "malformed": N_("Ask the signer to record it again with the present version of the program."),
    "foreign": N_("Nothing. It is kept, and passed on to nobody else."),
    "withdrawn": N_("Nothing. If it was right after all, it has to be signed again."),
    "redacted": N_("Nothing. Erased contents never come back."),
    "replaced": N_("Nothing. The later record counts."),
}
"""Reason → what can be done; for the others the rule says what has to be recorded instead."""

SCOPES = {
    "texts": N_("What the person wrote: requests, claims, feedback, comments"),
    "answers": N_("Answers to papers, lessons and simulations"),
    "profile": N_("Name and particulars"),
    "everything": N_("Everything by or about the person"),
}
"""What can be erased of a person."""


class EffectLike(Protocol):
    """What a decision would change for one person (`trainer.views.whatif.Effect`)."""

    @property
    def name(self) -> str:
        """Whose standing."""

    @property
    def hours_before(self) -> int:
        """Confirmed seconds now."""

    @property
    def hours_after(self) -> int:
        """Confirmed seconds then."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Titles of requirements no longer met."""

    @property
    def won(self) -> tuple[str, ...]:
        """Titles of requirements met only then."""

    @property
    def certificates(self) -> tuple[tuple[str, str, str], ...]:
        """(serial, what it is worth now, then)."""


def short(reason: str) -> str:
    """The reason in a few words, for a row and a filter."""
    if reason in SHORT:
        return _(SHORT[reason])
    if reason in REASONS and reason not in records.VERDICTS:
        return _(REASONS[reason])
    return records.verdict(reason)


def why(reason: str) -> str:
    """The reason in a sentence."""
    if reason == "fork":
        return verdict.verdict("forked")
    if reason == "forked":
        return _("HR, or a checkpoint of somebody else, said that the other record at this position goes on.")
    return verdict.verdict(reason) if reason in verdict.VERDICTS else why_not_counted(reason)


def remedy(reason: str) -> str:
    """What can be done about it."""
    return _(REMEDIES[reason]) if reason in REMEDIES else _("It has to be recorded again, as the rule asks.")


def summary(rows: int, decide: int) -> str:
    """The line under the title of the review page."""
    if not rows:
        return _("Everything counts")
    all_ = ngettext("{n} record does not count", "{n} records do not count", rows).format(n=rows)
    if not decide:
        return _("{all} · nothing to decide").format(all=all_)
    due = ngettext("{n} decision waits", "{n} decisions wait", decide).format(n=decide)
    return _("{all} · {due}").format(all=all_, due=due)


def missing(name: str, log: str, seq: int) -> str:
    """The rollback alarm about one log."""
    place = records.position(log, seq)
    return _("{name}: somebody had received {place}, and it is not here.").format(name=name, place=place)


# Forks


def kinds(found: Iterable[tuple[str, int]]) -> str:
    """What a side holds, by kind."""
    return listed(_("{n} × {kind}").format(n=n, kind=records.kind(kind)) for kind, n in found)


def side_count(count: int) -> str:
    """How much stands on one side."""
    return ngettext("{n} record from here on", "{n} records from here on", count).format(n=count)


def who(signer: str, subject: str) -> str:
    """Who said something about whom, in one cell."""
    return signer if subject in ("", signer) else _("{who} about {sub}").format(who=signer, sub=subject)


def period(first: int, last: int, today: date) -> str:
    """When a side was written, as the signer's computer said (ms UTC)."""
    since, until = dates.moment(first, today), dates.moment(last, today)
    return since if since == until else _("{since} – {until}").format(since=since, until=until)


def cited(names: Sequence[str]) -> str:
    """Who signed that they had received this side."""
    return _("Received by {names}").format(names=listed(names)) if names else _("Nobody signed that they received it")


def pick_meaning(name: str, letter: str) -> str:
    """What picking a side says."""
    return _(
        "Side {letter} goes on. The records of the other side stay here and are counted by nobody; what happened there "
        "has to be recorded again. The key of {name} goes on from side {letter}."
    ).format(letter=letter, name=name)


def pick_advice(name: str) -> str:
    """How the next fork is avoided."""
    return _(
        "Both computers of {name} still hold this key. Use it on one only; invite the other with a fresh key."
    ).format(name=name)


# What would change


def effect_lines(effects: Sequence[EffectLike]) -> list[str]:
    """What would change, a sentence each; one that says that nothing would."""
    found = [line for one in effects for line in _effect(one)]
    return found or [_("Nobody's hours, requirements or certificates change.")]


def _effect(one: EffectLike) -> Iterable[str]:
    if one.hours_before != one.hours_after:
        yield _("{name}: confirmed hours {before} → {after}").format(
            name=one.name, before=dates.hours_word(one.hours_before), after=dates.hours_word(one.hours_after)
        )
    if one.lost:
        yield _("{name}: no longer met: {titles}").format(name=one.name, titles=listed(one.lost))
    if one.won:
        yield _("{name}: met then: {titles}").format(name=one.name, titles=listed(one.won))
    for serial, before, after in one.certificates:
        yield _("{name}: certificate {serial}: {before} → {after}").format(
            name=one.name,
            serial=serial,
            before=certificate.status_word(before),
            after=certificate.status_word(after),
        )


def overrule_meaning(name: str, kind: str) -> str:
    """What overruling says."""
    return _("“{kind}” by {name} no longer counts. It stays readable, with the reason beside it.").format(
        kind=kind, name=name
    )


def scope(code: str) -> str:
    """What is erased of a person."""
    return _(SCOPES[code])


def erase_meaning(count: int, files: int) -> str:
    """What erasing says."""
    contents = ngettext("the contents of {n} record", "the contents of {n} records", count).format(n=count)
    if not files:
        return _("I erase {contents}. This cannot be taken back.").format(contents=contents)
    attached = ngettext("{n} file", "{n} files", files).format(n=files)
    return _("I erase {contents} and {files}. This cannot be taken back.").format(contents=contents, files=attached)


def erase_goes(count: int, files: Sequence[str]) -> str:
    """What goes."""
    contents = ngettext("The contents of {n} record go.", "The contents of {n} records go.", count).format(n=count)
    return _("{contents} Files: {names}").format(contents=contents, names=listed(files)) if files else contents


def erase_stays() -> str:
    """What remains, and what happens elsewhere."""
    return _(
        "Who signed what kind of record when stays, with its hashes, and that it was erased and why. Other computers "
        "erase it at their next exchange, and in their backups with the next daily one."
    )


def erased(count: int, copies: int) -> str:
    """What was done; `copies` backups were rewritten."""
    if not copies:
        said = ngettext("The contents of {n} record are erased", "The contents of {n} records are erased", count)
        return said.format(n=count)
    said = ngettext(
        "The contents of {n} record are erased here and in backups ({copies})",
        "The contents of {n} records are erased here and in backups ({copies})",
        count,
    )
    return said.format(n=count, copies=copies)
