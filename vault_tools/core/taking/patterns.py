"""The grammar of the phrases in `import/mail.toml` as regular expressions. Knows marks, and no phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_PIECE = re.compile(r"(\{role\}|\{company\}|\[[^\[\]]*\]|…)")
_GROUPS = {
    "{company}": r"(?P<company>[^\s,;:!?()<>\"|]+(?: [^\s,;:!?()<>\"|]+){0,5}?)",
    "{role}": r"(?P<role>[^\s,;:!?<>\"|][^\s;:!?<>\"|]*(?: [^\s;:!?<>\"|]+){0,9}?)",
    "…": r"[^.!?\n]{0,80}?",
}


class Pattern(NamedTuple):
    """A regular expression, its longest piece that has to be there, and a word of that, if any is whole in it.

    Of a thousand a mail has a handful: these are looked for first, and only then the rest is made ready.
    """

    piece: str
    source: str
    word: str = ""

    def search(self, text: str, low: str, begin: int = 0) -> re.Match[str] | None:
        """Where it stands in a text, from a place on; `low` is the same in lower case."""
        return _ready(self.source).search(text, begin) if self.piece in low else None


@cache
def _ready(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE | re.MULTILINE)


def piece_of(text: str) -> str:
    """The longest piece of a phrase that has to be there: looked for first, since that is quick."""
    pieces = (piece for piece in _PIECE.split(text.casefold()) if piece and piece[0] not in "[{…")
    return max((piece.strip(" ^") for piece in pieces), key=len, default="")


def whole_word(text: str) -> str:
    """The longest word of that piece that neither begins nor ends within another."""
    pieces = (piece for piece in _PIECE.split(text.casefold()) if piece and piece[0] not in "[{…")
    longest = max(pieces, key=lambda piece: len(piece.strip(" ^")), default="")
    begin = "" if text.casefold().startswith(longest) else r"(?<=[\W_])"
    return max(re.findall(rf"(?<![^\W_]){begin}[^\W_]+(?=[\W_])", longest), key=len, default="")


def expanded(text: str) -> str:
    """The grammar of the phrases as a regular expression; everything else in it is meant as it stands."""
    out = []
    for piece in _PIECE.split(text):
        if piece in _GROUPS:
            out.append(_GROUPS[piece])
        elif piece.startswith("["):
            out.append(f"(?:{re.escape(piece[1:-1].casefold())})?")
        elif piece.startswith("^") and not out:
            out.append("^" + re.escape(piece[1:].casefold()))
        else:
            out.append(re.escape(piece.casefold()))
    return "".join(out)


def quoting(text: str) -> str:
    """A line above what is quoted: an address and a day stand in it, with points."""
    end = r"\s*$" if text.endswith("$") else ""
    return ".{0,200}?".join(map(expanded, text.removesuffix("$").split("…"))) + end


def plain_length(text: str) -> int:
    """How much of a pattern is no name: the one that says most goes first."""
    return len(_PIECE.sub("", text)) + 8 * text.count("{")


def named(text: str, goes_on: str) -> Pattern:
    """A name at the end of a pattern reaches to the end of the text, to a mark, or to what `goes_on` describes."""
    pattern = expanded(text)
    if text.endswith(("{role}", "{company}")):
        marks = r"$|[!?|;:,(\"]|\.(?:\s|$)| [-–—] "
        pattern += rf"(?=\s*(?:{marks})|{goes_on})"
    start = "" if pattern.startswith("^") else r"(?:^|(?<=[\s\"(]))"
    return Pattern(piece_of(text), start + pattern)


def ending(ends: Sequence[str]) -> str:
    """A word that ends a name in a sentence."""
    return rf" (?:{'|'.join(map(re.escape, ends)) or '(?!)'})(?!\w)"


def going_on(behind_names: Sequence[str]) -> str:
    """A word with which a sentence goes on behind a name: in small letters, since *WAS* is one itself."""
    return rf"(?-i: (?:{'|'.join(map(re.escape, behind_names)) or '(?!)'})(?!\w))"
