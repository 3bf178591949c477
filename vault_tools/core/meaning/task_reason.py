"""Write and take off the words why a task was dropped. Knows no fields and no days."""

from __future__ import annotations

import re
import unicodedata

from .task_grammar import SIGNIFIERS, SPACE

ON_THE_DASHBOARD = "on the dashboard"

_OPENING = "(dropped"
_REASON = re.compile(rf"\(dropped(?:: .+| {ON_THE_DASHBOARD})\)")
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "`": "'"})
_READ_BY_PROGRAMS = re.compile(rf"[{SIGNIFIERS}⏰#^\ufe0f]")
_ADDRESS = re.compile(r"(?<![a-z0-9+.-])[a-z0-9+.-]++://", re.IGNORECASE)


def reason_suffix(reason: str) -> str:
    """`(dropped: she left)`, or `(dropped on the dashboard)`, or nothing where the reason has no words."""
    words = _harmless(reason)
    if not words:
        return ""
    return f"(dropped {words})" if words == ON_THE_DASHBOARD else f"(dropped: {words})"


def without_reason(description: str) -> str:
    """The description without the `(dropped: …)` at its end."""
    start = description.rfind(_OPENING)
    before = description[:start]
    if start < 0 or not _REASON.fullmatch(description, start) or (before != "" and before[-1] not in SPACE):
        return description
    # where the bracket closes earlier these are the user's own words, and more follow
    return (
        before.rstrip(SPACE)
        if _closes_at(description[start:]) == len(description) - start - 1
        else description
    )


def _harmless(reason: str) -> str:
    """Foreign text as plain words: nothing in it is a field, tag, block id, link, comment or code."""
    words = "".join(
        " " if character.isspace() or character in SPACE else character
        for character in unicodedata.normalize("NFC", reason)
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    words = _READ_BY_PROGRAMS.sub("", words).translate(_LOOKALIKES)
    words = re.sub(r":{2,}", ":", _ADDRESS.sub("", words))
    words = re.sub(r"%{2,}", "%", words)
    words = re.sub(r"(?<!\()\(++dropped", "dropped", words)
    if _closes_at(f"({words})") != len(words) + 1:
        words = words.replace("(", "").replace(")", "")
    return " ".join(words.split())


def _closes_at(text: str) -> int:
    """Where the bracket that the text starts with is closed; -1 if it is not."""
    depth = 0
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return position
    return -1
