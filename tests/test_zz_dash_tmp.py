"""Whatever stands on a dashboard: exactly what was wished is taken in, and what is the user's is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vault_tools.core.meaning.block import Block, BlockError, find_block, without_block
from vault_tools.core.rules.ids import ALPHABET
from vault_tools.core.wording.foreign import checks_of
from vault_tools.core.wording.neutral import inline
from vault_tools.core.wording.seal import prose, read_mark, sealed
from vault_tools.core.wording.takein import take_in
from vault_tools.core.wording.wishes import Deed, Expected, Page, Source, TakenIn, Wish

TODAY = date(2026, 11, 22)
DAYS = st.integers(-40, 400).map(lambda n: TODAY + timedelta(n))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)
always = settings(max_examples=3000, deadline=None)


@dataclass(frozen=True)
class Row:
    """A follow-up as a page shows it."""

    id: str
    text: str
    due: date
    note: str
    status: str = " "

    @property
    def shown(self) -> str:
        label = "done" if self.status == "x" else "due"
        days = (self.due - TODAY).days
        return " ".join(
            f"**{inline(self.text)}** · {label} {self.due} · {days} days · [[{self.note}]]".split()
        )

    @property
    def line(self) -> str:
        return sealed(self.shown, follow_up=self.id, box=self.status, day=self.due.isoformat())

    @property
    def source(self) -> Source:
        return Source(self.status, self.due, self.due if self.status == "x" else None)


def rows(status: str = " ") -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        id=st.one_of(*(st.text(ALPHABET, min_size=n, max_size=n) for n in (6, 8))),
        text=st.one_of(
            WORDS, st.sampled_from(["Call of 2026-11-20", "[[Dana Lee]]", "a · due 2026-12-01 · b"])
        ),
        due=DAYS,
        note=st.sampled_from(["Tom Okafor", "2026-11-18 Acme – Engineer#^fu-x-31ab7f|Acme"]),
        status=st.just(status),
    )


BOARDS = st.lists(st.one_of(rows(), rows("x")), min_size=1, max_size=8, unique_by=lambda row: row.id)
OURS = """> [!tip] First: call
> It was due on Friday.

## Overdue · 2

(lines)

| a | b |
| --- | --- |
| [[Acme]] | 2 |

