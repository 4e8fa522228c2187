"""Questions: realised the same for ever, graded purely and totally, and their mistakes named."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal as D  # noqa: N817  # tables of numbers stay readable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.canon import canonical, content_hash, plain_number
from trainer.domain.faults import Fault, faults
from trainer.domain.figures import Figure, Vary
from trainer.domain.grading import Grading, Key, grade_by
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.question import Item, Option, Question, Step, grade, grade_item, realise, stamped

GRADINGS: tuple[Grading, ...] = ("all-or-nothing", "proportional", "proportional-penalty", "tax-exam")


def option(id_: str, text: str, right: bool = False, last: bool = False) -> Option:
    return Option(id=id_, text=Text(text), right=right, feedback=Text(f"因为{text}"), last=last)


SINGLE = Item(
    id="s1",
    kind="single",
    ask=Text("起征点按什么看？"),
    options=(
        option("a", "整个季度", right=True),
        option("b", "单张发票"),
        option("c", "自然年度"),
        option("d", "以上都不对"),
    ),
)
MULTIPLE = Item(
    id="m1",
    kind="multiple",
    ask=Text("哪些正确？"),
    options=(
        option("a", "甲说", right=True),
        option("b", "乙说", right=True),
        option("c", "丙说", right=True),
        option("d", "丁说"),
        option("e", "戊说"),
    ),
)
TRUE_FALSE = Item(id="t1", kind="truefalse", ask=Text("可以只就一笔放弃免税。"), truth="yes")
WITH_REASON = Item(
    id="t2",
    kind="truefalse",
    ask=Text("整季的免税都没有了。"),
    truth="no",
    reasons=(option("a", "只对这一部分", right=True), option("b", "整季都要")),
)
ORDER = Item(
    id="o1",
    kind="order",
    ask=Text("排列"),
    steps=tuple(
        Step(id=id_, text=Text(f"步骤{id_}"), rank=rank)
        for id_, rank in (("p", 1), ("q", 2), ("r", 2), ("s", 4), ("t", 5))
    ),
)
NUMERIC = Item(
    id="n1",
    kind="numeric",
    ask=Text("就 {special} 缴多少？", "How much on {special}?"),
    answer="special * 0.01",
    unit="CNY",
    solution=Text("{special} × 1% = {answer}"),
    figures=(Figure(name="special", value=D(80000), unit="CNY", vary=Vary(min=D(20000), max=D(120000), step=D(1000))),),
    checks=("special > 10000",),
)
ALL = (SINGLE, MULTIPLE, TRUE_FALSE, WITH_REASON, ORDER, NUMERIC)


# Realising


@given(st.sampled_from(ALL), st.text(max_size=10))
def test_the_same_seed_gives_the_same_question(item: Item, seed: str) -> None:
    once = realise(item, seed)
    assert once == realise(item, seed)
    assert grade(once, once.expected).points == 10_000
    assert {o.id for o in once.options} >= {o.id for o in item.options} | {s.id for s in item.steps}


def test_realised_questions_survive_json() -> None:
    for item in ALL:
        question = realise(item, "s")
        assert msgspec.json.decode(msgspec.json.encode(question), type=Question) == question
        assert msgspec.json.decode(msgspec.json.encode(item), type=Item) == item


def test_all_of_the_above_stays_last() -> None:
    orders = {tuple(o.id for o in realise(SINGLE, str(seed)).options) for seed in range(60)}
    assert {order[-1] for order in orders} == {"d"}
    assert len(orders) == 6
    pinned = msgspec.structs.replace(MULTIPLE, options=(option("z", "其他", last=True), *MULTIPLE.options))
    assert all(realise(pinned, str(seed)).options[-1].id == "z" for seed in range(10))


def test_options_stay_as_written_when_not_shuffled() -> None:
    assert [o.id for o in realise(MULTIPLE, "s", shuffle=False).options] == list("abcde")


def test_steps_are_never_shown_in_the_right_order() -> None:
    short = msgspec.structs.replace(ORDER, steps=ORDER.steps[:2])
    for seed in range(40):
        assert [o.id for o in realise(short, str(seed)).options] == ["q", "p"]


def test_figures_stand_in_question_solution_and_expected_answer() -> None:
    question = realise(NUMERIC, "seed")
    special = question.figures[0].value
    assert question.ask.zh == f"就 {special:,.0f} 元缴多少？"
    assert question.ask.en == f"How much on CNY {special:,.0f}?"
    assert question.solution.zh == f"{special:,.0f} 元 × 1% = {question.expected_text.zh}"
    assert question.varies
    assert not realise(SINGLE, "seed").varies
    assert [p.name for p in question.figures] == ["special"]


# The syllabus by hand: cases 02, 03, 04, 05, 09, 14


def figure(name: str, value: str, unit: str = "CNY") -> Figure:
    return Figure(name=name, value=D(value), unit=unit)


BY_HAND = [
    ("02 vat", "sales * 0.01", {"sales": "312000"}, "3,120.00"),
    ("02 surcharges", "sales * 0.01 * 0.12 * 0.5", {"sales": "312000"}, "187.20元"),
    ("02 total", "sales * 0.01 + sales * 0.01 * 0.12 * 0.5", {"sales": "312000"}, "3307.2"),
    ("03 vat", "special * 0.01", {"sales": "240000", "special": "80000"}, "８００"),
    ("03 exempt", "sales - special", {"sales": "240000", "special": "80000"}, "16 万元"),
    ("04 rolling", "prior + august", {"prior": "4850000", "august": "260000"}, "511万"),
    ("04 output", "august * 0.13", {"august": "260000"}, "33,800"),
    ("05 right", "total / 1.13 * 0.13", {"total": "1130000"}, "130,000.00"),
    (
        "05 declared",
        "(total - inst) / 1.13 * 0.13 + inst / 1.09 * 0.09",
        {"total": "1130000", "inst": "200000"},
        "123504.91",
    ),
    (
        "05 short",
        "total / 1.13 * 0.13 - (total - inst) / 1.13 * 0.13 - inst / 1.09 * 0.09",
        {"total": "1130000", "inst": "200000"},
        "6,495.09",
    ),
    ("09 refund", "(credit - start) * 0.6", {"credit": "1100000", "start": "300000"}, "480,000"),
    ("14 below", "low * 0.25 * 0.2", {"low": "2960000"}, "148,000"),
    ("14 above", "high * 0.25", {"high": "3010000"}, "752,500"),
    ("14 more", "high * 0.25 - low * 0.05", {"low": "2960000", "high": "3010000"}, "¥604,500"),
]


@pytest.mark.parametrize(("name", "formula", "given_", "typed"), BY_HAND, ids=[row[0] for row in BY_HAND])
def test_syllabus_answers_worked_by_hand(name: str, formula: str, given_: dict[str, str], typed: str) -> None:
    figures = tuple(figure(key, value) for key, value in given_.items())
    item = Item(id=name, kind="numeric", ask=Text("?"), answer=formula, unit="CNY", figures=figures)
    question = realise(item, "s")
    assert grade(question, typed).state == "right"
    assert grade(question, question.expected).state == "right"


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("800", "right"),
        ("800.01", "right"),
        ("799.99", "right"),
        ("800.02", "wrong"),
        ("800%", "wrong"),
        ("2400", "wrong"),
        ("", "unanswered"),
        ("  ", "unanswered"),
        (None, "unanswered"),
        (800, "wrong"),
        (["800"], "wrong"),
    ],
)
def test_tolerance_of_a_number(typed: object, state: str) -> None:
    fixed = msgspec.structs.replace(NUMERIC, figures=(figure("special", "80000"),))
    assert grade(realise(fixed, "s"), typed).state == state


# Grading


@pytest.mark.parametrize(
    ("answer", "points", "state"),
    [
        # hits of 3, mistakes of 2: all-or-nothing, proportional, penalty, tax exam
        ("abc", (10_000, 10_000, 10_000, 10_000), "right"),
        ("ab", (0, 8_000, 6_666, 5_000), "partly"),
        ("a", (0, 6_000, 3_333, 2_500), "partly"),
        ("abcd", (0, 8_000, 5_000, 0), None),
        ("abd", (0, 6_000, 1_666, 0), None),
        ("d", (0, 0, 0, 0), "wrong"),
        ("de", (0, 0, 0, 0), "wrong"),
        ("abcde", (0, 6_000, 0, 0), None),
        ("", (0, 0, 0, 0), "unanswered"),
    ],
)
def test_multiple_choice_by_hand(answer: str, points: tuple[int, ...], state: str | None) -> None:
    graded = [grade(realise(MULTIPLE, "s"), tuple(answer), preset) for preset in GRADINGS]
    assert tuple(g.points for g in graded) == points
    if state is not None:
        assert {g.state for g in graded} == {state}


def test_tax_exam_never_gives_full_points_for_an_incomplete_answer() -> None:
    options = tuple(option(id_, f"{id_}说", right=id_ != "f") for id_ in "abcdef")
    five = msgspec.structs.replace(MULTIPLE, options=options)
    assert grade(realise(five, "s"), tuple("abcd"), "tax-exam").points == 7_500


def test_verdicts_per_option() -> None:
    graded = grade(realise(MULTIPLE, "s"), ("a", "d"))
    assert dict(graded.verdicts) == {"a": "hit", "b": "missed", "c": "missed", "d": "mistaken", "e": "left"}
    wrong = grade(realise(SINGLE, "s"), "b")
    assert (wrong.points, wrong.state) == (0, "wrong")
    assert dict(wrong.verdicts) == {"a": "missed", "b": "mistaken", "c": "left", "d": "left"}
    assert grade(realise(SINGLE, "s"), ("a",)).state == "right"
    assert grade(realise(SINGLE, "s"), ("a", "b")).state == "wrong"
    assert dict(grade(realise(TRUE_FALSE, "s"), "no").verdicts) == {"yes": "missed", "no": "mistaken"}


@pytest.mark.parametrize(
    ("answer", "strict", "shared", "state"),
    [
        ({"truth": "no", "reason": "a"}, 10_000, 10_000, "right"),
        ({"truth": "no", "reason": "b"}, 0, 5_000, "partly"),
        ({"truth": "no"}, 0, 5_000, "partly"),
        ("no", 0, 5_000, "partly"),
        ({"truth": "yes", "reason": "a"}, 0, 0, "wrong"),
        ({"reason": "a"}, 0, 0, "unanswered"),
        ({}, 0, 0, "unanswered"),
    ],
)
def test_true_or_false_with_its_reason(answer: object, strict: int, shared: int, state: str) -> None:
    question = realise(WITH_REASON, "s")
    assert grade(question, answer).points == strict
    assert grade(question, answer, "proportional").points == shared
    assert grade(question, answer, "proportional").state == state
    assert {id_ for id_, _ in grade(question, answer).verdicts} == {"yes", "no", "a", "b"}


@pytest.mark.parametrize(
    ("answer", "strict", "shared"),
    [
        ("pqrst", 10_000, 10_000),
        ("prqst", 10_000, 10_000),  # q and r share a rank
        ("pqsrt", 0, 7_500),  # one of five has to move
        ("tpqrs", 0, 7_500),
        ("tsrqp", 0, 2_500),  # r before q is in order
        ("pqrs", 0, 7_500),  # one not placed
        ("pp", 0, 0),  # a step given twice
        ("pqrsx", 0, 0),  # a step that is none
    ],
)
def test_order_counts_the_steps_that_need_not_move(answer: str, strict: int, shared: int) -> None:
    question = realise(ORDER, "s")
    assert grade(question, tuple(answer)).points == strict
    assert grade(question, tuple(answer), "proportional").points == shared


def test_order_says_which_step_has_to_move() -> None:
    assert dict(grade(realise(ORDER, "s"), tuple("tpqr")).verdicts) == {
        "p": "hit",
        "q": "hit",
        "r": "hit",
        "s": "missed",
        "t": "mistaken",
    }
    assert grade(realise(ORDER, "s"), None).state == "unanswered"


ids = st.sampled_from(["a", "b", "c", "d", "e", "p", "q", "r", "yes", "no", "NaN", "", "x" * 5000, "٣", "1e999"])
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), ids, st.text(max_size=20), st.binary()
)
hostile = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=80),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(ids, st.just("truth"), st.just("reason")), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.sampled_from(ALL), hostile, st.sampled_from(GRADINGS))
def test_any_answer_gets_a_bounded_grade(item: Item, answer: object, preset: Grading) -> None:
    graded = grade(realise(item, "s"), answer, preset)
    assert 0 <= graded.points <= 10_000
    assert (graded.points == 10_000) == (graded.state == "right")
    assert graded.state != "unanswered" or graded.points == 0
    assert grade_item(item, "s", answer, preset) == graded


def test_lists_without_end_are_wrong_not_slow() -> None:
    assert grade(realise(MULTIPLE, "s"), ["a"] * 1_000_000).points == 0
    assert grade(realise(NUMERIC, "s"), "9" * 1_000_000).state == "wrong"


@given(st.sets(st.sampled_from("abcde")), st.text(max_size=6), st.text(max_size=6), st.sampled_from(GRADINGS))
def test_shuffling_never_changes_a_score(chosen: set[str], one: str, two: str, preset: Grading) -> None:
    answer = tuple(sorted(chosen))
    assert (
        grade(realise(MULTIPLE, one), answer, preset).points
        == grade(realise(MULTIPLE, two), answer[::-1], preset).points
    )


# What its policies decide


def policy(id_: str, from_: date | None, to: date | None, confidence: str = "S", gradable: bool = True) -> Policy:
    row = Policy(id=id_, title=Text(id_), rule=Text("规则"), from_=from_, to=to, confidence="S", gradable=gradable)
    return msgspec.structs.replace(row, confidence=confidence)


REGISTER = {
    row.id: row
    for row in (
        policy("VAT-07", date(2026, 1, 1), date(2027, 12, 31)),
        policy("VAT-09", date(2026, 1, 30), None, "P"),
        policy("VAT-18", date(2026, 11, 1), None, "T"),
        policy("CIT-09", None, None, gradable=False),
    )
}


@pytest.mark.parametrize(
    ("policies", "on", "graded"),
    [
        (("VAT-07", "VAT-09"), date(2026, 11, 23), True),
        (("VAT-07",), date(2028, 1, 1), False),
        (("VAT-09",), date(2026, 1, 29), False),
        (("VAT-09", "VAT-18"), date(2026, 11, 23), False),
        (("CIT-09",), date(2026, 11, 23), False),
        (("NEW-01",), date(2026, 11, 23), False),
        ((), date(2026, 11, 23), False),
    ],
)
def test_only_sound_rules_in_force_are_graded(policies: tuple[str, ...], on: date, graded: bool) -> None:
    item = msgspec.structs.replace(SINGLE, policies=policies)
    assert stamped(item, REGISTER, on).graded is graded
    assert not stamped(item, REGISTER, on, may_count=False).graded


def test_the_days_of_an_item_are_those_of_all_its_rules() -> None:
    item = stamped(msgspec.structs.replace(SINGLE, policies=("VAT-07", "VAT-09")), REGISTER, date(2026, 11, 23))
    assert (item.valid_from, item.valid_to) == (date(2026, 1, 30), date(2027, 12, 31))
    assert REGISTER["VAT-07"].group == "VAT"


# Its mistakes


def codes(item: Item) -> set[str]:
    return {fault.code for fault in faults(item)}


def changed(item: Item, **fields: object) -> Item:
    replaced: Item = msgspec.structs.replace(item, **fields)
    return replaced


MISTAKES = [
    (changed(SINGLE, options=SINGLE.options[:2]), "question-too-few-options"),
    (changed(SINGLE, options=SINGLE.options[1:]), "question-no-right-option"),
    (changed(SINGLE, options=tuple(option(i, i * 2, True) for i in "abc")), "question-several-right"),
    (changed(MULTIPLE, options=MULTIPLE.options[:3]), "question-nothing-wrong"),
    (changed(SINGLE, options=(*SINGLE.options, Option(id="x", text=Text("无")))), "question-no-feedback"),
    (changed(SINGLE, options=(*SINGLE.options, option("a", "再来"))), "question-same-id"),
    (changed(SINGLE, options=(*SINGLE.options, option("e", "整个 季度。"))), "question-same-text"),
    (
        changed(SINGLE, options=(option("z", "这一项写得特别长特别仔细，一看就知道是对的", True), *SINGLE.options[1:])),
        "question-option-tell",
    ),
    (changed(TRUE_FALSE, truth=""), "question-no-truth"),
    (changed(WITH_REASON, reasons=WITH_REASON.reasons[1:]), "question-no-right-option"),
    (changed(WITH_REASON, reasons=WITH_REASON.reasons[:1]), "question-nothing-wrong"),
    (changed(WITH_REASON, reasons=tuple(option(i, i * 2, True) for i in "ab")), "question-several-right"),
    (changed(ORDER, steps=ORDER.steps[:2]), "question-too-few-steps"),
    (changed(ORDER, steps=ORDER.steps[::-1]), "question-steps-not-ordered"),
    (changed(NUMERIC, unit="furlong"), "question-unknown-unit"),
    (changed(NUMERIC, tolerance=D(-1)), "question-negative-tolerance"),
    (changed(NUMERIC, answer="special / 3", tolerance=D(0)), "question-tolerance-too-narrow"),
    (changed(NUMERIC, answer="profit * 2"), "formula-unknown-name"),
    (changed(NUMERIC, answer=""), "formula-empty"),
    (changed(NUMERIC, answer="special < 2"), "formula-not-a-number"),
    (changed(NUMERIC, solution=Text("{profit} = {answer}")), "formula-unknown-name"),
    (changed(NUMERIC, ask=Text("{profit}?")), "figure-unknown-placeholder"),
    (changed(NUMERIC, checks=("special < 0",)), "check-fails-as-written"),
    (changed(NUMERIC, checks=("special + 1",)), "formula-not-a-comparison"),
    (changed(NUMERIC, figures=NUMERIC.figures * 2), "figure-same-name"),
    (changed(NUMERIC, figures=(Figure(name="special"),)), "figure-no-value"),
    (changed(NUMERIC, figures=(Figure(name="special", value=D(1), unit="parsec"),)), "figure-unknown-unit"),
    (
        changed(NUMERIC, figures=(Figure(name="special", value=D(20000), vary=Vary(min=D(9), max=D(1), step=D(1))),)),
        "figure-bad-vary",
    ),
    (
        changed(
            NUMERIC,
            figures=(Figure(name="special", value=D(20500), vary=Vary(min=D(20000), max=D(30000), step=D(1000))),),
        ),
        "figure-off-grid",
    ),
    (changed(NUMERIC, figures=(*NUMERIC.figures, Figure(name="x", formula="1 / 0"))), "formula-division-by-zero"),
]


@pytest.mark.parametrize(("item", "code"), MISTAKES, ids=[f"{n}-{row[1]}" for n, row in enumerate(MISTAKES)])
def test_every_mistake_has_its_name(item: Item, code: str) -> None:
    assert code in codes(item)


def test_sound_questions_have_no_faults() -> None:
    assert {item.id: faults(item) for item in ALL} == {item.id: () for item in ALL}


def test_a_draw_that_can_never_hold_is_named() -> None:
    narrow = Figure(name="a", value=D(1), vary=Vary(min=D(1), max=D(1_000_000_000), step=D(1)))
    assert "check-never-holds" in codes(
        changed(NUMERIC, answer="a", figures=(narrow,), checks=("a == 1",), ask=Text("?"), solution=Text(""))
    )


def test_options_that_read_alike_after_a_draw_are_named() -> None:
    spread = Figure(name="a", value=D(3), vary=Vary(min=D(1), max=D(3), step=D(1)))
    varied = (option("a", "{a}", True), option("b", "{a * a}"), option("c", "{a + 7}"))
    assert Fault(code="question-same-text", detail={"text": "{a * a}"}) in faults(
        changed(SINGLE, options=varied, figures=(spread,))
    )


# Hashes


def test_the_hash_is_sha256_of_canonical_json() -> None:
    assert (
        canonical({"b": [D("1E+2"), True, None], "a": "", "c": {"d": ()}, "n": 0}) == b'{"b":["100",true,null],"n":0}'
    )
    assert content_hash(TRUE_FALSE) == hashlib.sha256(canonical(TRUE_FALSE)).hexdigest()
    assert json.loads(canonical(TRUE_FALSE)) == {
        "ask": {"zh": "可以只就一笔放弃免税。"},
        "id": "t1",
        "kind": "truefalse",
        "revision": 1,
        "source": "bank",
        "tolerance": "0.01",
        "truth": "yes",
        "weight": 1,
    }
    assert content_hash({"day": date(2026, 11, 23)}) == content_hash({"day": "2026-11-23"})


def test_the_hash_survives_storage_and_ignores_how_a_number_is_written() -> None:
    for item in ALL:
        assert content_hash(msgspec.json.decode(msgspec.json.encode(item), type=Item)) == content_hash(item)
    assert content_hash(changed(NUMERIC, tolerance=D("0.010"))) == content_hash(NUMERIC)
    assert content_hash(changed(NUMERIC, tolerance=D("0.02"))) != content_hash(NUMERIC)


@pytest.mark.parametrize(
    ("value", "text"), [("1E+3", "1000"), ("0.10", "0.1"), ("-0", "0"), ("-0.50", "-0.5"), ("7", "7")]
)
def test_decimals_have_one_form(value: str, text: str) -> None:
    assert plain_number(D(value)) == text


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {1: "a"}, object()])
def test_floats_and_strangers_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_sets_have_one_order() -> None:
    assert canonical({"a": {"y", "x", "z"}}) == b'{"a":["x","y","z"]}'


def test_an_option_the_question_never_had_earns_nothing() -> None:
    key = Key(kind="multiple", right=("a", "b"), wrong=("c", "d"))
    assert grade_by(key, ["a", "b", "c"], "proportional").points == 7_500
    for grading in GRADINGS:
        assert grade_by(key, ["a", "x"], grading).points == 0
        assert grade_by(key, ["a", "a"], grading).points == 0
