"""A note's bytes as a Note, and lines replaced in its text with every other byte kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.errors import ChangedError
from vault_tools.core.meaning.insertion import without_line
from vault_tools.core.meaning.notes import decode, encode, read_note, replace_lines
from vault_tools.core.model import Note, Problem, Task, TaskLine, Touch

NOTE = """---
type: contact
company: "[[Acme]]"
---
- [ ] Write to [[Mia]] 📅 2026-11-20 ^fu-thank-abc123

## Log
- 2026-11-03 email: asked about the team
"""


def test_a_note_is_read_with_its_properties_tasks_and_log() -> None:
    assert read_note("Contacts/Mia.md", NOTE.encode()) == Note(
        path="Contacts/Mia.md",
        properties={"type": "contact", "company": "[[Acme]]"},
        tasks=(
            TaskLine(
                5, Task(description="Write to [[Mia]]", due=date(2026, 11, 20), block_id="fu-thank-abc123")
            ),
        ),
        log=(Touch(8, date(2026, 11, 3), "email: asked about the team"),),
        property_lines={"type": 2, "company": 3},
    )


def test_a_note_reads_the_same_with_windows_line_ends_and_a_bom() -> None:
    windows = b"\xef\xbb\xbf" + NOTE.replace("\n", "\r\n").encode()
    assert read_note("Mia.md", windows) == read_note("Mia.md", NOTE.encode())


def problems(data: bytes) -> list[str]:
    return [str(problem) for problem in read_note("Mia.md", data).problems]


def test_broken_properties_do_not_hide_the_tasks() -> None:
    note = read_note("Mia.md", b"---\nrole: a: b\n---\n- [ ] still here\n")
    assert note == Note(
        "Mia.md",
        tasks=(TaskLine(4, Task(description="still here")),),
        problems=(Problem("Mia.md", 2, 'a colon inside a value needs quotes: role: "…"'),),
    )


def test_a_day_that_does_not_exist_is_told_of_open_tasks_and_of_the_log() -> None:
    text = "- [ ] a 📅 2026-02-30\n- [x] b 📅 2026-02-30\n# Log\n- 2026-11-31 call\n"
    assert problems(text.encode()) == [
        "Mia.md:1: 📅 2026-02-30: there is no such day; write another",
        "Mia.md:4: 2026-11-31: there is no such day; write another",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "words\n```\n- [ ] a\n",
            "Mia.md:2: the code block opened here with ``` is never closed and hides all below; end it with ```",
        ),
        (
            "%%\n- [ ] a\n",
            "Mia.md:1: the comment opened here with %% is never closed and hides all below; end it with %%",
        ),
    ],
)
def test_an_unclosed_block_is_told(text: str, message: str) -> None:
    assert problems(text.encode()) == [message]


def test_bytes_that_are_no_utf8_are_told_and_everything_else_counts() -> None:
    note = read_note("Mia.md", b"---\nrole: caf\xe9\n---\n- [ ] ask \xff Mia\n")
    assert note == Note(
        "Mia.md",
        properties={"role": "caf\ufffd"},
        tasks=(TaskLine(4, Task(description="ask \ufffd Mia")),),
        problems=(Problem("Mia.md", 2, "not valid UTF-8 from here on; save the note as UTF-8"),),
        property_lines={"role": 2},
    )


@pytest.mark.parametrize(
    "data", ["- [ ] a\n".encode("utf-16"), "- [ ] a\n".encode("utf-16-be"), b"PK\x03\x04\0\0"]
)
def test_what_is_no_text_has_no_tasks_and_says_so(data: bytes) -> None:
    assert problems(data) == [
        "Mia.md:1: not a text note (UTF-16, or a file of another kind); save it as UTF-8"
    ]
    assert read_note("Mia.md", data).tasks == ()


PIECES = st.sampled_from(
    [
        b"---\n",
        b"a: b\n",
        b"a: [",
        b"\r\n",
        b"\n",
        b"- [ ] x ",
        "📅 2026-02-30".encode(),
        b"# Log\n",
        b"```",
        b"\xef\xbb\xbf",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=4)).map(b"".join))
def test_no_bytes_are_too_odd_to_be_read_and_what_is_read_can_be_shown(data: bytes) -> None:
    note = read_note("Mia.md", data)
    repr(note).encode()
    assert [problem.line for problem in note.problems] == sorted(problem.line for problem in note.problems)


@given(st.lists(PIECES | st.binary(max_size=4)).map(b"".join))
def test_encoding_undoes_decoding_for_any_bytes(data: bytes) -> None:
    assert encode(decode(data)) == data


@pytest.mark.parametrize(
    ("text", "line", "old", "new", "expected"),
    [
        ("a\nb\nc\n", 2, "b", ["B"], "a\nB\nc\n"),
        ("a\nb\nc\n", 2, "b", ["x", "y"], "a\nx\ny\nc\n"),
        ("a\nb\nc\n", 2, "b", [], "a\nc\n"),
        ("a\r\nb\r\nc", 2, "b", ["x", "y"], "a\r\nx\r\ny\r\nc"),
        ("a\r\nb\nc", 2, "b", ["B"], "a\r\nB\nc"),
        ("a\nb", 2, "b", ["x", "y"], "a\nx\ny"),
        ("a\r\nb", 2, "b", ["x", "y"], "a\r\nx\r\ny"),
        ("a\nb", 2, "b", [], "a\n"),
        ("b", 1, "b", ["x", "y"], "x\ny"),
        ("\ufeffb\n", 1, "b", ["x"], "\ufeffx\n"),
        ("b\r", 1, "b", ["x"], "x\r"),
        ("a\n", 2, "", ["x"], "a\nx"),
        ("a\x85b\u2028c\nd\n", 2, "d", ["x"], "a\x85b\u2028c\nx\n"),
        ("b\nb\n", 2, "b", ["x"], "b\nx\n"),
    ],
)
def test_one_line_is_replaced_and_keeps_its_ending(
    text: str, line: int, old: str, new: list[str], expected: str
) -> None:
    assert replace_lines(text, line, old, new) == expected


@pytest.mark.parametrize(("line", "old"), [(2, "a"), (4, "c"), (9, "a"), (0, "a"), (-1, "a"), (1, "a ")])
def test_a_line_that_reads_otherwise_by_now_is_not_replaced(line: int, old: str) -> None:
    with pytest.raises(ChangedError, match=f"line {line} no longer reads as it did"):
        replace_lines("a\nb\nc", line, old, ["x"])


def test_a_new_line_may_hold_no_newline() -> None:
    with pytest.raises(ValueError, match="newline"):
        replace_lines("a", 1, "a", ["x\ny"])


@given(st.text("ab\r\n\ufeff", max_size=20), st.integers(1, 5))
def test_replacing_a_line_by_itself_changes_nothing(text: str, line: int) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    if line <= len(lines):
        old = lines[line - 1].removesuffix("\r")
        assert replace_lines(text, line, old, [old]) == text


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a\n\nb\n\nc\n", 3, "a\n\nc\n"),
        ("a\r\n\r\nb\r\n\r\nc", 3, "a\r\n\r\nc"),
        ("a\nb\n\nc\n", 2, "a\n\nc\n"),
        ("a\n\nb\nc\n", 3, "a\n\nc\n"),
        ("b\n\nc\n", 1, "\nc\n"),
        ("a\n\nb", 3, "a\n"),
        ("a\n\nb\n", 3, "a\n"),
        ("a\n \nb\n\n\nc\n", 3, "a\n \n\nc\n"),
    ],
)
def test_a_line_that_is_taken_out_leaves_no_two_blank_ones_where_it_kept_them_apart(
    text: str, line: int, expected: str
) -> None:
    assert without_line(text, line) == expected
