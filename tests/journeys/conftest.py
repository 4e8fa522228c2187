"""The look of the program and its two threads, as the tests of its face have them; a firm on its first day."""

from __future__ import annotations

from tests.journeys.beginning import begun
from tests.journeys.keyboard_desk import founded, sit_down
from tests.ui.conftest import look, worker

__all__ = ["begun", "founded", "look", "sit_down", "worker"]
