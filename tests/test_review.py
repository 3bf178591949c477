"""The review: what it goes through, and what each key does, on a real terminal."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from life import NO, Life, begin, final_round

from vault_tools.commands import closing, reviewing
from vault_tools.core.model import Origin
from vault_tools.core.rules.review import Item, Matter

on_a_terminal = pytest.mark.skipif(os.name == "nt", reason="a terminal of its own needs a pty")


def waiting(life: Life, day: str) -> tuple[Item, ...]:
    return reviewing.waiting(life.session(day))[1]


def named(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    """What each is about, in short."""
    return [
        (
            item.matter.value,
            item.follow_up.text if item.follow_up
            else item.task.task.description if item.task
            else item.note.rpartition("/")[2].removesuffix(".md"),
        )
        for item in items
    ]  # fmt: skip


def whys(life: Life, day: str) -> set[str]:
    """Why the open lines that are over are so."""
    return {item.because for item in waiting(life, day) if item.matter is Matter.OVER}


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """One thing of each kind, on 2026-11-22."""
    life = begin(tmp_path / "v")
    life.write(
        "Notes/Mine.md",
        "- [ ] call the printer 📅 2026-11-20\n- [ ] find the old letters 📅 2026-10-01\n- [ ] later 📅 2026-12-01\n",
    )
    life.write(
        "Applications/Umbra – Lead.md",
        "---\ntype: application\ncompany: Umbra\nrole: Lead\nstage: applied\napplied: 2026-09-01\n---\n",
    )
    life.write(
        "Applications/Tyrell – Lead.md",
        "---\ntype: application\ncompany: Tyrell\nrole: Lead\nstage: withdrawn\n---\n"
        "- [ ] Ask [[Jo]] how things stand 📅 2026-11-01 ^fu-status-check-31ab7f\n",
    )
    life.write("Notes/Broken.md", "---\na: b: c\n---\n")
    return life


# ------------------------------------------------------------------------------------------ what it goes through


def test_late_comes_first_then_overdue_silent_over_and_unread(life: Life) -> None:
    assert named(waiting(life, "2026-11-22")) == [
        ("late", "find the old letters"),
        ("overdue", "call the printer"),
        ("stale", "Umbra – Lead"),
        ("over", "Ask [[Jo]] how things stand"),
        ("unread", "Broken"),
    ]


def test_what_is_due_today_or_later_is_not_in_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write("Mine.md", "- [ ] today 📅 2026-11-22\n- [ ] tomorrow 📅 2026-11-23\n")
    assert waiting(life, "2026-11-22") == ()


def test_an_open_line_that_is_over_says_why(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    life.new("2026-12-10", "hire", rejection="norrland", person="Ana Ruiz", found_out="2026-12-10")
    over = [item for item in waiting(life, "2026-12-11") if item.matter is Matter.OVER]
    assert [item.because for item in over] == ["it is known by now"] * 2
    life.edit(NO, "reasons_known:", "closed: 2026-12-11\nreasons_known:")
    over = [item for item in waiting(life, "2026-12-11") if item.matter is Matter.OVER]
    assert {item.because for item in over} == {"it is closed"}


def test_an_open_line_says_that_a_later_one_is_done_or_its_door_past_or_answered(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    assert whys(life, "2028-05-19") == {"its time is over"}
    life.done("2027-05-17", "Second word")
    assert whys(life, "2027-05-18") == {"a later one is done already"}
    life.undo("2027-05-18")
    life.new(
        "2026-12-01", "interview", reopen=True, application="norrland", starts="2026-12-05", round="extra"
    )
    life.edit(NO, "closed: 2026-12-01\n", "")
    assert whys(life, "2026-12-01") == {"it goes on"}


def test_an_open_line_says_which_other_stands_for_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Norrland", "Engineer")
    life.meets("2026-11-10T10:00", "norrland", "first", "Lena Weiss")
    life.meets("2026-11-13T10:00", "norrland", "second", "Lena Weiss")
    assert whys(life, "2026-11-14") == {"it has taken place", "a later round asks for the same"}


def test_an_offer_whose_day_has_passed_is_asked_about(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Umbra", "Lead")
    life.new("2026-11-10", "offer", application="umbra", respond_by="2026-11-20")
    offers = [item for item in waiting(life, "2026-11-22") if item.matter is Matter.OFFER]
    assert [str(item.day) for item in offers] == ["2026-11-20"]
    closing.close_application(life.session("2026-11-22"), "umbra", "withdrawn", date(2026, 11, 22))
    assert [item for item in waiting(life, "2026-11-22") if item.matter is Matter.OFFER] == []


def test_who_is_going_cold_is_asked_about_once(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write("Contacts/Tom.md", "---\ntype: contact\ntier: warm\n---\n## Log\n- 2026-01-02 coffee\n")
    found = [item for item in waiting(life, "2026-11-22") if item.note == "Contacts/Tom.md"]
    assert [item.matter for item in found] == [Matter.COLD]
    assert [item.follow_up.origin for item in found if item.follow_up] == [Origin.CADENCE]
    assert found[0].silent == 324


# -------------------------------------------------------------------------------------------- what the keys do


def at_terminal(life: Life, *, editor: str = "") -> "Terminal":
    env = {"EDITOR": editor, "VISUAL": "", "PATH": os.environ["PATH"] if editor else "/nowhere"}
    return Terminal(life.root, "--today", "2026-11-22", "review", env=env)


if os.name != "nt":
    from terminal import Terminal


@on_a_terminal
def test_each_key_does_one_deed_and_the_end_says_what_was_done(life: Life) -> None:
    walk = at_terminal(life)
    assert "find the old letters" in walk.press("d")
    assert "call the printer" in walk.press("s")
    walk.type("+3d", at="When")
    assert "No next step, and nothing for 82 days. Close it as no reply?" in walk.press("x")
    walk.type("", at="No reply, or withdrawn")
    assert "Still open, but you withdrew." in walk.press("x")
    walk.type("", at="Why")
    assert "could not be read" in walk.press("k")
    code, said = walk.end()
    assert code == 0
    assert (
        "1 done, 1 moved, 1 closed, 1 let go. `vault undo` takes back the last.\n1 is left, for another day.\n"
        in said
    )
    assert life.lines("Notes/Mine.md") == [
        "- [ ] call the printer 📅 2026-11-25",
        "- [x] find the old letters 📅 2026-10-01 ✅ 2026-11-22",
        "- [ ] later 📅 2026-12-01",
    ]
    assert "stage: no-reply\napplied: 2026-09-01\nclosed: 2026-11-22\n" in life.read(
        "Applications/Umbra – Lead.md"
    )
    assert life.lines("Applications/Tyrell – Lead.md") == [
        "- [-] Ask [[Jo]] how things stand (dropped: you withdrew) 📅 2026-11-01 ❌ 2026-11-22"
    ]


@on_a_terminal
def test_every_decision_is_a_deed_of_its_own_and_can_be_undone(life: Life) -> None:
    before = life.files()
    walk = at_terminal(life)
    walk.press("d")
    walk.press("x")
    walk.type("no need", at="Why")
    walk.press("q")
    walk.end()
    life.undo("2026-11-22")
    life.undo("2026-11-22")
    assert life.files() == before


@on_a_terminal
def test_any_other_key_repeats_the_question(life: Life) -> None:
    before = life.files()
    walk = at_terminal(life)
    for key in ("\r", "z", "é", " ", "ds"):  # two that come at once are none
        walk.press(key)
    walk.press("q")
    code, said = walk.end()
    assert (code, said.count("d done  s another day")) == (0, 6)
    assert life.files() == before


@on_a_terminal
def test_an_empty_answer_goes_back_to_the_question(life: Life) -> None:
    before = life.files()
    walk = at_terminal(life)
    walk.press("s")
    walk.type("never", at="When")
    walk.type("yesterday", at="When")
    walk.type("", at="When")
    walk.press("x")
    walk.type("", at="Why")
    walk.press("q")
    code, said = walk.end()
    assert code == 0
    assert "'never' is not a day I can read" in said
    assert "That is not a day to come." in said
    assert life.files() == before


@on_a_terminal
@pytest.mark.parametrize("slip", ["?", "n", "No", "x"])
def test_a_slip_behind_x_lets_nothing_go(life: Life, slip: str) -> None:
    before = life.files()
    walk = at_terminal(life)
    walk.press("x")
    walk.type(slip, at="Why (Enter goes back)")
    for _ in range(2):
        walk.press("k")
    walk.press("x")
    walk.type("?", at="No reply, or withdrawn (n, w; anything else goes back)")
    walk.press("k")
    walk.press("x")
    walk.type(slip, at="Why (n goes back)")
    walk.press("q")
    assert walk.end()[0] == 0
    assert life.files() == before


@on_a_terminal
def test_ctrl_c_leaves_what_was_done_and_says_what_is_left(life: Life) -> None:
    walk = at_terminal(life)
    walk.press("d")
    walk.interrupt()
    code, said = walk.end()
    assert code == 130
    assert "1 done." in said
    assert "4 are left, for another day." in said
    assert "- [x] find the old letters 📅 2026-10-01 ✅ 2026-11-22" in life.lines("Notes/Mine.md")


@on_a_terminal
def test_a_silent_application_can_come_back_on_a_day(life: Life) -> None:
    walk = at_terminal(life)
    walk.press("k")
    walk.press("k")
    walk.press("s")
    walk.type("2w", at="When")
    walk.press("q")
    walk.end()
    assert "follow_up: 2026-12-06\n" in life.read("Applications/Umbra – Lead.md")
    assert "stale" not in [item.matter.value for item in waiting(life, "2026-11-22")]


@on_a_terminal
def test_the_note_opens_in_the_editor_at_its_line_and_the_question_stays(life: Life, tmp_path: Path) -> None:
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/given"\n', encoding="utf-8")
    editor.chmod(0o755)
    walk = at_terminal(life, editor=str(editor))
    walk.press("o")
    walk.press("q")
    assert walk.end()[0] == 0
    assert (tmp_path / "given").read_text(encoding="utf-8") == f"+2\n{life.root / 'Notes/Mine.md'}\n"


@on_a_terminal
def test_where_nothing_opens_a_note_its_path_is_said(life: Life) -> None:
    walk = at_terminal(life)
    walk.press("o")
    walk.press("q")
    code, said = walk.end()
    assert code == 0
    assert f"set EDITOR, or open {life.root / 'Notes/Mine.md'} yourself" in said.replace("\n", "")


@on_a_terminal
def test_the_words_are_shown_where_there_are_some(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-12T16:40", "norrland")
    walk = at_terminal(life)
    for _ in range(20):
        if "Thank Lena Weiss (hiring manager)" in walk.press("w"):
            break
        walk.press("k")
    walk.press("q")
    assert "Dear Lena," in walk.end()[1]


@on_a_terminal
def test_where_nothing_waits_it_says_so(tmp_path: Path) -> None:
    code, said = at_terminal(begin(tmp_path / "v")).end()
    assert (code, said) == (0, "\nNothing waits for a decision. Everything is in its place.\n")


def test_without_a_terminal_it_names_the_way_out(life: Life) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", "--vault", str(life.root), "review"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal; `vault due --all` lists what there is." in done.stderr
    assert done.stderr.count("\n") == 1
