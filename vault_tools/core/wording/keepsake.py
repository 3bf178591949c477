"""Foreign text that is kept in a note: a mail, a posting, a remark. Harmless and folded; knows no note."""

from __future__ import annotations

import re

from vault_tools.core.wording.neutral import block, inline

_MOST = 40_000


def folded_quote(title: str, text: str) -> str:
    """A folded callout with somebody else's words: shown at a click, and never a task, a link or code."""
    body = str(block(text[:_MOST] + ("\n…" if len(text) > _MOST else "")))
    body = re.sub(r"\n{3,}", "\n\n", body).strip("\n")
    lines = [f"> [!quote]- {inline(title)}", *(f"> {line}".rstrip() for line in body.split("\n"))]
    return "\n".join(lines)


def plain_text(text: str) -> str:
    """A remark as a paragraph."""
    return str(block(text[:_MOST])).strip("\n")
