"""The property `next_due`: kept where it is asked for, true to the day, one line of the note and no other."""

import os
import time

import pytest
from desk import ACME, NOTES, TODAY, TOM, Desk, changed
from life import Life
from test_watch import save, until, watching

from vault_tools.commands.deeds import complete, snooze
from vault_tools.commands.init import init
from vault_tools.commands.next_due import RESTED
from vault_tools.commands.undo import redo, undo
from vault_tools.core.meaning.dates import parse_iso
from vault_tools.store import write

ON = "maintain_next_due = true\n"
INITECH = "Applications/Initech – Automation Engineer.md"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "search", settings=ON)


def with_line(text, day, newline="\n"):
    """The note with our property as the last one."""
    head, mark, body = text.partition(f"{newline}---{newline}")
    return f"{head}{newline}next_due: {day}{mark}{body}"


def test_without_the_setting_no_note_is_written_to(tmp_path):
    assert Desk(tmp_path / "search").notes() == NOTES


def test_an_application_that_is_none_for_a_job_is_not_written_to(tmp_path):
    grant = "---\ntype: application\nfor: DFG\n{}---\n- [ ] budget 📅 2026-11-24\n"
    notes = {"Grants/A.md": grant.format(""), "Grants/B.md": grant.format("next_due: mine\n")}
    assert Desk(tmp_path / "search", notes, settings=ON).notes() == notes


def test_each_note_has_the_day_of_its_next_step_and_no_other_byte_changes(desk):
    assert desk.notes() == {
        TOM: with_line(NOTES[TOM], "2026-11-21"),
        ACME: with_line(NOTES[ACME], "2026-11-20"),
        INITECH: NOTES[INITECH],
    }


def test_it_follows_a_deed_and_goes_when_nothing_is_planned(desk):
    complete(desk.session(), ["31ab7f"])
    assert "\nnext_due: 2026-11-24\n" in desk.read(ACME)
    snooze(desk.session(), ["7t0zcy"], parse_iso("2026-12-01"))
    assert "\nnext_due: 2026-12-01\n" in desk.read(ACME)
    complete(desk.session(), ["7t0zcy"])
    assert "next_due" not in desk.read(ACME)


@pytest.mark.skipif(not hasattr(os, "link"), reason="no hard links here")
def test_a_note_with_two_names_is_left_alone(desk):
    """Each of them may want another day, and a watch would write the two in turn for ever."""
    os.link(desk.root / TOM, desk.root / "Notes.md")
    later = desk.read(TOM).replace("📅 2026-11-21", "📅 2026-12-05")
    (desk.root / TOM).write_text(later, encoding="utf-8")
    complete(desk.session(), ["31ab7f"])
    assert desk.read(TOM) == later
    assert "\nnext_due: 2026-11-24\n" in desk.read(ACME)
    (desk.root / "Notes.md").unlink()
    complete(desk.session(), ["7t0zcy"])
    assert "\nnext_due: 2026-11-22\n" in desk.read(TOM)  # the book


def test_a_step_counts_for_its_note_its_person_and_its_open_application(tmp_path):
    notes = {
        **NOTES,
        "Contacts/Dana Lee.md": "---\ntype: contact\n---\n",
        "Interviews/2026-11-30 Initech.md": '---\ntype: interview\napplication: "[[Initech – Automation Engineer]]"\n'
        "starts: 2026-11-30T10:00:00\n---\n- [ ] Ask [[Tom Okafor]] what they build 📅 2026-11-19\n",
    }
    desk = Desk(tmp_path / "search", notes, settings=ON)
    days = {
        path: next((x for x in text.split("\n") if x.startswith("next_due")), "")
        for path, text in desk.notes().items()
    }
    assert days == {
        TOM: "next_due: 2026-11-19",
        ACME: "next_due: 2026-11-20",
        INITECH: "next_due: 2026-11-19",
        "Contacts/Dana Lee.md": "next_due: 2026-11-20",
        "Interviews/2026-11-30 Initech.md": "",
    }


