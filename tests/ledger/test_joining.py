"""Invitation, join request, proof of possession."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ledger.world import key_of, person_of
from trainer.errors import Refused, Trouble
from trainer.ledger.joining import check_invitation, check_request, invite, proven, request, to_file
from trainer.ledger.keys import SMALL_ORDER, b64, six_words
from trainer.ledger.root import found_organisation, with_hr_key

FOUNDED = found_organisation("Firm", person=person_of("anna"), pub=key_of("anna").pub)
ROOT = with_hr_key(FOUNDED.root, [FOUNDED.root_key], person=person_of("bob"), pub=key_of("bob").pub)
TOM = key_of("tom")


def asked() -> dict[str, Any]:
    invitation = invite(ROOT, person=person_of("tom"), expires=100)
    fields: dict[str, Any] = json.loads(to_file(request(TOM, invitation, 50)))
    return fields


def test_three_steps_lead_to_the_words_that_both_see() -> None:
    invitation, root = check_invitation(to_file(invite(ROOT, person=person_of("tom"), expires=100, name="汤")), 99)
    assert (root, invitation.name) == (ROOT, "汤")
    answer = check_request(to_file(request(TOM, invitation, 100)), ROOT)
    assert answer.words == six_words(TOM.pub)
    assert (answer.person, answer.token) == (person_of("tom"), invitation.token)


def test_an_invitation_expires() -> None:
    invitation = invite(ROOT, person=person_of("tom"), expires=100)
    with pytest.raises(Refused, match="invitation-expired"):
        check_invitation(to_file(invitation), 101)
    with pytest.raises(Refused, match="invitation-expired"):
        request(TOM, invitation, 101)


@pytest.mark.parametrize("field", ["person", "token", "pub", "seal", "pop"])
def test_a_request_proves_every_field(field: str) -> None:
    fields, other = asked(), asked()
    other_key = json.loads(to_file(request(key_of("eve"), invite(ROOT, person=person_of("eve"), expires=100), 50)))
    fields[field] = other_key[field] if field != "token" else other["token"]
    with pytest.raises(Refused, match="not-proven"):
        check_request(json.dumps(fields).encode(), ROOT)


def test_a_request_to_another_organisation_is_refused() -> None:
    other = found_organisation("Other", person=person_of("anna"), pub=key_of("anna").pub).root
    with pytest.raises(Refused, match="other-organisation"):
        check_request(json.dumps(asked()).encode(), other)


def test_no_proof_is_accepted_from_a_refused_key() -> None:
    for pub in SMALL_ORDER:
        forged = (1).to_bytes(32, "little") + bytes(32)
        assert not proven(**{**asked(), "pub": b64(pub), "pop": b64(forged)})


@pytest.mark.parametrize("data", [b"", b"{}", b"null", b"\xff", b'{"org":"x"}', b"x" * 2_000_000])
def test_other_files_are_named_as_what_they_are_not(data: bytes) -> None:
    with pytest.raises(Trouble, match="not-a-request"):
        check_request(data, ROOT)
    with pytest.raises(Trouble, match="not-an-invitation"):
        check_invitation(data, 0)


def test_an_invitation_with_another_root_is_refused() -> None:
    fields = json.loads(to_file(invite(ROOT, person=person_of("tom"), expires=100)))
    fields["org"] = "0" * 64
    with pytest.raises(Trouble, match="not-an-invitation"):
        check_invitation(json.dumps(fields).encode(), 0)


def test_proof_of_possession_is_strict_about_spelling() -> None:
    fields = asked()
    assert proven(**fields)
    assert not proven(**{**fields, "pop": fields["pop"].rstrip("=")})
    assert not proven(**{**fields, "seal": b64(b"short")})
