"""What is asked for once: of each person, or of each company where a step is about nobody."""

from datetime import date
from pathlib import Path

import pytest
from life import Life, begin

from vault_tools.commands.closing import close_application
from vault_tools.core.rules.pipeline import next_steps
from vault_tools.core.rules.review import Matter, items

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


def contacts_to_find(life: Life, day: str = DAY) -> list[tuple[str, str | None]]:
    return [(f.text.partition(":")[0], f.application) for f in life.all(day) if f.step == "two-contacts"]


FIND = "Find two good contacts at Alpha"


def test_two_contacts_are_found_once_for_a_company(life: Life) -> None:
    assert contacts_to_find(life) == [(FIND, "Alpha – Dev")]
    life.done(DAY, life.id_of(DAY, FIND))
    life.applies(DAY, "Alpha", "Chief")
    life.applies(DAY, "Beta", "Dev")
    assert contacts_to_find(life) == [("Find two good contacts at Beta", "Beta – Dev")]


def test_contacts_that_another_application_names_are_not_looked_for(tmp_path: Path) -> None:
    life = begin(tmp_path / "w")
    life.applies(DAY, "Gamma", "Dev", referrer=["Nina Okafor"], recruiter=["Tom Becker"])
    life.applies(DAY, "gamma", "Lead", recruiter=["Tom Becker"])
    assert contacts_to_find(life) == []


def test_what_another_application_does_not_know_is_looked_for(tmp_path: Path) -> None:
    life = begin(tmp_path / "w")
    life.new(DAY, "application", company="Gamma", role="Chief", recruiter=["Tom Becker"])  # a lead
    life.applies(DAY, "Gamma", "Dev")
    assert [f.text for f in life.all(DAY) if f.step == "two-contacts"] == [
        "Find two good contacts at Gamma: somebody who could refer you as well"
    ]


@pytest.mark.parametrize("end", ["no", "withdrawn"])
def test_what_a_company_is_asked_for_once_ends_with_the_last_application_there(life: Life, end: str) -> None:
    def ends(role: str) -> None:
        if end == "no":
            life.hears_no(DAY, f"Alpha – {role}")
        else:
            close_application(life.session(DAY), f"Alpha – {role}", end, date.fromisoformat(DAY))

    life.new(DAY, "application", company="Alpha", role="Chief")  # a lead: nobody was written to yet
    ends("Dev")
    assert contacts_to_find(life) == [(FIND, "Alpha – Dev")]
    ends("Lead")
    assert contacts_to_find(life) == []
    assert "- [-] Find two good contacts" in life.read("Applications/Alpha – Dev.md")
    assert why_over_anything(life) == []


def test_an_end_by_hand_leaves_it_open_while_another_application_is(life: Life) -> None:
    for role, left in (("Dev", [(FIND, "Alpha – Dev")]), ("Lead", [])):
        life.edit(f"Applications/Alpha – {role}.md", "stage: applied", "stage: withdrawn")
        assert contacts_to_find(life) == left
    assert why_over_anything(life) == ["you withdrew"]


def why_over_anything(life: Life) -> list[str]:
    return [item.because for item in items(life.search(DAY)) if item.matter is Matter.OVER]


def test_it_is_the_next_step_of_every_application_there(life: Life) -> None:
    life.new(DAY, "application", company="Alpha", role="Chief")
    nexts = next_steps(life.search(DAY))
    assert {path: f.step for path, f in nexts.items()} == {
        "Applications/Alpha – Dev.md": "two-contacts",
        "Applications/Alpha – Lead.md": "two-contacts",
    }
    life.applies(DAY, "Beta", "Dev", recruiter=["Mia Kern"])
    for words in ("contacts at Beta", "Follow Beta"):
        life.snooze(DAY, life.id_of(DAY, words), "2026-04-01")
    life.applies(DAY, "Beta", "Lead")
    assert next_steps(life.search(DAY))["Applications/Beta – Dev.md"].step == "status-check"
    assert next_steps(life.search(DAY))["Applications/Beta – Lead.md"].step == "two-contacts"


def test_a_plan_for_a_company_takes_over_that_it_is_followed(life: Life) -> None:
    life.new(DAY, "company", name="Beta")
    assert follows(life) == ["Follow Alpha on LinkedIn"]
    before = life.files()
    created = life.new(DAY, "company", name="Alpha", dream=True)
    assert [line.task.description for line in created.ending.closed] == ["Follow [[Alpha]] on LinkedIn"]
    assert follows(life) == [
        "Follow Alpha on LinkedIn and wherever else they write; find their blogs, and comment where you can help"
    ]
    assert (
        "- [-] Follow [[Alpha]] on LinkedIn (dropped: it is in the plan for them) 📅 2026-03-02 ❌ 2026-03-09"
        in life.lines("Applications/Alpha – Dev.md")
    )
    life.undo(DAY)
    assert life.files() == before


def test_a_plan_for_another_company_takes_over_nothing(life: Life) -> None:
    assert life.new(DAY, "company", name="Beta", dream=True).ending.closed == ()


def test_a_line_that_was_moved_into_the_note_of_the_company_stays(life: Life) -> None:
    text = life.read("Applications/Alpha – Dev.md")
    (line,) = [line for line in text.split("\n") if "Follow [[Alpha]]" in line]
    life.edit("Applications/Alpha – Dev.md", f"{line}\n", "")
    life.edit("Companies/Alpha.md", "## Notes\n", f"## Notes\n\n{line}\n")
    life.new(DAY, "company", name="Alpha", dream=True)
    assert line in life.read("Companies/Alpha.md")
