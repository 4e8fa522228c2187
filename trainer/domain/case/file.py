"""The compiled case file: one source for the library page, the questions, the drill and the desk tickets."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from trainer.domain.figures import Figure
from trainer.domain.programme import Text
from trainer.domain.question import Item

Status = Literal["draft", "in-review", "validated", "retired"]

Level = Literal["", "L1", "L2", "L3"]


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """A reason: words, a policy, or both."""

    text: Text = Text("")
    policy: str = ""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A paper the client handed over: a table (first row = heading) or a text."""

    name: Text
    table: tuple[tuple[Text, ...], ...] = ()
    text: Text = Text("")


class ProcessStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the handling process. Neighbours that are not `strict` may change places with each other."""

    do: Text
    by: Level = ""
    why: Why = Why()
    strict: bool = True


class Caution(msgspec.Struct, frozen=True, kw_only=True):
    """A statement about the case that holds or does not, and why."""

    say: Text
    holds: bool
    why: Why


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A wrong way to handle the case: what, because of which mistake, and the harm it does."""

    do: Text
    because: Why
    harm: Text = Text("")


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """The case as it reaches the service desk. `contact_min` and `answer_min` are minutes of work."""

    says: Text
    channel: str
    urgency: str
    level: Level
    needs: tuple[str, ...] = ()
    contact_min: int = 0
    answer_min: int = 0


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled case file. Only `validated` cases feed graded papers. Dates are in the organisation's zone.

    `facts`, `result` and `feedback` are Markdown with ``{figure}`` placeholders. `questions` are the authored ones:
    the loader fills what the author wrote; `derive` adds figures, policies, source, dates and «graded».
    """

    id: str
    revision: int
    status: Status
    title: Text
    industry: str
    problem: str
    risk: str
    horizon: str
    as_of: date
    recheck_by: date
    policies: tuple[str, ...]
    performed_by: Literal["firm", "licensed-partner"] = "firm"
    anonymised: bool = False
    figures: tuple[Figure, ...] = ()
    check: tuple[str, ...] = ()
    facts: Text
    documents: tuple[Document, ...] = ()
    process: tuple[ProcessStep, ...] = ()
    cautions: tuple[Caution, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    result: Text = Text("")
    feedback: Text = Text("")
    questions: tuple[Item, ...] = ()
    ticket: Ticket | None = None
    tags: tuple[str, ...] = ()
