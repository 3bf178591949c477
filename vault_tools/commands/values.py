"""What was typed for a kind's properties, as values of their types. Asks nobody and knows no note."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import Moment, day_of, parse_day, parse_moment
from vault_tools.core.meaning.kinds import Kind, Property
from vault_tools.core.meaning.names import one_line

Typed = str | Sequence[str] | bool | None

_NOTHING = {"", "no", "none", "-"}


def read_values(kind: Kind, typed: Mapping[str, Typed], today: date) -> dict[str, Any]:
    """One value for each property the user can give: text, list, number, bool, date or datetime, None if not given."""
    return {p.name: read_value(p, typed.get(p.name), today) for p in kind.given()}


def read_value(prop: Property, typed: Typed, today: date) -> Any:
    """The value of one property. Raises VaultError naming the option and what it takes."""
    if prop.type == "list":
        items = (
            [typed] if isinstance(typed, str) else list(typed or ()) if not isinstance(typed, bool) else []
        )
        return list(dict.fromkeys(_chosen(prop, text) for item in items if (text := one_line(str(item)))))
    if typed is None:
        return None
    if prop.type == "checkbox":
        return typed if isinstance(typed, bool) else str(typed).strip().lower() in ("y", "yes", "true", "1")
    text = one_line(str(typed))
    if prop.type in ("date", "datetime"):
        return None if text.lower() in _NOTHING else _when(prop, text, today)
    if prop.type == "number":
        return _number(prop, text)
    return _chosen(prop, text) if text else None


def _chosen(prop: Property, text: str) -> str:
    """The text; where only its choices are taken, the one that is meant, in whatever capitals."""
    if not prop.only:
        return text
    for choice in prop.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise VaultError(f"--{prop.flag}: '{text}' is not known; it is one of {', '.join(prop.choices)}")


def _when(prop: Property, text: str, today: date) -> Moment:
    try:
        read = parse_moment if prop.type == "datetime" else parse_day
        moment = read(text, today, back=prop.past or prop.looks_back)
    except VaultError as error:
        raise VaultError(f"--{prop.flag}: {error}") from None
    if prop.past and day_of(moment) > today:
        raise VaultError(
            f"--{prop.flag}: {day_of(moment)} is still to come; give today, or a date that is past"
        )
    return moment


def _number(prop: Property, text: str) -> int | float | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):  # `nan` and `inf` are none that one can count with
        raise VaultError(f"--{prop.flag}: '{text}' is no number")
    return number


def missing(kind: Kind, values: Mapping[str, Any]) -> tuple[Property, ...]:
    """The properties that are required, or needed by another that was given, and not there."""
    needed = {p.needs for p in kind.given() if p.needs and values.get(p.name)}
    return tuple(
        p
        for p in kind.given()
        if (p.is_required(values) or p.name in needed) and values.get(p.name) in (None, "", [], ())
    )


def needs(kind: Kind, lacking: Iterable[Property]) -> str:
    """That these are missing, as one gives them, and what each may be left out with."""
    flags = {p.name: p.flag for p in kind.given()}

    def said(p: Property) -> str:
        own = p.name.upper() if p.argument else f"--{p.flag}"
        return f"{own} (or --{flags[p.unless]})" if p.unless in flags else own

    return f"new-{kind.name} needs {', '.join(map(said, lacking))}"
