"""The learner's day: what now, what else is open, the five-month path and the gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer import local
from trainer.domain.certification import ACTION_ORDER, Gate, NextStep, gate, next_step, too_early
from trainer.domain.path import Timeline, mentoring_week_count, timeline, weeks_in_month
from trainer.domain.programme import Programme
from trainer.domain.progress import CertificateState, Progress
from trainer.domain.requirements import GateItem, NextAction, State, leaves_of, needed_weeks, still_asked
from trainer.i18n import language
from trainer.ledger.passphrase import six_words
from trainer.session import Session
from trainer.views.naming import names
from trainer.views.path import WeekRow, week_row
from trainer.views.reviews import NO_REVIEWS, Brief, brief
from trainer.wording import attempts, dates, learning
from trainer.wording import gate as wording
from trainer.wording import reviews as reviewing
from trainer.wording.gate import Names
from trainer.wording.lines import joined

MOST_ROWS = 5
"""Lines of the list of today."""


@dataclass(frozen=True, slots=True)
class MonthWords:
    """One segment of the path: words, share of work done (0 to 1), and whether it is over, now or to come."""

    title: str
    detail: str
    share: float
    state: Literal["done", "current", "future"]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the gate: what is asked for, why it is where it is, and the one thing that can be done about it."""

    title: str
    reason: str
    state: State
    action: NextAction
    button: str
    target: str
    reminder: str


@dataclass(frozen=True, slots=True)
class NextRow:
    """The one thing to do now. `kind` says what the button opens; `button` is empty where nothing can be done.

    `share` of a lesson already read, 0 to 1, None where there is nothing to measure; `reminder` is copied by «Remind».
    """

    kind: NextAction | Literal["attempt", "certificate"]
    kicker: str
    place: str
    title: str
    line: str
    button: str
    target: str
    share: float | None = None
    reminder: str = ""


AgendaKind = Literal["exam", "observed", "lesson", "paper", "practical", "milestone", "reviews"]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something that is open now: `target` is a lesson, paper, practical or record. `waits_for` names who has it."""

    kind: AgendaKind
    title: str
    detail: str
    target: str
    minutes: int = 0
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class TodayRow:
    """Everything the page Today shows. `bound` is false while HR has not bound the key: studying works already."""

    name: str
    on: date
    line: str
    timeline: Timeline | None
    months: tuple[MonthWords, ...]
    pace: str
    judged: Gate
    lines: tuple[LineRow, ...]
    summary: str
    step: NextRow
    agenda: tuple[AgendaItem, ...]
    more: int
    minutes: int
    bound: bool
    reviews: Brief = NO_REVIEWS
    """What comes back today and in the week ahead."""
    after: str = ""
    """What follows the lines of the gate: HR's decision, or the certificate it made."""


def today(session: Session) -> TodayRow:
    """The day of whoever is signed in."""
    progress = session.standings.of(session.me)
    programme = session.standings.programme_of(session.me)
    on = session.today()
    words = names(session)
    judged = gate(programme, progress, on)
    line = timeline(programme, progress, on) if programme else None
    step = next_step(judged, progress, on)
    weeks = _weeks(session, programme, progress)
    coming = brief(session)
    agenda = _agenda(session, programme, progress, weeks, words, coming=coming, leave_out=step.target)
    shown = agenda[:MOST_ROWS]
    held = _held(session, progress) if judged.ready else None
    return TodayRow(
        name=progress.name,
        on=on,
        line=_day_line(line, progress, on) if held is None else learning.day_line(on),
        timeline=line,
        months=tuple(_months(programme, line)) if programme and line else (),
        pace=wording.pace(line) if line else "",
        judged=judged,
        lines=tuple(_lines(judged, words)),
        summary=wording.count_line(judged),
        step=_next(session, step, weeks, words) if held is None else _certified(held),
        agenda=tuple(shown),
        more=len(agenda) - len(shown),
        minutes=sum(one.minutes for one in agenda),
        bound=session.me in session.store.people(),
        reviews=coming,
        after=wording.after_gate(judged.total, held.serial if held else "", held.on if held else on),
    )


def _held(session: Session, progress: Progress) -> CertificateState | None:
    """The newest certificate that was rightly issued and has not ended: in force, or suspended by HR."""
    for one in sorted(progress.certificates, key=lambda row: row.on, reverse=True):
        standing = session.standings.certificate(session.me, one.record, session.today())
        if standing is not None and standing.valid_when_issued and standing.status in {"active", "suspended"}:
            return one
    return None


