"""What the learner's own pages say: greeting, the units of the path, training hours, reminders to copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trainer.domain.requirements import NextAction
from trainer.i18n import N_, _, ngettext, pgettext
from trainer.wording import dates
from trainer.wording.lines import joined

MORNING, NOON, EVENING = 5, 12, 18
"""Hours of the day from which one says good morning, good afternoon, good evening."""


def greeting(hour: int, name: str) -> str:
    """Good morning, Xiaowen. `hour` 0 to 23 in the organisation's zone; the name may be empty."""
    if not name:
        words = {0: _("Good morning"), 1: _("Good afternoon"), 2: _("Good evening")}
        return words[_part(hour)]
    words = {
        0: _("Good morning, {name}").format(name=name),
        1: _("Good afternoon, {name}").format(name=name),
        2: _("Good evening, {name}").format(name=name),
    }
    return words[_part(hour)]


def _part(hour: int) -> int:
    return 0 if MORNING <= hour < NOON else 1 if NOON <= hour < EVENING else 2


def familiar(name: str) -> str:
    """How a colleague is addressed: a Chinese name of three or four characters without its surname, else as it is."""
    chinese = bool(name) and all("\u4e00" <= letter <= "\u9fff" for letter in name)
    if chinese and len(name) == 3:
        return name[1:]
    return name[2:] if chinese and len(name) == 4 else name


def week_of(phase: str, number: int) -> str:
    """In which week of theory or mentoring somebody is."""
    if phase == "mentoring":
        return _("mentoring week {n}").format(n=number)
    return _("theory week {n}").format(n=number)


def away(until: date) -> str:
    """In place of the week while somebody is on leave; `until` is the last day of it."""
    return _("on leave until {day}; the months wait").format(day=dates.short_day(until))


def day_line(on: date, *parts: str) -> str:
    """The line under the greeting: the day, then what else there is to say."""
    return joined(dates.day_and_weekday(on), *parts)


def weeks_span(first: int, last: int) -> str:
    """The weeks of a month: weeks 1 to 5."""
    if first == last:
        return _("Week {n}").format(n=first)
    return _("Weeks {first} to {last}").format(first=first, last=last)


def lesson_place(week: int, number: int) -> str:
    """Where a lesson stands in the programme."""
    return _("Week {week} · lesson {n}").format(week=week, n=number)


def stopped_at(title: str, seconds: int) -> str:
    """Where somebody stopped reading, and how long the rest takes."""
    left = dates.minutes_word(seconds)
    return _("Stopped at “{title}”, about {time} left").format(title=title, time=left)


def lesson_size(minutes: int, sections: int, questions: int) -> str:
    """What a lesson holds."""
    parts = ngettext("{n} section", "{n} sections", sections).format(n=sections)
    asked = ngettext("{n} self-check question", "{n} self-check questions", questions).format(n=questions)
    return _("About {time} · {sections} · {questions}").format(
        time=dates.minutes_word(minutes * 60), sections=parts, questions=asked
    )


def paper_size(questions: int, minutes: int, pass_mark: int) -> str:
    """What a paper asks for."""
    asked = ngettext("{n} question", "{n} questions", questions).format(n=questions)
    needed = dates.score(pass_mark)
    if not minutes:
        return _("{questions} · {score} points needed").format(questions=asked, score=needed)
    return _("{questions} · {time} · {score} points needed").format(
        questions=asked, time=dates.minutes_word(minutes * 60), score=needed
    )


def pilot() -> str:
    """Beside a mid-term on the path: offered, not counted."""
    return _("pilot, not required")


UNITS: Mapping[str, str] = {
    "planned": N_("Planned"),
    "open": N_("Not begun"),
    "begun": N_("Begun"),
    "done": N_("Done, to be confirmed"),
    "confirmed": N_("Confirmed"),
    "failed": N_("Not passed"),
}
"""States of lessons and papers."""

PRACTICALS: Mapping[str, str] = {
    "planned": N_("Planned"),
    "open": N_("Not asked for"),
    "asked": N_("Waiting for the mentor"),
    "repeat": N_("To be repeated"),
    "passed": N_("Passed"),
    "not-counted": N_("Seen, does not count"),
}
"""States of practicals."""

SOURCES: Mapping[str, str] = {
    "lesson": N_("Lessons"),
    "assessment": N_("Papers and practice"),
    "session": N_("Case reviews and courses"),
    "practical": N_("Practicals"),
    "external": N_("Elsewhere"),
}
"""Where training hours come from."""

ROLES: Mapping[str, str] = {
    "mentor": N_("the mentor"),
    "examiner": N_("an examiner"),
    "hr": N_("HR"),
    "director": N_("the director"),
}
"""Who may give a milestone."""


def unit(state: str) -> str:
    """The word for a lesson's or paper's state."""
    return _(UNITS[state])


def practical(state: str) -> str:
    """The word for a practical's state."""
    return _(PRACTICALS[state])


def source(name: str) -> str:
    """The word for a source of training hours."""
    return _(SOURCES[name])


def given_by(roles: tuple[str, ...]) -> str:
    """Who may give a milestone."""
    words = [_(ROLES[role]) for role in roles if role in ROLES]
    if len(words) < 2:
        return _("Given by {who}").format(who=words[0] if words else _("HR"))
    return _("Given by {who} or {other}").format(who=words[0], other=words[1])


def repeats(passed: int, of: int) -> str:
    """How many of the observations of a practical passed."""
    return _("{passed} / {of} passed").format(passed=passed, of=of)


