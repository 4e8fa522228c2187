"""What the mentor's pages say: the queue, how long something waits, why a signature is not possible yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from trainer.i18n import N_, _, ngettext
from trainer.wording import dates
from trainer.wording.lines import joined, listed

LATE_DAYS = 2
"""Days after which something in the queue is said to wait, loudly."""

KINDS: Mapping[str, str] = {
    "practical": N_("Practical {code}"),
    "theory": N_("Theory"),
    "hours": N_("Training hours"),
    "milestone": N_("Milestone"),
    "result": N_("Exam result"),
}
"""Kind of a queue row → the small word over its title."""

ICONS: Mapping[str, str] = {
    "practical": "clipboard",
    "theory": "book",
    "hours": "clock",
    "milestone": "flag",
    "result": "shield",
}
"""Kind → the drawing beside it."""

SOURCES: Mapping[str, str] = {
    "lesson": N_("Lesson"),
    "assessment": N_("Paper or exam"),
    "session": N_("Meeting or course here"),
    "practical": N_("Practical work"),
    "external": N_("Course elsewhere"),
}
"""Where training time came from."""

SETTINGS: Mapping[str, str] = {"real": N_("Real ticket"), "simulated": N_("Simulation")}
INDEPENDENCE: Mapping[str, str] = {
    "observed": N_("Watched"),
    "assisted": N_("With help"),
    "unassisted": N_("Alone"),
}
RESULTS: Mapping[str, str] = {"pass": N_("Pass"), "repeat": N_("Repeat")}
STATES: Mapping[str, str] = {
    "signed": N_("Signed off"),
    "waiting": N_("To be confirmed"),
    "repeat": N_("To repeat"),
    "looking": N_("Looking at it"),
    "open": N_("Not signed off yet"),
    "planned": N_("Planned"),
}
"""State of a practical in the pane at the right."""


def kicker(kind: str, code: str = "") -> str:
    """The small word over a queue row's title."""
    return _(KINDS[kind]).format(code=code)


def wait(since: int, today: date) -> tuple[str, bool]:
    """How long something has waited, and whether that is long."""
    days = (today - dates.local(since).date()).days
    if days < LATE_DAYS:
        return dates.ago(since, today), False
    return ngettext("for {n} day", "for {n} days", days).format(n=days), True


def files_missing(n: int) -> str:
    """Attachments that have not arrived."""
    return ngettext("file not received", "{n} files not received", n).format(n=n)


def practical_line(name: str, nth: int, files: int, missing: int) -> str:
    """Whose request, which time, how many files."""
    if missing:
        rest = ngettext("waiting for {n} file", "waiting for {n} files", missing).format(n=missing)
    elif files:
        rest = ngettext("{n} file", "{n} files", files).format(n=files)
    else:
        rest = _("no file")
    return joined(name, ordinal(nth), rest)


def ordinal(nth: int) -> str:
    """Which time."""
    return _("time no. {n}").format(n=nth)


def theory_title(weeks: Sequence[int]) -> str:
    """Weeks whose lessons and papers are done."""
    if len(weeks) == 1:
        return _("Week {n}: lessons and paper").format(n=weeks[0])
    return ngettext("{n} week: lessons and papers", "{n} weeks: lessons and papers", len(weeks)).format(n=len(weeks))


def theory_line(name: str, score: int | None) -> str:
    """Whose theory, and the last score as graded here."""
    if score is None:
        return name
    return joined(name, _("graded here: {score} points").format(score=dates.score(score)))


def hours_title(seconds: int) -> str:
    """How much time waits for a decision."""
    return _("{time} claimed").format(time=dates.exactly(seconds))


def hours_line(name: str, entries: int) -> str:
    """Whose time, in how many entries."""
    return joined(name, ngettext("{n} entry", "{n} entries", entries).format(n=entries))


def milestone_line(name: str, repeated: bool) -> str:
    """Whose milestone."""
    return joined(name, _("once more")) if repeated else name


def result_line(name: str, score: int | None) -> str:
    """Whose exam, as graded here."""
    if score is None:
        return joined(name, _("cannot be graded here"))
    return joined(name, _("{score} points").format(score=dates.score(score)))


def practical_context(name: str, nth: int, asked: int | None, lesson: str, today: date) -> str:
    """The line under a practical's title."""
    when = _("asked {when}").format(when=dates.moment(asked, today)) if asked is not None else _("without a request")
    return joined(name, ordinal(nth), when, lesson)


def evidence_note(files: int, missing: int, opened: int) -> str:
    """How many attachments, received and looked at."""
    if not files:
        return _("Nothing was attached")
    if missing:
        return ngettext("{n} file, {missing} not received", "{n} files, {missing} not received", files).format(
            n=files, missing=missing
        )
    if opened == files:
        return ngettext("{n} file, received and opened", "{n} files, received and opened", files).format(n=files)
    return ngettext("{n} file, {opened} opened", "{n} files, {opened} opened", files).format(n=files, opened=opened)


def overlap(seconds: int, title: str) -> str:
    """Time that another entry claims as well."""
    return _("{time} overlap with “{title}”; they count once").format(time=dates.minutes_word(seconds), title=title)


