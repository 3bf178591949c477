"""Read wikilinks, and Markdown as plain text. Knows no note: what a link leads to is found elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vault_tools.core.meaning.names import note_name

_WIKILINK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(\s*+(<[^<>\n]*+>|[^\s()]*+)(?:\s++\"[^\"\n]*+\")?\s*+\)")
_STRONG = re.compile(r"(\*\*|~~|==)(?=\S)(.+?)(?<=\S)\1")
_STRONG_WORD = re.compile(r"(?<!\w)(__)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*\n]+?)(?<=[^\s*])\1(?![\w*])")
_EMPHASIS_WORD = re.compile(r"(?<!\w)(_)(?=[^\s_])(.+?)(?<=[^\s_])\1(?!\w)")
_ANY_LINK = re.compile(rf"!?{_WIKILINK.pattern}")
_ANY_MARK = re.compile(r"[\[*_`~=\\]")
_MORE_THAN_LINKS = re.compile(r"[*_`~=\\\0]|\]\(")
_VERBATIM = re.compile(  # whichever comes first: behind a backslash no code begins, and in code none escapes
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?<!(?<!\\)`)(?P<mark>`+)(?!`)(?P<code>.+?)(?<!`)(?P=mark)(?!`)"
)
_LONGEST = (
    4_000  # characters of a line whose emphasis is read: each mark looks for its end up to the last of them
)
_SHELVED = re.compile("\0([0-9]+)\0")


class Link(NamedTuple):
    """`[[target#fragment|alias]]`; the target is empty in a link to the note itself, a block is `^id`."""

    target: str
    fragment: str | None = None
    alias: str | None = None

    @property
    def name(self) -> str:
        """The target without folders and `.md`, as notes are known by."""
        return note_name(self.target)


def wikilinks(text: str) -> tuple[Link, ...]:
    """The links in the order they stand, embeds too; what stands in inline code is none."""
    return _wikilinks(text) if "[[" in text else ()


@lru_cache(16_384)  # each line is asked for its person, its company and what it links to
def _wikilinks(text: str) -> tuple[Link, ...]:
    text = _VERBATIM.sub(lambda m: "``" if m["mark"] else m[0], text) if "`" in text else text
    return tuple(_link(match[1]) for match in _WIKILINK.finditer(text))


def link_target(value: object) -> str | None:
    """Whom or what a property names: `"[[X|y]]"`, unquoted `[[X]]` (a list in a list) and `X` give X."""
    if isinstance(value, str):
        return _target_of(value)
    if isinstance(value, Sequence) and len(value) == 1 and isinstance(value[0], Sequence):
        if isinstance(value[0], str):
            return link_target(value[0])
        inner = [part for part in value[0] if isinstance(part, (str, int, float))]
        return link_target(f"[[{', '.join(map(str, inner))}]]") if inner else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def link_targets(value: object) -> tuple[str, ...]:
    """All whom one value names: several links in a text, `"[[X]], [[Y]]"`, are several."""
    if isinstance(value, str) and value.count("[[") > 1:
        return tuple(link.target for link in wikilinks(value) if link.target)
    target = link_target(value)
    return (target,) if target else ()


@lru_cache(16_384)
def _target_of(value: str) -> str | None:
    text = value.strip()
    if "[" not in text:
        return text or None
    if links := wikilinks(text):
        return links[0].target or None
    if (link := _MARKDOWN_LINK.fullmatch(text)) and "://" not in link[2]:
        from urllib.parse import unquote

        return unquote(link[2].strip("<>")).removesuffix(".md") or None
    return text or None


def plain(description: str) -> str:
    """A line of Markdown as it reads: links by alias or name, no marks of emphasis, code as it stands.

    A mark that may be none stays: `snake_case`, `2 * 3`, and all of them in a very long line.
    """
    if not _ANY_MARK.search(description):
        return description
    if not _MORE_THAN_LINKS.search(description):
        return _ANY_LINK.sub(_shown_link, description)
    shelf: list[str] = []

    def put_away(text: str) -> str:
        shelf.append(text)
        return f"\0{len(shelf) - 1}\0"

    text = description.replace("\0", "\ufffd")
    text = _VERBATIM.sub(lambda m: put_away(m["escaped"] or m["code"].strip() or m[0]), text)
    text = _ANY_LINK.sub(_shown_link, text)
    text = _MARKDOWN_LINK.sub(lambda m: m[1] or m[2].strip("<>"), text)
    if len(text) <= _LONGEST:
        for emphasis in (_STRONG, _STRONG_WORD, _EMPHASIS, _EMPHASIS_WORD):
            text = emphasis.sub(r"\2", text)
    return _SHELVED.sub(lambda m: shelf[int(m[1])], text)


def _link(inner: str) -> Link:
    path, bar, alias = inner.partition("|")
    path = path.removesuffix("\\") if bar else path  # in a table the bar is written `\|`
    target, mark, fragment = path.partition("#")
    return Link(target.strip(), fragment.strip() if mark else None, alias.strip() if bar else None)


def _shown_link(match: re.Match[str]) -> str:
    return _shown(_link(match[1]))


def _shown(link: Link) -> str:
    return link.alias or link.name or (link.fragment or "").lstrip("^")
