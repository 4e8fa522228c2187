"""How an organisation begins and grows: founding, inviting and binding keys, enrolling, assigning, leave.

The first two need no session: there is none yet. The rest is HR's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from trainer import config
from trainer.actions import bound
from trainer.actions.attesting import withdraw
from trainer.actions.recording import may, sign_again, signer, write
from trainer.domain.facts import Assign, AssignAs, AssignEnd, Enrol, Leave, Profile, plain
from trainer.domain.people import ROLES, WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import identity, joining, keys, root
from trainer.ledger.durable import replace_file
from trainer.ledger.keyring import key_path, keys_in
from trainer.ledger.passphrase import weak
from trainer.ledger.store import Store
from trainer.session import Session

INVITATION_DAYS = 30
"""How long an invitation holds."""

INVITATION_SUFFIX, ANSWER_SUFFIX, RECOVERY_SUFFIX = ".qicheng-invitation", ".qicheng-answer", ".qicheng-root"
"""How these files are named when the program proposes a name; any name is read."""

PENDING = "invitations.json"
"""HR's own list of open invitations, in the data folder's ``local`` part: not a record, and lost without harm."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who somebody is, as typed on a form."""

    name: str
    number: str
    department: str
    locale: str = "zh_CN"

    def profile(self) -> Profile:
        """The body for the record. Raises `Refused` ``name-missing`` or ``number-missing``."""
        if not self.name.strip():
            raise Refused("name-missing")
        if not self.number.strip():
            raise Refused("number-missing")
        return Profile(
            name=self.name.strip(),
            number=self.number.strip(),
            department=self.department.strip(),
            locale=self.locale,
        )


def check_passphrase(passphrase: str) -> None:
    """Raises `Refused` ``weak-passphrase`` with the reason's code."""
    reason = weak(passphrase)
    if reason:
        raise Refused("weak-passphrase", reason=reason)


def new_person(random: Callable[[int], bytes] = os.urandom) -> str:
    """A fresh person id: 128 random bits, 32 hex digits."""
    return random(16).hex()


def found_organisation(
    folder: Path,
    title: str,
    hr: Newcomer,
    *,
    passphrase: str,
    recovery: Path,
    recovery_passphrase: str,
    clock: Callable[[], int],
    kdf: keys.Kdf = keys.STRONG,
    demo: bool = False,
    random: Callable[[int], bytes] = os.urandom,
) -> Path:
    """Found an organisation in an empty data folder; returns HR's key file. `demo`: it says for ever that it is one.

    The recovery file is written first and read back with its passphrase, so that the root key is never only in memory.
    Raises `Refused`: ``title-missing``, ``name-missing``, ``number-missing``, ``weak-passphrase``,
    ``recovery-inside-data``, ``other-organisation-here``; `Trouble` when a disk refuses.
    """
    if not title.strip():
        raise Refused("title-missing")
    profile = hr.profile()
    check_passphrase(passphrase)
    check_passphrase(recovery_passphrase)
    if recovery.resolve().is_relative_to(folder.resolve()):
        raise Refused("recovery-inside-data")
    if config.store_path(folder).exists():
        raise Refused("other-organisation-here")
    person, key = new_person(random), keys.generate(random)
    founded = root.found_organisation(title.strip(), person=person, pub=key.pub, demo=demo, random=random)
    data = root.recovery_file(founded, recovery_passphrase, kdf=kdf, random=random)
    replace_file(recovery, data, private=True)
    root.open_recovery(recovery.read_bytes(), recovery_passphrase)
    folder.mkdir(parents=True, exist_ok=True)
    locked = keys.lock(
        key,
        passphrase,
        org=founded.root.org,
        person=person,
        name=profile.name,
        roles=("hr",),
        demo=demo,
        kdf=kdf,
        random=random,
    )
    key_file = _keep_key(folder, person, key.log, locked)
    try:
        with Store.create(config.store_path(folder), WHO_MAY, founded.root, clock=clock, random=random) as store:
            store.sign_in(key, person, key_file)
            store.append(key, "profile", plain(profile), sub=person)
    except Trouble:
        key_file.unlink(missing_ok=True)  # a key of an organisation that does not exist would only mislead
        raise
    return key_file