def _certified(held: CertificateState) -> NextRow:
    paused = held.state == "suspended"
    said = (
        wording.suspended(held.serial, held.state_reason)
        if paused
        else wording.certified(held.serial, held.valid_until)
    )
    return NextRow("certificate", learning.kicker("now"), "", said.title, said.reason, said.button, held.record)


def key_words(session: Session) -> tuple[str, ...]:
    """The six words of this computer's key, to be compared with HR's. Empty where no key is open (the reader thread)."""
    return six_words(session.key.pub) if session.key else ()


def _day_line(line: Timeline | None, progress: Progress, on: date) -> str:
    if line is None:
        return learning.day_line(on)
    month = next((one for one in line.months if one.since <= on < one.until), None)
    where = ""
    if month is not None:
        first = line.months[0].since if month.phase == "theory" else line.mentoring_from
        where = learning.week_of(month.phase, (on - first).days // 7 + 1)
    back = next((until for since, until in leaves_of(progress) if since <= on <= until), None)
    if back is not None:
        where = learning.away(back)
    return learning.day_line(on, where, wording.to_go_live(line))


def _months(programme: Programme, line: Timeline) -> Iterable[MonthWords]:
    for month in line.months:
        theory = month.phase == "theory"
        count = len(programme.weeks) if theory else mentoring_week_count(programme)
        months = programme.theory_months if theory else programme.mentoring_months
        inside = weeks_in_month(count, months, month.number if theory else month.number - programme.theory_months)
        title = learning.weeks_span(inside[0], inside[-1]) if inside else wording.month_state(month.state)
        state: Literal["done", "current", "future"] = "future"
        if month.state == "complete":
            state = "done"
        elif month.done or month.state in {"current", "behind"}:
            state = "current"
        detail = learning.from_day(wording.phase(month.phase), month.since)
        yield MonthWords(title, detail, month.done / 10_000, state)


def _lines(judged: Gate, words: Names) -> Iterable[LineRow]:
    """Unmet lines first, in the order of what the person can do; then what waits, what is planned, what is met."""

    def rank(item: GateItem) -> tuple[int, int]:
        if item.satisfied:
            return 3, 0
        if item.state == "planned":
            return 2, 0
        can = item.action in ACTION_ORDER and not too_early(item, judged)
        return (0, ACTION_ORDER.index(item.action)) if can else (1, 0)

    for item in sorted(judged.items, key=rank):
        title, reason = wording.gate_line(item, words)
        what = words(item.target) if item.target else title
        action: NextAction = "" if too_early(item, judged) else item.action
        yield LineRow(
            title=title,
            reason=reason,
            state=item.state,
            action=action,
            button=learning.action(action, again=item.state == "failed"),
            target=item.target,
            reminder=learning.reminder(action, words(item.waits_for) if item.waits_for else "", what),
        )


def _weeks(session: Session, programme: Programme | None, progress: Progress) -> list[WeekRow]:
    """The required weeks that are not finished, the first one first; none where the lessons were waived."""
    if programme is None or all(one.kind != "lessons" for one in still_asked(programme, progress)):
        return []
    begun = local.places(session.folder, session.me)
    rows = [week_row(session, week, progress, begun) for week in needed_weeks(programme)]
    return [row for row in rows if row.done < row.total]


def _next(session: Session, step: NextStep, weeks: list[WeekRow], words: Names) -> NextRow:
    said = wording.next_step(step, words)
    if step.action == "study":
        return _lesson(session, step.target)
    if step.code == "not-enrolled":
        read = {row.lesson for row in session.standings.of(session.me).lessons}
        first = next((one.id for one in session.library.lessons() if one.id not in read), "")
        words_ = learning.read_first() if first else ""
        return NextRow("study", learning.kicker("now"), "", said.title, said.reason, words_, first)
    if step.code == "resume":
        attempt = str(step.detail.get("attempt", ""))
        state = next(one for one in session.standings.of(session.me).attempts if one.record == attempt)
        line = attempts.time_until(state.started, state.limit_s, session.today()) or said.reason
        return NextRow("attempt", learning.kicker("resume"), "", words(step.target), line, said.button, attempt)
    if step.action == "take-paper":
        unit = next((one for week in weeks for one in week.units if one.id == step.target), None)
        size = learning.paper_size(unit.questions, unit.minutes, unit.pass_mark) if unit else said.reason
        place = learning.week_title(weeks[0].number) if weeks else ""
        return NextRow(step.action, learning.kicker("paper"), place, words(step.target), size, said.button, step.target)
    button = said.button or learning.action(step.action)
    who = words(step.waits_for) if step.waits_for else ""
    what = words(step.target) if step.target else said.title
    return NextRow(
        step.action,
        learning.kicker("now"),
        "",
        said.title,
        said.reason,
        button,
        step.target,
        reminder=learning.reminder(step.action, who, what) if step.action else "",
    )


def _lesson(session: Session, id_: str) -> NextRow:
    lesson = session.library.lesson(id_)
    programme = session.standings.programme_of(session.me)
    if lesson is None or programme is None:
        return NextRow("study", learning.kicker("lesson"), "", id_, "", learning.action("study"), id_)
    week = next((one for one in programme.weeks if one.id == lesson.week), None)
    place = local.place_in(session.folder, session.me, id_, lesson.hash)
    whole = [one for one in lesson.sections if one.text.strip()]
    letters = sum(len(one.text) for one in whole) or 1
    read = sum(len(one.text) for one in whole if one.id in place.seen)
    at = next((one.title for one in lesson.sections if one.id == place.at), "")
    line = learning.lesson_size(lesson.minutes, len(whole), len(lesson.questions))
    if at:
        line = learning.stopped_at(at, max(60, lesson.minutes * 60 * (letters - read) // letters))
    return NextRow(
        kind="study",
        kicker=learning.kicker("lesson"),
        place=learning.lesson_place(week.number if week else 0, lesson.number),
        title=lesson.title.in_(language()),
        line=line,
        button=learning.begin(begun=bool(at)),
        target=id_,
        share=read / letters if at else 0.0,
    )


def unread(session: Session) -> int:
    """How many of my practicals were observed since I last looked at them."""
    practicals = session.standings.of(session.me).practicals
    return sum(any(not row.acknowledged for row in state.observations) for state in practicals)


def _agenda(
    session: Session,
    programme: Programme | None,
    progress: Progress,
    weeks: list[WeekRow],
    words: Names,
    *,
    coming: Brief,
    leave_out: str,
) -> list[AgendaItem]:
    """What is open now, in order of use: the exam, what was said about me, the week's lessons and paper, what waits."""
    now = session.now()
    found = [
        AgendaItem("exam", words(one.paper), learning.open_until(dates.moment(one.expires, session.today())), one.paper)
        for one in progress.openings
        if not one.used_by and now <= one.expires
    ]
    for state in progress.practicals:
        unread = [row for row in state.observations if not row.acknowledged]
        if unread:
            last = unread[-1]
            said = learning.observed(last.result, words(last.attested.who), last.observed_on)
            found.append(AgendaItem("observed", words(state.practical), said, state.practical))
    if coming.due or coming.running:
        title = reviewing.due(coming.due) if coming.due else reviewing.go_on()
        detail = reviewing.about(coming.seconds, coming.backlog)
        found.append(AgendaItem("reviews", title, detail, "", -(-coming.seconds // 60)))
    if weeks:
        found += _of_week(weeks[0], leave_out)
    planned = {one.id for one in programme.practicals if one.planned} if programme else set()
    mentor = progress.waits_for("mentor")
    for state in progress.practicals:
        asked = next((row for row in state.requests if not row.answered), None)
        if asked is not None and state.practical not in planned:
            detail = learning.asked_on(dates.moment(asked.time, session.today()))
            waits = words(mentor) if mentor else ""
            found.append(
                AgendaItem("practical", words(state.practical), detail, state.practical, waits_for=waits or "—")
            )
    return found


def _of_week(week: WeekRow, leave_out: str) -> Iterable[AgendaItem]:
    place = learning.week_title(week.number)
    lessons_open = any(one.kind == "lesson" and one.state in {"open", "begun"} for one in week.units)
    for one in week.units:
        if one.state in {"done", "confirmed"} or one.id == leave_out:
            continue
        if one.kind == "lesson":
            detail = joined(place, dates.minutes_word(one.minutes * 60))
            yield AgendaItem("lesson", one.title, detail, one.id, one.minutes)
        elif not lessons_open:
            size = learning.paper_size(one.questions, one.minutes, one.pass_mark)
            yield AgendaItem("paper", one.title, size, one.id, one.minutes)
