"""The checks behind the lines of the dashboard, by which an edit is told from what we once wrote.

A line with a box ends in ` ^31ab7f-k7qm2d`: the id of the follow-up and six characters of check, three over
id, box and date, three over the text. Of every other line the block's end marker keeps four characters. White
space, marks of emphasis, borders of tables, and where a link leads do not count, so that an editor that
tidies Markdown or follows a renamed note changes nothing. No wording is ever parsed.

Lines that were written years ago are read by this too: whoever changes a check makes all of them look edited.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from vault_tools.core.meaning.dates import parse_iso
from vault_tools.core.rules.ids import ALPHABET, digest

HALF = 3  # characters of the check over box and date, and over the text
PROSE = 4  # characters of the check of a line without a box, of which there are many

_BOXES = " x-/"
_CHARACTER = f"[{ALPHABET}]"
_SEAL = re.compile(rf"(?<!#)\\?\^(?P<id>{_CHARACTER}{{6,51}})-(?P<check>{_CHARACTER}{{{2 * HALF}}})(?![\w-])")
_LEAD = re.compile(r"[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]*)?")
_BOX = re.compile(r"\[(?P<box>[^\]\n\r\u2028\u2029]{0,3})\](?![\[\](:])")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STAMP = re.compile(
    rf"(?:[✅❌]\ufe0f?[ \t]*(?P<day>{_DAY})"
    rf"|[\[(](?:completion|cancelled)::[ \t]*(?P<value>{_DAY})[ \t]*[\])])$"
)
_LINK = re.compile(r"!?\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\]\([^()\n]*\)")
_ISO = re.compile(rf"(?<![0-9-]){_DAY}(?![0-9-])")
_MARKUP = re.compile(r"[\s|>*_+\-\\]+")
_REPEATED = re.compile(r"(.)\1+")
_DIGITS = re.compile(r"[0-9]+")


_LINES = 1024  # of a dashboard: from one refresh to the next most of them stay as they are


class Mark(NamedTuple):
    """A line with a box, or with one of our ids: what it says now.

    `box` is None where it was taken away; `stamp` is the day that a plugin put there when it was ticked.
    """

    box: str | None
    shown: str
    id: str | None = None
    check: str = ""
    stamp: date | None = None

    def dates(self) -> tuple[str, ...]:
        """The ISO dates that stand outside links, the last one first."""
        return dates_in(self.shown)


@lru_cache(_LINES)
def dates_in(shown: str) -> tuple[str, ...]:
    """The ISO dates that stand outside links, the last one first."""
    return tuple(dict.fromkeys(m[0] for m in reversed(_dates(_bare(shown)))))


def sealed(shown: str, *, follow_up: str, box: str, day: str) -> str:
    """A whole dashboard line, `- [ ] shown ^31ab7f-k7qm2d`. A `day` not in `shown` cannot be edited there."""
    day = day if day in dates_in(shown) else ""
    return f"- [{box}] {shown} ^{follow_up}-{decided(follow_up, box, day)}{worded(shown, day)}"


@lru_cache(_LINES)
def decided(follow_up: str, box: str, day: str) -> str:
    """The characters over what a user decides on; empty for a day that does not exist.

    Of one follow-up they differ for sure, not only very likely: between the boxes that we write and others,
    and between days that lie less than eleven years apart.
    """
    known = parse_iso(day) if day else None
    if day and known is None:
        return ""
    place = _BOXES.find("x" if box == "X" else box)
    which = place if place >= 0 else len(_BOXES) + ord(box) % len(_BOXES)
    when = 0 if known is None else 1 + known.toordinal() % 4095
    return _plus(digest("line", follow_up, length=HALF), 2 * len(_BOXES) * when + which)


@lru_cache(_LINES)
def worded(shown: str, day: str) -> str:
    """The characters over the text, its date left out, so that a changed date is no changed text."""
    text = _bare(shown)
    spots = [m.span() for m in _dates(text) if day and m[0] == day]
    if spots:
        text = text[: spots[-1][0]] + text[spots[-1][1] :]
    return digest("text", _folded(text), length=HALF)


@lru_cache(_LINES)
def prose(line: str) -> str:
    """The check of a line without a seal; empty for a blank one. Numbers count in the rows of tables only."""
    text = _folded(_bare(line))
    if not line.lstrip(" \t>").startswith("|"):
        text = _DIGITS.sub("", text)
    if not text:  # a rule, the line below a table's head, or nothing
        text = _REPEATED.sub(r"\1", re.sub(r"[\s>]+", "", line))
    return digest("prose", text, length=PROSE) if text else ""


def is_telling(line: str) -> bool:
    """Whether a line has words: two equal ones without any may well have been written by two people."""
    return any(character.isalpha() for character in line)


def opening(shown: str, day: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the date, and where links lead: by this a line that lost its id is known again."""
    text = _bare(shown)
    links = tuple(_destination(m[0]) for m in _LINK.finditer(text))
    spots = [m.start() for m in _dates(text) if m[0] == day]
    return _folded(text[: spots[-1]] if spots else text), links


@lru_cache(_LINES)
def read_mark(raw: str) -> Mark | None:
    """A line with a box or one of our ids; None for every other line."""
    lead = _LEAD.match(raw)
    start = lead.end() if lead else 0
    rest, box = raw[start:].rstrip(), None
    if raw[:start].strip(" \t>") and (item := _BOX.match(rest)) and len(item["box"].strip(" \t")) <= 1:
        box, rest = item["box"].strip(" \t") or " ", rest[item.end() :]
    seals = list(_SEAL.finditer(rest))
    if box is None and not seals:
        return None
    seal = seals[-1] if seals else None
    after = rest[seal.end() :].strip() if seal else ""
    stamp, shown = _without_stamps(rest[: seal.start()] if seal else rest)
    if after:
        more, after = _without_stamps(after)
        stamp, shown = more or stamp, f"{shown} {after}"
    return Mark(box, shown.strip(), seal["id"] if seal else None, seal["check"] if seal else "", stamp)


def without_seals(text: str) -> str:
    """The text without any id of ours in it."""
    return _SEAL.sub("", text)


def _plus(characters: str, number: int) -> str:
    """The characters as a number to the base of their alphabet, so much further on, round and round."""
    base, out = len(ALPHABET), ""
    for character in reversed(characters):
        number, digit = divmod(ALPHABET.index(character) + number, base)
        out = ALPHABET[digit] + out
    return out


def _without_stamps(text: str) -> tuple[date | None, str]:
    stamp, text = None, text.rstrip()
    while found := _STAMP.search(text):
        stamp = parse_iso(found["day"] or found["value"]) or stamp
        text = text[: found.start()].rstrip()
    return stamp, text


def _bare(shown: str) -> str:
    """Without backslashes: an editor that tidies Markdown puts them before what needs none."""
    return shown.replace("\\", "")


def _dates(text: str) -> list[re.Match[str]]:
    """ISO dates outside links."""
    links = [m.span() for m in _LINK.finditer(text)]
    return [m for m in _ISO.finditer(text) if not any(a <= m.start() < b for a, b in links)]


def _destination(link: str) -> str:
    target, _, fragment = link.strip("![]").partition("|")[0].partition("#")
    return fragment if fragment.startswith("^") else target


def _folded(text: str) -> str:
    return _MARKUP.sub("", _LINK.sub("[]", text))
