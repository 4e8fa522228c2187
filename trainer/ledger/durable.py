"""Files that survive a power cut: temporary file, fsync, rename, fsync of the folder (`ledger.md` §4)."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
from pathlib import Path

from trainer.errors import Trouble


def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put `data` at `path` so that after a power cut either the old or the whole new file is there.

    `private` makes it readable by its owner only (POSIX). Raises `Trouble`: ``disk-full``, ``no-rights``,
    ``disk-failed``.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise disk_trouble(error, path) from error


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no handle for folders; its renames are journalled."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_HELD = (32, 33)
"""Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, which Python calls a lack of rights."""


def disk_trouble(error: OSError, path: Path) -> Trouble:
    """What a failed file operation is called: ``disk-full``, ``file-held`` (another program has it),
    ``no-rights``, ``file-missing`` or ``disk-failed``.
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble("disk-full", "free-space", file=str(path))
    if error.errno in (errno.EBUSY, errno.ETXTBSY) or getattr(error, "winerror", 0) in _HELD:
        return Trouble("file-held", "close-it-there", file=str(path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble("no-rights", "check-folder-rights", file=str(path))
    if error.errno == errno.ENOENT:
        return Trouble("file-missing", "check-path", file=str(path))
    return Trouble("disk-failed", "check-disk", file=str(path))
