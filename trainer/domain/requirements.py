"""The lines of the go-live gate: for each kind of requirement whether it is met, or what is missing and why.

Each line is one pure function of (requirement, programme, progress, on). Figures are returned as numbers; the
sentences are made in `trainer.wording`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from trainer.domain.programme import RequirementKind, Text
from trainer.domain.progress import Row

State = Literal["met", "waived", "waiting", "open", "failed", "planned"]
"""met and waived count; waiting: done, somebody else's word is missing; failed: tried and not passed, or withdrawn."""

NextAction = Literal[
    "", "study", "take-paper", "open-exam", "take-exam", "ask-practical", "ask-mentor", "remind", "see", "ask-hr"
]
"""What the learner can do about a line. `study` a lesson, `take-paper` a week paper, `open-exam` ask a proctor,
`take-exam` the one that is open, `ask-practical` an observation, `ask-mentor` a milestone, `remind` whoever is waited
for, `see` the result, `ask-hr` for a mentor or examiner."""

Detail = dict[str, int | str]


class GateItem(Row, frozen=True, kw_only=True):
    """One line of the gate.

    `done`, `waiting` (claimed, not confirmed) and `total` are counts for bars and figures like 4/20. `code` with
    `detail` makes the sentence. `evidence` are the record ids behind what counts. `target` is the lesson, paper,
    practical or milestone the `action` is about, `waits_for` a person id.
    """

    requirement: str
    kind: RequirementKind
    title: Text
    state: State
    code: str
    detail: Detail = msgspec.field(default_factory=dict)
    done: int = 0
    waiting: int = 0
    total: int = 0
    evidence: tuple[str, ...] = ()
    action: NextAction = ""
    target: str = ""
    waits_for: str = ""

    @property
    def satisfied(self) -> bool:
        """Met, or waived."""
        return self.state in {"met", "waived"}