def _keep_key(folder: Path, person: str, log: str, locked: bytes) -> Path:
    config.keys_folder(folder).mkdir(parents=True, exist_ok=True)
    path = key_path(config.keys_folder(folder), person, log)
    keys.save_key(path, locked)
    return path


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says before it is accepted. `expires` is ms UTC.

    `here`: this data folder already holds the organisation; `hr_here`: and a key of HR, who can bind at once.
    """

    title: str
    org: str
    name: str
    expires: int
    demo: bool
    here: bool
    hr_here: bool


def look_at_invitation(folder: Path, invitation: bytes, clock: Callable[[], int]) -> Invited:
    """Who is invited by whom. Raises `Refused` ``invitation-expired``, ``other-organisation-here``; `Trouble`
    ``not-an-invitation`` and what opening a store that is here raises.
    """
    asked, pinned = joining.check_invitation(invitation, clock())
    here = _held_here(folder, pinned, clock)
    known = keys_in(config.keys_folder(folder))
    hr_here = here and any("hr" in one.roles and one.org == pinned.org for one in known)
    return Invited(pinned.title, pinned.org, asked.name, asked.expires, pinned.demo, here, hr_here)


def _held_here(folder: Path, pinned: root.Root, clock: Callable[[], int]) -> bool:
    path = config.store_path(folder)
    if not path.exists():
        return False
    with Store.open(path, WHO_MAY, read_only=True, clock=clock) as here:
        if here.org != pinned.org:
            raise Refused("other-organisation-here")
    return True


def join(
    folder: Path,
    invitation: bytes,
    *,
    passphrase: str,
    answer: Path,
    clock: Callable[[], int],
    kdf: keys.Kdf = keys.STRONG,
    random: Callable[[int], bytes] = os.urandom,
) -> tuple[Path, tuple[str, ...]]:
    """Accept an invitation: make this device's key, pin the organisation, write the answer file for HR.

    Returns the key file and the six words to compare. On a computer that already holds the same organisation only the
    key is added. The answer is written first: when its place refuses, nothing has changed here. Raises `Refused`:
    ``weak-passphrase``, ``invitation-expired``, ``other-organisation-here``; `Trouble`
    ``not-an-invitation`` and disk troubles.
    """
    check_passphrase(passphrase)
    asked, pinned = joining.check_invitation(invitation, clock())
    here = _held_here(folder, pinned, clock)
    key = keys.generate(random)
    request = joining.request(key, asked, clock())
    locked = keys.lock(
        key,
        passphrase,
        org=pinned.org,
        person=asked.person,
        name=asked.name,
        demo=pinned.demo and kdf == keys.CHEAP,  # a passphrase somebody chose is asked for, also in a demonstration
        kdf=kdf,
        random=random,
    )
    replace_file(answer, joining.to_file(request))
    if not here:
        folder.mkdir(parents=True, exist_ok=True)
        Store.create(config.store_path(folder), WHO_MAY, pinned, clock=clock).close()
    return _keep_key(folder, asked.person, key.log, locked), request.words


# HR's part


class OpenInvitation(msgspec.Struct, frozen=True):
    """One open invitation: whose it is, the roles its key will get, and until when (ms UTC).

    `request` is the answer once it was read here: its key waits to be bound, and its words can be compared any time.
    """

    person: str
    roles: tuple[str, ...]
    expires: int
    request: bytes = b""


def _pending_path(session: Session) -> Path:
    return session.folder / "local" / PENDING


def pending(session: Session) -> dict[str, OpenInvitation]:
    """The open invitations of this computer by token. A damaged list counts as empty: invite again."""
    try:
        found = msgspec.json.decode(_pending_path(session).read_bytes(), type=dict[str, OpenInvitation])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return {token: one for token, one in found.items() if one.expires > session.now()}


def _keep_pending(session: Session, waiting: Mapping[str, OpenInvitation]) -> None:
    _pending_path(session).parent.mkdir(parents=True, exist_ok=True)
    replace_file(_pending_path(session), msgspec.json.encode(waiting), private=True)


def add_person(session: Session, newcomer: Newcomer) -> str:
    """Give somebody a place: a fresh id and their first profile. Returns the id."""
    person = new_person(session.random)
    write(session, newcomer.profile(), person)
    return person


def correct_profile(session: Session, person: str, newcomer: Newcomer) -> str:
    """A new profile for somebody; the newest counts."""
    return write(session, newcomer.profile(), person)


def _may_bind(session: Session, person: str) -> None:
    may(session, "bind", None)
    if person == session.me:
        raise Refused("not-about-yourself", kind="bind")


def invite(session: Session, person: str, held: Iterable[str], path: Path) -> None:
    """Write an invitation file for a person whose key will get these roles.

    Raises `Refused` ``not-your-role``, ``not-about-yourself`` (no bind by HR of HR's own person counts),
    ``roles-missing``; `Trouble` when the file cannot be written.
    """
    _may_bind(session, person)
    chosen = tuple(role for role in ROLES if role in set(held) and role != "hr")
    if not chosen:
        raise Refused("roles-missing")
    expires = session.now() + INVITATION_DAYS * 86_400_000
    name = session.standings.of(person).name
    invitation = joining.invite(session.store.root, person=person, expires=expires, name=name, random=session.random)
    replace_file(path, joining.to_file(invitation))
    _keep_pending(session, {**pending(session), invitation.token: OpenInvitation(person, chosen, expires)})


def drop_invitations(session: Session, person: str) -> None:
    """The open invitations of somebody hold no more: what they answer is asked for anew."""
    left = {token: one for token, one in pending(session).items() if one.person != person}
    if left != pending(session):
        _keep_pending(session, left)


@dataclass(frozen=True, slots=True)
class Asked:
    """A join request that HR looks at before binding: whose, which roles it would get, and the words to compare."""

    person: str
    name: str
    roles: tuple[str, ...]
    words: tuple[str, ...]
    request: joining.JoinRequest


def read_request(session: Session, path: Path) -> Asked:
    """The answer to an invitation.

    Raises `Refused`: ``other-organisation``, ``not-proven``, ``unknown-token``, ``already-bound``; `Trouble`
    ``not-a-request``, ``file-unreadable``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble("file-unreadable", "check-file", file=path.name) from error
    request = joining.check_request(data, session.store.root)
    known = pending(session).get(request.token)
    holder = bound.holder(session, request.pub)
    if holder:
        raise Refused("already-bound", person=holder)
    if known is None or known.person != request.person:
        raise Refused("unknown-token")
    _keep_pending(session, {**pending(session), request.token: msgspec.structs.replace(known, request=data)})
    name = session.standings.of(request.person).name
    return Asked(request.person, name, known.roles, request.words, request)


def waiting_keys(session: Session) -> tuple[Asked, ...]:
    """The keys whose answers were read here and that nobody has bound yet, by name."""
    found = []
    for one in pending(session).values():
        if one.request:
            try:
                request = joining.check_request(one.request, session.store.root)
            except (Refused, Trouble):
                continue  # the list is no record: a damaged line of it is asked for again
            if bound.holder(session, request.pub):
                continue  # bound on another computer of HR, or answered twice
            name = session.standings.of(one.person).name
            found.append(Asked(one.person, name, one.roles, request.words, request))
    return tuple(sorted(found, key=lambda asked: (asked.name, asked.words)))


def bind(session: Session, asked: Asked, *, passphrase: str) -> str:
    """Bind the key whose six words were compared.

    Raises `Refused` ``not-your-role``, ``not-about-yourself``, ``already-bound``, ``wrong-passphrase``.
    """
    request = asked.request
    _may_bind(session, request.person)
    holder = bound.holder(session, request.pub)
    if holder:
        raise Refused("already-bound", person=holder)
    sign_again(session, passphrase)
    body = identity.Bind(
        person=request.person,
        roles=asked.roles,
        pub=request.pub,
        seal=request.seal,
        token=request.token,
        pop=request.pop,
        from_seq=1,
    )
    record = session.store.append(signer(session), "bind", identity.plain(body))
    _keep_pending(session, {token: one for token, one in pending(session).items() if token != request.token})
    return record


def end_key(session: Session, log: str, reason: str, *, passphrase: str, last_seq: int | None = None) -> str:
    """End a key at the last position of it that this store has seen, or at an earlier one (`last_seq`, 0: nothing of
    it counts), for a device that was in other hands before anybody knew.

    Raises `Refused`: ``reason-missing``, ``unknown-record`` (no bind of this key here, or no such position),
    ``hr-key`` (it still speaks for HR: the recovery file ends that first), ``already-ended``, ``wrong-passphrase``.
    """
    may(session, "bind.end", None)
    if not reason.strip():
        raise Refused("reason-missing")
    if bound.speaks_for_hr(session, log):
        raise Refused("hr-key")
    found, said = bound.bind_of(session, log)
    person = said.person
    seq, last = session.store.heads().get(log, (0, ""))
    end = bound.ended_at(session, person, log)
    if end is not None and (last_seq is None or last_seq >= end):
        raise Refused("already-ended")  # the earliest end holds: a later one would say what is not so
    if last_seq is not None and last_seq < seq:
        seq, last = last_seq, bound.record_at(session, person, log, last_seq)
    sign_again(session, passphrase)
    body = identity.BindEnd(bind=found, last_seq=seq, last_id=last or None, reason=reason.strip())
    return session.store.append(signer(session), "bind.end", identity.plain(body), refs=(found,))


def reinvite(
    session: Session,
    log: str,
    held: Iterable[str],
    path: Path,
    reason: str,
    *,
    passphrase: str,
    last_seq: int | None = None,
) -> str:
    """Another device in the place of one: the invitation is written, then the old key ends where this store has seen it.

    Returns the record of the end. The invitation comes first, so that a disk that refuses leaves the old key as it is.
    Raises what `invite` and `end_key` raise.
    """
    if not reason.strip():
        raise Refused("reason-missing")
    if bound.speaks_for_hr(session, log):
        raise Refused("hr-key")
    _record, said = bound.bind_of(session, log)
    sign_again(session, passphrase)
    invite(session, said.person, held, path)
    return end_key(session, log, reason, passphrase=passphrase, last_seq=last_seq)


def enrol(session: Session, person: str, start: date) -> str:
    """Enrol somebody in the current programme. Raises `Refused` ``already-enrolled``, ``no-programme``."""
    programme = session.library.programme()
    if programme is None:
        raise Refused("no-programme")
    if session.standings.of(person).enrolment is not None:
        raise Refused("already-enrolled")
    return write(session, Enrol(programme=programme.id, hash=programme.hash, start=start), person)


def assign(session: Session, learner: str, person: str, as_: AssignAs, since: date) -> str:
    """Give a learner a mentor, confirmer, examiner or proctor. Raises `Refused` ``already-assigned``, ``not-about-yourself``."""
    if learner == person:
        raise Refused("not-about-yourself", kind="assign")
    running = session.standings.of(learner).assignments
    if any(a.person == person and a.as_ == as_ and a.ended is None for a in running):
        raise Refused("already-assigned")
    return write(session, Assign(as_=as_, person=person, since=since), learner)


def end_assignment(session: Session, learner: str, assignment: str, reason: str) -> str:
    """End an assignment at what this store has seen of that person: later sign-offs do not count.

    Raises `Refused` ``reason-missing``, ``unknown-record``.
    """
    found = next((a for a in session.standings.of(learner).assignments if a.record == assignment), None)
    if found is None:
        raise Refused("unknown-record")
    if not reason.strip():
        raise Refused("reason-missing")
    body = AssignEnd(assign=assignment, heads=session.store.heads_of(found.person), reason=reason.strip())
    return write(session, body, learner, refs=(assignment,))


def give_leave(session: Session, learner: str, since: date, until: date, kind: str, *, instead: str = "") -> str:
    """Days away, both included; they pause the elapsed months. `instead`: the leave whose days were wrong, which this
    one replaces; a leave that never was is taken back with `cancel_leave`.

    Raises `Refused` ``dates-reversed``, ``not-enrolled``, ``unknown-record``.
    """
    if until < since or until - since > timedelta(days=366):
        raise Refused("dates-reversed")
    if session.standings.of(learner).enrolment is None:
        raise Refused("not-enrolled")
    old = session.store.record(instead) if instead else None
    if instead and (old is None or old.record.header.kind != "leave" or old.record.header.sub != learner):
        raise Refused("unknown-record", record=instead)
    return write(session, Leave(since=since, until=until, kind=kind), learner, refs=(instead,) if instead else ())


def cancel_leave(session: Session, leave: str, reason: str, *, passphrase: str) -> None:
    """Take back a leave that never was, with those it had replaced: else the older days would count again.

    Raises `Refused`: ``unknown-record`` and what `attesting.withdraw` raises.
    """
    chain: list[str] = []
    ahead = [leave]
    while ahead:
        judged = session.store.record(ahead.pop())
        if judged is None or judged.record.header.kind != "leave" or judged.record.id in chain:
            continue
        chain.append(judged.record.id)
        ahead += judged.record.header.refs
    if not chain:
        raise Refused("unknown-record", record=leave)
    for record in reversed(chain):
        withdraw(session, record, reason, passphrase)
