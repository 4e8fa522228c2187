"""The look of the program and its two threads, as the tests of its face have them."""

from __future__ import annotations

from tests.ui.conftest import look, worker

__all__ = ["look", "worker"]
