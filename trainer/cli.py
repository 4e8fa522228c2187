"""The program without a window: content, demo, verify, gate, certificate, exchange. Prints sentences; exits 0 only when all is well.

Exit codes: 0 well; 1 something is wrong with what was looked at; 2 the command could not be carried out.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from trainer import config, i18n
from trainer.errors import Refused, Trouble
from trainer.i18n import _, ngettext

if TYPE_CHECKING:
    from trainer.domain.certification import Gate
    from trainer.session import Session

WELL, WRONG, FAILED = 0, 1, 2


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="data folder")
    common.add_argument("--lang", choices=i18n.LANGUAGES, default=argparse.SUPPRESS, help="language of the sentences")
    common.add_argument(
        "--on", metavar="DATE", type=date.fromisoformat, default=argparse.SUPPRESS, help="the day to judge on"
    )
    parser = argparse.ArgumentParser(prog="trainer", parents=[common])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    content = commands.add_parser("content", help="the authors' compiler", parents=[common])
    content.add_argument("what", choices=("check", "build", "show", "release", "schemas"))
    content.add_argument("target", nargs="?", default="", help="show: the id of a case; else the content folder")
    demo = commands.add_parser("demo", help="make the demonstration in an empty folder", parents=[common])
    demo.add_argument("folder", type=Path)
    commands.add_parser("verify", help="re-check every record of the store", parents=[common])
    gate = commands.add_parser("gate", help="the go-live gate of one person", parents=[common])
    gate.add_argument("person", help="name, staff number or id")
    gate.add_argument("--json", action="store_true", help="as data")
    certificate = commands.add_parser("certificate", help="check a certificate file", parents=[common])
    certificate.add_argument("what", choices=("verify",))
    certificate.add_argument("file", type=Path)
    certificate.add_argument("--org", default="", help="the organisation id to expect (64 hex digits)")
    certificate.add_argument("--json", action="store_true", help="as data")
    exchange = commands.add_parser("exchange", help="read and write bundles in a shared folder", parents=[common])
    exchange.add_argument("folder", type=Path)
    exchange.add_argument("--as", dest="person", default="", help="whose key: name or id, where several lie here")
    exchange.add_argument("--passphrase-file", type=Path, required=True)
    return parser


def main(argv: list[str]) -> int:
    """Run one command. Gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a console of another code page shows \u542f, and nothing ends over it
            stream.reconfigure(errors="backslashreplace")
    given = _parser().parse_args(argv)
    folder = config.data_folder(getattr(given, "data", None))
    language = getattr(given, "lang", "") or config.spoken(config.load(folder))
    i18n.use(language, config.catalogues())
    command: Callable[[argparse.Namespace, Path], int] = {
        "content": _content,
        "demo": _demo,
        "verify": _verify,
        "gate": _gate,
        "certificate": _certificate,
        "exchange": _exchange,
    }[given.command]
    try:
        return command(given, folder)
    except (Refused, Trouble) as error:
        from trainer.wording import say  # noqa: PLC0415  # each command loads only what it needs

        print(say(error), file=sys.stderr)
        return FAILED


def _now(given: argparse.Namespace) -> int:
    """Milliseconds UTC: now, or noon of the day asked for."""
    from trainer.domain import calendar  # noqa: PLC0415  # likewise

    on: date | None = getattr(given, "on", None)
    return calendar.at(on, 12) if on is not None else time.time_ns() // 1_000_000


def _reading(given: argparse.Namespace, folder: Path) -> Session:
    """A session that only reads, without the lock, so that it works beside an open window."""
    from trainer.session import open_session  # noqa: PLC0415  # likewise

    return open_session(folder, "", lambda: _now(given))


# content


def _sources(given: argparse.Namespace) -> Path:
    asked = "" if given.what == "show" else given.target
    folder = Path(asked) if asked else config.resources().parent
    if not (folder / "courses").is_dir() and not (folder / "quizzes").is_dir():
        raise Trouble("no-content-here", "check-path", folder=str(folder))
    return folder


