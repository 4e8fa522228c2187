"""What the bars of the reader say, from where somebody is in a lesson. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from trainer.i18n import _, ngettext
from trainer.views.lesson import LessonRow


@dataclass(frozen=True, slots=True)
class Reading:
    """Where somebody is: the section shown (from 0, the self-check behind the last), the sections read, the questions
    not answered, and whether time stands still.
    """

    row: LessonRow
    seen: AbstractSet[str]
    current: int
    in_check: bool
    open_questions: int
    idle: bool = False
    counted: bool = True
    """Whether this person's reading becomes a claim."""

    @property
    def read(self) -> frozenset[str]:
        """The sections that count as read: all of a finished lesson."""
        return frozenset(one.id for one in self.row.sections if self.row.done or one.id in self.seen)

    @property
    def unread(self) -> list[int]:
        """Sections whose end was not on the screen yet."""
        return [place for place, one in enumerate(self.row.sections) if one.id not in self.read]

    @property
    def share(self) -> float:
        """How much of the text was read, 0 to 1, by its length."""
        whole = sum(one.length for one in self.row.sections) or 1
        return sum(one.length for one in self.row.sections if one.id in self.read) / whole

    @property
    def at_end(self) -> bool:
        """Whether nothing comes after what is shown."""
        return self.in_check or (not self.row.questions and self.current == len(self.row.sections) - 1)

    @property
    def here_read(self) -> bool:
        """Whether the section shown was read to its end."""
        return self.in_check or self.row.sections[self.current].id in self.read

    @property
    def only_the_check(self) -> bool:
        """Whether everything was read and answered, and only the end of an unfinished lesson is left."""
        return bool(self.row.questions) and not (self.row.done or self.unread or self.open_questions)


def next_words(reading: Reading) -> tuple[str, str]:
    """The words of the primary button, and why it cannot be pressed (empty: it can)."""
    found = reading.row
    if not reading.at_end:
        if not reading.here_read:
            return _("Read on"), ""
        last = reading.only_the_check or reading.current == len(found.sections) - 1
        return (_("Read, to the self-check") if last else _("Read, next")), ""
    if found.done:
        return (_("Next lesson") if found.after else _("To the path")), ""
    unread = len(reading.unread)
    if unread:
        return ngettext("{n} section not read", "{n} sections not read", unread).format(n=unread), ""
    left = reading.open_questions
    why = ngettext("{n} question is not answered yet", "{n} questions are not answered yet", left).format(n=left)
    return _("Finish the lesson"), why if left else ""


def said(reading: Reading) -> str:
    """The sentence in the middle of the lower bar; nothing for people whose reading is not counted."""
    if not reading.counted:
        return ""
    if reading.idle:
        return _("Paused: time without any input is not counted")
    if reading.at_end and reading.unread:
        return _("Not read yet: {section}").format(section=reading.row.sections[reading.unread[0]].title)
    if reading.in_check and reading.row.confirmed:
        return _("Finished and confirmed")
    if reading.in_check and reading.row.done:
        return _("Finished; waits to be confirmed by the mentor")
    return _("Study time is a claim; it counts as training hours once the mentor confirms it")
