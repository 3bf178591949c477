"""Read and write YAML as Obsidian does: the 1.2 core schema, dates left as text. Knows nothing of notes.

`ryaml` reads; what it refuses goes to PyYAML's parser under the same rules, which reads a little more (any
number, `{{date}}`) and tells what is wrong in the rest. Without `ryaml` the second one reads everything.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

MAX_DEPTH = 127  # where ryaml stops; a deeper document would overflow the C stack of other readers
MAX_FAST = 50_000  # characters; on deep nesting ryaml takes time with the square of the length
MAX_SIZE = 100_000  # values that aliases may unfold to

_MISSING = object()
_TYPED_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}
_TAG = re.compile(r"(?<!\w)!")  # ryaml makes maps of tags: `!x 5` is {"!x": 5}
_SURROGATE = re.compile("[\ud800-\udfff]")

_CONSTANTS: dict[str, object] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(
    ("false", "False", "FALSE"), False
)
_CONSTANTS |= dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan)
for _inf in (".inf", ".Inf", ".INF"):
    _CONSTANTS |= {_inf: math.inf, f"+{_inf}": math.inf, f"-{_inf}": -math.inf}
# `010` stays text, as ryaml has it: who writes a zero in front means it (a phone, a post code).
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*|0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+)")
_LONG = re.compile(r"[-+]?[1-9][0-9]*")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+(?:\.[0-9]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+))"
)

_UNPLAIN = re.compile(
    r"""\A(?:\Z|[ \t,\[\]{}#&*!|>'"%@`]|[?-](?:[ \t]|\Z)|---|\.\.\.)|:[ \t]|[ \t]#|[ \t:]\Z|\t"""
)
_UNPRINTABLE = re.compile("[\0-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_COMMAND = re.compile("(?<=<)%")  # Templater runs `<% … %>` in every new note, also in its properties
_DIGITS = re.compile(r"[-+]?[0-9]+")


class YamlError(Exception):
    """Text that is no YAML; `line` counts from 0. The message says the way out."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def load(text: str) -> object:
    """The value that the text stands for, made of None, bool, int, float, str, list and dict."""
    fast = _fast_reader()
    if fast is None or len(text) > MAX_FAST or ("!" in text and _TAG.search(text)):
        return load_with_pyyaml(text)
    try:
        return fast(text)
    except ValueError:  # ryaml's own error is one too
        return load_with_pyyaml(text)


@cache
def _fast_reader() -> Callable[[str], object] | None:
    try:
        from ryaml import loads  # type: ignore[attr-defined]  # its stubs do not re-export it
    except ImportError:
        return None
    reader: Callable[[str], object] = loads
    return reader


def load_with_pyyaml(text: str) -> object:
    """What `load` gives, by PyYAML's parser alone; bytes that were no text are shown as U+FFFD."""
    import yaml

    text = _SURROGATE.sub("\ufffd", text)
    try:
        return _build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) if isinstance(error.position, int) else 0
        raise YamlError(line, "a control character stands here; delete it") from None
    except yaml.MarkedYAMLError as error:
        raise _in_plain_words(error, text) from None


class _Open:
    """A list or map whose end has not come yet."""

    __slots__ = ("anchor", "key", "size", "start", "value")

    def __init__(self, value: list[Any] | dict[Any, Any], event: Any, size: int) -> None:
        self.value = value
        self.anchor = event.anchor
        self.start = event.start_mark
        self.size = size
        self.key = _MISSING


def _build(events: Iterable[Any], text: str) -> object:
    # From events, with a stack of our own: building by recursion overflows the C stack on deep nesting.
    from yaml import events as kinds

    root: object = None
    size = documents = 0
    stack: list[_Open] = []
    anchors: dict[str, tuple[object, int]] = {}
    for event in events:
        start, before = event.start_mark, size
        if isinstance(event, kinds.ScalarEvent):
            value, anchor = _scalar_value(event), event.anchor
        elif isinstance(event, kinds.AliasEvent):
            if event.anchor not in anchors:
                raise YamlError(start.line, f"*{event.anchor} repeats nothing; put the value in quotes")
            (value, repeated), anchor = anchors[event.anchor], None
            size += repeated
        elif isinstance(event, kinds.CollectionStartEvent):
            if len(stack) >= MAX_DEPTH:
                raise YamlError(start.line, "lists inside lists without end; write a flat list")
            stack.append(_Open([] if isinstance(event, kinds.SequenceStartEvent) else {}, event, size))
            continue
        elif isinstance(event, kinds.CollectionEndEvent):
            ended = stack.pop()
            value, anchor, start, before = ended.value, ended.anchor, ended.start, ended.size
        else:
            documents += isinstance(event, kinds.DocumentStartEvent)
            if documents > 1:
                raise YamlError(start.line, "the properties end above this line; delete it")
            continue
        size += 1
        if size > MAX_SIZE:
            raise YamlError(start.line, _too_many(bool(anchors)))
        if anchor is not None:
            anchors[anchor] = value, size - before
        if stack:
            _place(stack[-1], value, start, text[start.index : event.end_mark.index])
        else:
            root = value
    return root


def _too_many(has_aliases: bool) -> str:
    if has_aliases:
        return "aliases (*name) repeat each other too often; write the values out"
    return f"more than {MAX_SIZE} values; keep them in a note of their own, below the properties"


def _place(parent: _Open, value: object, mark: Any, source: str) -> None:
    if isinstance(parent.value, list):
        parent.value.append(value)
    elif parent.key is not _MISSING:
        parent.value[parent.key] = value
        parent.key = _MISSING
    else:
        parent.key = source if isinstance(value, (list, dict)) else value
        if parent.key in parent.value:
            raise YamlError(mark.line, f"two properties named {parent.key}; keep one")


def _scalar_value(event: Any) -> object:
    plain: bool = event.implicit[0] if event.tag is None else event.tag in _TYPED_TAGS
    return _resolve(event.value) if plain else event.value


def _resolve(text: str) -> object:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    try:
        if _INT.fullmatch(text) and -(2**127) <= (whole := int(text, 0)) < 2**128:
            return whole  # a longer one is a float to ryaml, or text
        if (_FLOAT.fullmatch(text) or _LONG.fullmatch(text)) and math.isfinite(number := float(text)):
            return number
    except ValueError:  # more digits than Python turns into a number
        pass
    return text


def _in_plain_words(error: Any, text: str) -> YamlError:
    problem = error.problem or ""
    number = (error.problem_mark or error.context_mark).line
    lines = text.split("\n")
    line = lines[number].rstrip("\r") if number < len(lines) else ""
    key, colon, value = line.partition(":")
    is_property = bool(colon) and key == key.lstrip()
    if not is_property:
        key, value = "name", ""
    if line[: len(line) - len(line.lstrip())].count("\t"):
        return YamlError(number, "a tab stands at the start of the line; use spaces")
    if "quoted scalar" in (error.context or ""):
        return YamlError(
            error.context_mark.line, "a quote is opened here and never closed; add the second one"
        )
    if "flow" in (error.context or ""):
        return YamlError(
            error.context_mark.line, "a bracket is opened here and not closed; close it or use quotes"
        )
    if "mapping values are not allowed" in problem:
        if not is_property:
            return YamlError(
                number, "this line is indented but belongs to nothing; start it at the left edge"
            )
        return YamlError(number, f'a colon inside a value needs quotes: {key}: "…"')
    if "cannot start any token" in problem and (sign := value.strip()[:1]):
        return YamlError(number, f'a value that starts with {sign} needs quotes: {key}: "{sign}…"')
    # in the words of libyaml, and of PyYAML without it
    has_more = "did not find expected" in problem or "expected <block end>" in problem
    if "sequence entries are not allowed" in problem and is_property:
        return YamlError(number, f'a value that starts with - needs quotes: {key}: "- …"')
    if has_more and line.lstrip().startswith("- "):
        return YamlError(number, "an item of a list that belongs to no property; write name: above it")
    if has_more and is_property and value.strip()[:1] in ("'", '"'):
        return YamlError(
            number, f"words stand behind the second quote; write {key}: with one pair around all"
        )
    if "<document start>" in problem:
        return YamlError(number, "the properties end above this line; delete it, or the ... above it")
    if "could not find expected ':'" in problem:
        return YamlError(
            (error.context_mark or error.problem_mark).line, "a line that is no property; write name: value"
        )
    return YamlError(number, f'cannot be read ({problem or "no YAML"}); put the value in quotes: {key}: "…"')


def as_read(value: object) -> object:
    """The value as it is read again once written: dates as ISO text, tuples as lists, 3.0 as 3."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return int(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_read(item) for item in value]
    return value


def scalar(value: object) -> str:
    """One value as Obsidian writes it, in quotes only where they are needed: `"[[Acme]]"`, `2026-11-20`."""
    value = as_read(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else f".{value}".replace(".-", "-.")
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(
            f"a property holds text, numbers, true or false, or a list of them, no {type(value).__name__}"
        )
    if _UNPRINTABLE.search(value) or "<%" in value:
        return _in_double_quotes(value)
    if not _UNPLAIN.search(value) and not _looks_typed(value):
        return value
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return _in_double_quotes(value)


def _looks_typed(text: str) -> bool:
    return text in _CONSTANTS or any(p.fullmatch(text) for p in (_DIGITS, _INT, _FLOAT))


def _in_double_quotes(text: str) -> str:
    quoted = json.dumps(_SURROGATE.sub("\ufffd", text), ensure_ascii=False)
    quoted = _COMMAND.sub("\\\\u0025", quoted)
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", quoted)


def list_lines(items: Iterable[object], indent: str = "  ") -> list[str]:
    """The lines of a block list: `  - Dana Lee`."""
    return [f"{indent}- {scalar(item)}" for item in items]


def dump(values: Mapping[str, object]) -> str:
    """The lines of a flat map: `stage: applied`, lists one item a line, `closed:` if empty."""
    lines: list[str] = []
    for key, value in values.items():
        name = scalar(key)
        if value is None:
            lines.append(f"{name}:")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            lines += [f"{name}:", *list_lines(value)] if value else [f"{name}: []"]
        else:
            lines.append(f"{name}: {scalar(value)}")
    return "".join(f"{line}\n" for line in lines)
