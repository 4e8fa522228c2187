"""One program at a time writes a store: a lock file that the operating system frees when the process ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from trainer.errors import Trouble
from trainer.ledger.durable import disk_trouble

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
"""How the systems say that somebody else holds it."""


class LockFile:
    """Holds ``<store>.lock`` until closed. The file itself stays; only the lock on it counts."""

    def __init__(self, store: Path) -> None:
        """Raises `Trouble` ``second-instance`` when another process holds it, ``no-rights`` … when it cannot be made,
        ``disk-failed`` where the disk knows no locks.
        """
        path = store.with_name(store.name + ".lock")
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise disk_trouble(error, path) from error
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            if error.errno in _HELD:
                raise Trouble("second-instance", "close-other", file=str(store)) from error
            raise Trouble("disk-failed", "check-disk", file=str(path)) from error  # no locks there: some network shares

    def close(self) -> None:
        """Let go; closing twice does no harm."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
