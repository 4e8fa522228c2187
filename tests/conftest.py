"""What every test relies on: no screen, English sentences, no settings of whoever runs them; the small firm."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.story import Story
from trainer import config, i18n

settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
"""The same examples in every run, so that a red test is always somebody's change; `make prove` looks further."""

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("TRAINER_DATA", None)


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    i18n.use("en", config.catalogues())
    yield
    i18n.use("en", config.catalogues())


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The small firm on its first day, in a folder of its own."""
    made = Story.found(tmp_path)
    yield made
    made.close()
