"""One person's records → where they stand. Rebuilt per person, never patched; owns ``derived.db``."""

from __future__ import annotations

from trainer.standing.standings import Standings

__all__ = ["Standings"]
