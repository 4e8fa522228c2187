"""A case and everything made from it, as lines for the command line (`trainer content show CASE`)."""

from __future__ import annotations

from collections.abc import Iterator

from trainer import i18n
from trainer.content.show import Made, Shown
from trainer.domain.case import Case
from trainer.domain.figures import authored, fill
from trainer.domain.programme import Text
from trainer.domain.question import Question
from trainer.domain.taxonomy import HORIZONS, INDUSTRIES, PROBLEMS, RISKS
from trainer.i18n import _
from trainer.wording import problems


def page(shown: Shown) -> Iterator[str]:
    """The library page, the questions with up to three draws each, what was refused, the ticket, and the mistakes.

    A case with mistakes shows only these. Questions that repeat the facts show their last paragraph.
    """
    if any(found.weight == "error" for found in shown.problems):
        yield from (problems.line(found) for found in shown.problems)
        return
    said = _Said(shown.case)
    yield from _head(shown, said)
    yield from _body(shown.case, said)
    for made in shown.questions:
        yield from _question(made)
    if shown.refused:
        yield ""
        yield _("Not made:")
    for refusal in shown.refused:
        sentence = problems.REFUSED.get(refusal.code, problems.SENTENCES["question-refused"])
        yield "  " + _(sentence).format(id=refusal.id)
    ticket = shown.case.ticket
    if ticket:
        yield ""
        yield _("Ticket: {text}").format(text=said(ticket.says))
    if shown.problems:
        yield ""
    for found in shown.problems:
        yield problems.line(found)


class _Said:
    """Prints texts of a case with the figures as the author wrote them."""

    def __init__(self, case: Case) -> None:
        self._values = authored(case.figures)
        self._units = {figure.name: figure.unit for figure in case.figures}

    def __call__(self, text: Text) -> str:
        return fill(text, self._values, self._units).in_(i18n.language()).strip()


def _words(text: Text) -> str:
    return text.in_(i18n.language()).strip()


def _head(shown: Shown, said: _Said) -> Iterator[str]:
    case = shown.case
    tags = (INDUSTRIES[case.industry], PROBLEMS[case.problem], RISKS[case.risk], HORIZONS[case.horizon])
    yield said(case.title)
    yield " · ".join(_words(tag) for tag in tags)
    yield _("{file}: revision {n}, {status}, checked on {day}, recheck by {until}").format(
        file=shown.file, n=case.revision, status=case.status, day=case.as_of, until=case.recheck_by
    )
    for policy in shown.policies.values():
        end = policy.to.isoformat() if policy.to else ""
        start = policy.from_.isoformat() if policy.from_ else ""
        yield f"  {policy.id} {_words(policy.title)} [{policy.confidence}] {start} → {end}".rstrip()


def _body(case: Case, said: _Said) -> Iterator[str]:
    yield ""
    yield said(case.facts)
    for document in case.documents:
        yield ""
        yield said(document.name)
        for row in document.table:
            yield "  " + " | ".join(said(cell) for cell in row)
    yield ""
    for n, step in enumerate(case.process, 1):
        yield f"  {n}. {said(step.do)} [{step.by}]"
    for caution in case.cautions:
        yield f"  {'✓' if caution.holds else '✕'} {said(caution.say)}"
    for wrong in case.wrong:
        yield f"  ✕ {said(wrong.do)} → {said(wrong.harm)}"
    yield ""
    yield said(case.result)


def _question(made: Made) -> Iterator[str]:
    item = made.item
    yield ""
    head = _("{id}: {kind}, graded") if item.graded else _("{id}: {kind}, practice only")
    yield head.format(id=item.id, kind=item.kind) + f"  {made.hash[:12]}"
    for n, draw in enumerate(made.draws):
        if draw.figures:
            yield "  [" + ", ".join(f"{figure.name} {_words(figure.text)}" for figure in draw.figures) + "]"
        if n and draw.kind != "numeric":
            continue
        yield "  " + _words(draw.ask).rpartition("\n\n")[2]
        yield from _options(draw)
        if draw.kind == "numeric":
            yield f"    = {_words(draw.expected_text)}  {_words(draw.solution)}".rstrip()
    if made.draws and _words(made.draws[0].reason):
        yield "  " + _("Reason: {text}").format(text=_words(made.draws[0].reason))


def _options(draw: Question) -> Iterator[str]:
    right = draw.expected if isinstance(draw.expected, tuple) else (draw.expected,)
    for option in draw.options:
        place = right.index(option.id) + 1 if option.id in right else 0
        mark = (f"{place}." if draw.kind == "order" else "✓") if place else " "
        yield f"    {mark} {_words(option.text)}"
