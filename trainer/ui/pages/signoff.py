"""The sign-off queue (ui.md §3.8): what waits for my signature, the evidence and the form, the learner, the signature."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.errors import Refused, Trouble
from trainer.i18n import _, ngettext
from trainer.ui import shortcuts
from trainer.ui.problems import sentences
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Frame, Icon, Label, Tag, column
from trainer.ui.widgets.desk import Desk, Observable, ObserveDialog
from trainer.ui.widgets.graded import AnswersDialog
from trainer.ui.widgets.learner import LearnerPane
from trainer.ui.widgets.page import Pane, ScrollColumn, TopBar
from trainer.ui.widgets.queue import QueuePane
from trainer.ui.widgets.sign import HOLD_MS, SignBox
from trainer.ui.widgets.signing_form import SigningForm
from trainer.views import attachments, signing, theory
from trainer.views import mentoring as views
from trainer.views.mentoring import QueueItem, QueueRow
from trainer.views.signing import Opened
from trainer.wording import dates, mentoring

QUEUE_WIDTH, LEARNER_WIDTH, NARROW_QUEUE = 296, 288, 256
NARROW = 1100
"""Page width under which the queue gives some of its own to the form."""


class SignoffPage(Page):
    """Queue, form and signature. What was typed into a form stays until it is signed, also while others are shown."""

    name = "signoff"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.open_path: Callable[[Path], object] = lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self._person = self._wanted = ""
        self._mine: dict[str, str] = {}
        self._office = False
        self._current: QueueItem | None = None
        self._part = "mentor"
        self._later: tuple[str, Callable[[], None]] | None = None
        self._signing: tuple[QueueItem, SigningForm] | None = None
        self._build()
        sign = QShortcut(QKeySequence(shortcuts.keys("signoff", "sign")), self)
        sign.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        sign.activated.connect(self.sign.button.click)

    # building

    def _build(self) -> None:
        self.bar = TopBar(_("Sign-off queue"))
        self.waiting = Tag("", "accent")
        self.exchanged = Label("", "small", "ink2", tabular=True)
        self.bar.left.addWidget(self.waiting)
        self.bar.right.addWidget(Icon("refresh", "ink2", 16))
        self.bar.right.addWidget(self.exchanged)
        self.desk = Desk()
        self.desk.changed.connect(self._prepare)
        self.desk.file_asked.connect(self._ask_file)
        self.desk.answers_asked.connect(self._ask_answers)
        self.desk.lesson_asked.connect(lambda lesson: self.shell.go("lesson", lesson=lesson))
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._queue_pane())
        middle.addWidget(self.desk, 1)
        middle.addWidget(self._sign_pane())
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.bar)
        body.addLayout(middle, 1)

    def _queue_pane(self) -> Pane:
        self.pane = QueuePane(QUEUE_WIDTH)
        self.list, self.whose, self.observe = self.pane.list, self.pane.whose, self.pane.observe
        self.list.chosen.connect(self._choose)
        self.whose.clicked.connect(partial(self.opened, person=""))
        self.observe.clicked.connect(self._ask_whom)
        return self.pane

    def _sign_pane(self) -> Frame:
        self.side = Frame("paneRight")
        self.side.setFixedWidth(LEARNER_WIDTH)
        self.learner = LearnerPane()
        self.learner.file_asked.connect(lambda person: self.shell.go("trainees", person=person))
        area = ScrollColumn(margins=(16, 16, 16, 8))
        area.body.addWidget(self.learner)
        area.body.addStretch(1)
        self.sign = SignBox(hold_ms=self.hold_ms)
        self.sign.check = self.check_passphrase
        self.sign.not_opened.connect(self._not_opened)
        self.sign.held.connect(self._held)
        self.sign.undone.connect(self._undone)
        self.sign.signed.connect(self._signed)
        self.side.body.addWidget(area, 1)
        self.side.body.addLayout(column(self.sign, margins=(16, 0, 16, 16)))
        return self.side

    # the queue

    def opened(self, **arguments: object) -> None:
        """`person`: only theirs; `key`: this one, or the first that begins so; `theory`: a learner's, waiting or not."""
        person = str(arguments.get("person", ""))
        if learner := str(arguments.get("theory", "")):
            self._person = ""
            self.ask(partial(theory.item_of, learner=learner), self._begin)
            return
        if person != self._person or arguments.get("key"):
            self._leave_current()
        self._person = person
        self._wanted = str(arguments.get("key", ""))
        self.refresh()

    def refresh(self) -> None:
        """Ask for the queue again; what is open stays open."""
        self.ask(partial(views.queue, person=self._person), self._show_queue)

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody assigned to me, and myself; with an office everybody."""
        return self._office or bool(people & self._mine.keys()) or self.shell.me in people

    def main_control(self) -> QWidget | None:
        """The first row of the queue; where nothing waits, an observation that nobody asked for."""
        return self.list.current_row() or (self.observe if self.waiting.text() else None)

    def panes(self) -> list[QWidget]:
        """The queue, the form, the learner with the signature."""
        return [self.pane, self.desk, self.side]

    def leave(self) -> bool:
        """What was pressed is signed."""
        self.sign.flush()
        return True

    def _show_queue(self, found: QueueRow) -> None:
        self._mine, self._office = dict(found.mine), bool(found.offices)
        before = self.list.keys()
        items = views.held_still(before, found.items) if self.list.holds_focus() else found.items
        self._tell(found)
        keys = [item.key for item in items]
        here = self._current.key if self._current is not None else ""
        last = self._wanted or here  # what was just signed is named in `_wanted`: the next one takes its place
        at = before.index(last) if last in before else 0
        wanted = next((key for key in keys if self._wanted and key.startswith(self._wanted)), "")
        if wanted:
            here = wanted
        elif self._current is None or (here not in keys and not here.startswith("observe:")):
            here = keys[min(at, len(keys) - 1)] if keys else ""
        self._wanted = ""
        self.list.show_items(items, here)
        item = next((one for one in items if one.key == here), self._current)
        if item is None or not here:
            self._show_nothing(found)
        else:
            self._open(item)

    def _tell(self, found: QueueRow) -> None:
        self.shell.count("signoff", found.total)
        waiting = ngettext("{n} waiting", "{n} waiting", len(found.items)).format(n=len(found.items))
        self.waiting.show_as(waiting, "accent" if found.items else "neutral")
        today = self.shell.today()
        when = _("Last exchange {when}").format(when=dates.moment(found.exchanged, today))
        self.exchanged.setText(when if found.exchanged else _("No exchange yet on this computer"))
        theirs = next((one.name for one in found.items if one.learner == self._person), "")  # HR mentors nobody
        self.pane.say_whose(self._mine.get(self._person, theirs), only=bool(self._person))
        self.observe.setVisible(found.observes)

    def _show_nothing(self, found: QueueRow) -> None:
        self._leave_current()
        self.side.hide()
        if not found.mine and not found.offices:
            title, help_ = _("Nobody is assigned to you yet"), _("HR assigns trainees; their requests appear here.")
        else:
            title = _("Nothing waits for your signature")
            help_ = _("New requests, finished weeks and hours appear here after an exchange of records.")
        self.desk.show_nothing(title, help_)

    def _choose(self, key: str) -> None:
        """Another row: what is being held is signed first, as it was pressed."""
        self.sign.flush()
        self._wanted = key
        self.refresh()

    # the middle

    def _open(self, item: QueueItem) -> None:
        self._current = item
        self.ask(partial(signing.opened, item=item), self._show)

    def _show(self, found: Opened) -> None:
        key = found.item.key
        if self._current is None or key != self._current.key:
            return
        if found.row is None:
            self.desk.forget(key)
            self._leave_current()
            return
        self._part = found.as_
        self.learner.show_learner(found.learner, self.shell.today())
        self.learner.sheet.setVisible(found.learner.person in self._mine)  # the sheets are those of my own trainees
        self.side.show()
        if self.desk.show_row(key, found.row):
            self.sign.passphrase.clear()
            self.sign.field.clear_error()
        self._prepare()
        if self._later is not None and self._later[0] == key:
            self._later[1]()
            self._later = None

    def _leave_current(self) -> None:
        self.desk.put_away()
        self._current = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form takes what the queue gives."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.pane.setFixedWidth(NARROW_QUEUE if narrow else QUEUE_WIDTH)
        self.pane.order.setVisible(not narrow)

    # evidence

    def _ask_file(self, sha256: str, name: str) -> None:
        form = self.desk.form
        if form is not None:
            view = partial(attachments.laid_out, sha256=sha256, name=name)
            self.ask(view, partial(self._file_here, form, sha256), form.refused)

    def _file_here(self, form: SigningForm, sha256: str, found: tuple[Path, bool]) -> None:
        self.open_path(found[0] if found[1] else found[0].parent)
        form.opened_file(sha256)

    def _ask_answers(self, learner: str, attempt: str) -> None:
        view = partial(theory.answers, learner=learner, attempt=attempt)
        self.ask(view, lambda found: AnswersDialog(found, self).open())

    # signing

    def _prepare(self) -> None:
        form = self.desk.form
        if form is None or self.sign.holding() or self._signing is not None:
            return
        ready = form.prepared()
        pairs = [(_("Signer"), mentoring.signer(self.shell.name, self._part)), (_("Attached"), ready.attached)]
        self.sign.prepare(ready.meaning, ready.action, pairs, ready.not_ready)

    def _held(self) -> None:
        if self._current is not None and self.desk.form is not None:
            self._signing = (self._current, self.desk.form)
            self.desk.form.setEnabled(False)

    def _not_opened(self, error: Exception) -> None:
        """The passphrase was tried before the hold and is wrong: the form is free again, nothing was written."""
        self.sign.wrong(" ".join(sentences(error)).strip())
        self._undone()

    def _undone(self) -> None:
        if self._signing is not None:
            self._rest(self._signing[1])
        self._prepare()

    def _signed(self, passphrase: str) -> None:
        if self._signing is None:
            self._held()
        if self._signing is None:
            return
        item, form = self._signing
        self.sign.setEnabled(False)
        act = form.act()
        written = partial(self._written, item, form)
        self.do(lambda session: act(session, passphrase), written, partial(self._refused, item, form, passphrase))

    def _written(self, item: QueueItem, form: SigningForm, _record: str) -> None:
        self._rest(form)
        self.desk.forget(item.key)
        if self._current is not None and self._current.key == item.key:
            self._leave_current()
            self._wanted = item.key
        self.refresh()

    def _refused(self, item: QueueItem, form: SigningForm, passphrase: str, error: Exception) -> None:
        self._rest(form)
        tell = partial(self._tell_refusal, form, passphrase, error)
        if self._current is not None and self._current.key == item.key:
            self._prepare()
            tell()
            return
        self._later = (item.key, tell)
        self._wanted = item.key
        self.refresh()

    def _tell_refusal(self, form: SigningForm, passphrase: str, error: Exception) -> None:
        """Beside the control; what was typed is there again, a wrong passphrase selected."""
        if not isinstance(error, (Refused, Trouble)):
            self.shell.problem(error)
            return
        self.sign.passphrase.setText(passphrase)
        if error.code == "wrong-passphrase":
            self._not_opened(error)
        else:
            form.refused(error)

    def _rest(self, form: SigningForm) -> None:
        self._signing = None
        form.setEnabled(True)
        self.sign.setEnabled(True)

    # without a request

    def _ask_whom(self) -> None:
        self.ask(signing.observable, self._show_whom)

    def _show_whom(self, found: Observable) -> None:
        dialog = ObserveDialog(found, self._person, self)
        dialog.begun.connect(self._begin_observation)
        dialog.open()

    def _begin_observation(self, person: str, practical: str) -> None:
        self.sign.flush()
        self.ask(partial(signing.observation, learner=person, practical=practical), self._begin)

    def _begin(self, item: QueueItem) -> None:
        """Open what need not wait; the queue stands beside it as ever."""
        self._current = item
        self.refresh()
