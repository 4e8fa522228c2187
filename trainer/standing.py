"""One person's records → where they stand. Rebuilt per person, never patched; owns ``derived.db``.

``derived.db`` may be deleted at any time: it only saves folding again.
"""

from __future__ import annotations

RULES = 1
"""The version of the rules in `trainer.domain` that certificates and derived rows name. A change of meaning raises it."""
