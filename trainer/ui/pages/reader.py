"""The lesson reader (ui.md §3.2): contents, text, self-check, rules; study time by a monotonic clock."""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trainer import config, local
from trainer.actions import studying
from trainer.domain.facts import Answered
from trainer.i18n import _, ngettext
from trainer.ui import shortcuts
from trainer.ui.contents_pane import ContentsPane
from trainer.ui.lesson_bars import FindBar, LessonFoot, LessonTop
from trainer.ui.policy_pane import PolicyPane
from trainer.ui.problems import sentences
from trainer.ui.self_check import SelfCheck
from trainer.ui.shell import Page, Shell
from trainer.ui.study_meter import StudyMeter
from trainer.ui.widgets.base import Plane
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.lesson import READING_MAX, LessonView
from trainer.views import lesson as views
from trainer.views.lesson import LessonRow
from trainer.wording import learning

LOOK_EVERY_MS = 5_000
"""How often the reader looks whether somebody is there."""

KEEP_AFTER_MS = 400
WITH_ASIDE, WITH_CONTENTS = 1216, 976
"""Page widths from which the panes stand beside the text (a window of 1280 and 1040 with the rail)."""

LEARNERS = frozenset({"trainee", "specialist"})
"""Whose reading is counted as a claim for study time."""


def monotonic_ms() -> int:
    """Milliseconds of a clock that nobody can set."""
    return time.monotonic_ns() // 1_000_000


