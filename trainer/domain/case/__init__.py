"""The case file and everything that is derived from it (`content.md` §2)."""

from __future__ import annotations

from trainer.domain.case.derive import Refusal, derive
from trainer.domain.case.file import Case, Caution, Document, ProcessStep, Ticket, Why, Wrong

__all__ = ["Case", "Caution", "Document", "ProcessStep", "Refusal", "Ticket", "Why", "Wrong", "derive"]
