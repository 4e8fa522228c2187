"""Questions about a case as a whole: how it is filed, which rule governs it, who may do the work."""

from __future__ import annotations

import re

from trainer.domain.case import phrases
from trainer.domain.case.draft import Drafts, Made, Refusal, lettered
from trainer.domain.chance import Chance
from trainer.domain.faults import gives_itself_away
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.question import Option
from trainer.domain.taxonomy import HORIZONS, PROBLEMS, RISKS, TOO_GENERAL, TOPICS

RESERVED = "PRO-02"
"""The register's rule on who may do which tax service."""


def _by_lot(case: str, name: str) -> int:
    """A stable lot for a candidate, so that a new candidate never reshuffles the others."""
    return Chance(case, name).below(1 << 32)


def classify(drafts: Drafts) -> Made:
    """Problem type, then risk and horizon. Practice only: the key is the firm's own filing, not a rule of law."""
    case = drafts.case
    if case.problem not in PROBLEMS or case.risk not in RISKS or case.horizon not in HORIZONS:
        yield drafts.thin("problem-1", 4)
        return
    mine = set(case.policies)
    others = [code for code in PROBLEMS if code != case.problem and mine.isdisjoint(TOPICS[code])]
    others.sort(key=lambda code: _by_lot(case.id, code))
    options = [_named(phrases.PROBLEM_RIGHT, PROBLEMS[case.problem], right=True)]
    options += [_named(phrases.PROBLEM_WRONG, PROBLEMS[code], right=False) for code in others[:3]]
    name = PROBLEMS[case.problem]
    yield drafts.item(
        "problem-1",
        "single",
        phrases.WHICH_PROBLEM,
        case.policies,
        options=lettered(options),
        reason=phrases.said(phrases.PROBLEM_RIGHT, name=name),
    )
    yield drafts.item(
        "risk-1",
        "single",
        phrases.WHICH_RISK,
        case.policies,
        options=lettered(_filed(case.risk, case.horizon, risk, horizon) for risk in RISKS for horizon in HORIZONS),
        reason=phrases.RISK_RIGHT,
    )


def _named(feedback: Text, name: Text, *, right: bool) -> Option:
    return Option(id="", text=name, right=right, feedback=phrases.said(feedback, name=name))


def _filed(right_risk: str, right_horizon: str, risk: str, horizon: str) -> Option:
    parts = {"risk": RISKS[right_risk], "horizon": HORIZONS[right_horizon]}
    match (risk == right_risk, horizon == right_horizon):
        case (True, True):
            feedback = phrases.RISK_RIGHT
        case (False, True):
            feedback = phrases.said(phrases.RISK_WRONG_RISK, risk=parts["risk"])
        case (True, False):
            feedback = phrases.said(phrases.RISK_WRONG_HORIZON, horizon=parts["horizon"])
        case _:
            feedback = phrases.said(phrases.RISK_WRONG_BOTH, **parts)
    text = phrases.said(phrases.RISK_JOINED, risk=RISKS[risk], horizon=HORIZONS[horizon])
    right = (risk, horizon) == (right_risk, right_horizon)
    return Option(id="", text=text, right=right, feedback=feedback)


def basis(drafts: Drafts) -> Made:
    """Which rule governs the case: its first policy, among rules of the same group that do not apply to it."""
    case = drafts.case
    main = drafts.register.get(case.policies[0]) if case.policies else None
    if main is None:
        unknown = case.policies[0] if case.policies else ""
        yield Refusal(id=drafts.id("basis-1"), code="policy-unknown", detail={"policy": unknown})
        return
    if main.id in TOO_GENERAL:
        yield Refusal(id=drafts.id("basis-1"), code="distractor-defensible", detail={"policy": main.id})
        return
    others = [policy for policy in drafts.register.values() if _surely_not(drafts, main, policy)]
    if len(others) < 3:
        yield drafts.thin("basis-1", 4)
        return
    others.sort(key=lambda policy: _by_lot(case.id, policy.id))
    wrong = others[:3]
    texts = _cited((main, *wrong))
    options = [Option(id="", text=texts[0], right=True, feedback=main.rule)]
    options += [
        Option(id="", text=text, feedback=phrases.said(phrases.BASIS_WRONG, title=policy.title))
        for text, policy in zip(texts[1:], wrong, strict=True)
    ]
    yield drafts.item(
        "basis-1",
        "single",
        phrases.WHICH_BASIS,
        [main.id],
        options=lettered(options),
        reason=phrases.said(phrases.GOVERNED_BY, title=main.title, rule=main.rule),
    )


