"""The go-live gate, the next step and the path in sentences (`ui.md` §§3.1, 3.9).

One table per family of codes of `trainer.domain.requirements` and `trainer.domain.certification`; the figures come as
numbers and are written here, once, for the window, the command line and documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from trainer.domain.certification import Gate, NextStep
from trainer.domain.path import Timeline
from trainer.domain.requirements import Detail, GateItem, State
from trainer.i18n import N_, _, language, ngettext
from trainer.wording import dates

Names = Callable[[str], str]
"""The name a person reads for an id: of a person, lesson, paper, practical or milestone; the id itself when unknown."""


@dataclass(frozen=True, slots=True)
class GateLine:
    """One line of the gate in words: what is asked for, why it stands where it stands, and the figure for a column."""

    title: str
    reason: str
    figure: str
    state: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now: the sentence, why, and the word on the button (empty when nothing can be done)."""

    title: str
    reason: str
    button: str


REASONS: Mapping[str, str] = {
    "waived": N_("Waived by {who} on {on}: {reason}"),
    "planned": N_("Planned; not required yet"),
    "not-enrolled": N_("Begins with the enrolment by HR"),
    "no-content": N_("The installed library has nothing for this line yet"),
    "lessons-confirmed": N_("All {total} lessons and week papers confirmed"),
    "lessons-open": N_("{confirmed} of {total} confirmed; next: {target}"),
    "paper-open": N_("{confirmed} of {total} confirmed; next: {paper}"),
    "paper-failed": N_("{paper_or_target}: last score {score}, {pass_mark} needed"),
    "paper-not-gradable": N_("{paper_or_target}: some questions are not in this library, so it cannot be graded here"),
    "theory-waiting": N_("All finished, waiting for {name} to confirm"),
    "months-done": N_("{since} to {date}"),
    "months-running": N_("Since {since}; complete on {date}"),
    "months-not-started": N_("Begins on {since}; complete on {date}"),
    "mentoring-done": N_("{since} to {date}"),
    "mentoring-running": N_("Since {since}; complete on {date}"),
    "mentoring-not-started": N_("Begins on {since}; complete on {date}"),
    "no-mentor": N_("No mentor assigned yet; HR assigns one"),
    "exam-passed": N_("{score} points, signed by the examiner"),
    "exam-waiting": N_("Handed in, waiting for {name} to sign the result"),
    "exam-opened": N_("Opened for this seat; can be taken now"),
    "exam-open": N_("Not taken yet; {name} opens it"),
    "exam-failed": N_("Last score {score}, {pass_mark} needed"),
    "simulations-open": N_("{done} of {total} passed"),
    "practicals-signed": N_("All {total} signed by the mentor"),
    "practicals-waiting": N_("{done} of {total} signed; {waiting} asked for, waiting for {name}"),
    "practicals-open": N_("{done} of {total} signed; next: {practical}"),
    "practicals-open-waiting": N_("{done} of {total} signed; {waiting} asked for, waiting for {name}"),
    "practicals-repeat": N_("{done} of {total} signed; {practical} has to be repeated"),
    "practicals-not-yet": N_("Can be observed from {date} on"),
    "milestones-given": N_("All {total} given"),
    "milestones-open": N_("{done} of {total} given; next: {milestone}"),
    "milestone-repeat": N_("{done} of {total} given; {milestone} has to be repeated"),
}
"""Code of a line → its reason."""

NOBODY: Mapping[str, str] = {
    "theory-waiting": N_("All finished, waiting for a mentor to confirm"),
    "exam-waiting": N_("Handed in, waiting for an examiner to sign the result"),
    "exam-open": N_("Not taken yet; a proctor or HR opens it"),
    "practicals-waiting": N_("{done} of {total} signed; {waiting} asked for, waiting for a mentor"),
    "practicals-open-waiting": N_("{done} of {total} signed; {waiting} asked for, waiting for a mentor"),
}
"""The same where nobody is assigned who could be named."""

SHORT: Mapping[str, str] = {
    "lessons-confirmed": N_("{total} units"),
    "months-done": N_("complete"),
    "mentoring-done": N_("complete"),
    "exam-passed": N_("{score} pts"),
    "exam-failed": N_("{score} pts"),
    "paper-failed": N_("{score} pts"),
    "exam-waiting": N_("waiting"),
    "theory-waiting": N_("waiting"),
    "exam-opened": N_("opened"),
    "exam-open": N_("not taken"),
    "no-mentor": N_("no mentor"),
    "planned": N_("planned"),
    "waived": N_("waived"),
    "no-content": N_("no content"),
    "not-enrolled": N_("not enrolled"),
}
"""The figure of a line in a narrow column; every other code shows done of total."""

