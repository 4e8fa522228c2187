"""A mentor's week: what to talk about with somebody, what the last exchange brought, who was theirs before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from trainer import local
from trainer.domain import heard
from trainer.domain.calendar import DAY_MS
from trainer.domain.certification import gate
from trainer.domain.grading import FULL
from trainer.domain.path import shortage, timeline
from trainer.domain.programme import Programme
from trainer.domain.progress import Progress
from trainer.domain.waiting import standing_of
from trainer.session import Session
from trainer.views import exchange
from trainer.views.attempt import title
from trainer.views.exchange import NewsRow
from trainer.views.mentoring import mine
from trainer.views.naming import name_of
from trainer.wording import mentoring
from trainer.wording import overview as plan_words

LATELY_DAYS: Final = 42
"""Answers of this many days are worth talking about."""
BEHIND_DAYS: Final = 5
"""Days behind plan from which it is said."""
MOST_TITLES: Final = 2

Tone = Literal["bad", "warn"]


@dataclass(frozen=True, slots=True)
class TalkRow:
    """Something to talk about. `kind`: ``plan``, ``sure``, ``repeat`` or ``silent``."""

    kind: str
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BeforeRow:
    """Somebody who was assigned to me; `until` when that ended, `now` who mentors them now, empty for nobody."""

    person: str
    name: str
    number: str
    until: date
    now: str


@dataclass(frozen=True, slots=True)
class News:
    """What the last exchange brought about my trainees; `came` when (ms UTC, 0 for nothing), `seen` whether I marked it."""

    rows: tuple[NewsRow, ...]
    came: int
    seen: bool
    exchanged: bool = True
    """Whether records were ever exchanged here: before that there is no last exchange to speak of."""


def talk(session: Session, learner: str) -> tuple[TalkRow, ...]:
    """What to talk about with one learner, the most pressing first."""
    progress = session.standings.of(learner)
    programme = session.standings.programme_of(learner)
    found = [*_plan(session, progress, programme), *_sure(session, progress), *_repeats(progress, programme)]
    received = progress.newest_received
    if received and heard.is_silent(received, session.today()):
        found.append(TalkRow("silent", mentoring.silent(heard.days_silent(received, session.today())), "warn"))
    return tuple(found)


def _plan(session: Session, progress: Progress, programme: Programme | None) -> Iterator[TalkRow]:
    today = session.today()
    if programme is None or progress.enrolment is None or gate(programme, progress, today).ready:
        return
    away = any(since <= today <= until for since, until, _kind in progress.enrolment.leaves)
    short, line = shortage(programme, progress, today), timeline(programme, progress, today)
    if short:
        yield TalkRow("plan", mentoring.infeasible(short), "bad")
    elif line is not None and line.days_ahead <= -BEHIND_DAYS and not away:
        yield TalkRow("plan", plan_words.pace(line.days_ahead), "warn")


def _sure(session: Session, progress: Progress) -> Iterator[TalkRow]:
    since = session.now() - LATELY_DAYS * DAY_MS
    found: Counter[str] = Counter()
    for attempt in progress.attempts:
        if attempt.mode == "exam" or attempt.ended is None or attempt.started < since:
            continue
        for answer in attempt.answers:
            if answer.sure == "yes" and answer.points is not None and answer.points < FULL:
                found[attempt.paper] += 1
    if found:
        titles = [title(session, paper) for paper, _count in found.most_common(MOST_TITLES)]
        yield TalkRow("sure", mentoring.sure_and_wrong(found.total(), titles), "warn")


def _repeats(progress: Progress, programme: Programme | None) -> Iterator[TalkRow]:
    states = {row.practical: row for row in progress.practicals}
    needed = programme.practicals if programme is not None else ()
    again = [one.id for one in needed if standing_of(states.get(one.id), one.repeats, planned=one.planned) == "repeat"]
    if again:
        yield TalkRow("repeat", mentoring.to_repeat(again), "warn")


def before(session: Session) -> tuple[BeforeRow, ...]:
    """Who was assigned to me and is not any more, the last first."""
    current = {progress.person for progress, _running in mine(session)}
    rows = []
    for progress in session.standings.everybody():
        ends = [one.ended for one in progress.assignments if one.person == session.me and one.ended is not None]
        if ends and progress.person not in current and progress.person != session.me:
            mentor = progress.assigned("mentor")
            now = name_of(session, mentor.person) if mentor is not None else ""
            rows.append(BeforeRow(progress.person, progress.name, progress.number, max(ends), now))
    return tuple(sorted(rows, key=lambda row: (-row.until.toordinal(), row.name, row.person)))


def news(session: Session) -> News:
    """What the last exchange that brought anything brought about my trainees."""
    close = {progress.person for progress, _running in mine(session)}
    rows = tuple(row for row in exchange.news(session) if row.person in close)
    came = max((row.came for row in rows), default=0)
    seen = came > 0 and local.news_seen(session.folder, session.me) >= came
    return News(rows, came, seen, exchanged=local.last_exchange(session.folder, session.me) is not None)


def mark_seen(session: Session, came: int) -> None:
    """Remember on this computer that the news of this exchange (ms UTC) were seen."""
    local.keep_news_seen(session.folder, session.me, came)