_NUMBERS = ("令号", "文号")
"""How the register fences a document's own number: it was not checked, so it is not shown in an option."""


_STATE = re.compile("（[^（）]*(?:有效|修订|修正)[^（）]*）$")
"""What the register adds to a document's number: 「（部分有效）」."""


def _short(document: str) -> str:
    """The first document of several, without its state, and of its articles the first: 「劳动合同法第十条等」."""
    first = _STATE.sub("", document.partition("；")[0])
    article = re.split("[、至]", first, maxsplit=1)[0]
    return article if article == first else f"{article}等"


def _cited(policies: tuple[Policy, ...]) -> tuple[Text, ...]:
    """How rules are offered, the right one first: title and first document, if each has one that may be asked about;
    titles alone otherwise, or where the longer text would give the right one away.
    """
    titles = tuple(policy.title for policy in policies)
    documents = tuple(_short(policy.document.zh) for policy in policies)
    if not all(documents) or any(word in part.zh for policy in policies for part in policy.fenced for word in _NUMBERS):
        return titles
    cited = tuple(
        Text(
            phrases.CITED.zh.format(title=title.zh, document=document),
            phrases.CITED.en.format(title=title.en, document=document) if title.en else "",
        )
        for title, document in zip(titles, documents, strict=True)
    )
    right, *wrong = (len(text.zh) for text in cited)
    return titles if gives_itself_away(right, max(wrong)) else cited


def _surely_not(drafts: Drafts, main: Policy, policy: Policy) -> bool:
    """Whether a rule is plausible and cannot be argued for: same group, sound, not this case's, not its problem
    type's, not so wide that it governs everything, and not cited with the main rule by a case of the same problem.
    """
    case = drafts.case
    cited = {
        id_
        for other in drafts.others
        if main.id in other.policies and other.problem == case.problem
        for id_ in other.policies
    }
    reasons = {caution.why.policy for caution in case.cautions} | {way.because.policy for way in case.wrong}
    return (
        policy.group == main.group
        and policy.may_be_graded(case.as_of)
        and policy.id not in case.policies
        and policy.id not in TOO_GENERAL
        and policy.id not in TOPICS.get(case.problem, ())
        and policy.id not in cited
        and policy.id not in reasons
    )


def who_may(drafts: Drafts) -> Made:
    """The firm or a licensed partner. Refused where the case itself is about that border but stays with the firm."""
    case = drafts.case
    if RESERVED not in drafts.register:
        yield Refusal(id=drafts.id("who-1"), code="policy-unknown", detail={"policy": RESERVED})
        return
    if case.performed_by == "firm" and RESERVED in case.policies:
        yield Refusal(id=drafts.id("who-1"), code="distractor-defensible", detail={"policy": RESERVED})
        return
    options = [
        Option(
            id="",
            text=text,
            right=who == case.performed_by,
            feedback=phrases.WHO_FEEDBACK[who, who == case.performed_by],
        )
        for who, text in phrases.WHO_OPTIONS.items()
    ]
    right = phrases.WHO_FEEDBACK[case.performed_by, True]
    yield drafts.item(
        "who-1",
        "single",
        phrases.WHO_MAY,
        [RESERVED],
        options=lettered(options),
        reason=phrases.together(phrases.WHO_REASON, right),
    )


def level(drafts: Drafts) -> Made:
    """Which level does the step that goes furthest up. Practice only: the firm's own division of work."""
    steps = [step for step in drafts.case.process if step.by]
    if len({step.by for step in steps}) < 2:
        yield drafts.thin("level-1", 2)
        return
    step = max(steps, key=lambda one: one.by)
    options = [
        Option(id="", text=text, right=code == step.by, feedback=phrases.LEVEL_FEEDBACK[code])
        for code, text in phrases.LEVELS.items()
    ]
    yield drafts.item(
        "level-1",
        "single",
        phrases.said(phrases.WHICH_LEVEL, step=step.do),
        drafts.case.policies,
        options=lettered(options),
        reason=phrases.together(phrases.LEVEL_REASON, drafts.because(step.why)),
    )
