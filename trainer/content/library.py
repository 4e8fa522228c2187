"""The compiled library: one read-only SQLite file with everything the program reads (`architecture.md` §4 rule 2).

`trainer.content.build` compiles the content folder into ``library-<12 hex>.db``; the digits are the content hash, so the
same sources give the same name. `Library.open` reads it in milliseconds. Only this module of the program uses the
standard library's sqlite3; nothing is ever written to an opened library, and it may be shared between threads.
It is loaded before the first window is painted, so it imports no reader of authored files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from trainer.content import glossary, search
from trainer.content.compiled import Contents, Found, Hit, Kind, Lesson
from trainer.content.glossary import Term
from trainer.domain.case import Case
from trainer.domain.paper import Paper
from trainer.domain.policy import Policy
from trainer.domain.programme import Practical, Programme, Week
from trainer.domain.question import Item
from trainer.errors import Trouble

FORMAT = "1"
"""The layout of the file. A program opens only its own; the library is rebuilt, never converted."""

FILTERS = ("kind", "industry", "problem", "risk", "horizon", "status")
"""What search results can be narrowed by; values are codes (``I08``, ``P03``, ``R1``, ``H1``, ``case``)."""

T = TypeVar("T")

_LAYOUT = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thing(kind TEXT NOT NULL, id TEXT NOT NULL, hash TEXT NOT NULL, n INTEGER NOT NULL,
  current INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(kind, hash, id));
CREATE INDEX thing_of_id ON thing(kind, id, current DESC, n);
CREATE TABLE owned(owner TEXT NOT NULL, n INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY(owner, n)) WITHOUT ROWID;
CREATE TABLE picture(path TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE entry(rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL,
  tags TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL);
CREATE VIRTUAL TABLE head USING fts5(title, tags, content='', tokenize='ascii', prefix='1', detail=column);
CREATE VIRTUAL TABLE body USING fts5(text, content='', tokenize='ascii', prefix='1', detail=none);
"""


