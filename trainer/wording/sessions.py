"""What the page of meetings says: why a case is suggested, who was there, what is signed; and how minutes name cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from trainer.i18n import _, ngettext
from trainer.wording import dates
from trainer.wording.lines import joined

_CASE: Final = re.compile(r"^- \[(?P<title>.*)\]\(case:(?P<id>[a-z0-9-]+)\)$")
"""A case that was discussed: a line at the beginning of the minutes, as a Markdown link."""


def minutes(cases: Iterable[tuple[str, str]], notes: str) -> str:
    """The minutes as Markdown: the cases discussed as (id, title), then the notes as they were typed."""
    lines = [f"- [{title}](case:{id_})" for id_, title in cases]
    return "\n\n".join(part for part in ("\n".join(lines), notes.strip()) if part)


def read_minutes(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The cases at the beginning as (id, title), and the notes. Whatever else stands there belongs to the notes."""
    cases: list[tuple[str, str]] = []
    lines = text.splitlines()
    while lines and (found := _CASE.match(lines[0])) is not None:
        cases.append((found["id"], found["title"]))
        del lines[0]
    return tuple(cases), "\n".join(lines).strip()


def often_wrong(answers: int) -> str:
    """Why a case is suggested: my trainees got questions about it wrong."""
    return ngettext("{n} wrong answer lately", "{n} wrong answers lately", answers).format(n=answers)


def recheck(by: date, today: date) -> str:
    """Why a case is suggested: it has to be looked at again."""
    text = _("another look was due on {day}") if by < today else _("another look is due by {day}")
    return text.format(day=dates.day(by))


def not_discussed() -> str:
    """Why a case is suggested: nobody has talked about it yet."""
    return _("not discussed yet")


def line(day: date, since: str, until: str, seconds: int) -> str:
    """When a meeting was and how long it took."""
    when = _("{day} {since}–{until}").format(day=dates.day(day), since=since, until=until)
    return joined(when, dates.length(seconds))


def there(count: int) -> str:
    """How many were there."""
    return ngettext("{n} person there", "{n} people there", count).format(n=count)


def discussed(count: int) -> str:
    """How many cases were discussed; empty for none."""
    return ngettext("{n} case", "{n} cases", count).format(n=count) if count else ""


def meaning(title: str, day: date, seconds: int, people: int) -> str:
    """What the signature means."""
    text = ngettext(
        "I held “{title}” on {day} for {time}; {n} person was there for the minutes I noted.",
        "I held “{title}” on {day} for {time}; {n} people were there for the minutes I noted.",
        people,
    )
    return text.format(title=title, day=dates.day(day), time=dates.length(seconds), n=people)
