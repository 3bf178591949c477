"""The grammar of the phrases in `import/mail.toml` as regular expressions. Knows marks, and no phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_PIECE = re.compile(r"(\{role\}|\{company\}|\[[^\[\]]*\]|…)")
_FIRST_WORDS = re.compile(r"(?<![^\W_])[^\W_]+(?=[\W_])")  # at the beginning of a phrase
_INNER_WORDS = re.compile(r"(?<=[\W_])[^\W_]+(?=[\W_])")
_GROUPS = {
    "{company}": r"(?P<company>[^\s,;:!?()<>\"|]+(?: [^\s,;:!?()<>\"|]+){0,5}?)",
    "{role}": r"(?P<role>[^\s,;:!?<>\"|][^\s;:!?<>\"|]*(?: [^\s;:!?<>\"|]+){0,9}?)",
    "…": r"[^.!?\n]{0,80}?",
}


class Pattern(NamedTuple):
    """A phrase in the grammar of the file, its longest piece that has to be there, and what has to be around it.

    Of a thousand a mail has a handful: the piece, and a word that is whole in it if there is one, are looked for first,
    and only then a phrase becomes a regular expression.
    """

    text: str
    piece: str
    word: str
    before: str = r"(?<!\w)"
    behind: str = ""

    def search(self, text: str, low: str, begin: int = 0) -> re.Match[str] | None:
        """Where it stands in a text, from a place on; `low` is the same in lower case."""
        return _ready(self.text, self.before, self.behind).search(text, begin) if self.piece in low else None


@cache
def _ready(text: str, before: str, behind: str) -> re.Pattern[str]:
    return re.compile(f"{before}{expanded(text)}{behind}", re.IGNORECASE | re.MULTILINE)


def pattern_of(text: str) -> Pattern:
    """A phrase with its longest piece, and the longest word of that which neither begins nor ends within another."""
    low = text.casefold()
    pieces = (piece for piece in _PIECE.split(low) if piece and piece[0] not in "[{…")
    longest = max(pieces, key=lambda piece: len(piece.strip(" ^")), default="")
    words = (_FIRST_WORDS if low.startswith(longest) else _INNER_WORDS).findall(longest)
    return Pattern(text, longest.strip(" ^"), max(words, key=len, default=""))


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
    marks = r"$|[!?|;:,(\"]|\.(?:\s|$)| [-–—] "
    is_open = text.endswith(("{role}", "{company}"))
    return pattern_of(text)._replace(
        before="" if text.startswith("^") else r"(?:^|(?<=[\s\"(]))",
        behind=rf"(?=\s*(?:{marks})|{goes_on})" if is_open else "",
    )


def ending(ends: Sequence[str]) -> str:
    """A word that ends a name in a sentence."""
    return rf" (?:{'|'.join(map(re.escape, ends)) or '(?!)'})(?!\w)"


def going_on(behind_names: Sequence[str]) -> str:
    """A word with which a sentence goes on behind a name: in small letters, since *WAS* is one itself."""
    return rf"(?-i: (?:{'|'.join(map(re.escape, behind_names)) or '(?!)'})(?!\w))"
