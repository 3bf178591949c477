"""The dashboard note around its block: the user's text stays, the block is exchanged, `as_of` is set."""

from __future__ import annotations

from datetime import date

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning import frontmatter
from vault_tools.core.meaning.block import BEGIN, Block, BlockError, find_block
from vault_tools.core.meaning.dates import read_day
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.wording.foreign import checks_of
from vault_tools.core.wording.wishes import TakenIn

BEGIN_LINE = (
    f"{BEGIN} · made by vault from your notes. Tick a box or change a date here and the note it came "
    "from follows. Your own text belongs outside this block. -->"
)


def compose(old: str | None, inner: str, *, today: date, taken_in: TakenIn | None = None) -> str:
    """The whole note with `inner` in its block, and what could not stay inside below it.

    No text, or a blank one, gives a new note. Raises BlockError where the markers are damaged, or where the
    note is somebody's own and has none.
    """
    if old is None or not old.strip("\ufeff \t\r\n"):
        head = f"---\ntype: dashboard\nas_of: {today.isoformat()}\ntags:\n  - dashboard\n---\n"
        return f"{head}{_block(inner, chr(10))}\n"
    block = find_block(old)
    if block is None and "\0" in old:
        raise BlockError(
            "it is not a text note (UTF-16, or a file of another kind), so it was neither read nor written; "
            "save it as UTF-8"
        )
    if block is None:
        raise BlockError(
            "it is a note of yours without the lines <!-- vault:begin --> and <!-- vault:end -->, so it was "
            'neither read nor written; rename it, or name another dashboard = "…" in vault.toml'
        )
    after = _after(block, taken_in or TakenIn(), old[block.end :])
    return _dated(old[: block.start] + _block(inner, block.newline) + after, today)


def as_of(text: str) -> date | None:
    """The day a dashboard was made for."""
    return read_day(frontmatter.read(text).values.get("as_of"))


def _after(block: Block, taken_in: TakenIn, rest: str) -> str:
    """The rest of the note with what could not stay inside, right below the block and a blank line.

    A line of the user's keeps the end that it had. A sentence of ours that stands there already is not added.
    """
    newline = block.newline
    there = {line.strip() for line in rest.split("\n")}
    listed = [line + newline for line in taken_in.listed if line not in there]
    foreign = [line + "\n" for line in taken_in.foreign]
    if not listed and not foreign:
        return rest
    added = [*listed, newline, *foreign] if listed and foreign else listed or foreign
    end = rest.find("\n") + 1
    marker_end, more = (rest[:end], rest[end:]) if end else (newline, "")
    apart = newline if more.partition("\n")[0].strip() else ""
    return marker_end + newline + "".join(added) + apart + more


def _dated(text: str, today: date) -> str:
    if frontmatter.find(text) is None:
        return text
    try:
        return set_property(text, "as_of", today.isoformat())
    except VaultError:
        return text  # the user's own properties are broken: theirs to mend, and the block is still right


def _block(inner: str, newline: str) -> str:
    lines = inner.split("\n")
    return newline.join([BEGIN_LINE, "", *lines, "", f"<!-- vault:end {checks_of(lines)} -->"])
