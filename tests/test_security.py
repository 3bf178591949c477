"""The page about security keeps its word: each promise has its tests, and nothing can open a connection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_walls import MODULES, imported

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"
NAMED = sorted(set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8"))))
CONNECTING = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "smtplib",
    "ftplib",
    "imaplib",
    "poplib",
    "requests",
    "asyncio",
}


def test_the_page_names_tests() -> None:
    assert len(NAMED) > 30


@pytest.mark.parametrize("name", NAMED)
def test_every_test_that_the_page_names_is_there(name: str) -> None:
    found = [
        path.name
        for path in TESTS.glob("test_*.py")
        if re.search(rf"^def {name}\(", path.read_text("utf-8"), re.M)
    ]
    assert len(found) == 1, found


def test_every_promise_names_a_test() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## What is not promised")[0]
    promises = re.split(r"\n- ", text)[1:]
    assert [p.split("\n\n")[0] for p in promises if "`test_" not in p.split("\n\n")[0]] == []


@pytest.mark.parametrize("module", MODULES)
def test_nothing_in_the_program_can_open_a_connection(module: str) -> None:
    names = set(imported(module))
    assert [
        n for n in names if n in CONNECTING or n.partition(".")[0] in CONNECTING - {"urllib.request"}
    ] == []
