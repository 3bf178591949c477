"""`vault due` at a terminal: a table as wide as it is, and plain lines in a pipe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from desk import TODAY
from hypothesis import given
from hypothesis import strategies as st
from terminal import Terminal

from vault_tools.cli.speech import columns
from vault_tools.cli.speech import wrapped as filled
from vault_tools.cli.table import Row, drawn, knows_links, wrapped
from vault_tools.commands.init import init

PACKAGE = Path(__file__).resolve().parent.parent
ROWS = (
    Row(
        "Overdue",
        "2 days late",
        "Thank Dana Lee and ask to be considered again",
        "Acme Robotics",
        "nn6vn3",
        "file:///a",
        True,
    ),
    Row("Overdue", "1 day late", "Say hello to 美咲 at the meet-up", "Weekly", "gvaw43m5"),
    Row("Today", "today", "Read", "Northwind", "0g7vp8dz"),
)


def lines(width, **more):
    return drawn(ROWS, width, **{"has_colour": False, "has_links": False, **more})


def test_a_wide_terminal_has_everything_in_columns():
    assert lines(78) == [
        "Overdue",
        "  nn6vn3    2 days late  Thank Dana Lee and ask to be            Acme Robotics",
        "                         considered again",
        "  gvaw43m5  1 day late   Say hello to 美咲 at the meet-up        Weekly",
        "",
        "Today",
        "  0g7vp8dz  today        Read                                    Northwind",
    ]


def test_a_narrower_one_leaves_the_company_out():
    assert lines(52)[1:3] == [
        "  nn6vn3    2 days late  Thank Dana Lee and ask to",
        "                         be considered again",
    ]


def test_a_narrow_one_puts_the_text_below_its_day():
    assert lines(30)[:4] == [
        "Overdue",
        "  nn6vn3  2 days late",
        "    Thank Dana Lee and ask to",
        "    be considered again",
    ]


def test_colours_and_links_are_only_put_around():
    shown = lines(78, has_colour=True, has_links=True)
    bare = [re.sub(r"\x1b\[[0-9;]*m|\x1b]8;;[^\x1b]*\x1b\\", "", line) for line in shown]
    assert bare == lines(78)
    assert shown[1].count("\x1b]8;;file:///a\x1b\\") == 1
    assert "\x1b[31m" not in "".join(shown)


def test_foreign_text_steers_no_terminal():
    row = Row("Today", "today", "Call \x1b[2J\x1b]0;x\x07\u202e", "\x1b[31mAcme", "ab")
    shown = drawn([row], 80, has_colour=False, has_links=False)
    assert not any(sign in "".join(shown) for sign in "\x1b\x07\u202e")


@given(st.text(alphabet="ab 美é‍🙂", max_size=60), st.integers(4, 30))
def test_no_line_is_wider_than_asked_and_no_sign_is_lost(text, width):
    shown = wrapped(text, width)
    assert all(columns(line) <= width for line in shown)
    assert "".join("".join(shown).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4900"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "iTerm.app", "TMUX": "/tmp/x"}, False),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"FORCE_HYPERLINK": "1", "TERM": "dumb"}, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "1"}, False),
    ],
)
def test_links_are_for_terminals_that_know_them(monkeypatch, environment, known):
    monkeypatch.setattr(os, "environ", environment)
    assert knows_links() is known


@pytest.fixture
def vault(tmp_path, monkeypatch):
    root = tmp_path / "search"
    init(root, TODAY)
    (root / "Plan.md").write_text("- [ ] Call Ann 📅 2026-11-20 ^fu-thank-panel-31ab7f\n", encoding="utf-8")
    monkeypatch.setenv("VAULT_TODAY", str(TODAY))
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE))
    return root


def test_in_a_pipe_there_are_plain_lines(vault):
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", "due"], cwd=vault, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "31ab7f  2 days late  Call Ann  · Plan\n"


def test_no_color_is_obeyed_at_a_terminal(vault):
    shown = Terminal(vault, "due", env={"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "80"})
    shown.end()
    assert shown._said == b"Overdue\r\n  31ab7f  2 days late  " + b"Call Ann".ljust(51) + b"  Plan\r\n"


def test_at_a_terminal_the_late_stand_out(vault):
    shown = Terminal(
        vault, "due", env={"NO_COLOR": "", "TERM": "xterm", "COLUMNS": "80", "FORCE_HYPERLINK": "1"}
    )
    shown.end()
    assert b"\x1b[1m2 days late\x1b[0m" in shown._said
    assert f"\x1b]8;;{(vault / 'Plan.md').as_uri()}\x1b\\Call Ann\x1b]8;;\x1b\\".encode() in shown._said


# ---------------------------------------------------------------------------------------------------- paragraphs


def test_a_paragraph_is_broken_between_words_and_never_inside_a_command(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    said = filled("  one without an answer, let it go: `vault close NAME --as no-reply`.", indent="    ")
    assert said.splitlines() == [
        "  one without an answer, let it go:",
        "    `vault close NAME --as no-reply`.",
    ]


def test_a_paragraph_of_wide_signs_keeps_to_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    lines = filled("株式会社に 電話する こと 返事が まだ").splitlines()
    assert lines == ["株式会社に 電話する", "こと 返事が まだ"]
    assert max(map(columns, lines)) <= 20
