from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.wording.judging import agrees
from vault_tools.core.wording.seal import Mark, decided, opening, prose, read_mark, sealed, without_seals

SHOWN = (
    "**Ring Mira back** · due 2026-03-02 · 2 days late · [[2026-02-27 Brass Mill#^fu-call-4k2wza|Brass Mill]]"
)
SEALED = f"- [ ] {SHOWN} ^4k2wza-m5hd9m"


def test_a_line_written_by_any_version_is_known_for_ever() -> None:
    assert sealed(SHOWN, follow_up="4k2wza", box=" ", day="2026-03-02") == SEALED
    assert prose("## Overdue · 3") == "njtd"
    assert prose("| [[Brass Mill]] | 2026-02-27 |") == "fn9h"


def test_a_line_is_read_back_as_it_was_written() -> None:
    assert read_mark(SEALED) == Mark(" ", SHOWN, "4k2wza", "m5hd9m")


@pytest.mark.parametrize(
    "line",
    [
        SEALED + "\r",
        SEALED + "   ",
        "> " + SEALED,
        "\t> >" + SEALED,
        SEALED.replace("- [ ]", "7) [ ]"),
        SEALED.replace("- [ ]", "*   [ ]  "),
        SEALED.replace("**", "__"),
        SEALED.replace("**", ""),
        SEALED.replace("[[", r"\[\[").replace("]]", r"\]\]"),
        SEALED.replace(" ^4k", r" \^4k"),
        SEALED.replace("2026-02-27 Brass Mill#", "Old/2026-03-09 Brass Mill, the no#"),
        SEALED.replace(" · ", "  ·\t"),
    ],
)
def test_what_editors_tidy_is_no_edit(line: str) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert agrees(mark)


@pytest.mark.parametrize(
    "line",
    [
        SEALED.replace("[ ]", "[x]"),
        SEALED.replace("[ ]", "[/]"),
        SEALED.replace("[ ] ", ""),
        SEALED.replace("due 2026-03-02", "due 2026-03-03"),
        SEALED.replace("due 2026-03-02", "due"),
        SEALED.replace("Mira", "Mina"),
        SEALED.replace("[[2026-02-27 Brass Mill#^fu-call-4k2wza|Brass Mill]]", ""),
        SEALED.replace("Brass Mill]]", "Brass Mill]] and [[Mira]]"),
        SEALED.replace("4k2wza-", "4k2wzb-"),
        SEALED + " rang her",
    ],
)
def test_what_a_user_changes_is_an_edit(line: str) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert not agrees(mark)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("- [X] a ^4k2wza-m5hd9m ✅ 2026-03-04", Mark("X", "a", "4k2wza", "m5hd9m", date(2026, 3, 4))),
        ("- [-] a ❌ 2026-03-04 ^4k2wza-m5hd9m", Mark("-", "a", "4k2wza", "m5hd9m", date(2026, 3, 4))),
        (
            "- [x] a [completion:: 2026-03-04] ^4k2wza-m5hd9m",
            Mark("x", "a", "4k2wza", "m5hd9m", date(2026, 3, 4)),
        ),
        ("- [x] a ✅ 2026-02-31 ^4k2wza-m5hd9m", Mark("x", "a", "4k2wza", "m5hd9m")),
        ("- [x ] a ^4k2wza-m5hd9m", Mark("x", "a", "4k2wza", "m5hd9m")),
        ("- [] a ^4k2wza-m5hd9m", Mark(" ", "a", "4k2wza", "m5hd9m")),
        ("a ^4k2wza-m5hd9m b", Mark(None, "a b", "4k2wza", "m5hd9m")),
        ("- [ ] a ^4k2wza-m5hd9m b ^5k2wza-m5hd9m", Mark(" ", "a ^4k2wza-m5hd9m b", "5k2wza", "m5hd9m")),
        ("- [ ] a", Mark(" ", "a")),
        ("- [ ] a ^meeting-notes", Mark(" ", "a ^meeting-notes")),
        ("- [ ] a ^fu-thank-panel-31ab7f", Mark(" ", "a ^fu-thank-panel-31ab7f")),
        ("- [[Dashboard#^4k2wza-m5hd9m]]", None),
        ("- [a](b.md)", None),
        ("- [xx] a", None),
        ("[ ] a", None),
        ("## Overdue · 3", None),
        ("| a | b |", None),
        ("", None),
    ],
)
def test_lines_with_a_box_or_an_id_of_ours_are_marks(line: str, mark: Mark | None) -> None:
    assert read_mark(line) == mark


def test_a_date_that_is_not_shown_is_not_sealed() -> None:
    line = sealed("Ring Mira back on Monday", follow_up="4k2wza", box=" ", day="2026-03-02")
    mark = read_mark(line)
    assert mark is not None
    assert agrees(mark)
    assert mark.dates() == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("## Overdue · 3", "## Overdue · 11"),
        ("> [!tip] First: ring [[Mira]]", r"> \[!tip] First:  ring [[Contacts/Mira|Mira]] "),
        ("| a | b |", "|a    |  b |"),
        ("| --- | ---- |", "|-|-|"),
        ("*one* step", "_one_ step"),
    ],
)
def test_lines_that_differ_by_counts_links_and_layout_have_one_check(one: str, other: str) -> None:
    assert prose(one) == prose(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("| a | 2026-03-02 |", "| a | 2026-03-03 |"),
        ("---", "***"),
        ("---", "| --- |"),
        ("```", "~~~"),
        ("## Overdue · 3", "## Overdue · 3 soon"),
    ],
)
def test_lines_that_say_something_else_have_another_check(one: str, other: str) -> None:
    assert prose(one) != prose(other)


@pytest.mark.parametrize("line", ["", "  ", ">", " > \t", "\r"])
def test_a_blank_line_has_no_check(line: str) -> None:
    assert prose(line) == ""


def test_the_opening_is_what_stands_before_the_date_and_where_the_links_lead() -> None:
    one = opening(SHOWN, "2026-03-02")
    assert one == opening(SHOWN.replace("2026-03-02 · 2 days late", "2026-03-09 · in 5 days"), "2026-03-09")
    assert one == ("RingMiraback·due", ("^fu-call-4k2wza",))


@given(st.dates(), st.dates(), st.sampled_from(" x/-"), st.sampled_from(" x/-!"))
def test_no_two_decisions_about_a_follow_up_look_alike(one: date, other: date, was: str, now: str) -> None:
    is_same = one == other and was == now
    if is_same or abs((one - other).days) < 4095:
        looks = decided("4k2wza", was, one.isoformat()) == decided("4k2wza", now, other.isoformat())
        assert looks is is_same


TEXT = st.text(st.characters(exclude_characters="\n"), max_size=60)


@given(TEXT, st.sampled_from(" x/-!"), st.dates())
def test_whatever_is_sealed_agrees(text: str, box: str, day: date) -> None:
    shown = " ".join(f"{without_seals(text)} · due {day} · soon".split())
    mark = read_mark(sealed(shown, follow_up="4k2wza", box=box, day=day.isoformat()))
    assert mark is not None
    assert agrees(mark)


@given(st.text(max_size=200))
def test_no_line_breaks_the_reading(text: str) -> None:
    mark = read_mark(text)
    prose(text)
    if mark is not None:
        opening(mark.shown, "2026-03-02")
        agrees(mark)
