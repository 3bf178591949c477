"""While a no is fresh: what has a date with others comes first, and everything else waits."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from life import Life, begin

from vault_tools.cli.app import vault
from vault_tools.core.rules.board import board


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A no from Beta on the 2nd, and a talk at Alpha on the 3rd."""
    life = begin(tmp_path / "v")
    life.applies("2026-03-02", "Alpha", "Dev")
    life.applies("2026-03-02", "Beta", "Dev")
    life.new(
        "2026-03-02", "interview", application="alpha", starts="2026-03-03T10:00", interviewers=["Cy Dan"]
    )
    life.hears_no("2026-03-02T12:00", "beta")
    return life


def says(life: Life, day: str, *argv: str) -> list[str]:
    said = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", day, *argv])
    assert said.exit_code == 0, said
    return said.stdout.splitlines()


def urgent(life: Life, day: str) -> list[str]:
    return [f.short for f in board(life.search(day)).with_others]


def test_what_gets_one_ready_then_thanks_then_what_else_a_talk_asks_for(life: Life) -> None:
    assert urgent(life, "2026-03-03") == ["Prepare", "Thank Cy Dan", "Write down the addresses"]
    life.write("Mine.md", "- [ ] Call Tom 📅 2026-03-03\n")
    assert urgent(life, "2026-03-03") == ["Prepare", "Thank Cy Dan", "Call Tom", "Write down the addresses"]


def test_what_has_a_date_with_nobody_is_folded(life: Life) -> None:
    says(life, "2026-03-03", "dashboard")
    above, _, fold = life.read("Dashboard.md").partition("> [!note]- 2 more, they can wait\n")
    assert "**First round, Alpha**, 10:00" in above
    assert "Follow Alpha" not in above and "Find two good contacts" not in above
    assert [line.split(" at ")[0].split(" Alpha")[0] for line in fold.splitlines()[:2]] == [
        "> - [ ] Find two good contacts",
        "> - [ ] Follow",
    ]


