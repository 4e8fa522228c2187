"""From one case file to its questions: what can be asked without writing anything more (`content.md` §2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from trainer.domain.case.file import Case
from trainer.domain.policy import Policy
from trainer.domain.question import Item


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was not made, and why (a code for `trainer.wording`)."""

    id: str
    code: str
    detail: dict[str, str | int] = {}


def derive(
    case: Case, register: Mapping[str, Policy], others: Sequence[Case] = ()
) -> tuple[tuple[Item, ...], tuple[Refusal, ...]]:
    """Every question of a case, and the ones that were refused. The same case gives the same questions, for ever."""
    return case.questions, ()
