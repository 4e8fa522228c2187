"""Papers: the same seed gives the same paper for ever; unseen first; scores never rounded up."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.canon import content_hash
from trainer.domain.paper import (
    ENGINE,
    DrawnItem,
    From,
    Paper,
    Section,
    draw,
    passed,
    points_of,
    pool_for,
    score,
    tells,
    usable,
)
from trainer.domain.programme import Text
from trainer.domain.question import Item, Option
from trainer.errors import Refused

ON = date(2026, 11, 23)


def item(n: int, **fields: object) -> Item:
    plain = Item(id=f"q{n:02}", kind="truefalse", ask=Text(f"{n}"), truth="yes", graded=True, tags=("w04",))
    replaced: Item = msgspec.structs.replace(plain, **fields)
    return replaced


def pool(*items: Item) -> tuple[tuple[str, Item], ...]:
    return tuple((content_hash(each), each) for each in items)


def paper(*counts: int, **fields: object) -> Paper:
    sections = tuple(Section(count=count, points=number + 1) for number, count in enumerate(counts))
    plain = Paper(id="week-04", title=Text("第 4 周测验"), mode="paper", sections=sections, pass_mark=8_000)
    replaced: Paper = msgspec.structs.replace(plain, **fields)
    return replaced


TWENTY = pool(*(item(n, source=f"case:{n % 4}") for n in range(20)))


def ids(drawn: tuple[DrawnItem, ...]) -> list[str]:
    return [place.item.id for place in drawn]


def test_the_engine_is_pinned_by_a_paper_drawn_once() -> None:
    assert ENGINE == 1
    drawn = draw(paper(3, 2), (TWENTY, TWENTY), "seed", {}, ON)
    assert ids(drawn) == PINNED
    assert [(p.n, p.section, p.points) for p in drawn] == [(0, 0, 1), (1, 0, 1), (2, 0, 1), (3, 1, 2), (4, 1, 2)]
    assert all(p.hash == content_hash(p.item) for p in drawn)


PINNED = ["q08", "q03", "q01", "q07", "q14"]


def test_another_process_draws_the_same_paper() -> None:
    program = (
        "from datetime import date\n"
        "from trainer.domain.paper import *\nfrom trainer.domain.question import Item\n"
        "from trainer.domain.programme import Text\n"
        "pool = [('', Item(id=f'q{n:02}', kind='truefalse', ask=Text(str(n)), truth='yes', graded=True,"
        " source=f'case:{n % 4}')) for n in reversed(range(20))]\n"
        "s = (Section(count=3), Section(count=2, points=2))\n"
        "p = Paper(id='week-04', title=Text(''), mode='paper', sections=s, pass_mark=8000)\n"
        "print(*(d.item.id for d in draw(p, (pool, pool), 'seed', {}, date(2026, 11, 23))))"
    )
    for hash_seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": hash_seed},
        )
        assert ran.stdout.split() == PINNED


@given(st.text(max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_pool_does_not_matter(seed: str, random: object) -> None:
    turned = TWENTY[::-1]
    one = draw(paper(5, 3), (TWENTY, TWENTY), seed, {}, ON)
    assert one == draw(paper(5, 3), (turned, turned), seed, {}, ON)
    assert len(set(ids(one))) == 8


@given(st.dictionaries(st.sampled_from([i.id for _, i in TWENTY]), st.integers(0, 4)), st.text(max_size=8))
def test_unseen_first_then_least_seen(seen: dict[str, int], seed: str) -> None:
    drawn = set(ids(draw(paper(6), (TWENTY,), seed, seen, ON)))
    worst = max(seen.get(id_, 0) for id_ in drawn)
    assert all(seen.get(i.id, 0) >= worst for _, i in TWENTY if i.id not in drawn)


@given(st.text(max_size=8))
def test_a_paper_spreads_over_its_cases(seed: str) -> None:
    drawn = draw(paper(4, 4), (TWENTY, TWENTY), seed, {}, ON)
    sources = [place.item.source for place in drawn]
    assert sorted(sources) == sorted([f"case:{n}" for n in range(4)] * 2)


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(id=letter, text=Text(text)) for letter, text in zip("abcd", texts, strict=False))


ONE_CASE = (
    item(1, kind="single", source="case:a", ask=Text("哪一项正确？"), options=options("免税可以放弃", "免税不得放弃")),
    item(2, kind="single", source="case:a", ask=Text("哪一项不正确？"), options=options("免税不得放弃", "按季申报")),
    item(3, source="case:a", ask=Text("下列说法是否正确？免税可以放弃")),
    item(4, source="case:a", ask=Text("下列说法是否正确？专票不得开给自然人")),
)


def test_what_gives_each_other_away() -> None:
    correct, incorrect, same, other = ONE_CASE
    assert tells(correct, incorrect)
    assert tells(correct, same)
    assert tells(same, correct)
    assert not tells(incorrect, same)
    assert not tells(correct, other)
    elsewhere = msgspec.structs.replace(same, source="case:b")
    assert not tells(correct, elsewhere)
    assert not tells(msgspec.structs.replace(correct, source=""), msgspec.structs.replace(same, source=""))


@given(st.text(max_size=8))
def test_a_paper_avoids_siblings_that_give_each_other_away(seed: str) -> None:
    drawn = draw(paper(1, 1), (pool(ONE_CASE[0]), pool(*ONE_CASE[1:])), seed, {}, ON)
    assert ids(drawn) == ["q01", "q04"]
    seen = draw(paper(1, 1), (pool(ONE_CASE[0]), pool(*ONE_CASE[1:])), seed, {"q04": 1}, ON)
    assert ids(seen)[1] in {"q02", "q03"}, "what was not seen yet comes first all the same"


def test_two_attempts_of_one_person_share_nothing_while_unseen_items_last() -> None:
    first = ids(draw(paper(8), (TWENTY,), "first", {}, ON))
    second = ids(draw(paper(8), (TWENTY,), "second", dict.fromkeys(first, 1), ON))
    assert set(first).isdisjoint(second)


def test_without_shuffle_the_paper_keeps_the_drawing_order() -> None:
    drawn = draw(paper(20, shuffle=False), (TWENTY,), "s", {}, ON)
    mixed = draw(paper(20), (TWENTY,), "s", {}, ON)
    assert sorted(ids(drawn)) == sorted(ids(mixed))
    assert ids(drawn) != ids(mixed)


def test_a_pool_that_is_too_short_is_refused_with_its_figures() -> None:
    with pytest.raises(Refused) as caught:
        draw(paper(2, 19), (TWENTY, TWENTY), "s", {}, ON)
    assert caught.value.code == "paper-pool-short"
    assert caught.value.detail == {"paper": "week-04", "section": 0, "needed": 2, "available": 1}


@given(st.text(max_size=8))
def test_a_wide_section_does_not_eat_a_narrow_one(seed: str) -> None:
    drawn = draw(paper(17, 3), (TWENTY, TWENTY[:3]), seed, {}, ON)
    assert {place.item.id for place in drawn if place.section == 1} == {"q00", "q01", "q02"}
    assert [place.n for place in drawn] == list(range(20))
    assert [place.section for place in drawn] == [0] * 17 + [1] * 3


def test_only_graded_items_in_force_are_asked_on_papers() -> None:
    draft = item(1, graded=False)
    old = item(2, valid_to=date(2026, 6, 30))
    new = item(3, valid_from=date(2027, 1, 1))
    edge = item(4, valid_from=ON, valid_to=ON)
    assert [usable(each, "paper", ON) for each in (draft, old, new, edge)] == [False, False, False, True]
    assert all(usable(each, "practice", ON) for each in (draft, old, new, edge))
    assert ids(draw(paper(1), (pool(draft, old, new, edge),), "s", {}, ON)) == ["q04"]


def test_filters_join_with_or_inside_a_key_and_and_between_keys() -> None:
    a = item(1, tags=("w04",), policies=("VAT-07",), source="case:shop")
    b = item(2, tags=("w05",), policies=("VAT-07", "VAT-09"), source="case:trader", kind="numeric")
    c = item(3, tags=("w04", "I08"), policies=("CIT-02",), source="lesson:w04-l01")

    def found(kinds: tuple[str, ...] = (), **keys: tuple[str, ...]) -> list[str]:
        section = msgspec.convert({"from_": keys, "kinds": kinds, "count": 1}, Section)
        return [each.id for each in pool_for(section, (c, b, a, a))]

    assert found() == ["q01", "q02", "q03"]
    assert found(tags=("w04",)) == ["q01", "q03"]
    assert found(tags=("w05", "I08")) == ["q02", "q03"]
    assert found(tags=("w04",), policies=("VAT-07", "VAT-09")) == ["q01"]
    assert found(cases=("shop", "trader")) == ["q01", "q02"]
    assert found(weeks=("w04",)) == ["q01", "q03"]
    assert found(kinds=("numeric",)) == ["q02"]
    assert found(kinds=("order",)) == []
    assert From() == Section(count=1).from_


def test_points_and_length_follow_from_the_blueprint_alone() -> None:
    assert points_of(paper(3, 2)) == (1, 1, 1, 2, 2)
    assert paper(3, 2).length == 5


@pytest.mark.parametrize(
    ("graded", "basis_points"),
    [
        ((10_000,) * 5, 10_000),
        ((10_000, 10_000, 10_000, 0, 10_000), 7_142),  # 5 of 7
        ((0, 0, 0, 5_000, 0), 1_428),  # 1 of 7
        ((10_000, None, 10_000), 2_857),
        ((), 0),
        ((99_999, -5, 0, 0, 0, 10_000), 1_428),
    ],
)
def test_scores_are_shares_of_the_points_rounded_down(graded: tuple[int | None, ...], basis_points: int) -> None:
    assert score(paper(3, 2), graded) == basis_points


def test_a_pass_is_reached_never_rounded_into() -> None:
    nearly = paper(3)
    assert passed(nearly, 8_000)
    assert not passed(nearly, 7_999)
    third = paper(3, pass_mark=6_667)
    assert score(third, (10_000, 10_000, 0)) == 6_666
    assert not passed(third, 6_666)
    assert score(paper(), ()) == 0