def wrong_answers(wrong: Sequence[int], of: int) -> str:
    """Which questions of a paper were answered wrong."""
    if not wrong:
        return ngettext("the one question right", "all {n} questions right", of).format(n=of)
    numbers = listed(str(n) for n in wrong)
    return ngettext("question {numbers} wrong", "questions {numbers} wrong", len(wrong)).format(numbers=numbers)


def attempt_line(score: int | None, *, passed: bool, on: date) -> str:
    """One attempt at a paper, as graded here."""
    if score is None:
        return joined(_("cannot be graded here"), dates.short_day(on))
    points = _("{score} points").format(score=dates.score(score))
    return joined(points, _("passed") if passed else _("not passed"), dates.short_day(on))


def phase_line(phase: str, week: int, of: int) -> str:
    """Where a learner is."""
    if not week:
        return _("Not enrolled yet")
    if phase == "mentoring":
        return _("Mentoring week {n} of {of}").format(n=week, of=of)
    return _("Theory week {n} of {of}").format(n=week, of=of)


def certified(on: date) -> str:
    """Where somebody is who has a certificate, whatever it is worth today."""
    return _("Certified on {day}").format(day=dates.day(on))


def needs(count: int) -> str:
    """How much of somebody waits for me."""
    if not count:
        return _("Nothing waits for me")
    return ngettext("{n} waits for me", "{n} wait for me", count).format(n=count)


def signer(name: str, as_: str) -> str:
    """Who signs, and in which part."""
    words = {
        "mentor": _("{name} (mentor)"),
        "confirmer": _("{name} (confirms hours)"),
        "examiner": _("{name} (examiner)"),
        "hr": _("{name} (HR)"),
        "director": _("{name} (director)"),
    }
    return words[as_].format(name=name)


def prints(count: int) -> str:
    """What is attached: hashes of files."""
    if not count:
        return _("nothing")
    return ngettext("the hash of {n} file", "the hashes of {n} files", count).format(n=count)


def result(code: str) -> str:
    """The word for a result; empty where there is none."""
    words = {"pass": _("Pass"), "repeat": _("Repeat"), "fail": _("Not passed")}
    return words.get(code, "")


def coded(code: str, title: str) -> str:
    """A practical with its code: M06 Red-letter invoice."""
    return f"{code} {title}"


def source(code: str) -> str:
    """Where training time came from."""
    return _(SOURCES[code])


def from_to(day: str, since: str, until: str) -> str:
    """A day with the clock times of a stretch."""
    return _("{day} {since}–{until}").format(day=day, since=since, until=until)


def seen_before(on: date, outcome: str, who: str, comment: str) -> str:
    """An earlier observation of the same thing."""
    line = _("{day}: {result}, signed by {name}").format(day=dates.short_day(on), result=outcome, name=who)
    return _("{line}. “{comment}”").format(line=line, comment=comment) if comment else line


def exam(score: int, on: date) -> str:
    """The last exam with a result."""
    return _("{score} points, {day}").format(score=dates.score(score), day=dates.short_day(on))


def no_exam() -> str:
    """No exam has a result yet."""
    return _("not yet")


LABELS: Mapping[str, str] = {"exam": N_("Go-live exam"), "lessons": N_("Lessons confirmed")}
"""Names of the figures about a learner."""

ASSIGNED: Mapping[str, str] = {
    "mentor": N_("My mentoring"),
    "confirmer": N_("I confirm hours"),
    "examiner": N_("I examine"),
    "proctor": N_("I open the exam"),
}
"""In which part somebody is assigned to me."""


def label(code: str) -> str:
    """The name of a figure."""
    return _(LABELS[code])


def assigned_as(code: str) -> str:
    """In which part the learner is mine."""
    return _(ASSIGNED[code])


def from_day(on: date) -> str:
    """Since when."""
    return _("from {day}").format(day=dates.short_day(on))


def state(code: str) -> str:
    """The word for how a practical stands."""
    return _(STATES[code])


# What to talk about


def infeasible(days: int) -> str:
    """The planned day of going live cannot be kept."""
    return ngettext(
        "The planned go-live cannot be kept: {n} day short even at twice the pace.",
        "The planned go-live cannot be kept: {n} days short even at twice the pace.",
        days,
    ).format(n=days)


def sure_and_wrong(answers: int, titles: Sequence[str]) -> str:
    """Answers that were marked as sure and were wrong, and where most of them were."""
    return ngettext(
        "{n} answer lately was “sure” and wrong: {where}", "{n} answers lately were “sure” and wrong: {where}", answers
    ).format(n=answers, where=listed(titles))


def to_repeat(practicals: Sequence[str]) -> str:
    """Practicals that have to be done again."""
    return _("To be done again: {practicals}").format(practicals=listed(practicals))


def silent(days: int) -> str:
    """Nothing has come from somebody for too long; the figures are as old."""
    return ngettext("Nothing received for {n} day", "Nothing received for {n} days", days).format(n=days)


def was_mine(until: date, now: str) -> str:
    """Until when somebody was assigned to me, and who mentors them now."""
    ended = _("mine until {day}").format(day=dates.day(until))
    return joined(ended, _("now with {name}").format(name=now) if now else _("no mentor now"))
