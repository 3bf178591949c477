"""Foreign text made harmless in Markdown: it stays readable and never becomes a task, link, tag or code."""

from __future__ import annotations

import re

from vault_tools.core.meaning.names import one_line

SIGNIFIERS = "📅📆🗓⏳⌛🛫➕✅❌🔺⏫🔼🔽⏬🔁🏁🆔⛔"  # the Tasks plugin would read a field after each of these

_SIGNIFIER = re.compile(f"[{SIGNIFIERS}]\ufe0f? ?")
_ALWAYS = re.compile(r"[\\`*<\[\]|$^~]")
_PAIRS = re.compile(r"(?<=%)%|(?<=<)%|(?<=:):|(?<==)=|(?<=\{)[{%#]|(?<=\\<)%")
_HASH = re.compile(r"(^|(?<=\s))#")
_LINE_START = re.compile(r"^(\s*)([-+>]|\d{1,9}(?=[.)]))")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])")
# Most texts have nothing of what the others look for.
_ACTED_ON = re.compile(rf"[\\`*<\[\]|$^~%:={{#{SIGNIFIERS}]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Markdown(str):
    """Text that is Markdown of ours already, and goes into a note as it stands."""

    __slots__ = ()


def inline(text: str) -> Markdown:
    """Foreign text as part of one line: white space folded, what Markdown or a plugin would act on escaped."""
    inner = one_line(text)
    if _ACTED_ON.search(text):
        inner = _escape(one_line(_SIGNIFIER.sub("", text)))
    if not inner:
        return Markdown(" " if text else "")
    return Markdown(" " * text[0].isspace() + inner + " " * text[-1].isspace())


def block(text: str) -> Markdown:
    """Foreign text of several lines; each line is harmless wherever a line may stand."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        body = line[: len(line) - len(line.lstrip(" "))] + _escape(one_line(_SIGNIFIER.sub("", line)))
        body = _NUMBERED.sub(r"\1\\\2", body)
        lines.append(_LINE_START.sub(lambda m: m[0] if m[2].isdigit() else f"{m[1]}\\{m[2]}", body).rstrip())
    return Markdown("\n".join(lines))


def unescape(text: str) -> str:
    """The text as a reader sees it: backslashes before punctuation gone."""
    return _ESCAPED.sub(r"\1", text)


def _escape(text: str) -> str:
    text = _ALWAYS.sub(lambda m: "\\" + m[0], text)
    text = _PAIRS.sub(lambda m: "\\" + m[0], text)
    return _HASH.sub(r"\1\\#", text)