def _content(given: argparse.Namespace, _folder: Path) -> int:
    if given.what == "show":
        return _show(given)
    if given.what == "schemas":
        from trainer.content import schemas  # noqa: PLC0415  # likewise

        for path in schemas.write(config.resources() / "schemas"):
            print(path)
        return WELL
    return _checked(given)


def _checked(given: argparse.Namespace) -> int:
    from trainer.content.build import build  # noqa: PLC0415  # likewise
    from trainer.content.check import check  # noqa: PLC0415  # likewise
    from trainer.content.release import release  # noqa: PLC0415  # likewise
    from trainer.wording import problems  # noqa: PLC0415  # likewise

    sources = _sources(given)
    if given.what == "build":
        built = build(sources, config.resources() / "library")
        found, counts = built.problems, built.counts
    else:
        checked = check(sources)
        found, counts = checked.problems, checked.counts
    for problem in found:
        print(f"{problem.file}:{problem.line}: {problems.problem(problem)}")
    errors = sum(1 for problem in found if problem.weight == "error")
    print(", ".join(f"{kind} {count}" for kind, count in counts.items()))
    print(ngettext("{n} mistake", "{n} mistakes", errors).format(n=errors))
    if given.what == "release" and not errors:
        added = release(checked, config.resources() / "released").added
        print(_("Released: {counts}").format(counts=", ".join(f"{kind} {n}" for kind, n in added.items())))
    return WRONG if errors else WELL


def _show(given: argparse.Namespace) -> int:
    from trainer.content.show import show  # noqa: PLC0415  # likewise
    from trainer.wording import cases  # noqa: PLC0415  # likewise

    for line in cases.page(show(_sources(given), given.target)):
        print(line)
    return WELL


# the demonstration


def _demo(given: argparse.Namespace, _folder: Path) -> int:
    from trainer.demo import cast, play  # noqa: PLC0415  # likewise
    from trainer.wording import dates  # noqa: PLC0415  # likewise

    def say(day: date) -> None:
        print(_("Told up to {date}").format(date=dates.day(day)), flush=True)

    folder = play.make(given.folder, say)
    print(_("Open it with: trainer --data {folder} --on {day}").format(folder=folder, day=cast.TODAY.isoformat()))
    return WELL


# records


def _verify(given: argparse.Namespace, folder: Path) -> int:
    with closing(_reading(given, folder)) as session:
        return _verified(session)


def _verified(session: Session) -> int:
    from trainer.wording import verification as said  # noqa: PLC0415  # likewise

    findings = session.store.verify()
    for finding in findings:
        print(said.finding(finding.log, finding.seq, finding.what))
    held = [fork for fork in session.store.forks() if not fork.chosen]
    for fork in held:
        print(said.held(fork.log, fork.seq))
    people = len(session.store.people())
    count = sum(1 for _one in session.store.records())
    print(
        _("“{title}”: records {records}, people {people}, organisation {org}").format(
            records=count, people=people, title=session.store.title, org=session.store.org
        )
    )
    print(
        _("Everything holds.")
        if not findings
        else ngettext("{n} finding.", "{n} findings.", len(findings)).format(n=len(findings))
    )
    return WRONG if findings else WELL


def find_person(session: Session, asked: str) -> str:
    """The id of somebody by name, staff number or id. Raises `Refused` ``unknown-person`` or ``several-people``."""
    everybody = session.standings.everybody()
    found = [one.person for one in everybody if asked in (one.person, one.number, one.name)]
    if len(found) > 1:
        raise Refused("several-people", name=asked)
    if not found:
        raise Refused("unknown-person", person=asked)
    return found[0]


def _gate(given: argparse.Namespace, folder: Path) -> int:
    with closing(_reading(given, folder)) as session:
        person = find_person(session, given.person)
        judged = session.standings.gate(person, session.today())
        if given.json:
            print(json.dumps(_gate_data(session, person, judged), ensure_ascii=False, indent=1))
        else:
            for line in _gate_lines(session, person, judged):
                print(line)
    return WELL if judged.ready else WRONG


