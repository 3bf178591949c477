"""The check behind each line of the dashboard, by which an edit is told from what we once wrote.

A line ends in ` ^31ab7f-k7qm2`: the id of the follow-up and five characters of check, three over id, box and
date, two over the text that is shown. White space, case of marks and table borders do not count, so that an
editor that tidies Markdown changes nothing. No wording is ever parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vault_tools.core.meaning.dates import parse_iso
from vault_tools.core.rules.ids import digest

_ITEM = re.compile(r"(?P<lead>[\s>]*)(?:[-*+]|\d{1,9}[.)]) +\[(?P<box>.)\][ \t]?(?P<rest>.*)", re.DOTALL)
_ID = re.compile(r"[ \t]*\^(?P<id>[0-9a-z]{6,51})-(?P<check>[0-9a-z]{5})[ \t]*$")
_STAMP = re.compile(
    r"[ \t]*(?:(?P<sign>[✅❌])\ufe0f?[ \t]*(?P<day>\d{4}-\d\d-\d\d)|"
    r"\[(?P<key>completion|cancelled)::[ \t]*(?P<value>\d{4}-\d\d-\d\d)[ \t]*\])[ \t]*$"
)
_LINK = re.compile(r"!?\[\[[^\]\n]*\]\]")
_ISO = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")
_PLAIN = re.compile(r"[\s|>*_\-\\]+")
PROSE = 4  # characters of a check over one line of prose


@dataclass(frozen=True, slots=True)
class Mark:
    """One item found in the block: what its box, text and id are now. `stamp` is a day that a plugin put there."""

    line: int
    raw: str
    box: str
    shown: str
    id: str | None
    check: str | None
    stamp: date | None = None

    def dates(self) -> tuple[str, ...]:
        """The ISO dates that stand outside links, the last one first."""
        return tuple(dict.fromkeys(m[0] for m in reversed(list(_dates(self.shown)))))


def sealed(shown: str, *, id: str, box: str, day: str) -> str:
    """A whole dashboard line: `- [ ] shown ^id-check`. `day` is the date that stands in `shown`."""
    return f"- [{box}] {shown} ^{id}-{decided(id, box, day)}{worded(shown, day)}"


def decided(id: str, box: str, day: str) -> str:
    """Three characters over what a user decides on: the box and the date."""
    return digest("line", id, "x" if box == "X" else box, day, length=3)


def worded(shown: str, day: str) -> str:
    """Two characters over the text, its date left out, so that a changed date is no changed text."""
    spots = [m.span() for m in _dates(shown) if m[0] == day]
    text = shown[: spots[-1][0]] + shown[spots[-1][1] :] if spots else shown
    return digest("text", _folded(text), length=2)


def prose(line: str) -> str:
    """The check of a line that is no item; empty for one that has no text of its own."""
    text = _folded(line)
    return digest("prose", text, length=PROSE) if text else ""


def read_mark(number: int, raw: str) -> Mark | None:
    """An item with a box, ours or not; None for every other line."""
    item = _ITEM.fullmatch(raw.rstrip("\r"))
    if not item:
        return None
    rest, found = item["rest"], None
    if ids := _ID.search(rest):
        rest, found = rest[: ids.start()], ids
    stamp = None
    while stamped := _STAMP.search(rest):
        stamp = parse_iso(stamped["day"] or stamped["value"]) or stamp
        rest = rest[: stamped.start()]
    return Mark(number, raw, item["box"], rest.rstrip(), found["id"] if found else None, found["check"] if found else None, stamp)


def _dates(shown: str) -> Iterator[re.Match[str]]:
    """ISO dates outside links."""
    links = [m.span() for m in _LINK.finditer(shown)]
    return (m for m in _ISO.finditer(shown) if not any(a <= m.start() < b for a, b in links))


def _folded(text: str) -> str:
    return _PLAIN.sub("", text)
