"""What every test relies on: no screen, English sentences, no settings of whoever runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from trainer import config, i18n

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("TRAINER_DATA", None)


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    i18n.use("en", config.catalogues())
    yield
    i18n.use("en", config.catalogues())
