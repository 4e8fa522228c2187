"""Attached files on their way to the system's programs: checked, under their own names, never run."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from trainer.errors import Trouble
from trainer.session import Session

SHOWN_BY_THE_SYSTEM = frozenset(
    (
        *("pdf", "txt", "md", "csv", "png", "jpg", "jpeg", "webp", "gif", "bmp", "heic", "mp3", "m4a", "mp4", "mov"),
        *("doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "wps", "et", "dps"),
    )
)
"""File name endings that are opened with the system's program. Anything else could be a program itself: a colleague's
attachment is never run, its folder is shown instead."""


def laid_out(session: Session, sha256: str, name: str) -> tuple[Path, bool]:
    """A copy of an attachment under its own name, after its hash was checked, and whether the system may open it.

    The copy lies in the system's temporary folder. Raises `Trouble` ``file-missing``.
    """
    source = session.store.files.path(sha256)
    if source is None:
        raise Trouble("file-missing", "try-again", file=name)
    folder = Path(tempfile.mkdtemp(prefix="qicheng-"))
    target = folder / (Path(name).name or sha256)
    shutil.copyfile(source, target)
    return target, target.suffix.lower().removeprefix(".") in SHOWN_BY_THE_SYSTEM
