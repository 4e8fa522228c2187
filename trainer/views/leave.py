"""Somebody's leaves as they stand, and what another one would do to their planned dates before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from trainer.domain.facts import Leave
from trainer.domain.fold import planned_mentoring
from trainer.domain.path import timeline
from trainer.domain.programme import Programme
from trainer.domain.progress import Progress
from trainer.session import Session


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """One leave that counts: days both included. `running`: today lies in it; `over`: it has ended."""

    record: str
    since: date
    until: date
    kind: str
    running: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """The planned day of going live without and with a change; None where there is no plan. `days` between them."""

    before: date | None
    after: date | None

    @property
    def days(self) -> int:
        """Days later; negative when it comes earlier."""
        return (self.after - self.before).days if self.before is not None and self.after is not None else 0


def leaves(session: Session, learner: str) -> tuple[LeaveRow, ...]:
    """The leaves that count, the newest first."""
    today = session.today()
    standing = session.standings.of(learner).enrolment
    counting = list(standing.leaves) if standing is not None else []
    found = []
    records = {}
    for judged in session.store.about(learner):
        header, body = judged.record.header, judged.record.envelope.body
        if header.kind == "leave" and header.sub == learner and judged.verdict == "ok" and body is not None:
            records[judged.record.id] = (msgspec.json.decode(body, type=Leave), header.refs, header.time)
    replaced = {ref for _leave, refs, _time in records.values() for ref in refs}
    for record, (leave, _refs, _time) in sorted(records.items(), key=lambda item: -item[1][2]):
        days = (leave.since, leave.until, leave.kind)
        if record not in replaced and days in counting:
            counting.remove(days)
            found.append(LeaveRow(record, *days, running=leave.since <= today <= leave.until, over=leave.until < today))
    return tuple(sorted(found, key=lambda one: (one.since, one.record), reverse=True))


def effect(session: Session, learner: str, since: date | None, until: date | None, instead: str = "") -> Effect:
    """What a leave would do; `since` None takes the leave `instead` away. Nothing is written."""
    progress = session.standings.of(learner)
    without = {one.record: (one.since, one.until, one.kind) for one in leaves(session, learner)}.get(instead)
    programme = session.standings.programme_of(learner)
    changed = _changed(programme, progress, without, (since, until))
    return Effect(_go_live(session, progress), _go_live(session, changed))


def _changed(
    programme: Programme | None,
    progress: Progress,
    without: tuple[date, date, str] | None,
    days: tuple[date | None, date | None],
) -> Progress:
    enrolment = progress.enrolment
    if enrolment is None:
        return progress
    away = list(enrolment.leaves)
    since, until = days
    if without in away:
        away.remove(without)
    if since is not None and until is not None and since <= until:
        away.append((since, until, ""))
    changed = msgspec.structs.replace(enrolment, leaves=tuple(sorted(away)))
    begins = [one.since for one in progress.assignments if one.as_ == "mentor"]
    mentoring = progress.mentoring_from
    if programme is not None and mentoring is not None and begins:
        mentoring = max(min(begins), planned_mentoring(changed, programme))  # as the fold has it
    return msgspec.structs.replace(progress, enrolment=changed, mentoring_from=mentoring)


def _go_live(session: Session, progress: Progress) -> date | None:
    programme = session.standings.programme_of(progress.person)
    line = timeline(programme, progress, session.today()) if programme is not None else None
    return line.go_live if line is not None else None
