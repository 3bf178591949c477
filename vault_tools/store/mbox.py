"""The mails of a mailbox file, one after the other, however large it is. Knows where one begins, not what it says."""

# As `mailbox.mbox` of the standard library has them; that looks through the whole file before it gives the first one.

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

_BLOCK = 1 << 20  # bytes
_BEGIN = b"\nFrom "
_BOM = b"\xef\xbb\xbf"


def mails(path: Path, most: int, went: Callable[[int], None]) -> Iterator[bytes | None]:
    """The bytes of each mail, without the line that begins it; None for one of more than `most` bytes.

    `went` is told of every piece of the file how many bytes it has. Raises OSError where it cannot be read.
    """
    held = bytearray(b"\n")
    begun, looked = -1, 0  # before the line that begins the mail that is being read; -1 if none is
    is_long = False
    with open(path, "rb") as file:
        if file.read(len(_BOM)) != _BOM:
            file.seek(0)
        while True:
            block = file.read(_BLOCK)
            held += block
            went(len(block))
            while (following := held.find(_BEGIN, looked)) >= 0:
                if begun >= 0:
                    yield None if is_long else _body(held[begun + 1 : following + 1], most)
                begun, looked, is_long = following, following + 1, False
            if not block:
                break
            looked = max(looked, len(held) - len(_BEGIN) + 1)
            if begun >= 0 and looked - begun > most + _BLOCK:
                is_long = True
                begun = looked - 1
            gone = begun if begun >= 0 else looked
            del held[:gone]
            begun, looked = (0 if begun >= 0 else -1), looked - gone
    if begun >= 0:
        yield None if is_long else _body(held[begun + 1 :], most)


def _body(mail: bytearray, most: int) -> bytes | None:
    """What stands below the first line, without the empty line that parts a mail from the next."""
    end = len(mail) - 1 if mail.endswith(b"\n\n") else len(mail)
    body = mail[mail.find(b"\n") + 1 : end] if b"\n" in mail else b""
    return None if len(body) > most else bytes(body).replace(b"\n>From ", b"\nFrom ")