ACTIONS: Mapping[NextAction, str] = {
    "study": N_("Study"),
    "take-paper": N_("Take"),
    "take-exam": N_("Take"),
    "ask-practical": N_("Ask"),
    "open-exam": N_("Ask"),
    "ask-mentor": N_("Ask"),
    "ask-hr": N_("Ask"),
    "remind": N_("Remind"),
    "see": N_("See"),
}
"""The word on the button of a line of the gate."""


def action(name: NextAction, *, again: bool = False) -> str:
    """The word for what can be done about a line of the gate; empty where nothing can."""
    if again and name in {"take-paper", "take-exam"}:
        return pgettext("take a paper again", "Redo")
    if again and name == "ask-practical":
        return pgettext("ask for an observation again", "Ask again")
    return _(ACTIONS[name]) if name in ACTIONS else ""


def reminder(name: NextAction, who: str, what: str) -> str:
    """A sentence to paste into a chat, asking somebody for what is waited for. `who` may be empty."""
    sentences: Mapping[NextAction, str] = {
        "remind": N_(
            "{what} is finished and waits to be confirmed in Qicheng. Could you have a look when there is time?"
        ),
        "open-exam": N_("My lessons and papers are finished. Could you open “{what}” for my seat in Qicheng?"),
        "ask-mentor": N_("I am ready for “{what}”. Which day would suit?"),
        "ask-hr": N_(
            "My programme needs “{what}”, and nobody is assigned for it yet. Could you look at it in Qicheng?"
        ),
    }
    said = _(sentences.get(name, sentences["remind"])).format(what=what)
    return _("{who}, {sentence}").format(who=who, sentence=said) if who else said


def quarter_sum(confirmed_s: int, claimed_s: int) -> tuple[str, str]:
    """The legend of a bar of hours: confirmed, and to be confirmed (empty when nothing is)."""
    confirmed = _("Confirmed {hours} h").format(hours=dates.hours(confirmed_s))
    claimed = _("To be confirmed {hours} h").format(hours=dates.hours(claimed_s)) if claimed_s else ""
    return confirmed, claimed


KICKERS: Mapping[str, str] = {
    "lesson": N_("Next lesson"),
    "paper": N_("Next paper"),
    "resume": N_("Unfinished"),
    "now": N_("Now"),
}
"""The word above what is to be done."""


def kicker(name: str) -> str:
    """The small word above the title of what to do now."""
    return _(KICKERS[name])


def begin(*, begun: bool) -> str:
    """The word on the button of a lesson."""
    return _("Continue") if begun else pgettext("begin a lesson", "Start")


def read_first() -> str:
    """The word on the button while there is no programme yet."""
    return _("Read the first lesson")


def week_title(number: int) -> str:
    """Week 4."""
    return _("Week {n}").format(n=number)


def from_day(phase: str, since: date) -> str:
    """From when a month of the path runs."""
    return _("{phase} · from {date}").format(phase=phase, date=dates.short_day(since))


def open_until(time: str) -> str:
    """Until when an exam opened for somebody can be begun."""
    return _("Opened for this seat, until {time}").format(time=time)


def observed(result: str, who: str, on: date) -> str:
    """How an observation ended."""
    day = dates.short_day(on)
    if result == "pass":
        return _("Passed, observed by {name} on {date}").format(name=who, date=day)
    return _("To be repeated, observed by {name} on {date}").format(name=who, date=day)


def asked_on(time: str) -> str:
    """When an observation was asked for."""
    return _("Asked for {time}").format(time=time)


def lesson_facts(week: int, week_title: str, number: int, minutes: int, revised: date | None) -> str:
    """The line under a lesson's title: where it stands, how long it takes, when it was revised."""
    about = dates.minutes_word(minutes * 60)
    if revised is None:
        return _("Week {week} {title} · lesson {n} · about {time}").format(
            week=week, title=week_title, n=number, time=about
        )
    return _("Week {week} {title} · lesson {n} · about {time} · revised {date}").format(
        week=week, title=week_title, n=number, time=about, date=dates.day(revised)
    )


def entry_state(state: str, by: str, waits_for: str) -> str:
    """What became of an entry of hours: who confirmed it, or who has to."""
    if state == "waiting":
        return _("Waiting for {name}").format(name=waits_for) if waits_for else _("To be confirmed")
    if state == "refused":
        return _("Not accepted by {name}").format(name=by)
    if state == "reduced":
        return _("Accepted in part by {name}").format(name=by)
    return _("Confirmed by {name}").format(name=by)


def entry_count(count: int) -> str:
    """How many entries are listed."""
    return ngettext("{n} entry", "{n} entries", count).format(n=count)


def two_figures(confirmed_s: int, claimed_s: int) -> str:
    """Hours of a source: confirmed, and what waits; minutes while both together are no hour."""
    if not claimed_s:
        return dates.hours_word(confirmed_s)
    if confirmed_s + claimed_s < 3600:
        minutes = [-(-seconds // 60) for seconds in (confirmed_s, claimed_s)]
        return _("{confirmed} + {claimed} min").format(confirmed=minutes[0], claimed=minutes[1])
    return _("{confirmed} + {claimed} h").format(confirmed=dates.hours(confirmed_s), claimed=dates.hours(claimed_s))


def target(target_s: int, start: tuple[int, int] | None, *, counts: bool) -> str:
    """From when on the quarterly target applies (`content.md` §6)."""
    wanted = dates.hours(target_s)
    if counts:
        return _("The target is {hours} confirmed hours in every quarter.").format(hours=wanted)
    if start is not None:
        return _("The target of {hours} hours begins with {quarter}.").format(
            hours=wanted, quarter=dates.quarter(*start)
        )
    return _("The target of {hours} hours begins with the first full quarter after going live.").format(hours=wanted)


def numbered(number: int, title: str) -> str:
    """A lesson with its number in the week."""
    return _("{n}. {title}").format(n=number, title=title)
