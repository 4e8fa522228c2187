"""A person's own notes and bookmarks in lessons: theirs alone, on this computer, never exchanged, evidence of nothing.

One JSON file per person in the data folder's ``local`` part. Unlike a place or a draft a note is dear to whoever wrote
it: a file that cannot be read is set aside under another name and never written over.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from trainer.errors import Trouble
from trainer.ledger.durable import disk_trouble, replace_file

LONGEST = 4_000
"""Letters of one note at most."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote beside a section of a lesson; `time` is the last change (ms UTC)."""

    id: str
    lesson: str
    section: str
    text: str
    time: int


class Bookmark(msgspec.Struct, frozen=True, kw_only=True):
    """A section somebody wants to find again; `time` is when it was marked (ms UTC)."""

    lesson: str
    section: str
    time: int


class Notebook(msgspec.Struct, frozen=True, kw_only=True):
    """Everything somebody noted and marked, in the order in which it was made."""

    notes: tuple[Note, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()

    def note(self, id_: str) -> Note | None:
        """One note."""
        return next((one for one in self.notes if one.id == id_), None)

    def with_note(self, note: Note) -> Notebook:
        """With this note, in the place of an earlier form of it."""
        if self.note(note.id) is None:
            return msgspec.structs.replace(self, notes=(*self.notes, note))
        notes = tuple(note if one.id == note.id else one for one in self.notes)
        return msgspec.structs.replace(self, notes=notes)

    def without_note(self, id_: str) -> Notebook:
        """Without it."""
        return msgspec.structs.replace(self, notes=tuple(one for one in self.notes if one.id != id_))

    def marked(self, lesson: str, section: str) -> bool:
        """Whether a section has a bookmark."""
        return any((one.lesson, one.section) == (lesson, section) for one in self.bookmarks)

    def toggled(self, mark: Bookmark) -> Notebook:
        """With the bookmark, or without it where the section has one."""
        others = tuple(one for one in self.bookmarks if (one.lesson, one.section) != (mark.lesson, mark.section))
        if len(others) < len(self.bookmarks):
            return msgspec.structs.replace(self, bookmarks=others)
        return msgspec.structs.replace(self, bookmarks=(*others, mark))


def path(folder: Path, person: str) -> Path:
    """Where somebody's notebook lies in a data folder."""
    return folder / "local" / f"{person}.notes.json"


def load(folder: Path, person: str) -> Notebook:
    """Somebody's notebook; an empty one before the first note.

    Raises `Trouble`: ``notes-damaged`` once, when the file is not a notebook (it is set aside under the name given in
    `aside`), ``no-rights`` or ``disk-failed`` when it cannot be read.
    """
    file = path(folder, person)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Notebook)
    except FileNotFoundError:
        return Notebook()
    except OSError as error:
        raise disk_trouble(error, file) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        aside = _set_aside(file)
        raise Trouble("notes-damaged", "notes-set-aside", file=str(file), aside=aside.name) from error


def _set_aside(file: Path) -> Path:
    """Give a damaged notebook a name of its own, so that the next note does not write over it."""
    number = 1
    while (aside := file.with_suffix(f".damaged-{number}")).exists():
        number += 1
    with contextlib.suppress(FileNotFoundError):
        file.rename(aside)
    return aside


def save(folder: Path, person: str, book: Notebook) -> None:
    """Keep it; on the disk when this returns. Raises `Trouble` when the disk refuses."""
    replace_file(path(folder, person), msgspec.json.encode(book), private=True)
