"""Text in the form of RFC 5545: lines, folding, escaping, and reading back what we wrote. Knows no note and no day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_tools.core.meaning.names import one_line

PRODUCT = "PRODID:-//vault-tools//vault//EN"  # without a version: a new one of ours changes nobody's file
MOST_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})
_REVISION = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")


class Component(NamedTuple):
    """One VEVENT or VTODO as unfolded lines. `lines` has neither its revision nor its BEGIN and END.

    `sequence` and `stamp` (`20261120T000000Z`) say which revision of it this is.
    """

    kind: str
    uid: str
    lines: tuple[str, ...]
    sequence: int
    stamp: str


def text(name: str, *values: str) -> str:
    """One line of TEXT, several values by commas: nothing in them ends the line or begins another."""
    return f"{name}:{','.join(one_line(value).translate(_ESCAPES) for value in values)}"


def paragraphs(name: str, lines: Iterable[str]) -> str:
    """One TEXT with line breaks of its own."""
    return f"{name}:" + "\\n".join(one_line(line).translate(_ESCAPES) for line in lines)


def written(head: Iterable[str], components: Iterable[Component]) -> str:
    """A whole calendar with CRLF line ends."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", PRODUCT, *head]
    for component in components:
        lines += [
            f"BEGIN:{component.kind}",
            text("UID", component.uid),
            f"DTSTAMP:{component.stamp}",
            f"LAST-MODIFIED:{component.stamp}",
            f"SEQUENCE:{component.sequence}",
            *component.lines,
            f"END:{component.kind}",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, each but the first behind a blank; no character is cut."""
    data, begin, lead = line.encode(), 0, ""
    while len(data) - begin > MOST_OCTETS - len(lead):
        end = begin + MOST_OCTETS - len(lead)
        while data[end] & 0xC0 == 0x80:  # the middle of a character
            end -= 1
        yield lead + data[begin:end].decode()
        begin, lead = end, " "
    yield lead + data[begin:].decode()


def read(calendar: str) -> dict[str, Component]:
    """The components of a calendar of ours by UID; what is no whole component is passed over."""
    found: dict[str, Component] = {}
    inside: list[str] | None = None
    for line in calendar.replace("\r\n", "\n").replace("\n ", "").split("\n"):
        if line in ("BEGIN:VEVENT", "BEGIN:VTODO"):
            inside = []
        elif line in ("END:VEVENT", "END:VTODO") and inside is not None:
            component = _component(line[4:], inside)
            if component is not None:
                found[component.uid] = component
            inside = None
        elif inside is not None:
            inside.append(line)
    return found


def _component(kind: str, lines: list[str]) -> Component | None:
    values = {name: value for name, _, value in (line.partition(":") for line in lines)}
    sequence, stamp, uid = values.get("SEQUENCE", ""), values.get("LAST-MODIFIED", ""), values.get("UID", "")
    if not (uid and stamp and sequence.isascii() and sequence.isdigit()):
        return None
    kept = tuple(line for line in lines if line.partition(":")[0] not in (*_REVISION, "UID"))
    return Component(kind, uid, kept, int(sequence), stamp)
