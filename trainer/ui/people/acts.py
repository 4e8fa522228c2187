"""What HR does about somebody's keys, work and leave: each act asks for what it needs, shows its window, and writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtWidgets import QDialog

from trainer.actions import departing, organising, recovering
from trainer.actions.departing import Step
from trainer.actions.recovering import Changed
from trainer.errors import Refused
from trainer.i18n import _
from trainer.ledger import keys as ledger_keys
from trainer.session import Session
from trainer.ui.problems import sentences
from trainer.ui.shell import Page
from trainer.ui.widgets.dialog import FormDialog, SignDialog
from trainer.ui.widgets.exam_dialog import ExamDialog
from trainer.ui.widgets.handing import DepartureDialog, HandOverDialog, StepsDialog
from trainer.ui.widgets.key_forms import EndKeyDialog, HrChange, HrKeyDialog
from trainer.ui.widgets.leave_forms import CancelLeaveDialog, LeaveForm
from trainer.views import departing as work_view
from trainer.views import keys as keys_view
from trainer.views import leave as leave_view
from trainer.views.departing import Candidate, InHand, OpenWork
from trainer.views.keys import KeyRow
from trainer.views.leave import LeaveRow
from trainer.views.naming import name_of
from trainer.views.people import PersonRow
from trainer.wording import people as wording

T = TypeVar("T")

Done = Callable[[QDialog, object], object]
Said = tuple[tuple[str, str], ...]
"""What was done, line by line: (what, why not; empty when it was)."""


class PersonActs:
    """The acts of one page. `show(dialog)` keeps and opens a window, `done(dialog, made)` closes it and shows the rest."""

    def __init__(self, page: Page, show: Callable[[QDialog], object], done: Done, hold_ms: Callable[[], int]) -> None:
        self.page = page
        self._show = show
        self._done = done
        self._hold_ms = hold_ms
        self.kdf = ledger_keys.STRONG
        """How hard a recovery file is to open by guessing; tests take a cheaper one."""

    def _send(self, dialog: FormDialog, act: Callable[[Session], object]) -> None:
        dialog.sent.connect(lambda: self.page.do(act, lambda made: self._done(dialog, made), dialog.refused))
        self._show(dialog)

    def _sign(self, dialog: SignDialog, act: Callable[[Session, str], object], then: Done | None = None) -> None:
        after = then or self._done
        dialog.signed.connect(
            lambda passphrase: self.page.do(
                lambda session: act(session, passphrase), lambda made: after(dialog, made), dialog.refused
            )
        )
        self._show(dialog)

    # keys

    def end_key(self, one: PersonRow, *, replacing: bool = False) -> None:
        """End a key at the last position received; `replacing`: and invite the next device."""

        def ask(found: tuple[KeyRow, ...]) -> None:
            live = [key for key in found if key.state == "live" and not key.hr]
            if live:
                self._ask_end(one, live, replacing=replacing)

        self.page.ask(lambda session: keys_view.keys_of(session, one.person), ask)

    def _ask_end(self, one: PersonRow, live: list[KeyRow], *, replacing: bool) -> None:
        shell = self.page.shell
        dialog = EndKeyDialog(
            one.name, live, shell.today(), shell.name, self.page, hold_ms=self._hold_ms(), replacing=replacing
        )

        def act(session: Session, passphrase: str) -> str:
            place = dialog.place()
            if place is None:
                return organising.end_key(
                    session, dialog.log(), dialog.why(), passphrase=passphrase, last_seq=dialog.last_seq()
                )
            return organising.reinvite(
                session,
                dialog.log(),
                dialog.roles.chosen(),
                place,
                dialog.why(),
                passphrase=passphrase,
                last_seq=dialog.last_seq(),
            )

        def after(shown: QDialog, made: object) -> None:
            place = dialog.place()
            self._done(shown, made)
            if place is not None:
                shell.toast(_("Saved to {file}").format(file=place.name))

        self._sign(dialog, act, after)

    def change_hr(self, one: PersonRow, change: HrChange) -> None:
        """Make somebody HR, or end an HR key of theirs, with the recovery file."""

        def ask(found: tuple[KeyRow, ...]) -> None:
            fits = [key for key in found if key.state == "live" and key.hr == (change == "end")]
            if fits:
                self._ask_hr(one, fits, change)

        self.page.ask(lambda session: keys_view.keys_of(session, one.person), ask)

    def _ask_hr(self, one: PersonRow, fits: list[KeyRow], change: HrChange) -> None:
        dialog = HrKeyDialog(change, one.name, fits, self.page.shell.today(), self.page)
        act = recovering.make_hr if change == "make" else recovering.end_hr_key

        def after(made: Changed) -> None:
            self._done(dialog, made)
            if not made.kept:
                self.page.shell.toast(_("Done. The recovery file could not be written again; the old one still opens."))

        dialog.sent.connect(
            lambda: self.page.do(
                lambda session: act(session, dialog.log(), dialog.path(), dialog.passphrase.text(), kdf=self.kdf),
                after,
                partial(_recovery_refused, dialog),
            )
        )
        self._show(dialog)

    # work

    def hand_over(self, one: PersonRow) -> None:
        """What this person has in hand, or, for a learner, who works with them, goes to others."""

        def look(session: Session) -> tuple[tuple[InHand, ...], tuple[Candidate, ...], bool]:
            held = work_view.in_hand(session, holder=one.person)
            if held:
                return held, work_view.candidates(session, one.person), True
            return work_view.in_hand(session, learner=one.person), work_view.candidates(session, one.person), False

        def ask(found: tuple[tuple[InHand, ...], tuple[Candidate, ...], bool]) -> None:
            work, people, by_learner = found
            title = _("Hand over the work of {name}") if by_learner else _("Who works with {name}")
            dialog = HandOverDialog(title.format(name=one.name), work, people, self.page, by_learner=by_learner)
            dialog.sent.connect(
                lambda: self.page.do(
                    lambda session: said(
                        session,
                        departing.hand_over(session, dialog.work.successors(), dialog.reason.text()),
                    ),
                    lambda made: self._tell(dialog, made),
                    dialog.refused,
                )
            )
            self._show(dialog)

        self.page.ask(look, ask)

    def depart(self, one: PersonRow) -> None:
        """Somebody leaves: what they have in hand is listed and handed over, then their keys end."""

        def ask(work: OpenWork) -> None:
            shell = self.page.shell
            dialog = DepartureDialog(work, shell.today(), shell.name, self.page, hold_ms=self._hold_ms())
            self._sign(
                dialog,
                lambda session, passphrase: said(
                    session,
                    departing.depart(session, one.person, dialog.work.successors(), passphrase=passphrase),
                ),
                self._tell,
            )

        self.page.ask(lambda session: work_view.open_work(session, one.person), ask)

    def _tell(self, dialog: QDialog, made: object) -> None:
        """Afterwards: what was done and what was not."""
        self._done(dialog, made)
        steps = made if isinstance(made, tuple) else ()
        refused = sum(bool(why) for _what, why in steps)
        line = wording.steps_line(len(steps) - refused, refused)
        self._show(StepsDialog(_("What was done"), line, steps, self.page))

    # the exam

    def exam(self, one: PersonRow) -> None:
        """Open the exam, or sign its result."""
        shell = self.page.shell
        dialog = ExamDialog(one.exam, one.name, one.paper, shell.name, self.page, hold_ms=self._hold_ms())
        dialog.show_answers_on(self.page, one.person)
        self._sign(dialog, lambda session, passphrase: dialog.act(one.person, passphrase)(session))

    # leave

    def leave(self, one: PersonRow) -> None:
        """Give a leave, or other days to one that is there."""

        def ask(found: tuple[LeaveRow, ...]) -> None:
            dialog = LeaveForm(one.name, self.page.shell.today(), found, self.page)

            def effect() -> None:
                since, until, instead = dialog.since.day(), dialog.until.day(), dialog.instead()
                self.page.ask(
                    lambda s: leave_view.effect(s, one.person, since, until, instead), _alive(dialog, dialog.say)
                )

            dialog.asked.connect(effect)
            effect()
            self._send(
                dialog,
                lambda session: organising.give_leave(
                    session,
                    one.person,
                    dialog.since.day(),
                    dialog.until.day(),
                    dialog.kind.code(),
                    instead=dialog.instead(),
                ),
            )

        self.page.ask(lambda session: leave_view.leaves(session, one.person), ask)

    def cancel_leave(self, one: PersonRow) -> None:
        """Take back a leave that never was."""

        def ask(found: tuple[LeaveRow, ...]) -> None:
            if not found:
                return
            dialog = CancelLeaveDialog(one.name, found, self.page.shell.name, self.page, hold_ms=self._hold_ms())

            def effect() -> None:
                record = dialog.record()
                self.page.ask(
                    lambda session: leave_view.effect(session, one.person, None, None, record),
                    _alive(dialog, dialog.say),
                )

            dialog.which.changed.connect(lambda _code: effect())
            effect()
            self._sign(
                dialog,
                lambda session, passphrase: organising.cancel_leave(
                    session, dialog.record(), dialog.reason.text(), passphrase=passphrase
                ),
            )

        self.page.ask(lambda session: leave_view.leaves(session, one.person), ask)


def _alive(dialog: QDialog, say: Callable[[T], object]) -> Callable[[T], None]:
    """An answer for a window that may be closed by then."""

    def then(found: T) -> None:
        if shiboken6.isValid(dialog):
            say(found)

    return then


def _recovery_refused(dialog: HrKeyDialog, error: Exception) -> None:
    """A wrong passphrase stands under its field, everything else at the foot."""
    dialog.refused(error)
    if isinstance(error, Refused) and error.code == "wrong-recovery-passphrase":
        dialog.error.clear()
        dialog.passphrase_field.error(" ".join(sentences(error)).strip())
        dialog.passphrase.setFocus()
        dialog.passphrase.selectAll()
        dialog.fit()


def said(session: Session, steps: tuple[Step, ...]) -> Said:
    """Each step in words, with the reason why it was not done."""
    return tuple(
        (
            wording.step(
                step.act,
                name=name_of(session, step.learner),
                as_=step.as_,
                person=name_of(session, step.person),
                key=wording.fingerprint(step.log)[:9] if step.log else "",
            ),
            " ".join(sentences(step.refused)).strip() if step.refused is not None else "",
        )
        for step in steps
    )
