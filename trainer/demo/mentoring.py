"""What mentors, examiners and HR do for learners: confirm, observe, open and sign exams, give milestones, certify."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from trainer.actions import assessing, attesting, certifying
from trainer.demo.learning import length_of, take
from trainer.demo.stage import PASSPHRASE, SEED, Stage
from trainer.domain import waiting
from trainer.domain.chance import Chance
from trainer.domain.programme import Milestone, Practical, Programme

CONFIRMED = "本人已核对所列周次的课程与周测"
OBSERVED = "本人现场观察了这次操作"
CHECKED = "已逐条核对时间与证明"
GRADED = "本人按答案重新评分"
GIVEN = "本人已逐条核对"

PRAISE = (
    "步骤完整，先讲结论再讲依据，客户听得明白。",
    "文号和有效期都说对了；下次把时限先写进日程。",
    "核对做得细，发现了一处旧口径并当场改正。",
    "独立完成，没有旁人提示。",
    "底稿清楚，换人也接得上。",
)
AGAIN = "漏报了一个必要附件，金额核对也没有留底稿；补齐后重新观察。"


def programme_of(stage: Stage, number: str) -> Programme:
    """The programme somebody is enrolled in."""
    found = stage.standings.programme_of(stage.person(number))
    if found is None:
        raise LookupError(number)
    return found


def confirm_theory(stage: Stage, mentor: str, learner: str) -> None:
    """Confirm every week that is ready; nothing when none is."""
    person = stage.person(learner)
    progress = stage.standings.of(person)
    ready = waiting.ready_weeks(stage.standings.programme_of(person), progress)
    if ready:
        weeks = [week.id for week in ready]
        session = stage.of(mentor)
        attesting.attest_theory(session, person, weeks, meaning=CONFIRMED, comment="", passphrase=PASSPHRASE)


def accept_hours(stage: Stage, confirmer: str, learner: str, before: int) -> None:
    """Accept what was lived before a moment (ms UTC) and waits; nothing when nothing does."""
    person = stage.person(learner)
    open_ = [one for one in waiting.waiting_hours(stage.standings.of(person)) if _ended(one.spans) < before]
    if open_:
        decisions = [(one.record, one.claimed_s, None) for one in open_]
        attesting.decide_hours(stage.of(confirmer), person, decisions, meaning=CHECKED, passphrase=PASSPHRASE)


def _ended(spans: tuple[tuple[int, int], ...]) -> int:
    return max((end for _start, end in spans), default=0)


def open_exam(stage: Stage, learner: str, paper: str, proctor: str) -> None:
    """Open the exam for the learner's seat."""
    assessing.open_exam(stage.of(proctor), stage.person(learner), paper, passphrase=PASSPHRASE)


def sit_exam(stage: Stage, learner: str, paper: str, examiner: str, *, wrong_percent: int, signed: bool) -> None:
    """The learner sits the opened exam, and the examiner signs the result or has not come to it yet."""
    wrong = length_of(stage.of(learner), paper) * wrong_percent // 100
    attempt = take(stage, learner, paper, wrong=wrong)
    if not signed:
        return
    session = stage.of(examiner)
    stage.clock.reach(stage.clock.now + 3_600_000)
    assessing.sign_result(session, stage.person(learner), attempt, meaning=GRADED, passphrase=PASSPHRASE)


def evidence(stage: Stage, learner: str, practical: Practical) -> tuple[Path, ...]:
    """The papers of a practical as somebody would attach them: a list and a note."""
    folder = stage.scratch / "evidence"
    folder.mkdir(exist_ok=True)
    chance = Chance(SEED, f"{learner}/{practical.id}/evidence")
    lines = [
        f"{n},2026-{1 + chance.below(11):02d}-{1 + chance.below(28):02d},{chance.below(90_000)}.00" for n in range(40)
    ]
    table = folder / f"{practical.id}-{learner}-清单.csv"
    note = folder / f"{practical.id}-{learner}-说明.txt"
    table.write_text("序号,日期,金额\n" + "\n".join(lines) + "\n", encoding="utf-8")
    text = f"{practical.title.zh}\n经办：{learner}\n{'按步骤逐项核对，金额与底稿一致。' * 12}\n"
    note.write_text(text, encoding="utf-8")
    return table, note


def ask(stage: Stage, learner: str, practical: Practical) -> str:
    """The learner asks for an observation, with files; the request's id."""
    files = evidence(stage, learner, practical)
    return attesting.request_practical(stage.of(learner), practical.id, files=files)


def observe(
    stage: Stage, mentor: str, learner: str, practical: Practical, *, request: str = "", again: bool = False
) -> str:
    """The mentor signs one observation made today: passed, or to be done again with the reason."""
    chance = Chance(SEED, f"{learner}/{practical.id}/{stage.clock.now}")
    session = stage.of(mentor)
    requests = {one.record: one for p in stage.standings.of(stage.person(learner)).practicals for one in p.requests}
    files = tuple(file.sha256 for file in requests[request].files) if request in requests else ()
    missed = len(practical.criteria) - 1
    seen = attesting.Observed(
        practical=practical.id,
        observed_on=session.today(),
        seconds=60 * (20 + 5 * chance.below(8)),
        setting="real" if chance.below(4) else "simulated",
        independence="assisted" if again else "unassisted",
        met=tuple((one.id, not again or n != missed) for n, one in enumerate(practical.criteria)),
        result="repeat" if again else "pass",
        comment=AGAIN if again else PRAISE[chance.below(len(PRAISE))],
        files=files,
        request=request,
    )
    return attesting.attest_practical(session, stage.person(learner), seen, meaning=OBSERVED, passphrase=PASSPHRASE)


def give_milestone(stage: Stage, learner: str, milestone: Milestone, by: str) -> None:
    """One milestone, with a figure a little above what is asked."""
    figure = milestone.figure_at_least
    attesting.attest_milestone(
        stage.of(by),
        stage.person(learner),
        milestone.id,
        met=tuple((one.id, True) for one in milestone.criteria),
        figure=None if figure is None else min(10_000, figure + 180),
        result="pass",
        comment="",
        meaning=GIVEN,
        passphrase=PASSPHRASE,
    )


def certify(stage: Stage, learner: str) -> None:
    """HR issues the certificate."""
    certifying.issue(stage.hr, stage.person(learner), passphrase=PASSPHRASE)


def change_certificate(stage: Stage, learner: str, state: str, reason: str) -> None:
    """HR suspends or revokes the newest certificate, with the reason."""
    person = stage.person(learner)
    newest = stage.standings.of(person).certificates[-1]
    word = "revoked" if state == "revoked" else "suspended"
    certifying.change_state(
        stage.hr, person, newest.record, "revoked" if word == "revoked" else "suspended", reason, passphrase=PASSPHRASE
    )


def in_order(programme: Programme) -> tuple[Practical, ...]:
    """The required practicals by the week of mentoring they are planned for."""
    return tuple(sorted((one for one in programme.practicals if not one.planned), key=lambda one: (one.week, one.id)))


DAY = timedelta(days=1)
