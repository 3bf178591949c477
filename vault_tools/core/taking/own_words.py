"""What a mail itself says, in sentences: without what it quotes. Knows lines and marks, not what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vault_tools.core.taking.words import folded

_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[^a-zà-ÿ])|\n")
_SIGNATURE = re.compile(r"^-- ?$")


def own_lines(text: str, quoted: Sequence[re.Pattern[str]]) -> tuple[str, ...]:
    """The lines that the writer wrote now. A line such as `On Monday, Ada wrote:` may go on in the next one."""
    lines = text.split("\n")
    out: list[str] = []
    for place, line in enumerate(lines):
        bare = folded(line)
        joined = folded(f"{line} {lines[place + 1]}") if place + 1 < len(lines) else bare
        if any(
            pattern.match(bare)
            or (pattern.match(joined) and not pattern.match(folded(joined[len(bare) + 1 :])))
            for pattern in quoted
        ):
            following = [other for other in lines[place + 1 :] if other.strip()][:2]
            if not following or not all(
                other.lstrip().startswith(">") or "wrote:" in other for other in following[-1:]
            ):
                break
            continue
        if line.lstrip().startswith(">"):
            continue
        if _SIGNATURE.match(line):
            break
        out.append(line)
    return tuple(out)


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
