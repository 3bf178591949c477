"""One person, several applications: what one letter or call can say is told beside the first, and no day is moved."""

from pathlib import Path

import pytest
from life import Life, begin

from vault_tools.cli.edge import run
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.together import about, together


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """An agency's recruiter for two companies, and one of a house for two roles."""
    life = begin(tmp_path / "v")
    life.write(
        "Contacts/Petra Vogel.md", "---\ntype: contact\ncompany: Talento\nrole: recruiter\n---\n## Log\n"
    )
    for company in ("Norrland", "Umbra"):
        life.applies("2026-11-02", company, "Engineer", recruiter=["[[Petra Vogel]]"])
    life.applies("2026-11-02", "Kestrel", "Engineer", recruiter=["Tom Becker"])
    life.applies("2026-11-04", "Kestrel", "Lead", recruiter=["Tom Becker"])
    return life


def one(life: Life, day: str, text: str, application: str) -> FollowUp:
    (found,) = [f for f in life.all(day) if text in f.text and f.application == application]
    return found


def with_it(life: Life, day: str, first: FollowUp) -> list[tuple[str, str]]:
    search = life.search(day)
    return [(f.text, about(search, f, first)) for f in together(search, first)]


def test_two_questions_to_one_recruiter_go_into_one_letter(life: Life) -> None:
    first = one(life, "2026-11-09", "Ask Petra Vogel how", "Norrland – Engineer")
    assert with_it(life, "2026-11-09", first) == [
        ("Ask Petra Vogel how things stand with the application", "Umbra")
    ]


def test_two_roles_at_one_company_are_told_by_the_role(life: Life) -> None:
    first = one(life, "2026-11-09", "Ask Tom Becker how", "Kestrel – Engineer")
    assert with_it(life, "2026-11-09", first) == [
        ("Ask Tom Becker how things stand with the application", "Lead")
    ]


def test_a_call_after_a_no_says_what_else_there_is_to_ask(life: Life) -> None:
    life.hears_no("2026-11-04T09:00", "norrland")
    call = one(life, "2026-11-09", "Call Petra Vogel", "Norrland – Engineer")
    assert with_it(life, "2026-11-09", call) == [
        ("Ask Petra Vogel how things stand with the application", "Umbra")
    ]


def test_two_steps_at_another_company_are_told_by_the_role_as_well(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.applies("2026-11-02", "Umbra", "Lead", recruiter=["[[Petra Vogel]]"])
    first = one(life, "2026-11-09", "Ask Petra Vogel how", "Norrland – Engineer")
    assert run(["--vault", str(life.root), "--today", "2026-11-09", "show", first.id]) == 0
    told = capsys.readouterr().err
    assert "  · Umbra, Engineer\n" in told and "  · Umbra, Lead\n" in told


def test_two_noes_of_one_company_are_told_apart_by_the_role(life: Life) -> None:
    for role in ("Engineer", "Lead"):
        life.meets("2026-11-05T09:00", f"Kestrel – {role}", "first", "Ida Falk")
        life.hears_no("2026-11-09T09:00", f"Kestrel – {role}")
    life.meets("2026-11-05T09:00", "umbra", "first", "Ute Lang")
    life.hears_no("2026-11-09T09:00", "umbra")

    def page(day: str) -> str:
        assert run(["--vault", str(life.root), "--today", day, "dashboard"]) == 0
        return life.read("Dashboard.md")

    said = [line[11:] for line in page("2026-11-09").split("\n") if line.startswith("> [!quote] ")]
    assert said == [
        "Kestrel (Engineer) said no today",
        "Kestrel (Lead) said no today",
        "Umbra said no today",
    ]
    rows = [line for line in page("2026-11-12").split("\n") if line.startswith("| [[2026-11-09 ")]
    assert [row.partition("]]")[0].partition(r"\|")[2] for row in rows] == [
        "Kestrel, Engineer",
        "Kestrel, Lead",
        "Umbra",
    ]


def test_nothing_can_be_said_yet_of_a_talk_to_come(life: Life) -> None:
    life.new("2026-11-06", "interview", application="umbra", starts="2026-11-11T14:00", round="first")
    life.hears_no("2026-11-04T09:00", "norrland", typed_on="2026-11-06")
    call = one(life, "2026-11-09", "Call Petra Vogel", "Norrland – Engineer")
    assert with_it(life, "2026-11-09", call) == []
    assert with_it(life, "2026-11-11", call) == [
        ("Tell Petra Vogel what happened and how you think it went", "Umbra")
    ]
    told = one(life, "2026-11-09", "Tell Petra Vogel", "Umbra – Engineer")
    assert with_it(life, "2026-11-09", told) == []


def test_what_is_held_or_days_away_is_no_part_of_it(life: Life) -> None:
    first = one(life, "2026-11-09", "Ask Petra Vogel how", "Norrland – Engineer")
    life.snooze(
        "2026-11-09", one(life, "2026-11-09", "Ask Petra Vogel how", "Umbra – Engineer").id, "2026-11-13"
    )
    assert with_it(life, "2026-11-09", first) == []
    life.hears_no("2026-11-09T10:00", "umbra")
    assert with_it(life, "2026-11-09", first) == []


def test_what_one_does_for_the_same_application_has_its_own_turn(life: Life) -> None:
    life.meets("2026-11-09", "norrland", "first", "Ida Falk")
    (thanks,) = [f for f in life.all("2026-11-09") if f.step == "thank-by-email"]
    assert with_it(life, "2026-11-09", thanks) == []


def test_the_page_and_next_and_show_and_draft_name_it(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    for follow_up in life.all("2026-11-09"):
        if follow_up.person != "Petra Vogel":
            life.drop("2026-11-09", follow_up.id, "not this one")
    life.drop("2026-11-09", one(life, "2026-11-09", "once more", "Umbra – Engineer").id, "not this one")
    first = one(life, "2026-11-09", "Ask Petra Vogel how", "Norrland – Engineer")
    other = one(life, "2026-11-09", "Ask Petra Vogel how", "Umbra – Engineer")
    link = f"[[Umbra – Engineer#^{other.block_id}|Umbra]]"
    assert f". One letter or call may do for {link} too.\n" in life.read("Dashboard.md")
    told = (
        "One letter or call may do for this too:\n"
        f"  {other.id}  today  Ask Petra Vogel how things stand with the application  · Umbra\n"
    )
    for command in (["next"], ["show", first.id], ["draft", first.id]):
        assert run(["--vault", str(life.root), "--today", "2026-11-09", *command]) == 0
        assert told in capsys.readouterr().err
    assert run(["--vault", str(life.root), "--today", "2026-11-09", "draft", first.id, "--json"]) == 0
    assert told not in capsys.readouterr().err


def test_the_line_in_bold_is_the_one_that_first_names(life: Life) -> None:
    life.write("Own.md", "- [ ] Ring the landlord 📅 2026-11-07\n- [ ] Sign the form ⏫ 📅 2026-11-09\n")
    life.drop("2026-11-09", one(life, "2026-11-09", "Ask Petra Vogel how", "Umbra – Engineer").id, "no")
    page = life.read("Dashboard.md")
    assert "> [!tip] First: sign the form\n" in page
    assert "- [ ] **" not in page
