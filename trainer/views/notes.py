"""Somebody's notes and bookmarks, beside a lesson and all together."""

from __future__ import annotations

from dataclasses import dataclass

from trainer import notes
from trainer.content.compiled import Lesson
from trainer.i18n import language
from trainer.session import Session
from trainer.wording import dates, learning
from trainer.wording.lines import joined


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note, or a bookmark (`note` is empty then). `section_title` is empty when a revision has no such section any more.

    `week` is 0 for a lesson that the library no longer has; `place` orders notes as the text runs.
    """

    note: str
    lesson: str
    lesson_title: str
    week: int
    section: str
    section_title: str
    text: str
    time: int
    place: tuple[int, int, int]


def _row(lessons: dict[str, tuple[int, Lesson]], weeks: dict[str, int], one: notes.Note | notes.Bookmark) -> NoteRow:
    at, found = lessons.get(one.lesson, (len(lessons), None))
    sections = [section.id for section in found.sections] if found else []
    here = sections.index(one.section) if one.section in sections else len(sections)
    title = found.sections[here].title if found and here < len(sections) else ""
    return NoteRow(
        note=one.id if isinstance(one, notes.Note) else "",
        lesson=one.lesson,
        lesson_title=found.title.in_(language()) if found else "",
        week=weeks.get(found.week, 0) if found else 0,
        section=one.section,
        section_title=title,
        text=one.text if isinstance(one, notes.Note) else "",
        time=one.time,
        place=(at, here, one.time),
    )


def notebook(session: Session, lesson: str = "") -> tuple[NoteRow, ...]:
    """Notes and bookmarks in the order of the programme, of one lesson or of all. Raises `Trouble` ``notes-damaged``."""
    book = notes.load(session.folder, session.me)
    lessons = {one.id: (at, one) for at, one in enumerate(session.library.lessons())}
    programme = session.standings.programme_of(session.me) or session.library.programme()
    weeks = {one.id: one.number for one in programme.weeks} if programme else {}
    everything: tuple[notes.Note | notes.Bookmark, ...] = (*book.bookmarks, *book.notes)
    found = (_row(lessons, weeks, one) for one in everything if lesson in {"", one.lesson})
    return tuple(sorted(found, key=lambda one: one.place))


def as_markdown(rows: tuple[NoteRow, ...], title: str) -> str:
    """The notes as a Markdown text: one heading per lesson, what stands beside a section under its name."""
    parts, lesson, section = [f"# {title}"], "", ""
    for one in rows:
        if one.lesson != lesson:
            lesson, section = one.lesson, ""
            name = one.lesson_title or one.lesson
            parts.append("## " + (joined(learning.week_title(one.week), name) if one.week else name))
        if one.section != section:
            section = one.section
            parts.append(f"### {one.section_title or one.section}")
        if one.text:
            parts.extend((one.text, f"*{dates.day(dates.local(one.time).date())}*"))
    return "\n\n".join(parts) + "\n"
