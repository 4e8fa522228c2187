"""From one case file to its questions: what is made, what is refused, and that wrong answers are wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D  # noqa: N817  # tables of numbers stay readable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.canon import content_hash
from trainer.domain.case import Case, Caution, ProcessStep, Refusal, Why, Wrong, derive
from trainer.domain.faults import faults
from trainer.domain.figures import Figure, Vary
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.question import Item, Option, grade, realise
from trainer.domain.taxonomy import PROBLEMS, TOPICS

ON = date(2026, 11, 23)


def rule(id_: str, title: str, **fields: object) -> Policy:
    plain = Policy(id=id_, title=Text(title), rule=Text(f"{title}的规定。"), confidence="S", gradable=True)
    replaced: Policy = msgspec.structs.replace(plain, **fields)
    return replaced


REGISTER = {
    row.id: row
    for row in (
        rule("VAT-01", "增值税法"),
        rule("VAT-05", "小规模纳税人标准"),
        rule("VAT-07", "起征点", from_=date(2026, 1, 1), to=date(2027, 12, 31)),
        rule("VAT-08", "减按百分之一征收"),
        rule("VAT-09", "免税期间开专票", from_=date(2026, 1, 30), confidence="P"),
        rule("VAT-10", "放弃税收优惠"),
        rule("VAT-11", "不得抵扣的进项"),
        rule("VAT-12", "旅客运输抵扣"),
        rule("VAT-16", "期末留抵退税"),
        rule("VAT-18", "代扣自然人增值税", confidence="T", gradable=False),
        rule("INV-10", "不得开具专票"),
        rule("PRO-02", "涉税专业服务"),
    )
}


def say(text: str, holds: bool, policy: str = "VAT-09", why: str = "") -> Caution:
    return Caution(say=Text(text), holds=holds, why=Why(text=Text(why or f"{text}，理由如此。"), policy=policy))


CASE = Case(
    id="consultancy",
    revision=3,
    status="validated",
    title=Text("季度未达起征点，客户要专票", "Under the threshold"),
    industry="I08",
    problem="P03",
    risk="R1",
    horizon="H1",
    as_of=ON,
    recheck_by=date(2027, 10, 1),
    policies=("VAT-09", "VAT-07", "INV-10"),
    anonymised=True,
    figures=(
        Figure(name="sales", value=D(240000), unit="CNY", vary=Vary(min=D(180000), max=D(290000), step=D(1000))),
        Figure(name="special", value=D(80000), unit="CNY", vary=Vary(min=D(20000), max=D(120000), step=D(1000))),
    ),
    check=("special < sales", "sales < 300000"),
    facts=Text("某咨询公司本季销售额 {sales}，其中 {special} 要开专票。\n"),
    process=(
        ProcessStep(do=Text("登记谁要专票和最晚日期"), by="L1", why=Why(text=Text("先要事实。"))),
        ProcessStep(do=Text("汇总本季全部销售额作比较"), by="L2", why=Why(policy="VAT-07")),
        ProcessStep(do=Text("向客户说明只这一笔缴税"), by="L2", why=Why(text=Text("后果先讲明。")), strict=False),
        ProcessStep(do=Text("取得客户放弃免税的确认"), by="L1", why=Why(text=Text("由客户决定。")), strict=False),
        ProcessStep(do=Text("按百分之一开具这张专票"), by="L2", why=Why(text=Text("照此计税。"))),
    ),
    cautions=(
        say("可以只就这一笔放弃免税", True),
        say("整个季度的免税都没有了", False, why="只对这一部分缴税。"),
        say("买方是自然人不得开专票", True, "INV-10"),
        say("免税销售也可以开具专票", False, "INV-10"),
        say("放弃以后三年内不能免税", False, "VAT-10"),
    ),
    wrong=(
        Wrong(
            do=Text("全部开成专票以示诚意"),
            because=Why(text=Text("没有必要。"), policy="VAT-09"),
            harm=Text("多缴税款。"),
        ),
        Wrong(do=Text("回答客户一律不能开票"), because=Why(policy="VAT-09")),
        Wrong(do=Text("专票照开申报仍填免税"), because=Why(text=Text("票和申报要一致。"), policy="VAT-09")),
    ),
    questions=(
        Item(
            id="consultancy-q1",
            kind="numeric",
            ask=Text("本季应缴增值税多少元？"),
            answer="special * 0.01",
            unit="CNY",
            solution=Text("{special} × 1% = {answer}；其余 {sales - special} 免税。"),
            reason=Text("只对放弃的部分缴税。"),
        ),
    ),
    tags=("w04",),
)


def changed(**fields: object) -> Case:
    replaced: Case = msgspec.structs.replace(CASE, **fields)
    return replaced


def made(case: Case = CASE, others: tuple[Case, ...] = ()) -> dict[str, Item]:
    return {item.id.removeprefix("consultancy#"): item for item in derive(case, REGISTER, others)[0]}


def refused(case: Case, register: dict[str, Policy] | None = None) -> dict[str, Refusal]:
    refusals = derive(case, REGISTER if register is None else register)[1]
    return {refusal.id.removeprefix("consultancy#"): refusal for refusal in refusals}


def right(item: Item) -> set[str]:
    return {option.text.zh for option in item.options if option.right}


def wrong(item: Item) -> set[str]:
    return {option.text.zh for option in item.options if not option.right}


def test_everything_a_full_case_gives() -> None:
    assert list(made()) == [
        "problem-1",
        "risk-1",
        "order-1",
        "truefalse-1",
        "truefalse-2",
        "truefalse-3",
        "truefalse-4",
        "truefalse-5",
        "correct-1",
        "correct-2",
        "incorrect-1",
        "incorrect-2",
        "multiple-1",
        "approach-1",
        "avoid-1",
        "basis-1",
        "who-1",
        "level-1",
        "consultancy-q1",
    ]
    assert derive(CASE, REGISTER)[1] == ()


@given(st.text(max_size=6))
def test_every_question_is_sound_answerable_and_explained(seed: str) -> None:
    for item in made().values():
        assert faults(item) == ()
        question = realise(item, seed)
        assert grade(question, question.expected).state == "right"
        assert question.reason.zh
        assert "{" not in question.ask.zh + question.solution.zh + "".join(o.text.zh for o in question.options)
        if item.kind != "truefalse":
            assert all(option.feedback.zh for option in question.options)


def test_questions_stand_on_their_own_and_carry_the_case() -> None:
    for item in made().values():
        assert item.source == "case:consultancy"
        assert item.revision == 3
        assert set(item.tags) == {"w04", "I08", "P03", "R1", "H1"}
        assert item.figures == CASE.figures
        assert item.checks == CASE.check
        if "#" in item.id:
            assert item.ask.zh.startswith("某咨询公司本季销售额 {sales}，其中 {special} 要开专票。\n\n")


def test_the_same_case_gives_the_same_questions() -> None:
    one = [content_hash(item) for item in derive(CASE, REGISTER)[0]]
    turned = dict(reversed(REGISTER.items()))
    assert one == [content_hash(item) for item in derive(CASE, turned)[0]]


def test_the_process_becomes_an_order_in_which_loose_neighbours_may_swap() -> None:
    item = made()["order-1"]
    assert [step.rank for step in item.steps] == [1, 2, 3, 3, 5]
    question = realise(item, "s")
    assert grade(question, ("s1", "s2", "s4", "s3", "s5")).state == "right"
    assert grade(question, ("s2", "s1", "s3", "s4", "s5")).state == "wrong"
    assert item.steps[1].feedback.zh == "依据「起征点」：起征点的规定。"


def test_cautions_become_true_or_false_with_their_own_policy() -> None:
    items = made()
    assert items["truefalse-1"].truth == "yes"
    assert items["truefalse-2"].truth == "no"
    assert items["truefalse-2"].reason.zh == "只对这一部分缴税。"
    assert items["truefalse-5"].policies == ("VAT-10",)
    assert items["truefalse-3"].ask.zh.endswith("下列说法是否正确？\n\n买方是自然人不得开专票")


def test_statements_never_stand_on_the_wrong_side() -> None:
    holding = {caution.say.zh for caution in CASE.cautions if caution.holds}
    failing = {caution.say.zh for caution in CASE.cautions if not caution.holds}
    items = made()
    for name in ("correct-1", "correct-2", "multiple-1"):
        assert right(items[name]) <= holding
        assert wrong(items[name]) <= failing
    for name in ("incorrect-1", "incorrect-2"):
        assert right(items[name]) <= failing
        assert wrong(items[name]) <= holding
    assert items["correct-1"].policies == ("VAT-09", "INV-10", "VAT-10")
    assert len(right(items["multiple-1"])) == 2


def test_wrong_ways_stand_against_proper_steps() -> None:
    items = made()
    steps = {step.do.zh for step in CASE.process}
    ways = {way.do.zh for way in CASE.wrong}
    assert right(items["approach-1"]) <= steps
    assert wrong(items["approach-1"]) == ways
    assert right(items["avoid-1"]) <= ways
    assert wrong(items["avoid-1"]) <= steps
    said = {option.text.zh: option.feedback.zh for option in items["approach-1"].options}
    assert said["全部开成专票以示诚意"] == "没有必要。多缴税款。"
    assert said["回答客户一律不能开票"] == "依据「免税期间开专票」：免税期间开专票的规定。"


def test_the_basis_is_never_asked_against_a_rule_that_also_applies() -> None:
    item = made()["basis-1"]
    assert right(item) == {"免税期间开专票"}
    # the law itself, the case's own rules, its problem type's, its cautions' and awareness-only rows are left out
    assert wrong(item) <= {"小规模纳税人标准", "减按百分之一征收", "不得抵扣的进项", "旅客运输抵扣", "期末留抵退税"}
    assert item.policies == ("VAT-09",)


def test_a_rule_that_a_like_case_cites_beside_the_main_rule_is_no_wrong_answer() -> None:
    like = changed(id="other", policies=("VAT-09", "VAT-05", "VAT-08"))
    item = made(others=(like, CASE))["basis-1"]
    assert wrong(item) == {"不得抵扣的进项", "旅客运输抵扣", "期末留抵退税"}
    unlike = changed(id="other", policies=("VAT-09", "VAT-05", "VAT-08"), problem="P06")
    assert content_hash(made(others=(unlike,))["basis-1"]) == content_hash(made()["basis-1"])


def basis(main: Policy) -> tuple[Option, ...]:
    """What is offered for the main rule when every other rule of the register has a document."""
    rows = {id_: msgspec.structs.replace(row, document=Text(f"{id_}号公告")) for id_, row in REGISTER.items()}
    items, _refusals = derive(CASE, {**rows, main.id: main})
    return next(item for item in items if item.id == "consultancy#basis-1").options


def test_the_basis_is_offered_with_its_document() -> None:
    long = rule("VAT-09", "免税期间开专票", confidence="P", document=Text("某法第十条、第十二条；某条例第三条"))
    (right_one,) = (one for one in basis(long) if one.right)
    assert right_one.text.zh == "免税期间开专票（某法第十条等）"
    stated = rule("VAT-09", "免税期间开专票", confidence="P", document=Text("2019年第45号（部分有效）"))
    options = basis(stated)
    assert {one.text.zh.endswith("号公告）") for one in options if not one.right} == {True}
    assert "免税期间开专票（2019年第45号）" in {one.text.zh for one in options}


@pytest.mark.parametrize(
    "fields",
    [
        {"document": Text("")},
        {"document": Text("某号"), "fenced": (Text("令号未核对（M）"),)},
        {"document": Text("一部名称长得让人一眼就看得出来的某某法律实施条例")},
    ],
)
def test_the_basis_is_offered_by_titles_where_documents_may_not_be_shown(fields: dict[str, object]) -> None:
    main = rule("VAT-09", "免税期间开专票", confidence="P", **fields)
    assert not any("（" in one.text.zh for one in basis(main))


def test_problem_types_that_share_a_rule_are_no_wrong_answer() -> None:
    item = made()["problem-1"]
    shared = {PROBLEMS[code].zh for code, rules in TOPICS.items() if {"VAT-09", "VAT-07", "INV-10"} & set(rules)}
    assert right(item) == {"开票与红冲"}
    assert wrong(item).isdisjoint(shared)
    assert len(wrong(item)) == 3


def test_risk_and_horizon_say_what_is_different() -> None:
    feedback = {option.text.zh: option.feedback.zh for option in made()["risk-1"].options}
    assert feedback == {
        "一般风险，短期应对": "案例库的归类就是这一项。",
        "一般风险，长期优化": "处理期限不对：这个案例是短期应对。",
        "重大风险，短期应对": "风险等级不对：这个案例是一般风险。",
        "重大风险，长期优化": "两项都不对：这个案例是一般风险、短期应对。",
    }


def test_who_may_do_it() -> None:
    assert right(made()["who-1"]) == {"本所可以在委托范围内直接承办"}
    reserved = made(changed(performed_by="licensed-partner", policies=("PRO-02",)))["who-1"]
    assert right(reserved) == {"只能由合作的持牌专业机构承办"}
    assert reserved.policies == ("PRO-02",)


def test_what_is_practice_only() -> None:
    items = made()
    assert {name for name, item in items.items() if not item.graded} == {
        "problem-1",
        "risk-1",
        "level-1",
        "who-1",
        "order-1",
    }
    assert right(items["level-1"]) == {"二级响应：财税专员"}
    assert not any(item.graded for item in made(changed(status="draft")).values())


def test_unsound_or_expired_rules_make_only_their_own_questions_practice() -> None:
    cautions = (*CASE.cautions[:4], say("平台要代扣自然人税款", True, "VAT-18"))
    items = made(changed(cautions=cautions))
    assert not items["truefalse-5"].graded
    assert items["truefalse-1"].graded
    later = made(changed(as_of=date(2028, 1, 1)))
    assert not later["approach-1"].graded  # VAT-07 ended on 2027-12-31
    assert later["truefalse-1"].graded


def test_items_know_the_days_their_rules_are_in_force() -> None:
    items = made()
    assert (items["order-1"].valid_from, items["order-1"].valid_to) == (date(2026, 1, 30), date(2027, 12, 31))
    assert (items["truefalse-3"].valid_from, items["truefalse-3"].valid_to) == (None, None)


def test_authored_questions_take_figures_and_policies_from_the_case() -> None:
    item = made()["consultancy-q1"]
    assert item.policies == CASE.policies
    question = realise(item, "s")
    values = {printed.name: printed.value for printed in question.figures}
    assert grade(question, str(values["special"] / 100)).state == "right"
    own = msgspec.structs.replace(
        CASE.questions[0], figures=(Figure(name="special", value=D(5), unit="CNY"),), solution=Text("")
    )
    kept = made(changed(questions=(own,)))["consultancy-q1"]
    assert (len(kept.figures), kept.checks) == (1, ())


def test_a_thin_case_says_what_is_missing() -> None:
    refusals = refused(changed(process=(), cautions=(), wrong=(), questions=()))
    assert {name: (r.code, r.detail) for name, r in refusals.items()} == {
        "order-1": ("case-too-thin", {"needs": 3}),
        "correct-1": ("case-too-thin", {"needs": 3}),
        "incorrect-1": ("case-too-thin", {"needs": 3}),
        "multiple-1": ("case-too-thin", {"needs": 4}),
        "approach-1": ("case-too-thin", {"needs": 3}),
        "level-1": ("case-too-thin", {"needs": 2}),
    }


FOUR = ("VAT-09", "VAT-05", "VAT-10", "INV-10")


@pytest.mark.parametrize(
    ("case", "register", "name", "code"),
    [
        (CASE, {}, "basis-1", "policy-unknown"),
        (CASE, {}, "who-1", "policy-unknown"),
        (changed(policies=()), REGISTER, "basis-1", "policy-unknown"),
        (CASE, {key: REGISTER[key] for key in FOUR}, "basis-1", "case-too-thin"),
        (changed(policies=("VAT-01",)), REGISTER, "basis-1", "distractor-defensible"),
        (changed(policies=("VAT-09", "PRO-02")), REGISTER, "who-1", "distractor-defensible"),
        (changed(problem="P99"), REGISTER, "problem-1", "case-too-thin"),
        (changed(cautions=(*CASE.cautions, CASE.cautions[0])), REGISTER, "truefalse-6", "question-duplicate"),
        (
            changed(cautions=(*CASE.cautions[:3], say("整个季度的 免税，都没有了。", False))),
            REGISTER,
            "correct-1",
            "question-same-text",
        ),
    ],
)
def test_refusals_have_reasons(case: Case, register: dict[str, Policy], name: str, code: str) -> None:
    assert refused(case, register)[name].code == code


def test_the_longest_option_does_not_give_itself_away() -> None:
    long = say("可以只就这一笔放弃免税，其余照常免税，次季不受影响，而且无需事先备案", True)
    refusals = refused(changed(cautions=(long, *CASE.cautions[1:])))
    assert refusals["correct-1"].code == "question-option-tell"
    lengthy = ProcessStep(do=Text("先登记谁要专票、金额多少、最晚哪天交票，再问清其余客户是否也要专票"), by="L2")
    assert right(made(changed(process=(lengthy, *CASE.process)))["approach-1"]).isdisjoint({lengthy.do.zh})


def test_an_authored_mistake_is_refused_by_name() -> None:
    bad = Item(
        id="consultancy-q2",
        kind="single",
        ask=Text("?"),
        options=(
            Option(id="a", text=Text("{special}"), right=True, feedback=Text("对")),
            Option(id="b", text=Text("{special * 1}"), feedback=Text("错")),
            Option(id="c", text=Text("{sales}"), feedback=Text("错")),
        ),
    )
    assert refused(changed(questions=(bad,)))["consultancy-q2"].code == "question-same-text"
    unknown = msgspec.structs.replace(CASE.questions[0], answer="profit")
    refusal = refused(changed(questions=(unknown,)))["consultancy-q1"]
    assert (refusal.code, refusal.detail) == ("formula-unknown-name", {"formula": "profit", "name": "profit"})


def test_english_appears_only_where_the_whole_sentence_has_it() -> None:
    items = made()
    assert items["problem-1"].reason.en == "The library files it under “Issuing and red-letter invoices”."
    assert items["truefalse-1"].ask.en == ""
    both = changed(
        facts=Text("事实。", "Facts."),
        cautions=(Caution(say=Text("甲", "A"), holds=True, why=Why(text=Text("因", "Why."))), *CASE.cautions[1:]),
    )
    assert made(both)["truefalse-1"].ask.en == "Facts.\n\nIs this statement true?\n\nA"
    assert made(changed(facts=Text("")))["problem-1"].ask.en == "How is this case filed in the library?"


def test_a_way_that_is_only_unwise_is_no_wrong_answer() -> None:
    unwise = (*CASE.wrong, Wrong(do=Text("先等一等再说"), because=Why(text=Text("会误期。"))))
    assert "先等一等再说" not in {option.text.zh for option in made(changed(wrong=unwise))["approach-1"].options}


def test_how_many_options_are_right_differs_between_cases_and_is_fixed_for_each() -> None:
    holding = tuple(say(f"说法{n}成立", True, "VAT-09") for n in "甲乙丙丁")
    failing = tuple(say(f"说法{n}不成立", False, "VAT-09") for n in "甲乙丙丁")
    counts = []
    for number in range(12):
        case = changed(id=f"case-{number}", cautions=(*holding, *failing))
        first, second = (len(right(made(case)[f"case-{number}#multiple-1"])) for _ in range(2))
        assert first == second
        counts.append(first)
    assert set(counts) == {2, 3, 4}
