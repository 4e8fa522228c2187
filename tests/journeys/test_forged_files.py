"""What somebody can do to a certificate file or to a bundle, and that the check answers with a sentence every time.

A certificate file is handed over by the person it praises: it can be re-printed, cut, mixed with others, or made in a
firm of one's own. A bundle lies in a folder anybody may write to. The keys are real; only the files are forged.
"""

from __future__ import annotations

import base64
import hashlib
import random
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from tests.journeys import attackers
from tests.journeys.attackers import SALT, Firm, body_of, bundle, header_of, resigned
from tests.story import PASSPHRASE, TODAY, Story, library_file
from trainer.actions import attesting, certifying, exchanging, organising
from trainer.actions.organising import Newcomer
from trainer.documents import certificate as file_format
from trainer.documents.certificate import CertificatePage
from trainer.domain import calendar
from trainer.domain import facts as f
from trainer.errors import Trouble
from trainer.ledger.bundle import LINE_MAX, FilePart, RecordLine, RootLine
from trainer.ledger.exchange import Report, read_bundle
from trainer.ledger.identity import Checkpoint, Erase, plain
from trainer.ledger.keys import SMALL_ORDER, generate
from trainer.ledger.record import Envelope, canonical, read
from trainer.ledger.root import found_organisation, with_hr_key
from trainer.ui import printing
from trainer.views import certificates, verification
from trainer.views.verification import Verification


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    made = attackers.make(tmp_path_factory.mktemp("mould"))
    yield made
    made.story.close()


@pytest.fixture
def firm(mould: Firm, tmp_path: Path) -> Iterator[Firm]:
    copied = attackers.copy_of(mould, tmp_path)
    yield copied
    copied.close()


