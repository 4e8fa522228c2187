"""Every code the rules and the ledger can give has its own sentence, in both languages, with every placeholder filled."""

from __future__ import annotations

import ast
import inspect
import string
from collections.abc import Iterable, Iterator
from datetime import date
from typing import get_args

import msgspec
import pytest
from msgspec import structs

from trainer import config, i18n
from trainer.domain import certification, requirements
from trainer.domain.certification import CertificateStanding, CertificateStatus, Gate, NextStep
from trainer.domain.facts import BODIES
from trainer.domain.people import WHO_MAY
from trainer.domain.programme import Text
from trainer.domain.progress import WHY_NOT, HoursSource
from trainer.domain.requirements import GateItem
from trainer.ledger.verdict import VERDICTS
from trainer.wording import certificate, gate, learning, records


def codes_of(module: object, function: str, place: int) -> set[str]:
    """Every literal that a module hands to `function` as its argument at `place`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(module))):  # type: ignore[arg-type]  # a module is what getsource takes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
            found |= {str(one.value) for one in node.args[place : place + 1] if isinstance(one, ast.Constant)}
    return found


def test_every_code_of_a_line_has_a_reason() -> None:
    literal = codes_of(requirements, "_line", 2)
    assert {"exam-open" in gate.REASONS, "months-running" in gate.REASONS} == {True}
    assert literal - gate.REASONS.keys() == set()
    computed = {f"{kind}-{end}" for kind in ("months", "mentoring") for end in ("done", "running", "not-started")}
    assert computed <= gate.REASONS.keys()


def test_every_state_action_and_status_has_its_word() -> None:
    assert set(get_args(requirements.State)) == gate.STATES.keys()
    assert set(get_args(requirements.NextAction)) - {"", "see"} <= gate.STEPS.keys()
    assert {"resume", "ready", "nothing", "wait", "not-enrolled", "programme-unknown"} <= gate.STEPS.keys()
    assert set(get_args(CertificateStatus)) == certificate.STATUS.keys() == certificate.TONES.keys()
    assert "dated-ahead" in inspect.getsource(certification)
    faults = {"requirements", "cut-missing", "not-enrolled", "programme-unknown", "wrong-programme", "wrong-title"}
    assert (faults | {"dated-ahead"} | set(get_args(CertificateStatus)) - {"invalid"}) <= certificate.WORTH.keys()


def test_every_kind_verdict_reason_and_source_has_its_word() -> None:
    assert WHO_MAY.keys() == records.KINDS.keys()
    assert set(VERDICTS) == records.VERDICTS.keys()
    assert set(WHY_NOT) == records.WHY_NOT.keys()
    assert set(get_args(HoursSource)) == learning.SOURCES.keys()


def item(code: str, waits_for: str) -> GateItem:
    detail: dict[str, int | str] = {
        "done": 1, "waiting": 1, "total": 3, "confirmed": 1, "score": 7200, "pass_mark": 8000, "since": "2026-08-03",
        "date": "2026-11-03", "on": "2026-11-01", "who": "a" * 32, "reason": "x", "practical": "m01", "milestone": "o",
        "paper": "p", "days_left": 5,
    }  # fmt: skip
    return GateItem(
        requirement="r",
        kind="practicals",
        title=Text("题", "Title"),
        state="open",
        code=code,
        detail=detail,
        done=1,
        total=3,
        target="m01",
        waits_for=waits_for,
    )


@pytest.fixture(params=i18n.LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param, config.catalogues())
    yield request.param
    i18n.use("en", config.catalogues())


@pytest.mark.parametrize("waits_for", ["", "b" * 32])
def test_no_placeholder_is_left_open(spoken: str, waits_for: str) -> None:
    for code in gate.REASONS:
        line = gate.line_of(item(code, waits_for), lambda id_: f"<{id_}>")
        assert "{" not in line.reason + line.figure
        assert line.reason
        assert "  " not in line.reason
    for code in gate.STEPS:
        step = gate.next_step(
            NextStep(code=code, action="", target="m01", waits_for=waits_for, detail=item("", "").detail), str
        )
        assert "{" not in step.title + step.reason
    del spoken


def test_a_stretch_over_new_year_is_written_with_its_years() -> None:
    def reason(since: str, until: str) -> str:
        return gate.line_of(
            structs.replace(item("months-running", ""), detail={"since": since, "date": until}), str
        ).reason

    assert reason("2026-11-18", "2027-02-18") == "Since 18 Nov 2026; complete on 18 Feb 2027"
    assert reason("2026-02-02", "2026-05-02") == "Since 2 Feb; complete on 2 May"


TABLES: tuple[Iterable[str], ...] = (
    gate.REASONS.values(), gate.NOBODY.values(), gate.SHORT.values(), gate.STATES.values(), gate.MONTHS.values(), gate.PHASES.values(), certificate.STATUS.values(),
    certificate.WORTH.values(), certificate.CHANGES.values(), records.KINDS.values(), records.VERDICTS.values(), records.WHY_NOT.values(), learning.SOURCES.values(),
    records.ROLES.values(), *(one.values() for one in records.VALUES.values()), records.KEYS.values(), records.MISSING.values(), records.FIELDS.values(),
)  # fmt: skip


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_chinese_has_every_sentence_with_the_same_placeholders() -> None:
    i18n.use("zh_CN", config.catalogues())
    for table in TABLES:
        for sentence in table:
            chinese = i18n._(sentence)
            assert chinese != sentence or sentence == "{done} / {total}", sentence
            assert placeholders(chinese) <= placeholders(sentence), sentence
            assert "你" not in chinese
            assert "您" not in chinese


def test_the_summary_names_what_failed_first() -> None:
    failed = requirements.GateItem(
        requirement="e", kind="exam", title=Text("考", "Exam"), state="failed", code="exam-failed",
        detail={"score": 7400, "pass_mark": 8000},
    )  # fmt: skip
    open_ = requirements.GateItem(
        requirement="p", kind="practicals", title=Text("操", "Practicals"), state="open", code="no-content"
    )
    judged = Gate(items=(open_, failed), met=0, total=2, waiting=0, ready=False, code="open")
    said = gate.summary(judged, str)
    assert said.startswith("Exam: last score 74, 80 needed; Practicals: ")


def test_worth_names_the_failing_requirement() -> None:
    judged = CertificateStanding(
        valid_when_issued=False,
        status="invalid",
        code="requirements",
        failing=(item("exam-open", ""),),
        valid_until=date(2028, 11, 22),
    )
    assert certificate.worth(judged, str).endswith("these requirements were not met: Title.")


def test_every_field_of_every_record_has_a_caption() -> None:
    fields = {field.encode_name for shape in BODIES.values() for field in msgspec.structs.fields(shape)}
    assert fields - {"v"} - set(records.FIELDS) == set()
