"""The part of a note that we write anew each time, between two marker lines. Knows not what stands in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from vault_tools.core.errors import VaultError

BEGIN = "<!-- vault:begin"  # with this begins the line above the part
_START = r"(?<![^\n\ufeff])"
_BEGIN = re.compile(rf"{_START}{BEGIN}\b[^\n]*?-->[ \t]*(?=\r?$)", re.MULTILINE)
_END = re.compile(rf"{_START}<!-- vault:end\b(?P<checks>[^\n]*?)-->[ \t]*(?=\r?$)", re.MULTILINE)
_TRACE = re.compile(r"<!--[ \t]*vault:(?:begin|end)\b")


class BlockError(VaultError):
    """The markers of a block are damaged, or missing where there must be some."""


class Block(NamedTuple):
    """Where the part stands, markers included, and what is between them; the end marker keeps `checks`.

    `end` lies before the end of the marker's line. `newline` is how the lines end.
    """

    start: int
    end: int
    inner: str
    checks: str
    newline: str

    @property
    def lines(self) -> list[str]:
        """The lines between the markers, each with its `\\r` if it has one."""
        return self.inner.split("\n")[:-1]


@lru_cache(4)  # the same text of a dashboard is looked through at every step of a refresh
def find_block(text: str) -> Block | None:
    """The marked part of a note; None where there is no trace of one.

    Raises BlockError where the markers are damaged, doubled, or only one is left: then nobody can tell what
    is ours, so nothing may be read or written.
    """
    begins, ends = list(_BEGIN.finditer(text)), list(_END.finditer(text))
    if not begins and not ends and not _TRACE.search(text):
        return None
    if len(begins) == len(ends) == 1 and begins[0].end() < ends[0].start():
        begin, end = begins[0], ends[0]
        inner = text.index("\n", begin.end()) + 1
        newline = "\r\n" if text[inner - 2] == "\r" else "\n"
        return Block(begin.start(), end.end(), text[inner : end.start()], end["checks"].strip(), newline)
    raise BlockError(
        "the lines <!-- vault:begin … --> and <!-- vault:end … --> must stand in it once, in this order; "
        "put them back, or rename the note and a new one is made. Until then it is neither read nor written"
    )


def without_block(text: str) -> tuple[str, tuple[int, str] | None]:
    """The note as the user wrote it: the lines of the block are empty, so that all others keep their numbers.

    With damaged markers it is as it stands, and (line, message) says what is wrong.
    """
    try:
        block = find_block(text)
    except BlockError as error:
        trace = _TRACE.search(text)
        return text, (1 + text.count("\n", 0, trace.start() if trace else 0), str(error))
    if block is None:
        return text, None
    return text[: block.start] + "\n" * text.count("\n", block.start, block.end) + text[block.end :], None
