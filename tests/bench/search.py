"""Searching 20,000 generated cases: how long it takes, and whether it finds exactly the rows of LIKE."""

from __future__ import annotations

import sqlite3
import statistics
from pathlib import Path

from tests.bench.generate_cases import library, queries
from tests.bench.measure import Row, cpu
from trainer.content.compiled import Entry
from trainer.content.library import Library
from trainer.content.search import fold

CASES = 20_000
ASKED = 1000
COMPARED = 60


def searching(folder: Path) -> list[Row]:
    """p95 of thread time with the page's limit, and rows that differ from LIKE's without a limit (none may)."""
    folder.mkdir()
    path = folder / "library-000000020000.db"
    entries = library(CASES, path)
    asked = queries(entries, ASKED)
    shelf = Library.open(path)
    for query in asked[:50]:
        shelf.search(query)
    spent = [cpu(lambda query=query: shelf.search(query)) * 1000 for query in asked]  # type: ignore[misc]  # a default
    wrong = different(shelf, entries, asked[:COMPARED])
    shelf.close()
    median, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    note = f"{ASKED} queries over {CASES:,} cases, median {median:.2f} ms, thread time"
    return [
        Row("search, 95th percentile", p95, 1.5, "ms", note),
        Row("search, rows other than LIKE's", wrong, 0, "", f"{COMPARED} queries, every row"),
    ]


def different(shelf: Library, entries: list[Entry], asked: list[str]) -> int:
    """How many rows of all these queries together search finds and LIKE does not, or the other way round."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE row (id, title, tags, text)")
    rows = ((one.id, fold(one.title), fold("\n".join(one.tags)), fold(one.text)) for one in entries)
    db.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", rows)
    wrong = 0
    for query in asked:
        found = {one.id for one in entries}
        for word in fold(query).split():
            pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            like = " OR ".join(f"{column} LIKE ?1 ESCAPE '\\'" for column in ("title", "tags", "text"))
            found &= {row[0] for row in db.execute(f"SELECT id FROM row WHERE {like}", (pattern,))}
        wrong += len(found ^ {hit.id for hit in shelf.search(query, limit=len(entries)).hits})
    db.close()
    return wrong
