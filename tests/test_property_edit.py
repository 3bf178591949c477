"""One property changed, every other byte kept: tables of notes before and after, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning import frontmatter, yaml_text
from vault_tools.core.meaning.property_edit import append_to_list, remove_property, set_property

NOTE = """---
# my own remark
type:   'application'
stage : applied   # since Monday

tags: [jobs, remote]
people:
- "[[Mia]]"
# about money
salary: 1_000
notes: |
  # no remark
  two

---
body
---
"""


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("stage", "rejected", "stage : applied   # since Monday", "stage : rejected   # since Monday"),
        ("stage", None, "stage : applied   # since Monday", "stage :   # since Monday"),
        ("stage", ["a"], "stage : applied   # since Monday", "stage :   # since Monday\n  - a"),
        ("type", "a: b", "type:   'application'", 'type:   "a: b"'),
        ("tags", "one", "tags: [jobs, remote]", "tags: one"),
        ("tags", [], "tags: [jobs, remote]", "tags: []"),
        ("tags", ["a", "#b"], "tags: [jobs, remote]", 'tags:\n  - a\n  - "#b"'),
        ("people", ["[[Sam]]", "x"], '- "[[Mia]]"', '- "[[Sam]]"\n- x'),
        ("people", None, 'people:\n- "[[Mia]]"', "people:"),
        ("people", 3, 'people:\n- "[[Mia]]"', "people: 3"),
        ("salary", 2.5, "1_000", "2.5"),
        ("notes", "one\ntwo", "notes: |\n  # no remark\n  two", 'notes: "one\\ntwo"'),
        ("closed", date(2026, 11, 18), "  two\n\n---", "  two\n\nclosed: 2026-11-18\n---"),
        ("reasons", ("a", "b"), "  two\n\n---", "  two\n\nreasons:\n  - a\n  - b\n---"),
        ("closed", None, "  two\n\n---", "  two\n\nclosed:\n---"),
    ],
)
@pytest.mark.parametrize("shape", ["unix", "windows", "bom"])
def test_setting_a_property_changes_its_lines_alone(
    shape: str, key: str, value: object, old: str, new: str
) -> None:
    assert NOTE.count(old) == 1
    before, after = NOTE, NOTE.replace(old, new)
    if shape == "windows":
        before, after = before.replace("\n", "\r\n"), after.replace("\n", "\r\n")
    if shape == "bom":
        before, after = "\ufeff" + before, "\ufeff" + after
    assert set_property(before, key, value) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("follow_up:\n", "follow_up: 2026-11-20\n"),
        ("follow_up:   \n", "follow_up: 2026-11-20\n"),
        ("follow_up: # soon\n", "follow_up: 2026-11-20 # soon\n"),
        ('follow_up: "#1 # 2" # soon\n', "follow_up: 2026-11-20 # soon\n"),
        ("follow_up: [a, '# b'] # soon\n", "follow_up: 2026-11-20 # soon\n"),
        ("follow_up: a#b   c # soon\n", "follow_up: 2026-11-20 # soon\n"),
        ("follow_up: it's # soon\n", "follow_up: 2026-11-20 # soon\n"),
        ('follow_up: "one # no\n  remark"\n', "follow_up: 2026-11-20\n"),
        ("follow_up: one\n  two\nb: 1\n", "follow_up: 2026-11-20\nb: 1\n"),
        ("follow_up: [a,\n  b]\n", "follow_up: 2026-11-20\n"),
        ('"follow_up": a\n', '"follow_up": 2026-11-20\n'),
        (
            "follow_up:\n  - a\n\n  # b\n\n  - c\n\n  # next\nb: 1\n",
            "follow_up: 2026-11-20\n\n  # next\nb: 1\n",
        ),
        ("x:\n  follow_up: 1\nfollow_up: 2\n", "x:\n  follow_up: 1\nfollow_up: 2026-11-20\n"),
        ("follow_up: {a: 1}\n", "follow_up: 2026-11-20\n"),
        ("follow_up: 2026-11-20T10:00\n", "follow_up: 2026-11-20\n"),
        ('follow_up: "2026-11-20"\n', 'follow_up: "2026-11-20"\n'),
        ("2026: year\nfollow_up: x\n", "2026: year\nfollow_up: 2026-11-20\n"),
        ("", "follow_up: 2026-11-20\n"),
        ("# only a remark\n", "# only a remark\nfollow_up: 2026-11-20\n"),
    ],
)
def test_odd_writings_of_a_property_are_rewritten(before: str, after: str) -> None:
    assert set_property(f"---\n{before}---\nbody", "follow_up", "2026-11-20") == f"---\n{after}---\nbody"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "---\na: 1\n---\n"),
        ("body", "---\na: 1\n---\nbody"),
        ("x\r\ny\n", "---\r\na: 1\r\n---\r\nx\r\ny\n"),
        ("\ufeffbody\n", "\ufeff---\na: 1\n---\nbody\n"),
        ("---\nrule above\n", "---\na: 1\n---\n---\nrule above\n"),
        ("---\n---", "---\na: 1\n---"),
    ],
)
def test_a_note_without_properties_gets_a_block(before: str, after: str) -> None:
    assert set_property(before, "a", 1) == after


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("a: 1\na: 2", "line 3: two properties named a; keep one"),
        ("a: b: c", "line 2: a colon inside a value needs quotes"),
        ("{a: 1, b: 2}", "cannot be changed safely"),
        ("a: &x 1\nb: *x", "cannot be changed safely"),
        ("a: [1,\n2]\nb: 1", "cannot be changed safely"),
        ("? a\n: 1", "cannot be changed safely"),
        ("- a", "between the two --- lines stand no properties"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused_with_the_way_out(inner: str, words: str) -> None:
    text = f"---\n{inner}\n---\n"
    with pytest.raises(VaultError, match=words):
        set_property(text, "a", "new")
    with pytest.raises(VaultError, match=words):
        remove_property(text, "a")


def test_a_block_that_is_never_closed_is_refused() -> None:
    with pytest.raises(VaultError, match="line 1: the block of properties is never closed; add a line ---"):
        set_property("---\ntype: contact\n", "a", 1)


def test_no_other_property_may_be_swallowed() -> None:
    with pytest.raises(VaultError, match="cannot be changed safely"):
        set_property('---\na: "one\nb: two"\nc: 1\n---\n', "a", 1)


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("stage", "stage : applied   # since Monday\n"),
        ("people", 'people:\n- "[[Mia]]"\n'),
        ("notes", "notes: |\n  # no remark\n  two\n"),
        ("missing", ""),
    ],
)
def test_removing_a_property_takes_its_lines_alone(key: str, gone: str) -> None:
    assert remove_property(NOTE, key) == NOTE.replace(gone, "")


def test_removing_the_last_property_leaves_an_empty_block() -> None:
    assert remove_property("---\na: 1\n---\nbody", "a") == "---\n---\nbody"
    assert remove_property("body", "a") == "body"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("p:\n  - a # first\n# b\n\nq: 1\n", 'p:\n  - a # first\n  - "[[Mia]]"\n# b\n\nq: 1\n'),
        ("p:\n- a\n", 'p:\n- a\n- "[[Mia]]"\n'),
        ("p:\n    - a\n\n    - b\n", 'p:\n    - a\n\n    - b\n    - "[[Mia]]"\n'),
        ("p:\n  - a\n  - - b\n    - c\n", 'p:\n  - a\n  - - b\n    - c\n  - "[[Mia]]"\n'),
        ("p: [a, b] # two\n", 'p: # two\n  - a\n  - b\n  - "[[Mia]]"\n'),
        ("p: []\n", 'p:\n  - "[[Mia]]"\n'),
        ("p:\n", 'p:\n  - "[[Mia]]"\n'),
        ("p: Sam\n", 'p:\n  - Sam\n  - "[[Mia]]"\n'),
        ("q: 1\n", 'q: 1\np:\n  - "[[Mia]]"\n'),
    ],
)
def test_an_item_is_added_in_the_list_s_own_style(before: str, after: str) -> None:
    assert append_to_list(f"---\n{before}---\n", "p", "[[Mia]]") == f"---\n{after}---\n"


def test_an_item_beside_links_without_quotes_is_refused() -> None:
    with pytest.raises(VaultError, match='the links in "p" need quotes'):
        append_to_list("---\np: [[Sam]]\n---\n", "p", "[[Mia]]")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(2**64), 2**64) | TEXTS
LINES = st.lists(
    st.sampled_from(
        [
            "a: 1",
            "b:",
            "  - x",
            "- y",
            "c: 'q' # r",
            "# remark",
            "",
            "  more",
            "d: |",
            "e: [1, 2]",
            "f: {g: h}",
            'i: "j',
        ]
    ),
    max_size=9,
)


@given(
    LINES, st.sampled_from("abcdef"), SCALARS | st.lists(SCALARS, max_size=3), st.sampled_from(["\n", "\r\n"])
)
def test_an_edit_keeps_every_other_property_and_line(
    lines: list[str], key: str, value: object, newline: str
) -> None:
    before = newline.join(["---", *lines, "---", "body"])
    try:
        after = set_property(before, key, value)
    except VaultError:
        return
    old, new = frontmatter.read(before).values, frontmatter.read(after).values
    assert {k: v for k, v in new.items() if k != key} == {k: v for k, v in old.items() if k != key}
    assert repr(new[key]) == repr(yaml_text.as_read(value))
    remaining = iter(after.split(newline))
    assert all(line in remaining for line in remove_property(before, key).split(newline))
    assert after.count("\r") == after.count("\r\n")
