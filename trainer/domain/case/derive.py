"""From one case file to its questions: what can be asked without writing anything more (`content.md` §2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from trainer.domain.case import filing, statements
from trainer.domain.case.draft import Drafts, Refusal
from trainer.domain.case.file import Case
from trainer.domain.faults import faults, plain
from trainer.domain.policy import Policy
from trainer.domain.question import Item, stamped

__all__ = ["PRACTICE_ONLY", "Refusal", "derive"]

PRACTICE_ONLY = ("problem", "risk", "level", "who", "order")
"""Derived kinds whose key is the firm's own filing, process or division of work and not a rule of the register: asked in
practice, never on a graded paper (`policies.md`: only rows of confidence S or P may be graded)."""

_MAKERS = (
    filing.classify,
    statements.process_order,
    statements.true_or_false,
    statements.which_of_these,
    statements.approaches,
    filing.basis,
    filing.who_may,
    filing.level,
)


def derive(
    case: Case, register: Mapping[str, Policy], others: Sequence[Case] = ()
) -> tuple[tuple[Item, ...], tuple[Refusal, ...]]:
    """Every question of a case, derived ones first, and those that were refused with the reason.

    The same case and register give the same questions, for ever. `others` are the library's other cases: a rule they
    cite beside this case's main rule is not offered as a wrong answer. Authored questions get what they leave to the
    case (figures, policies, source, tags) and are refused for the same mistakes. An item is `graded` only if the
    case is validated and every policy it rests on is of confidence S or P, gradable, and in force on `as_of`.
    """
    drafts = Drafts(case, register, tuple(other for other in others if other.id != case.id))
    items: list[Item] = []
    refusals: list[Refusal] = []
    made = [draft for maker in _MAKERS for draft in maker(drafts)]
    for draft in (*made, *case.questions):
        if isinstance(draft, Refusal):
            refusals.append(draft)
            continue
        item = _finished(draft, case, register)
        refusal = _refused(item, items)
        if refusal is None:
            items.append(item)
        else:
            refusals.append(refusal)
    return tuple(items), tuple(refusals)


def _finished(draft: Item, case: Case, register: Mapping[str, Policy]) -> Item:
    """A draft with everything it takes from its case."""
    kind = draft.id.partition("#")[2].partition("-")[0]
    whole = msgspec.structs.replace(
        draft,
        policies=draft.policies or case.policies,
        figures=draft.figures or case.figures,
        checks=draft.checks or (() if draft.figures else case.check),
        source=f"case:{case.id}",
        tags=tuple(dict.fromkeys((*draft.tags, *case.tags, case.industry, case.problem, case.risk, case.horizon))),
        revision=case.revision,
    )
    counts = case.status == "validated" and kind not in PRACTICE_ONLY
    return stamped(whole, register, case.as_of, may_count=counts)


def _refused(item: Item, others: Sequence[Item]) -> Refusal | None:
    for fault in faults(item):
        return Refusal(id=item.id, code=fault.code, detail=fault.detail)
    for other in others:
        if _reads(item) == _reads(other):
            return Refusal(id=item.id, code="question-duplicate", detail={"other": other.id})
    return None


def _reads(item: Item) -> tuple[str, frozenset[str]]:
    texts = [option.text for option in item.options] + [step.text for step in item.steps]
    return plain(item.ask.zh), frozenset(plain(text.zh) for text in texts)
