"""What Ctrl+Z takes back and Ctrl+Shift+Z does again: local steps, newest first. Signed records are never among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trainer.i18n import _

KEPT: Final = 20
"""Steps that can be taken back, at most."""

Act = Callable[[], object]


@dataclass(slots=True, eq=False)
class Step:
    """One action: its name, how it is taken back, and how it is done again (None: it cannot be)."""

    what: str
    undo: Act
    redo: Act | None = None


class Steps:
    """The two stacks of one signed-in person; they end with the sign-out."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def did(self, what: str, undo: Act, redo: Act | None = None) -> Step:
        """Something was done that can be taken back; what was taken back before cannot be done again after it."""
        step = Step(what, undo, redo)
        self._done = [*self._done, step][-KEPT:]
        self._undone.clear()
        return step

    def undo(self, step: Step | None = None) -> Step | None:
        """Take back `step`, or the last one. None if there is nothing (any more)."""
        chosen = step if step is not None else self._done[-1] if self._done else None
        if chosen is None or chosen not in self._done:
            return None
        self._done.remove(chosen)
        chosen.undo()
        if chosen.redo is not None:
            self._undone.append(chosen)
        return chosen

    def redo(self) -> Step | None:
        """Do again what was taken back last."""
        if not self._undone:
            return None
        step = self._undone.pop()
        if step.redo is not None:
            step.redo()
        self._done.append(step)
        return step

    def names(self) -> tuple[str, str]:
        """The names of what would be taken back and of what would be done again; empty for nothing."""
        return (
            self._done[-1].what if self._done else "",
            self._undone[-1].what if self._undone else "",
        )


def undo_line(what: str) -> str:
    """The line of the menu; without an action it leads to what was signed today."""
    return _("Undo: {what}").format(what=what) if what else _("Take something back…")


def redo_line(what: str) -> str:
    """The line of the menu."""
    return _("Redo: {what}").format(what=what)
