"""The properties of a note: a table of YAML that both readers must read alike, problems, and the way back."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import frontmatter as python_frontmatter
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.meaning import yaml_text
from vault_tools.core.meaning.frontmatter import Block, Properties, export, find, handler, read


@contextmanager
def without_libyaml() -> Iterator[None]:
    """PyYAML as it is where it was built without libyaml: its own parser has other words for what is wrong."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delattr(yaml, "CSafeLoader", raising=False)
        yield


READ_ALIKE = [
    ("2026-01-02", "2026-01-02"),
    ("2026-01-02T10:30:00", "2026-01-02T10:30:00"),
    ("2026-02-30", "2026-02-30"),
    ("yes", "yes"),
    ("Off", "Off"),
    ("True", True),
    ("FALSE", False),
    ("", None),
    ("~", None),
    ("Null", None),
    ("nULL", "nULL"),
    ("7", 7),
    ("-0", 0),
    ("+5", 5),
    ("010", "010"),
    ("0o10", 8),
    ("0x1F", 31),
    ("0b11", 3),
    ("-0x1f", -31),
    ("12:30", "12:30"),
    ("12:30:45", "12:30:45"),
    ("1_000", "1_000"),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("5.", 5.0),
    ("1.10", 1.1),
    ("1.e3", 1000.0),
    ("e3", "e3"),
    ("1e400", "1e400"),
    ("-.inf", -math.inf),
    ("18446744073709551615", 18446744073709551615),
    ("123456789012345678901234567890", 123456789012345678901234567890),
    ("9" * 40, 1e40),
    ("{{date}}", {"{date}": None}),
    ("Hurry up!", "Hurry up!"),
    ("[[Acme]]", [["Acme"]]),
    ('"[[Acme|us]]"', "[[Acme|us]]"),
    ("'it''s'", "it's"),
    (r'"\x41\u263a\U0001f389\t"', "A☺🎉\t"),
    ("x # remark", "x"),
    ("x#y", "x#y"),
    ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
    ("|\n  one\n  two", "one\ntwo\n"),
    ("|-\n  one", "one"),
    (">\n  one\n  two", "one two\n"),
    ("one\n  two", "one two"),
    ("[a, 'b', 3, null]", ["a", "b", 3, None]),
    ("\n  - a\n  -\n  - 2026-01-02", ["a", None, "2026-01-02"]),
    ("\n- a\n- b", ["a", "b"]),
    ("{x: 1, y: [2]}", {"x": 1, "y": [2]}),
    ("!!str 5", "5"),
    ("!colour red", "red"),
    ("&x [1]", [1]),
    ("=", "="),
]


@pytest.mark.parametrize(("written", "value"), READ_ALIKE)
def test_both_readers_read_a_value_as_obsidian_does_and_keep_dates_as_text(
    written: str, value: object
) -> None:
    text = f"a: {written}\nb: 1\n"
    expected = repr({"a": value, "b": 1})
    assert repr(yaml_text.load(text)) == expected
    assert repr(yaml_text.load_with_pyyaml(text)) == expected
    with without_libyaml():
        assert repr(yaml_text.load_with_pyyaml(text)) == expected


def test_without_the_fast_reader_everything_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ryaml", None)
    yaml_text._fast_reader.cache_clear()
    try:
        assert yaml_text._fast_reader() is None
        assert read("---\nday: 2026-01-02\nok: no\n---\n").values == {"day": "2026-01-02", "ok": "no"}
    finally:
        monkeypatch.undo()
        yaml_text._fast_reader.cache_clear()


def test_the_block_starts_on_the_very_first_line() -> None:
    assert find("---\na: 1\n---\nbody") == Block(0, 4, 9, 13, "\n")
    assert find("\ufeff---  \r\na: 1\r\n--- \r\nbody") == Block(1, 8, 14, 20, "\r\n")
    assert find("---\n---") == Block(0, 4, 4, 7, "\n")
    assert find("\n---\na: 1\n---\n") is None
    assert find(" ---\na: 1\n---\n") is None
    assert find("----\na: 1\n----\n") is None
    assert find("---\na: |\n  x\n  ---\n---x\n----\n") is None
    assert find("---") is None


