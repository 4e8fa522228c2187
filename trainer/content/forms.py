"""What each authored file may hold (docs/AUTHORING.md, `content.md`): one shape per file, made of small ones.

Limits are characters; they come from the widths of the screens (`ui.md` §3): an option is one row, a title one line of
a list at 1024 px, a question one column of 720 px.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, get_args

from trainer.content.shapes import (
    DURATION,
    PERCENT,
    Choice,
    Day,
    Ident,
    Line,
    Listed,
    Named,
    Number,
    Record,
    Shape,
    ShortOr,
    Whole,
    Words,
    YesNo,
)
from trainer.domain import question, taxonomy
from trainer.domain.people import ROLES

TITLE: Final = 40
OPTION: Final = 120
FEEDBACK: Final = 200
ASK: Final = 400
REASON: Final = 400
STEP: Final = 120
PASSAGE: Final = 2000

POLICY_ID: Final = r"[A-Z]{3}-\d{2}"
ITEM_ID: Final = r"[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?"
NAME: Final = r"[a-z][a-z0-9_]{0,29}"

_id = Ident()
_policies = Listed(Ident(POLICY_ID), most=40)
_tags = Listed(Ident(), most=20)
_formula = Line(200)

WHY: Final = ShortOr("text", Words(REASON), Record({"policy": Ident(POLICY_ID), "text": Words(REASON)}))
"""A reason: words, a policy id, or both. The loader tells a bare policy id from words."""

FIGURE: Final = Record(
    {
        "value": Number(),
        "formula": _formula,
        "unit": Line(10),
        "vary": Record({"min": Number(), "max": Number(), "step": Number(Decimal(0))}, ("min", "max", "step")),
    }
)
FIGURES: Final = Named(NAME, FIGURE)
CHECKS: Final = Listed(_formula, most=20)

OPTION_SHAPE: Final = Record(
    {"id": _id, "text": Words(OPTION), "right": YesNo(), "feedback": Words(FEEDBACK), "last": YesNo()},
    ("text",),
)
STEP_SHAPE: Final = ShortOr(
    "text",
    Words(STEP),
    Record({"id": _id, "text": Words(STEP), "feedback": Words(FEEDBACK), "strict": YesNo()}, ("text",)),
)
QUESTION_FIELDS: Final[dict[str, Shape]] = {
    "id": Ident(ITEM_ID),
    "kind": Choice(get_args(question.Kind)),
    "ask": Words(ASK),
    "options": Listed(OPTION_SHAPE, 3, 8),
    "reasons": Listed(OPTION_SHAPE, 2, 6),
    "answer": _formula,
    "unit": Line(10),
    "tolerance": Number(Decimal(0)),
    "solution": Words(REASON),
    "steps": Listed(STEP_SHAPE, 3, 10),
    "reason": Words(REASON),
    "policies": _policies,
    "weight": Whole(1, 10),
    "tags": _tags,
    "figures": FIGURES,
    "check": CHECKS,
    "revision": Whole(1),
}
QUESTION: Final = Record(QUESTION_FIELDS, ("id", "kind", "ask", "reason"))
"""A question in a lesson or in the bank."""

CASE_QUESTION: Final = Record(
    {name: shape for name, shape in QUESTION_FIELDS.items() if name not in {"figures", "check"}},
    ("kind", "ask"),
)
"""A question in a case: figures and checks are the case's own."""

POLICY: Final = Record(
    {
        "id": Ident(POLICY_ID),
        "title": Words(TITLE),
        "rule": Words(PASSAGE),
        "figures": Words(PASSAGE),
        "document": Words(REASON),
        "from": Day(),
        "to": Day(),
        "confidence": Choice(("S", "P", "T", "M")),
        "gradable": YesNo(),
        "fenced": Listed(Words(REASON), most=20),
        "source": Words(REASON),
    },
    ("id", "title", "rule", "confidence", "gradable"),
)
POLICIES: Final = Listed(POLICY, 1)

CASE: Final = Record(
    {
        "id": _id,
        "revision": Whole(1),
        "status": Choice(("draft", "in-review", "validated", "retired")),
        "title": Words(TITLE),
        "industry": Choice(tuple(taxonomy.INDUSTRIES)),
        "problem": Choice(tuple(taxonomy.PROBLEMS)),
        "risk": Choice(tuple(taxonomy.RISKS)),
        "horizon": Choice(tuple(taxonomy.HORIZONS)),
        "as_of": Day(),
        "recheck_by": Day(),
        "policies": Listed(Ident(POLICY_ID), 1, 40),
        "performed_by": Choice(("firm", "licensed-partner")),
        "anonymised": YesNo(),
        "tags": _tags,
        "figures": FIGURES,
        "check": CHECKS,
        "facts": Words(PASSAGE),
        "documents": Listed(
            Record(
                {"name": Words(TITLE), "table": Listed(Listed(Words(60), 1, 8), 2, 40), "text": Words(PASSAGE)},
                ("name",),
            ),
            most=10,
        ),
        "process": Listed(
            Record({"do": Words(STEP), "by": Choice(("L1", "L2", "L3")), "why": WHY, "strict": YesNo()}, ("do",)), 3, 10
        ),
        "cautions": Listed(Record({"say": Words(STEP), "holds": YesNo(), "why": WHY}, ("say", "holds", "why")), 1, 12),
        "wrong": Listed(Record({"do": Words(STEP), "because": WHY, "harm": Words(FEEDBACK)}, ("do", "because")), 1, 8),
        "result": Words(PASSAGE),
        "feedback": Words(PASSAGE),
        "questions": Listed(CASE_QUESTION, most=20),
        "ticket": Record(
            {
                "says": Words(FEEDBACK),
                "channel": Choice(("app", "phone", "mail", "visit", "chat")),
                "urgency": Choice(("low", "normal", "high", "critical")),
                "level": Choice(("L1", "L2", "L3")),
                "needs": Listed(Line(40), most=10),
                "minutes": Record({"contact": Whole(0, 600), "answer": Whole(0, 10_000)}),
            },
            ("says", "channel", "urgency", "level"),
        ),
    },
    (
        "id", "revision", "status", "title", "industry", "problem", "risk", "horizon", "as_of", "recheck_by",
        "policies", "performed_by", "anonymised", "facts", "process", "cautions", "wrong", "result",
    ),
)  # fmt: skip

