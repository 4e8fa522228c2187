from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from tests.story import PASSPHRASE, Story, library_file
from tests.ui.stage import Stage, signed_in
from trainer import config
from trainer.actions import certifying
from trainer.ui import shots
from trainer.ui.inspection import findings
from trainer.ui.pages.certificates import CertificatesPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.worker import Worker
from trainer.views.certificates_mine import MyCertificates, my_certificates


def opened(stage: Stage) -> CertificatesPage:
    stage.frame.go("certificates")
    stage.settle()
    return cast("CertificatesPage", stage.page())


def test_without_a_certificate_it_says_what_is_missing(worker: Worker, tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    story.clock.set(date(2026, 11, 23), 10)
    with signed_in(worker, story, ana) as stage:
        page = opened(stage)
        assert page.empty is not None
        assert page.empty.title.text() == "No certificate yet"
        assert page.empty.help.text() == "5 requirements are still open. What is missing is on Today."
        assert page.findChild(Button, "certificate-save") is None
        assert findings(stage.frame, 1280, 800) == []
        page.check.verify(tmp_path / "nothing.pdf")
        stage.settle()
        assert page.check.error.isVisibleTo(page)
        assert "nothing.pdf" in page.check.error.title.text()


def test_a_certificate_is_shown_saved_and_verified(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "library_path", library_file)
    story = Story.found(tmp_path)
    gao = story.add("高远", "1029", {"trainee"})
    story.graduate(gao, date(2026, 5, 11))
    certifying.issue(story.hr, gao, passphrase=PASSPHRASE)
    file = tmp_path / "certificate.pdf"
    with signed_in(worker, story, gao) as stage:
        page = opened(stage)
        assert page.empty is None
        found: list[MyCertificates] = []
        page.ask(my_certificates, found.append)
        stage.settle()
        (mine,) = found[0].rows
        assert (mine.tone, mine.failing) == ("ok", ())
        assert findings(stage.frame, 1280, 800) == []
        assert mine.printed is not None
        page.write(file, mine.printed)
        assert shots.wait(file.exists)
        stage.settle()
        page.check.verify(file)
        assert shots.wait(lambda: page.check.card.isVisibleTo(page))
        assert page.check.card.accessibleName() == "Valid. certificate.pdf"
        damaged = tmp_path / "damaged.pdf"
        damaged.write_bytes(file.read_bytes()[:2000])
        page.check.verify(damaged)
        assert shots.wait(lambda: page.check.error.isVisibleTo(page))
        assert not page.check.card.isVisibleTo(page)
        assert not stage.problems
