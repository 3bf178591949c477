"""One journal entry and its bytes. Knows no folder and no disk."""

# `vault deed 1`, then compressed: a line of JSON with label, folders, paths and lengths, and all bytes before
# and after, end to end. The compression brings the checksum that tells a cut or damaged entry.

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vault_tools.core.model import Edit

_MAGIC = b"vault deed 1\n"


class Record(NamedTuple):
    """What a deed means to do: edits in order, and the folders (deepest last) that it makes for them."""

    label: str
    edits: tuple[Edit, ...]
    folders: tuple[str, ...] = ()


def encode(record: Record) -> bytes:
    """The bytes of an entry; a cut or damaged copy of them is recognised."""
    import json
    import zlib

    head = {
        "label": record.label,
        "folders": record.folders,
        "edits": [[e.path, _length(e.before), _length(e.after)] for e in record.edits],
    }
    blobs = b"".join((e.before or b"") + (e.after or b"") for e in record.edits)
    return _MAGIC + zlib.compress(json.dumps(head).encode("ascii") + b"\n" + blobs)


def decode(data: bytes) -> Record | None:
    """The entry in these bytes, None if they are not a whole one."""
    import json
    import zlib

    if not data.startswith(_MAGIC):
        return None
    try:
        first, _, rest = zlib.decompress(data[len(_MAGIC) :]).partition(b"\n")
        return _record(json.loads(first), rest)
    except (zlib.error, ValueError, KeyError, TypeError):
        return None


def _record(head: Mapping[str, object], rest: bytes) -> Record:
    label, folders, rows = head["label"], head["folders"], head["edits"]
    if not (isinstance(label, str) and isinstance(folders, list) and isinstance(rows, list)):
        raise ValueError
    edits = []
    at = 0
    for path, before, after in rows:
        old, at = _cut(rest, at, before)
        new, at = _cut(rest, at, after)
        edits.append(Edit(str(path), old, new))
    if at != len(rest):
        raise ValueError
    return Record(label, tuple(edits), tuple(map(str, folders)))


def _length(data: bytes | None) -> int | None:
    return None if data is None else len(data)


def _cut(data: bytes, at: int, length: int | None) -> tuple[bytes | None, int]:
    if length is None:
        return None, at
    return data[at : at + length], at + length