BANK: Final = Listed(QUESTION)

CRITERIA: Final = Listed(Record({"id": _id, "text": Words(STEP)}, ("id", "text")), most=12)

PRACTICAL: Final = Record(
    {
        "id": Ident(r"M\d{2}"),
        "title": Words(TITLE),
        "group": Words(TITLE),
        "week": Whole(1, 30),
        "repeats": Whole(1, 20),
        "artefact": Words(REASON),
        "lessons": Listed(_id, most=10),
        "criteria": CRITERIA,
        "planned": YesNo(),
    },
    ("id", "title", "group", "week"),
)

PAPER: Final = Record(
    {
        "id": _id,
        "title": Words(TITLE),
        "mode": Choice(("practice", "paper", "exam")),
        "weeks": Listed(_id),
        "sections": Listed(
            Record(
                {
                    "from": Record({"tags": _tags, "cases": Listed(_id), "policies": _policies, "weeks": Listed(_id)}),
                    "kinds": Listed(Choice(get_args(question.Kind)), 1),
                    "count": Whole(1, 100),
                    "points": Whole(1, 100),
                },
                ("count",),
            ),
            1,
            20,
        ),
        "pass_mark": PERCENT,
        "time_limit": DURATION,
        "attempts": Whole(0, 100),
        "pause": DURATION,
        "grading": Choice(get_args(question.Grading)),
        "shuffle": YesNo(),
        "feedback": Choice(("after", "each")),
        "book": Choice(("open", "closed")),
        "sample": YesNo(),
    },
    ("id", "title", "mode", "sections", "pass_mark"),
)

_week = Record(
    {
        "id": Ident(r"w\d{2}"),
        "number": Whole(1, 60),
        "title": Words(TITLE),
        "folder": Ident(),
        "paper": _id,
        "mid_term": _id,
        "policies": _policies,
        "planned": YesNo(),
    },
    ("id", "number", "title"),
)
_milestone = Record(
    {
        "id": _id,
        "title": Words(TITLE),
        "by": Listed(Choice(ROLES), 1),
        "figure_at_least": Whole(0, 10_000),
        "criteria": CRITERIA,
    },
    ("id", "title", "by"),
)
REQUIREMENT_KINDS: Final = ("lessons", "months", "exam", "simulations", "practicals", "mentoring", "milestones")
_requirement = Record(
    {
        "id": _id,
        "kind": Choice(REQUIREMENT_KINDS),
        "title": Words(TITLE),
        "months": Whole(1, 60),
        "paper": _id,
        "passes": Whole(1, 100),
        "planned": YesNo(),
    },
    ("id", "kind", "title"),
)
PROGRAMME: Final = Record(
    {
        "id": _id,
        "version": Ident(r"[0-9A-Za-z.-]+"),
        "title": Words(TITLE),
        "status": Choice(("pilot", "in-force")),
        "theory_months": Whole(0, 60),
        "mentoring_months": Whole(0, 60),
        "hours_target": DURATION,
        "idle_limit": DURATION,
        "valid_months": Whole(1, 600),
        "examiner_not_mentor": YesNo(),
        "rules": Whole(1, 100),
        "weeks": Listed(_week, 1, 60),
        "practicals": Listed(Ident(r"m\d{2}-[a-z0-9-]+")),
        "milestones": Listed(_milestone),
        "requirements": Listed(_requirement, 1),
    },
    (
        "id", "version", "title", "status", "theory_months", "mentoring_months", "hours_target", "idle_limit",
        "valid_months", "weeks", "practicals", "milestones", "requirements",
    ),
)  # fmt: skip

LESSON: Final = Record(
    {
        "id": _id,
        "title": Words(TITLE),
        "minutes": Whole(1, 240),
        "objectives": Listed(Words(STEP), 1, 8),
        "policies": _policies,
        "revision": Whole(1),
        "revised": Day(),
    },
    ("id", "title", "minutes", "objectives", "revision", "revised"),
)
"""The front matter of a lesson."""

TERM: Final = Record(
    {
        "id": _id,
        "term": Words(TITLE),
        "also": Listed(Line(TITLE), most=6),
        "meaning": Words(FEEDBACK),
        "policies": _policies,
        "see": Listed(_id, most=4),
    },
    ("id", "term", "meaning"),
)
GLOSSARY: Final = Listed(TERM, 1)

COURSE: Final = Record({"id": Ident(r"w\d{2}"), "title": Words(TITLE)}, ("id", "title"))
"""``course.yaml`` beside the lessons of a week: for whoever opens the folder; the programme decides."""
