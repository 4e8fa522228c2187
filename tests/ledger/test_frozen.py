"""Stores of released versions: they verify and say what they said then, for ever (made by `tests/ledgers/make.py`)."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.ledgers.make import Shelf
from trainer.domain.people import WHO_MAY
from trainer.ledger.store import Store
from trainer.standing import Standings

LEDGERS = Path(__file__).parents[1] / "ledgers"
FROZEN = {"1.0.0": "f89b98663338b0ac7006ac3c4342a9a5f407e5f197d5d77fb1fabb9f760dd7ed"}
"""sha256 of each store's file: it is never made again."""


def unsaid(then: Any, now: Any, place: str = "") -> list[str]:
    """Where a standing no longer says what it said then. A newer program may say more about somebody, never less."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [fault for key in then for fault in unsaid(then[key], now.get(key, "(gone)"), f"{place}.{key}")]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [fault for at, one in enumerate(then) for fault in unsaid(one, now[at], f"{place}[{at}]")]
    return [] if then == now and type(then) is type(now) else [f"{place}: {then!r} then, {now!r} now"]


def test_less_or_otherwise_is_noticed() -> None:
    then = [{"name": "李晓雯", "hours": [{"accepted_s": 3600}]}]
    assert unsaid(then, [{"name": "李晓雯", "hours": [{"accepted_s": 3600, "new": 1}]}]) == []
    for now in (
        [],
        [{"name": "李晓雯", "hours": []}],
        [{"hours": [{"accepted_s": 3600}]}],
        [{"name": "李晓雯", "hours": [{"accepted_s": 3601}]}],
        [{"name": "李晓雯", "hours": [{"accepted_s": None}]}],
    ):
        assert unsaid(then, now), now


@pytest.mark.parametrize("version", sorted(FROZEN))
@pytest.mark.parametrize("read_only", [True, False])
def test_an_old_store_says_what_it_said(tmp_path: Path, version: str, *, read_only: bool) -> None:
    frozen = LEDGERS / version
    data = (frozen / "store.db").read_bytes()
    assert hashlib.sha256(data).hexdigest() == FROZEN[version]
    shutil.copyfile(frozen / "store.db", tmp_path / "store.db")
    shelf = msgspec.json.decode((frozen / "shelf.json").read_bytes(), type=Shelf)
    said = msgspec.json.decode((frozen / "standings.json").read_bytes())
    with Store.open(tmp_path / "store.db", WHO_MAY, read_only=read_only, clock=lambda: 0) as store:
        assert store.verify() == []
        says = msgspec.json.decode(msgspec.json.encode(Standings(store, shelf).everybody()))
        assert unsaid(said, says) == []
        verdicts = {one.verdict for one in store.not_ok()}
    assert verdicts == {"withdrawn", "redacted"}


def test_every_frozen_store_is_held_to_its_word() -> None:
    assert {path.name for path in LEDGERS.iterdir() if (path / "store.db").exists()} == FROZEN.keys()
