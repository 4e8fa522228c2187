"""The hours target of a person: how much a quarter asks for, and from which quarter on. The audit and the person's own
page ask here, so that both say the same.
"""

from __future__ import annotations

from datetime import date

from trainer.domain import live
from trainer.domain.calendar import Quarter
from trainer.domain.progress import Progress
from trainer.session import Session

TARGET_S = 20 * 3600
"""The quarterly target in seconds where no programme says another one (`content.md` §6)."""


def target_s(session: Session, person: str = "") -> int:
    """Seconds a quarter asks of a person, by the programme they are enrolled under; by the newest one for anybody else."""
    programme = session.standings.programme_of(person) if person else None
    programme = programme or session.library.programme()
    return programme.hours_target_s if programme is not None else TARGET_S


def first_quarter(session: Session, progress: Progress, since: date) -> Quarter | None:
    """The first quarter with a target for somebody known `since` a day; None while they are not live."""
    bound = session.store.people().get(progress.person)
    roles = bound.roles if bound is not None else frozenset()
    start = progress.enrolment.start if progress.enrolment else None
    return live.target_from(roles, since, start, _went_live(session, progress))


def _went_live(session: Session, progress: Progress) -> date | None:
    """The day of the first certificate that was valid when it was issued."""
    for one in sorted(progress.certificates, key=lambda row: (row.on, row.record)):
        judged = session.standings.certificate(progress.person, one.record, session.today())
        if judged is not None and judged.valid_when_issued:
            return one.on
    return None
