"""Every row of the table of what an edit on the dashboard does, on a real vault."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import (
    ACME,
    ARTICLE,
    BOOK,
    MEETUP,
    NOTES,
    THANK,
    TODAY,
    TOM,
    Desk,
    assert_became,
    below,
    changed,
)

from vault_tools.commands.writing import writing

SOON = "in 3 days · [[Tom Okafor]]"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault")


# ---- the box


@pytest.mark.parametrize("box", ["x", "X"])
def test_a_ticked_line_completes_its_source(desk: Desk, tmp_path: Path, box: str) -> None:
    desk.tick("article", box)
    assert desk.refresh().taken == ("done: Send him the article on recalls",)
    done = "- [x] Send him the article on recalls 📅 2026-11-21 ✅ 2026-11-22"
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, done))


def test_a_ticked_line_of_the_plan_keeps_its_block_id(desk: Desk, tmp_path: Path) -> None:
    desk.tick("Thank Dana")
    desk.refresh()
    done = THANK.replace("[ ]", "[x]").replace(" ^fu", " ✅ 2026-11-22 ^fu")
    assert_became(desk, tmp_path, changed(NOTES, ACME, THANK, done))


@pytest.mark.parametrize(
    "added",
    [" ✅ 2026-11-19", " ✅\ufe0f 2026-11-19", "  [completion:: 2026-11-19]", " (completion:: 2026-11-19)"],
)
@pytest.mark.parametrize("is_before_the_id", [True, False])
def test_the_day_that_a_plugin_adds_to_a_tick_is_used(
    desk: Desk, tmp_path: Path, added: str, is_before_the_id: bool
) -> None:
    desk.tick("article")
    desk.edit("article", lambda x: x.replace(" ^", f"{added} ^") if is_before_the_id else x + added)
    desk.refresh()
    done = "- [x] Send him the article on recalls 📅 2026-11-21 ✅ 2026-11-19"
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, done))


def test_a_line_that_is_closed_already_is_not_closed_again(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article")
    done = "- [x] Send him the article on recalls 📅 2026-11-21 ✅ 2026-11-20"
    notes = changed(NOTES, TOM, ARTICLE, done)
    desk.write(TOM, notes[TOM])
    assert desk.refresh().taken == ()
    assert desk.notes() == notes
    assert desk.text == desk.drawn_anew(tmp_path)


def test_a_dash_in_the_box_drops_the_source(desk: Desk, tmp_path: Path) -> None:
    desk.tick("meetup", "-")
    assert desk.refresh().taken == ("dropped: Ask Tom about the meetup",)
    dropped = (
        "- [-] Ask Tom about the meetup (dropped on the dashboard) 🛫 2026-11-20 📅 2026-11-25 ❌ 2026-11-22"
    )
    assert_became(desk, tmp_path, changed(NOTES, TOM, MEETUP, dropped))


@pytest.mark.parametrize("box", ["/", "!", "?", ">", "é"])
def test_another_character_is_the_status_of_the_source(desk: Desk, tmp_path: Path, box: str) -> None:
    desk.tick("article", box)
    desk.refresh()
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, ARTICLE.replace("[ ]", f"[{box}]")))


def test_a_line_in_progress_can_be_opened_again(desk: Desk) -> None:
    desk.tick("article", "/")
    desk.refresh()
    desk.swap("article", "- [/]", "- [ ]")
    desk.refresh()
    assert desk.notes() == NOTES


def test_a_line_that_was_unticked_before_we_looked_is_no_edit(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article")
    desk.swap("article", "[x]", "[ ]")
    assert desk.refresh().written is False
    assert_became(desk, tmp_path, NOTES)


@pytest.mark.parametrize("box", ["[ x]", "[x ]", "[ X ]"])
def test_a_tick_beside_a_space_is_one(desk: Desk, box: str) -> None:
    desk.edit("article", lambda line: line.replace("[ ]", box, 1))
    assert desk.refresh().taken == ("done: Send him the article on recalls",)


def test_a_box_that_was_taken_away_comes_back(desk: Desk, tmp_path: Path) -> None:
    desk.edit("article", lambda line: line.replace("- [ ] ", "- ", 1))
    desk.refresh()
    assert_became(desk, tmp_path, NOTES)


def test_all_edits_of_one_visit_are_one_deed(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article")
    desk.tick("Thank Dana", "-")
    desk.swap("meetup", "2026-11-25", "2026-12-01")
    assert len(desk.refresh().taken) == 3
    notes = changed(NOTES, TOM, ARTICLE, ARTICLE.replace("[ ]", "[x]") + " ✅ 2026-11-22")
    notes = changed(notes, TOM, MEETUP, MEETUP.replace("2026-11-25", "2026-12-01"))
    dropped = THANK.replace("[ ]", "[-]").replace("again", "again (dropped on the dashboard)")
    notes = changed(notes, ACME, THANK, dropped.replace(" ^fu", " ❌ 2026-11-22 ^fu"))
    assert_became(desk, tmp_path, notes)


# ---- done today


def test_an_unticked_line_of_today_opens_its_source_again(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article")
    desk.refresh()
    desk.swap("article", "- [x]", "- [ ]")
    assert desk.refresh().taken == ("open again: Send him the article on recalls",)
    assert desk.notes() == NOTES
    assert desk.text == desk.drawn_anew(tmp_path)
    desk.undo()
    assert "- [x] Send him" in desk.read(TOM)


def test_a_line_of_today_can_be_put_in_progress_again(desk: Desk) -> None:
    desk.tick("article")
    desk.refresh()
    desk.swap("article", "- [x]", "- [/]")
    desk.refresh()
    assert desk.notes() == changed(NOTES, TOM, ARTICLE, ARTICLE.replace("[ ]", "[/]"))


def test_a_line_of_today_can_be_dropped_instead(desk: Desk) -> None:
    desk.tick("article")
    desk.refresh()
    desk.swap("article", "- [x]", "- [-]")
    desk.refresh()
    dropped = "- [-] Send him the article on recalls (dropped on the dashboard) 📅 2026-11-21 ❌ 2026-11-22"
    assert desk.notes() == changed(NOTES, TOM, ARTICLE, dropped)


def test_an_untick_of_an_older_completion_is_listed(desk: Desk) -> None:
    desk.tick("article")
    desk.refresh()
    desk.swap("article", "- [x]", "- [ ]")
    again = ARTICLE.replace("[ ]", "[x]") + " ✅ 2026-11-24"
    desk.write(TOM, changed(NOTES, TOM, ARTICLE, again)[TOM])
    desk.refresh(date(2026, 11, 25))
    assert desk.notes() == changed(NOTES, TOM, ARTICLE, again)
    assert below(desk) == (
        "- Could not be taken in: Send him the article on recalls · done 2026-11-22 · [[Tom Okafor]]\n"
    )


def test_the_day_of_a_completion_cannot_be_changed_here(desk: Desk) -> None:
    desk.tick("article")
    desk.refresh()
    notes = desk.notes()
    desk.swap("article", "done 2026-11-22", "done 2026-11-20")
    desk.refresh()
    assert desk.notes() == notes
    assert below(desk) == (
        "- Could not be taken in: Send him the article on recalls · done 2026-11-20 · [[Tom Okafor]]\n"
    )


# ---- the date


def test_a_changed_date_moves_the_source(desk: Desk, tmp_path: Path) -> None:
    desk.swap("article", "2026-11-21", "2026-11-26")
    assert desk.refresh().taken == ("moved to 2026-11-26: Send him the article on recalls",)
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, ARTICLE.replace("11-21", "11-26")))


def test_a_start_after_the_new_date_is_pulled_in(desk: Desk, tmp_path: Path) -> None:
    desk.swap("meetup", "2026-11-25", "2026-11-18")
    desk.refresh()
    moved = "- [ ] Ask Tom about the meetup 🛫 2026-11-18 📅 2026-11-18"
    assert_became(desk, tmp_path, changed(NOTES, TOM, MEETUP, moved))


def test_a_scheduled_day_moves_where_there_is_no_due_day(desk: Desk, tmp_path: Path) -> None:
    desk.swap("book", "2026-11-22", "2026-11-23")
    desk.refresh()
    assert_became(desk, tmp_path, changed(NOTES, TOM, BOOK, BOOK.replace("11-22", "11-23")))


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("tomorrow", "2026-11-23"),
        ("fri", "2026-11-27"),
        ("+3d", "2026-11-25"),
        ("in 2 weeks", "2026-12-06"),
        ("26.11.", "2026-11-26"),
    ],
)
def test_words_for_a_date_count_on_the_day_the_page_was_made(
    desk: Desk, tmp_path: Path, word: str, day: str
) -> None:
    desk.swap("article", "2026-11-21", word)
    desk.refresh()
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, ARTICLE.replace("2026-11-21", day)))


def test_words_for_a_date_on_a_page_of_another_day_are_listed(desk: Desk) -> None:
    desk.swap("article", "2026-11-21", "tomorrow")
    desk.refresh(TODAY + timedelta(days=1))
    assert desk.notes() == NOTES
    assert below(desk) == (
        "- Could not be taken in: "
        "Send him the article on recalls · due tomorrow · 1 day late · [[Tom Okafor]]\n"
    )


@pytest.mark.parametrize("date_", ["2026-11-31", "2026-13-01", "soonish", "16.11.", "11/26", ""])
def test_a_garbled_or_removed_date_is_listed_and_the_source_stays(
    desk: Desk, tmp_path: Path, date_: str
) -> None:
    desk.swap("meetup", "2026-11-25", date_)
    desk.refresh()
    shown = " ".join(f"Ask Tom about the meetup · due {date_} · in 3 days · [[Tom Okafor]]".split())
    assert_became(desk, tmp_path, NOTES, f"\n- Could not be taken in: {shown}\n")


def test_a_date_in_the_text_is_not_taken_for_the_due_date(tmp_path: Path) -> None:
    notes = {TOM: "- [ ] Answer the letter of 2026-11-20 📅 2026-11-20\n"}
    desk = Desk(tmp_path / "vault", notes)
    desk.swap("letter", "due 2026-11-20", "due 2026-11-27")
    desk.refresh()
    assert desk.notes() == {TOM: "- [ ] Answer the letter of 2026-11-20 📅 2026-11-27\n"}
    desk.swap("letter", "due 2026-11-27 ", "")
    desk.refresh()
    assert desk.notes() == {TOM: "- [ ] Answer the letter of 2026-11-20 📅 2026-11-27\n"}
    assert "Answer the letter of 2026-11-20 · ·" in below(desk)


def test_a_date_that_the_source_has_left_meanwhile_is_listed(desk: Desk, tmp_path: Path) -> None:
    desk.swap("article", "2026-11-21", "2026-11-26")
    moved = changed(NOTES, TOM, ARTICLE, ARTICLE.replace("11-21", "11-29"))
    desk.write(TOM, moved[TOM])
    desk.refresh()
    assert desk.notes() == moved
    assert desk.text == desk.drawn_anew(tmp_path) + (
        "\n- Could not be taken in: Send him the article on recalls · due 2026-11-26 · 1 day late · "
        "[[Tom Okafor]]\n"
    )


def test_a_date_that_the_source_has_by_now_is_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.swap("article", "2026-11-21", "2026-11-26")
    moved = changed(NOTES, TOM, ARTICLE, ARTICLE.replace("11-21", "11-26"))
    desk.write(TOM, moved[TOM])
    desk.refresh()
    assert desk.notes() == moved
    assert desk.text == desk.drawn_anew(tmp_path)


def test_ticked_with_a_changed_date_is_done(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article")
    desk.swap("article", "2026-11-21", "2026-11-26")
    desk.refresh()
    done = "- [x] Send him the article on recalls 📅 2026-11-21 ✅ 2026-11-22"
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, done))


def test_a_status_and_a_date_can_be_changed_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article", "/")
    desk.swap("article", "2026-11-21", "2026-11-26")
    desk.refresh()
    both = ARTICLE.replace("[ ]", "[/]").replace("11-21", "11-26")
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, both))


# ---- the text, the line


def test_a_deleted_line_comes_back(desk: Desk, tmp_path: Path) -> None:
    desk.text = desk.text.replace(desk.line("article") + "\n", "")
    desk.refresh()
    assert_became(desk, tmp_path, NOTES)


def test_all_lines_deleted_come_back(desk: Desk, tmp_path: Path) -> None:
    lines = desk.text.split("\n")
    begin = next(i for i, line in enumerate(lines) if "vault:begin" in line)
    desk.text = "\n".join([*lines[: begin + 1], *lines[-2:]])
    desk.refresh()
    assert_became(desk, tmp_path, NOTES)


def test_changed_words_go_below_and_the_source_stays(desk: Desk, tmp_path: Path) -> None:
    desk.swap("meetup", "the meetup", "the meetup and the fair")
    desk.refresh()
    words = (
        "- Your words: Ask Tom about the meetup and the fair · due 2026-11-25 · in 3 days · [[Tom Okafor]]\n"
    )
    assert_became(desk, tmp_path, NOTES, "\n" + words)


def test_words_typed_behind_the_id_are_kept_too(desk: Desk, tmp_path: Path) -> None:
    desk.edit("meetup", lambda line: line + " he is away")
    desk.refresh()
    words = (
        "- Your words: Ask Tom about the meetup · due 2026-11-25 · in 3 days · [[Tom Okafor]] he is away\n"
    )
    assert_became(desk, tmp_path, NOTES, "\n" + words)


def test_a_ticked_line_with_other_words_is_done_and_its_words_kept(desk: Desk, tmp_path: Path) -> None:
    desk.tick("meetup")
    desk.swap("meetup", "Ask Tom", "Asked Tom, he will come:")
    desk.refresh()
    done = MEETUP.replace("[ ]", "[x]") + " ✅ 2026-11-22"
    words = f"- Your words: Asked Tom, he will come: about the meetup · due 2026-11-25 · {SOON}\n"
    assert_became(desk, tmp_path, changed(NOTES, TOM, MEETUP, done), "\n" + words)


def test_a_moved_date_with_other_words_is_both(desk: Desk, tmp_path: Path) -> None:
    desk.swap("meetup", "Ask Tom about the meetup · due 2026-11-25", "Ring Tom · due 2026-11-26")
    desk.refresh()
    words = "- Your words: Ring Tom · due 2026-11-26 · in 3 days · [[Tom Okafor]]\n"
    assert_became(desk, tmp_path, changed(NOTES, TOM, MEETUP, MEETUP.replace("11-25", "11-26")), "\n" + words)


def test_what_is_listed_can_do_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.swap("meetup", "the meetup", "it 📅 2026-12-01 <!-- %% - [ ] ^7t0zcy-abcdef")
    desk.refresh()
    words = rf"- Your words: Ask Tom about it 2026-12-01 \<\!-- \%\% - [ ] · due 2026-11-25 · {SOON}"
    assert_became(desk, tmp_path, NOTES, f"\n{words}\n")


@pytest.mark.parametrize("box", ["x", "-"])
def test_of_two_lines_with_one_id_the_edited_one_counts(desk: Desk, box: str) -> None:
    line = desk.line("article")
    for lines in (f"{line}\n{line.replace('[ ]', f'[{box}]')}", f"{line.replace('[ ]', f'[{box}]')}\n{line}"):
        desk.text = desk.before[desk.board].decode().replace(line, lines)
        desk.refresh()
        assert f"- [{box}] Send him the article" in desk.read(TOM)
        assert "vault:end" in desk.text.rstrip().split("\n")[-1]
        desk.undo()


def test_two_lines_with_one_id_and_two_wishes_are_listed(desk: Desk, tmp_path: Path) -> None:
    line = desk.line("meetup")
    desk.text = desk.text.replace(
        line, f"{line.replace('[ ]', '[x]')}\n{line.replace('2026-11-25', '2026-11-28')}"
    )
    desk.refresh()
    shown = "Ask Tom about the meetup · due {} · in 3 days · [[Tom Okafor]]"
    says = "- Changed in two ways, so nothing was done"
    assert_became(
        desk,
        tmp_path,
        NOTES,
        f"\n{says} (ticked): {shown.format('2026-11-25')}\n{says}: {shown.format('2026-11-28')}\n",
    )


def test_two_lines_with_one_id_ticked_by_two_plugins_are_one_wish(desk: Desk) -> None:
    line = desk.line("meetup").replace("[ ]", "[x]")
    desk.text = desk.text.replace(desk.line("meetup"), f"{line}\n{line.replace(' ^', ' ✅ 2026-11-21 ^')}")
    assert desk.refresh().taken == ("done: Ask Tom about the meetup",)


@pytest.mark.parametrize(
    ("lead", "bullet"),
    [("    ", "-"), ("\t", "*"), ("> ", "-"), ("> > ", "+"), (">", "1."), ("  > ", "12)")],
)
def test_a_line_may_be_moved_indented_quoted_or_renumbered(
    desk: Desk, tmp_path: Path, lead: str, bullet: str
) -> None:
    line = desk.line("article")
    moved = lead + line.replace("- [ ]", f"{bullet} [x]", 1)
    desk.text = desk.text.replace(line + "\n", "").replace("<!-- vault:end", f"{moved}\n<!-- vault:end")
    desk.refresh()
    done = "- [x] Send him the article on recalls 📅 2026-11-21 ✅ 2026-11-22"
    assert_became(desk, tmp_path, changed(NOTES, TOM, ARTICLE, done))


# ---- what undo calls it


def test_undo_names_what_was_done_and_that_it_was_done_there(desk: Desk) -> None:
    desk.swap("article", "2026-11-21", "2026-11-25")
    desk.refresh()
    desk.tick("article")
    desk.refresh()
    desk.tick("the book")
    desk.tick("the meetup", "-")
    desk.refresh()
    with writing(desk.session()) as journal:
        labels = [deed.label for deed in journal.history()]
    assert labels == [
        "2 edits on the dashboard",
        "done on the dashboard: Send him the article on recalls",
        "moved to 2026-11-25 on the dashboard: Send him the article on recalls",
    ]