class Library:
    """What the program reads. Every answer is a frozen struct of the domain, decoded when first asked for.

    Ids and hashes that are not in the library give None (single things) or an empty tuple (lists).
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._cache: dict[tuple[str, str], object] = {}
        self.path = path
        self.hash = self._meta("hash")

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open a built library read-only.

        Raises Trouble ``library-missing``, ``library-damaged`` or ``library-other-version`` (remedy: build it again).
        """
        if not path.is_file():
            raise Trouble("library-missing", "build-library", path=str(path))
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise Trouble("library-damaged", "build-library", path=str(path)) from error
        try:
            found = db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        except sqlite3.Error as error:
            db.close()
            raise Trouble("library-damaged", "build-library", path=str(path)) from error
        if found is None or found[0] != FORMAT:
            db.close()
            raise Trouble("library-other-version", "build-library", path=str(path))
        return cls(db, path)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _meta(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _one(self, kind: str, shape: type[T], *, id_: str = "", hash_: str = "") -> T | None:
        key = (kind, id_ or hash_)
        if key not in self._cache:
            by = "id = ? AND current = 1" if id_ else "hash = ?"
            sql = f"SELECT data FROM thing WHERE kind = ? AND {by} ORDER BY n LIMIT 1"  # noqa: S608  # two constants
            row = self._db.execute(sql, (kind, id_ or hash_)).fetchone()
            self._cache[key] = msgspec.msgpack.decode(row[0], type=shape) if row else None
        return cast("T | None", self._cache[key])

    def _all(self, kind: str, shape: type[T]) -> tuple[T, ...]:
        rows = self._db.execute("SELECT data FROM thing WHERE kind = ? AND current = 1 ORDER BY n", (kind,)).fetchall()
        return tuple(msgspec.msgpack.decode(row[0], type=shape) for row in rows)

    def programme(self, hash_: str | None = None) -> Programme | None:
        """The programme version with this content hash (also an older one), or the current one."""
        if hash_ is None:
            return self._current_programme
        return self._one("programme", Programme, hash_=hash_)

    @cached_property
    def _current_programme(self) -> Programme | None:
        return next(iter(self._all("programme", Programme)), None)

    def weeks(self) -> tuple[Week, ...]:
        """The weeks of the current programme, in order."""
        programme = self.programme()
        return programme.weeks if programme else ()

    def practicals(self) -> tuple[Practical, ...]:
        """The practicals of the current programme, in order."""
        programme = self.programme()
        return programme.practicals if programme else ()

    def practical(self, id_: str) -> Practical | None:
        """One practical of the current programme."""
        return next((one for one in self.practicals() if one.id == id_), None)

    def practical_hash(self, id_: str) -> str:
        """The content hash of a practical, as records pin it; empty when there is no such practical."""
        return self.hash_of("practical", id_)

    def hash_of(self, kind: str, id_: str) -> str:
        """The content hash of the current form of a thing, as records pin it; empty when there is none."""
        sql = "SELECT hash FROM thing WHERE kind = ? AND id = ? AND current = 1"
        row = self._db.execute(sql, (kind, id_)).fetchone()
        return str(row[0]) if row else ""

    @cached_property
    def _lessons(self) -> tuple[Lesson, ...]:
        return self._all("lesson", Lesson)

    def lessons(self, week: str = "") -> tuple[Lesson, ...]:
        """The lessons in the order of the programme, of one week if given."""
        return tuple(lesson for lesson in self._lessons if week in ("", lesson.week))

    def lesson(self, id_: str) -> Lesson | None:
        """The current form of a lesson."""
        return next((lesson for lesson in self._lessons if lesson.id == id_), None)

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return self._all("term", Term)

    def terms(self, text: str = "") -> tuple[Term, ...]:
        """The glossary in the order of its file, or the terms that hold every word of `text`, names first."""
        return glossary.matching(text, self._terms)

    def case(self, id_: str) -> Case | None:
        """The current revision of a case."""
        return self._one("case", Case, id_=id_)

    def cases(self) -> tuple[Case, ...]:
        """Every current case, newest first. Decodes them all: for lists use `search` with an empty text."""
        return self._all("case", Case)

    def paper(self, id_: str) -> Paper | None:
        """The current blueprint of a paper."""
        return self._one("paper", Paper, id_=id_)

    def paper_by_hash(self, hash_: str) -> Paper | None:
        """The blueprint an attempt pinned."""
        return self._one("paper", Paper, hash_=hash_)

    def papers(self) -> tuple[Paper, ...]:
        """Every current paper, by id."""
        return self._all("paper", Paper)

    def policy(self, id_: str) -> Policy | None:
        """One rule of the register."""
        return self.register.get(id_)

    def policies(self) -> tuple[Policy, ...]:
        """The whole register, in its order."""
        return tuple(self.register.values())

    @cached_property
    def register(self) -> Mapping[str, Policy]:
        """The policy register by id."""
        return {policy.id: policy for policy in self._all("policy", Policy)}

    def item(self, hash_: str) -> Item | None:
        """A compiled question by content hash: also every one that was ever released."""
        return self._one("item", Item, hash_=hash_)

    def current_item(self, id_: str) -> tuple[str, Item] | None:
        """The current form of a question with its content hash, by its id; None when it is no longer asked."""
        row = self._db.execute(
            "SELECT hash FROM thing WHERE kind = 'item' AND id = ? AND current = 1", (id_,)
        ).fetchone()
        found = self.item(str(row[0])) if row else None
        return (str(row[0]), found) if found is not None else None

    def items_of(self, owner: str) -> tuple[tuple[str, Item], ...]:
        """(content hash, item) of an owner, in order: ``case:ID``, ``lesson:ID``, or ``paper:ID#n`` for the pool of
        a paper's section n, counted from 0. Only current forms.
        """
        rows = self._db.execute("SELECT hash FROM owned WHERE owner = ? ORDER BY n", (owner,)).fetchall()
        found = ((str(row[0]), self.item(str(row[0]))) for row in rows)
        return tuple((hash_, item) for hash_, item in found if item is not None)

    def pools(self, paper: str) -> tuple[tuple[tuple[str, Item], ...], ...]:
        """The pools of a paper's sections, in order, as `trainer.domain.paper` draws from them."""
        blueprint = self.paper(paper)
        count = len(blueprint.sections) if blueprint else 0
        return tuple(self.items_of(f"paper:{paper}#{n}") for n in range(count))

    def picture(self, path: str) -> bytes | None:
        """The bytes of a lesson's picture, by its path inside the content folder. Nothing else is ever read."""
        row = self._db.execute("SELECT data FROM picture WHERE path = ?", (path,)).fetchone()
        return bytes(row[0]) if row else None

    def search(self, text: str, filters: Mapping[str, str] | None = None, limit: int = 20) -> Found:
        """Everything whose title, tags or text holds every word of `text`: titles first, then tags, then texts, each
        newest first, at most `limit`. `filters` narrows by `FILTERS`; an unknown name is refused with ValueError.
        """
        wanted = dict(filters or {})
        if not wanted.keys() <= set(FILTERS):
            raise ValueError("unknown filter")
        plan = search.plan(text, wanted.items())
        found: dict[int, int] = {}
        if not plan.words:
            self._gather(found, 2, plan.only, (), limit)
        else:
            only = f" AND {plan.only}" if plan.only else ""
            self._gather(found, 0, f"{{title}} : ({plan.match}){only}", plan.verify, limit)
            self._gather(found, 1, f"{plan.match}{only}", plan.verify, limit)
            self._gather(found, 2, f"{plan.match}{only}", plan.verify, limit)
        more = len(found) > limit
        hits = tuple(self._hit(row, tier, plan.words) for row, tier in list(found.items())[:limit])
        return Found(hits=hits, count=len(hits), more=more)

    def _gather(self, found: dict[int, int], tier: int, match: str, verify: tuple[str, ...], limit: int) -> None:
        """Add rows of one tier until there is one more than `limit`."""
        table = "body" if tier == 2 else "head"
        room = limit + 1 - len(found)
        if room <= 0:
            return
        part = (
            "substr(e.folded, 1, length(e.title))",
            "substr(e.folded, 1, length(e.title) + 1 + length(e.tags))",
            "e.folded",
        )[tier]
        if not match:
            sql, values = "SELECT rowid FROM entry", []
        elif verify:
            tests = " AND ".join(f"instr({part}, ?) > 0" for _word in verify)
            sql = (
                f"SELECT e.rowid FROM {table} JOIN entry e ON e.rowid = {table}.rowid"  # noqa: S608  # constants only
                f" WHERE {table} MATCH ? AND {tests} ORDER BY {table}.rowid"
            )
            values = [match, *verify]
        else:
            sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"  # noqa: S608  # two constants
            values = [match]
        rows = self._db.execute(f"{sql} LIMIT ?", [*values, room + len(found)])
        for (row,) in rows:
            found.setdefault(int(row), tier)
            if len(found) > limit:
                break

    def _hit(self, row: int, tier: int, words: tuple[str, ...]) -> Hit:
        kind, id_, title, tags, text, folded = self._db.execute(
            "SELECT kind, id, title, tags, text, folded FROM entry WHERE rowid = ?", (row,)
        ).fetchone()
        shown, marks = search.snippet(text, folded[len(title) + len(tags) + 2 :], words)
        return Hit(
            kind=cast("Kind", kind),
            id=id_,
            title=title,
            tags=tuple(tags.split("\n")) if tags else (),
            tier=tier,
            snippet=shown,
            title_marks=search.marks(title, words),
            snippet_marks=marks,
        )


def latest(folder: Path) -> Path | None:
    """The newest built library in `folder`, or None."""
    found = sorted(folder.glob("library-????????????.db"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return found[-1] if found else None


def write(contents: Contents, path: Path) -> None:
    """Write compiled contents to `path`: complete or not at all."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    db = sqlite3.connect(half)
    try:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;" + _LAYOUT)
        _fill(db, contents)
        db.commit()
        for table in ("head", "body"):
            db.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608  # two constants
        db.commit()
        db.execute("ANALYZE")
        db.execute("VACUUM")
    finally:
        db.close()
    half.replace(path)


def _fill(db: sqlite3.Connection, contents: Contents) -> None:
    meta = {"format": FORMAT, "hash": contents.hash}
    db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    db.executemany(
        "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)",
        ((one.kind, one.id, one.hash, one.n, int(one.current), one.data) for one in contents.things),
    )
    db.executemany("INSERT INTO owned VALUES (?, ?, ?)", contents.owned)
    db.executemany("INSERT INTO picture VALUES (?, ?)", contents.pictures)
    newest_first = sorted(contents.entries, key=lambda one: (one.newest, one.kind, one.id), reverse=True)
    for row, one in enumerate(newest_first, 1):
        tags = "\n".join(one.tags)
        folded = search.fold(f"{one.title}\n{tags}\n{one.text}")
        db.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", (row, one.kind, one.id, one.title, tags, one.text, folded)
        )
        filters = [("kind", one.kind), *one.filters]
        head = (row, search.column([one.title]), search.column([tags], filters))
        db.execute("INSERT INTO head(rowid, title, tags) VALUES (?, ?, ?)", head)
        both = search.column([one.title, tags, one.text], filters)
        db.execute("INSERT INTO body(rowid, text) VALUES (?, ?)", (row, both))
