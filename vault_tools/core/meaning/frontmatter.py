"""Find, read and write the block of properties on top of a note. Knows no other part of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from . import plain_yaml, yaml_text
from .yaml_text import YamlError

if TYPE_CHECKING:
    from frontmatter import Post
    from frontmatter.default_handlers import BaseHandler
else:
    # What the package asks of a handler is five methods. A real base class would import it, and PyYAML with
    # it, for every command, also those that read no note.
    BaseHandler = object

_OPENING = re.compile("\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"\n---[ \t]*\r?(?:\n|\Z)")
_PROPERTY = (
    r"""(?:"(?:[^"\\\n]|\\.)*"[ \t]*|'(?:[^'\n]|'')*'[ \t]*"""
    r"""|(?:[^ \t\r\n#"'\[\]{},&*!|>%@`?:-]|[?:-](?=[^ \t\r\n]))[^\n]*?):(?=[ \t\r\n]|\Z)"""
)
_KEY = re.compile(rf"\n({_PROPERTY})")
_LOOKS_LIKE_PROPERTIES = re.compile(rf"\s*(?:#[^\n]*\n\s*)*{_PROPERTY}")


class Block(NamedTuple):
    """Where the properties stand: offsets of the first `---`, the lines inside, and behind the last `---`."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    newline: str


@dataclass(frozen=True, slots=True)
class Properties:
    """What the block says, the line of each property, and what is wrong as (line, message)."""

    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    problem: tuple[int, str] | None = None


def find(text: str) -> Block | None:
    """The block, if the very first line is `---` and a later one closes it; a BOM before it is fine."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    inner = opening.end()
    closing = _CLOSING.search(text, inner - 1)
    if closing is None:
        return None
    newline = "\r\n" if text[inner - 2] == "\r" else "\n"
    return Block(int(text[0] == "\ufeff"), inner, closing.start() + 1, closing.end(), newline)


class ObsidianHandler(BaseHandler):
    """For python-frontmatter: the block as Obsidian delimits, reads and writes it."""

    def detect(self, text: str) -> bool:
        return find(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        block = find(text)
        if block is None:
            raise ValueError("no properties")
        return text[block.inner_start : block.inner_end], text[block.end :]

    def load(self, fm: str) -> dict[Any, Any]:
        """The properties, keys of any type; raises YamlError."""
        values = yaml_text.load(fm)
        if values is None:
            return {}
        if not isinstance(values, dict):
            raise YamlError(
                0, "between the two --- lines stand no properties; write name: value, or delete a ---"
            )
        return values

    def export(self, metadata: Mapping[str, object], **_kwargs: object) -> str:
        return yaml_text.dump(metadata)

    def format(self, post: Post, **_kwargs: object) -> str:
        return written(post.metadata, post.content)


@cache
def handler() -> ObsidianHandler:
    """The one handler, for `frontmatter.parse(block, handler=handler())` and `frontmatter.dumps`."""
    return ObsidianHandler()


def load(text: str, block: Block) -> dict[Any, Any]:
    """The properties, keys of any type; raises YamlError, its line counted from 1 over the whole note."""
    plain = plain_yaml.read(text[block.inner_start : block.inner_end])
    return _by_package(text, block) if plain is None else plain[0]


def _by_package(text: str, block: Block) -> dict[Any, Any]:
    import frontmatter  # and PyYAML with it, only for blocks that are not plain

    # The block alone is handed over: of a whole note the package would strip what stands around it.
    try:
        return frontmatter.parse(text[block.start : block.end], handler=handler())[0]
    except YamlError as error:
        raise YamlError(error.line + 2, error.message) from None


def read(text: str) -> Properties:
    """The properties of a note. Never raises: what cannot be read is the problem."""
    block = find(text)
    if block is None:
        return Properties(problem=_never_closed(text))
    plain = plain_yaml.read(text[block.inner_start : block.inner_end])
    if plain is not None and not text.startswith("---", block.end):
        return Properties(*plain)
    try:
        values = _by_package(text, block)
    except YamlError as error:
        return Properties(problem=(error.line, error.message))
    lines = _lines(text, block, values)
    if text.startswith("---", block.end) and (second := _doubled(text, block)):
        return Properties({k: v for k, v in values.items() if isinstance(k, str)}, lines, second)
    if all(isinstance(name, str) for name in values):
        return Properties(values, lines)
    named = {name: value for name, value in values.items() if isinstance(name, str)}
    return Properties(named, lines, _no_text(text, block, named))


def _lines(text: str, block: Block, values: Mapping[Any, Any]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for number, line in enumerate(text[block.inner_start : block.inner_end].split("\n"), 2):
        name = line.partition(":")[0]
        if name in values:
            lines.setdefault(name, number)
    if len(lines) < len(values):  # names in quotes, with colons in them, or with blanks behind
        number, counted = 1, 0
        for name, start, _ in keys(text, block):
            number, counted = number + text.count("\n", counted, start), start
            if name in values:
                lines.setdefault(name, number)
    return lines


def keys(text: str, block: Block) -> Iterator[tuple[str, int, int]]:
    """Each line that starts a property: its name, the offset of the line, and of what follows the colon."""
    for match in _KEY.finditer(text, block.inner_start - 1, block.inner_end):
        yield _name(match[1][:-1].rstrip(" \t")), match.start(1), match.end()


def _name(written: str) -> str:
    if written[0] not in "\"'":
        return written
    try:
        return str(yaml_text.load(written))
    except YamlError:
        return written


def export(values: Mapping[str, object]) -> str:
    """The lines between the two `---`, in the style that Obsidian itself writes."""
    return yaml_text.dump(values)


def written(values: Mapping[str, object], content: str) -> str:
    """A whole note, as `frontmatter.dumps` gives it with our handler; the package need not be loaded for it."""
    return f"---\n{export(values)}---\n{content}"


def _no_text(text: str, block: Block, named: Mapping[str, object]) -> tuple[int, str]:
    message = "the name of a property must be text; put it in quotes"
    for name, start, _ in keys(text, block):
        if name not in named:
            return 1 + text.count("\n", 0, start), f'{message}: "{name}":'
    return 2, message


def _doubled(text: str, block: Block) -> tuple[int, str] | None:
    """A second block right below the first, as some importers leave it; it may also be a rule and a table."""
    rest = text[block.end :]
    again = find(rest)
    if again is None or not _LOOKS_LIKE_PROPERTIES.match(rest, again.inner_start):
        return None
    line = 1 + text.count("\n", 0, block.end)
    return line, "a second block of properties, which nobody reads; move its lines into the first"


def _never_closed(text: str) -> tuple[int, str] | None:
    opening = _OPENING.match(text)
    if opening is None or _LOOKS_LIKE_PROPERTIES.match(text, opening.end()) is None:
        return None  # a note may well begin with a horizontal rule
    return 1, "the block of properties is never closed; add a line --- below it"
