"""The certificate as a page: what stands where, in words already made; and how to read one back out of a PDF.

Knows no record and no rule. The page is drawn by `trainer.ui.printing`; the evidence is opaque bytes here.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from trainer.errors import Trouble

EVIDENCE_NAME = "evidence.qicheng"
"""Name of the attachment that holds the records behind the certificate."""

MAX_FILE = 64 * 1024 * 1024
MAX_EVIDENCE = 256 * 1024 * 1024
"""Bytes; a certificate is a few hundred kB, anything beyond these bounds is not one of ours."""


_NO_PDF_OF_OURS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What reading a damaged or hostile PDF raises: the reader trusts the file's own structure in many places."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who signed: in which part, their name, and the day as a sentence."""

    part: str
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """Everything that is printed. `warning` is set for pilot and demo certificates and stands beside the title."""

    organisation: str
    serial_label: str
    serial: str
    title: str
    subtitle: str
    name: str
    number: str
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[Signed, ...]
    qr: str
    qr_caption: str
    footer: str
    warning: str = ""

    def texts(self) -> tuple[str, ...]:
        """Every printed text in the order in which it is drawn, which is the order in which a PDF gives it back."""
        facts = tuple(text for pair in self.facts for text in pair)
        signed = tuple(text for entry in self.signatures for text in (entry.part, entry.name, entry.when))
        head = (self.organisation, f"{self.serial_label} {self.serial}", self.title, self.warning, self.subtitle)
        tail = (self.qr_caption, self.footer)
        every = (*head, self.name, self.number, *self.sentences, *facts, *signed, *tail)
        return tuple(text for text in every if text)


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A certificate as it arrived: the text that can be read on it and the evidence attached to it."""

    text: str
    evidence: bytes


def read(path: Path) -> CertificateFile:
    """Open a certificate PDF. Raises `Trouble` when the file is missing, not a PDF of one page, too large or without
    evidence.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise Trouble("certificate-too-large", "ask-issuer", file=path.name)
        reader = PdfReader(path)
        attached = [data for name, contents in reader.attachments.items() if name == EVIDENCE_NAME for data in contents]
        if len(reader.pages) != 1:
            raise Trouble("not-a-certificate", "ask-issuer", file=path.name)
        text = reader.pages[0].extract_text()
    except OSError as error:
        raise Trouble("file-unreadable", "check-file", file=path.name) from error
    except _NO_PDF_OF_OURS as error:
        raise Trouble("not-a-certificate", "ask-issuer", file=path.name) from error
    if len(attached) != 1 or len(attached[0]) > MAX_EVIDENCE:
        raise Trouble("certificate-without-evidence", "ask-issuer", file=path.name)
    return CertificateFile(text, attached[0])


def _bare(text: str) -> str:
    """The text without white space: where a PDF reader puts line ends is not part of what was printed."""
    return "".join(text.split())


def altered_texts(page: CertificatePage, seen: str) -> tuple[str, ...]:
    """What the printed page says differently from `page`: the missing texts, or the text that should not be there.

    Empty when the two say exactly the same. Pictures laid over a page are beyond what a text layer can show.
    """
    printed = _bare(seen)
    if printed == "".join(_bare(text) for text in page.texts()):
        return ()
    missing = tuple(text for text in page.texts() if _bare(text) not in printed)
    return missing or (_leftover(page, printed),)


def _leftover(page: CertificatePage, printed: str) -> str:
    for text in page.texts():
        printed = printed.replace(_bare(text), "", 1)
    return printed[:80]
