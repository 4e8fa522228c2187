"""What a signature means, in the signer's language: whole sentences with the figures that were signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from trainer import config, i18n
from trainer.wording import dates, lines, meaning, mentoring

ON = date(2026, 11, 20)


@pytest.fixture
def chinese() -> Iterator[None]:
    i18n.use("zh_CN", config.catalogues())
    yield
    i18n.use("en", config.catalogues())


def said(setting: str, met: int, result: str) -> str:
    return meaning.practical("Li Xiaowen", ON, met=met, of=3, setting=setting, result=result)


@pytest.mark.parametrize(
    ("setting", "met", "result", "text"),
    [
        ("real", 3, "pass", "I watched Li Xiaowen do this on 20 Nov; all 3 criteria were met and the result is pass."),
        (
            "real",
            1,
            "repeat",
            "I watched Li Xiaowen do this on 20 Nov; 1 of 3 criteria were met and the result is repeat.",
        ),
        ("simulated", 3, "pass", "in a simulation on 20 Nov; all 3 criteria were met, the result is pass."),
        ("simulated", 2, "repeat", "in a simulation on 20 Nov; 2 of 3 criteria met, the result is repeat."),
        ("real", 2, "pass", "The result is still to be chosen."),
        ("", 0, "", "0 of 3 criteria were met. The result is still to be chosen."),
    ],
)
def test_an_observation_says_what_was_seen(setting: str, met: int, result: str, text: str) -> None:
    assert text in said(setting, met, result)


@pytest.mark.usefixtures("chinese")
def test_the_same_in_chinese() -> None:
    text = meaning.practical("李晓雯", ON, met=3, of=3, setting="real", result="pass")
    assert text == "本人现场观察了李晓雯 11月20日的这次操作，3 条标准全部达到，结果为通过。"
    assert meaning.theory("李晓雯", [3, 4]) == "本人已核对李晓雯第 3、4 周的课程与周测，得分由本机重评，予以确认。"
    assert meaning.hours("马思琪", 3, 5400, 7200) == "马思琪申报 3 条学时，共 2 小时，本人认定 1 小时 30 分钟。"
    assert meaning.hours("马思琪", 1, 7200, 7200) == "本人确认马思琪申报的 1 条学时，共 2 小时，全部认定。"
    given = meaning.milestone("李晓雯", "达标率", ON, met=2, of=2, figure=9650, result="pass")
    assert given == "本人于11月20日确认李晓雯达成里程碑「达标率」：96.5%，2 条标准全部达到，结果为通过。"
    assert meaning.result("李晓雯", "上线考试", 8600, passed=True).endswith("86 分，通过。")


@pytest.mark.usefixtures("chinese")
def test_nothing_of_the_queue_is_left_in_english() -> None:
    tables = (
        mentoring.KINDS,
        mentoring.SOURCES,
        mentoring.SETTINGS,
        mentoring.INDEPENDENCE,
        mentoring.STATES,
        mentoring.LABELS,
        mentoring.ASSIGNED,
    )
    words = [i18n._(text) for table in tables for text in table.values()]
    words += [mentoring.result(code) for code in ("pass", "repeat", "fail")]
    words += [mentoring.wrong_answers((1, 4), 8), mentoring.wrong_answers((), 8), lines.size(2_400_000)]
    assert [
        text for text in words if text.replace(" {code}", "").replace(" MB", "").isascii() and text != "2.4 MB"
    ] == []
    assert mentoring.wrong_answers((1, 4), 8) == "错题：第 1、4 题"


def test_a_wait_is_loud_from_the_second_day() -> None:
    nine = 1795050000000  # 19 November 2026, 09:00 in Shanghai
    assert mentoring.wait(nine, date(2026, 11, 19)) == ("today", False)
    assert mentoring.wait(nine, date(2026, 11, 20)) == ("yesterday", False)
    assert mentoring.wait(nine, date(2026, 11, 22)) == ("for 3 days", True)


def test_parts_that_are_not_there_leave_no_dot() -> None:
    assert lines.joined("a", "", "b") == "a · b"
    assert lines.joined("", "") == ""
    assert [lines.size(count) for count in (0, 900, 1001, 999_999, 1_000_000, 2_460_000)] == [
        *("0 kB", "1 kB", "2 kB", "1000 kB", "1 MB", "2.4 MB"),
    ]


def test_hours_are_signed_to_the_minute() -> None:
    assert "the 4 h 15 min of training" in meaning.hours("Li", 3, 15_300, 15_300)
    assert "Of the 4 h 15 min" in (less := meaning.hours("Li", 3, 15_120, 15_300))
    assert "I accept 4 h 12 min." in less
    assert [dates.exactly(one) for one in (0, 2700, 7200, 6000)] == ["0 min", "45 min", "2 h", "1 h 40 min"]