STATES: Mapping[State, str] = {
    "met": N_("Met"),
    "waived": N_("Waived"),
    "waiting": N_("To be confirmed"),
    "open": N_("In progress"),
    "failed": N_("Not passed"),
    "planned": N_("Planned"),
}
"""The word beside a state's sign."""

STEPS: Mapping[str, tuple[str, str, str]] = {
    "not-enrolled": (N_("No programme yet"), N_("HR enrols and sets the start date. The library can be read now."), ""),
    "programme-unknown": (
        N_("The programme is not on this computer"),
        N_("Install the newest version of the program, which brings the programme along."),
        "",
    ),
    "resume": (N_("Continue {target}"), N_("Started and not handed in. Every answer so far is saved."), N_("Continue")),
    "ready": (N_("Everything is met"), N_("HR decides and issues the certificate."), ""),
    "take-exam": (N_("Take the exam: {target}"), N_("It has been opened for this seat."), N_("Take the exam")),
    "study": (N_("Next lesson: {target}"), N_("{confirmed} of {total} lessons and papers confirmed."), N_("Study")),
    "take-paper": (N_("Take the paper: {target}"), N_("Its lessons are finished."), N_("Start the paper")),
    "ask-practical": (
        N_("Next practical: {target}"),
        N_("Do it with {name}, then ask for the sign-off."),
        N_("Ask for sign-off"),
    ),
    "open-exam": (N_("The exam can be opened: {target}"), N_("Ask {name} to open it for this seat."), ""),
    "ask-mentor": (N_("Next milestone: {target}"), N_("{name} gives it after a look at the work."), ""),
    "ask-hr": (N_("Ask HR for a mentor"), N_("Practicals can be observed once a mentor is assigned."), ""),
    "remind": (N_("Waiting for {name}"), N_("Everything asked for is done and waits to be confirmed."), N_("Remind")),
    "wait": (N_("Nothing to do for the gate before {date}"), N_("The months that are required are still running."), ""),
    "nothing": (N_("Nothing to do for the gate"), "", ""),
}
"""Code of the next step → title, reason, button."""

SOMEBODY: Mapping[str, tuple[str, str, str]] = {
    "ask-practical": (
        N_("Next practical: {target}"),
        N_("Do it with the mentor, then ask for the sign-off."),
        N_("Ask for sign-off"),
    ),
    "open-exam": (N_("The exam can be opened: {target}"), N_("Ask a proctor or HR to open it for this seat."), ""),
    "ask-mentor": (N_("Next milestone: {target}"), N_("Ask HR who gives it."), ""),
    "ask-hr": (N_("Ask HR: {target}"), N_("HR or the person it names records it."), ""),
    "remind": (N_("Waiting for a confirmation"), N_("Nobody is assigned yet who could give it. Ask HR."), ""),
}
"""The same where no person can be named; ``ask-hr`` here is the one with a milestone as its target."""


def gate_line(item: GateItem, names: Names) -> tuple[str, str]:
    """A line of the gate as (title, reason)."""
    line = line_of(item, names)
    return line.title, line.reason


def line_of(item: GateItem, names: Names) -> GateLine:
    """A line of the gate with everything that is said about it."""
    words = _words(item.detail, names, item.target, item.waits_for)
    code = _code(item)
    known = NOBODY.get(code) if not item.waits_for else None
    sentence = known or REASONS.get(code) or N_("This line stands at: {code}")
    return GateLine(
        title=item.title.in_(language()),
        reason=_(sentence).format(**{"code": code, **words}),
        figure=_figure(item, words),
        state=_(STATES[item.state]),
    )


def _code(item: GateItem) -> str:
    """The code of the sentence: practicals that wait beside others that are open have one of their own."""
    return "practicals-open-waiting" if item.code == "practicals-open" and item.waiting else item.code


def _figure(item: GateItem, words: Mapping[str, str]) -> str:
    if item.code.endswith("-running") and "days_left" in item.detail:
        left = int(item.detail["days_left"])
        return _("{n} d left").format(n=left)
    short = SHORT.get(item.code)
    if short is not None:
        return _(short).format(**words)
    return _("{done} / {total}").format(done=item.done, total=item.total)


def summary(judged: Gate, names: Names) -> str:
    """One person's gate in one sentence, the most important first: what failed, what waits, what is open."""
    if judged.code == "not-enrolled":
        return _("Not enrolled in a programme yet")
    if judged.code == "programme-unknown":
        return _("The programme of this person is not in the installed library")
    if judged.ready:
        return ngettext(
            "The one requirement is met; the certificate can be issued",
            "All {n} requirements are met; the certificate can be issued",
            judged.total,
        ).format(n=judged.total)
    order = {"failed": 0, "waiting": 1, "open": 2}
    open_ = sorted((item for item in judged.items if item.state in order), key=lambda item: order[item.state])
    lines = [line_of(item, names) for item in open_[:2]]
    said = [_("{title}: {reason}").format(title=line.title, reason=_lower(line.reason)) for line in lines]
    left = len(open_) - len(said)
    if left:
        said.append(ngettext("{n} more open", "{n} more open", left).format(n=left))
    return _("; ").join(said)


