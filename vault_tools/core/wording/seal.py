"""The checks behind the lines of the dashboard, by which an edit is told from what we once wrote.

A line with a box ends in ` ^31ab7f-k7qm2`: the id of the follow-up and five characters of check, three over
id, box and date, two over the text. Of every other line the block's end marker keeps four characters. White
space, marks of emphasis, borders of tables, and where a link leads do not count, so that an editor that tidies
Markdown or follows a renamed note changes nothing. No wording is ever parsed.

Lines that were written years ago are read by this too: whoever changes a check makes all of them look edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vault_tools.core.meaning.dates import parse_iso
from vault_tools.core.rules.ids import digest

PROSE = 4  # characters of the check of a line without a box

_CHARACTER = "[0-9a-hjkmnp-tv-z]"  # those of ids
_SEAL = re.compile(rf"(?<!#)\\?\^(?P<id>{_CHARACTER}{{6,51}})-(?P<check>{_CHARACTER}{{5}})(?![\w-])")
_LEAD = re.compile(r"[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]*)?")
_BOX = re.compile(r"\[(?P<box>[^\]\n\r\u2028\u2029]{0,3})\](?![\[\](:])")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STAMP = re.compile(
    rf"(?:[✅❌]\ufe0f?[ \t]*(?P<day>{_DAY})|[\[(](?:completion|cancelled)::[ \t]*(?P<value>{_DAY})[ \t]*[\])])$"
)
_LINK = re.compile(r"!?\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\]\([^()\n]*\)")
_ISO = re.compile(rf"(?<![0-9-]){_DAY}(?![0-9-])")
_MARKUP = re.compile(r"[\s|>*_+\-\\]+")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Mark:
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
        return tuple(dict.fromkeys(m[0] for m in reversed(_dates(_bare(self.shown)))))


def sealed(shown: str, *, id: str, box: str, day: str) -> str:
    """A whole dashboard line: `- [ ] shown ^id-check`. A `day` that does not stand in `shown` cannot be edited."""
    day = day if any(m[0] == day for m in _dates(_bare(shown))) else ""
    return f"- [{box}] {shown} ^{id}-{decided(id, box, day)}{worded(shown, day)}"


def decided(id: str, box: str, day: str) -> str:
    """Three characters over what a user decides on: the box and the date."""
    return digest("line", id, "x" if box == "X" else box, day, length=3)


def worded(shown: str, day: str) -> str:
    """Two characters over the text, its date left out, so that a changed date is no changed text."""
    text = _bare(shown)
    spots = [m.span() for m in _dates(text) if day and m[0] == day]
    if spots:
        text = text[: spots[-1][0]] + text[spots[-1][1] :]
    return digest("text", _folded(text), length=2)


def prose(line: str) -> str:
    """The check of a line without a seal; empty for a blank one. Numbers count in the rows of tables only."""
    text = _folded(_bare(line))
    if not line.lstrip(" \t>").startswith("|"):
        text = _DIGITS.sub("", text)
    if not text:
        text = "".join(sorted(set(line) - set("> \t\r\n")))  # a rule, a fence, the line below a table's head
    return digest("prose", text, length=PROSE) if text else ""


def is_telling(line: str) -> bool:
    """Whether a line has words: two equal ones without any may well have been written by two people."""
    return any(character.isalpha() for character in line)


def opening(shown: str, day: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the date, and what the links lead to: by this a line that lost its id is known again."""
    text = _bare(shown)
    links = tuple(_destination(m[0]) for m in _LINK.finditer(text))
    spots = [m.start() for m in _dates(text) if m[0] == day]
    return _folded(text[: spots[-1]] if spots else text), links


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
