"""Where the next record of a key goes, and whether this store may write it (`ledger.md` §§3–4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from trainer.errors import Refused, Trouble
from trainer.ledger.archive import Archive
from trainer.ledger.judging import Judging
from trainer.ledger.keys import Mark, SigningKey, mark_path, read_mark, write_mark
from trainer.ledger.record import SALT_BYTES, Record, new_record, read

Head = tuple[int, str | None]
"""(position, id) of the last record of a log; (0, None) before the first."""


class Signing:
    """The signed-in keys of one open store: whose they are, where their logs end, their high-water marks."""

    def __init__(self, archive: Archive, judging: Judging, random: Callable[[int], bytes]) -> None:
        self._archive = archive
        self._judging = judging
        self._random = random
        self._signers: dict[str, str] = {}
        self._marks: dict[str, Path] = {}
        self._heads: dict[str, Head] = {}

    def sign_in(self, key: SigningKey, person: str, key_file: Path | None) -> None:
        """Note whose key this is, and where its mark lies. Raises `Trouble` ``mark-damaged``."""
        self._signers[key.log] = person
        if key_file is not None:
            self._marks[key.log] = mark_path(key_file)
            read_mark(self._marks[key.log])
        self._archive.add_pub(key.log, key.pub)
        self._heads.pop(key.log, None)

    def write(
        self,
        key: SigningKey,
        kind: str,
        body: Mapping[str, object],
        *,
        org: str,
        now: int,
        sub: str | None,
        refs: Iterable[str],
    ) -> Record:
        """Sign the next record of a key and commit it. `Store.append` says what it raises."""
        who = self._person_of(key.log)
        seq, prev = self._head(key.log)
        envelope = new_record(
            key,
            org=org,
            kind=kind,
            seq=seq + 1,
            prev=prev,
            time=now,
            who=who,
            sub=sub,
            refs=refs,
            body=body,
            salt=self._random(SALT_BYTES),
        )
        record = read(envelope, now)
        self._archive.add(record)
        self._heads[key.log] = (seq + 1, record.id)
        return record

    def forget_heads(self) -> None:
        """Records came from elsewhere: look up where the logs end before writing again."""
        self._heads.clear()

    def _person_of(self, log: str) -> str:
        person = self._signers.get(log)
        if person is None:
            people = self._judging.verdicts.people().values()
            person = next((bound.person for bound in people if log in bound.keys), None)
            if person is None:
                raise Refused("unknown-signer", log=log)
            self._signers[log] = person
        return person

    def _head(self, log: str) -> Head:
        """Where the log ends. Looked up once, then known."""
        head = self._heads.get(log)
        if head is not None:
            return head
        last = self._archive.plain_end(log)
        head = self._standing_end(log) if last is None else self._checked_end(log, last)
        mark = read_mark(self._marks[log]) if log in self._marks else None
        if mark is not None and not self._archive.has(log, mark.seq, mark.id):
            raise Trouble("store-behind", "bring-records-back", here=head[0], seen=mark.seq)
        self._heads[log] = head
        return head

    def _checked_end(self, log: str, last: int) -> Head:
        """The end of a log without gaps or forks; its row must be what its bytes say before anything builds on it."""
        if last == 0:
            return 0, None
        here = self._archive.at(log, last)
        if len(here) != 1 or not self._archive.has(log, last, here[0].id):
            raise Trouble("store-damaged", "verify-store")
        return last, here[0].id

    def _standing_end(self, log: str) -> Head:
        """The end of a log that has gaps or forks: behind the side that stands, if one does."""
        verdicts = self._judging.verdicts
        head = verdicts.heads().get(log)
        if head is None or any(fork.log == log and fork.chosen is None for fork in verdicts.forks()):
            raise Refused("log-forked", log=log)
        return head

    def make_durable(self) -> None:
        """Write the marks that lie behind what this store holds. Raises `Trouble` when the disk refuses."""
        for log, path in self._marks.items():
            seq, record = self._heads.get(log) or self._archive.end(log)
            if record is None:
                continue
            mark = read_mark(path)
            if mark is None or mark.seq < seq:
                write_mark(path, Mark(seq=seq, id=record))
