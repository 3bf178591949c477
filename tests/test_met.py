"""Whom one meets is often known only afterwards: they are written into the interview that is there, with their thanks."""

import re
from pathlib import Path

import pytest
from life import Life, begin

from vault_tools.commands import rescheduling
from vault_tools.commands.belonging import Asker
from vault_tools.commands.check import check
from vault_tools.core.errors import VaultError

DAY = "2026-12-03"
NOTE = "Interviews/2026-12-03 Tyrell – Test Engineer – second.md"
PEOPLE = "interviewers"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    life = begin(tmp_path / "v")
    life.applies("2026-11-20", "Tyrell", "Test Engineer", recruiter=["Grete Holm"])
    life.meets(f"{DAY}T14:00", "tyrell", "second")
    return life


def met(life: Life, *people: str, day: str = DAY, when: str = DAY, **typed: object) -> list[str]:
    made = life.new(day, "interview", application="tyrell", starts=when, interviewers=list(people), **typed)
    return [f"{p.due} {p.step.id}/{p.person.name if p.person else ''}" for p, _ in made.planned]


def test_who_was_met_is_written_into_the_note_that_is_there_with_a_heading_and_thanks(life: Life) -> None:
    before = life.read(NOTE)
    assert met(life, "Lena Weiss") == [
        "2026-12-03 thank-by-email/Lena Weiss",
        "2026-12-04 thank-by-hand/Lena Weiss",
        "2026-12-04 connect-interviewer/Lena Weiss",
    ]
    text = life.read(NOTE)
    stand_in = next(line for line in before.split("\n") if line.startswith("Who was there?"))
    added = [line for line in text.split("\n") if "Lena Weiss" in line and line.startswith("- [ ]")]
    thanks = "".join(f"{line}\n" for line in added)
    assert text == before.replace("tags:\n  - interview\n", 'tags:\n  - interview\ninterviewers:\n  - "[[Lena Weiss]]"\n').replace(
        stand_in, "### Lena Weiss\n\nWhat I enjoyed hearing from them: "
    ).replace("\n\n## Notes", f"\n{thanks}\n## Notes")  # fmt: skip
    assert [p.relative_to(life.root).as_posix() for p in (life.root / "Interviews").iterdir()] == [NOTE]
    assert "Lena Weiss.md" in {p.name for p in (life.root / "Contacts").iterdir()}


def test_it_is_one_deed_that_undo_takes_back(life: Life) -> None:
    before = life.files()
    met(life, "Lena Weiss", "Yuki Sato")
    life.undo(DAY)
    assert life.files() == before


def test_the_next_ones_stand_below_those_that_are_there_and_nobody_gets_a_second_line(life: Life) -> None:
    met(life, "Lena Weiss")
    steps = met(life, "Lena Weiss", "Yuki Sato", promised="the paper on recalls")
    assert {step.partition("/")[2] for step in steps} == {"Yuki Sato"}
    assert "2026-12-07 be-a-resource/Yuki Sato" in steps
    text = life.read(NOTE)
    assert text.index("### Lena Weiss") < text.index("### Yuki Sato") < text.index("## Afterwards")
    assert text.count("Thank [[Lena Weiss]]") == 1 and "promised: the paper on recalls\n" in text


def test_whoever_has_their_steps_there_is_not_written_in_again(life: Life) -> None:
    met(life, "Lena Weiss")
    before = life.files()
    with pytest.raises(VaultError, match=f"{NOTE} has Lena Weiss already; `vault due --all` lists"):
        met(life, "Lena Weiss")
    assert life.files() == before


def test_without_a_name_the_way_to_add_one_is_said(life: Life) -> None:
    with pytest.raises(VaultError, match="already exists; --with NAME adds whom you met; for another talk"):
        met(life, round="second")


def test_a_name_typed_into_the_property_by_hand_gets_its_thanks_all_the_same(life: Life) -> None:
    life.edit(NOTE, "round: second\n", 'round: second\ninterviewers:\n  - "[[Lena Weiss]]"\n')
    assert "2026-12-03 thank-by-email/Lena Weiss" in met(life, "Lena Weiss")
    assert life.read(NOTE).count('"[[Lena Weiss]]"') == 1


def test_another_round_or_another_hour_of_that_day_is_another_talk(life: Life) -> None:
    life.meets(f"{DAY}T10:00", "tyrell", "screening")
    met(life, "Lena Weiss", round="screening")
    assert "Lena Weiss" in life.read(NOTE.replace("second", "screening")) and "Lena" not in life.read(NOTE)
    met(life, "Yuki Sato", when=f"{DAY}T14:00")
    assert "Yuki Sato" in life.read(NOTE)
    met(life, "Ida Falk", when=f"{DAY}T17:00", round="final")
    assert "Ida Falk" in life.read(NOTE.replace("second", "final"))


