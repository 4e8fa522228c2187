"""One rule of the policy register (`domain/policies.md`): what it says, where it stands, and from when to when."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from trainer.domain.programme import Text

Confidence = Literal["S", "P", "T", "M"]
"""S: the statute was read. P: quoted by another source. T: number and date only. M: from memory."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A register entry. `from_` and `to` are days in the organisation's zone, both included; None is open.

    `gradable` is false for awareness-only rows; `fenced` names parts of a gradable row that must not be graded.
    """

    id: str
    title: Text
    rule: Text
    figures: Text = Text("")
    document: Text = Text("")
    from_: date | None = None
    to: date | None = None
    confidence: Confidence
    gradable: bool = False
    fenced: tuple[Text, ...] = ()
    source: Text = Text("")

    @property
    def group(self) -> str:
        """The topic group: the letters before the number (``VAT`` of ``VAT-07``)."""
        return self.id.partition("-")[0]

    def in_force(self, on: date) -> bool:
        """Whether the rule is in force on that day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)

    def may_be_graded(self, on: date) -> bool:
        """Only rows of confidence S or P, not awareness-only, and in force may carry a graded question."""
        return self.gradable and self.confidence in ("S", "P") and self.in_force(on)
