"""Names of companies and people as file names, and foreign text made fit to be shown. Knows no disk."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_DASHED = re.compile(r"\s*[/\\:|]\s*")
_DROPPED = re.compile(r'[*?"<>#^\[\]`]')
_STEERS = re.compile(r"[^\w .,:;&'()+/@#–—-]")  # a shell, or Markdown, could act on it
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"  # a spreadsheet reckons with what begins so; some read the wide forms as the narrow ones
_AND = re.compile(r"\s*,?\s+and\s+")
_TITLE = re.compile(
    r"(?:[A-Z][a-z]?\.?-?){2,6}|[JS]r\.?|Esq\.?|(?:[A-Za-z]{1,3}\.){2,}"
)  # behind a name: PhD, M.D., II
MAX_BYTES = 230  # of the 255 that file systems give: room for `.md`, ` (2027)` and a temp file's own marks


def one_line(text: str) -> str:
    """The text without control, bidi and zero-width characters, its white space folded into single blanks."""
    if not text.isprintable():  # nearly every text is, and that is told at once
        text = _CONTROL.sub(" ", text)
    return " ".join(text.split())


def fit_to_type(text: str) -> str:
    """The text where it can be typed between double quotes in any shell, and shown between backticks; else `…`."""
    line = one_line(text)
    return "…" if not line or _STEERS.search(line) else line


def printable(text: str) -> str:
    """The text with every control and bidi character replaced, so that a terminal only shows it."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)


def json_escaped(text: str) -> str:
    """JSON text in which every such character but its own line ends is written as an escape of JSON."""
    lines = text.split("\n")
    return "\n".join(
        line if line.isprintable() else _CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", line) for line in lines
    )


def note_name(path: str) -> str:
    """What a note is called: `Companies/Acme.md` is `Acme`."""
    return path.rpartition("/")[2].removesuffix(".md")


def people_in(text: str) -> tuple[str, ...]:
    """The people whom a text names, `Dana Lee, Omar Reyes`, `Ada, Bob and Cy`; none where it cannot be told who they are.

    `Lee, Dana` may be one or two, and a `;` settles it. What stands behind a name, as in `Dana Lee, PhD`, belongs to it.
    """
    if ";" in text:
        return tuple(part for each in text.split(";") if (part := one_line(each)))
    parts = _AND.split(one_line(text))
    names: list[str] = []
    for part in (one_line(part) for part in parts[0].split(",")):
        if names and _TITLE.fullmatch(part):
            names[-1] += f", {part}"
        elif part:
            names.append(part)
    if len(parts) > 1:
        return () if any("," in part for part in parts[1:]) else (*names, *parts[1:])
    words = [len(name.split()) for name in names]
    is_sure = len(names) < 2 or min(words) > 1 or (max(words) == 1 and len(names) % 2)
    return tuple(names) if is_sure else ()


def key(name: str) -> str:
    """What two names are compared by: NFC and without case, as file systems and sync tools fold them."""
    return name.lower() if name.isascii() else _folded(name)


@lru_cache(16_384)
def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def file_name_beside(text: str, mark: str, number: int = 0) -> str:
    """A file name with a mark behind it, `Dana Lee (Acme, 2)`, that stands there also where a long name is cut."""
    last = f", {number}" if number else ""
    behind = f" ({_cut(file_name(mark), MAX_BYTES // 3)}{last})"
    return file_name(_cut(file_name(text), MAX_BYTES - len(behind.encode())) + behind)


def _cut(text: str, most: int) -> str:
    """So many bytes of it at most, and no half character."""
    return text.encode()[:most].decode(errors="ignore")


def file_name(text: str, fallback: str = "untitled") -> str:
    """A name that is safe on every system and inside a wikilink: `AC/DC: Live?` becomes `AC-DC-Live`.

    The real name stays in the note's property. Never empty, never hidden, at most MAX_BYTES bytes of UTF-8.
    """
    name = unicodedata.normalize("NFC", one_line(text))
    name = _DASHED.sub("-", name)
    name = _DROPPED.sub("", name).replace("%%", "%")
    name = " ".join(name.split()).strip(" .-~")
    if _RESERVED.match(name):
        name = f"{name[:3]}_{name[3:]}"
    if len(name.encode()) > MAX_BYTES:
        name = _cut(name, MAX_BYTES).rstrip(" .-")
    if name[-3:].lower() == ".md":  # a link to it would be taken for one to a note without that
        name = f"{name[:-3]}-{name[-2:]}"
    return name or fallback
