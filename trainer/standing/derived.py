"""``derived.db``: it only saves folding again. It may be deleted at any time, also while it is damaged."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from trainer.domain.progress import Progress

_TABLES = sql.MetaData()

_STANDING = sql.Table(
    "standing",
    _TABLES,
    sql.Column("person", sql.Text, primary_key=True),
    sql.Column("position", sql.Text, nullable=False),
    sql.Column("key", sql.Text, nullable=False),
    sql.Column("progress", sql.LargeBinary, nullable=False),
)

_QUARTER = sql.Table(
    "quarter",
    _TABLES,
    sql.Column("person", sql.Text, primary_key=True),
    sql.Column("year", sql.Integer, primary_key=True),
    sql.Column("quarter", sql.Integer, primary_key=True),
    sql.Column("confirmed_s", sql.Integer, nullable=False),
    sql.Column("claimed_s", sql.Integer, nullable=False),
)
"""The same figures as in the blob, for whoever looks into the file with a tool of their own."""

_PROGRESS = msgspec.msgpack.Decoder(Progress)


class Derived:
    """``derived.db``: a convenience. Whatever goes wrong with it is answered by folding again, never by an error."""

    def __init__(self, path: Path | None) -> None:
        self._engine = _opened(path) if path is not None else None

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def read(self, person: str, position: str, key: str) -> Progress | None:
        """What was kept for this position and key."""
        if self._engine is None:
            return None
        wanted = sql.select(_STANDING.c.progress).where(
            _STANDING.c.person == person, _STANDING.c.position == position, _STANDING.c.key == key
        )
        damaged = (SQLAlchemyError, msgspec.DecodeError, UnicodeDecodeError)
        with contextlib.suppress(*damaged), self._engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
            return _PROGRESS.decode(row[0]) if row is not None else None
        return None

    def write(self, person: str, position: str, key: str, progress: Progress) -> None:
        """Keep one person's standing."""
        if self._engine is None:
            return
        quarters = [
            {"person": person, **{name: getattr(row, name) for name in ("year", "quarter", "confirmed_s", "claimed_s")}}
            for row in progress.quarters
        ]
        row = {"person": person, "position": position, "key": key, "progress": msgspec.msgpack.encode(progress)}
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            for table in (_STANDING, _QUARTER):
                connection.execute(sql.delete(table).where(table.c.person == person))
            connection.execute(sql.insert(_STANDING), row)
            if quarters:
                connection.execute(sql.insert(_QUARTER), quarters)

    def forget(self, people: Iterable[str], seen: Iterable[str], position: str) -> None:
        """Drop these people; what was kept at one of the `seen` positions is good at `position` for all others."""
        if self._engine is None:
            return
        gone = [{"gone": person} for person in people]
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            for table in (_STANDING, _QUARTER):
                if gone:
                    connection.execute(sql.delete(table).where(table.c.person == sql.bindparam("gone")), gone)
            still = sql.update(_STANDING).where(_STANDING.c.position.in_(sorted(seen)))
            connection.execute(still.values(position=position))


def _opened(path: Path) -> sql.Engine | None:
    """The file with its tables. A damaged one, or one of another make, is thrown away; None when the disk refuses."""
    for last in (False, True):
        # One connection for good: `synchronous` belongs to a connection, and this file has one user.
        engine = sql.create_engine(
            f"sqlite:///{path}", poolclass=sql.StaticPool, connect_args={"check_same_thread": False, "timeout": 5.0}
        )
        try:
            with engine.begin() as connection:
                for pragma in ("journal_mode=WAL", "synchronous=OFF", "trusted_schema=OFF", "secure_delete=ON"):
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
                _TABLES.create_all(connection)
                for table in (_STANDING, _QUARTER):
                    connection.execute(sql.select(table).limit(1)).all()
        except SQLAlchemyError:
            engine.dispose()
            if not last:
                _throw_away(path)
        else:
            return engine
    return None


def _throw_away(path: Path) -> None:
    for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with contextlib.suppress(OSError):
            leftover.unlink(missing_ok=True)
