"""The dashboard around and between its lines: the user's own text stays or goes below, byte for byte."""

from pathlib import Path

import pytest
from desk import ARTICLE, MEETUP, NOTES, TODAY, TOM, Desk, below

from vault_tools.commands import deeds


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault")


# ---- what the user writes between the markers


TEXTS = {
    "prose": "I feel fine about this.\nA second line.",
    "a heading": "## My own\n\nWith words.",
    "a rule": "---",
    "a list": "- one\n    - two\n\t- three\n1. four",
    "a quote": "> [!note] Mine\n> words",
    "a table": "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "code": "```python\nfor x in y:\n\n\n    pass\n```",
    "bare code": "```\n| Company | The no | Next step | Open until |\n- [ ] no task\n```",
    "a chart": "```mermaid\nsankey-beta\n\nMine,Yours,1\n```",
    "gaps": "one\n\n\ntwo\n   \nthree",
    "blanks at its ends": "   padded   ",
    "a comment": "<!-- mine -->",
    "a box without a date": "- [ ] Think about it",
    "a block id": "- [ ] Think about it ^meeting-notes",
    "numbers": "17",
    "a word": "x",
    "marks": "**",
    "a link": "[[Tom Okafor]]",
    "what is in no code page": "\x0b\x0c\x1c\u2028 é \U0001f600 \ufeff",
}