def test_where_nothing_has_a_date_with_others_there_is_only_the_fold(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-03-02", "Alpha", "Dev")
    life.applies("2026-03-02", "Beta", "Dev")
    life.hears_no("2026-03-02T12:00", "beta")
    page = life.read("Dashboard.md")
    assert "## Only what has a date with others" not in page
    assert "> [!note]- 2 that can wait" in page
    assert says(life, "2026-03-02", "next") == [
        "Nothing to send before Wednesday. Beta said no; be angry, be sad, let it out."
    ]


def test_next_names_the_talk_of_today_and_the_day_after_the_thanks(life: Life) -> None:
    prepare, thank = (life.id_of("2026-03-03", piece) for piece in ("Prepare", "Thank Cy Dan by e-mail"))
    quiet = "Nothing else to send before Wednesday. Beta said no; be angry, be sad, let it out."
    assert says(life, "2026-03-03", "next") == [
        "First round at 10:00, Alpha  (today)",
        f"Before it: Prepare: who they are, what they need, your own questions  (1 day late, {prepare})",
        quiet,
    ]
    life.done("2026-03-03", prepare)
    assert says(life, "2026-03-03", "next") == [
        "First round at 10:00, Alpha  (today)",
        f"Afterwards: Thank Cy Dan by e-mail for the first round  (today, {thank})",
        quiet,
    ]


def test_due_lists_them_and_the_rest_only_when_it_looks_ahead(life: Life) -> None:
    def begin(*argv: str) -> list[str]:
        return [line[20:].partition(" ")[0] for line in says(life, "2026-03-03", *argv)]

    assert begin("due") == ["First", "Prepare:", "Thank", "Write"]
    assert begin("due", "--within", "0d") == begin("due")
    assert begin("due", "--within", "1d")[:6] == ["First", "Prepare:", "Thank", "Write", "Find", "Follow"]


def test_what_the_fresh_no_itself_asks_for_is_never_named_first(life: Life) -> None:
    life.drop("2026-03-03", "Prepare", "I know them")
    for piece in ("Thank Cy Dan by e-mail", "Write down"):
        life.done("2026-03-03", piece)
    assert board(life.search("2026-03-03")).first is None


def test_what_is_long_late_waits_too_whoever_wrote_it(life: Life) -> None:
    life.write("Mine.md", "- [ ] Ring the bakery 📅 2026-02-01\n- [ ] Ring Tom 📅 2026-03-02\n")
    said = says(life, "2026-03-03", "due")
    assert [line for line in said if "bakery" in line] == []
    assert any("Ring Tom" in line for line in said)
    assert any("Ring the bakery" in line for line in says(life, "2026-03-03", "due", "--all"))


def test_a_long_cool_off_is_told_by_its_date(tmp_path: Path) -> None:
    life = begin(tmp_path / "v", "cool_off = 240")
    life.applies("2026-03-02", "Alpha", "Dev", recruiter=["Cy Dan"])
    no = life.hears_no("2026-03-03T12:00", "alpha").path
    assert "> [!quote] Until the evening of 13 March\n> Nothing to send, nothing to fix. " in life.read(no)
    page = life.read("Dashboard.md")
    assert "> Nothing to send before **16 March**, and" in page
    assert "It is all here on 16 March." in page
    assert says(life, "2026-03-03", "next") == [
        "Nothing to send before 16 March. Alpha said no; be angry, be sad, let it out."
    ]


def test_the_note_of_a_no_says_until_when_as_the_hold_does_and_nothing_of_it_where_it_is_told_late(
    tmp_path: Path,
) -> None:
    life = begin(tmp_path / "v")
    for company in ("Alpha", "Beta"):
        life.applies("2026-03-02", company, "Dev", recruiter=["Cy Dan"])
    fresh = life.hears_no("2026-03-03T09:00", "alpha").path  # quiet to the end of the 4th
    late = life.hears_no("2026-03-03T09:00", "beta", typed_on="2026-03-05").path
    assert "> [!quote] Until Wednesday evening\n> Nothing to send, nothing to fix. Be angry" in life.read(
        fresh
    )
    assert "> [!quote] Before anything else\n> Nothing to fix. Be angry" in life.read(late)


def test_without_a_cool_off_the_note_of_a_no_holds_nothing_back(tmp_path: Path) -> None:
    life = begin(tmp_path / "v", "cool_off = 0")
    life.applies("2026-03-02", "Alpha", "Dev")
    no = life.hears_no("2026-03-03T09:00", "alpha").path
    assert "> [!quote] Before anything else\n> Nothing to fix. Be angry" in life.read(no)


def test_next_says_where_to_find_what_goes_out_today_and_speaks_of_nothing_that_is_not_there(
    tmp_path: Path,
) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-02-05", "Borealis", "Lead", referrer=["Kofi Mensah"])
    life.applies("2026-02-04", "Helix", "Dev")
    life.hears_no("2026-02-10", "helix")
    quiet = "Nothing {}to send before Thursday. Helix said no; be angry, be sad, let it out."
    kofi = next(f for f in life.all("2026-02-11") if f.person == "Kofi Mensah")
    assert says(life, "2026-02-11", "next") == [quiet.format("")]
    life.snooze("2026-02-10", kofi.id, "2026-02-11")
    assert says(life, "2026-02-11", "next") == ["What cannot wait, `vault due` lists.", quiet.format("else ")]
    assert [line[:6] for line in says(life, "2026-02-11", "due")] == [kofi.id]


# ------------------------------------------------------------------------------------- a no upon a no


def test_two_noes_are_one_silence_and_nothing_of_the_first_is_late_after_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    for company, person in (("Alpha", "Cy Dan"), ("Beta", "Bo Lee")):
        life.applies("2026-05-19", company, "Dev")
        life.meets("2026-05-29T10:00", company, "first", person)
        for f in life.all("2026-06-01"):
            life.drop("2026-06-01", f.id, "no time")
    life.hears_no("2026-06-02T11:00", "alpha")  # quiet to the end of the 3rd, by itself
    (thanks,) = (f for f in life.all("2026-06-02") if f.step == "thank-panel")
    assert (thanks.due, thanks.starts) == (date(2026, 6, 4), date(2026, 6, 4))
    life.hears_no("2026-06-03", "beta")
    assert life.read("Dashboard.md").count("> Nothing to send before **Friday**") == 2
    assert says(life, "2026-06-04", "due") == []
    held = {(f.held_until, f.overdue_days) for f in life.all("2026-06-04") if f.step == "thank-panel"}
    assert held == {(date(2026, 6, 5), 0)}
    assert says(life, "2026-06-04", "next") == [
        "Nothing to send before Friday. Beta said no; be angry, be sad, let it out."
    ]
    ripe = {f.text: f.ripe for f in life.due("2026-06-05")}
    assert ripe == {
        "Thank Cy Dan (interviewer) and ask to stay in touch": date(2026, 6, 5),
        "Thank Bo Lee (interviewer) and ask to stay in touch": date(2026, 6, 5),
    }
    assert {f.overdue_days for f in life.due("2026-06-06")} == {1}
    says(life, "2026-06-06", "dashboard")
    assert "> [!tip] First: thank Cy Dan\n> It waited until yesterday, and the words are ready" in life.read(
        "Dashboard.md"
    )
    says(life, "2026-06-08", "dashboard")
    assert "> It waited until Friday, and" in life.read("Dashboard.md")


def test_a_no_typed_later_is_planned_for_the_end_of_the_silence_that_goes_on(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    for company in ("Alpha", "Beta"):
        life.applies("2026-05-19", company, "Dev")
        life.meets("2026-05-29T10:00", company, "first", f"Cy {company}")
    life.hears_no("2026-06-03", "beta")
    alpha = life.hears_no("2026-06-02T11:00", "alpha", typed_on="2026-06-03")
    assert {planned.due for planned, _ in alpha.planned if planned.step.id == "thank-panel"} == {
        date(2026, 6, 5)
    }


def test_what_falls_into_no_silence_keeps_its_day(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    for company in ("Alpha", "Beta"):
        life.applies("2026-05-04", company, "Dev")
        life.meets("2026-05-05T10:00", company, "first", f"Cy {company}")
    life.hears_no("2026-05-12T11:00", "alpha")
    life.hears_no("2026-06-02T11:00", "beta")
    (thanks,) = (f for f in life.all("2026-06-04") if f.step == "thank-panel" and "Alpha" in f.text)
    assert (thanks.due, thanks.ripe, thanks.overdue_days) == (date(2026, 5, 14), date(2026, 5, 14), 21)
