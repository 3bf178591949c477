"""The words of a message, filled from what the notes say of that person and round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from vault_tools.core.meaning.names import key
from vault_tools.core.wording.neutral import unescape
from vault_tools.core.wording.rendering import Wording

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_HEADER = re.compile(r"(Title|Subject):[ \t]*(.*)")
_LITTLE = re.compile(
    "an?|the|how|what|when|where|why|that|this|these|those|your|their|our|his|her|its|my|hearing|seeing|learning"
    "|talking|being|we|you|they|s?he|it|both|all"
)
_DOUBLED = re.compile(r"(?<=\w)\.\.(?=\s|$)")  # the stop of a sentence behind `Kite & Co.`
_LEAD = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s*)?")


class Draft(NamedTuple):
    """A message: what it is, its subject, its body; `text` is both as they stand in a note."""

    title: str
    subject: str
    body: str

    @property
    def text(self) -> str:
        return f"Subject: {self.subject}\n\n{self.body}" if self.subject else self.body


def folders_of(language: str) -> tuple[str, ...]:
    """Where letters in a language lie, the surest first: `de-AT`, `de`; what is typed in capitals means the same."""
    bare = language.partition("-")[0]
    return tuple(dict.fromkeys((language, language.lower(), bare, bare.lower())))


def template_of(message: str, language: str, wording: Wording) -> str:
    """`messages/de/<message>.md.j2` where the vault has one in its language, else that without the `de/`."""
    for folder in folders_of(language):
        if wording.exists(name := f"messages/{folder}/{message}.md.j2"):
            return name
    return f"messages/{message}.md.j2"


def draft(message: str, values: Mapping[str, Any], wording: Wording) -> Draft:
    """Render a message in the language of `settings`; its first lines `Title:` and `Subject:` are headers."""
    said = wording.message(template_of(message, values["settings"].language, wording), values)
    return parse_draft(_DOUBLED.sub(".", said))


def parse_draft(text: str) -> Draft:
    """A message as text, with its headers told from its body; paragraphs one blank line apart."""
    found = {"Title": "", "Subject": ""}
    lines = text.strip().split("\n")
    while lines and (header := _HEADER.fullmatch(lines[0].rstrip())):
        found[header[1]] = " ".join(header[2].split())
        lines.pop(0)
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")
    return Draft(found["Title"], found["Subject"], body)


def from_note(text: str, tail: str) -> Draft | None:
    """The draft that stands in a note: the callout above ` ^draft-<tail>`, as the user left it."""
    lines = text.split("\n")
    if (place := place_in(lines, tail)) is None:
        return None
    start, end = place
    quoted = [re.sub(r"^\s*> ?", "", row.rstrip("\r")) for row in lines[start:end]]
    title = ""
    if quoted and (head := re.match(r"\[![^\]]*\][+-]?\s*(.*)", quoted[0])):
        title = unescape(head[1])
        quoted = quoted[1:]
    found = parse_draft("\n".join(unescape(row) for row in quoted))
    return Draft(title, found.subject, found.body)


def place_in(lines: Sequence[str], tail: str) -> tuple[int, int] | None:
    """Where the callout of a draft stands: the number of lines before it, and with it."""
    mark = f"^draft-{tail}"
    for number, line in enumerate(lines):
        if line.strip() != mark:
            continue
        end = number
        while end and not lines[end - 1].strip():
            end -= 1
        start = end
        while start and lines[start - 1].lstrip().startswith(">"):
            start -= 1
        return start, end
    return None


def said_by(text: str, person: str) -> str:
    """What stands in a note under a heading that names the person: the first sentence somebody filled in.

    `What I enjoyed hearing from them: the move to …` gives what follows the colon; an empty prompt gives "".
    """
    wanted, level = key(person), 0
    for line in text.split("\n"):
        if heading := _HEADING.match(line):
            if level and len(heading[1]) <= level:
                return ""
            if wanted in key(heading[2]):
                level = len(heading[1])
            continue
        if not level:
            continue
        words = _LEAD.sub("", line.strip(), count=1) if _LEAD.match(line) else line.strip()
        prompt, colon, rest = words.partition(":")
        if colon and not prompt.strip().startswith(("http", "[[")) and (not rest or rest[0] == " "):
            words = rest
        if words.strip():
            return " ".join(words.split())
    return ""


def enjoyed(texts: Iterable[str], person: str) -> str:
    """The latest thing said of a person; `texts` are the interview notes, the last one last."""
    return next((said for text in reversed(list(texts)) if (said := said_by(text, person))), "")


def in_sentence(text: str) -> str:
    """A note's own words as they go on in a sentence: `The move to Rust` gives `the move to Rust`."""
    first = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if first.istitle() and _LITTLE.fullmatch(key(first)) else text