@pytest.mark.parametrize("above", ["Send him", "Next step", "vault:end"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_the_user_writes_between_the_markers_goes_below_byte_for_byte(
    desk: Desk, tmp_path: Path, text: str, above: str
) -> None:
    desk.put_in(text, above=above)
    result = desk.refresh()
    assert (result.taken, desk.notes()) == ((), NOTES)
    assert desk.text == desk.before[desk.board].decode() + f"\n{text}\n"


def test_a_fence_that_is_never_closed_takes_nothing_else_along(desk: Desk) -> None:
    desk.put_in("```\nnever closed", above="Send him")
    desk.tick("article")
    assert desk.refresh().taken == ("done: Send him the article on recalls",)
    assert below(desk) == "```\nnever closed\n"


def test_bytes_that_are_no_text_stay_what_they_are(desk: Desk) -> None:
    file = desk.root / desk.board
    file.write_bytes(file.read_bytes().replace(b"## Next", b"caf\xe9 \xff\n## Next") + b"\nna\xefve")
    desk.refresh()
    assert file.read_bytes().endswith(b"-->\n\ncaf\xe9 \xff\n\nna\xefve")


def test_what_stood_in_two_places_stays_apart_and_in_order(desk: Desk) -> None:
    desk.put_in("first", above="Overdue")
    desk.put_in("second\n\n\nthird", above="Next 7 days")
    desk.put_in("fourth", above="vault:end")
    desk.refresh()
    assert desk.text == desk.before[desk.board].decode() + "\nfirst\n\nsecond\n\n\nthird\n\nfourth\n"


def test_words_typed_behind_a_heading_of_ours_are_kept(desk: Desk) -> None:
    desk.text = desk.text.replace("## Next 7 days", "## Call mum! Next 7 days")
    desk.refresh()
    assert below(desk).startswith("## Call mum! Next 7 days")
    assert "## Next 7 days" in desk.text.partition("vault:end")[0]


def test_blank_lines_alone_are_not_kept(desk: Desk, tmp_path: Path) -> None:
    desk.text = desk.text.replace("\n\n", "\n\n\n \n>\n\n")
    desk.refresh()
    assert desk.text.endswith(desk.before[desk.board].decode().partition("vault:begin")[2])


def test_what_goes_below_comes_above_what_is_there(desk: Desk) -> None:
    desk.text += "\nMy own text\n"
    desk.put_in("new words", above="Next 7 days")
    desk.swap("meetup", "2026-11-25", "someday")
    desk.refresh()
    assert below(desk) == (
        "- Could not be taken in: Ask Tom about the meetup · due someday · in 3 days · [[Tom Okafor]]\n"
        "\nnew words\n\nMy own text\n"
    )


@pytest.mark.parametrize(
    "rest", ["", "\n", "\nMine", "\nMine\n", "\n\nMine\n", "\r\n\r\nMine", "\n \n\n", "\n\n\n# Mine\n"]
)
def test_the_text_below_the_block_keeps_its_bytes(desk: Desk, rest: str) -> None:
    head = desk.text.rstrip("\n")
    desk.text = head + rest
    desk.put_in("new words", above="Next 7 days")
    desk.refresh()
    assert desk.text.startswith(head + (rest[: rest.find("\n") + 1] or "\n"))
    assert desk.text.replace("new words", "", 1).split() == (head + rest).split()
    assert desk.text.endswith(rest[rest.find("\n") + 1 :])
    before = desk.text
    desk.tick("article")
    desk.refresh()
    assert (
        desk.text.partition("<!-- vault:end")[2].partition("\n")[2]
        == before.partition("<!-- vault:end")[2].partition("\n")[2]
    )


def test_a_sentence_of_ours_is_not_added_twice(desk: Desk) -> None:
    desk.swap("meetup", "2026-11-25", "someday")
    edited = desk.text
    desk.refresh()
    listed = below(desk)
    desk.text = (
        edited.rstrip("\n") + "\n\n" + listed
    )  # a sync tool brings the edit back beside what was listed
    desk.refresh()
    assert below(desk) == listed


# ---- tasks below the block


def test_a_task_written_inside_counts_from_below(desk: Desk, tmp_path: Path) -> None:
    desk.put_in("- [ ] Buy a tie 📅 2026-11-24", above="Next 7 days")
    desk.refresh()
    assert below(desk) == "- [ ] Buy a tie 📅 2026-11-24\n"
    assert "- [ ] Buy a tie · due 2026-11-24 · in 2 days · [[Dashboard]] ^" in desk.text


def test_a_task_below_can_be_ticked_on_the_same_page(desk: Desk) -> None:
    desk.text += "\n- [ ] Buy a tie 📅 2026-11-24\nlast"
    desk.refresh()
    before = desk.text
    desk.tick("Buy a tie · due")
    assert desk.refresh().taken == ("done: Buy a tie",)
    assert below(desk) == "- [x] Buy a tie 📅 2026-11-24 ✅ 2026-11-22\nlast"
    desk.undo()
    assert desk.text == before


def test_a_date_and_a_tick_of_two_places_meet_in_one_file(desk: Desk) -> None:
    desk.text += "\n- [ ] Buy a tie 📅 2026-11-24\n- [ ] Iron a shirt 🔁 every day 📅 2026-11-23\n"
    desk.refresh()
    desk.swap("Buy a tie · due", "2026-11-24", "2026-11-26")
    desk.tick("Iron a shirt · due")
    desk.tick("article")
    desk.put_in("- [ ] Polish shoes 📅 2026-11-25", above="Next 7 days")
    assert len(desk.refresh().taken) == 3
    assert below(desk) == (
        "- [ ] Polish shoes 📅 2026-11-25\n"
        "\n"
        "- [ ] Buy a tie 📅 2026-11-26\n"
        "- [ ] Iron a shirt 🔁 every day 📅 2026-11-24\n"
        "- [x] Iron a shirt 🔁 every day 📅 2026-11-23 ✅ 2026-11-22\n"
    )
    assert "Polish shoes · due 2026-11-25" in desk.text


def test_a_task_below_can_be_done_and_moved_by_command(desk: Desk) -> None:
    desk.text = desk.text.replace("<!-- vault:begin", "- [ ] Buy a tie 📅 2026-11-24\n\n<!-- vault:begin")
    desk.text += "\n- [ ] Iron a shirt 📅 2026-11-24\n"
    deeds.complete(desk.session(), ["tie"])
    assert "- [x] Buy a tie 📅 2026-11-24 ✅ 2026-11-22\n\n<!-- vault:begin" in desk.text
    deeds.snooze(desk.session(), ["shirt"], TODAY)
    assert below(desk) == "- [ ] Iron a shirt 📅 2026-11-22\n"
    assert desk.notes() == NOTES
    desk.undo()
    desk.undo()
    assert "- [ ] Buy a tie 📅 2026-11-24\n\n<!-- vault:begin" in desk.text
    assert below(desk) == "- [ ] Iron a shirt 📅 2026-11-24\n"


def test_a_command_takes_in_what_was_ticked_as_well(desk: Desk) -> None:
    desk.text += "\n- [ ] Iron a shirt 📅 2026-11-24\n"
    desk.refresh()
    desk.tick("article")
    desk.swap("Iron a shirt · due", "2026-11-24", "2026-11-23")
    deeds.complete(desk.session(), ["meetup"])
    assert "- [x] Send him the article" in desk.read(TOM)
    assert "- [x] Ask Tom about the meetup" in desk.read(TOM)
    assert below(desk) == "- [ ] Iron a shirt 📅 2026-11-23\n"


def test_the_lines_of_the_block_are_no_tasks_and_no_problems(desk: Desk) -> None:
    desk.put_in("- [ ] Not yet below 📅 2026-11-24\n```\nopen", above="Next 7 days")
    session = desk.session()
    assert [f.text for f in session.search().follow_ups if f.note == desk.board] == []
    assert session.problems == ()


def test_a_problem_below_is_named_with_the_line_it_has_then(desk: Desk) -> None:
    desk.put_in("- [ ] Impossible 📅 2026-02-30", above="Next 7 days")
    desk.refresh()
    line = 1 + desk.text.split("\n").index("- [ ] Impossible 📅 2026-02-30")
    assert f"- [[Dashboard]], line {line}: 2026-02-30: there is no such day" in desk.text


def test_damaged_markers_are_a_problem_of_the_note(desk: Desk) -> None:
    desk.text = desk.text.replace("<!-- vault:end", "<!-- end")
    session = desk.session()
    session.search()
    assert [(p.path, p.line) for p in session.problems] == [("Dashboard.md", 7)]


# ---- the file


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data[data.index(b"<!-- vault:begin") :],
        lambda data: b"\xef\xbb\xbf" + data[data.index(b"<!-- vault:begin") :],
        lambda data: data.replace(b"type: dashboard", b"# mine\ncssclasses: [wide]\ntype: 'dashboard'"),
        lambda data: data.replace(b"---\n<!-- vault", b"---\n# Mine\n\nabove\n<!-- vault") + b"\nbelow",
        lambda data: data.replace(b"as_of: 2026-11-22\n", b"as_of: 2026-11-22 # made\n\n"),
        lambda data: data.replace(b"type: dashboard", b"type: [dashboard"),
    ],
    ids=[
        *("crlf", "bom", "crlf and bom", "no final newline", "no properties", "bom and no properties"),
        *("own properties", "own text", "remark", "broken properties"),
    ],
)
def test_the_file_stays_as_the_user_has_it(desk: Desk, change) -> None:
    file = desk.root / desk.board
    data = change(file.read_bytes())
    file.write_bytes(data)
    assert desk.refresh_once().written is (b"type: [dashboard" in data)
    data = file.read_bytes()
    file.write_bytes(
        data.replace(b"- [ ] **Send him", b"- [x] **Send him").replace(b"- [ ] Send him", b"- [x] Send him")
    )
    assert desk.refresh_once().taken == ("done: Send him the article on recalls",)
    desk.undo()
    assert file.read_bytes() == data


