"""What a signature means, in one sentence: shown in the signing box and stored in the attestation, in the language the
signer reads when signing (`records.md` §5, `ui.md` §3.8).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trainer.i18n import _, ngettext
from trainer.wording import dates
from trainer.wording.lines import listed


def practical(name: str, on: date, *, met: int, of: int, setting: str, result: str) -> str:
    """An observation: `setting` is ``real`` or ``simulated``, `result` ``pass``, ``repeat`` or not chosen yet."""
    real = setting != "simulated"
    if result == "pass" and met >= of:
        text = (
            _("I watched {name} do this on {day}; all {n} criteria were met and the result is pass.")
            if real
            else _("I watched {name} do this in a simulation on {day}; all {n} criteria were met, the result is pass.")
        )
    elif result == "repeat":
        text = (
            _("I watched {name} do this on {day}; {met} of {n} criteria were met and the result is repeat.")
            if real
            else _(
                "I watched {name} do this in a simulation on {day}; {met} of {n} criteria met, the result is repeat."
            )
        )
    else:
        text = (
            _("I watched {name} do this on {day}; {met} of {n} criteria were met. The result is still to be chosen.")
            if real
            else _(
                "I watched {name} do this in a simulation on {day}; {met} of {n} criteria met, no result chosen yet."
            )
        )
    return text.format(name=name, day=dates.short_day(on), met=met, n=of)


def theory(name: str, weeks: Sequence[int]) -> str:
    """Weeks of theory by their numbers."""
    if not weeks:
        return _("No week is chosen yet.")
    count = ngettext(
        "I checked {name}'s lessons and paper of week {weeks}, as graded on this computer, and confirm them.",
        "I checked {name}'s lessons and papers of weeks {weeks}, as graded on this computer, and confirm them.",
        len(weeks),
    )
    return count.format(name=name, weeks=listed(str(one) for one in weeks))


def hours(name: str, entries: int, accepted_s: int, claimed_s: int) -> str:
    """Decisions on claims; seconds."""
    accepted, claimed = dates.exactly(accepted_s), dates.exactly(claimed_s)
    if accepted_s == claimed_s:
        text = ngettext(
            "I accept the {claimed} of training that {name} claimed in {n} entry.",
            "I accept the {claimed} of training that {name} claimed in {n} entries.",
            entries,
        )
    else:
        text = ngettext(
            "Of the {claimed} of training that {name} claimed in {n} entry I accept {accepted}.",
            "Of the {claimed} of training that {name} claimed in {n} entries I accept {accepted}.",
            entries,
        )
    return text.format(name=name, n=entries, accepted=accepted, claimed=claimed)


def milestone(name: str, title: str, on: date, *, met: int, of: int, figure: int | None, result: str) -> str:
    """A milestone; `figure` in basis points where it has one."""
    words = {"name": name, "title": title, "day": dates.short_day(on), "met": met, "n": of}
    words["figure"] = dates.percent(figure) if figure is not None else ""
    if result == "pass" and figure is not None:
        text = _("I confirm on {day} the milestone “{title}” for {name}: {figure}, all {n} criteria met, result pass.")
    elif result == "pass":
        text = _("I confirm on {day} the milestone “{title}” for {name}: all {n} criteria met, result pass.")
    elif result == "repeat":
        text = _("On {day} the milestone “{title}” of {name} met {met} of {n} criteria; the result is repeat.")
    else:
        text = _("Milestone “{title}” of {name}: {met} of {n} criteria met. The result is still to be chosen.")
    return text.format(**words)


def result(name: str, paper: str, score: int, *, passed: bool) -> str:
    """The examiner's result of an exam; `score` in basis points."""
    text = (
        _("I graded “{paper}” of {name} on this computer from the recorded answers: {score} points, passed.")
        if passed
        else _("I graded “{paper}” of {name} on this computer from the recorded answers: {score} points, not passed.")
    )
    return text.format(name=name, paper=paper, score=dates.score(score))
