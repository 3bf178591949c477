"""What the user did on the dashboard, read back from its block. Decides; changes no note itself.

A line that agrees with its check is what we once wrote, however old, and never an edit. An edit that cannot
be placed is listed below the block in the user's own words, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import parse_day, parse_iso
from vault_tools.core.wording.seal import PROSE, Mark, decided, prose, read_mark, worded

BEGIN = re.compile(r"^<!-- vault:begin\b.*-->[ \t]*\r?$", re.MULTILINE)
END = re.compile(r"^<!-- vault:end\b(?P<checks>.*)-->[ \t]*\r?$", re.MULTILINE)
_TRACE = re.compile(r"vault:(begin|end)")
_BLOCK_LINK = re.compile(r"\[\[[^\]|#\n]*#\^fu-[a-z0-9-]+-([0-9a-z]{6,})(?:\|[^\]\n]*)?\]\]")


class Deed(Enum):
    """What an edit asks for."""

    COMPLETE = "complete"
    DROP = "drop"
    REOPEN = "reopen"
    MOVE = "move"
    STATUS = "status"

    @property
    def past(self) -> str:
        """How it is told once it is carried out."""
        return {"complete": "done", "drop": "dropped", "reopen": "open again", "move": "moved"}.get(self.value, "marked")


@dataclass(frozen=True, slots=True)
class Wish:
    """One edit that can be carried out: `day` is the completion day or the new date, `status` the new box."""

    id: str
    deed: Deed
    day: date | None = None
    status: str = " "


@dataclass(frozen=True, slots=True)
class Source:
    """How the follow-up behind a line stands now: its status and the date a dashboard line shows for it."""

    status: str
    due: date | None
    done: date | None = None

    @property
    def day(self) -> str:
        shown = self.done if self.status in "xX" else self.due
        return shown.isoformat() if shown else ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What we would write for a follow-up right now; helps to read a line that lost its id or its date."""

    shown: str
    link_id: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The wishes to carry out, and the lines that go below the block, in the user's words."""

    wishes: tuple[Wish, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """The marked part of a dashboard: offsets of its lines, markers included, and the text between them."""

    start: int
    end: int
    inner: str
    checks: str
    first_line: int = 0


def find_block(text: str) -> Block | None:
    """The block of a dashboard note; None where there is no trace of one.

    Raises VaultError where the markers are damaged or doubled: then nothing may be read or written.
    """
    begins, ends = list(BEGIN.finditer(text)), list(END.finditer(text))
    if not begins and not ends and not _TRACE.search(text):
        return None
    if len(begins) == len(ends) == 1 and begins[0].end() < ends[0].start():
        begin, end = begins[0], ends[0]
        return Block(
            begin.start(), end.end(), text[begin.end() + 1 : end.start()], end["checks"].strip(),
            text.count("\n", 0, begin.end()) + 2,
        )  # fmt: skip
    raise VaultError(
        "the lines <!-- vault:begin … --> and <!-- vault:end … --> must stand there once each, in this order; "
        "put them back, or rename the note and a new one is made"
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    sources: Mapping[str, Source]
    expected: Mapping[str, Expected]
    today: date
    as_of: date | None
    wishes: dict[str, list[Wish]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)


def take_in(
    block: Block,
    *,
    sources: Mapping[str, Source],
    expected: Mapping[str, Expected],
    today: date,
    as_of: date | None,
) -> TakenIn:
    """Read every line of a block. `sources` has the follow-ups by id, closed ones too."""
    reading = _Reading(sources, expected, today, as_of)
    foreign: list[tuple[int, str]] = []
    known = {block.checks[i : i + PROSE] for i in range(0, len(block.checks), PROSE)}
    for number, raw in enumerate(block.inner.split("\n")):
        mark = read_mark(number, raw)
        if mark is not None and mark.id is None:
            mark = _found_again(mark, reading)
        if mark is None or mark.id is None or (mark.id not in sources and not _agrees(mark)):
            check = prose(raw)
            if check and check not in known:
                foreign.append((number, raw.rstrip("\r")))
            continue
        _judge(mark, reading)
    below: list[str] = []
    wishes: list[Wish] = []
    for id in dict.fromkeys((*reading.wishes, *reading.words, *reading.listed)):
        wanted = dict.fromkeys(reading.wishes.get(id, ()))
        if len({(w.deed, w.status, w.day if w.deed is Deed.MOVE else None) for w in wanted}) == 1:
            wishes.append(next(iter(wanted)))
        elif wanted:
            below += [f"- Changed in two ways, so nothing was done: {w}" for w in dict.fromkeys(reading.seen[id])]
        below += [f"- Could not be taken in: {w}" for w in dict.fromkeys(reading.listed.get(id, ()))]
        below += [f"- Your words: {w}" for w in dict.fromkeys(reading.words.get(id, ()))]
    return TakenIn(tuple(wishes), (*below, *_with_gaps(foreign)))


def _agrees(mark: Mark) -> bool:
    """Whether a line is exactly what we once wrote."""
    if mark.id is None or mark.check is None:
        return False
    return any(
        decided(mark.id, mark.box, day) + worded(mark.shown, day) == mark.check for day in (*mark.dates(), "")
    )


def _judge(mark: Mark, reading: _Reading) -> None:
    assert mark.id is not None
    id, source = mark.id, reading.sources.get(mark.id)
    if _agrees(mark) or source is None:
        return
    reading.seen.setdefault(id, []).append(mark.shown)
    check = mark.check or ""
    original = _original(mark, (*mark.dates(), ""), source, check[:3])
    if original is not None:
        box, day = original
        _box(mark, box, source, reading)
        if worded(mark.shown, day) != check[3:]:
            reading.words.setdefault(id, []).append(mark.shown)
        return
    original = _original(mark, (source.day,), source, check[:3])
    if original is None:  # the source moved meanwhile: what the date was is not known any more
        given = [d for d in mark.dates() if worded(mark.shown, d) == check[3:]]
        if source.day in given and mark.box == source.status:
            return  # it says what the source says
        reading.listed.setdefault(id, []).append(mark.shown)
        return
    box, _ = original
    if _box(mark, box, source, reading):
        return
    moved = _new_date(mark, check[3:], reading)
    if moved is None:
        reading.listed.setdefault(id, []).append(mark.shown)
    elif source.status not in "xX-" and moved != source.due:
        reading.wishes.setdefault(id, []).append(Wish(id, Deed.MOVE, moved))


def _original(mark: Mark, days: Iterable[str], source: Source, check: str) -> tuple[str, str] | None:
    """The box and date that we wrote, if one of these days and a likely box fit the check."""
    assert mark.id is not None
    for day in days:
        for box in dict.fromkeys((mark.box, " ", "x", "/", source.status, "-")):
            if decided(mark.id, box, day) == check:
                return box, day
    return None


def _box(mark: Mark, was: str, source: Source, reading: _Reading) -> bool:
    """Note what a changed box asks for; says whether it asks for something that settles the line."""
    assert mark.id is not None
    now = "x" if mark.box == "X" else mark.box
    if now == ("x" if was == "X" else was):
        return False
    wishes = reading.wishes.setdefault(mark.id, [])
    if now == "x":
        if source.status not in "xX-":
            wishes.append(Wish(mark.id, Deed.COMPLETE, mark.stamp or reading.today, "x"))
        return True
    if now == "-":
        if source.status not in "xX-":
            wishes.append(Wish(mark.id, Deed.DROP, mark.stamp or reading.today, "-"))
        return True
    if was == "x":
        if source.status in "xX":
            wishes.append(Wish(mark.id, Deed.REOPEN, None, now))
        return True
    if source.status not in "xX-" and source.status != now:
        wishes.append(Wish(mark.id, Deed.STATUS, None, now))
    return False


def _new_date(mark: Mark, check: str, reading: _Reading) -> date | None:
    days = mark.dates()
    fitting = [d for d in days if worded(mark.shown, d) == check]
    if len(fitting) == 1:
        return parse_iso(fitting[0])
    if len(days) == 1 and not fitting:
        return parse_iso(days[0])
    if days or reading.as_of != reading.today or mark.id is None or mark.id not in reading.expected:
        return None
    ours, day = reading.expected[mark.id].shown, reading.sources[mark.id].day
    head, found, tail = ours.rpartition(day)
    if not found or not mark.shown.startswith(head) or not mark.shown.endswith(tail):
        return None
    typed = mark.shown[len(head) : len(mark.shown) - len(tail)]
    try:
        return parse_day(typed, reading.today)
    except VaultError:
        return None


def _found_again(mark: Mark, reading: _Reading) -> Mark | None:
    """A line whose id is gone, known by the link to its source, or by equal text if only one has it."""
    link = _BLOCK_LINK.search(mark.shown)
    ids = [link[1]] if link and link[1] in reading.sources else [
        id for id, ours in reading.expected.items() if ours.shown == mark.shown
    ]  # fmt: skip
    if len(ids) != 1 or ids[0] not in reading.sources:
        return None
    id, source = ids[0], reading.sources[ids[0]]
    ours = reading.expected.get(id)
    shown = ours.shown if ours else mark.shown
    day = source.day if source.day in mark.dates() or not mark.dates() else mark.dates()[0]
    if reading.as_of == reading.today:
        day = source.day
    check = decided(id, source.status if source.status in " /" else " ", day) + worded(shown, day)
    return Mark(mark.line, mark.raw, mark.box, mark.shown, id, check, mark.stamp)


def _with_gaps(foreign: list[tuple[int, str]]) -> list[str]:
    """The user's own lines byte for byte; what stood apart stays apart."""
    out: list[str] = []
    last = None
    for number, raw in foreign:
        if last is not None and number > last + 1:
            out.append("")
        out.append(raw)
        last = number
    return out