def test_a_dashboard_in_a_folder_works_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "vault", settings='dashboard = "My desk/Today.md"\n')
    desk.tick("article")
    desk.put_in("- [ ] Buy a tie 📅 2026-11-24", above="Next 7 days")
    desk.refresh()
    assert "- [x] Send him the article" in desk.read(TOM)
    assert "- [ ] Buy a tie · due 2026-11-24 · in 2 days · [[Today]] ^" in desk.text


def test_two_notes_named_as_the_dashboard_are_told_apart_from_the_first_time(tmp_path: Path) -> None:
    notes = {"Old/Dashboard.md": "- [ ] From another tool 📅 2026-11-23\n"}
    desk = Desk(tmp_path / "vault", notes)
    assert "[[Old/Dashboard|Dashboard]]" in desk.text


def test_an_end_marker_without_its_checks_makes_nothing_of_ours_the_users(desk: Desk) -> None:
    head, _, _ = desk.text.partition("<!-- vault:end")
    desk.text = head + "<!-- vault:end -->\n"
    desk.tick("article")
    desk.put_in("mine", above="Next 7 days")
    assert desk.refresh().taken == ("done: Send him the article on recalls",)
    assert below(desk) == "mine\n"


def test_the_page_of_another_template_is_read_as_well(desk: Desk) -> None:
    desk.tick("article")
    desk.write("Templates/dashboard.md.j2", "Nichts zu tun, {{ today }}.\n")
    assert desk.refresh().taken == ("done: Send him the article on recalls",)
    assert (below(desk), "Nichts zu tun, 2026-11-22." in desk.text) == ("", True)


# ---- tools that tidy Markdown


def test_a_formatter_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    tidy = desk.text
    for old, new in (
        ("- [ ]", "* [ ]"),
        ("**", "__"),
        ("| --- |", "| :-------- |".replace(":", "-")),
        (" | ", "   |  "),
        ("[[", r"\[\["),
        ("]]", r"\]\]"),
        ("_of", "_of"),
        ("> [!", r"> \[!"),
        (" ^", r" \^"),
        ("\n## ", "\n\n\n## "),
    ):
        tidy = tidy.replace(old, new)
    head = desk.text.partition("<!-- vault:begin")[0]
    desk.text = head + "<!-- vault:begin" + tidy.partition("<!-- vault:begin")[2]
    assert desk.refresh().taken == ()
    assert desk.content() == desk.before


def test_a_tick_after_a_formatter_is_one(desk: Desk) -> None:
    desk.text = desk.text.replace("- [ ]", "* [ ]").replace("[[", r"\[\[").replace("]]", r"\]\]")
    line = next(x for x in desk.text.split("\n") if "article" in x and "* [" in x)
    desk.text = desk.text.replace(line, line.replace("[ ]", "[x]"))
    assert desk.refresh().taken == ("done: Send him the article on recalls",)


def test_a_template_that_shows_no_iso_date_is_read_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "vault")
    row = '{{ seal(f, f.text ~ " bis " ~ f.due.day ~ ".") }}'
    page = f"{{% for f in overdue + due_today + week %}}\n{row}\n{{% endfor %}}\n"
    desk.write("Templates/dashboard.md.j2", page + "- [ ] not sealed\n")
    desk.refresh()
    assert "- [ ] Send him the article on recalls bis 21. ^" in desk.text
    desk.tick("article")
    desk.swap("meetup", "25.", "26.")
    assert desk.refresh().taken == ("done: Send him the article on recalls",)
    assert below(desk) == "- Your words: Ask Tom about the meetup bis 26.\n"
    assert (ARTICLE in desk.read(TOM), MEETUP in desk.read(TOM)) == (False, True)
