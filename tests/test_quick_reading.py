"""The quick ways of reading give what the thorough ones give, or leave it to them."""

import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vault_tools.cli.records import follow_ups, json_text, pieces_of
from vault_tools.core.meaning import plain_yaml, yaml_text
from vault_tools.core.meaning.scanner import scan, sift
from vault_tools.core.meaning.task_format import parse, take_apart
from vault_tools.core.meaning.task_grammar import SIGNIFIERS
from vault_tools.core.model import FollowUp

VALUES = [
    *(
        "",
        " ",
        " x",
        " Dana Lee",
        " null",
        " ~",
        " true",
        " no",
        " 12",
        " 012",
        " 0",
        " -3",
        " 1e3",
        " 0x1f",
        " 12:30",
    ),
    *(
        " 2026-11-20",
        " 2026-11-20T10:30",
        " 2026-02-31",
        " 1_000",
        " 9" * 2,
        f" {'9' * 15}",
        f" {'9' * 16}",
        " 3.5",
    ),
    *(
        ' "[[Acme]]"',
        ' "a: b"',
        " 'it is'",
        " 'it''s'",
        ' "a\\"b"',
        ' "',
        " [[Acme]]",
        " [[Acme – A]]",
        " [[null]]",
        " [[1]]",
        " [[a: b]]",
        " [[a ]]",
        " []",
        " [a, b]",
        " [a,b]",
    ),
    *(
        " [a, true]",
        " [1]",
        " {a: b}",
        " a: b",
        " a #b",
        " a#b",
        " a:b",
        " https://x.y/#z",
        " a:",
        " a ",
        " |",
        " >-",
    ),
    *(
        " &a x",
        " *a",
        " !x y",
        " a !b",
        " @x",
        " %x",
        " ? x",
        " - x",
        " é",
        " ٣",
        " a\tb",
        " a\u2028b",
        " a\xa0",
        " .5",
    ),
    *(
        " a, b]",
        " a\u0085b",
        " \U0001f469\u200d\U0001f4bb",
        " ١٢",
        " #x",
        " x # y",
        ' "a" # b',
        " .inf",
        " .NaN",
        " =",
        " <<",
    ),
]
KEYS = [
    "a",
    "b",
    "company",
    "null",
    "true",
    "y",
    "no",
    "a-b",
    "a b",
    '"q"',
    "é",
    "1",
    "<<",
    "? a",
    "- a",
    "  a",
]
LINES = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.builds("  -{}".format, st.sampled_from(VALUES)),
    st.sampled_from(["", "# note", "---", "...", "- x", "  more", "    - x", "\t", "x", "{", "[", "  # c"]),
)


@settings(max_examples=400)
@given(st.lists(LINES, min_size=1, max_size=5), st.sampled_from(["\n", "\n", "\r\n"]))
@example(['a: ""', "  - x"], "\n")
@example(["a:", "  - x", "b:", "  - y"], "\n")
@example(["a: x", "  - y"], "\n")
@example(["a: null", "# c", "  - y"], "\n")
@example(["a:", "# c", "  - y", "#d", "  - z"], "\n")
def test_a_plain_block_is_read_as_yaml_reads_it(lines, newline):
    inner = newline.join([*lines, ""])
    quick = plain_yaml.read(inner)
    if quick is not None:
        values, at = quick
        assert repr(values) == repr(yaml_text.load(inner))
        assert repr(values) == repr(yaml_text.load_with_pyyaml(inner))
        assert {name: lines[n - 2].partition(":")[0] for name, n in at.items()} == {n: n for n in values}


def test_most_blocks_are_plain():
    inner = (
        'type: application\ncompany: "[[Acme Robotics]]"\nrole: Controls Engineer\napplied: 2026-11-20\n'
        "link: https://example.com/jobs/1\nclosed:\ntags:\n  - application\n  - robots\nremote: no\npay: 45000\n"
    )
    assert plain_yaml.read(inner) is not None


PIECES = st.sampled_from(
    [
        *SIGNIFIERS, *"#^[]():: -x\t\xa0\ufe0f,", "📅 2026-11-20", "✅ 2026-02-30", " 🔁 every week", "🔁 every 2 weeks ",
        "#tag", " #tag ", "🆔 a1", "⛔ a1, b2", "🏁 delete", "[due:: 2026-11-20]", "Call Dana", " ^fu-x", "⏫", "2026-11-20",
        "📅 20261120", "📅 2026-W01-1", "📅\ufe0f  2026-11-20", "📅2026-11-20", " and ", "`📅`", "²", "📅 ２０２６-11-20", "^call",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.sampled_from(["- [ ] ", "* [x]", "> 1. [-]  ", "\t- [/] "]), st.lists(PIECES, max_size=7))
def test_a_plain_task_is_read_as_any_other(start, pieces):
    for line in (start + "".join(pieces), start + " ".join(pieces)):
        reading = take_apart(line)
        assert parse(line) == (reading.task if reading else None)


@settings(max_examples=150)
@example(["#\x1cLog", "- 2026-11-03 call"])  # white space in text, and not in bytes
@given(
    st.lists(
        st.sampled_from(
            ["---", "a: 1", "# Log", "## LOG ##", "#  Cheeſecakes", "#Log", "- [ ] x", "- 2026-11-03 call", "```", "%%", "<!-- x", "text", ""]
        ),
        max_size=9,
    )
)  # fmt: skip
def test_what_is_sifted_is_what_is_scanned(lines):
    text = "\n".join(lines)
    all_of_it, sifted = scan(text), sift(text, text.encode())
    assert (sifted.tasks, sifted.log, sifted.stock, sifted.unclosed) == (
        all_of_it.tasks, all_of_it.log, all_of_it.stock, all_of_it.unclosed,
    )  # fmt: skip
    assert sifted.headings == all_of_it.headings or not re.search("(?i)log|cheese", text)


@given(st.integers(0, 3), st.text(max_size=20), st.sampled_from([(), ("S1",), ("S1", "S4")]))
@example(450, 'a\n\u202e\x1b[31m"\\', ("S1", "S4"))
def test_json_in_pieces_is_the_json_of_all(count, text, source):
    one = FollowUp("31ab7f", "é.md", None, text, text, date(2026, 11, 22), person=text or None, source=source)
    found = (one,) * count
    assert "\n".join(pieces_of(found)) == json_text(follow_ups(found))