def _certificates(session: Session, person: str) -> Iterator[tuple[str, str, str]]:
    """(serial, status, what it is worth in words) of every certificate of a person."""
    from trainer.views.naming import names  # noqa: PLC0415  # likewise
    from trainer.wording import certificate  # noqa: PLC0415  # likewise

    named = names(session)
    for one in session.standings.of(person).certificates:
        standing = session.standings.certificate(person, one.record, session.today())
        if standing is not None:
            yield one.serial, standing.status, certificate.worth(standing, named)


def _gate_data(session: Session, person: str, judged: Gate) -> dict[str, object]:
    from trainer.views.naming import names  # noqa: PLC0415  # likewise
    from trainer.wording import gate  # noqa: PLC0415  # likewise

    named = names(session)
    items = [
        {
            "requirement": item.requirement,
            "state": item.state,
            "title": line.title,
            "reason": line.reason,
            "done": item.done,
            "waiting": item.waiting,
            "total": item.total,
            "evidence": list(item.evidence),
        }
        for item, line in ((item, gate.line_of(item, named)) for item in judged.items)
    ]
    certificates = [
        {"serial": serial, "status": status, "worth": worth} for serial, status, worth in _certificates(session, person)
    ]
    return {
        "person": person,
        "name": session.standings.of(person).name,
        "on": session.today().isoformat(),
        "ready": judged.ready,
        "items": items,
        "certificates": certificates,
    }


def _gate_lines(session: Session, person: str, judged: Gate) -> Iterator[str]:
    from trainer.views.naming import names  # noqa: PLC0415  # likewise
    from trainer.wording import dates, gate  # noqa: PLC0415  # likewise

    yield f"{session.standings.of(person).name}  {dates.day(session.today())}  {gate.count_line(judged)}"
    named = names(session)
    for item in judged.items:
        line = gate.line_of(item, named)
        yield f"[{line.state}] {line.title}: {line.reason}"
    for serial, _status, worth in _certificates(session, person):
        yield f"{serial}: {worth}"


def _certificate(given: argparse.Namespace, folder: Path) -> int:
    from trainer.views import verification  # noqa: PLC0415  # likewise

    expected = given.org or _pinned(folder)
    found = verification.verify_file(given.file, expected, _now(given))
    if given.json:
        print(json.dumps(verification.as_data(found), ensure_ascii=False, indent=1))
    else:
        for line in found.lines:
            print(line)
    return WELL if found.valid else WRONG


def _pinned(folder: Path) -> str:
    """The organisation this data folder belongs to, empty when it has none."""
    from trainer.domain.people import WHO_MAY  # noqa: PLC0415  # likewise
    from trainer.ledger.store import Store  # noqa: PLC0415  # likewise

    path = config.store_path(folder)
    if not path.is_file():
        return ""
    with Store.open(path, WHO_MAY, read_only=True, clock=lambda: 0) as store:
        return store.org


def _exchange(given: argparse.Namespace, folder: Path) -> int:
    from trainer.actions import exchanging  # noqa: PLC0415  # likewise
    from trainer.ledger.keyring import keys_in  # noqa: PLC0415  # likewise
    from trainer.session import open_session  # noqa: PLC0415  # likewise
    from trainer.views.naming import names  # noqa: PLC0415  # likewise
    from trainer.wording import exchange as said  # noqa: PLC0415  # likewise

    if not config.store_path(folder).is_file():
        raise Trouble("no-store", "found-or-join", file=str(folder))
    found = [one for one in keys_in(config.keys_folder(folder)) if given.person in ("", one.name, one.person)]
    if len(found) != 1:
        raise Refused("several-keys" if found else "person-not-here", name=given.person)
    passphrase = _passphrase(given.passphrase_file)
    with closing(open_session(folder, found[0].person, lambda: _now(given), found[0].path, passphrase)) as session:
        report = exchanging.exchange(session, given.folder)
        for line in said.lines(report, names(session)):
            print(line)
    return WELL


def _passphrase(path: Path) -> str:
    """The first line of a file, as any editor saves it. Raises `Trouble` ``file-unreadable``."""
    try:
        return path.read_text("utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("file-unreadable", "check-file", file=path.name) from error
