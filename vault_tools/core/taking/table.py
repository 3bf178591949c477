"""Bytes of a CSV as rows of text, whatever its encoding and delimiter. Knows nothing of what the columns mean."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from vault_tools.core.meaning.names import FORMULA

_DELIMITERS = ",;\t|"
_LOOKED_AT = 40  # lines by which a delimiter is judged
_LARGEST = 1 << 20  # characters of a cell; Python's own limit is 128 KB, and a posting may be longer
MOST_ROWS = 50_000
_GUARD = re.compile(
    rf"\A\s*'(?=[{re.escape(FORMULA)}\t])"
)  # kept a spreadsheet from taking the cell for a formula

Row = tuple[str, ...]


def decoded(data: bytes) -> str:
    """The text of a file that somebody's program wrote: a BOM decides, then UTF-8, then Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if len(data) > 3 and data[:400].count(b"\0") > len(data[:400]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def rows(text: str) -> tuple[Row, ...]:
    """The rows, cells without white space around them, without those that are empty.

    An apostrophe that guards a cell against being taken for a formula, as our own tables have it, is none of its text.
    Raises ValueError if a quote is never closed or a cell is larger than any cell of ours.
    """
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    delimiter = ""
    if body[:4].lower() == "sep=":  # Excel's own way of saying it
        first, _, body = body.partition("\n")
        delimiter = first[4:5]
    delimiter = delimiter or _delimiter(body)
    out: list[Row] = []
    csv.field_size_limit(_LARGEST)
    reader = csv.reader(body.splitlines(keepends=True), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            start = reader.line_num + 1
            cells = tuple(map(_read, row))
            if any(cells):
                out.append(cells)
            if len(out) > MOST_ROWS:
                raise ValueError(f"it has more than {MOST_ROWS} rows")
    except csv.Error as error:
        raise ValueError(
            f"line {start}: a cell there has no end, or is larger than {_LARGEST >> 20} MB"
        ) from error
    return tuple(out)


def _read(cell: str) -> str:
    text = _GUARD.sub("", cell) if "'" in cell else cell
    return text.strip() if "\n" in text else " ".join(text.split())


def _delimiter(text: str) -> str:
    """The one that cuts most lines into equally many cells."""
    lines = text.splitlines(keepends=True)[:_LOOKED_AT]

    def score(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0.0, 0
        most = max(set(widths), key=widths.count, default=1)
        return (widths.count(most) / len(widths) if most > 1 else 0.0), most

    return max(_DELIMITERS, key=score)


def find_header(all_rows: Sequence[Row], wanted: Sequence[str], within: int = 10) -> int | None:
    """The place of the first row that has all these cells, case aside: an export may begin with notes."""
    for place, row in enumerate(all_rows[:within]):
        if {cell.casefold() for cell in row} >= {cell.casefold() for cell in wanted}:
            return place
    return None
