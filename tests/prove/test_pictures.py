"""Every page in both languages and themes has none of the faults that `tests/ui/test_inspection.py` plants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from trainer import config, i18n
from trainer.ui import shots, theme

pytestmark = pytest.mark.prove


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    yield
    i18n.use("en", config.catalogues())
    theme.use(qapp, "light")


def test_every_picture_is_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = shots.run(tmp_path)
    assert code == 0, capsys.readouterr().out
    sizes = [len(shots.SIZES) if one.size == shots.SIZE else 1 for one in shots.SCENARIOS]
    assert len(list(tmp_path.glob("*.png"))) == len(shots.LANGUAGES) * len(shots.THEMES) * sum(sizes)
