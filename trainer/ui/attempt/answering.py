"""What is chosen and typed in an attempt: to the durable draft at once, to the records on leaving the question."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from trainer import drafts
from trainer.actions import assessing
from trainer.i18n import _
from trainer.ui.attempt.frame import AttemptFrame
from trainer.ui.attempt.work import Work
from trainer.ui.shell import Shell
from trainer.wording import dates

TYPED_MS: Final = 500
"""After this pause in typing the text goes to the draft (ui.md §3.3)."""


class AnsweringFrame(AttemptFrame):
    """An attempt that takes answers. `ending` is true from handing in until the finished attempt is shown."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ending = False
        self.typing = QTimer(self, singleShot=True, interval=TYPED_MS)
        self.typing.timeout.connect(self.save_draft)

    def chosen(self) -> None:
        """An option was chosen or a step moved: known and on the disk at once."""
        area = self.column.area
        if self.work is not None and area is not None:
            self.work.give(area.answer(), self.shell.now())
            self.save_draft()
            self.show_state()

    def typed(self) -> None:
        """A key in a text: known at once, on the disk when typing pauses."""
        area = self.column.area
        if self.work is not None and area is not None:
            self.work.give(area.answer(), self.shell.now())
            self.typing.start()
            self.show_state()

    def keep_text(self) -> None:
        """What was just typed goes to the disk before the question is left."""
        if self.typing.isActive():
            self.typing.stop()
            self.save_draft()

    def say_sure(self, code: str) -> None:
        """How sure the person is."""
        if self.work is not None:
            self.work.say_sure("yes" if code == "yes" else "no", self.shell.now())
            self.save_draft()

    def flag(self) -> None:
        """Put the flag on or take it off (papers and exams)."""
        work = self.work
        if work is not None and not work.practice:
            self.keep_text()
            work.flag()
            self.save_draft()
            self.show_state()

    def save_draft(self) -> None:
        """Keep everything on the disk, on the writer's thread and in its order."""
        work = self.work
        if work is None or work.over or self.ending:
            return
        draft = work.draft(self.shell.now())
        attempt, folder, me = work.sitting.attempt, self.shell.folder, self.shell.me
        self.shell.worker.run(
            lambda: drafts.save(folder, me, attempt, draft), lambda _none: self._say_saved(), self.shell.problem, self
        )

    def _say_saved(self) -> None:
        self._saved_icon.show()
        self.saved.setText(_("Answers saved {time}").format(time=dates.clock(self.shell.now())))

    def record_current(self) -> None:
        """One signed record for the question that is being left, if its answer changed."""
        work = self.work
        if work is None or work.over or self.ending or work.practice or not work.unrecorded(work.current):
            return
        self.record_answer(work, work.current)

    def record_answer(self, work: Work, n: int) -> None:
        """One signed answer to question `n`."""
        entry, attempt = work.entries[n], work.sitting.attempt
        work.record(n)
        self.do(
            lambda session: assessing.answer(
                session, attempt, n, entry.answer, active_s=entry.active_s, sure=entry.sure
            ),
            failed=lambda error: self._not_recorded(work, n, error),
        )

    def _not_recorded(self, work: Work, n: int, error: Exception) -> None:
        """The disk refused: the answer stays in the draft and is recorded with the next try."""
        work.unrecord(n)
        self.shell.problem(error)