```mermaid
sankey-beta

Applied,No,3
```
"""


def page_of(board: list[Row]) -> Page:
    expected = {row.id: Expected(row.shown, row.due.isoformat(), row.status) for row in board}
    return Page(OURS.replace("(lines)", "\n".join(row.line for row in board)), expected)


def block_of(lines: list[str], *, of: Page) -> Block:
    checks = checks_of(of.inner.split("\n"))
    text = "\n".join(["<!-- vault:begin -->", *lines, f"<!-- vault:end {checks} -->"])
    block = find_block(text)
    assert block is not None
    return block


def taken(board: list[Row], lines: list[str], *, as_of: date | None = TODAY) -> TakenIn:
    page = page_of(board)
    sources = {row.id: row.source for row in board}
    return take_in(block_of(lines, of=page), sources=sources, page=page, today=TODAY, as_of=as_of)


# ---- 1: exactly those wishes

Edit = Callable[[str, Row], str]
EDITS: dict[str, tuple[Edit, Callable[[Row], tuple[Wish, ...]]]] = {
    "none": (lambda line, row: line, lambda row: ()),
    "tick": (
        lambda line, row: line.replace("- [ ]", "- [x]", 1),
        lambda row: (Wish(row.id, Deed.COMPLETE, TODAY, "x"),),
    ),
    "plugin": (
        lambda line, row: line.replace("- [ ]", "- [X]", 1) + " ✅ 2026-11-20",
        lambda row: (Wish(row.id, Deed.COMPLETE, date(2026, 11, 20), "x"),),
    ),
    "drop": (
        lambda line, row: line.replace("- [ ]", "> * [-]", 1),
        lambda row: (Wish(row.id, Deed.DROP, TODAY, "-"),),
    ),
    "mark": (
        lambda line, row: line.replace("- [ ]", "  - [/]", 1),
        lambda row: (Wish(row.id, Deed.STATUS, None, "/"),),
    ),
    "move": (
        lambda line, row: moved(line, row),
        lambda row: (Wish(row.id, Deed.MOVE, row.due + timedelta(9)),),
    ),
    "mark and move": (
        lambda line, row: moved(line.replace("- [ ]", "- [?]", 1), row),
        lambda row: (Wish(row.id, Deed.STATUS, None, "?"), Wish(row.id, Deed.MOVE, row.due + timedelta(9))),
    ),
    "tick and move": (
        lambda line, row: moved(line.replace("- [ ]", "- [x]", 1), row),
        lambda row: (Wish(row.id, Deed.COMPLETE, TODAY, "x"),),
    ),
}  # fmt: skip


def moved(line: str, row: Row) -> str:
    head, _, tail = line.rpartition(f" · due {row.due} · ")
    return f"{head} · due {row.due + timedelta(9)} · {tail}"


@always
@given(st.data(), BOARDS)
def test_for_any_edits_of_any_board_exactly_those_wishes_are_read(
    data: st.DataObject, board: list[Row]
) -> None:
    lines: list[str] = []
    wishes: list[Wish] = []
    for line in page_of(board).inner.split("\n"):
        row = next((row for row in board if row.line == line), None)
        if row is None:
            lines.append(line)
        elif row.status == "x":
            back = data.draw(st.booleans())
            lines.append(line.replace("- [x]", "- [ ]", 1) if back else line)
            wishes += [Wish(row.id, Deed.REOPEN, None, " ")] if back else []
        else:
            edit, wished = EDITS[data.draw(st.sampled_from(sorted(EDITS)))]
            lines.append(edit(line, row))
            wishes += wished(row)
    order = data.draw(st.permutations(lines)) if data.draw(st.booleans()) else lines
    found = taken(board, order)
    assert sorted(map(repr, found.wishes)) == sorted(map(repr, wishes))
    assert found.listed == ()
    if order is lines:
        assert found.foreign == ()


# ---- 2: an old page


@always
@given(st.data(), BOARDS, BOARDS)
def test_an_old_page_put_over_the_present_one_asks_for_nothing(
    data: st.DataObject, board: list[Row], others: list[Row]
) -> None:
    old = [
        replace(row, due=data.draw(DAYS), status=data.draw(st.sampled_from(" x/")))
        if data.draw(st.booleans())
        else row
        for row in data.draw(st.permutations([*board, *others]))
    ]
    there = page_of(old)
    present = page_of(board)
    sources = {row.id: row.source for row in board}
    block = block_of(there.inner.split("\n"), of=there)
    assert take_in(block, sources=sources, page=present, today=TODAY, as_of=data.draw(DAYS)) == TakenIn()


# ---- 3: the user's own lines

LINES = st.one_of(
    st.text(st.characters(exclude_characters="\n"), max_size=40),
    st.sampled_from(
        [
            "---",
            "```",
            "~~~",
            "> quote",
            "- [ ] Buy a tie 📅 2026-11-25",
            "| --- |",
            "## Mine",
            "\t- x\r",
            "%%",
        ]
    ),
)


def is_the_users(line: str, page: Page) -> bool:
    """Of two equal lines, one ours and one theirs, nobody can tell which is which."""
    mark = read_mark(line)
    known = {prose(one) for one in page.inner.split("\n")}
    return "vault:" not in line and (mark is None or mark.id is None) and prose(line) not in {"", *known}


@always
@given(st.data(), BOARDS, st.lists(st.lists(LINES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_lines_of_the_user_go_below_in_order_and_byte_for_byte(
    data: st.DataObject, board: list[Row], groups: list[list[str]]
) -> None:
    page = page_of(board)
    ours = page.inner.split("\n")
    assume(all(is_the_users(line, page) for group in groups for line in group))
    places = sorted(
        data.draw(st.lists(st.integers(0, len(ours)), min_size=len(groups), max_size=len(groups)))
    )
    lines = list(ours)
    for place, group in reversed(list(zip(places, groups, strict=True))):
        lines[place:place] = group
    found = taken(board, lines)
    assert (found.wishes, found.listed) == ((), ())
    assert [line for line in found.foreign if prose(line)] == [line for group in groups for line in group]


# ---- 4: anything at all


@always
@given(st.data(), BOARDS)
def test_nothing_that_stands_between_the_markers_raises(data: st.DataObject, board: list[Row]) -> None:
    page = page_of(board)
    pieces = st.one_of(LINES, st.sampled_from(page.inner.split("\n")), st.text(max_size=30))
    cut = st.tuples(pieces, st.integers(0, 80), pieces).map(lambda t: t[0][: t[1]] + t[2])
    text = "\n".join(data.draw(st.lists(st.one_of(pieces, cut), max_size=12)))
    checks = data.draw(st.one_of(st.just(checks_of(page.inner.split("\n"))), st.text(max_size=30)))
    block = Block(0, 0, text + "\n", checks, "\n")
    sources = {row.id: row.source for row in board}
    found = take_in(block, sources=sources, page=page, today=TODAY, as_of=TODAY)
    assert all("\n" not in line for line in found.listed)


# ---- the markers


@pytest.mark.parametrize("text", ["", "No markers.\n", "About vault:begin and vault:end.\n"])
def test_a_note_without_markers_has_no_block(text: str) -> None:
    assert find_block(text) is None
    assert without_block(text) == (text, None)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- vault:begin -->\n",
        "<!-- vault:end -->\n",
        "<!-- vault:end -->\n<!-- vault:begin -->\n",
        "<!-- vault:begin -->\n<!-- vault:begin -->\n<!-- vault:end -->\n",
        "<!-- vault:begin -->\n<!-- vault:end -->\n<!-- vault:end -->\n",
        "x <!-- vault:begin -->\n<!-- vault:end -->\n",
        "<!-- vault:begin --><!-- vault:end -->\n",
    ],
)
def test_damaged_markers_are_refused(text: str) -> None:
    with pytest.raises(BlockError):
        find_block(text)
    kept, damage = without_block(text)
    assert (kept, damage is not None) == (text, True)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_note_without_its_block_keeps_the_numbers_of_its_lines(newline: str, bom: str) -> None:
    lines = ["<!-- vault:begin x -->", "- [ ] ours", "```", "<!-- vault:end abcd --> ", "- [ ] mine"]
    kept, damage = without_block(bom + newline.join(lines))
    assert damage is None
    assert [line.strip("\r\ufeff") for line in kept.split("\n")] == ["", "", "", "", "- [ ] mine"]
