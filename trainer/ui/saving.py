"""Certificates, tables and texts as files: written off the window's thread, said where they are, refused in the usual place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from trainer.documents import tables
from trainer.documents.certificate import CertificatePage
from trainer.i18n import _
from trainer.ledger.durable import replace_file
from trainer.ui import printing
from trainer.ui.shell import Page


def proposed(name: str = "") -> str:
    """Where the system's window begins: among the person's documents, not where the program happened to start."""
    return str(Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)) / name)


def save_certificate(page: Page, path: Path, printed: CertificatePage, evidence: bytes) -> None:
    """The certificate as a PDF with its evidence."""
    _save(page, path, lambda: printing.write_pdf(path, printed, evidence))


def save_table(page: Page, path: Path, table: tables.Table) -> None:
    """The table as CSV."""
    _save(page, path, lambda: tables.write_csv(path, table))


def save_text(page: Page, path: Path, text: str) -> None:
    """A text as a file, UTF-8."""
    _save(page, path, lambda: replace_file(path, text.encode()))


def _save(page: Page, path: Path, write: Callable[[], object]) -> None:
    shell = page.shell
    said = _("Saved to {file}").format(file=path.name)
    shell.worker.run(write, lambda _done: shell.toast(said), shell.problem, page)
