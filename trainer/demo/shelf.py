"""The demonstration on the shelf: where the shipped folder lies, which day it is there, and who can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from trainer import config
from trainer.demo.cast import BY_NUMBER, Member
from trainer.demo.stage import PASSPHRASE
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused
from trainer.ledger.durable import replace_file
from trainer.ledger.keyring import KeyFile, keys_in
from trainer.ledger.store import Store
from trainer.session import Session, open_session

PLAYBILL = "demo.json"
Clock = Callable[[], int]

RECOVERY = "recovery.qicheng-root"


class Playbill(msgspec.Struct, frozen=True, kw_only=True):
    """The small file beside the store: the day on which the demonstration stands, staff numbers by person id, and the
    name of the library file it was made with (questions and lessons of another one would not match).
    """

    day: date
    people: dict[str, str]
    library: str


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who can be looked at: their member entry and their key file."""

    member: Member
    key_file: KeyFile


def write(folder: Path, playbill: Playbill) -> None:
    """Keep the playbill. Raises `Trouble` when the disk refuses."""
    replace_file(folder / PLAYBILL, msgspec.json.encode(playbill))


def read(folder: Path) -> Playbill | None:
    """The playbill of a data folder, None when it is no demonstration."""
    try:
        return msgspec.json.decode((folder / PLAYBILL).read_bytes(), type=Playbill)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def library_name() -> str:
    """The file name of the installed library, which names its content; empty when there is none."""
    path = config.library_path()
    return path.name if path is not None else ""


def matches(folder: Path) -> bool:
    """Whether a folder holds a demonstration made with the installed library."""
    playbill = read(folder)
    return playbill is not None and playbill.library == library_name()


def shipped() -> Path | None:
    """The demonstration that ships with the program, None before it was made or when the library is another one."""
    folder = config.demo_path()
    return folder if matches(folder) else None


def session(folder: Path, key_file: KeyFile, clock: Clock, *, write: bool, remember: bool = False) -> Session:
    """Sign in as somebody of a demonstration, or read as them: no passphrase is asked.

    The passphrase of the demonstration is tried only where the root document of the store says that it is one.
    Raises `Refused` ``not-a-demonstration``, and what `open_session` raises.
    """
    with Store.open(config.store_path(folder), WHO_MAY, read_only=True, clock=clock) as store:
        if not store.demo:
            raise Refused("not-a-demonstration")
    path = key_file.path if write else None
    return open_session(folder, key_file.person, clock, path, PASSPHRASE if write else "", remember=remember)


def roles(folder: Path) -> tuple[Role, ...]:
    """Everybody who can be looked at, the most telling first; nobody when the folder is no demonstration."""
    playbill = read(folder)
    if playbill is None:
        return ()
    order = list(BY_NUMBER)
    known = ((playbill.people.get(one.person, ""), one) for one in keys_in(config.keys_folder(folder)))
    found = [Role(BY_NUMBER[number], one) for number, one in known if number in BY_NUMBER]
    return tuple(sorted(found, key=lambda one: order.index(one.member.number)))


def role(folder: Path, asked: str) -> Role | None:
    """One of them by name, staff number or role (the first who has it)."""
    everybody = roles(folder)
    exact = [one for one in everybody if asked in (one.member.name, one.member.number)]
    return next(iter(exact or [one for one in everybody if asked in one.member.roles]), None)
