"""What the program says about itself is true, and the diagnostics tell nobody who works here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import TODAY, Story
from trainer import local
from trainer.actions import keeping, studying
from trainer.domain.calendar import DAY_MS
from trainer.ui.pages.about import AboutPage
from trainer.views import about
from trainer.wording import about as said


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    ana = made.add("李晓雯", "1031", {"trainee"})
    made.enrol(ana, date(2026, 8, 3))
    made.clock.set(TODAY, 10)
    studying.claim_hours(made.sessions[ana], title="金税系统操作", provider="税务局", day=TODAY, seconds=7200)
    yield made
    made.close()


def test_counts_ages_and_versions(story: Story) -> None:
    hr = story.hr
    found = about.facts(hr)
    assert found.records == sum(1 for _one in hr.store.records())
    assert found.verdicts == {"ok": found.records}
    assert found.people == 4
    assert (found.backup_age, found.exchange_age) == (about.NEVER, about.NEVER)
    assert found.altered == 0
    assert hr.key is not None
    assert found.key == hr.key.log
    keeping.back_up(hr)
    local.keep_exchanged(
        hr.folder, hr.me, local.Exchanged(time=story.clock.now - 3 * DAY_MS, folder="x", received=0, sent=0)
    )
    found = about.facts(hr)
    assert (found.backup_age, found.exchange_age) == (0, 3)
    assert dict(said.computer(found))["Last exchange"] == "3 days ago"


def test_an_exchange_in_the_future_was_not_never(story: Story) -> None:
    """Somebody set the clock of this computer back: it was there, today by its calendar."""
    hr = story.hr
    later = local.Exchanged(time=story.clock.now + 5 * 3_600_000, folder="x", received=0, sent=0)
    local.keep_exchanged(hr.folder, hr.me, later)
    assert about.facts(hr).exchange_age == 0


def test_diagnostics_hold_no_personal_data(story: Story) -> None:
    text = about.diagnostics(about.facts(story.hr), {"qt": "6"})
    assert "records ok: " in text
    assert "qt: 6" in text
    private = ["李晓雯", "1031", "金税", "明远", story.hr.store.org, *story.hr.store.people(), *story.hr.store.heads()]
    assert [one for one in private if one[:12] in text] == []
    assert str(story.folder) not in text
    assert text.isascii()


def test_the_page_is_part_of_the_program() -> None:
    assert AboutPage.name == "about"
