"""What the story happens on: one store, a clock to set, randomness from a seed, and everybody's session."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from trainer import config
from trainer.actions import organising
from trainer.actions.organising import ANSWER_SUFFIX, INVITATION_SUFFIX, RECOVERY_SUFFIX, Newcomer
from trainer.content.library import Library
from trainer.demo.cast import BY_NUMBER, FOUNDED, HR, TITLE, Member
from trainer.domain import calendar
from trainer.domain.people import WHO_MAY
from trainer.errors import Trouble
from trainer.ledger import keys
from trainer.ledger.keyring import read_public
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings

PASSPHRASE = "lantern orchard copper river demo"  # noqa: S105  # of keys that protect nothing and say so
"""Of every demonstration key. Tried only where the root document says that the organisation is a demonstration."""

SEED = "qicheng-demonstration-1"

Act = Callable[[], object]


class Clock:
    """Milliseconds UTC; a second passes with every look, so that no two records say the same time."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        """The time."""
        self.now += 1000
        return self.now

    def reach(self, moment: int) -> None:
        """Go on to a moment (ms UTC); time never runs back."""
        self.now = max(self.now, moment)


def stream(label: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run: SHA-256 over seed, label and a counter."""
    blocks = _blocks(f"{SEED}/{label}")
    return lambda count: bytes(next(blocks) for _byte in range(count))


def _blocks(label: str) -> Iterator[int]:
    counter = 0
    while True:
        yield from hashlib.sha256(f"{label}/{counter}".encode()).digest()
        counter += 1


class Agenda:
    """What is still to happen, in the order of time; what is done may put more on it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[int, int, Act]] = []
        self._count = 0

    def put(self, day: date, hour: int, act: Act, minute: int = 0) -> None:
        """`act` happens on that day at that time of the organisation's zone."""
        self._count += 1
        heapq.heappush(self._waiting, (calendar.at(day, hour, minute), self._count, act))

    def run(self, until: date) -> None:
        """Let everything happen that lies before the end of a day."""
        self.run_to(calendar.midnight(until) + calendar.DAY_MS)

    def run_to(self, end: int) -> None:
        """Let everything happen that lies before a moment (ms UTC)."""
        while self._waiting and self._waiting[0][0] < end:
            moment, _count, act = heapq.heappop(self._waiting)
            self._clock.reach(moment)
            act()


class Stage:
    """The firm while it is being told: everybody's session by staff number, on one store."""

    def __init__(self, folder: Path, scratch: Path, library: Library) -> None:
        """Found the organisation in `folder`; `scratch` takes what travels between computers."""
        self.folder, self.scratch = folder, scratch
        self.clock = Clock(calendar.at(FOUNDED, 9))
        self.random = stream("main")
        self.recovery = scratch / f"recovery{RECOVERY_SUFFIX}"
        key_file = organising.found_organisation(
            folder,
            TITLE,
            _newcomer(BY_NUMBER[HR]),
            passphrase=PASSPHRASE,
            recovery=self.recovery,
            recovery_passphrase=PASSPHRASE,
            clock=self.clock,
            kdf=keys.CHEAP,
            demo=True,
            random=self.random,
        )
        self.library = library
        self.store = Store.open(config.store_path(folder), WHO_MAY, clock=self.clock, random=self.random)
        self.standings = Standings(self.store, library)
        self.agenda = Agenda(self.clock)
        self._sessions: dict[str, Session] = {HR: self._session(key_file)}

    def close(self) -> None:
        """Let go of the store; high-water marks become durable."""
        self.standings.close()
        self.store.close()

    @property
    def hr(self) -> Session:
        """HR's session."""
        return self._sessions[HR]

    def of(self, number: str) -> Session:
        """Somebody's session."""
        return self._sessions[number]

    def person(self, number: str) -> str:
        """Somebody's id."""
        return self._sessions[number].me

    def number(self, person: str) -> str:
        """The staff number of an id, empty for a stranger."""
        return next((number for number, one in self._sessions.items() if one.me == person), "")

    def everybody(self) -> tuple[tuple[str, Session], ...]:
        """Staff number and session of everybody with a key, in the order they came."""
        return tuple(self._sessions.items())

    def joined(self, number: str) -> bool:
        """Whether they have a key by now."""
        return number in self._sessions

    def join(self, member: Member) -> None:
        """Somebody new: profile, invitation, their own key, and HR's bind after the six words were compared."""
        person = organising.add_person(self.hr, _newcomer(member))
        invitation = self.scratch / f"{member.number}{INVITATION_SUFFIX}"
        answer = self.scratch / f"{member.number}{ANSWER_SUFFIX}"
        organising.invite(self.hr, person, member.roles, invitation)
        key_file, _words = organising.join(
            self.folder,
            invitation.read_bytes(),
            passphrase=PASSPHRASE,
            answer=answer,
            clock=self.clock,
            kdf=keys.CHEAP,
            random=self.random,
        )
        organising.bind(self.hr, organising.read_request(self.hr, answer), passphrase=PASSPHRASE)
        self._sessions[member.number] = self._session(key_file)

    def _session(self, key_file: Path) -> Session:
        public = read_public(key_file)
        if public is None:
            raise Trouble("key-unreadable", "check-data-folder", file=key_file.name)
        key = keys.unlock(key_file.read_bytes(), PASSPHRASE)
        self.store.sign_in(key, public.person, key_file)
        return Session(
            self.store,
            self.library,
            self.standings,
            public.person,
            key,
            self.clock,
            self.folder,
            key_file,
            self.random,
        )


def _newcomer(member: Member) -> Newcomer:
    return Newcomer(member.name, member.number, member.department)