def test_values_and_the_line_of_each_property_are_read() -> None:
    text = (
        "---\n# first\ntype: contact\n\n'full name' : Mia\n\"a: b\": 1\ntags:\n  - contact\nx: {type: y}\n"
        "---\n# Mia\n---\n"
    )
    assert read(text) == Properties(
        {"type": "contact", "full name": "Mia", "a: b": 1, "tags": ["contact"], "x": {"type": "y"}},
        {"type": 3, "full name": 5, "a: b": 6, "tags": 7, "x": 9},
    )


@pytest.mark.parametrize(
    "text", ["", "# no block", "---", "---\n", "---\n---\n", "---\n# remark\n---\n", "---\nwords\n"]
)
def test_a_note_without_properties_has_none_and_no_problem(text: str) -> None:
    assert read(text) == Properties()


@pytest.mark.parametrize(
    ("inner", "line", "words"),
    [
        ("company: A\nrole: B\ncompany: C", 4, "two properties named company; keep one"),
        ("role: x\npitch: short: long", 3, 'a colon inside a value needs quotes: pitch: "…"'),
        ("handle: @mia", 2, 'a value that starts with @ needs quotes: handle: "@…"'),
        ("share: %5", 2, 'a value that starts with % needs quotes: share: "%…"'),
        ("a: 1\n\tb: 2", 3, "a tab stands at the start of the line; use spaces"),
        ("a: 1\n  b: 2", 3, "this line is indented but belongs to nothing; start it at the left edge"),
        ("name: short: long", 2, 'a colon inside a value needs quotes: name: "…"'),
        ("a: - b", 2, 'a value that starts with - needs quotes: a: "- …"'),
        ("a: x\n- [ ] b", 3, "an item of a list that belongs to no property; write name: above it"),
        ('a: "b" c', 2, "words stand behind the second quote; write a: with one pair around all"),
        ('a: "open\nb: 1', 2, "a quote is opened here and never closed; add the second one"),
        ("a: [1, 2\nb: 1", 2, "a bracket is opened here and not closed; close it or use quotes"),
        ("a: 1\njust words\nb: 2", 3, "a line that is no property; write name: value"),
        ("a: *b", 2, "*b repeats nothing; put the value in quotes"),
        ("a: 1\nb: \x07", 3, "a control character stands here; delete it"),
        ("a: 1\n...\nb: 1", 4, "the properties end above this line; delete it, or the ... above it"),
        ("- a\n- b", 2, "between the two --- lines stand no properties; write name: value, or delete a ---"),
        ("x: " + "[" * 3000 + "]" * 3000, 2, "lists inside lists without end; write a flat list"),
    ],
)
def test_a_problem_names_the_line_and_the_way_out(inner: str, line: int, words: str) -> None:
    assert read(f"---\n{inner}\n---\nbody") == Properties(problem=(line, words))
    with without_libyaml():
        assert read(f"---\n{inner}\n---\nbody") == Properties(problem=(line, words))


def test_a_block_that_is_never_closed_is_a_problem_of_line_one() -> None:
    words = "the block of properties is never closed; add a line --- below it"
    assert read("---\ntype: contact\n\n# Mia\n") == Properties(problem=(1, words))


def test_a_name_that_is_no_text_is_a_problem_and_the_others_are_read() -> None:
    assert read("---\nstage: applied\n2026: year\n---\n") == Properties(
        {"stage": "applied"},
        {"stage": 2},
        (3, 'the name of a property must be text; put it in quotes: "2026":'),
    )


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    problem = read(f"---\n{bomb}---\n").problem
    assert problem is not None
    assert problem[1] == "aliases (*name) repeat each other too often; write the values out"


@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "? "])
def test_nesting_of_any_depth_ends_in_a_problem(nest: str) -> None:
    assert read(f"---\na:\n {nest * 100_000}\n---\n").problem is not None