def test_a_talk_without_an_hour_gets_the_one_that_is_typed_with_a_name(life: Life) -> None:
    life.meets("2026-12-08", "tyrell", "final")
    note = "Interviews/2026-12-08 Tyrell – Test Engineer – final.md"
    met(life, "Lena Weiss", when="2026-12-08T15:00", round="final")
    assert "\nstarts: 2026-12-08T15:00:00\n" in life.read(note) and "### Lena Weiss" in life.read(note)
    met(life, "Yuki Sato", when="2026-12-08", round="final")
    assert "\nstarts: 2026-12-08T15:00:00\n" in life.read(note) and "### Yuki Sato" in life.read(note)


def test_another_hour_of_one_round_is_another_talk_and_each_is_found_by_its_hour(life: Life) -> None:
    met(life, "Lena Weiss", when=f"{DAY}T17:00", round="second")
    before, other = life.read(NOTE), NOTE.replace("second", "second, at 17.00")
    assert f"\nstarts: {DAY}T14:00:00\n" in before and "Lena" not in before
    assert f"\nstarts: {DAY}T17:00:00\n" in life.read(other) and "### Lena Weiss" in life.read(other)
    met(life, "Yuki Sato", when=f"{DAY}T17:00", round="second")
    assert life.read(NOTE) == before and "### Yuki Sato" in life.read(other)
    with pytest.raises(VaultError, match="that day has another one too, so say the hour of the one you mean"):
        met(life, "Ida Falk", round="second")


def test_an_hour_without_a_name_is_refused_with_the_command_that_sets_it(life: Life) -> None:
    name = NOTE.removeprefix("Interviews/").removesuffix(".md")
    way = f'if 15:00 is its hour, `vault reschedule "{name}" 15:00`; with whom you met, --with NAME, it is another'
    with pytest.raises(VaultError, match=re.escape(way)):
        life.meets(f"{DAY}T15:00", "tyrell", "second")
    rescheduling.reschedule(life.session(DAY), name, "15:00")
    assert f"\nstarts: {DAY}T15:00:00\n" in life.read(NOTE)
    with pytest.raises(VaultError, match=f"if 16:00 is its hour, write `starts: {DAY}T16:00:00` there"):
        life.new("2026-12-09", "interview", application="tyrell", starts=f"{DAY}T16:00", round="second")


@pytest.mark.parametrize("answer", [True, False])
def test_at_a_terminal_another_round_of_that_day_is_asked_about(life: Life, answer: bool) -> None:
    asked: list[str] = []
    asker = Asker(None, lambda question: bool(asked.append(question)) or answer)
    life.new(
        DAY,
        "interview",
        asker=asker,
        application="tyrell",
        starts=DAY,
        round="first",
        interviewers=["Lena Weiss"],
    )
    assert asked == ["2026-12-03 Tyrell – Test Engineer – second is there already. Were they in that one?"]
    assert ("Lena Weiss" in life.read(NOTE)) is answer


def test_after_the_no_they_get_the_thanks_of_a_no_and_nothing_else(life: Life) -> None:
    life.hears_no("2026-12-05T10:00", "tyrell")
    assert met(life, "Lena Weiss", day="2026-12-07") == ["2026-12-07 thank-panel/Lena Weiss"]
    assert "Thank [[Lena Weiss]] (interviewer)" in life.read(NOTE)


def test_a_recruiter_who_was_there_after_all_is_thanked_and_not_told_how_it_went(life: Life) -> None:
    before = life.files()
    made = life.new(DAY, "interview", application="tyrell", starts=DAY, interviewers=["Grete Holm"])
    assert [line.step.id for line in made.ending.closed if line.step] == ["loop-in-recruiter"]
    assert made.because == "they were there"
    assert (
        "Tell [[Grete Holm]] what happened and how you think it went (dropped: they were there)"
        in life.read(NOTE)
    )
    assert "thank-by-email/Grete Holm" in life.steps(DAY) and "polite-follow-up/Grete Holm" in life.steps(DAY)
    life.undo(DAY)
    assert life.files() == before


def test_late_thanks_are_left_out_as_in_any_plan(life: Life) -> None:
    assert met(life, "Lena Weiss", day="2026-12-10") == ["2026-12-04 connect-interviewer/Lena Weiss"]


