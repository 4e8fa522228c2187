"""The page of papers: what can be taken, under which rules, and what came of earlier attempts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trainer.actions_rules import may_take