def _lower(sentence: str) -> str:
    """A sentence after a colon: its first letter small, unless the word is all capitals or a name's id."""
    head, rest = sentence[:1], sentence[1:]
    return sentence if rest[:1].isupper() or rest[:1].isdigit() else head.lower() + rest


def count_line(judged: Gate) -> str:
    """How many lines are met, and how many only wait: ``2 of 6 met · 1 to be confirmed``."""
    if judged.waiting:
        return _("{met} of {total} met · {waiting} to be confirmed").format(
            met=judged.met, total=judged.total, waiting=judged.waiting
        )
    return _("{met} of {total} met").format(met=judged.met, total=judged.total)


def next_step(step: NextStep, names: Names) -> Step:
    """What to do now, in words."""
    words = _words(step.detail, names, step.target, step.waits_for)
    table = SOMEBODY if not step.waits_for and (step.code != "ask-hr" or step.target) else STEPS
    title, reason, button = table.get(step.code) or STEPS.get(step.code) or STEPS["nothing"]
    return Step(_(title).format(**words), _(reason).format(**words), _(button))


def certified(serial: str, until: date) -> Step:
    """What to do once the certificate is there."""
    title = _("Certificate {serial} is issued").format(serial=serial)
    return Step(title, _("Valid until {date}.").format(date=dates.day(until)), _("Open the certificate"))


def suspended(serial: str, reason: str) -> Step:
    """What to know while HR has suspended it."""
    title = _("Certificate {serial} is suspended").format(serial=serial)
    return Step(title, _("Suspended by HR: {reason}").format(reason=reason), _("Open the certificate"))


def after_gate(total: int, serial: str, on: date) -> str:
    """The line under the gate: who decides, or what was decided; `serial` is empty before the certificate."""
    if serial:
        return _("HR issued certificate {serial} on {date}").format(serial=serial, date=dates.day(on))
    if not total:
        return _("The lines of the gate appear with the enrolment.")
    return _("When all {n} are met, HR decides and issues the certificate").format(n=total)


def pace(timeline: Timeline) -> str:
    """Ahead of the plan, behind it, or with it."""
    days = timeline.days_ahead
    if days == 0:
        return _("On plan")
    if days > 0:
        return ngettext("{n} day ahead of plan", "{n} days ahead of plan", days).format(n=days)
    return ngettext("{n} day behind plan", "{n} days behind plan", -days).format(n=-days)


def to_go_live(timeline: Timeline) -> str:
    """How far the planned going live is away."""
    if timeline.days_left == 0:
        return _("The planned go-live day has come")
    return ngettext("{n} day to planned go-live", "{n} days to planned go-live", timeline.days_left).format(
        n=timeline.days_left
    )


MONTHS: Mapping[str, str] = {
    "complete": N_("Complete"),
    "current": N_("Current month"),
    "future": N_("Not begun"),
    "behind": N_("Behind"),
}
"""The state of a month of the path."""

PHASES: Mapping[str, str] = {"theory": N_("Theory"), "mentoring": N_("Mentoring")}
"""The phase of a month of the path."""


def month_state(state: str) -> str:
    """The word for the state of a month."""
    return _(MONTHS[state])


def phase(name: str) -> str:
    """The word for a phase."""
    return _(PHASES[name])


_DAYS = ("since", "date", "on")
_SCORES = ("score", "pass_mark")
_NAMED = ("who", "practical", "milestone", "paper", "lesson")


def _words(detail: Detail, names: Names, target: str, waits_for: str) -> dict[str, str]:
    """The detail as text: days and scores written out, ids named; every placeholder a sentence may use is there.

    Days of more than one year, as a stretch over New Year has them, are each written with their year.
    """
    years = {date.fromisoformat(said).year for name, said in detail.items() if name in _DAYS and isinstance(said, str)}
    written = dates.day if len(years) > 1 else dates.short_day
    words = dict.fromkeys(("done", "confirmed", "total", "waiting", "paper", "practical", "milestone", "who", "on"), "")
    words |= dict.fromkeys(("since", "date", "score", "pass_mark", "reason"), "")
    for name, value in detail.items():
        words[name] = _said(name, value, names, written)
    words["target"] = names(target) if target else ""
    words["name"] = names(waits_for) if waits_for else ""
    words["paper_or_target"] = words["paper"] or words["target"]
    return words


def _said(name: str, value: int | str, names: Names, written: Callable[[date], str]) -> str:
    if name in _SCORES and isinstance(value, int):
        return dates.score(value)
    if not isinstance(value, str) or not value:
        return str(value)
    if name in _DAYS:
        return written(date.fromisoformat(value))
    return names(value) if name in _NAMED else value
