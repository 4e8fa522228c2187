"""Letting a requirement of the programme be met by something else: HR's decision, with a reason and a second person."""

from __future__ import annotations

from pathlib import Path

from trainer.actions.recording import may, sign_again, write
from trainer.actions.studying import keep_files
from trainer.domain.facts import Waive
from trainer.errors import Refused
from trainer.session import Session


def waive(
    session: Session,
    learner: str,
    requirement: str,
    reason: str,
    *,
    second: str,
    passphrase: str,
    files: tuple[Path, ...] = (),
) -> str:
    """Waive a requirement of the learner's programme; `second` is the person id of who agreed.

    Raises `Refused`: ``not-your-role``, ``not-about-yourself``, ``unknown-requirement``, ``reason-missing``,
    ``second-missing`` (nobody, HR's own id or the learner's), ``wrong-passphrase``.
    """
    may(session, "waive", learner)
    programme = session.standings.programme_of(learner)
    if programme is None or requirement not in {one.id for one in programme.requirements}:
        raise Refused("unknown-requirement", requirement=requirement)
    if not reason.strip():
        raise Refused("reason-missing")
    if second in {"", session.me, learner} or second not in session.store.people():
        raise Refused("second-missing")
    sign_again(session, passphrase)
    body = Waive(requirement=requirement, reason=reason.strip(), files=keep_files(session, files), second=second)
    return write(session, body, learner)
