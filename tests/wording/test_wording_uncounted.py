"""Every reason why a record does not count has its sentence."""

from __future__ import annotations

from trainer.domain.progress import WHY_NOT
from trainer.wording.uncounted import REASONS, why_not_counted


def test_each_reason_has_one_sentence_of_its_own() -> None:
    assert set(REASONS) == set(WHY_NOT)
    assert len({why_not_counted(reason) for reason in WHY_NOT}) == len(WHY_NOT)
