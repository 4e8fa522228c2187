"""An attempt while it stands on the screen: answers, flags, time. No widget and no record, so it can be told in tests."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from trainer.domain.draft import Draft, Entry
from trainer.domain.facts import Answered, Sure
from trainer.domain.grading import Graded
from trainer.domain.question import grade
from trainer.i18n import _, ngettext
from trainer.ui.widgets.attempt import Summary
from trainer.ui.widgets.question import Cell
from trainer.views.attempt import Asked, Sitting
from trainer.wording import attempts as said
from trainer.wording import dates


@dataclass(slots=True)
class Work:
    """What the page changes between two records. Questions count from 1; times are ms UTC and whole seconds."""

    sitting: Sitting
    entries: dict[int, Entry]
    current: int
    open_s: int = 0
    left_s: int | None = None

    @classmethod
    def of(cls, sitting: Sitting) -> Work:
        """Go on where the draft stopped."""
        return cls(sitting, dict(sitting.entries), sitting.current, sitting.open_s, sitting.left_s)

    @property
    def over(self) -> bool:
        """Handed in."""
        return self.sitting.ended is not None

    @property
    def practice(self) -> bool:
        """Explained after every answer."""
        return self.sitting.feedback == "each"

    @property
    def single(self) -> bool:
        """A round of one question with other figures («New figures»)."""
        return self.sitting.paper.startswith("item:")

    @property
    def home(self) -> str:
        """The page this attempt was begun from, unless it stands alone."""
        return "reviews" if self.sitting.paper.startswith("reviews:") else "tests"

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self.sitting.asked)

    def asked(self) -> Asked:
        """The question on the screen."""
        return self.sitting.asked[self.current - 1]

    def entry(self) -> Entry:
        """What was answered to it so far."""
        return self.entries[self.current]

    def explained(self, n: int) -> bool:
        """Whether question `n` shows its reason: in practice once submitted or over, else when the attempt is explained."""
        if self.practice:
            return self.over or self.entries[n].recorded
        return self.sitting.feedback == "after"

    def fixed(self, n: int) -> bool:
        """Whether the answer to `n` can no longer change."""
        return self.over or self.explained(n)

    def give(self, answer: Answered, now: int) -> None:
        """Another answer to the question on the screen."""
        if not self.fixed(self.current):
            entry = self.entry()
            recorded = entry.recorded and entry.answer == answer
            self._put(msgspec.structs.replace(entry, answer=answer, at=max(now, entry.at + 1), recorded=recorded))

    def say_sure(self, sure: Sure, now: int) -> None:
        """How sure the person is of it."""
        if not self.fixed(self.current):
            self._put(msgspec.structs.replace(self.entry(), sure=sure, at=max(now, self.entry().at + 1)))

    def flag(self) -> None:
        """Put the flag on or take it off."""
        if not self.over:
            self._put(msgspec.structs.replace(self.entry(), flagged=not self.entry().flagged))

    def _put(self, entry: Entry) -> None:
        self.entries[self.current] = entry

    def spend(self, seconds: int, *, active: bool) -> None:
        """Time went by on the screen; `active` when somebody was there."""
        if self.over:
            return
        self.open_s += seconds
        if self.left_s is not None:
            self.left_s = max(self.left_s - seconds, 0)
        if active and not self.fixed(self.current):
            entry = self.entry()
            self.entries[self.current] = msgspec.structs.replace(entry, active_s=entry.active_s + seconds)

    def draft(self, now: int) -> Draft:
        """What goes to the disk."""
        return Draft(entries=dict(self.entries), current=self.current, open_s=self.open_s, seen=now)

    def unrecorded(self, n: int) -> bool:
        """Whether question `n` holds an answer, or the taking back of one, that is no record yet."""
        entry = self.entries[n]
        return bool(entry.at) and not entry.recorded

    def record(self, n: int) -> None:
        """The answer to `n` was sent to the records."""
        self.entries[n] = msgspec.structs.replace(self.entries[n], recorded=True)

    def unrecord(self, n: int) -> None:
        """It could not be written after all."""
        self.entries[n] = msgspec.structs.replace(self.entries[n], recorded=False)

    def pending(self) -> list[tuple[int, Answered, int, Sure]]:
        """Every answer that must still be recorded when the attempt ends; in practice only what was submitted."""
        if self.practice:
            return []
        rows = [(n, one) for n, one in self.entries.items() if self.unrecorded(n)]
        return [(n, one.answer, one.active_s, one.sure) for n, one in rows]

    def grade(self, n: int) -> Graded | None:
        """What the answer to `n` is worth; None when its question is not in this library."""
        question = self.sitting.asked[n - 1].question
        if question is None:
            return None
        return grade(question, self.entries[n].answer, self.sitting.grading)

    def cells(self) -> list[Cell]:
        """The grid."""
        made = []
        for n, entry in self.entries.items():
            graded = self.grade(n) if self.explained(n) and entry.answered else None
            made.append(Cell(entry.answered, entry.flagged, None if graded is None else graded.state == "right"))
        return made

    def figure(self) -> str:
        """The figure over the grid: right so far in practice and review, else answered so far."""
        shown = [n for n in self.entries if self.explained(n) and self.entries[n].answered]
        if self.practice or self.over:
            if self.sitting.feedback == "held":
                return _("{n} of {count} answered").format(n=self._answered(), count=self.count)
            right = sum(1 for n in shown if (found := self.grade(n)) is not None and found.state == "right")
            return _("{n} of {count} right").format(n=right, count=self.count if self.over else len(shown))
        return _("{n} of {count} answered").format(n=self._answered(), count=self.count)

    def _answered(self) -> int:
        return sum(1 for entry in self.entries.values() if entry.answered)

    def advice(self, n: int) -> str:
        """What to do next after question `n`."""
        graded, question = self.grade(n), self.sitting.asked[n - 1].question
        if graded is None or question is None or not self.explained(n):
            return ""
        return said.advice(graded.state, self.entries[n].sure, varies=question.varies)

    def points(self, n: int) -> str:
        """The points of question `n` of a paper that is explained; empty in practice."""
        graded = self.grade(n)
        if self.practice or graded is None:
            return ""
        return said.points(graded.points, self.sitting.asked[n - 1].worth)

    def following(self) -> int | None:
        """Where «next» goes: the next question, after the last one the first that is open, None when nothing is."""
        if self.current < self.count:
            return self.current + 1
        if self.over:
            return None
        undone = [n for n, entry in self.entries.items() if not (entry.recorded if self.practice else entry.answered)]
        return next((n for n in undone if n != self.current), None)

    def summary(self) -> Summary:
        """The last check before the attempt ends."""
        done = [n for n, entry in self.entries.items() if (entry.recorded if self.practice else entry.answered)]
        lines = [self.sitting.note]
        if self.practice:
            lines.append(_("What was not submitted counts as not answered. The round can be repeated at any time."))
        else:
            lines.append(_("After handing in, answers cannot be changed."))
        if self.left_s is not None:
            lines.append(_("Time left: {time}").format(time=said.left(self.left_s)))
        return Summary(
            title=_("Finish the practice") if self.practice else _("Check and hand in"),
            answered=len(done),
            flagged=tuple(n for n, entry in self.entries.items() if entry.flagged),
            unanswered=tuple(n for n in self.entries if n not in done),
            lines=tuple(lines),
            button=_("Finish") if self.practice else _("Hand in"),
        )

    def outcome(self) -> str:
        """The result in the top bar, once there is one to see."""
        sitting = self.sitting
        if not self.over:
            return ""
        if sitting.feedback == "held":
            return _("{end}; the examiner signs the result").format(end=sitting.end)
        if sitting.score is None:
            return sitting.end
        if self.practice:
            right = sum(1 for n in self.entries if (found := self.grade(n)) is not None and found.state == "right")
            return ngettext("{n} of {count} question right", "{n} of {count} questions right", self.count).format(
                n=right, count=self.count
            )
        words = _("Passed: {score}, {mark} needed") if sitting.passed else _("Not passed: {score}, {mark} needed")
        return words.format(score=dates.score(sitting.score), mark=dates.score(sitting.pass_mark))
