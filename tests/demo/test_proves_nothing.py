"""What is signed in the demonstration proves nothing outside it: its keys are everybody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import Story, library_file
from trainer import config
from trainer.demo import cast, shelf
from trainer.demo.story import MORNING
from trainer.errors import Refused
from trainer.ledger.keyring import keys_in
from trainer.ui import printing
from trainer.views import certificates, verification


def test_a_certificate_of_the_demonstration_is_never_valid(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    """Also not for somebody who was told to expect the demonstration's own id."""
    monkeypatch.setattr(config, "library_path", library_file)
    hr = next(one for one in shelf.roles(demo) if one.member.number == cast.HR)
    session = shelf.session(demo, hr.key_file, lambda: MORNING, write=True)
    try:
        rows = [row for row in certificates.register(session) if row.standing.status == "active"]
        assert rows
        pdf = tmp_path / "certificate.pdf"
        page = certificates.page(session, rows[0].person, rows[0].record)
        printing.write_pdf(pdf, page, certificates.evidence(session, rows[0].person))
        found = verification.verify_file(pdf, session.store.org, MORNING, library_file())
    finally:
        session.close()
    assert found.standing is not None
    assert found.standing.status == "active"
    assert not found.valid
    assert found.lines[0] == "NOT VALID"
    assert any("demonstration" in line for line in found.lines)


def test_a_firm_is_not_opened_by_a_playbill_laid_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "library_path", library_file)
    story = Story.found(tmp_path)
    try:
        shelf.write(
            story.folder, shelf.Playbill(day=cast.TODAY, people={story.hr.me: cast.HR}, library=library_file().name)
        )
        for key_file in keys_in(config.keys_folder(story.folder)):
            for write in (True, False):
                with pytest.raises(Refused, match="not-a-demonstration"):
                    shelf.session(story.folder, key_file, story.clock, write=write)
    finally:
        story.close()
