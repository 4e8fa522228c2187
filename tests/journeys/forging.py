"""What somebody could do to a certificate file who has no key: print another name, change the evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from trainer.documents import certificate as file_format
from trainer.documents.certificate import CertificatePage
from trainer.ui import printing


def printed_again(genuine: Path, page: CertificatePage, target: Path, *, name: str) -> Path:
    """The same certificate with the same evidence, printed with this name."""
    printing.write_pdf(target, replace(page, name=name), file_format.read(genuine).evidence)
    return target


def one_byte_changed(genuine: Path, target: Path) -> Path:
    """The same file, one byte in the middle of the attached evidence flipped."""
    writer = PdfWriter(clone_from=genuine)
    attached: Any = writer.root_object
    for step in ("/Names", "/EmbeddedFiles", "/Names", 1, "/EF", "/F"):
        attached = attached[step].get_object()
    data = bytearray(attached.get_data())
    data[len(data) // 2] ^= 1
    attached.set_data(bytes(data))
    writer.write(target)
    assert file_format.read(target).evidence == bytes(data)
    return target
