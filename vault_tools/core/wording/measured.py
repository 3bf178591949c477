"""What one word of a template may give, measured before it is made: else a single one fills the memory.

Knows Python's methods and Jinja's filters; no template, and no value of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial, wraps
from typing import Any

from jinja2 import Environment, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.filters import make_attrgetter

MOST_TEXT = 16_000_000  # characters of what one template gives; a note has 8 MB at most
SMALL = 1_000
_MOST_INDENT = 16
# Methods that take a width, or give bytes: none needs to be in a template, and bytes grow past what is measured here.
_WITHOUT: tuple[tuple[type, frozenset[str]], ...] = (
    (
        str,
        frozenset(
            ("format", "format_map", "zfill", "ljust", "rjust", "center", "expandtabs", "translate", "encode")
        ),
    ),
    (int, frozenset(("to_bytes",))),
)
# Filters that take a list as a list, or measure it themselves; every other one makes a text of it.
_OF_LISTS = frozenset((
    "abs", "attr", "batch", "count", "counted rounds", "d", "default", "dictsort", "first", "float", "groupby", "int",
    "items", "join", "last", "length", "list", "map", "max", "min", "put together", "random", "reject", "rejectattr",
    "reverse", "round", "select", "selectattr", "slice", "sort", "sum", "tojson", "unique",
))  # fmt: skip


def refuse_long(length: int) -> None:
    if length > MOST_TEXT:
        raise SecurityError(f"it gives more than {MOST_TEXT:,} characters")


def refuse_wide(what: str, number: Any, most: int = SMALL) -> None:
    if not (isinstance(number, int | float) and abs(number) <= most):
        raise SecurityError(f"'{what}' takes numbers up to {most}")


def has_method(obj: Any, attr: str) -> bool:
    """Whether a template may have this method; see `_WITHOUT`."""
    return not any(isinstance(obj, kind) and attr in names for kind, names in _WITHOUT)


def method(function: Any) -> Any:
    """What is called instead of a method whose result grows by what it is given: the same, measured."""
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if isinstance(owner, str) and name in ("join", "replace"):
        return partial(between if name == "join" else replaced, owner)
    if isinstance(owner, date) and name == "strftime":
        return partial(_strftime, function)
    return function


def written(value: Any) -> int:
    """How long the text of a value is, at least. Raises SecurityError before a list of lists has been gone through for long."""
    length, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            length += len(one)
        elif type(one) in (list, tuple):  # those of ours, with names, are no such lists
            length += 2 * len(one)
            waiting += one
        elif type(one) is dict:
            length += 4 * len(one)
            waiting += [*one, *one.values()]
        refuse_long(length)
    return length


def between(gap: str, parts: Iterable[str]) -> str:
    """`gap.join(parts)`."""
    pieces: list[str] = []
    length = 0
    for part in parts:
        length += len(part) + len(gap)
        refuse_long(length)
        pieces.append(part)
    return gap.join(pieces)


def replaced(text: str, old: str, new: str, count: int = -1) -> str:
    """`text.replace(old, new, count)`."""
    _check_replace(text, old, new, count)
    return text.replace(old, new, count)


def guard(filters: dict[str, Callable[..., Any]]) -> None:
    """Let no filter of an environment give more than a template may."""
    for name in ("center", "format", "indent"):  # a width of a thousand million is one call
        filters.pop(name, None)
    filters |= {"join": _join, "sum": _sum}
    filters |= {name: _checked(filters[name], check) for name, check in _CHECKS.items()}
    filters |= {
        name: _checked(one, _check_text)
        for name, one in filters.items()
        if name not in _OF_LISTS and name not in _CHECKS
    }


def _checked(function: Callable[..., Any], check: Callable[..., None]) -> Callable[..., Any]:
    """The filter behind a check that gets what a template gave it: Jinja may hand it something of its own first."""
    at = int(hasattr(function, "jinja_pass_arg"))

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        check(*args[at:], **kwargs)
        return function(*args, **kwargs)

    return checked


def _check_text(value: Any = "", *_args: Any, **_kwargs: Any) -> None:
    if not isinstance(value, str):
        written(value)


def _check_replace(s: Any, old: Any, new: Any, count: int | None = None) -> None:
    text, gone, come = _text(s), _text(old), _text(new)
    if len(come) > len(gone):
        found = text.count(gone)
        times = found if count is None or count < 0 else min(found, count)
        refuse_long(len(text) + times * (len(come) - len(gone)))


def _check_lines(name: str, _value: Any, many: Any = 0, *_args: Any, **named: Any) -> None:
    refuse_wide(name, named.get("linecount", named.get("slices", many)))


def _check_round(_value: Any, precision: Any = 0, *_args: Any, **_kwargs: Any) -> None:
    refuse_wide("round", precision)


def _check_json(value: Any, indent: Any = None) -> None:
    refuse_wide("indent", indent or 0, _MOST_INDENT)
    refuse_long(written(value) * (1 + int(indent or 0)))


def _check_spread(text: Any, *args: Any, **kwargs: Any) -> None:
    """A text that may be written after each word of another."""
    given = [word for word in (*args, *kwargs.values()) if isinstance(word, str)]
    refuse_long(len(_text(text)) * max(map(len, given), default=1))


_CHECKS: dict[str, Callable[..., None]] = {
    "batch": partial(_check_lines, "batch"),
    "replace": _check_replace,
    "round": _check_round,
    "slice": partial(_check_lines, "slice"),
    "tojson": _check_json,
    "urlize": _check_spread,
    "wordwrap": _check_spread,
}


def _strftime(function: Callable[[str], str], form: str) -> str:
    if len(form) > SMALL:
        raise SecurityError(f"'strftime' takes up to {SMALL} characters")
    return function(form)


@pass_environment
def _join(environment: Environment, value: Any, d: Any = "", attribute: Any = None) -> str:
    items = value if attribute is None else map(make_attrgetter(environment, attribute), value)
    return between(_text(d), map(_text, items))


@pass_environment
def _sum(environment: Environment, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
    items = list(iterable if attribute is None else map(make_attrgetter(environment, attribute), iterable))
    refuse_long(sum(len(item) for item in items if isinstance(item, list | tuple)))
    return sum(items, start)


def _text(value: Any) -> str:
    _check_text(value)
    return str(value)
