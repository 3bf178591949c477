"""What a mail itself says, in sentences: without what it quotes. Knows lines and marks, not what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vault_tools.core.taking.words import folded

_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[^a-zà-ÿ])|\n")
_LONGEST = 3  # lines over which such a line may go on
_SIGNATURE = re.compile(r"^-- ?$")


def own_lines(text: str, quoted: re.Pattern[str]) -> tuple[str, ...]:
    """The lines that the writer wrote now. A line such as `On Monday, Ada wrote:` may go on in the next ones."""
    lines = text.split("\n")
    out: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        length = _heads_a_quote(lines[place : place + _LONGEST], quoted)
        if length:
            place += length
            following = next((other for other in lines[place:] if other.strip()), "")
            if not following.lstrip().startswith(">"):
                break  # what is quoted goes on to the end
            continue
        if _SIGNATURE.match(line):
            break
        if not line.lstrip().startswith(">"):
            out.append(line)
        place += 1
    return tuple(out)


def _heads_a_quote(lines: Sequence[str], quoted: re.Pattern[str]) -> int:
    """Over how many of these lines goes one that stands above a quote, from the first on; 0 if it is none."""
    for length in range(1, len(lines) + 1):
        joined = folded(" ".join(lines[:length]))
        if quoted.match(joined):
            later = folded(" ".join(lines[1:length]))
            return 0 if later and quoted.match(later) else length
        if not lines[0].strip():
            return 0
    return 0


def sentences(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines as sentences as they are written; lines that were only wrapped are joined."""
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        text = line.strip()
        is_new = (
            not paragraphs or not paragraphs[-1] or not text or text[0] in "-*•·" or text.startswith("http")
        )
        if is_new or (len(before) < 45 and not text[:1].islower()):
            paragraphs.append(text)
        else:
            paragraphs[-1] += f" {text}"
        before = text
    return tuple(s.strip() for p in paragraphs for s in _END.split(p) if s and s.strip())
