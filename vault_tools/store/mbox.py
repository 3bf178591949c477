"""The mails of a mailbox file, one after the other, however large it is. Knows where one begins, not what it says.

`mailbox.mbox` of the standard library looks through the whole file before it gives the first one, and takes each line
that begins with `From ` for a new one: not every program writes `>From ` where somebody's sentence begins so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

_BLOCK = 1 << 20  # bytes
_AHEAD = 800  # bytes behind a line break that may be needed to know what follows it
# An empty line above and one word, or the moment of a delivery; and a header below. `From here on …` has none of them.
_BEGIN = re.compile(
    rb"(?:(?:(?<=\n)|(?<=\n\r))\nFrom \S{1,300}|\nFrom [^\n]{0,400}\d:\d\d[^\n]{0,60}\b\d{4})[^\S\n]*\n"
    rb"(?=>?[\x21-\x39\x3b-\x7e]{1,100}:|>From )"
)
_BOM = b"\xef\xbb\xbf"


def mails(path: Path, most: int, went: Callable[[int], None]) -> Iterator[bytes | None]:
    """The bytes of each mail, without the line that begins it; None for one of more than `most` bytes.

    `went` is told of every piece of the file how many bytes it has. Raises OSError where it cannot be read.
    """
    held = bytearray(b"\n\n")
    begun, looked = -1, 0  # before the line that begins the mail that is being read; -1 if none is
    is_long = False
    with open(path, "rb") as file:
        if file.read(len(_BOM)) != _BOM:
            file.seek(0)
        while True:
            block = file.read(_BLOCK)
            held += block
            went(len(block))
            known = len(held) - (_AHEAD if block else 0)
            while (match := _BEGIN.search(held, looked)) and match.start() < known:
                following = match.start()
                del match  # it holds the bytes
                if begun >= 0:
                    yield None if is_long else _body(held[begun + 1 : following + 1], most)
                begun, looked, is_long = following, following + 1, False
            del match
            if not block:
                break
            looked = max(looked, known)
            if begun >= 0 and looked - begun > most + _BLOCK + _AHEAD:
                is_long = True
                begun = looked - 2
            gone = begun if begun >= 0 else max(0, looked - 2)
            del held[:gone]
            begun, looked = (0 if begun >= 0 else -1), looked - gone
    if begun >= 0:
        yield None if is_long else _body(held[begun + 1 :], most)


def _body(mail: bytearray, most: int) -> bytes | None:
    """What stands below the first line, without the empty line that parts a mail from the next."""
    end = next((len(mail) - len(gap) // 2 for gap in (b"\r\n\r\n", b"\n\n") if mail.endswith(gap)), len(mail))
    body = mail[mail.find(b"\n") + 1 : end] if b"\n" in mail else b""
    return None if len(body) > most else bytes(body).replace(b"\n>From ", b"\nFrom ")
