"""What is asked for once: of each person, or of each company where a step is about nobody."""

from pathlib import Path

import pytest
from life import Life, begin

DAY = "2026-03-09"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """Two applications at Alpha."""
    life = begin(tmp_path / "v")
    for role in ("Dev", "Lead"):
        life.applies("2026-03-02", "Alpha", role)
    return life


def follows(life: Life, day: str = DAY) -> list[str]:
    return [f.text for f in life.all(day) if f.step in ("follow-company", "follow-everywhere")]


def test_a_company_is_followed_once(life: Life) -> None:
    assert follows(life) == ["Follow Alpha on LinkedIn"]
    life.done(DAY, life.id_of(DAY, "Follow Alpha"))
    life.applies(DAY, "Alpha", "Chief")
    life.applies(DAY, "Beta", "Dev")
    assert follows(life) == ["Follow Beta on LinkedIn"]


def test_what_was_let_go_is_asked_for_with_the_next_application(life: Life) -> None:
    life.drop(DAY, life.id_of(DAY, "Follow Alpha"), "not now")
    life.applies(DAY, "Alpha", "Chief")
    assert follows(life) == ["Follow Alpha on LinkedIn"]


def test_a_company_that_has_a_plan_is_followed_by_that(life: Life) -> None:
    life.new("2026-03-02", "company", name="Delphi", dream=True)
    life.applies("2026-03-03", "Delphi", "Dev")
    assert [text for text in follows(life) if "Delphi" in text] == [
        "Follow Delphi on LinkedIn and wherever else they write; find their blogs, and comment where you can help"
    ]