def test_a_template_with_placeholders_is_read_as_far_as_it_goes() -> None:
    assert read("---\nday: {{date}}\ntitle: x\n---\n").problem is None
    assert read("---\nday: {{date}} {{time}}\n---\n").problem is not None


def test_bytes_that_were_no_text_read_as_replacement_characters() -> None:
    assert read("---\na: b\udcffc\n---\n").values == {"a": "b\ufffdc"}


def test_properties_are_written_as_obsidian_writes_them() -> None:
    values = {
        "type": "rejection",
        "company": "[[Acme]]",
        "received": datetime(2026, 11, 18, 16, 40),
        "day": date(2026, 11, 18),
        "at": "12:30",
        "answer": "yes",
        "word": "true",
        "number": "010",
        "phone": "+1 555",
        "handle": "@mia",
        "pitch": "short: long",
        "said": 'say "hi": now',
        "both": 'it\'s: "x"',
        "plain": 'it\'s "fine"',
        "party": "🎉",
        "lines": "one\ntwo",
        "closed": None,
        "reasons": [],
        "people": ("[[Mia Berg]]", "Sam, who knows", "", None),
        "dream": True,
        "every": 30,
        "share": 2.0,
        "a: b": 1,
    }
    assert (
        export(values)
        == """type: rejection
company: "[[Acme]]"
received: 2026-11-18T16:40:00
day: 2026-11-18
at: 12:30
answer: yes
word: "true"
number: "010"
phone: +1 555
handle: "@mia"
pitch: "short: long"
said: 'say "hi": now'
both: "it's: \\"x\\""
plain: it's "fine"
party: 🎉
lines: "one\\ntwo"
closed:
reasons: []
people:
  - "[[Mia Berg]]"
  - Sam, who knows
  - ""
  - null
dream: true
every: 30
share: 2
"a: b": 1
"""
    )


def test_what_no_property_can_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="a property holds text"):
        export({"a": {"b": 1}})


def test_python_frontmatter_reads_and_writes_through_the_handler() -> None:
    text = "---\nday: 2026-01-02\nno: yes\n---\n\n  body stays\n"
    metadata, content = python_frontmatter.parse(text, handler=handler())
    assert metadata == {"day": "2026-01-02", "no": "yes"}
    assert content == "body stays"
    post = python_frontmatter.Post("# Mia\n", handler(), **metadata)
    assert python_frontmatter.dumps(post) == "---\nday: 2026-01-02\nno: yes\n---\n# Mia\n"
    assert handler().detect(text)
    assert python_frontmatter.parse("no block", handler=handler()) == ({}, "no block")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.text(
    "ab01 \t\n:#-?'\"[]{}|>&*!%@`,.=~<eE+_xo\\", max_size=8
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**100), 2**100) | st.floats() | TEXTS


@given(st.dictionaries(TEXTS, SCALARS | st.lists(SCALARS, max_size=4), max_size=5))
def test_whatever_is_written_is_read_again_by_both_readers(values: dict[str, object]) -> None:
    text = export(values)
    expected = {key: yaml_text.as_read(value) for key, value in values.items()}
    assert repr(yaml_text.load(text) or {}) == repr(expected)
    assert repr(yaml_text.load_with_pyyaml(text) or {}) == repr(expected)
    with without_libyaml():
        assert repr(yaml_text.load_with_pyyaml(text) or {}) == repr(expected)
    found = read(f"---\n{text}---\n")
    assert found.problem is None
    assert repr(found.values) == repr(expected)
    assert found.lines.keys() == expected.keys()


@given(st.text("abc:-#'\"[]{}|>&*!%@ \t\n\r\0\x85\ufeff{{}}0.", max_size=40))
def test_reading_never_raises_and_both_readers_agree(inner: str) -> None:
    text = f"---\n{inner}\n---\n"
    found = read(text)
    if found.problem is None and (block := find(text)):
        again = yaml_text.load_with_pyyaml(text[block.inner_start : block.inner_end])
        assert repr(again or {}) == repr(found.values)
