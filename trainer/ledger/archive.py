"""The SQL of a store: rows in, records out. Judges nothing and signs nothing (`ledger.md` §5)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from trainer.ledger import schema
from trainer.ledger.database import database_errors, transaction
from trainer.ledger.record import Envelope, Malformed, Record, read

_BATCH = 500

Rows = Iterable[tuple[bytes, bytes, bytes | None, bytes | None, int]]


class Archive:
    """The tables of one open store. Every database error leaves as `Trouble` or, if it is our bug, as it is."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def _all(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        with database_errors(self._path):
            return self._connection.exec_driver_sql(sql, tuple(values)).all()

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

    def people_of(self, records: Collection[str]) -> set[str]:
        """Everybody who signed one of these records or is its subject."""
        rows = self._all(
            "SELECT DISTINCT who, sub FROM record WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(records)),),
        )
        return {person for row in rows for person in row if person}

    def end_of(self, log: str) -> tuple[int, int]:
        """(number of rows, last position) of a log."""
        row = self._all("SELECT count(*), coalesce(max(seq), 0) FROM record WHERE log = ?", (log,))[0]
        return row[0], row[1]

    def heads(self) -> dict[str, tuple[int, str]]:
        """The last position of every log; where it forks there, the lower id."""
        rows = self._all(
            "SELECT r.log, r.seq, min(r.id) FROM (SELECT log, max(seq) AS seq FROM record GROUP BY log) AS h"
            " JOIN record AS r ON r.log = h.log AND r.seq = h.seq GROUP BY r.log"
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def newest(self, person: str) -> int:
        """When the newest record by or about a person came into this store (ms UTC); 0 when there is none."""
        own = self._all(
            "SELECT coalesce(max(got), 0) FROM record WHERE log IN (SELECT log FROM record WHERE who = ? AND seq = 1)",
            (person,),
        )[0][0]
        about = self._all(
            "SELECT coalesce(max(got), 0) FROM record WHERE sub = ? AND sub IS NOT NULL AND sub <> who", (person,)
        )[0][0]
        return max(int(own), int(about))

    def everything(self) -> Iterator[Record]:
        """Every readable copy of every record in (log, seq) order, in batches, so that memory stays small."""
        for log in self.logs():
            yield from self.of_log(log)

    def raw_rows(self) -> Iterator[Sequence[Any]]:
        """Every row with all its columns, as it is, in (log, seq) order of the columns: for verification."""
        with database_errors(self._path):
            result = self._connection.execution_options(yield_per=_BATCH).exec_driver_sql(
                "SELECT header, sig, salt, body, id, log, seq, kind, time, who, sub FROM record ORDER BY log, seq, n"
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
    """The records in rows; rows that no longer parse are left to verification, which names them."""
    found = []
    for header, sig, salt, body, got in rows:
        try:
            found.append(read(Envelope(header, sig, salt, body), got))
        except (Malformed, TypeError):
            continue
    return found
