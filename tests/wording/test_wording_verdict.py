"""Every verdict has its sentence."""

from __future__ import annotations

from trainer.ledger.verdict import VERDICTS
from trainer.wording import verdict


def test_every_verdict_has_a_sentence() -> None:
    assert verdict.VERDICTS.keys() == set(VERDICTS)
    assert all(verdict.verdict(word).endswith(".") for word in VERDICTS)
