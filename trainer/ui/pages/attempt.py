"""Quizzes, papers and exams: answering, going back and forth, handing in, and looking at it again (`ui.md` §§3.3, 3.6).

Every choice goes to the durable draft at once and every text half a second after the last key; the signed answer
follows on leaving the question. «New figures» begins a practice attempt of its own with that one question.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from trainer import drafts
from trainer.actions import assessing, studying
from trainer.domain.draft import Draft
from trainer.i18n import language
from trainer.session import Session
from trainer.ui import shortcuts
from trainer.ui.attempt.answering import AnsweringFrame
from trainer.ui.attempt.work import Work
from trainer.ui.reporting import report
from trainer.ui.shell import Shell
from trainer.ui.study_meter import StudyMeter
from trainer.ui.widgets.attempt import HandInDialog
from trainer.views.attempt import IDLE_S, Sitting, sitting

BEAT_S: Final = 10
"""Seconds between two drafts that only keep the time."""


class AttemptPage(AnsweringFrame):
    """The attempt frame. Arguments of `go`: `attempt`, its record id."""

    name: ClassVar[str] = "attempt"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.monotonic: Callable[[], float] = shell.monotonic
        self.meter: StudyMeter | None = None
        self._wanted = ""
        self._ticked = 0.0
        self._rest = 0.0
        self._beat = 0
        self.dialog: HandInDialog | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.again.clicked.connect(self._new_figures)
        self.flagging.clicked.connect(self.flag)
        self.forward.clicked.connect(self.submit)
        self.report.clicked.connect(self.report_question)
        self.column.sure_changed.connect(self.say_sure)
        self.column.policy_pressed.connect(lambda code: self.shell.go("library", kind="policy", id=code))
        self.pane.jumped.connect(self.jump)
        self.pane.link_pressed.connect(self._look_again)
        self.column.links.pressed.connect(self._look_again)
        self.pane.end_pressed.connect(self.check)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.tick)
        for name, call in (
            ("previous", lambda: self.step(-1)),
            ("next", lambda: self.step(1)),
            ("submit", self.submit),
            ("flag", self.flag),
            ("report", self.report_question),
            ("clock", self.clock.switch),
        ):
            made = QShortcut(QKeySequence(shortcuts.keys("attempt", name)), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(call)

    # coming and going

    def opened(self, **arguments: object) -> None:
        """Show the attempt named in the arguments, else the one before."""
        self._wanted = str(arguments.get("attempt", "")) or self._wanted
        self.refresh()

    def refresh(self) -> None:
        """Read draft and records again: the draft on the writer's thread, after everything that was sent there."""
        wanted = self._wanted
        if not wanted:
            self.shell.go("tests")
            return
        folder, me = self.shell.folder, self.shell.me
        self.shell.worker.run(
            partial(drafts.load, folder, me, wanted), lambda draft: self._read(wanted, draft), self.shell.problem, self
        )

    def _read(self, wanted: str, draft: Draft) -> None:
        self.ask(lambda session: sitting(session, wanted, draft), self.show_sitting)

    def affected(self, people: frozenset[str]) -> bool:
        """Only a finished attempt is read again by itself (the examiner's result may have come)."""
        return self.shell.me in people and self.work is not None and self.work.over and not self.ending

    def leave(self) -> bool:
        """Keep everything, record the answer, stop the clock."""
        self.keep_text()
        self.record_current()
        self._keep_time()
        self._second.stop()
        if self.work is not None and not self.work.over:
            self.save_draft()
        return True

    def main_control(self) -> QWidget | None:
        """The first answer, or the way on when nothing can be answered."""
        if self.work is not None and self.column.area is not None and not self.work.fixed(self.work.current):
            return self.column.area.first()
        return self.forward

    def show_sitting(self, found: Sitting) -> None:
        """An attempt arrived: show it and start its clock."""
        self.work = Work.of(found)
        self.ending = False
        self.top.title.setText(found.title)
        self.tag.show_as(found.tag)
        self.clock.start(found.left_s)
        self._clock_rule.setVisible(found.left_s is not None)
        self.outcome.setText(self.work.outcome())
        self._saved_icon.hide()
        self.saved.setText("")
        self._ticked, self._rest, self._beat = self.monotonic(), 0.0, 0
        self._start_meter(found)
        self._show_question()
        if not self.work.over:
            self._second.start()
            if found.left_s == 0:
                self.end("time-out")

    def _start_meter(self, found: Sitting) -> None:
        self.meter = None
        if found.study[0] and found.ended is None:
            self.meter = StudyMeter(lambda: int(self.monotonic() * 1000), self.shell.now, found.idle_s)
            self.meter.begin()

    # showing

    def _show_question(self) -> None:
        work = self.work
        if work is None or not work.count:
            return
        asked, entry, n = work.asked(), work.entry(), work.current
        area = self.column.show_question(asked, work.count, entry, practice=work.practice)
        if area is not None:
            area.changed.connect(self.chosen)
            area.typed.connect(self.typed)
            if work.explained(n):
                self.explain_question()
            elif work.over:
                area.lock()
        self.show_state()
        control = self.main_control()
        if control is not None and self.isVisible():
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    # answering

    def submit(self) -> None:
        """Ctrl+Enter: practice shows what the answer is worth, papers go on; after the last comes the last check."""
        work = self.work
        if work is None or self.ending:
            return
        self.keep_text()
        if not work.over and work.practice and not work.explained(work.current):
            if work.entry().answered:
                self._submit_practice(work)
            return
        target = work.following()
        if target is not None:
            self.jump(target)
        elif work.single:
            self.shell.back()
        elif work.over:
            self.shell.go(work.home)
        else:
            self.check()

    def _submit_practice(self, work: Work) -> None:
        """Record the answer and explain it; a round of one question ends with it."""
        self.record_answer(work, work.current)
        if work.single:
            self.end("handed-in")
            return
        self.save_draft()
        self.explain_question()
        self.show_state()
        self.forward.setFocus(Qt.FocusReason.OtherFocusReason)

    # moving

    def step(self, by: int) -> None:
        """Ctrl+PgUp and Ctrl+PgDn."""
        if self.work is not None and 1 <= self.work.current + by <= self.work.count:
            self.jump(self.work.current + by)

    def jump(self, number: int) -> None:
        """Leave this question for another one."""
        work = self.work
        if work is None or not 1 <= number <= work.count:
            return
        self.keep_text()
        self.record_current()
        work.current = number
        self.save_draft()
        self._show_question()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose an option when no text field has the focus and single keys are wanted."""
        number = event.key() - Qt.Key.Key_0
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        free = not isinstance(self.focusWidget(), QLineEdit) and self.shell.settings().single_keys
        area, work = self.column.area, self.work
        if 1 <= number <= 9 and plain and free and area is not None and work is not None:
            if not work.fixed(work.current):
                area.press(number)
            return
        super().keyPressEvent(event)

    # time

    def tick(self) -> None:
        """A second or more went by (a sleeping computer wakes up late, so the monotonic clock is asked)."""
        work = self.work
        if work is None or work.over or self.ending:
            return
        now = self.monotonic()
        self._rest += max(now - self._ticked, 0.0)
        self._ticked = now
        seconds, self._rest = int(self._rest), self._rest % 1.0
        idle = self.shell.idle()
        work.spend(seconds, active=idle < min(work.sitting.idle_s, IDLE_S))
        if self.meter is not None:
            self.meter.touch(idle * 1000)
            if self.meter.due():
                self._keep_time()
        self.clock.show_left(work.left_s)
        self._beat += 1
        if work.left_s == 0:
            self.keep_text()
            self.end("time-out")
        elif self._beat % BEAT_S == 0:
            self.save_draft()

    def _keep_time(self) -> None:
        """Record the active time on this paper so far; it waits for the mentor like any study time."""
        work, meter = self.work, self.meter
        if work is None or meter is None:
            return
        t0, spans = meter.take()
        paper, hash_ = work.sitting.study
        if spans:
            self.do(lambda session: studying.record_study(session, paper, hash_, t0, spans))

    # the end

    def check(self) -> None:
        """The summary before handing in; «Go back» is the default."""
        work = self.work
        if work is None or work.over or self.ending or self.dialog is not None:
            return
        self.keep_text()
        self.dialog = HandInDialog(work.summary(), self)
        self.dialog.jumped.connect(self.jump)
        self.dialog.handed_in.connect(lambda: self.end("handed-in"))
        self.dialog.finished.connect(self._dialog_closed)
        self.dialog.open()

    def _dialog_closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        control = self.main_control()
        if control is not None and not self.ending:
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self, reason: assessing.EndReason) -> None:
        """Record what is not recorded, hand in, and show what came of it."""
        work = self.work
        if work is None or work.over or self.ending:
            return
        self.ending = True
        self._second.stop()
        if self.dialog is not None:
            self.dialog.reject()
        self._keep_time()
        self.meter = None
        attempt, pending = work.sitting.attempt, work.pending()

        def finish(session: Session) -> str:
            return assessing.finish(session, attempt, pending, reason=reason)

        self.do(finish, lambda _id: self.refresh(), self._not_ended)

    def _not_ended(self, error: Exception) -> None:
        self.ending = False
        self.shell.problem(error)
        self.refresh()

    # other places

    def _new_figures(self) -> None:
        work = self.work
        if work is not None and work.explained(work.current):
            hash_ = work.asked().hash
            self.do(
                lambda session: assessing.practise_item(session, hash_),
                lambda attempt: self.shell.go("attempt", attempt=attempt),
            )

    def report_question(self) -> None:
        """Report a mistake in the question on the screen: in practice, or once a paper is explained."""
        work = self.work
        if work is not None and not self.report.isHidden():
            question = work.asked().question
            title = question.ask.in_(language()) if question is not None else ""
            report(self, "item", work.asked().hash, title=title)

    def _look_again(self, kind: str, id_: str) -> None:
        if kind == "lesson":
            self.shell.go("lesson", lesson=id_)
        else:
            self.shell.go("library", kind="case", id=id_)
