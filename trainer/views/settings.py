"""What the program says about itself: the installed library, the organisation, the records here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainer.session import Session


@dataclass(frozen=True, slots=True)
class About:
    """`library` is the content hash; `newest_rule` the day the newest rule in the register came into force."""

    library: str
    lessons: int
    cases: int
    policies: int
    newest_rule: date | None
    org: str
    title: str
    demo: bool


def about(session: Session) -> About:
    """The installed library and the organisation of this store."""
    library, today = session.library, session.today()
    begun = [one.from_ for one in library.policies() if one.from_ is not None and one.from_ <= today]
    return About(
        library=library.hash,
        lessons=len(library.lessons()),
        cases=len(library.cases()),
        policies=len(library.policies()),
        newest_rule=max(begun, default=None),
        org=session.store.org,
        title=session.store.title,
        demo=session.store.demo,
    )
