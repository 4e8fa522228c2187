"""The look of the program for tests of its face."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from trainer.ui import theme
from trainer.ui.worker import Worker


@pytest.fixture
def look(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light theme; dressed again only where a test before undressed it, for that is not cheap."""
    _light(qapp)
    yield qapp
    _light(qapp)


def _light(application: QApplication) -> None:
    if theme.mode() != "light" or not application.styleSheet():
        theme.use(application, "light")


@pytest.fixture
def worker(look: QApplication) -> Iterator[Worker]:
    """Both threads, ended afterwards."""
    made = Worker()
    yield made
    made.close()
