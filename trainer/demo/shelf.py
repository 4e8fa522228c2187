"""The demonstration on the shelf: where the shipped folder lies, which day it is there, and who can be looked at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from trainer import config
from trainer.demo.cast import BY_NUMBER, Member
from trainer.demo.stage import PASSPHRASE
from trainer.errors import Trouble
from trainer.ledger.durable import disk_trouble, replace_file
from trainer.ledger.keyring import KeyFile, keys_in

PLAYBILL = "demo.json"
RECOVERY = "recovery.qicheng-root"


class Playbill(msgspec.Struct, frozen=True, kw_only=True):
    """The small file beside the store: the day on which the demonstration stands, and staff numbers by person id."""

    day: date
    people: dict[str, str]


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


def shipped() -> Path | None:
    """The demonstration that ships with the program, None before it was made."""
    folder = config.demo_path()
    return folder if read(folder) is not None else None


def copy(to: Path) -> Path:
    """A fresh copy of the shipped demonstration at `to`, which must not exist. Raises `Trouble` ``demo-missing``, disks."""
    found = shipped()
    if found is None:
        raise Trouble("demo-missing", "build-demo")
    try:
        shutil.copytree(found, to)
    except OSError as error:
        raise disk_trouble(error, to) from error
    return to


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


def passphrase(key_file: KeyFile) -> str:
    """What opens the key of a demonstration, empty for every other key: those are asked for.

    The word `demo` on a key file is only for show; that the organisation is one, the store says, and `App` looks.
    """
    return PASSPHRASE if key_file.demo else ""
