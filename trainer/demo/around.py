"""What lies around the records on HR's computer: last exchanges, lessons half read, backups, a file that is not there."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from trainer import local
from trainer.actions import keeping
from trainer.demo.cast import DIRECTOR, EXAMINER, HR, MENTOR, SECOND_MENTOR, TODAY
from trainer.demo.stage import Stage
from trainer.domain import calendar

MAILBOX = "/srv/qicheng"
EXCHANGED = {
    HR: (TODAY, 9, 5),
    MENTOR: (TODAY, 9, 10),
    "1031": (date(2026, 11, 22), 18, 2),
    "1028": (date(2026, 11, 20), 17, 45),
    "1003": (date(2026, 11, 20), 16, 5),
    "1034": (date(2026, 11, 4), 17, 20),
    SECOND_MENTOR: (date(2026, 11, 19), 8, 40),
    EXAMINER: (TODAY, 8, 50),
    DIRECTOR: (date(2026, 11, 20), 17, 50),
}
"""Day, hour and minute of the last exchange of some."""

BETWEEN = timedelta(days=3)
"""From one exchange to the next."""

HALF_READ = ("1031", "1035", "1036")
BACKUPS = (date(2026, 10, 30), date(2026, 11, 20))


def plan(stage: Stage) -> None:
    """Put it on the agenda."""
    for number, (day, hour, minute) in EXCHANGED.items():
        before: list[int] = []
        stage.agenda.put(day - BETWEEN, hour, partial(_counted, stage, before), minute=minute)
        stage.agenda.put(day, hour, partial(_exchanged, stage, number, before), minute=minute)
    for n, number in enumerate(HALF_READ):
        stage.agenda.put(date(2026, 11, 20), 17, partial(_half_read, stage, number, n), minute=30)
    for day in BACKUPS:
        stage.agenda.put(day, 19, partial(keeping.back_up, stage.hr))
    stage.agenda.put(TODAY, 9, partial(_missing, stage, "1028"), minute=20)


def _counted(stage: Stage, before: list[int]) -> None:
    before.append(stage.store.arrival())


def _exchanged(stage: Stage, number: str, before: list[int]) -> None:
    """Everything that is here so far went out and came in, the last of it since `before` was counted."""
    session = stage.of(number)
    time, last = calendar.at(*EXCHANGED[number]), stage.store.arrival()
    since = before[-1] if before else last
    done = local.Exchanged(
        time=time,
        folder=MAILBOX,
        received=last - since,
        sent=len(stage.store.people()) - 1,
        since=since,
        until=last,
        brought=time if last > since else 0,
        last=last,
    )
    local.keep_exchanged(stage.folder, session.me, done)


def _half_read(stage: Stage, number: str, n: int) -> None:
    """Two sections of the first lesson that is not finished, or of a later one where all are."""
    session = stage.of(number)
    finished = {one.lesson for one in stage.standings.of(session.me).lessons}
    lessons = session.library.lessons()
    lesson = next((one for one in lessons if one.id not in finished), lessons[n % len(lessons)])
    shown = lesson.sections[:2]
    at = lesson.sections[min(2, len(lesson.sections) - 1)]
    place = local.Place(hash=lesson.hash, at=at.id, seen=tuple(one.id for one in shown), time=stage.clock.now)
    local.keep_place(stage.folder, session.me, lesson.id, place)


def _missing(stage: Stage, number: str) -> None:
    """The request arrived and one of its files did not: it stays on the other computer."""
    for practical in stage.standings.of(stage.person(number)).practicals:
        for request in practical.requests:
            if not request.answered and request.files:
                stage.store.files.remove(request.files[-1].sha256)
