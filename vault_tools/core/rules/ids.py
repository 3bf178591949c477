"""The short ids of follow-ups and dashboard lines: the same on every run and machine, from what they name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container
from contextlib import suppress
from importlib import import_module
from typing import Any

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: nothing is misread, no word comes out
_PAIRS = tuple(a + b for a in ALPHABET for b in ALPHABET)
TAIL = 6  # characters of a line of ours, as long as it is the only one
DERIVED = 8  # of an id that stands nowhere


def _sha256() -> Callable[[bytes], Any]:
    """Python's own, by its names in old and new versions: `hashlib` would load OpenSSL, 2 ms and 4 MB."""
    for module in ("_sha256", "_sha2", "hashlib"):
        with suppress(ImportError):
            return import_module(module).sha256  # type: ignore[no-any-return]
    raise ImportError("this Python has no SHA-256")


sha256 = _sha256()


def digest(*parts: str, length: int) -> str:
    """So many characters of ALPHABET that stand for these parts, 5 bits each, at most 51."""
    joined = "\0".join(parts)
    if not joined.isascii():
        joined = "\0".join(unicodedata.normalize("NFC", part) for part in parts)
    found = sha256(joined.encode("utf-8", "surrogatepass")).digest()
    if length <= 8:  # the usual lengths, of forty bits: without a long number
        number = int.from_bytes(found[:5], "big")
        pairs = (number >> 30, number >> 20 & 1023, number >> 10 & 1023, number & 1023)
        return "".join([_PAIRS[pair] for pair in pairs])[:length]
    number = int.from_bytes(found, "big")
    return "".join(ALPHABET[(number >> (251 - 5 * i)) & 31] for i in range(length))


def new_tail(*parts: str, taken: Container[str]) -> str:
    """The tail of a line we write: 6 characters from the parts, longer while another line has it."""
    length = TAIL
    while (tail := digest(*parts, length=length)) in taken:
        length += 1
    return tail


def derived_id(path: str, what: str, count: int, due: str = "") -> str:
    """The 8 characters of a line that is not ours, from where it stands and what it says.

    `what` is its own block id, or else its description; `count` tells equal ones of a note apart;
    `due` is given for a recurring line, whose successor says the same.
    """
    return digest(path, what, str(count), due, length=DERIVED)


def property_id(path: str) -> str:
    """The id of a note's `follow_up:` property."""
    return derived_id(path, "follow_up:", 1)
