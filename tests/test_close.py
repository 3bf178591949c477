"""Close an application, a door, a change: what ends with it, what stays, and that it is one deed."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from types import FrameType

import pytest
from life import APPLICATION, NO, Life, begin, built_once, final_round

from vault_tools.commands import closing
from vault_tools.commands.belonging import Asker
from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.rules.agenda import meetings
from vault_tools.core.rules.board import board
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.endings import End, end_of_application
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.search import search
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.stats import stats
from vault_tools.store.templates import load_playbook

TODAY = "2026-11-22"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """Two applications that go on, with a chase each."""
    return built_once(tmp_path / "v", two_that_go_on)


def two_that_go_on(root: Path) -> Life:
    life = begin(root)
    life.applies("2026-11-16", "Norrland Robotics", "Controls Engineer", recruiter=["Grete Holm"])
    life.applies("2026-11-16", "Umbra", "Lead", recruiter=["Jo Lund"])
    return life


def close(life: Life, name: str, stage: str, day: str = TODAY, **more: bool) -> End:
    return closing.close_application(life.session(day), name, stage, date.fromisoformat(day), **more)


def vault(life: Life, *args: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", "--vault", str(life.root), "--today", TODAY, *args],
        capture_output=True, text=True, cwd=Path(__file__).parent.parent, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


# ---------------------------------------------------------------------------------------------- an offer


UMBRA = "Applications/Umbra – Lead.md"


@pytest.fixture
def offered(life: Life) -> Life:
    life.new("2026-11-20", "offer", application="umbra", received="2026-11-20", respond_by="2026-11-27")
    life.write("Notes/mine.md", "- [ ] answer [[Umbra – Lead]] 📅 2026-11-24\n")
    return life


@pytest.mark.parametrize("said", ["declined", "withdrawn"])
def test_an_offer_that_is_not_taken_is_declined_whichever_word_is_said(offered: Life, said: str) -> None:
    offered.meets("2026-11-18", "umbra", "final", "Jo Lund")  # with steps of its own that end now
    before = offered.files()
    assert close(offered, "umbra", said).way == "declined"
    assert "stage: withdrawn\n" in offered.read(UMBRA)
    assert "closed: 2026-11-22\n" in offered.read(UMBRA)
    texts = "".join(data.decode() for path, data in offered.files().items() if path.endswith(".md"))
    assert "(dropped: you declined the offer)" in texts
    assert "you withdrew" not in texts
    offered.undo(TODAY)
    assert offered.files() == before


def test_a_declined_offer_is_never_called_withdrawn(offered: Life) -> None:
    close(offered, "umbra", "declined")
    with pytest.raises(VaultError, match="Umbra – Lead is declined already"):
        close(offered, "umbra", "withdrawn")
    with pytest.raises(VaultError, match="Umbra – Lead is declined; if it goes on, say so with --reopen"):
        offered.meets("2026-11-30", "umbra", "second")


def test_without_an_offer_nothing_can_be_declined(life: Life) -> None:
    before = life.files()
    with pytest.raises(
        VaultError, match=r"Umbra – Lead has no offer that could be declined; .* close it --as withdrawn"
    ):
        close(life, "umbra", "declined")
    assert life.files() == before


def test_a_stage_set_to_offer_by_hand_is_an_offer_too(life: Life) -> None:
    life.edit(UMBRA, "stage: applied", "stage: offer")
    assert close(life, "umbra", "declined").way == "declined"
    assert "stage: withdrawn\n" in life.read(UMBRA)


def test_declining_says_what_was_done_in_the_users_words(offered: Life) -> None:
    assert vault(offered, "close", "umbra", "--as", "declined") == (
        0,
        "Declined: Umbra – Lead\n",
        "You declined the offer; in the note the stage is withdrawn.\n\n"
        "Yours, and left as they are:\n  answer Umbra – Lead  (mine)\n",
    )
    assert "Now 1 in progress, 1 declined.\n" in vault(offered, "stats")[1]


def test_a_new_offer_names_both_ways(life: Life) -> None:
    said = vault(life, "new-offer", "umbra", "--on", "2026-11-20")[2]
    assert 'If you take it: `vault close "Umbra – Lead" --as accepted`' in said
    assert "If you decline: the same with `--as declined`." in said
    assert "Your answer is due" not in said


def test_a_new_offer_says_which_day_was_understood(life: Life) -> None:
    said = vault(life, "new-offer", "umbra", "--on", "2026-11-20", "--respond-by", "next friday")[2]
    assert "\nYour answer is due on Friday, 27 November 2026. If you take it: " in said


# ------------------------------------------------------------------------------------------ an application


@pytest.mark.parametrize("stage", ["no-reply", "withdrawn"])
def test_an_end_sets_stage_and_day_and_cancels_what_only_served_it(life: Life, stage: str) -> None:
    close(life, "norrland", stage)
    text = life.read(APPLICATION)
    assert f"stage: {stage}\n" in text
    assert "closed: 2026-11-22\n" in text
    assert [line for line in life.lines(APPLICATION) if line.startswith("- [ ]")] == [
        "- [ ] Follow [[Norrland Robotics]] on LinkedIn 📅 2026-11-16"
    ]
    dropped = [line for line in life.lines(APPLICATION) if line.startswith("- [-]")]
    assert len(dropped) == 3
    because = life.session("2026-11-22").vault.playbook.reason(stage)
    assert all(f"(dropped: {because})" in line and "❌ 2026-11-22" in line for line in dropped)
    assert "dropped" not in life.read("Applications/Umbra – Lead.md")


def test_lines_of_your_own_are_listed_and_left(life: Life) -> None:
    life.edit(APPLICATION, "## Notes", "## Notes\n\n- [ ] ask Ravi about them 📅 2026-12-01")
    end = close(life, "norrland", "no-reply")
    assert [line.task.description for line in end.by_hand] == ["ask Ravi about them"]
    assert "- [ ] ask Ravi about them 📅 2026-12-01" in life.lines(APPLICATION)


def test_who_keeps_a_status_goes_on_keeping_it(life: Life) -> None:
    life.edit(APPLICATION, "stage: applied", "status: applied")
    close(life, "norrland", "withdrawn")
    assert "status: withdrawn\n" in life.read(APPLICATION)
    assert "stage:" not in life.read(APPLICATION)


def test_it_is_one_deed_and_every_other_byte_comes_back(life: Life) -> None:
    before = life.files()
    close(life, "norrland", "accepted", with_others=True)
    life.undo(TODAY)
    assert life.files() == before


def test_what_has_ended_is_refused_with_the_way_out(life: Life) -> None:
    close(life, "norrland", "no-reply")
    before = life.files()
    with pytest.raises(VaultError, match=r"is no-reply already\. .*`vault new-interview … --reopen`"):
        close(life, "norrland", "withdrawn")
    assert life.files() == before


# ------------------------------------------------------------------------------------------- a job is taken


def test_with_a_job_taken_ends_what_a_company_was_asked_for_by_an_application_that_ended(
    tmp_path: Path,
) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-10", "Alpha", "Engineer")
    life.applies("2026-11-10", "Alpha", "Tester")
    life.hears_no("2026-11-16T10:00", "Alpha – Engineer")
    first = "Applications/Alpha – Engineer.md"
    assert [
        line for line in life.lines(first) if line.startswith("- [ ] Find two")
    ]  # the other one has need of it
    close(life, "Alpha – Tester", "accepted")
    assert not [line for line in life.lines(first) if line.startswith("- [ ] Find two")]


def test_what_a_company_is_asked_once_ends_with_its_last_application_and_with_no_other(
    tmp_path: Path,
) -> None:
    life = begin(tmp_path / "v")
    for role in ("Engineer", "Tester", "Lead"):
        life.applies("2026-11-10", "Alpha", role)
    life.applies("2026-11-10", "Umbra", "Lead")
    life.hears_no("2026-11-16T10:00", "Alpha – Engineer")
    first = "Applications/Alpha – Engineer.md"
    asked = "Find two good contacts at [[Alpha]]: whoever could refer you, and the recruiter"
    for other in ("umbra", "Alpha – Tester"):  # elsewhere; and while a third goes on there
        close(life, other, "no-reply")
        assert f"- [ ] {asked} 📅 2026-11-10" in life.lines(first), other
    close(life, "Alpha – Lead", "no-reply")
    assert f"- [-] {asked} (dropped: no answer came) 📅 2026-11-10 ❌ 2026-11-22" in life.lines(first)


def test_a_line_that_links_to_somebody_else_is_no_line_of_what_is_closed(life: Life) -> None:
    life.write(
        "Notes/mine.md", "- [ ] call [[Kim]] 📅 2026-11-24\n- [ ] answer [[Umbra – Lead]] 📅 2026-11-24\n"
    )
    end = close(life, "umbra", "no-reply")
    assert [line.task.description for line in end.by_hand] == ["answer [[Umbra – Lead]]"]


def test_a_job_taken_ends_the_chase_everywhere_and_leaves_the_others_open(life: Life) -> None:
    end = close(life, "norrland", "accepted")
    assert "stage: accepted\n" in life.read(APPLICATION)
    other = life.read("Applications/Umbra – Lead.md")
    assert "stage: applied\n" in other
    assert other.count("(dropped: you took the job at Norrland Robotics)") == 4
    assert [a.company for a in end.others] == ["Umbra"]


def test_the_others_are_withdrawn_where_that_is_said(life: Life) -> None:
    close(life, "norrland", "accepted", with_others=True)
    assert "stage: withdrawn\n" in life.read("Applications/Umbra – Lead.md")
    assert "closed: 2026-11-22\n" in life.read("Applications/Umbra – Lead.md")


def test_after_a_job_is_taken_doors_and_thanks_stay_and_what_asks_for_another_chance_does_not(
    tmp_path: Path,
) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    life.applies("2026-11-16", "Umbra", "Lead")
    end = close(life, "umbra", "accepted")
    assert {line.step.id for line in end.elsewhere if line.step} == {
        "debrief", "change-something", "plan-b", "who-was-hired", "second-chance", "follow-company", "collect-addresses",
    }  # fmt: skip
    assert [door.company for door in end.doors] == ["Norrland Robotics"]
    assert {f.step for f in life.all("2026-11-23") if f.note == NO} == {
        "thank-panel", "call-recruiter", "referrer-detective",
    }  # fmt: skip


def test_the_plan_for_a_dream_company_rests_when_a_job_is_taken(life: Life) -> None:
    life.new("2026-11-20", "company", name="Tyrell", dream=True)
    end = close(life, "norrland", "accepted")
    assert "trade-press" in {line.step.id for line in end.elsewhere if line.step}
    assert [f for f in life.all("2026-12-01") if f.company == "Tyrell"] == []


# ------------------------------------------------------------------------------------------------- a door


def test_shutting_a_door_cancels_the_words_and_look_ups_and_keeps_the_thanks(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    _, lines = closing.close_door(life.session(TODAY), "norrland", date(2026, 11, 22))
    assert {line.step.id for line in lines if line.step} == {"who-was-hired", "second-chance"}
    assert "closed: 2026-11-22\n" in life.read(NO)
    assert life.read(NO).count("(dropped: the door is shut)") == 6
    assert "thank-panel" in {f.step for f in life.all(TODAY)}
    with pytest.raises(
        VaultError, match="is closed already, since 2026-11-22; to open it again, empty `closed`"
    ):
        closing.close_door(life.session(TODAY), "norrland", date(2026, 11, 22))


def test_with_the_last_door_to_a_company_its_plan_ends_too_and_may_begin_again(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.new("2026-11-02", "company", name="Norrland Robotics", dream=True)
    life.new("2026-11-02", "company", name="Tyrell", dream=True)
    life.hears_no("2026-11-18T16:40", "norrland")
    before = life.files()
    _, lines = closing.close_door(life.session(TODAY), "norrland", date(2026, 11, 22))
    plan = {line.step.id for line in lines if line.step and line.note.name == "Norrland Robotics"}
    assert plan == {"follow-everywhere", "find-their-people", "trade-press", "association-meeting"}
    assert {f.company for f in life.all(TODAY) if f.step == "trade-press"} == {"Tyrell"}
    life.undo(TODAY)
    assert life.files() == before
    closing.close_door(life.session(TODAY), "norrland", date(2026, 11, 22))
    life.new("2027-06-01", "company", name="Norrland Robotics", dream=True)
    assert {f.company for f in life.all("2027-06-01") if f.step == "trade-press"} == {
        "Tyrell", "Norrland Robotics",
    }  # fmt: skip


def test_while_something_runs_at_a_company_its_plan_stays(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.new("2026-11-02", "company", name="Norrland Robotics", dream=True)
    life.hears_no("2026-11-18T16:40", "norrland")
    life.applies("2026-11-20", "Norrland Robotics", "Planner")
    _, lines = closing.close_door(life.session(TODAY), "2026-11-18", date(2026, 11, 22))
    assert {line.step.id for line in lines if line.step} == {"who-was-hired", "second-chance"}


def test_a_door_shut_in_the_first_night_does_not_end_the_quiet(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    closing.close_door(life.session("2026-11-18"), "norrland", date(2026, 11, 18))
    assert [off.ends.isoformat() for off in life.search("2026-11-19").is_cooling()] == ["2026-11-20"]


# ----------------------------------------------------------------------------------------------- a change


def test_a_change_is_ended_and_its_question_ticked(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    made = life.new("2026-11-01", "change", what="a shorter résumé")
    closing.close_note(life.session(TODAY), "shorter", date(2026, 11, 22))
    assert "closed: 2026-11-22\n" in life.read(made.path)
    assert (
        "- [x] See what “a shorter résumé” moved: keep it, or let it go, and close the note 📅 2027-01-01 ✅ 2026-11-22"
        in life.lines(made.path)
    )
    life.new("2026-11-23", "change", what="another photo")


HABIT = """
[habit]
folder = "Habits"
file = "{{ what }}"
event = "habit"
one_at_a_time = true

