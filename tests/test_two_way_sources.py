"""Lines that lost their id, recurring and other sources, old copies and damage, on a real vault."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import ACME, ARTICLE, NOTES, TODAY, TOM, Desk, assert_became, below, changed

from vault_tools.core.errors import VaultError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault")


# ---- ids


def lose_id(line: str) -> str:
    return line[: line.rindex(" ^")]


@pytest.mark.parametrize("words", ["article", "Thank Dana"])
def test_a_line_that_lost_its_id_is_known_by_its_link_or_its_text(desk: Desk, words: str) -> None:
    desk.tick(words)
    desk.edit(words, lose_id)
    assert len(desk.refresh().taken) == 1
    assert below(desk) == ""


def test_a_line_that_lost_its_id_and_nothing_else_is_no_edit(desk: Desk, tmp_path: Path) -> None:
    for words in ("article", "Thank Dana", "meetup"):
        desk.edit(words, lose_id)
    desk.refresh()
    assert_became(desk, tmp_path, NOTES)


def test_a_line_that_lost_its_id_is_known_a_day_later_too(desk: Desk) -> None:
    for words in ("article", "Thank Dana"):
        desk.tick(words)
        desk.edit(words, lose_id)
    assert len(desk.refresh(TODAY + timedelta(days=1)).taken) == 2


def test_words_in_the_place_of_the_id_are_kept(desk: Desk) -> None:
    for words in ("meetup", "Look up who"):
        desk.tick(words)
        desk.edit(words, lambda line: lose_id(line) + " so he says")
    assert len(desk.refresh().taken) == 2
    assert [line[-11:] for line in below(desk).splitlines()] == [" so he says"] * 2


def test_a_line_that_lost_its_id_and_could_be_two_goes_below(tmp_path: Path) -> None:
    notes = {TOM: "- [ ] Call him 📅 2026-11-21\n- [ ] Call him 📅 2026-11-21\n"}
    desk = Desk(tmp_path / "vault", notes)
    line = next(x for x in desk.text.split("\n") if "Call him" in x and "- [" in x)
    ticked = lose_id(line.replace("[ ]", "[x]"))
    desk.text = desk.text.replace(line, ticked)
    desk.refresh()
    assert desk.notes() == notes
    assert below(desk) == ticked + "\n"


def test_a_line_that_lost_its_id_and_its_date_is_listed(desk: Desk, tmp_path: Path) -> None:
    desk.swap("Thank Dana", "2026-11-20", "2026-11-27")
    desk.edit("Thank Dana", lose_id)
    desk.refresh()
    assert desk.notes() == NOTES
    assert "Thank Dana Lee and ask to be considered again" in below(desk)


def test_a_tick_on_a_line_whose_source_is_gone_is_listed(desk: Desk) -> None:
    desk.tick("article")
    gone = {**NOTES, TOM: NOTES[TOM].replace(ARTICLE + "\n", "")}
    desk.write(TOM, gone[TOM])
    desk.refresh()
    assert desk.notes() == gone
    assert below(desk) == (
        "- Could not be taken in (ticked): Send him the article on recalls · due 2026-11-21 · 1 day late · "
        "[[Tom Okafor]]\n"
    )


def test_a_line_whose_source_is_gone_is_no_edit(desk: Desk, tmp_path: Path) -> None:
    gone = {**NOTES, TOM: NOTES[TOM].replace(ARTICLE + "\n", "")}
    desk.write(TOM, gone[TOM])
    desk.refresh()
    assert desk.notes() == gone
    assert desk.text == desk.drawn_anew(tmp_path)


def test_a_tick_survives_that_the_note_was_renamed_in_obsidian(desk: Desk, tmp_path: Path) -> None:
    desk.tick("article")
    desk.tick("Thank Dana")
    for old, new in ((TOM, "Contacts/Thomas Okafor.md"), (ACME, "Rejections/Acme, the no.md")):
        (desk.root / old).rename(desk.root / new)
        desk.text = desk.text.replace(Path(old).stem, Path(new).stem)
    desk.refresh()
    assert "- [x] Send him the article" in desk.read("Contacts/Thomas Okafor.md")
    assert "- [x] Thank [[Dana Lee]]" in desk.read("Rejections/Acme, the no.md")
    assert desk.text == desk.drawn_anew(tmp_path)


def test_a_tick_on_one_of_two_equal_lines_that_may_have_changed_places_is_listed(tmp_path: Path) -> None:
    notes = {TOM: "- [ ] Call him 📅 2026-11-21\n- [ ] Call him 📅 2026-11-23\n"}
    desk = Desk(tmp_path / "vault", notes)
    desk.tick("due 2026-11-21")
    now = {TOM: "- [ ] Call him 📅 2026-11-25\n" + notes[TOM]}
    desk.write(TOM, now[TOM])
    desk.refresh()
    assert desk.notes() == now
    assert "Could not be taken in (ticked)" in below(desk)


# ---- what follows


RECURRING = "- [ ] Write to the alumni 🔁 every week 📅 2026-11-20"


@pytest.fixture
def weekly(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault", {TOM: f"# Tom\n{RECURRING}\nend\n"})


DONE_TODAY = RECURRING.replace("[ ]", "[x]") + " ✅ 2026-11-22"
NEXT = RECURRING.replace("11-20", "11-27")


def test_a_tick_leaves_the_next_occurrence_above(weekly: Desk, tmp_path: Path) -> None:
    weekly.tick("alumni")
    weekly.refresh()
    assert_became(weekly, tmp_path, {TOM: f"# Tom\n{NEXT}\n{DONE_TODAY}\nend\n"})


def test_an_old_copy_cannot_tick_the_next_occurrence(weekly: Desk) -> None:
    weekly.tick("alumni")
    old = weekly.text
    weekly.refresh()
    notes = weekly.notes()
    for day in (22, 23, 28):
        weekly.text = old
        weekly.refresh(date(2026, 11, day))
        assert weekly.notes() == notes
        assert below(weekly) == ""


@pytest.mark.parametrize("is_below", [False, True])
def test_an_untick_takes_the_untouched_next_occurrence_away(
    weekly: Desk, tmp_path: Path, is_below: bool
) -> None:
    weekly.tick("alumni")
    weekly.refresh()
    if is_below:
        weekly.write(TOM, f"# Tom\n{DONE_TODAY}\n{NEXT}\nend\n")
    weekly.swap("done 2026-11-22", "- [x]", "- [ ]")
    weekly.refresh()
    assert weekly.notes() == {TOM: f"# Tom\n{RECURRING}\nend\n"}
    assert weekly.text == weekly.drawn_anew(tmp_path)
    weekly.undo()
    assert sorted(weekly.read(TOM).split("\n")) == sorted(["# Tom", NEXT, DONE_TODAY, "end", ""])


def test_an_untick_leaves_a_touched_next_occurrence_and_lists_it(weekly: Desk, tmp_path: Path) -> None:
    weekly.tick("alumni")
    weekly.refresh()
    touched = NEXT.replace("11-27", "12-02")
    weekly.write(TOM, f"# Tom\n{touched}\n{DONE_TODAY}\nend\n")
    weekly.swap("done 2026-11-22", "- [x]", "- [ ]")
    weekly.refresh()
    assert weekly.notes() == {TOM: f"# Tom\n{touched}\n{RECURRING}\nend\n"}
    assert weekly.text == weekly.drawn_anew(tmp_path) + (
        "\n- Open again, and its next time stays too, as it was changed since: "
        "Write to the alumni · [[Tom Okafor]]\n"
    )


def test_an_untick_beside_a_tick_of_the_next_occurrence_keeps_both(weekly: Desk) -> None:
    weekly.tick("alumni")
    weekly.refresh()
    weekly.swap("done 2026-11-22", "- [x]", "- [ ]")
    weekly.swap("due 2026-11-27", "- [ ]", "- [x]")
    weekly.refresh()
    later = RECURRING.replace("11-20", "12-04")
    done = NEXT.replace("[ ]", "[x]") + " ✅ 2026-11-22"
    assert weekly.notes() == {TOM: f"# Tom\n{later}\n{done}\n{RECURRING}\nend\n"}


def test_a_changed_date_of_a_recurring_line_moves_this_one(weekly: Desk, tmp_path: Path) -> None:
    weekly.swap("alumni", "2026-11-20", "2026-11-24")
    weekly.refresh()
    assert_became(weekly, tmp_path, {TOM: f"# Tom\n{RECURRING.replace('11-20', '11-24')}\nend\n"})


# ---- other sources


@pytest.fixture
def dated(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault", {TOM: "---\ntype: contact\nfollow_up: 2026-11-21 # soon\n---\nHello\n"})


@pytest.mark.parametrize("box", ["x", "-"])
def test_a_tick_empties_a_follow_up_property(dated: Desk, tmp_path: Path, box: str) -> None:
    dated.tick("Follow up", box)
    dated.refresh()
    assert_became(dated, tmp_path, {TOM: "---\ntype: contact\nfollow_up: # soon\n---\nHello\n"})


def test_a_changed_date_rewrites_a_follow_up_property(dated: Desk, tmp_path: Path) -> None:
    dated.swap("Follow up", "2026-11-21", "2026-12-01")
    dated.refresh()
    assert_became(dated, tmp_path, {TOM: "---\ntype: contact\nfollow_up: 2026-12-01 # soon\n---\nHello\n"})


def test_a_property_has_no_status(dated: Desk) -> None:
    notes = dated.notes()
    dated.tick("Follow up", "/")
    dated.refresh()
    assert dated.notes() == notes
    assert below(dated).startswith("- Could not be taken in: ")


def test_an_old_tick_of_a_property_that_is_empty_is_nothing(dated: Desk) -> None:
    dated.tick("Follow up")
    old = dated.text
    dated.refresh()
    dated.text = old
    dated.refresh()
    assert below(dated) == ""


def test_a_property_that_cannot_be_changed_safely_does_not_hold_up_the_others(tmp_path: Path) -> None:
    notes = {**NOTES, "Ana.md": "---\n{type: contact, follow_up: 2026-11-21}\n---\n"}
    desk = Desk(tmp_path / "vault", notes)
    desk.tick("Follow up")
    desk.tick("article")
    assert desk.refresh().taken == ("done: Send him the article on recalls",)
    assert desk.read("Ana.md") == notes["Ana.md"]
    assert below(desk).startswith("- Could not be taken in: [[Ana]], the properties are written in a way")


@pytest.mark.parametrize(
    ("line", "ticked", "moved"),
    [
        (
            "- [ ] Write to Ana  [due:: 2026-11-21]",
            "- [x] Write to Ana  [due:: 2026-11-21]  [completion:: 2026-11-22]",
            "- [ ] Write to Ana  [due:: 2026-11-29]",
        ),
        (
            "> > - [ ] Write to Ana 📅 2026-11-21",
            "> > - [x] Write to Ana 📅 2026-11-21 ✅ 2026-11-22",
            "> > - [ ] Write to Ana 📅 2026-11-29",
        ),
        (
            "\t12) [ ] Write to Ana 📅 2026-11-21 ^mine",
            "\t12) [x] Write to Ana 📅 2026-11-21 ✅ 2026-11-22 ^mine",
            "\t12) [ ] Write to Ana 📅 2026-11-29 ^mine",
        ),
    ],
)
def test_a_source_keeps_its_own_way_of_writing(tmp_path: Path, line: str, ticked: str, moved: str) -> None:
    desk = Desk(tmp_path / "vault", {"Day.md": f"> [!todo] Ana\n{line}\r\nrest"})
    desk.tick("Ana")
    desk.refresh()
    assert desk.notes() == {"Day.md": f"> [!todo] Ana\n{ticked}\r\nrest"}
    desk.undo()
    desk.swap("Ana", "2026-11-21", "2026-11-29")
    desk.refresh()
    assert desk.notes() == {"Day.md": f"> [!todo] Ana\n{moved}\r\nrest"}


RAVI = "Contacts/Ravi.md"
MET = "---\ntype: contact\ntier: warm\n---\n## Log\n- 2026-09-01 coffee in town\n"


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (
            ("- [ ]", "- [x]"),
            f"{MET}- 2026-11-22 Something short and useful for Ravi (ticked on the dashboard) "
            "^fu-cheesecake-qejzg4n0\n",
        ),
        (
            ("- [ ]", "- [-]"),
            f"{MET}- [-] Something short and useful for [[Ravi]] (dropped on the dashboard) "
            "📅 2026-10-13 ❌ 2026-11-22 ^fu-cheesecake-qejzg4n0\n",
        ),
        (("2026-10-13", "2026-11-28"), MET.replace("warm\n", "warm\nfollow_up: 2026-11-28\n")),
    ],
)
def test_a_word_that_is_due_again_has_no_line_but_a_log(
    tmp_path: Path, change: tuple[str, str], after: str
) -> None:
    desk = Desk(tmp_path / "vault", {RAVI: MET})
    desk.swap("Ravi", *change)
    edited = desk.text
    desk.refresh()
    assert desk.notes() == {RAVI: after}
    text = desk.text
    desk.text = edited  # an old copy comes back
    assert desk.refresh().taken == ()
    assert desk.text == text
    desk.undo()
    assert desk.content() == desk.before


# ---- old copies, merged files, damage


def test_an_old_copy_that_a_sync_tool_brings_back_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    old = desk.text
    desk.tick("article")
    desk.swap("meetup", "2026-11-25", "2026-12-09")
    desk.tick("Thank Dana", "-")
    desk.refresh()
    desk.write("New.md", "- [ ] Something else 📅 2026-11-24\n")
    desk.refresh(TODAY + timedelta(days=3))
    notes, text = desk.notes(), desk.text
    desk.text = old
    assert desk.refresh(TODAY + timedelta(days=3)).taken == ()
    assert desk.notes() == notes
    assert desk.text == text


def test_a_real_edit_in_an_old_copy_is_judged_by_its_own_check(desk: Desk) -> None:
    old = desk.text
    desk.swap("meetup", "2026-11-25", "2026-12-09")
    desk.refresh()
    desk.refresh(TODAY + timedelta(days=3))
    notes = desk.notes()
    desk.text = old
    desk.tick("article")
    assert desk.refresh(TODAY + timedelta(days=3)).taken == ("done: Send him the article on recalls",)
    done = ARTICLE.replace("[ ]", "[x]") + " ✅ 2026-11-25"
    assert desk.notes() == changed(notes, TOM, ARTICLE, done)
    assert below(desk) == ""


def test_a_file_merged_of_two_days_asks_for_nothing(desk: Desk) -> None:
    old = desk.text.split("\n")
    desk.write("New.md", "- [ ] Something else 📅 2026-11-24\n")
    desk.refresh(TODAY + timedelta(days=3))
    new = desk.text.split("\n")
    begin, end = (next(i for i, x in enumerate(new) if m in x) for m in ("vault:begin", "vault:end"))
    was = [x for x in old if "vault:" not in x]
    notes = desk.notes()
    for step in (1, 2, 3):
        mixed = [
            x for i, x in enumerate(new[begin + 1 : end]) for x in (x, *was[6 + i : 7 + i][: i % step + 1])
        ]
        desk.text = "\n".join([*new[: begin + 1], *mixed, *new[end:]])
        desk.refresh(TODAY + timedelta(days=3))
        assert desk.notes() == notes
        assert "- [" not in below(desk)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("<!-- vault:begin", "<!-- begin"),
        lambda text: text.replace("<!-- vault:end", "<!-- end"),
        lambda text: text.replace("<!-- vault:end", "- <!-- vault:end"),
        lambda text: text.replace("<!-- vault:end", "<!-- vault:end -->\n<!-- vault:end"),
        lambda text: text + text,
        lambda text: (
            text.replace("vault:begin", "vault:x")
            .replace("vault:end", "vault:begin")
            .replace("vault:x", "vault:end")
        ),
        lambda text: text.replace("<!-- vault:begin", "<!-- begin").replace("<!-- vault:end", "<!-- end"),
        lambda text: "All mine.\n",
    ],
)
def test_damaged_markers_stop_everything_and_one_line_says_how_to_mend(desk: Desk, damage) -> None:
    desk.tick("article")
    text = damage(desk.text)
    desk.text = text
    with pytest.raises(VaultError, match=r"Dashboard\.md: .*vault:begin.*rename"):
        desk.refresh_once()
    assert desk.text == text
    assert desk.notes() == NOTES


@pytest.mark.parametrize("left", [None, b"", b" \r\n\n", b"\xef\xbb\xbf"])
def test_a_dashboard_that_is_gone_is_made_anew(desk: Desk, tmp_path: Path, left: bytes | None) -> None:
    file = desk.root / desk.board
    file.unlink()
    if left is not None:
        file.write_bytes(left)
    desk.refresh()
    assert_became(desk, tmp_path, NOTES)


def test_a_watcher_of_today_leaves_what_one_past_midnight_has_written(tmp_path: Path) -> None:
    here, there = Desk(tmp_path / "here"), Desk(tmp_path / "there")
    here.tick("article")
    here.refresh(TODAY + timedelta(days=1), as_watcher=True)
    there.text = here.text  # its dashboard is synced before the note
    there.refresh(TODAY, as_watcher=True)
    assert there.notes() == NOTES
    assert "as_of: 2026-11-23" in there.text
    there.write(TOM, here.read(TOM))
    there.refresh(TODAY, as_watcher=True)
    assert there.content() == here.content()


def test_two_watchers_that_both_see_a_tick_write_the_same_bytes(tmp_path: Path) -> None:
    here, there = Desk(tmp_path / "here"), Desk(tmp_path / "there")
    here.refresh(TODAY + timedelta(days=1), as_watcher=True)
    here.tick("article")
    here.put_in("Mine\n- [ ] Own task 📅 2026-11-25", above="Next 7 days")
    there.text = here.text
    here.refresh(TODAY + timedelta(days=1), as_watcher=True)
    there.refresh(TODAY, as_watcher=True)
    assert here.content() == there.content()
    assert "✅ 2026-11-23" in there.read(TOM)


def test_a_watcher_lowers_the_day_of_a_page_from_further_ahead(desk: Desk) -> None:
    desk.refresh(TODAY + timedelta(days=2))
    desk.refresh(TODAY, as_watcher=True)
    assert desk.content() == desk.before
