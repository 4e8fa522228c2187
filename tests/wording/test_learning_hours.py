"""How hours of a source are said."""

from __future__ import annotations

from trainer.wording import learning


def test_a_minute_that_waits_is_not_nought() -> None:
    assert learning.two_figures(0, 50) == "0 + 1 min"
    assert learning.two_figures(1800, 900) == "30 + 15 min"
    assert learning.two_figures(3600, 1800) == "1 + 0.5 h"
    assert learning.two_figures(5 * 3600, 0) == "5 h"