@pytest.fixture(scope="module")
def genuine(mould: Firm, tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Path:
    """高原's certificate as HR handed it out."""
    return printed(mould, mould.gao, mould.certificate, tmp_path_factory.mktemp("genuine") / "certificate.pdf")


def printed(firm: Firm, person: str, record: str, path: Path) -> Path:
    hr = firm.story.hr
    printing.write_pdf(path, certificates.page(hr, person, record), certificates.evidence(hr, person))
    return path


def check(firm: Firm, path: Path, org: str | None = None, *, on: date = TODAY) -> Verification:
    expected = firm.store.org if org is None else org
    return verification.verify_file(path, expected, calendar.at(on, 15), library_file())


def with_evidence(genuine: Path, evidence: bytes, target: Path) -> Path:
    """The genuine page with other evidence behind it."""
    writer = PdfWriter(clone_from=genuine)
    (attached,) = embedded(writer)
    attached.set_data(evidence)
    writer.write(target)
    return target


def embedded(writer: PdfWriter) -> list[StreamObject]:
    files = [one["/EF"] for one in writer._objects if isinstance(one, DictionaryObject) and "/EF" in one]
    streams = [entry.get_object() for one in files if isinstance(one, DictionaryObject) for entry in one.values()]
    return [one for one in streams if isinstance(one, StreamObject)]


def answer(firm: Firm, path: Path) -> tuple[bool, str]:
    """Whether the check says VALID, and the code where it could only say what is wrong with the file."""
    try:
        return check(firm, path).valid, ""
    except Trouble as trouble:
        return False, trouble.code


Lines = list[bytes]


def again(lines: Iterable[bytes]) -> bytes:
    """A whole bundle out of these lines: whoever takes one out counts anew."""
    kept = [line for line in lines if not line.startswith(b'{"count"')]
    data = b"".join(kept)
    end = {"count": len(kept), "sha256": hashlib.sha256(data).hexdigest()}
    return data + msgspec.json.encode(end) + b"\n"


def lines_of(evidence: bytes) -> Lines:
    return evidence.splitlines(keepends=True)


def record_of(line: bytes) -> RecordLine | None:
    return msgspec.json.decode(line, type=RecordLine) if line.startswith(b'{"header"') else None


def without(evidence: bytes, wanted: Callable[[RecordLine], bool]) -> bytes:
    """The evidence without these records."""
    return again(line for line in lines_of(evidence) if (one := record_of(line)) is None or not wanted(one))


def bodiless(evidence: bytes, wanted: Callable[[RecordLine], bool]) -> bytes:
    """The evidence with these records' headers only, as if their bodies concerned somebody else."""
    found: Lines = []
    for line in lines_of(evidence):
        one = record_of(line)
        if one is not None and wanted(one):
            bare = RecordLine(header=one.header, sig=one.sig, salt=None, body=None)
            found.append(msgspec.json.encode(bare) + b"\n")
        else:
            found.append(line)
    return again(found)


def is_kind(*kinds: str) -> Callable[[RecordLine], bool]:
    return lambda one: header_of(Envelope(one.header, one.sig, None, None)).kind in kinds


def is_record(record: str) -> Callable[[RecordLine], bool]:
    return lambda one: hashlib.sha256(one.header).hexdigest() == record


# The honest file


def test_the_genuine_file_is_valid_and_says_up_to_when_it_knows(firm: Firm, genuine: Path) -> None:
    found = check(firm, genuine)
    assert found.valid, found.lines
    assert found.lines[0] == "VALID"
    assert any("23 Nov 2026" in line and "newest record" in line for line in found.lines)


def test_checkpoints_that_cite_other_peoples_logs_do_not_spoil_it(firm: Firm, tmp_path: Path, qapp: object) -> None:
    """After every exchange HR and mentors cite everybody's heads; the file holds only what concerns one person."""
    firm.sign(firm.li, f.LessonDone(lesson="x", hash="0", sections=()), firm.li)
    for who in (firm.hr, firm.mentor):
        firm.write(who, "checkpoint", plain(Checkpoint(heads=firm.store.heads())))
    found = check(firm, printed(firm, firm.gao, firm.certificate, tmp_path / "c.pdf"))
    assert found.valid, found.lines


def test_what_hr_erased_for_good_reason_does_not_spoil_it(firm: Firm, tmp_path: Path, qapp: object) -> None:
    old = next(one.record.id for one in firm.store.about(firm.gao) if one.record.header.kind == "answer")
    firm.write(firm.hr, "erase", plain(Erase(ids=(old,), basis="个人信息保护法第四十七条")))
    found = check(firm, printed(firm, firm.gao, firm.certificate, tmp_path / "c.pdf"))
    assert found.damaged == 0, found.lines


def test_a_certificate_she_prints_herself_is_as_good(firm: Firm, tmp_path: Path, qapp: object) -> None:
    session = firm.story.sessions[firm.gao]
    path = tmp_path / "mine.pdf"
    page = certificates.page(session, firm.gao, firm.certificate)
    printing.write_pdf(path, page, certificates.evidence(session, firm.gao))
    assert check(firm, path).valid


# Records taken out


@pytest.mark.parametrize(
    "kind", ["practical.attest", "theory.attest", "exam.result", "exam.open", "enrol", "assign", "bind"]
)
@pytest.mark.parametrize("how", [without, bodiless])
def test_one_kind_of_evidence_taken_out(
    how: Callable[..., bytes], kind: str, firm: Firm, genuine: Path, tmp_path: Path
) -> None:
    evidence = how(file_format.read(genuine).evidence, is_kind(kind))
    path = with_evidence(genuine, evidence, tmp_path / "cut.pdf")
    valid, code = answer(firm, path)
    assert not valid
    assert code in {"", "evidence-damaged"}


def revoked(firm: Firm, how: str) -> str:
    """Something that ends the certificate's worth; the record that does it."""
    story = firm.story
    gao = firm.gao
    seen = story.standings.of(gao).practicals[0].observations[0].attested.record
    match how:
        case "revoked":
            return certifying.change_state(story.hr, gao, firm.certificate, "revoked", "作弊", passphrase=PASSPHRASE)
        case "suspended":
            return certifying.change_state(story.hr, gao, firm.certificate, "suspended", "复核", passphrase=PASSPHRASE)
        case "overruled":
            return attesting.withdraw(story.hr, seen, "未在场", PASSPHRASE)
        case "voided":
            return attesting.withdraw(story.sessions[firm.mentor], seen, "未在场", PASSPHRASE)
        case "key never counted":
            bind = next(
                one.record.id
                for one in firm.store.common()
                if one.record.header.kind == "bind" and body_of(one)["person"] == firm.mentor
            )
            ended = {"v": 1, "bind": bind, "last_seq": 0, "last_id": None, "reason": "冒名"}
            return firm.write(firm.hr, "bind.end", ended)
        case _:
            mandate = firm.mandate(gao, firm.mentor)
            return firm.sign(firm.hr, f.AssignEnd(assign=mandate, heads={}, reason="从未带教"), gao)


ENDS = ("revoked", "suspended", "overruled", "voided", "key never counted", "assignment never held")


@pytest.mark.parametrize("how", ENDS)
def test_its_end_is_said(how: str, firm: Firm, tmp_path: Path, qapp: object) -> None:
    revoked(firm, how)
    assert not check(firm, printed(firm, firm.gao, firm.certificate, tmp_path / "c.pdf")).valid


@pytest.mark.parametrize("how", ENDS)
def test_its_end_made_illegible(how: str, firm: Firm, tmp_path: Path, qapp: object) -> None:
    """The header has to stay, or the chain breaks; so the body is left out as if it were somebody else's business."""
    record = revoked(firm, how)
    path = printed(firm, firm.gao, firm.certificate, tmp_path / "c.pdf")
    hidden = bodiless(file_format.read(path).evidence, is_record(record))
    found = check(firm, with_evidence(path, hidden, tmp_path / "hidden.pdf"))
    assert not found.valid
    assert any("left out" in line for line in found.lines), found.lines


@pytest.mark.parametrize("how", ENDS)
def test_its_end_cut_out_with_more_after_it(how: str, firm: Firm, tmp_path: Path, qapp: object) -> None:
    record = revoked(firm, how)
    for who in (firm.hr, firm.mentor):
        firm.write(who, "checkpoint", plain(Checkpoint(heads={})))
    path = printed(firm, firm.gao, firm.certificate, tmp_path / "c.pdf")
    cut = without(file_format.read(path).evidence, is_record(record))
    found = check(firm, with_evidence(path, cut, tmp_path / "cut.pdf"))
    assert not found.valid
    assert found.damaged


def test_a_file_from_before_the_revocation_says_what_it_cannot_know(firm: Firm, tmp_path: Path, qapp: object) -> None:
    """Nobody without newer records can know; so the sentence says as of when, by HR's clock alone."""
    path = printed(firm, firm.gao, firm.certificate, tmp_path / "c.pdf")
    firm.story.clock.set(date(2027, 5, 4), 9)
    firm.sign(firm.gao, f.LessonDone(lesson="x", hash="0", sections=()), firm.gao)
    record = revoked(firm, "revoked")
    later = printed(firm, firm.gao, firm.certificate, tmp_path / "later.pdf")
    stale = without(file_format.read(later).evidence, is_record(record))
    for stale_path in (path, with_evidence(later, stale, tmp_path / "stale.pdf")):
        found = check(firm, stale_path, on=date(2027, 6, 1))
        assert found.valid
        assert any("23 Nov 2026" in line and "newest record" in line for line in found.lines), found.lines
        assert found.as_of == TODAY
        assert verification.as_data(found)["as_of"] == "2026-11-23"


# The printed page


PAGES: dict[str, Callable[[CertificatePage], CertificatePage]] = {
    "the name": lambda page: replace(page, name="李晓雯"),
    "the number": lambda page: replace(page, number=page.number.replace("1027", "1031")),
    "the serial": lambda page: replace(page, serial=page.serial + "7"),
    "a date": lambda page: replace(page, facts=tuple((a, b.replace("2028", "2038")) for a, b in page.facts)),
    "the organisation": lambda page: replace(page, organisation="另一家公司"),
    "the pilot warning taken off": lambda page: replace(page, warning=""),
    "a signature taken off": lambda page: replace(page, signatures=page.signatures[:-1]),
    "a sentence more": lambda page: replace(page, sentences=(*page.sentences, "成绩优秀，可独立审核。")),
    "two facts exchanged": lambda page: replace(page, facts=page.facts[::-1]),
}


@pytest.mark.parametrize("what", PAGES)
def test_another_text_over_true_evidence(what: str, firm: Firm, genuine: Path, tmp_path: Path) -> None:
    page = PAGES[what](certificates.page(firm.story.hr, firm.gao, firm.certificate))
    path = tmp_path / "printed.pdf"
    printing.write_pdf(path, page, file_format.read(genuine).evidence)
    found = check(firm, path)
    assert not found.valid
    assert found.altered
    assert found.name == "高原"


def test_a_page_without_the_serial(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    page = replace(certificates.page(firm.story.hr, firm.gao, firm.certificate), serial="QC-2026-0777")
    path = tmp_path / "printed.pdf"
    printing.write_pdf(path, page, file_format.read(genuine).evidence)
    with pytest.raises(Trouble, match="evidence-damaged"):
        check(firm, path)


def test_a_new_name_of_her_own_afterwards_is_not_read_out(firm: Firm, tmp_path: Path, qapp: object) -> None:
    """Whoever holds the key may correct a profile; the answer names whom HR certified."""
    for number in range(6):
        firm.sign(firm.gao, f.Profile(name="王敏", number=f"{number}", department="税务"), firm.gao)
    session = firm.story.sessions[firm.gao]
    path = tmp_path / "mine.pdf"
    page = certificates.page(session, firm.gao, firm.certificate)
    assert page.name == "高原"
    printing.write_pdf(path, page, certificates.evidence(session, firm.gao))
    found = check(firm, path)
    assert found.valid
    assert found.name == "高原"
    assert not any("王敏" in line for line in found.lines)


def test_a_second_attachment_of_the_same_name(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=genuine)
    writer.add_attachment(file_format.EVIDENCE_NAME, b"another")
    writer.write(tmp_path / "two.pdf")
    with pytest.raises(Trouble, match="certificate-without-evidence"):
        check(firm, tmp_path / "two.pdf")


def test_an_attachment_of_another_name_is_nothing(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=genuine)
    writer.add_attachment("note.txt", b"another")
    writer.write(tmp_path / "two.pdf")
    assert check(firm, tmp_path / "two.pdf").valid


@pytest.mark.parametrize("blank", [True, False])
def test_a_second_page(blank: bool, firm: Firm, genuine: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=genuine)
    if blank:
        writer.add_blank_page(842, 595)
    else:
        writer.add_page(PdfReader(genuine).pages[0])
    writer.write(tmp_path / "two.pdf")
    with pytest.raises(Trouble, match="not-a-certificate"):
        check(firm, tmp_path / "two.pdf")


def test_somebody_elses_evidence(firm: Firm, genuine: Path, tmp_path: Path, qapp: object) -> None:
    other = firm.story.add("秦朗", "1050", {"trainee"})
    firm.story.graduate(other, attackers.START)
    certifying.issue(firm.story.hr, other, passphrase=PASSPHRASE)
    evidence = certificates.evidence(firm.story.hr, other)
    with pytest.raises(Trouble, match="evidence-damaged"):
        check(firm, with_evidence(genuine, evidence, tmp_path / "mixed.pdf"))


def test_two_hr_computers_gave_one_serial_and_both_files_are_checked(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    """A second certificate of the same person with the same serial: the page tells which is meant."""
    judged = firm.store.record(firm.certificate)
    assert judged is not None
    body = f.decode("cert.issue", judged.record.envelope.body or b"")
    assert isinstance(body, f.CertIssue)
    second = firm.sign(firm.hr, msgspec.structs.replace(body, cut=certifying.cut(firm.story.hr, firm.gao)), firm.gao)
    for record in (firm.certificate, second):
        assert check(firm, printed(firm, firm.gao, record, tmp_path / f"{record[:6]}.pdf")).valid


# Another organisation


def test_a_firm_of_ones_own_with_the_same_title(firm: Firm, tmp_path: Path, qapp: object) -> None:
    """Everything in it is right, but it is not the firm. Without a pinned id the answer asks to compare."""
    story = Story.found(tmp_path / "own", title=firm.store.title)
    me = story.add("高原", "1027", {"trainee"})
    story.graduate(me, attackers.START)
    record = certifying.issue(story.hr, me, passphrase=PASSPHRASE)
    own = replace(firm, story=story, gao=me, certificate=record)
    path = printed(own, me, record, tmp_path / "own.pdf")
    assert check(own, path).valid
    for org in (firm.store.org, "0" * 64, story.store.org.upper(), story.store.org[:-1]):
        found = check(firm, path, org)
        assert not found.valid
        assert any(f"not for the expected {org}" in line for line in found.lines)
    nobody_said = check(firm, path, "")
    assert not nobody_said.valid
    assert any("Nobody said which organisation to expect" in line for line in nobody_said.lines)
    mixed = [RootLine(root=one) for one in firm.store.root_files()]
    evidence = lines_of(file_format.read(path).evidence)
    both = again([evidence[0], *(msgspec.json.encode(one) + b"\n" for one in mixed), *evidence[1:]])
    with pytest.raises(Trouble, match="evidence-damaged"):
        check(firm, with_evidence(path, both, tmp_path / "both.pdf"))
    swapped = again([evidence[0], *(msgspec.json.encode(one) + b"\n" for one in mixed), *evidence[2:]])
    with pytest.raises(Trouble, match="evidence-damaged"):
        check(firm, with_evidence(path, swapped, tmp_path / "swapped.pdf"))
    story.close()


@pytest.mark.parametrize("field", ["on", "valid_until", "start", "leave", "assign"])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_absurd_dates_in_a_firm_of_ones_own_give_an_answer(
    field: str, day: date, firm: Firm, genuine: Path, tmp_path: Path
) -> None:
    """HR of that firm is the attacker: whatever it writes, the check ends with a sentence and never says VALID."""
    gao = firm.gao
    programme = firm.story.programme(gao)
    judged = firm.store.record(firm.certificate)
    assert judged is not None
    old = f.decode("cert.issue", judged.record.envelope.body or b"")
    assert isinstance(old, f.CertIssue)
    match field:
        case "start":
            firm.sign(firm.hr, f.Enrol(programme=programme.id, hash=programme.hash, start=day), gao)
        case "leave":
            firm.sign(firm.hr, f.Leave(since=attackers.START, until=day, kind="x"), gao)
            firm.sign(firm.hr, f.Leave(since=day, until=day, kind="x"), gao)
        case "assign":
            firm.sign(firm.hr, f.Assign(as_="mentor", person=firm.mentor, since=day), gao)
    new = msgspec.structs.replace(old, serial="QC-2026-0002", cut=certifying.cut(firm.story.hr, gao))
    if field in {"on", "valid_until"}:
        new = msgspec.structs.replace(new, **{field: day})
    page = replace(certificates.page(firm.story.hr, gao, firm.certificate), serial="QC-2026-0002")
    firm.sign(firm.hr, new, gao)
    path = tmp_path / "absurd.pdf"
    printing.write_pdf(path, page, certificates.evidence(firm.story.hr, gao))
    found = check(firm, path)
    assert not found.valid
    assert found.serial == "QC-2026-0002"


# Not a certificate at all


def test_what_is_no_pdf(firm: Firm, tmp_path: Path) -> None:
    for number, data in enumerate(
        (b"", b"hello", b"%PDF-1.4\n%%EOF", b"\x00" * 5000, b"PK\x03\x04" * 99, b"%PDF-1.7\n" + b"1 0 obj<<" * 9999)
    ):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        with pytest.raises(Trouble) as trouble:
            check(firm, path)
        assert trouble.value.code in {"not-a-certificate", "certificate-without-evidence"}
    with pytest.raises(Trouble, match="file-unreadable"):
        check(firm, tmp_path / "absent.pdf")
    with pytest.raises(Trouble, match="file-unreadable"):
        check(firm, tmp_path)


def test_a_file_of_hundreds_of_megabytes_is_not_opened(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(Trouble, match="certificate-too-large"):
        check(firm, path)


def test_an_attachment_that_unpacks_to_hundreds_of_megabytes(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _part in range(300)) + packer.flush()
    writer = PdfWriter(clone_from=genuine)
    (attached,) = embedded(writer)
    raw = StreamObject()
    raw.update(attached)
    raw._data = packed
    raw[NameObject("/Filter")] = NameObject("/FlateDecode")
    raw[NameObject("/Length")] = NumberObject(len(packed))
    writer._objects[writer._objects.index(attached)] = raw
    writer.write(tmp_path / "bomb.pdf")
    assert (tmp_path / "bomb.pdf").stat().st_size < 2 * 1024 * 1024
    with pytest.raises(Trouble) as trouble:
        check(firm, tmp_path / "bomb.pdf")
    assert trouble.value.code in {"not-a-certificate", "certificate-without-evidence"}


def test_pages_that_are_their_own_children(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=genuine)
    pages = writer.root_object["/Pages"].get_object()
    assert isinstance(pages, DictionaryObject)
    pages[NameObject("/Kids")] = ArrayObject([pages.indirect_reference] * 2)
    writer.write(tmp_path / "loop.pdf")
    with pytest.raises(Trouble, match="not-a-certificate"):
        check(firm, tmp_path / "loop.pdf")


def test_any_byte_of_the_file_changed_gives_an_answer(firm: Firm, genuine: Path, tmp_path: Path) -> None:
    """Never VALID with another text or other evidence, and never anything but a sentence."""
    dice = random.Random(20261123)
    exact = genuine.read_bytes()
    whole = file_format.read(genuine)
    path = tmp_path / "changed.pdf"
    said: set[str] = set()
    structure = [at for at in range(len(exact)) if exact[at : at + 1] in b"<>/[]()R0123456789"]
    for number in range(25):
        data = bytearray(exact)
        for _hit in range(1 + number % 3):
            at = dice.choice(structure) if number % 2 else dice.randrange(len(data))
            data[at] = dice.randrange(256)
        path.write_bytes(bytes(data) if number % 5 else bytes(data[: dice.randrange(len(data))]))
        try:
            opened = file_format.read(path)
        except Trouble as trouble:
            said.add(trouble.code)
            continue
        if opened.evidence != whole.evidence and number % 10 == 0:
            assert not answer(firm, path)[0]
    assert said <= {"not-a-certificate", "certificate-without-evidence", "certificate-too-large"}


@pytest.mark.parametrize("number", range(6))
def test_any_evidence_gives_an_answer(number: int, firm: Firm, genuine: Path, tmp_path: Path) -> None:
    true = lines_of(file_format.read(genuine).evidence)
    deep = b'{"root":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
    evidence = (
        b"",
        b"\xff" * 4096,
        true[0],
        again([true[0], deep, *true[1:]]),
        again([true[0], *true[2:]]),
        again([*true[:2], b'{"header":"' + b"A" * (LINE_MAX + 9) + b'"}\n', *true[2:]]),
    )[number]
    valid, code = answer(firm, with_evidence(genuine, evidence, tmp_path / "any.pdf"))
    assert not valid
    assert code in {"", "evidence-damaged", "not-a-bundle", "certificate-without-evidence"}


# Bundles


def take(firm: Firm, data: bytes, tmp_path: Path) -> Report:
    path = tmp_path / "stick.qicheng"
    path.write_bytes(data)
    return read_bundle(firm.store, path)


def tempting(firm: Firm) -> dict[str, object]:
    """A body that would help: the exam waived."""
    return f.plain(f.Waive(requirement="exam", reason="经验丰富", second=firm.story.examiner))


def by(firm: Firm, person: str, **header: object) -> Envelope:
    return firm.forge(person, "waive", tempting(firm), **header)


def hand_made(firm: Firm, change: Callable[[dict[str, object]], None]) -> Envelope:
    """A record of 李晓雯 whose header was changed in any way and signed anew with her key."""
    return resigned(firm.key(firm.li), by(firm, firm.li), change)


def raw_line(header: bytes, sig: bytes = b"0" * 64, body: bytes = b'{"v":1}') -> bytes:
    parts = {"header": header, "sig": sig, "salt": SALT, "body": body}
    return msgspec.json.encode({name: base64.b64encode(value).decode() for name, value in parts.items()})


def signed_line(firm: Firm, header: bytes, body: bytes = b'{"v":1}') -> bytes:
    """Any header bytes under a right signature of 李晓雯."""
    return raw_line(header, firm.key(firm.li).sign("application/vnd.qicheng.record+json;v=1", header), body)


def with_body(firm: Firm, body: bytes) -> bytes:
    """A rightly signed header over any body bytes."""
    header = msgspec.json.decode(by(firm, firm.li).header)
    header["bh"] = hashlib.sha256(SALT + body).hexdigest()
    return signed_line(firm, canonical(header), body)


def put(name: str, value: object, header: dict[str, object]) -> None:
    header[name] = value


def someone_elses_log(firm: Firm) -> Envelope:
    def change(header: dict[str, object]) -> None:
        seq, prev = firm.next_place(firm.hr)
        header.update(log=firm.key(firm.hr).log, who=firm.hr, seq=seq, prev=prev)

    return hand_made(firm, change)


def small_order(firm: Firm) -> Iterator[bytes]:
    """Records of logs whose keys accept forged signatures: an all-zero S with R = the key itself."""
    for key in sorted(SMALL_ORDER):
        header = msgspec.json.decode(by(firm, firm.li).header)
        header.update(log=hashlib.sha256(key).hexdigest(), seq=1, prev=None)
        yield raw_line(canonical(header), key + bytes(32), canonical(tempting(firm)))


Attack = Callable[[Firm], list[bytes | Envelope]]

SENT: dict[str, Attack] = {
    "signed as HR by the trainee": lambda firm: [by(firm, firm.li, who=firm.hr, sub=firm.li)],
    "signed as the mentor by the trainee": lambda firm: [
        firm.forge(firm.li, "theory.attest", {"v": 1}, who=firm.mentor)
    ],
    "in HR's log with the trainee's signature": lambda firm: [someone_elses_log(firm)],
    "of another organisation": lambda firm: [by(firm, firm.hr, org="0" * 64)],
    "a gap in the log": lambda firm: [by(firm, firm.hr, sub=firm.li, seq=999)],
    "the same place twice": lambda firm: [hand_made(firm, partial(put, "time", number)) for number in (1, 2)],
    "a position of zero": lambda firm: [hand_made(firm, lambda header: header.update(seq=0))],
    "a negative position": lambda firm: [hand_made(firm, lambda header: header.update(seq=-1))],
    "a position beyond 53 bits": lambda firm: [
        signed_line(firm, by(firm, firm.li).header.replace(b'"seq":', b'"seq":9999999999999999'))
    ],
    "a first record with a predecessor": lambda firm: [hand_made(firm, lambda header: header.update(seq=1))],
    "thirty-three references": lambda firm: [
        hand_made(firm, lambda header: header.update(refs=[f"{n:064x}" for n in range(33)]))
    ],
    "references out of order": lambda firm: [hand_made(firm, lambda header: header.update(refs=["b" * 64, "a" * 64]))],
    "one reference twice": lambda firm: [hand_made(firm, lambda header: header.update(refs=["a" * 64, "a" * 64]))],
    "a field more": lambda firm: [hand_made(firm, lambda header: header.update(role="hr"))],
    "a field less": lambda firm: [hand_made(firm, lambda header: header.__delitem__("refs"))],
    "a later version with deep unknown fields": lambda firm: [
        signed_line(firm, b'{"v":2,"deep":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    ],
    "unknown fields first and deep": lambda firm: [
        signed_line(firm, b'{"deep":' + b'{"a":' * 60_000 + b"1" + b"}" * 60_000 + b',"v":2}')
    ],
    "a key twice": lambda firm: [signed_line(firm, by(firm, firm.li).header.replace(b'{"bh"', b'{"bh":"0","bh"'))],
    "spaces in the header": lambda firm: [signed_line(firm, by(firm, firm.li).header.replace(b":", b": "))],
    "a time of 1.0": lambda firm: [signed_line(firm, by(firm, firm.li).header.replace(b'"v":1', b'"v":1.0'))],
    "a body that is not the signed one": lambda firm: [replace(by(firm, firm.li), body=b'{"v":1}')],
    "a body without its salt": lambda firm: [replace(by(firm, firm.li), salt=None)],
    "a body with a float": lambda firm: [with_body(firm, b'{"a":1.5,"v":1}')],
    "a body with NaN": lambda firm: [with_body(firm, b'{"a":NaN,"v":1}')],
    "a body with a key twice": lambda firm: [with_body(firm, b'{"a":1,"a":2,"v":1}')],
    "a body that is not NFC": lambda firm: [with_body(firm, '{"a":"e\u0301","v":1}'.encode())],
    "a body with a lone surrogate": lambda firm: [with_body(firm, b'{"a":"\\ud800","v":1}')],
    "a body that is not UTF-8": lambda firm: [with_body(firm, b'{"a":"\xff\xfe","v":1}')],
    "a deep body": lambda firm: [with_body(firm, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b',"v":1}')],
    "a body of a list": lambda firm: [with_body(firm, b"[1]")],
    "a body without version": lambda firm: [with_body(firm, b"{}")],
    "a body of version zero": lambda firm: [with_body(firm, b'{"v":0}')],
    "a body of 300 KiB": lambda firm: [with_body(firm, b'{"a":"' + b"x" * 300 * 1024 + b'","v":1}')],
    "a short signature": lambda firm: [raw_line(by(firm, firm.hr).header, b"1" * 63)],
    "keys of small order": lambda firm: [*small_order(firm)],
    "a file part out of nowhere": lambda _firm: [
        msgspec.json.encode(FilePart(file="a" * 64, part=63, of=64, data=b"x")),
        b'{"file":"../../etc/passwd","part":0,"of":1,"data":""}',
        b'{"file":"' + b"a" * 64 + b'","part":-1,"of":1,"data":""}',
    ],
    "deep JSON": lambda _firm: [b'{"header":' + b"[" * 200_000, b"[" * 300_000, b'{"root":' + b'{"a":' * 50_000],
    "a root file that is none": lambda _firm: [
        b'{"root":"AAAA"}',
        msgspec.json.encode(RootLine(root=b"[" * 50_000)),
        msgspec.json.encode(RootLine(root=b'{"doc":"\xff","sigs":[]}')),
        msgspec.json.encode(RootLine(root='{"doc":"é","sigs":[{"pub":"é","sig":"é"}]}'.encode())),
    ],
    "a greeting in the middle": lambda firm: [bundle(firm, []).split(b"\n")[0]] * 3,
}


@pytest.mark.parametrize("attack", SENT)
def test_a_planted_line_changes_nothing_and_keeps_nothing_else_out(attack: str, firm: Firm, tmp_path: Path) -> None:
    """The bundle is read to its end: an honest record behind the planted lines comes in."""
    before = firm.everybody()
    well = {one.id for one in firm.store.records() if firm.store.verdict(one.id) == "ok"}
    planted = SENT[attack](firm)
    honest = firm.forge(firm.gao, "lesson.done", f.plain(f.LessonDone(lesson="x", hash="0", sections=())))
    report = take(firm, bundle(firm, [*planted, honest]), tmp_path)
    assert firm.store.verdict(honest.id) == "ok"
    now_well = {one.id for one in firm.store.records() if firm.store.verdict(one.id) == "ok"}
    assert well | {honest.id} == now_well
    assert firm.everybody() == before
    assert {one.what for one in firm.store.verify()} <= {"gap"}
    assert report.received <= 1 + len(planted)


def test_a_line_of_ten_megabytes_ends_the_reading_with_a_note(firm: Firm, tmp_path: Path) -> None:
    before = firm.everybody()
    report = take(firm, bundle(firm, [b'{"header":"' + b"A" * 10 * 1024 * 1024 + b'"}']), tmp_path)
    assert [note.code for note in report.notes] == ["too-big"]
    assert firm.everybody() == before


def test_a_root_document_signed_by_nobody(firm: Firm, tmp_path: Path) -> None:
    """A second version that makes the trainee HR, signed with a root key of her own."""
    key = firm.key(firm.li)
    mine = found_organisation(firm.store.title, person=firm.li, pub=key.pub)
    taken = with_hr_key(mine.root, [mine.root_key], person=firm.li, pub=generate().pub)
    genuine = msgspec.json.decode(firm.store.root_files()[0])
    doc = msgspec.json.decode(base64.b64decode(genuine["doc"]))
    new_key = {
        "pub": base64.b64encode(key.pub).decode(),
        "person": firm.li,
        "from_seq": 1,
        "last_seq": None,
        "last_id": None,
    }
    doc |= {
        "version": 2,
        "prev": hashlib.sha256(base64.b64decode(genuine["doc"])).hexdigest(),
        "hr": [*doc["hr"], new_key],
    }
    exact = canonical(doc)
    sig = mine.root_key.sign("application/vnd.qicheng.root+json;v=1", exact)
    forms = [
        [],
        genuine["sigs"],
        [{"pub": doc["roots"][0], "sig": base64.b64encode(sig).decode()}],
        [{"pub": base64.b64encode(mine.root_key.pub).decode(), "sig": base64.b64encode(sig).decode()}],
    ]
    own_root = doc | {"roots": [base64.b64encode(mine.root_key.pub).decode()]}
    own_sig = mine.root_key.sign("application/vnd.qicheng.root+json;v=1", canonical(own_root))
    files = [
        *({"doc": base64.b64encode(exact).decode(), "sigs": sigs} for sigs in forms),
        {
            "doc": base64.b64encode(canonical(own_root)).decode(),
            "sigs": [{"pub": own_root["roots"][0], "sig": base64.b64encode(own_sig).decode()}],
        },
    ]
    before = firm.everybody()
    lines = [RootLine(root=msgspec.json.encode(one)) for one in files]
    report = take(firm, bundle(firm, [*lines, *(RootLine(root=one) for one in taken.files)]), tmp_path)
    assert report.roots == 0
    assert firm.store.root.version == 1
    assert "hr" not in firm.store.people()[firm.li].roles
    assert firm.everybody() == before


def test_an_old_root_document_replayed_takes_no_key_back(firm: Firm, tmp_path: Path) -> None:
    old = [RootLine(root=one) for one in firm.store.root_files()]
    before = firm.everybody()
    report = take(firm, bundle(firm, [*old, *old]), tmp_path)
    assert (report.roots, report.foreign) == (0, 0)
    assert firm.everybody() == before


def test_a_bind_she_writes_with_a_stolen_join_request(firm: Firm, tmp_path: Path) -> None:
    """HR's own bind of the mentor, its person changed to hers, in HR's name."""
    bind = next(one for one in firm.store.common() if one.record.header.kind == "bind")
    body = body_of(bind) | {"person": firm.li}
    before = firm.everybody()
    take(firm, bundle(firm, [firm.forge(firm.li, "bind", body, who=firm.hr, sub=None)]), tmp_path)
    assert firm.store.people()[firm.li].roles == {"trainee"}
    assert firm.everybody() == before


def test_a_wrong_copy_in_the_mailbox_does_not_shut_out_the_right_one(firm: Firm, tmp_path: Path) -> None:
    """Planted first: the same header with another signature or another body."""
    fresh = firm.forge(firm.gao, "lesson.done", f.plain(f.LessonDone(lesson="x", hash="0", sections=())))
    take(firm, bundle(firm, [replace(fresh, sig=bytes(64)), replace(fresh, salt=None, body=None)]), tmp_path)
    assert firm.store.verdict(fresh.id) == "nobody"
    take(firm, bundle(firm, [fresh]), tmp_path)
    assert firm.store.verdict(fresh.id) == "ok"


def test_the_bundle_of_a_hostile_mailbox_is_named_and_the_next_one_read(firm: Firm, tmp_path: Path) -> None:
    folder = tmp_path / "mailbox"
    folder.mkdir()
    honest = firm.forge(firm.gao, "lesson.done", f.plain(f.LessonDone(lesson="x", hash="0", sections=())))
    (folder / "a.qicheng").write_bytes(b"\xff" * 1000)
    (folder / "b.qicheng").write_bytes(bundle(firm, [b"[" * 300_000]))
    (folder / "c.qicheng").write_bytes(bundle(firm, [honest], ended=False))
    report = exchanging.exchange(firm.story.hr, folder)
    assert {note.file for note in report.notes} >= {"a.qicheng", "c.qicheng"}
    assert firm.store.verdict(honest.id) == "ok"


def test_a_departed_colleague_is_somebody_elses_person(firm: Firm) -> None:
    """A profile in HR's name does not rename anybody."""
    planted = firm.forge(firm.li, "profile", f.plain(f.Profile(name="x", number="1", department="")), sub=firm.gao)
    firm.store.receive([planted])
    assert firm.story.standings.of(firm.gao).name == "高原"
    organising.correct_profile(firm.story.hr, firm.gao, Newcomer("高远", "1027", "服务台"))
    assert firm.story.standings.of(firm.gao).name == "高远"
    assert read(planted).header.who == firm.li