[[habit.property]]
name = "what"
argument = true
required = true
"""
EVERY_WEEK = """
[[step]]
id = "keep-it-up"
event = "habit"
form = "line"
who = "self"
offset = 7
recurrence = "every week when done"
ends_with = "closed"
text = "Keep it up"
"""


@pytest.mark.parametrize("by_the_next_one", [False, True])
def test_what_comes_again_and_again_ends_with_what_it_belongs_to(
    tmp_path: Path, by_the_next_one: bool
) -> None:
    life = begin(tmp_path / "v")
    life.write("Templates/kinds.toml", HABIT)
    life.write("Templates/playbook.toml", EVERY_WEEK)
    path = life.new("2026-11-02", "habit", what="Walk").path
    if by_the_next_one:
        life.new("2026-11-22", "habit", what="Swim", asker=Asker(confirm=lambda _: True))
    else:
        closing.close_note(life.session("2026-11-22"), "Walk", date(2026, 11, 22))
    boxes = [line[:16] for line in life.read(path).split("\n") if line.startswith("- [")]
    assert boxes == ["- [x] Keep it up"]


def test_where_nothing_goes_on_nothing_can_be_ended(life: Life) -> None:
    with pytest.raises(
        NotFoundError, match="nothing goes on that could be ended; `vault new-change` begins it"
    ):
        closing.close_note(life.session(TODAY), "x", date(2026, 11, 22))


# ------------------------------------------------------------------------------------------- as a command


def test_the_command_says_what_it_did(life: Life) -> None:
    code, out, err = vault(life, "close", "umbra", "--as", "no-reply", "--on", "2026-11-20")
    assert (code, out) == (0, "Closed without an answer: Umbra – Lead\n")
    assert "Cancelled, because no answer came:" in err
    assert "closed: 2026-11-20\n" in life.read("Applications/Umbra – Lead.md")


def test_without_a_terminal_a_job_taken_is_shown_first_and_needs_a_yes(life: Life) -> None:
    before = life.files()
    code, out, err = vault(life, "close", "norrland", "--as", "accepted")
    assert (code, out) == (2, "")
    assert "Ask Jo Lund how things stand with the application" in err
    assert "needs --yes" in err
    assert "This would be crossed out, because you took the job:" in err
    assert life.files() == before
    code, out, err = vault(life, "close", "norrland", "--as", "accepted", "--yes")
    assert (code, out) == (0, "Taken: Norrland Robotics – Controls Engineer\n")
    assert 'vault close "Umbra – Lead" --as withdrawn' in err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["close", "umbra"],
            "close needs --as no-reply, withdrawn, declined or accepted; or --called-off, --door, --done.",
        ),
        (["close", "umbra", "--as", "rejected"], "a no is written down with `vault new-rejection`"),
        (
            ["close", "umbra", "--as", "gone"],
            "'gone' is not one of 'no-reply', 'withdrawn', 'declined', 'accepted'",
        ),
        (["close", "umbra", "--as", "withdrawn", "--door"], "give one of them"),
        (["close", "umbra", "--as", "withdrawn", "--on", "tomorrow"], "is still to come; close it then"),
    ],
)
def test_misuse_is_told_and_changes_nothing(life: Life, args: list[str], message: str) -> None:
    before = life.files()
    code, out, err = vault(life, *args)
    assert (code, out) == (2, "")
    assert message in err
    assert life.files() == before


def test_the_reasons_of_a_vault_are_its_own_words(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write("Templates/playbook.toml", '[reasons]\nno-reply = "keine Antwort"\n')
    made = life.applies("2026-11-01", "Umbra", "Lead")
    closing.close_application(life.session("2026-11-22"), "umbra", "no-reply", date(2026, 11, 22))
    assert "(dropped: keine Antwort)" in life.read(made.path)


def test_a_job_taken_asks_each_line_once_however_many_applications_there_are(tmp_path: Path) -> None:
    def calls(applications: int) -> int:
        """How often a line was asked whom it serves, in a search of so many applications."""
        notes = [
            read_note(
                f"{n}.md",
                f"---\ntype: application\nstage: applied\n---\n- [ ] Call [[{n + 1}]] 📅 2026-12-01\n".encode(),
            )
            for n in range(applications)
        ]
        found = search(catalogue(notes), load_playbook(tmp_path), Settings(), date.fromisoformat(TODAY))
        count = 0

        def hear(frame: FrameType, event: str, _: object) -> None:
            nonlocal count
            count += event == "call" and frame.f_code is belongs_to.__code__

        sys.setprofile(hear)
        try:
            end = end_of_application(found, found.applications["0.md"], "accepted", found.today)
        finally:
            sys.setprofile(None)
        assert len(end.others) == applications - 1
        return count

    few, many = calls(20), calls(80)
    assert 0 < few <= 3 * 20
    assert many <= 3 * 80


def test_whoever_was_hired_is_not_asked_for_new_roles_once_a_job_is_taken(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-08-18T16:40", "norrland")
    life.new("2026-11-01", "hire", rejection="norrland", person="Fay Orr", found_out="2026-11-01")
    life.applies("2026-11-16", "Umbra", "Lead")
    assert [f.step for f in life.all(TODAY) if f.person == "Fay Orr"].count("help-the-hire") == 1
    close(life, "umbra", "accepted")
    assert "help-the-hire" not in [f.step for f in life.all(TODAY) if f.person == "Fay Orr"]


def test_with_a_job_taken_nobody_compares_themselves_with_a_hire_elsewhere_or_looks_for_their_old_job(
    tmp_path: Path,
) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-08-18T16:40", "norrland")
    life.new("2026-11-20", "hire", rejection="norrland", person="Fay Orr", previous_company="Quarry")
    life.applies("2026-11-16", "Umbra", "Lead")
    assert [f.step for f in life.all(TODAY) if f.note.startswith("Hires/")] == [
        "compare-credentials", "previous-company", "connect-hire", "coffee-with-hire", "help-the-hire",
    ]  # fmt: skip
    close(life, "umbra", "accepted")
    assert [f.step for f in life.all(TODAY) if f.note.startswith("Hires/")] == [
        "connect-hire", "coffee-with-hire",
    ]  # fmt: skip


def no_where_somebody_is_known(root: Path) -> Life:
    life = begin(root)
    life.applies("2026-11-02", "Umbra", "Lead")
    life.applies("2026-11-02", "Tyrell", "Engineer")
    life.write("Contacts/Mira.md", '---\ntype: contact\ncompany: "[[Tyrell]]"\nconnected: 2020-01-05\n---\n')
    life.hears_no("2026-11-18T16:40", "tyrell")
    assert "ask-acquaintance/Mira" in life.steps(TODAY)
    return life


def test_nobody_is_asked_what_may_open_next_once_a_job_is_taken(tmp_path: Path) -> None:
    life = no_where_somebody_is_known(tmp_path / "v")
    close(life, "umbra", "accepted")
    assert "ask-acquaintance/Mira" not in life.steps(TODAY)


def test_nobody_is_told_that_it_is_over_where_it_goes_on_after_all(tmp_path: Path) -> None:
    life = no_where_somebody_is_known(tmp_path / "v")
    life.meets("2026-11-25T10:00", "tyrell", "final", reopen=True)
    assert "ask-acquaintance/Mira" not in life.steps(TODAY)


def with_a_talk_to_come(root: Path) -> Life:
    life = begin(root)
    life.applies("2026-11-02", "Norrland", "Engineer")
    life.applies("2026-11-02", "Umbra", "Lead")
    life.new(
        "2026-11-20",
        "interview",
        application="norrland",
        starts="2026-11-25T10:00",
        interviewers=["Ida Falk"],
    )
    return life


TALK = "Interviews/2026-11-25 Norrland – Engineer – first.md"
ADDRESSES = "- [-] Write down the name and e-mail address of everyone you met (dropped: "


@pytest.mark.parametrize(
    "end", ["new-rejection norrland", "close norrland --as no-reply", "close norrland --as accepted --yes"]
)
def test_what_a_talk_asks_for_that_was_never_held_ends_with_the_application(tmp_path: Path, end: str) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    assert vault(life, *end.split())[0] == 0
    assert [line for line in life.lines(TALK) if line.startswith("- [ ]")] == []
    assert any(line.startswith(ADDRESSES) for line in life.lines(TALK))


def test_what_a_talk_asked_for_that_was_held_stays_after_the_no(tmp_path: Path) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    life.hears_no("2026-11-25T16:00", "norrland")
    assert "collect-addresses" in life.steps("2026-11-27")


def test_a_no_in_the_morning_ends_what_the_talk_of_that_afternoon_asks_for(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-02", "Norrland", "Engineer", recruiter=["Grete Holm"])
    life.new(
        "2026-11-20",
        "interview",
        application="norrland",
        starts="2026-11-25T14:00",
        round="screening",
        interviewers=["Grete Holm"],
    )
    created = life.hears_no("2026-11-25T09:40", "norrland")
    assert "stage_reached: applied\n" in life.read(created.path)  # nobody was met
    assert life.steps("2026-12-20") == ["call-recruiter/Grete Holm", "follow-company"]


def test_a_no_before_the_only_interview_is_one_of_those_whom_nobody_met(tmp_path: Path) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    created = life.hears_no("2026-11-24T09:00", "norrland")
    assert (created.level, "window_until" in life.read(created.path)) == (0, False)
    assert "1  before anybody met you\n" in vault(life, "stats")[1]


def test_a_talk_that_was_never_held_asks_for_nothing_where_the_stage_was_set_by_hand(tmp_path: Path) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    life.edit(
        "Applications/Norrland – Engineer.md", "stage: interviewing", "stage: withdrawn\nclosed: 2026-11-24"
    )
    assert "collect-addresses" not in life.steps("2026-11-26")
    life.edit("Applications/Norrland – Engineer.md", "closed: 2026-11-24", "closed: 2026-11-25")
    assert "collect-addresses" in life.steps("2026-11-26")


@pytest.mark.parametrize(
    ("closed", "is_held"), [("09:40", False), ("10:00", True), ("16:00", True), ("", True)]
)
def test_a_talk_that_is_still_to_come_today_is_called_off_with_its_application(
    tmp_path: Path, closed: str, is_held: bool
) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    before = life.files()
    session = life.session(f"2026-11-25T{closed}" if closed else "2026-11-25")
    end = closing.close_application(session, "norrland", "withdrawn", session.today)
    assert [talk.path for talk in end.talks] == [TALK] * (not is_held)
    assert session.told == ["Called off with it: 2026-11-25 Norrland – Engineer – first."] * (not is_held)
    assert ("cancelled: 2026-11-25\n" in life.read(TALK)) is not is_held
    later = life.search("2026-11-27")
    assert stats(later).funnel.interviews == is_held
    assert [m.note for m in meetings(later)] == [TALK] * is_held
    assert ("collect-addresses" in life.steps("2026-11-27")) is is_held
    life.undo("2026-11-25")
    assert life.files() == before


def test_a_talk_of_today_is_left_where_its_application_ended_yesterday_or_on_another_day(
    tmp_path: Path,
) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    end = closing.close_application(
        life.session("2026-11-25T09:00"), "norrland", "withdrawn", date(2026, 11, 24)
    )
    assert end.talks == ()
    assert "cancelled" not in life.read(TALK).partition("## ")[0]
    assert meetings(life.search("2026-11-27")) == ()


def test_whoever_took_a_job_writes_down_no_addresses_any_more(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    for company in ("Norrland", "Umbra"):
        life.applies("2026-11-02", company, "Engineer")
        life.meets("2026-11-10", company, "final", f"Ida {company}")
    life.hears_no("2026-11-12", "umbra")
    assert vault(life, "close", "norrland", "--as", "accepted", "--yes")[0] == 0
    assert [step for step in life.steps("2026-11-25") if "/" not in step] == []


def test_nobody_who_took_a_job_is_told_to_keep_the_others_moving(tmp_path: Path) -> None:
    life = with_a_talk_to_come(tmp_path / "v")
    life.applies("2026-11-02", "Tern", "Dev")
    life.hears_no("2026-11-18", "umbra")
    vault(life, "dashboard")
    assert "*Keep the others moving" in life.read("Dashboard.md")
    vault(life, "close", "tern", "--as", "accepted", "--yes", "--keep-others")
    assert "*Keep the others moving" not in life.read("Dashboard.md")


def test_who_lost_the_job_and_sends_an_application_is_in_a_search_again(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-08-03", "Tern", "Dev")
    close(life, "tern", "accepted", "2026-09-01")
    life.applies("2026-10-05", "Umbra", "Engineer", recruiter=["Grete Holm"])
    life.meets("2026-11-10T10:00", "umbra", "final", "Ida Berg")
    life.hears_no("2026-11-18T16:40", "umbra")
    hire = life.new("2026-11-22", "hire", rejection="umbra", person="Sam Rivera")
    assert "compare-credentials" in life.read(hire.path)
    assert board(life.search("2026-11-22")).taken is None


@pytest.mark.parametrize("applied", ["2026-08-03", "2026-09-01", ""])
def test_what_was_sent_before_the_job_was_taken_begins_no_search_anew_by_its_no(
    tmp_path: Path, applied: str
) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-08-03", "Tern", "Dev")
    life.write(
        "Applications/Umbra – Lead.md",
        f'---\ntype: application\ncompany: "Umbra"\nrole: Lead\nstage: applied\napplied: {applied}\n---\n',
    )
    close(life, "tern", "accepted", "2026-09-01")
    life.hears_no("2026-11-18T16:40", "umbra")
    taken = board(life.search("2026-11-22")).taken
    assert taken is not None and taken.company == "Tern"


def talked_with_two(root: Path) -> Life:
    life = begin(root)
    for company, person in (("Norrland", "Ida Falk"), ("Umbra", "Ute Lang")):
        life.applies("2026-11-02", company, "Engineer")
        life.meets("2026-11-20T10:00", company, "first", person)
    life.new("2026-11-20", "interview", application="umbra", starts="2026-11-25T10:00", round="final",
             interviewers=["Ute Lang", "Rex Moss"])  # fmt: skip
    return life


@pytest.mark.parametrize("how", ["withdrawn", "with a job taken", "declined"])
def test_thanks_for_a_talk_that_was_held_outlive_a_withdrawal(tmp_path: Path, how: str) -> None:
    life = talked_with_two(tmp_path / "v")
    if how == "declined":
        life.new("2026-11-21", "offer", application="umbra")
    if how == "with a job taken":
        close(life, "norrland", "accepted", with_others=True)
    else:
        close(life, "umbra", how)
    thanks = [f.text for f in life.all("2026-11-27") if "hank" in f.text and f.company == "Umbra"]
    assert thanks == [
        "Thank Ute Lang by e-mail for the first round",
        "Write Ute Lang a few lines of thanks by hand, and carry them in where you can",
    ]
    assert [f.text for f in life.all("2026-11-27") if f.company == "Norrland" and "hank" in f.text] == (
        []
        if how == "with a job taken"
        else [
            "Thank Ida Falk by e-mail for the first round",
            "Write Ida Falk a few lines of thanks by hand, and carry them in where you can",
        ]
    )
    code, out, _ = vault(life, "draft", "Ute Lang", "--message", "thank-after-interview")
    assert code == 0 and "wanting the job" not in out and "I wish you and the team well." in out


@pytest.mark.parametrize("how", ["no-reply", "accepted", "a no"])
def test_thanks_for_a_talk_end_with_what_got_no_answer_with_a_no_and_where_you_are_hired(
    tmp_path: Path, how: str
) -> None:
    life = talked_with_two(tmp_path / "v")
    if how == "a no":
        life.hears_no("2026-11-22T09:00", "umbra")
    else:
        close(life, "umbra", how)
    assert [f for f in life.all("2026-11-27") if f.company == "Umbra" and f.step in ("thank-by-email", "thank-by-hand")] == []  # fmt: skip
