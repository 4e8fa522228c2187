"""The go-live gate, the worth of a certificate, and where a person stands on the five-month path.

Everything here is a pure function of a `Progress`, a `Programme` and a day in the organisation's zone
(`records.md` §5, `ui.md` §§3.1, 3.9).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from trainer.domain.progress import Row
from trainer.domain.requirements import Detail, GateItem, NextAction


class Gate(Row, frozen=True, kw_only=True):
    """The gate on one day. `met` and `total` leave planned lines out; `waiting` are the lines that only wait.

    `ready` is true when every required line is met or waived. `code` says why there are no lines
    (``not-enrolled``, ``programme-unknown``), else it is ``ready`` or ``open``.
    """

    items: tuple[GateItem, ...]
    met: int
    total: int
    waiting: int
    ready: bool
    code: str


CertificateStatus = Literal["active", "suspended", "revoked", "expired", "held", "invalid"]
"""held: valid when issued, but evidence was withdrawn since. invalid: a requirement was not met at the cut."""


class CertificateStanding(Row, frozen=True, kw_only=True):
    """What a certificate is worth on one day.

    `failing` are the lines that were not met when it was issued; `failing_now` those no longer met on what is known
    today. `code` gives the reason: the status, or ``requirements``, ``cut-missing``, ``not-enrolled``,
    ``programme-unknown``, ``wrong-programme``, ``wrong-title``, ``dated-ahead``.
    """

    valid_when_issued: bool
    status: CertificateStatus
    code: str
    failing: tuple[GateItem, ...] = ()
    failing_now: tuple[GateItem, ...] = ()
    valid_until: date
    detail: Detail = msgspec.field(default_factory=dict)


class NextStep(Row, frozen=True, kw_only=True):
    """What to do now. `code` names the sentence, `target` the lesson, paper, attempt, practical or milestone."""

    code: str
    action: NextAction
    target: str = ""
    requirement: str = ""
    waits_for: str = ""
    detail: Detail = msgspec.field(default_factory=dict)


class Month(Row, frozen=True, kw_only=True):
    """One segment of the five-month path: days `since` (included) to `until` (excluded).

    `done` is the share of this month's work that is finished, in basis points; `number` counts from 1.
    """

    number: int
    phase: Literal["theory", "mentoring"]
    since: date
    until: date
    done: int
    state: Literal["complete", "current", "future", "behind"]


class Timeline(Row, frozen=True, kw_only=True):
    """The path to going live. `days_ahead` is negative when behind; `today` is where the ring stands, in basis points
    of a month's length counted from the start (25,000 = the middle of the third month).
    """

    months: tuple[Month, ...]
    today: int
    position: int
    days_ahead: int
    mentoring_from: date
    go_live: date
    days_left: int
