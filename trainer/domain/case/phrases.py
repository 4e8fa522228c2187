"""The sentences of derived questions. They are content (compiled into items in both languages), not interface."""

from __future__ import annotations

from types import MappingProxyType

from trainer.domain.programme import Text

WHICH_PROBLEM = Text("按案例库的分类，这个案例主要属于哪一类问题？", "How is this case filed in the library?")
PROBLEM_RIGHT = Text("案例库把它归入「{name}」。", "The library files it under “{name}”.")
PROBLEM_WRONG = Text("「{name}」不是这个案例要解决的主要问题。", "“{name}” is not the main problem here.")

WHICH_RISK = Text(
    "按案例库的分类，这个案例的风险等级和处理期限是哪一项？", "Which risk and which horizon does this case have?"
)
RISK_JOINED = Text("{risk}，{horizon}", "{risk}, {horizon}")
RISK_RIGHT = Text("案例库的归类就是这一项。", "This is how the library files it.")
RISK_WRONG_RISK = Text("风险等级不对：这个案例是{risk}。", "The risk is different: {risk}.")
RISK_WRONG_HORIZON = Text("处理期限不对：这个案例是{horizon}。", "The horizon is different: {horizon}.")
RISK_WRONG_BOTH = Text("两项都不对：这个案例是{risk}、{horizon}。", "Both are different: {risk} and {horizon}.")

PUT_IN_ORDER = Text("请按处理的先后顺序排列下列步骤。", "Put these steps in the order in which they are done.")
ORDER_REASON = Text(
    "一种正确的顺序是：{steps}。次序可以互换的步骤，怎样排都算对。",
    "One right order is: {steps}. Steps that may change places count either way.",
)

JUDGE = Text("下列说法是否正确？\n\n{say}", "Is this statement true?\n\n{say}")
WHICH_CORRECT = Text(
    "按本案情况和有关规定，下列说法中，哪一项正确？",
    "By the facts of the case and the rules, which of these statements is correct?",
)
WHICH_INCORRECT = Text(
    "按本案情况和有关规定，下列说法中，哪一项不正确？",
    "By the facts of the case and the rules, which of these statements is not correct?",
)
WHICH_ALL_CORRECT = Text(
    "按本案情况和有关规定，下列说法中，哪些正确？",
    "By the facts of the case and the rules, which of these statements are correct?",
)
WHICH_APPROACH = Text("针对本案，下列做法中，哪一项应当采用？", "Which of these should be done in this case?")
WHICH_AVOID = Text("针对本案，下列做法中，哪些不应采用？", "Which of these must not be done in this case?")

WHICH_BASIS = Text("处理本案，主要依据下列哪一项规定？", "Which of these rules mainly governs this case?")
CITED = Text("{title}（{document}）", "{title} ({document})")
BASIS_WRONG = Text("这一项管的是「{title}」，不是本案的主要依据。", "This one is about “{title}”, not about this case.")

WHO_MAY = Text("本案的业务应当由谁承办？", "Who may do this work?")
WHO_OPTIONS = MappingProxyType(
    {
        "firm": Text("本所可以在委托范围内直接承办", "The firm may do it within its engagement"),
        "licensed-partner": Text("只能由合作的持牌专业机构承办", "Only a licensed partner firm may do it"),
        "anybody": Text("只要客户书面同意，任何机构都可承办", "Anybody, once the client agrees in writing"),
        "free": Text("只有不收取费用，才可由本所承办", "The firm, but only free of charge"),
    }
)
WHO_FEEDBACK = MappingProxyType(
    {
        ("firm", True): Text("本案不属于四类专属业务。", "It is not one of the four reserved services."),
        ("firm", False): Text("本案属于四类专属业务，本所不能承办。", "It is a reserved service: not for the firm."),
        ("licensed-partner", True): Text(
            "本案属于四类专属业务，要转交合作机构。", "It is a reserved service and goes to a partner."
        ),
        ("licensed-partner", False): Text(
            "只有四类专属业务才必须转交，本案不在其中。", "Only the four reserved services must be passed on."
        ),
        ("anybody", False): Text("客户同意不能代替承办资格。", "Consent does not replace the right to do the work."),
        ("free", False): Text("能否承办与是否收费无关。", "Whether a fee is charged does not matter."),
    }
)
WHO_REASON = Text(
    "专业税务顾问、税务合规计划、涉税鉴证、纳税情况审查四类业务，只能由税务师事务所、会计师事务所、律师事务所承办。",
    "Four services (professional tax advice, tax compliance planning, tax attestation, review of tax matters) are "
    "reserved for tax, accounting and law firms.",
)

WHICH_LEVEL = Text("处理流程中的这一步由哪一级承办？\n\n{step}", "Which level does this step?\n\n{step}")
LEVELS = MappingProxyType(
    {
        "L1": Text("一级响应：专属客服", "Level 1: client-service officer"),
        "L2": Text("二级响应：财税专员", "Level 2: tax and finance specialist"),
        "L3": Text("三级响应：总监", "Level 3: director"),
    }
)
LEVEL_FEEDBACK = MappingProxyType(
    {
        "L1": Text("一级负责联系客户、登记事实和送达。", "Level 1 contacts the client, records facts and delivers."),
        "L2": Text("二级负责专业判断、计算和申报处理。", "Level 2 judges, computes and files."),
        "L3": Text("三级负责重大、复杂和跨部门的事项。", "Level 3 leads on major, complex and shared matters."),
    }
)
LEVEL_REASON = Text("依据本所的三级响应分工。", "By the firm's own three levels of response.")

GOVERNED_BY = Text("依据「{title}」：{rule}", "By “{title}”: {rule}")


def said(phrase: Text, **parts: Text) -> Text:
    """A phrase with its parts put in. English only when every part has it; otherwise Chinese is shown in both."""
    zh = phrase.zh.format(**{name: part.zh for name, part in parts.items()})
    if not phrase.en or any(not part.en for part in parts.values()):
        return Text(zh)
    return Text(zh, phrase.en.format(**{name: part.en for name, part in parts.items()}))


def after(facts: Text, ask: Text) -> Text:
    """The facts of the case, a blank line, and what is asked: a question that can be answered on its own."""
    if not facts.zh.strip():
        return ask
    zh = f"{facts.zh.strip()}\n\n{ask.zh}"
    return Text(zh, f"{facts.en.strip()}\n\n{ask.en}") if facts.en.strip() and ask.en else Text(zh)


def together(*sentences: Text) -> Text:
    """Whole sentences one after the other, empty ones left out."""
    spoken = [sentence for sentence in sentences if sentence.zh]
    english = " ".join(sentence.en for sentence in spoken) if all(sentence.en for sentence in spoken) else ""
    return Text("".join(sentence.zh for sentence in spoken), english)


def listed(parts: tuple[Text, ...]) -> Text:
    """Parts in a row: 「甲；乙；丙」."""
    return Text(
        "；".join(part.zh for part in parts), "; ".join(part.en for part in parts) if all(p.en for p in parts) else ""
    )