def test_a_note_that_was_rewritten_gets_the_sections_at_its_end_and_keeps_its_bytes(life: Life) -> None:
    mine = '---\r\ntype: interview\r\napplication: "[[Tyrell – Test Engineer]]"\r\nstarts: 2026-12-03\r\nround: second\r\n---\r\n# mine\r\n\r\nIt was fine.'
    life.write(NOTE, mine)
    met(life, "Lena Weiss")
    text = life.read(NOTE)
    assert "\r\n# mine\r\n\r\nIt was fine.\r\n\r\n## What was said\r\n\r\n### Lena Weiss\r\n" in text
    assert text.count("\n") == text.count("\r\n") and "\r\n## Afterwards\r\n\r\n- [ ] Thank [[Lena" in text


def test_a_code_block_that_looks_like_the_section_is_left_alone(life: Life) -> None:
    text = life.read(NOTE)
    life.write(NOTE, text.replace("## Before", "```\n## Afterwards\n- mine\n```\n\n## Before"))
    met(life, "Lena Weiss")
    after = life.read(NOTE)
    assert "```\n## Afterwards\n- mine\n```\n\n## Before" in after
    assert after.rindex("## Afterwards") < after.index("- [ ] Thank [[Lena Weiss]]")


def test_own_templates_are_rehearsed_with_people_who_come_later(life: Life) -> None:
    life.write("Templates/notes/interview-people.md.j2", "## Afterwards\n\n{{ nobody }}\n")
    said = [str(f.problem) for f in check(life.session(DAY))]
    assert any("interview-people.md.j2" in one and "'nobody' is undefined" in one for one in said), said


def test_a_talk_that_was_moved_says_its_new_day_in_the_command_that_names_who_was_there(life: Life) -> None:
    rescheduling.reschedule(life.session("2026-11-30"), "tyrell", "2026-12-04")
    assert '--on 2026-12-04 --with "…"' in life.read(NOTE)
    assert f"--on {DAY}" not in life.read(NOTE)
    met(life, "Lena Weiss", day="2026-12-04", when="2026-12-04")
    assert "Who was there?" not in life.read(NOTE) and "### Lena Weiss" in life.read(NOTE)


def test_its_day_of_before_leads_to_the_one_it_is_on(life: Life) -> None:
    rescheduling.reschedule(life.session("2026-11-30"), "tyrell", "2026-12-04")
    with pytest.raises(
        VaultError, match="that talk is on 2026-12-04 now, so --on 2026-12-04 --with NAME adds"
    ):
        met(life, "Lena Weiss", day="2026-12-05", round="second")


def test_a_talk_that_was_moved_by_hand_has_its_words_replaced_too(life: Life) -> None:
    life.edit(NOTE, f"starts: {DAY}T14:00", "starts: 2026-12-04T14:00")
    met(life, "Lena Weiss", day="2026-12-04", when="2026-12-04")
    assert "Who was there?" not in life.read(NOTE) and "### Lena Weiss" in life.read(NOTE)


def test_a_day_that_means_the_next_week_is_told_of_the_talk_of_this_one(life: Life) -> None:
    typed = {
        "application": "tyrell",
        "starts": "2026-12-10",
        "round": "second",
        "interviewers": ["Lena Weiss"],
    }
    hint = f"{NOTE} was on {DAY}, and names nobody yet. If they were in that one: `vault undo`, and again with --on {DAY}."
    assert hint in life.new_and_told("2026-12-04", "interview", **typed)[1]
    life.undo("2026-12-04")
    assert hint not in life.new_and_told("2026-12-04", "interview", **{**typed, "round": "final"})[1]
    life.undo("2026-12-04")
    met(life, "Yuki Sato")
    assert hint not in life.new_and_told("2026-12-04", "interview", **typed)[1]


def test_a_talk_of_more_than_three_weeks_ago_is_not_taken_for_the_one_of_today(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-09-01", "Acme", "Dev")
    life.new("2026-10-01", "interview", application="acme", starts="2026-10-01T10:00", round="final")
    typed = {"application": "acme", "round": "final", "interviewers": ["Ada Lovelace"]}
    hint = (
        "Interviews/2026-10-01 Acme – Dev – final.md was on 2026-10-01, and names nobody yet. "
        "If they were in that one: `vault undo`, and again with --on 2026-10-01."
    )
    assert hint in life.new_and_told("2026-10-22", "interview", starts="2026-10-22T10:00", **typed)[1]
    life.undo("2026-10-22")
    assert hint not in life.new_and_told("2026-10-23", "interview", starts="2026-10-23T10:00", **typed)[1]
