"""Nothing in a note, however odd, takes longer than its length: each of these took minutes, or would have."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

import pytest

from vault_tools.core.meaning.links import plain, wikilinks
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.meaning.scanner import scan
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.cheesecakes import stock
from vault_tools.core.rules.search import search
from vault_tools.core.rules.settings import Settings
from vault_tools.core.taking.words import Words
from vault_tools.store.templates import load_playbook
from vault_tools.store.turn import turned

MOST = 5.0  # seconds of the processor: fifty times what it takes, and a small part of what it took
T = TypeVar("T")
TODAY = date(2026, 11, 22)


def follow_ups(notes: Iterable[Note]) -> tuple[FollowUp, ...]:
    return search(catalogue(notes), load_playbook(None), Settings(), TODAY).follow_ups


def quickly(work: Callable[[], T]) -> T:
    start = time.process_time()
    result = work()
    assert time.process_time() - start < MOST
    return result


@pytest.mark.parametrize(
    "text",
    [
        "- [x] é" + " " * 60_000 + "b",
        "- [ ] é" + "\t\u00a0" * 30_000 + "b 📅 2026-11-20",
        "```\nx\n```\n" * 30_000 + "- [ ] v 📅 2026-11-20\n" * 30_000,
        "## Log\n- 2026-11-01 x\n" * 60_000,
    ],
    ids=["spaces", "rare white space", "fences", "logs"],
)
def test_a_note_is_read_in_one_pass(text: str) -> None:
    quickly(lambda: read_note("x.md", text.encode()))


def test_a_link_of_spaces_is_passed_once() -> None:
    text = "[a](" + " " * 80_000 + "x y"
    assert quickly(lambda: plain(text)) == text


@pytest.mark.parametrize("piece", ["**a ", "~~a ", "==a ", "__a ", "_a ", "[a](  ", "`a ``b "])
def test_marks_that_never_close_are_passed_once(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    quickly(lambda: (plain(text), wikilinks(f"{text} [[b]]")))


def test_a_line_of_usual_length_loses_its_marks_however_many_they_are() -> None:
    assert plain("**a** " * 500) == "a " * 500


def test_lines_behind_fences_keep_their_numbers() -> None:
    text = "- [ ] a\n```\n- [ ] no\n```\n- [ ] b\n~~~\nx\n~~~\n## Log\n- 2026-11-01 hi\n```\n- 2026-11-02 no\n```\n- 2026-11-03 ho\n"
    found = scan(text)
    assert [line for line, _ in found.tasks] == [1, 5]
    assert [(line, day) for line, day, _ in found.log] == [(10, "2026-11-01"), (14, "2026-11-03")]


@pytest.mark.parametrize("item", ["a" + " " * 40_000 + "x", "a " + ",;:" * 20_000, "[a](http://b" * 8_000])
def test_a_cheesecake_that_is_no_short_thing_stands_as_it_is_written(item: str) -> None:
    there = read_note("Stock.md", f"## Cheesecakes\n- {item}\n".encode())
    (offer,) = quickly(lambda: stock(search(catalogue([there]), load_playbook(None), Settings(), TODAY)))
    assert offer.words == " ".join(item.split())


@pytest.mark.parametrize(
    "paragraph",
    ["Paragraph {}.\n\n", "same\n\n", "- one\n- two\n{}\n\n", "line {0}\nline {0}\n\n"],
    ids=["each its own", "all the same", "a list", "twice"],
)
def test_a_change_at_both_ends_of_a_long_note_is_taken_back(paragraph: str) -> None:
    before = "- [ ] first\n" + "".join(map(paragraph.format, range(8_000))) + "- [ ] last\n"
    after = before.replace("[ ]", "[x]")
    at = len(after) // 2
    now = f"{after[:at]}, and a word of mine{after[at:]}"
    expected = now.replace("[x]", "[ ]")
    assert quickly(lambda: turned(now.encode(), after.encode(), before.encode())) == expected.encode()


def test_a_long_note_whose_lines_were_put_in_another_order_is_taken_back() -> None:
    before = "".join(f"word {n}\n\n" for n in range(4_001))
    after = "".join(f"word {n * 31 % 4_001}\n\n" for n in range(4_001))
    assert quickly(lambda: turned(after.encode() + b"mine\n", after.encode(), before.encode())) == (
        before.encode() + b"mine\n"
    )


def test_a_chain_of_notes_is_followed_once() -> None:
    notes = [
        read_note(f"c{n}.md", f'---\napplication: "[[c{n + 1}]]"\n---\n- [ ] x 📅 2026-11-20\n'.encode())
        for n in range(12_000)
    ]
    last = read_note("c12000.md", b"---\ntype: application\ncompany: Acme\n---\n")
    found = quickly(lambda: follow_ups([*notes, last]))
    assert {f.company for f in found} == {"Acme"}


def test_a_cool_off_is_asked_for_by_what_it_concerns() -> None:
    notes = [
        read_note(
            f"n{n}.md",
            f"---\ntype: rejection\ncompany: C{n}\nreceived: 2026-11-21\ncool_off_until: 2026-11-22\n---\n"
            f"- [ ] Thank [[P{n}]] 📅 2026-11-22 ^fu-thank-panel-{n:06d}\n".encode(),
        )
        for n in range(12_000)
    ]
    found = quickly(lambda: search(catalogue(notes), load_playbook(None), Settings(), TODAY).follow_ups)
    assert {str(f.held_until) for f in found} == {"2026-11-23"}  # type: ignore[attr-defined]


def test_roles_are_taken_apart_once() -> None:
    words = Words(frozenset(), frozenset(), frozenset(f"noise{n}" for n in range(40)), {})
    roles = [f"Senior Engineer {n} (remote)" for n in range(1_200)]
    quickly(lambda: [words.likeness(a, b) for a in roles for b in roles[:200]])
