"""The tables and triggers of a store, as text that is compared at every opening (`ledger.md` §5).

One table of records. Triggers refuse what must never happen by accident: deleting, rewriting, storing the very same
copy twice. An owner of the file can drop them; that is why verification exists. Columns behind `body` are copies of
header fields for searching, never the truth.
"""

from __future__ import annotations

APPLICATION_ID = 0x71C4E461
"""Marks the file as a store of ours (SQLite's ``application_id``)."""

VERSION = 1
"""Layout of the tables (SQLite's ``user_version``). A store with a higher one belongs to a newer program."""

JOURNAL_PAGES = 256
"""At this length the journal is moved into the file and written from its front again: about 80 records."""

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # SQLite's default in WAL mode loses promised transactions at power cuts
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "mmap_size=0",
    "busy_timeout=5000",
    f"wal_autocheckpoint={JOURNAL_PAGES}",
)
"""Set on every connection (`ledger.md` §5)."""

RECORD = """CREATE TABLE record (
  n INTEGER PRIMARY KEY,
  header BLOB NOT NULL,
  sig BLOB NOT NULL,
  salt BLOB,
  body BLOB,
  id TEXT NOT NULL,
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  time INTEGER NOT NULL,
  who TEXT NOT NULL,
  sub TEXT,
  got INTEGER NOT NULL
)"""

OBJECTS: dict[str, str] = {
    "record": RECORD,
    "root": "CREATE TABLE root (n INTEGER PRIMARY KEY, file BLOB NOT NULL UNIQUE)",
    "pub": "CREATE TABLE pub (log TEXT PRIMARY KEY, pub BLOB NOT NULL) WITHOUT ROWID",
    "meta": "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "record_log": "CREATE INDEX record_log ON record (log, seq)",
    "record_id": "CREATE INDEX record_id ON record (id)",
    "record_sub": "CREATE INDEX record_sub ON record (sub, log, seq) WHERE sub IS NOT NULL AND sub <> who",
    "record_none": "CREATE INDEX record_none ON record (kind, log, seq) WHERE sub IS NULL",
    "record_who": "CREATE INDEX record_who ON record (who, log) WHERE seq = 1",
    "record_same": """CREATE TRIGGER record_same BEFORE INSERT ON record
WHEN EXISTS (SELECT 1 FROM record WHERE log = NEW.log AND seq = NEW.seq AND header = NEW.header AND sig = NEW.sig)
BEGIN SELECT RAISE(ABORT, 'this copy is here already'); END""",
    "record_kept": """CREATE TRIGGER record_kept BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END""",
    "record_fixed": """CREATE TRIGGER record_fixed BEFORE UPDATE ON record
WHEN NEW.n IS NOT OLD.n OR NEW.header IS NOT OLD.header OR NEW.sig IS NOT OLD.sig OR NEW.id IS NOT OLD.id
  OR NEW.log IS NOT OLD.log OR NEW.seq IS NOT OLD.seq OR NEW.kind IS NOT OLD.kind OR NEW.time IS NOT OLD.time
  OR NEW.who IS NOT OLD.who OR NEW.sub IS NOT OLD.sub OR NEW.got IS NOT OLD.got
  OR (NEW.body IS NULL) <> (NEW.salt IS NULL) OR (OLD.body IS NOT NULL AND NEW.body IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'records are never changed'); END""",
    "root_kept": """CREATE TRIGGER root_kept BEFORE DELETE ON root
BEGIN SELECT RAISE(ABORT, 'root documents are never deleted'); END""",
    "root_fixed": """CREATE TRIGGER root_fixed BEFORE UPDATE ON root
BEGIN SELECT RAISE(ABORT, 'root documents are never changed'); END""",
}
"""Every object by name. A body may go (erasing) and may come where none is (received later than its header); nothing
else changes. `record_sub` leaves out what people record about themselves: those stand in their own logs, which
`record_who` finds. `pub` holds public keys met before any bind: a log is the hash of its key, so they vouch for
themselves."""

INSERT = (
    "INSERT INTO record (header, sig, salt, body, id, log, seq, kind, time, who, sub, got)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
