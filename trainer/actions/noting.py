"""Notes and bookmarks of whoever is signed in. They are no records: nobody else ever gets them."""

from __future__ import annotations

from trainer import notes
from trainer.errors import Refused
from trainer.notes import Bookmark, Note
from trainer.session import Session


def write_note(session: Session, lesson: str, section: str, text: str, *, note: str = "") -> Note:
    """Write a note beside a section, or write `note` anew. Spaces around the text are dropped.

    Raises `Refused`: ``note-empty``, ``note-too-long`` (`most` letters), ``unknown-note`` when it was deleted
    meanwhile; `Trouble` when the disk refuses.
    """
    text = text.strip()
    if not text:
        raise Refused("note-empty")
    if len(text) > notes.LONGEST:
        raise Refused("note-too-long", most=notes.LONGEST, letters=len(text))
    book = notes.load(session.folder, session.me)
    now = session.now()
    if note and book.note(note) is None:
        raise Refused("unknown-note")
    if not note:
        taken = {one.id for one in book.notes}
        note = next(free for step in range(len(taken) + 1) if (free := f"{now + step:x}") not in taken)
    made = Note(id=note, lesson=lesson, section=section, text=text, time=now)
    notes.save(session.folder, session.me, book.with_note(made))
    return made


def delete_note(session: Session, note: str) -> Note:
    """Delete a note; what it was is returned, so that it can be put back. Raises `Refused` ``unknown-note``."""
    book = notes.load(session.folder, session.me)
    found = book.note(note)
    if found is None:
        raise Refused("unknown-note")
    notes.save(session.folder, session.me, book.without_note(note))
    return found


def put_back(session: Session, note: Note) -> None:
    """Undo `delete_note`: the note as it was."""
    notes.save(session.folder, session.me, notes.load(session.folder, session.me).with_note(note))


def toggle_bookmark(session: Session, lesson: str, section: str) -> bool:
    """Mark a section, or take its mark away; whether it has one now."""
    mark = Bookmark(lesson=lesson, section=section, time=session.now())
    book = notes.load(session.folder, session.me).toggled(mark)
    notes.save(session.folder, session.me, book)
    return book.marked(lesson, section)