class ReaderPage(Page):
    """See the module text. `monotonic` may be replaced by a test before the page is opened."""

    name = "lesson"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.monotonic: Callable[[], int] = monotonic_ms
        self.row: LessonRow | None = None
        self.meter: StudyMeter | None = None
        self.current = 0
        self.seen: set[str] = set()
        self._wanted = ""
        self._headings: list[int] = []
        self._settling = False
        self._finishing = False
        self._make()
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self._keep_place)
        self._watch = QTimer(self, interval=LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look_at_time)
        self._add_keys()

    # building

    def _make(self) -> None:
        self.view = LessonView(self._picture, column=True)
        self.view.linked.connect(self._follow)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self.look())
        self.check = SelfCheck(READING_MAX)
        self.check.asked.connect(self._check)
        self.check.policy.connect(self.open_policy)
        self.check.changed.connect(self._answered)
        self.missing = EmptyState("", icon="book", action=_("Back"))
        self.missing.acted.connect(self.shell.back)
        self.stack = QStackedWidget()
        for part in (self.view, self.check, self.missing):
            self.stack.addWidget(part)
        self.finder = FindBar(self.view)
        self.finder.closed.connect(self.close_find)
        centre = Plane("surface")
        body = QVBoxLayout(centre)
        self.top = LessonTop()
        self.top.back.connect(self.shell.back)
        self.top.size_chosen.connect(self.set_size)
        self.top.pane_asked.connect(self.toggle_pane)
        self.foot = LessonFoot()
        self.foot.previous.clicked.connect(self.go_back)
        self.foot.next.clicked.connect(self.go_on)
        self.contents = ContentsPane()
        self.contents.section_chosen.connect(self.open_section)
        self.contents.unit_chosen.connect(self._open_unit)
        self.aside = PolicyPane()
        self.aside.asked.connect(self.open_policy)
        middle, whole = QHBoxLayout(), QVBoxLayout(self)
        body.addWidget(self.finder)
        body.addWidget(self.stack, 1)
        middle.addWidget(self.contents)
        middle.addWidget(centre, 1)
        middle.addWidget(self.aside)
        whole.addWidget(self.top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)
        for holder in (body, middle, whole):
            holder.setContentsMargins(0, 0, 0, 0)
            holder.setSpacing(0)

    def _add_keys(self) -> None:
        single = (("next-section", self.go_on), ("previous-section", self.go_back))
        for name, call in single:
            self._key(shortcuts.keys("lesson", name), partial(self._if_single_keys, call))
        self._key(shortcuts.keys("lesson", "find"), self.open_find)
        self._key(shortcuts.keys("lesson", "find-next"), self.finder.find_next)
        self._key("Esc", self.escape)
        for pane in ("contents", "aside"):
            self._key(shortcuts.keys("lesson", pane), partial(self.toggle_pane, pane))
        for name, step in (("larger", 1), ("smaller", -1), ("normal", 0)):
            self._key(shortcuts.keys("all", name), partial(self._resize_text, step))

    def _key(self, keys: str, call: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(call)

    def _if_single_keys(self, call: Callable[[], object]) -> None:
        if self.shell.settings().single_keys:
            call()

    # opening

    def opened(self, **arguments: object) -> None:
        """`lesson` is the id of what to read."""
        self._wanted = str(arguments.get("lesson", "")) or self._wanted
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
        self.seen = set(found.place.seen)
        self.top.show_title(found.week_title, found.title)
        self.aside.set_policies(found.policies)
        self._show_text()
        self.check.show_questions(found.questions, found.place.answers)
        self.stack.setCurrentWidget(self.view)
        ids = [one.id for one in found.sections]
        begun = not found.done and found.place.at in ids
        self._settle(ids.index(found.place.at) if begun else 0)
        self.meter = StudyMeter(self.monotonic, self.shell.now, found.idle_limit_s)
        self.meter.begin()
        self._watch.start()
        self._keep_timer.start()
        self._tell()

    def _show_text(self) -> None:
        found = self.row
        if found is None:
            return
        facts = learning.lesson_facts(found.week, found.week_title, found.number, found.minutes, found.revised)
        parts = [f"<h1>{html.escape(found.title)}</h1><p class='meta'>{html.escape(facts)}</p>"]
        parts += [f"<h2>{html.escape(one.title)}</h2>{one.html}" for one in found.sections]
        self.top.size_now = self.shell.settings().reading_size
        self.view.show_html("".join(parts), self.top.size_now)
        self._headings = [place for place, one in enumerate(self.view.sections()) if one.level == 2]

    def _settle(self, place: int) -> None:
        """Go to a section as soon as the text has its size; scrolling until then is not reading."""
        self.current = place
        if not self._settling:
            self._settling = True
            QTimer.singleShot(0, self, self._settled)

    def _settled(self) -> None:
        self._settling = False
        if self.row is not None and self._headings and not self.in_check():
            if self.current:
                self.view.go_to(self._headings[min(self.current, len(self._headings) - 1)])
            self.look()

    def _picture(self, name: str) -> bytes | None:
        return self.row.pictures.get(name.removeprefix("pack:")) if self.row is not None else None

    # where somebody is

    def in_check(self) -> bool:
        """Whether the self-check is shown."""
        return self.stack.currentWidget() is self.check

    def look(self) -> None:
        """Follow scrolling: which section is shown, and which ends have been on the screen."""
        found = self.row
        if found is None or self._settling or self.in_check() or not self._headings or not self.view.isVisible():
            return
        top, bottom = self.view.on_screen()
        here, before = 0, len(self.seen)
        for place, one in enumerate(found.sections):
            if self.view.top_of(self._headings[place]) <= top + 48:
                here = place
            if top <= self._end_of(place) <= bottom:
                self.seen.add(one.id)
        if len(self.seen) > before or here != self.current:
            self.current = here
            self._keep_timer.start()
            self._tell()

    def _end_of(self, place: int) -> float:
        """Where the text of a section ends, px from the beginning of the lesson."""
        if place + 1 < len(self._headings):
            return self.view.top_of(self._headings[place + 1]) - 32
        return self.view.top_of(len(self.view.sections())) - 8

    def open_section(self, place: int) -> None:
        """Show a section at the top; the place behind the last one is the self-check."""
        found = self.row
        if found is None:
            return
        if place >= len(found.sections):
            self.show_check()
            return
        self.stack.setCurrentWidget(self.view)
        self._settle(place)
        self._settled()
        self._keep_timer.start()
        self._tell()

    def show_check(self) -> None:
        """Show the self-check."""
        if self.row is not None and self.row.questions:
            self.stack.setCurrentWidget(self.check)
            self.current = len(self.row.sections)
            self._keep_timer.start()
            self._tell()

    def go_back(self) -> None:
        """K: the section before, or the lesson before."""
        if self.current > 0:
            self.open_section(self.current - 1)
        elif self.row is not None and self.row.before:
            self.shell.go("lesson", lesson=self.row.before)

    def go_on(self) -> None:
        """J: the rest of this section, then the next one, the self-check, the end, the next lesson."""
        found = self.row
        if found is None or not self.foot.next.isEnabled():
            return
        if self._at_end(found):
            self._go_on_from_end(found)
        elif found.done or found.sections[self.current].id in self.seen:
            self.open_section(self.current + 1)
        else:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + round(self.view.viewport().height() * 0.85))
            self.look()

    def _at_end(self, found: LessonRow) -> bool:
        return self.in_check() or (not found.questions and self.current == len(found.sections) - 1)

    def _go_on_from_end(self, found: LessonRow) -> None:
        unread = self.unread()
        if found.done and found.after:
            self.shell.go("lesson", lesson=found.after)
        elif found.done:
            self.shell.go("path")
        elif unread:
            self.open_section(unread[0])
        elif not self.check.open_questions():
            self.finish()

    def unread(self) -> list[int]:
        """Sections whose end was not on the screen yet."""
        return [n for n, one in enumerate(self.row.sections) if one.id not in self.seen] if self.row else []

    # the self-check and finishing

    def _check(self, item: str, answer: Answered) -> None:
        if self.row is not None:
            given = partial(views.check, id_=self.row.id, item=item, answer=answer)
            self.ask(given, partial(self.check.show_checked, answer))

    def _answered(self) -> None:
        self._keep_timer.start()
        self._tell()

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

    def _tell(self) -> None:
        found = self.row
        if found is None or not found.sections:
            return
        seen = {one.id for one in found.sections} if found.done else self.seen
        whole = sum(one.length for one in found.sections) or 1
        self.top.show_share(sum(one.length for one in found.sections if one.id in seen) / whole)
        answered = found.done or not self.check.open_questions()
        self.contents.show_lesson(found, seen, self.current, answered=answered)
        self.foot.previous.setEnabled(self.current > 0 or bool(found.before))
        self.foot.previous.setText(_("Previous") if self.current > 0 else _("Previous lesson"))
        self.foot.show_keys(on=self.shell.settings().single_keys)
        words, why = self._next_words(found, seen)
        self.foot.show_next(words, why)
        self.foot.says.setText(why or self._said(found))

    def _next_words(self, found: LessonRow, seen: set[str]) -> tuple[str, str]:
        """The words of the primary button, and why it cannot be pressed."""
        if not self._at_end(found):
            if found.sections[self.current].id not in seen:
                return _("Read on"), ""
            last = self.current == len(found.sections) - 1
            return (_("Read, to the self-check") if last else _("Read, next")), ""
        if found.done:
            return (_("Next lesson") if found.after else _("To the path")), ""
        unread = len(self.unread())
        if unread:
            return ngettext("{n} section not read", "{n} sections not read", unread).format(n=unread), ""
        left = self.check.open_questions()
        why = ngettext("{n} question is not answered yet", "{n} questions are not answered yet", left).format(n=left)
        return _("Finish the lesson"), why if left else ""

    def _said(self, found: LessonRow) -> str:
        if self.meter is not None and self.meter.idle():
            return _("Paused: time without any input is not counted")
        if self.in_check() and found.confirmed:
            return _("Finished and confirmed")
        if self.in_check() and found.done:
            return _("Finished; waits to be confirmed by the mentor")
        return _("Study time is a claim; it counts as training hours once the mentor confirms it")

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
        if spans and self.shell.roles & LEARNERS:
            found = self.row
            self.do(partial(studying.record_study, item=found.id, item_hash=found.hash, t0=t0, spans=spans))

    def leave(self) -> bool:
        """Another page, another person, or the end: what was read and how long is kept."""
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
            seen=tuple(one for one in ids if one in self.seen),
            answers=dict(self.check.answers),
            time=self.shell.now(),
        )
        keep = partial(local.keep_place, self.shell.folder, self.shell.me, found.id, place)
        self.shell.worker.run(keep, None, self.shell.problem, self)

    # panes, links, finding, text size

    def toggle_pane(self, which: str) -> None:
        """F9 and F8: show or hide a pane; the choice is kept."""
        pane = self.contents if which == "contents" else self.aside
        shown = not pane.isVisibleTo(self)
        self.shell.keep(**{f"reader_{which}": shown})
        pane.setVisible(shown)

    def _arrange(self) -> None:
        kept = self.shell.settings()
        self.contents.setVisible(kept.reader_contents and self.width() >= WITH_CONTENTS)
        self.aside.setVisible(kept.reader_aside and self.width() >= WITH_ASIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panes fold away on a narrow window; the section stays."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()
        if not self.in_check():
            self._settle(self.current)

    def _follow(self, link: str) -> None:
        kind, _slash, id_ = link.removeprefix("qicheng:").partition("/")
        if kind == "policy":
            self.open_policy(id_)
        elif kind == "lesson":
            self.shell.go("lesson", lesson=id_)
        elif kind == "case":
            self.shell.go("library", case=id_)

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
            self.shell.go("tests")

    def open_find(self) -> None:
        """Ctrl+F."""
        if self.in_check() and self.row is not None:
            self.open_section(len(self.row.sections) - 1)
        self.finder.open()

    def close_find(self) -> None:
        """Back to the text."""
        self.finder.hide()
        self.view.setFocus()

    def escape(self) -> None:
        """Esc: close the search, then the rule that is shown."""
        if self.finder.isVisibleTo(self):
            self.close_find()
        elif self.aside.shown:
            self.aside.show_list()
            self._arrange()

    def _resize_text(self, step: int) -> None:
        sizes = list(config.READING_SIZES)
        now = self.shell.settings().reading_size
        at = sizes.index(now) if now in sizes else 1
        self.set_size(sizes[min(max(at + step, 0), len(sizes) - 1)] if step else 16)

    def set_size(self, size: int) -> None:
        """Another text size, at the same section."""
        self.shell.keep(reading_size=size)
        self._show_text()
        if not self.in_check():
            self._settle(self.current)