def test_a_held_step_counts_from_the_day_it_is_free(tmp_path):
    text = NOTES[ACME].replace("received:", "cool_off_until: 2026-12-03T16:40:00\nreceived:")
    desk = Desk(tmp_path / "search", {**NOTES, ACME: text}, settings=ON)
    assert "\nnext_due: 2026-11-24\n" in desk.read(ACME)  # the look-up sends nothing, so it is not held


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('next_due: "2026-11-20"', 'next_due: "2026-11-20"'),  # it says the same: not a byte
        ("next_due:   2026-11-20   # ours", "next_due:   2026-11-20   # ours"),
        ("next_due: 2026-11-19  # ours", "next_due: 2026-11-20  # ours"),
        ("next_due:", "next_due: 2026-11-20"),
        ("next_due: soon", "next_due: 2026-11-20"),
    ],
)
def test_its_line_stays_where_and_how_the_user_has_it(tmp_path, written, kept):
    text = NOTES[ACME].replace("company:", f"{written}\ncompany:")
    desk = Desk(tmp_path / "search", {**NOTES, ACME: text}, settings=ON)
    assert desk.read(ACME) == text.replace(written, kept)


def test_line_ends_bom_and_comments_stay(tmp_path):
    text = "\ufeff" + NOTES[ACME].replace("type: rejection", "type: rejection # a no").replace("\n", "\r\n")
    desk = Desk(tmp_path / "search", {**NOTES, ACME: text}, settings=ON)
    assert desk.read(ACME) == with_line(text, "2026-11-20", "\r\n")


def test_properties_that_cannot_be_changed_safely_are_left_alone(tmp_path):
    odd = changed(NOTES, TOM, "tags:\n  - contact", "tags: &t [contact]\nother: *t")
    desk = Desk(tmp_path / "search", odd, settings=ON)
    assert desk.read(TOM) in (odd[TOM], with_line(odd[TOM], "2026-11-21"))
    assert "\nnext_due: 2026-11-20\n" in desk.read(ACME)


def test_undo_takes_a_new_note_back_whole_although_we_wrote_to_it_since(tmp_path):
    life = Life(tmp_path / "search")
    init(life.root, TODAY)
    toml = life.root / "vault.toml"
    toml.write_text(toml.read_text().replace("maintain_next_due = false", "maintain_next_due = true"))
    life.applies("2026-11-20", "Initech", "Engineer", recruiter=["Grete Holm"])
    application = life.root / "Applications" / "Initech – Engineer.md"
    made = application.read_bytes()
    assert b"\nnext_due: " in made
    session = life.session("2026-11-20")
    undo(session)
    assert not application.exists()
    redo(session)
    assert application.read_bytes() == made


def test_undo_of_an_older_deed_works_whatever_the_property_said_in_between(desk):
    before = desk.notes()
    complete(desk.session(), ["31ab7f"])
    snooze(desk.session(), ["7t0zcy"], parse_iso("2026-12-01"))
    complete(desk.session(), ["7t0zcy"])
    for _ in range(3):
        undo(desk.session())
    assert desk.notes() == before
    for _ in range(3):
        redo(desk.session())
    assert "next_due" not in desk.read(ACME)


def test_a_note_that_is_saved_in_between_keeps_what_was_saved(desk, monkeypatch):
    note, real = desk.root / ACME, write.replace
    desk.write(ACME, desk.read(ACME).replace("📅 2026-11-20", "📅 2026-11-19"))
    mine = desk.read(ACME).replace("📅 2026-11-19", "📅 2026-11-18").replace("tags", "my_own: words\ntags")

    def an_editor_saves_first(path, expected, new):
        if path == note:
            monkeypatch.undo()
            note.write_bytes(mine.encode())
        real(path, expected, new)

    monkeypatch.setattr(write, "replace", an_editor_saves_first)
    desk.refresh_once()
    assert desk.read(ACME) == mine
    desk.refresh_once()
    assert desk.read(ACME) == mine.replace("next_due: 2026-11-20", "next_due: 2026-11-18")


def test_the_watcher_leaves_a_note_alone_that_was_just_saved_and_comes_back_to_it(tmp_path):
    root = tmp_path / "search"
    init(root, TODAY)
    toml = root / "vault.toml"
    toml.write_text(toml.read_text().replace("maintain_next_due = false", "maintain_next_due = true"))
    rested = time.time() - RESTED - 1
    with watching(root):
        tom = save(root, "Tom.md", "---\ntype: contact\n---\n- [ ] call Tom 📅 2026-11-24\n")
        assert until(lambda: "call Tom" in (root / "Dashboard.md").read_text())
        assert "next_due" not in tom.read_text()
        os.utime(tom, (rested, rested))  # as if it had been a while
        save(root, "Ann.md", "- [ ] call Ann 📅 2026-11-24\n")
        assert until(
            lambda: (
                tom.read_text()
                == "---\ntype: contact\nnext_due: 2026-11-24\n---\n- [ ] call Tom 📅 2026-11-24\n"
            )
        )
