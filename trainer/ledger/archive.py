"""The SQL of a store: rows in, records out. Judges nothing and signs nothing (`ledger.md` §5)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from trainer.ledger import schema
from trainer.ledger.database import database_errors, transaction
from trainer.ledger.record import BODY_MAX, SALT_BYTES, Envelope, Malformed, Record, read

_BATCH = 500

Rows = Iterable[Sequence[Any]]


class Archive:
    """The tables of one open store. Every database error leaves as `Trouble` or, if it is our bug, as it is."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def _all(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        with database_errors(self._path):
            return self._connection.exec_driver_sql(sql, tuple(values)).all()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment, whatever other connections write. Not to be nested."""
        with database_errors(self._path):
            self._connection.exec_driver_sql("BEGIN")
            try:
                yield
            finally:
                self._connection.exec_driver_sql("COMMIT")

    # Meta and root

    def org(self) -> str:
        """The organisation this store was made for."""
        return str(self._all("SELECT value FROM meta WHERE name = 'org'")[0][0])

    def position(self) -> str:
        """Changes whenever a row is added or a body comes or goes."""
        last, turn = self._all("SELECT (SELECT max(n) FROM record), (SELECT value FROM meta WHERE name = 'turn')")[0]
        return f"{last or 0}.{turn}"

    def root_files(self) -> list[bytes]:
        """Every root file kept, oldest arrival first."""
        return [bytes(row[0]) for row in self._all("SELECT file FROM root ORDER BY n")]

    def add_root(self, file: bytes) -> None:
        """Keep a root file for ever."""
        with database_errors(self._path), transaction(self._connection):
            self._connection.exec_driver_sql("INSERT OR IGNORE INTO root (file) VALUES (?)", (file,))
            self._turn()

    def _turn(self) -> None:
        self._connection.exec_driver_sql("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'turn'")

    def pubs(self) -> dict[str, bytes]:
        """Public keys met, by log."""
        return {row[0]: bytes(row[1]) for row in self._all("SELECT log, pub FROM pub")}

    def add_pub(self, log: str, pub: bytes) -> None:
        """Keep the public key of a log."""
        with database_errors(self._path):
            self._connection.exec_driver_sql("INSERT OR IGNORE INTO pub VALUES (?, ?)", (log, pub))

    # Writing

    def add(self, record: Record) -> None:
        """One record in a commit of its own. After this returns it survives a power cut."""
        with database_errors(self._path):
            self._connection.exec_driver_sql(schema.INSERT, _values(record))

    def change(self, new: Sequence[Record], bodies: Sequence[Record], erased: Sequence[str]) -> None:
        """In one transaction: add `new`, put the bodies of `bodies` where none is (or a damaged one), and null body
        and salt of every copy of the ids in `erased`.
        """
        with database_errors(self._path), transaction(self._connection):
            if new:
                self._connection.exec_driver_sql(schema.INSERT, [_values(record) for record in new])
            gone = [(record.id,) for record in bodies] + [(target,) for target in erased]
            if gone:
                self._connection.exec_driver_sql(
                    "UPDATE record SET salt = NULL, body = NULL WHERE id = ? AND body IS NOT NULL", gone
                )
            if bodies:
                self._connection.exec_driver_sql(
                    "UPDATE record SET salt = ?, body = ? WHERE id = ?",
                    [(record.envelope.salt, record.envelope.body, record.id) for record in bodies],
                )
            if gone:
                self._turn()

    # Reading

    def of_log(self, log: str) -> list[Record]:
        """Every readable copy of every record of a log, in order."""
        return _records(
            self._all("SELECT header, sig, salt, body, got FROM record WHERE log = ? ORDER BY seq, n", (log,))
        )

    def since(self, n: int) -> list[Record]:
        """What arrived after arrival number `n`, in order of arrival."""
        return _records(self._all("SELECT header, sig, salt, body, got FROM record WHERE n > ? ORDER BY n", (n,)))

    def last(self) -> int:
        """The last arrival number; 0 in an empty store."""
        return int(self._all("SELECT coalesce(max(n), 0) FROM record")[0][0])

    def turn(self) -> str:
        """Changes when something other than a new row changed: a body came or went, a root file arrived."""
        return str(self._all("SELECT value FROM meta WHERE name = 'turn'")[0][0])

    def copies(self, record: str) -> list[Record]:
        """Every readable copy of one record."""
        return _records(self._all("SELECT header, sig, salt, body, got FROM record WHERE id = ? ORDER BY n", (record,)))

    def these(self, records: Collection[str]) -> list[Record]:
        """Every readable copy of these records, in (log, seq) order."""
        return _records(
            self._all(
                "SELECT header, sig, salt, body, got FROM record WHERE id IN (SELECT value FROM json_each(?))"
                " ORDER BY log, seq, n",
                (json.dumps(list(records)),),
            )
        )

    def has(self, log: str, seq: int, record: str) -> bool:
        """Whether this record stands at this position."""
        sql = "SELECT 1 FROM record WHERE log = ? AND seq = ? AND id = ?"
        return bool(self._all(sql, (log, seq, record)))

    def at(self, log: str, seq: int) -> list[Record]:
        """Every readable copy of what stands at a position of a log."""
        sql = "SELECT header, sig, salt, body, got FROM record WHERE log = ? AND seq = ? ORDER BY n"
        return _records(self._all(sql, (log, seq)))

    def names_file(self, sha256: str) -> bool:
        """Whether any body here still names a file."""
        return bool(self._all("SELECT 1 FROM record WHERE instr(body, CAST(? AS BLOB)) LIMIT 1", (sha256,)))

    def empty_journal(self) -> None:
        """Move everything from the journal into the file and cut it, so that erased bytes are gone from both."""
        self._all("PRAGMA wal_checkpoint(TRUNCATE)")

    def on(self, person: str) -> list[Record]:
        """What others recorded about a person."""
        return _records(
            self._all(
                "SELECT header, sig, salt, body, got FROM record WHERE sub = ? AND sub IS NOT NULL AND sub <> who ORDER BY log, seq, n",
                (person,),
            )
        )

    def about_nobody(self) -> list[Record]:
        """Records without a subject, in (log, seq) order."""
        return _records(
            self._all("SELECT header, sig, salt, body, got FROM record WHERE sub IS NULL ORDER BY log, seq, n")
        )

    def logs(self) -> list[str]:
        """Every log of which anything is here."""
        return [row[0] for row in self._all("SELECT DISTINCT log FROM record ORDER BY log")]

    def logs_begun_by(self, person: str) -> list[str]:
        """Logs whose first record says it is this person's."""
        return [row[0] for row in self._all("SELECT DISTINCT log FROM record WHERE who = ? AND seq = 1", (person,))]

    def plain_end(self, log: str) -> int | None:
        """The last position of a log that has one row for every position from 1 on; None for any other shape."""
        sql = "SELECT count(*), count(DISTINCT seq), coalesce(max(seq), 0) FROM record WHERE log = ?"
        rows, positions, last = self._all(sql, (log,))[0]
        return int(last) if rows == positions == last else None

    def end(self, log: str) -> tuple[int, str | None]:
        """The last position of a log and what stands there; (0, None) for a log that is not here."""
        rows = self._all("SELECT seq, id FROM record WHERE log = ? ORDER BY seq DESC, id LIMIT 1", (log,))
        return (rows[0][0], rows[0][1]) if rows else (0, None)

    def newest(self, person: str) -> int:
        """When the newest record by or about a person came into this store (ms UTC); 0 when there is none."""
        own = self._all(
            "SELECT max(CAST(got AS INTEGER)) FROM record WHERE log IN (SELECT log FROM record WHERE who = ? AND seq = 1)",
            (person,),
        )[0][0]
        about = self._all(
            "SELECT max(CAST(got AS INTEGER)) FROM record WHERE sub = ? AND sub IS NOT NULL AND sub <> who", (person,)
        )[0][0]
        return max(own or 0, about or 0)

    def ends(self) -> list[tuple[str, str, int, int]]:
        """The last record of every log here: (log, signer, signed, came in), times in ms UTC."""
        rows = self._all(
            "SELECT r.log, r.who, r.time, r.got FROM (SELECT log, max(seq) AS seq FROM record GROUP BY log) AS e"
            " JOIN record AS r ON r.log = e.log AND r.seq = e.seq"
        )
        return [(log, who, time, got) for log, who, time, got in rows if type(time) is int and type(got) is int]

    def everything(self) -> Iterator[Record]:
        """Every readable copy of every record in (log, seq) order, one log in memory at a time."""
        for log in self.logs():
            yield from self.of_log(log)

    def raw_rows(self) -> Iterator[Sequence[Any]]:
        """Every row with all its columns, as it is, in (log, seq) order of the columns: for verification."""
        with database_errors(self._path):
            result = self._connection.execution_options(yield_per=_BATCH).exec_driver_sql(
                "SELECT header, sig, salt, body, got, id, log, seq, kind, time, who, sub FROM record ORDER BY log, seq, n"
            )
            for part in result.partitions(_BATCH):
                yield from part

    def count(self) -> int:
        """How many rows there are."""
        return int(self._all("SELECT count(*) FROM record")[0][0])


def _values(record: Record) -> tuple[object, ...]:
    envelope, header = record.envelope, record.header
    return (
        envelope.header,
        envelope.sig,
        envelope.salt,
        envelope.body,
        record.id,
        header.log,
        header.seq,
        header.kind,
        header.time,
        header.who,
        header.sub,
        record.got,
    )


def _records(rows: Rows) -> list[Record]:
    """The records in rows; rows that no longer parse are left to verification, which names them.

    SQLite lets any value into any column. What cannot be a body counts as not here: receiving the record again puts it
    back (a row left out here would look new, and the trigger refuses a second one).
    """
    found = []
    for header, sig, salt, body, got in rows:
        whole = type(salt) is bytes and type(body) is bytes and len(salt) == SALT_BYTES and len(body) <= BODY_MAX
        envelope = Envelope(header, sig, salt, body) if whole else Envelope(header, sig, None, None)
        try:
            found.append(read(envelope, got if type(got) is int else 0))
        except (Malformed, TypeError):
            continue
    return found
