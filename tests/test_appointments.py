"""What has a date with others: interviews and answers to offers, in every list, until they are over."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from life import Life, begin, built_once

from vault_tools.api import open_vault
from vault_tools.cli.app import vault
from vault_tools.commands import closing
from vault_tools.commands.reviewing import waiting
from vault_tools.core.rules.appointments import appointments, ready_first
from vault_tools.core.rules.board import board
from vault_tools.core.rules.review import Matter

OFFER = "Offers/2026-03-09 Acme – Dev.md"
TALK = "2026-03-12 Umbra – Lead – final"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """An offer that wants its answer by the 13th, and an invitation for the 12th at ten."""
    return built_once(tmp_path / "v", with_an_offer)


def with_an_offer(root: Path) -> Life:
    life = begin(root)
    life.applies("2026-03-01", "Acme", "Dev")
    life.new("2026-03-09", "offer", application="acme", respond_by="2026-03-13")
    life.applies("2026-03-02", "Umbra", "Lead")
    life.new("2026-03-09", "interview", application="umbra", starts="2026-03-12T10:00", round="final")
    for day, piece in (("2026-03-09", "Follow Acme"), ("2026-03-09", "Follow Umbra"), ("2026-03-09", "Find")):
        life.drop(day, piece, "not now")
    return life


def says(life: Life, day: str, *argv: str) -> list[str]:
    said = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", day, *argv])
    assert said.exit_code in (0, 1), said
    return said.stdout.splitlines()


def ahead(life: Life, day: str, days: int = 0) -> list[tuple[str, str, str]]:
    return [(str(a.day), a.round, a.company) for a in appointments(life.search(day), days)]


ANSWER = ("2026-03-13", "answer to the offer", "Acme")
FINAL = ("2026-03-12", "final", "Umbra")


def test_an_answer_stays_in_sight_until_it_is_given_and_an_interview_until_its_day_is_over(
    life: Life,
) -> None:
    assert ahead(life, "2026-03-11") == []
    assert ahead(life, "2026-03-11", 2) == [FINAL, ANSWER]
    assert ahead(life, "2026-03-12") == [FINAL]
    assert ahead(life, "2026-03-13") == [ANSWER]
    assert ahead(life, "2026-03-17") == ahead(life, "2027-03-17") == [ANSWER]
    closing.close_application(
        life.session("2026-03-17"), "acme", "accepted", life.session("2026-03-17").today
    )
    assert ahead(life, "2026-03-17") == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (OFFER, "respond_by: 2026-03-13", "respond_by: 2026-03-20"),
        (OFFER, "respond_by: 2026-03-13", "respond_by: 2026-03-13\nclosed: 2026-03-13"),
        ("Applications/Acme – Dev.md", "stage: offer", "stage: interviewing"),
        ("Applications/Acme – Dev.md", "stage: offer", "stage: withdrawn"),
    ],
)
def test_more_time_a_closed_offer_or_another_stage_ends_the_wait(
    life: Life, path: str, old: str, new: str
) -> None:
    life.edit(path, old, new)
    assert ahead(life, "2026-03-17") == []


def test_a_later_offer_gives_the_day_for_both(life: Life) -> None:
    life.write("Offers/Again.md", life.read(OFFER).replace("2026-03-13", "2026-03-16"))
    assert ahead(life, "2026-03-15", 1) == [("2026-03-16", "answer to the offer", "Acme")]
    assert ahead(life, "2026-03-17") == [("2026-03-16", "answer to the offer", "Acme")]


def test_due_begins_with_the_appointments_of_its_days(life: Life) -> None:
    prepare = life.id_of("2026-03-11", "Prepare")
    addresses = life.id_of("2026-03-11", "Write down")
    assert says(life, "2026-03-12", "due") == [
        "        today       Final round at 10:00  · Umbra",
        f"{prepare}  1 day late  Prepare: who they are, what they need, your own questions  · Umbra",
        f"{addresses}  today       Write down the name and e-mail address of everyone you met  · Umbra",
    ]
    assert says(life, "2026-03-11", "due", "--within", "2d")[:2] == [
        "        tomorrow   Final round at 10:00  · Umbra",
        "        in 2 days  Answer to the offer  · Acme",
    ]
    assert says(life, "2026-03-09", "due", "--all")[0].endswith("Final round at 10:00  · Umbra")
    for piece in (prepare, addresses):
        life.done("2026-03-12", piece)
    assert says(life, "2026-03-17", "due") == ["4 days late  Answer to the offer  · Acme"]
    assert says(life, "2026-03-17", "due", "--json") == ["[]"]


def test_next_names_what_is_today_first_and_then_a_step_before_it_or_after_it(life: Life) -> None:
    prepare = life.id_of("2026-03-11", "Prepare")
    assert says(life, "2026-03-12", "next") == [
        "Final round at 10:00, Umbra  (today)",
        f"Before it: Prepare: who they are, what they need, your own questions  (1 day late, {prepare})",
    ]
    life.done("2026-03-12", prepare)
    addresses = life.id_of("2026-03-12", "Write down")
    assert says(life, "2026-03-12", "next")[1].startswith("Afterwards: Write down")
    life.done("2026-03-12", addresses)
    assert says(life, "2026-03-13", "next") == ["Answer to the offer, Acme  (today)", "Nothing else is due."]
    assert says(life, "2026-03-17", "next")[0] == "Answer to the offer, Acme  (4 days late)"


def test_what_is_long_late_hides_no_talk_in_the_row_of_its_application(life: Life) -> None:
    for piece in ("Prepare", "Write down"):
        life.drop("2026-03-09", piece, "I know them")
    life.write("Mine.md", "- [ ] Read about [[Umbra – Lead]] 📅 2026-02-24\n")
    rows = []
    for day in ("2026-03-10", "2026-03-11"):  # fourteen days late, and a day later still
        says(life, day, "dashboard")
        rows += [line for line in life.read("Dashboard.md").split("\n") if line.startswith("| [[Umbra")]
    assert [row.rpartition(" | ")[2] for row in rows] == [
        "Read about Umbra – Lead, **14 days late** |", "Final round, tomorrow |",
    ]  # fmt: skip


def test_of_two_talks_on_a_day_the_first_is_prepared_first_whatever_their_notes_are_called(
    life: Life,
) -> None:
    life.new("2026-03-09", "interview", application="acme", starts="2026-03-12T14:00", round="first")
    first, then = (f"2026-03-12 {talk}" for talk in ("Umbra – Lead – final", "Acme – Dev – first"))
    for day in ("2026-03-11", "2026-03-12"):
        listed = [f.note for f in ready_first(life.search(day), life.all(day)) if f.step == "prepare"]
        assert listed == [f"Interviews/{first}.md", f"Interviews/{then}.md"]

    def tip() -> str:
        says(life, "2026-03-12", "dashboard")
        return life.read("Dashboard.md").partition("[!tip] ")[2].partition("\n\n")[0]

    prepare = next(f.id for f in life.all("2026-03-12") if first in f.note and f.step == "prepare")
    assert tip() == "Today: final round, Umbra, 10:00\n> Before it: prepare."
    assert says(life, "2026-03-12", "next")[1].endswith(f"(1 day late, {prepare})")
    life.done("2026-03-12", prepare)
    assert tip() == "Today: final round, Umbra, 10:00\n> Afterwards: prepare."
    assert says(life, "2026-03-12", "next")[1].startswith("Afterwards: Prepare")


@pytest.mark.parametrize("day", ["2026-03-11", "2026-03-12"])
def test_what_gets_one_ready_for_a_talk_comes_before_what_is_urgent_or_owed(life: Life, day: str) -> None:
    life.write("Mine.md", "- [ ] Ring Tom 🔺 📅 2026-03-05\n")
    life.applies("2026-03-02", "Tern", "Dev", recruiter=["Cy Dan"])
    listed = [
        line.split("  ")[-2].strip()
        for line in says(life, day, "due")
        if "Umbra" not in line or "Prepare" in line
    ]
    assert listed[0] == "Prepare: who they are, what they need, your own questions"
    assert "Ring Tom" in listed
    says(life, day, "dashboard")
    assert board(life.search(day)).first.short == "Prepare"  # type: ignore[union-attr]


def test_an_interview_of_today_leads_also_where_an_answer_is_owed(life: Life) -> None:
    life.new("2026-03-16", "interview", application="umbra", starts="2026-03-17T09:00", round="talk")
    assert says(life, "2026-03-17", "next")[0] == "Talk at 09:00, Umbra  (today)"


def test_an_answer_that_is_owed_is_overdue_on_the_dashboard_and_in_the_prompt(life: Life) -> None:
    for piece in ("Prepare", "Write down"):
        life.done("2026-03-12", piece)
    says(life, "2026-03-17", "dashboard")
    page = life.read("Dashboard.md")
    assert "> [!tip] First: answer to the offer, Acme\n> It was due on Friday." in page
    assert "## Overdue · 1\n\n- **Answer to the offer, Acme** · 2026-03-13 · 4 days late · [[" in page
    assert "| offer, answer was due **13 March** |" in page
    assert "| Answer to the offer, **4 days late** |" in page
    assert says(life, "2026-03-17", "prompt") == ["1!"]
    assert board(life.search("2026-03-12")).overdue_in_all == 0


def test_check_tells_of_an_answer_that_is_owed(life: Life) -> None:
    assert not any("answer" in line for line in says(life, "2026-03-13", "check"))
    (told,) = [line for line in says(life, "2026-03-17", "check") if "answer" in line]
    assert told == (
        f'{OFFER}:6: the answer to this offer was due on 2026-03-13; `vault close "Acme – Dev" --as accepted` '
        "or `--as declined`, or write another day into `respond_by`"
    )


def test_review_asks_for_an_answer_first(life: Life) -> None:
    life.write("Mine.md", "- [ ] call the printer 📅 2026-03-01\n")
    _, found = waiting(life.session("2026-03-17"))
    assert [item.matter for item in found][:2] == [Matter.OFFER, Matter.LATE]


def test_programs_have_the_appointments_too(life: Life) -> None:
    found = open_vault(life.root, today=life.session("2026-03-11").today).appointments(within=2)
    assert [(a.note.path, str(a.moment), a.about) for a in found] == [
        ("Interviews/2026-03-12 Umbra – Lead – final.md", "2026-03-12 10:00:00", "Lead"),
        (OFFER, "2026-03-13", "Dev"),
    ]


def test_an_offer_may_lead_to_its_application_by_another_note(life: Life) -> None:
    life.write(
        "Offers/By a talk.md", f'---\ntype: offer\napplication: "[[{TALK}]]"\nrespond_by: 2026-03-10\n---\n'
    )
    life.edit("Applications/Umbra – Lead.md", "stage: interviewing", "stage: offer")
    owed = [a.note.name for a in board(life.search("2026-03-12")).owed]
    assert owed == ["By a talk"]
