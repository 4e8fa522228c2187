"""The lesson reader (ui.md §3.2): contents, text, self-check, rules; study time by a monotonic clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from trainer import local
from trainer.actions import studying
from trainer.domain.facts import Answered
from trainer.i18n import _
from trainer.ui.problems import sentences
from trainer.ui.reader.noting import NotingFrame
from trainer.ui.reader.reading import Reading, next_words, said
from trainer.ui.shell import Shell
from trainer.ui.study_meter import StudyMeter
from trainer.views import lesson as views
from trainer.views.lesson import LessonRow

LOOK_EVERY_MS = 5_000
"""How often the reader looks whether somebody is there."""

KEEP_AFTER_MS = 400
LEAST_S = 30
"""Seconds below which a look into a lesson is not recorded as a sitting."""

LEARNERS = frozenset({"trainee", "specialist"})
"""Whose reading is counted as a claim for study time."""


class ReaderPage(NotingFrame):
    """See the module text. `monotonic` may be replaced by a test before the page is opened."""

    name = "lesson"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.monotonic: Callable[[], int] = lambda: int(shell.monotonic() * 1000)
        self.meter: StudyMeter | None = None
        self._wanted = self._wanted_section = ""
        self._finishing = False
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self._keep_place)
        self._watch = QTimer(self, interval=LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look_at_time)
        self.view.linked.connect(self._follow)
        self.view.moved.connect(self._moved)
        self.check.asked.connect(self._check)
        self.check.policy.connect(self.open_policy)
        self.check.changed.connect(self._moved)
        self.check.finished.connect(self.foot.next.setFocus)
        self.contents.section_chosen.connect(self.open_section)
        self.contents.unit_chosen.connect(self._open_unit)
        self.aside.asked.connect(self.open_policy)

    # opening

    def opened(self, **arguments: object) -> None:
        """`lesson` is the id of what to read, `section` where in it."""
        self._wanted = str(arguments.get("lesson", "")) or self._wanted
        self._wanted_section = str(arguments.get("section", ""))
        self.row = None
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Nothing that is recorded meanwhile moves the text under the eyes."""
        del people
        return False

    def main_control(self) -> QWidget | None:
        """The text."""
        return self.view

    def refresh(self) -> None:
        """Ask for the lesson."""
        self.ask(partial(views.lesson, id_=self._wanted), self.show_row, self._no_lesson)

    def _no_lesson(self, error: Exception) -> None:
        title, remedy = sentences(error)
        self.missing.say(title, remedy, _("Back"))
        self.stack.setCurrentWidget(self.missing)
        self.foot.next.setEnabled(False)

    def show_row(self, found: LessonRow) -> None:
        """Show a lesson, at the section where somebody stopped; the same lesson again only gets its new state."""
        again = self.row is not None and (self.row.id, self.row.hash) == (found.id, found.hash)
        self.row = found
        if again:
            self._tell()
            return
        self._arrange()
        self.top.show_title(found.week_title, found.title)
        self.aside.set_policies(found.policies)
        self.stack.setCurrentWidget(self.view)
        ids = [one.id for one in found.sections]
        start = self._wanted_section or ("" if found.done else found.place.at)
        size = self.shell.settings().reading_size
        self.top.size_now = size
        self.view.show_lesson(found, size, found.place.seen, ids.index(start) if start in ids else 0)
        self.check.show_questions(found.questions, found.place.answers)
        if self.isVisible():  # the answer may come after the person went on to another page
            self.meter = StudyMeter(self.monotonic, self.shell.now, found.idle_limit_s)
            self.meter.begin()
            self._watch.start()
            self._keep_timer.start()
        self._tell()
        self.ask_notes()

    # where somebody is

    @property
    def current(self) -> int:
        """The section shown, from 0; the self-check comes behind the last one."""
        return len(self.row.sections) if self.row is not None and self.in_check() else self.view.current

    def _moved(self) -> None:
        self._keep_timer.start()
        self._tell()

    def open_section(self, place: int) -> None:
        """Show a section at the top; the place behind the last one is the self-check."""
        found = self.row
        if found is None:
            return
        if place >= len(found.sections):
            self.show_check()
            return
        self.stack.setCurrentWidget(self.view)
        self.view.open_section(place)
        self._moved()

    def show_check(self) -> None:
        """Show the self-check."""
        if self.row is not None and self.row.questions:
            self.stack.setCurrentWidget(self.check)
            self._moved()

    def go_back(self) -> None:
        """K: the section before, or the lesson before."""
        if self.current > 0:
            self.open_section(self.current - 1)
        elif self.row is not None and self.row.before:
            self.shell.go("lesson", lesson=self.row.before)

    def go_on(self) -> None:
        """J: the rest of this section, then the next one, the self-check, the end, the next lesson."""
        reading = self.reading()
        if reading is None or not self.foot.next.isEnabled():
            return
        found = reading.row
        if not reading.at_end:
            if reading.here_read:
                self.open_section(len(found.sections) if reading.only_the_check else self.current + 1)
            else:
                self.view.read_on()
        elif found.done and found.after:
            self.shell.go("lesson", lesson=found.after)
        elif found.done:
            self.shell.go("path")
        elif reading.unread:
            self.open_section(reading.unread[0])
        elif not reading.open_questions:
            self.finish()

    # the self-check and finishing

    def _check(self, item: str, answer: Answered) -> None:
        if self.row is not None:
            given = partial(views.check, id_=self.row.id, item=item, answer=answer)
            self.ask(given, partial(self.check.show_checked, answer))

    def finish(self) -> None:
        """Everything was read and answered: record it."""
        if self.row is None or self._finishing:
            return
        self._finishing = True
        self.record_time()
        done = partial(studying.finish_lesson, lesson=self.row.id, answers=dict(self.check.answers))
        self.do(done, lambda _record: self._finished(), self._not_finished)

    def _finished(self) -> None:
        self._finishing = False
        self.refresh()

    def _not_finished(self, error: Exception) -> None:
        self._finishing = False
        self.shell.problem(error)

    # what the bars say

    def reading(self) -> Reading | None:
        """Where somebody is; None before a lesson is shown."""
        if self.row is None or not self.row.sections:
            return None
        idle = self.meter is not None and self.meter.idle()
        return Reading(
            row=self.row,
            seen=self.view.seen,
            current=self.current,
            in_check=self.in_check(),
            open_questions=self.check.open_questions(),
            idle=idle,
            counted=bool(self.shell.roles & LEARNERS),
        )

    def _tell(self) -> None:
        reading = self.reading()
        if reading is None:
            return
        found = reading.row
        self.top.show_share(reading.share)
        answered = found.done or not reading.open_questions
        self.contents.show_lesson(found, reading.read, self.current, answered=answered)
        self.foot.previous.setEnabled(self.current > 0 or bool(found.before))
        self.foot.previous.setText(_("Previous") if self.current > 0 else _("Previous lesson"))
        self.foot.show_keys(on=self.shell.settings().single_keys)
        words, why = next_words(reading)
        self.foot.show_next(words, why)
        self.foot.says.setText(why or said(reading))
        self.tell_section()

    # time and place

    def look_at_time(self) -> None:
        """Is somebody there? Record what was counted when it is time to."""
        if self.meter is None:
            return
        self.meter.touch(self.shell.idle() * 1000)
        if self.meter.due():
            self.record_time()
        self._tell()

    def record_time(self) -> None:
        """Write what was counted so far as one study record; nothing for people who are not learning."""
        if self.meter is None or self.row is None:
            return
        self.meter.touch(self.shell.idle() * 1000)
        t0, spans = self.meter.take()
        if sum(end - start for start, end in spans) >= LEAST_S and self.shell.roles & LEARNERS:
            found = self.row
            self.do(partial(studying.record_study, item=found.id, item_hash=found.hash, t0=t0, spans=spans))

    def leave(self) -> bool:
        """Another page, another person, or the end: what was read and how long is kept."""
        if not self.keep_unfinished_note():
            return False
        self._watch.stop()
        self.record_time()
        self.meter = None
        if self._keep_timer.isActive():
            self._keep_timer.stop()
            self._keep_place()
        return True

    def _keep_place(self) -> None:
        found = self.row
        if found is None:
            return
        ids = [one.id for one in found.sections]
        place = local.Place(
            hash=found.hash,
            at=ids[min(self.current, len(ids) - 1)] if ids else "",
            seen=tuple(one for one in ids if one in self.view.seen),
            answers=dict(self.check.answers),
            time=self.shell.now(),
        )
        keep = partial(local.keep_place, self.shell.folder, self.shell.me, found.id, place)
        self.shell.worker.run(keep, None, self.shell.problem, self)

    # panes, links, finding, text size

    def _follow(self, link: str) -> None:
        kind, _slash, id_ = link.removeprefix("qicheng:").partition("/")
        if kind == "policy":
            self.open_policy(id_)
        elif kind == "lesson":
            self.shell.go("lesson", lesson=id_)
        elif kind == "case":
            self.shell.go("library", kind="case", id=id_)

    def open_policy(self, id_: str) -> None:
        """Show a rule in the pane at the right."""
        self.ask(partial(views.policy, id_=id_), self._show_policy)

    def _show_policy(self, found: views.PolicyRow) -> None:
        self.aside.setVisible(True)
        self.aside.show_policy(found)

    def _open_unit(self, kind: str, id_: str) -> None:
        if kind == "lesson":
            self.shell.go("lesson", lesson=id_)
        else:
            self.shell.go("tests", paper=id_)
