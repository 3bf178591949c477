"""Read the playbook's rows from a parsed `playbook.toml`, a vault's own laid over the shipped ones. Knows no note."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from vault_tools.core.errors import TemplateError
from vault_tools.core.rules.applications import ENDED
from vault_tools.core.rules.playbook import NotBefore, Offset, Playbook, Step
from vault_tools.core.rules.playbook_names import refuse_unknown_names
from vault_tools.core.rules.playbook_tables import SETTINGS, TABLES, read_tables

Where = Callable[..., str]  # names from the outside in, such as a step and a key -> `playbook.toml:12`
Wrong = Callable[..., TemplateError]  # a message, and such names
FORMS = ("line", "page", "part", "cadence", "hint")
SCOPES = ("application", "person", "search")

_MOST_DAYS = 3650
_MONTHS = re.compile(r"-?\d{1,3}m")


def merge_playbook(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped playbook with a vault's own rows laid over it, by id."""
    merged: dict[str, Any] = {**base, **{k: v for k, v in over.items() if k not in base}}
    for key in ("step", "phase"):
        own = over.get(key, [])
        rows = {row["id"]: dict(row) for row in base.get(key, ())}
        if isinstance(own, list) and all(
            isinstance(row, Mapping) and isinstance(row.get("id"), str) for row in own
        ):
            for row in own:
                rows.setdefault(row["id"], {}).update(row)
            own = list(rows.values())
        merged[key] = own  # what is no list of rows is refused when it is read
    for key in TABLES:
        own = over.get(key, {})
        merged[key] = {**base.get(key, {}), **own} if isinstance(own, Mapping) else own
    return merged


def read_playbook(
    table: Mapping[str, Any], *, where: Where, base: Mapping[str, Any] | None = None
) -> Playbook:
    """The playbook of a parsed `playbook.toml`. Raises TemplateError naming the place and the row that is wrong.

    `base` is the shipped one where `table` is laid over it: it has every reason there is.
    """
    for key in table:
        if key not in ("step", "phase", *TABLES):
            raise TemplateError(f"{where(key)}: '{key}' is not known; a row begins with [[step]]")
    bare, rows = read_tables(table, where), table.get("step", [])
    if not isinstance(rows, list):
        raise TemplateError(f"{where('step')}: a row begins with [[step]]")
    playbook = replace(bare, steps={step.id: step for step in (_step(row, where) for row in rows)})
    refuse_unknown_names(playbook, where)
    events = {event for step in playbook.steps.values() for event in (step.event, *step.also_after)}
    _refuse_unknown("reasons", bare.reasons, bare.reasons if base is None else base["reasons"], where)
    _refuse_unknown("headings", bare.headings, sorted(events), where)
    return playbook


def _refuse_unknown(name: str, words: Mapping[str, str], known: Collection[str], where: Where) -> None:
    for key in words:
        if key not in known:
            raise TemplateError(f"{where(name, key)}: [{name}] knows {', '.join(known)}, not '{key}'")


_STEP_KEYS = {f.name for f in fields(Step)}
_SWITCHES = {f.name for f in fields(Step) if isinstance(f.default, bool)}
_TEXTS = {"event", "form", *(f.name for f in fields(Step) if isinstance(f.default, str))}
_LISTS = ("source", "spares", "covered_by", "replaces", "cancelled_by", "outlives", "also_after")


def _step(row: Any, where: Where) -> Step:
    name = row.get("id") if isinstance(row, Mapping) else None
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise TemplateError(
            f"{where('step', *[name] * isinstance(name, str))}: each [[step]] needs an id of lower-case letters, digits and dashes"
        )

    def wrong(message: str, *names: str) -> TemplateError:
        return TemplateError(f"{where(name, *names)}: step {name}: {message}")

    for key in row:
        if key not in _STEP_KEYS:
            raise wrong(f"'{key}' is not known; known are {', '.join(sorted(_STEP_KEYS))}", key)
    for key in ("event", "form", "who", "text"):
        if not row.get(key):
            raise wrong(f"'{key}' is missing", key)
    _check_types(row, wrong)
    if row["form"] not in FORMS:
        raise wrong(f"form is one of {', '.join(FORMS)}", "form")
    if row["form"] == "part" and not row.get("part_of"):
        raise wrong('form = "part" needs part_of, the id of the step that it is said in', "form")
    if row.get("scope", "application") not in SCOPES:
        raise wrong(f"scope is one of {', '.join(SCOPES)}", "scope")
    if not set(row.get("outlives", ())) <= set(ENDED):
        raise wrong(f"outlives names ways in which an application ends: {', '.join(ENDED)}", "outlives")
    if re.search(r"\{(?!person\})", row.get("short", "")):
        raise wrong(
            "short is no template; write {person} for whom it concerns, and the rest as it is read", "short"
        )
    offsets = tuple(_offset(o, "offset", wrong) for o in _many(row.get("offset", 0)))
    if not offsets:
        raise wrong("offset is a number of days, or a list of them for a series", "offset")
    texts = tuple(str(t) for t in _many(row["text"]))
    latest: tuple[Offset | None, ...] = (None,)
    if "latest" in row:
        latest = tuple(_offset(o, "latest", wrong) for o in _many(row["latest"]))
    if len(latest) == 1:
        latest *= len(offsets)
    if len(texts) == 1:
        texts *= len(offsets)
    if not len(offsets) == len(texts) == len(latest):
        raise wrong("offset, latest and text need one item for each line of the series", "offset")
    if len(offsets) > 1 and not row.get("series"):
        raise wrong(f'several offsets make a series; name it with series = "{name}"', "offset")
    values = dict(row)
    values.update({key: tuple(str(item) for item in row.get(key, ())) for key in _LISTS})
    values.update(who=tuple(str(w) for w in _many(row["who"])), offset=offsets, latest=latest, text=texts)
    values["setting"] = {k: tuple(str(i) for i in _many(v)) for k, v in row.get("setting", {}).items()}
    if "not_before" in row:
        values["not_before"] = _not_before(row["not_before"], wrong)
    for key in values["setting"]:
        if key not in SETTINGS:
            raise wrong(f"there is no setting '{key}'", "setting")
    return Step(**values)


def _check_types(row: Mapping[str, Any], wrong: Wrong) -> None:
    """Refuse values of another type than the row's field has."""
    for name, value in row.items():
        if name in _LISTS and not isinstance(value, list):
            raise wrong(f'{name} is a list, such as {name} = ["…"]', name)
        if name in _SWITCHES and not isinstance(value, bool):
            raise wrong(f"{name} is true or false", name)
        if name in _TEXTS and not isinstance(value, str):
            raise wrong(f"{name} is text in quotes", name)
    for name in ("min_level", "apart"):
        number = row.get(name, 0)
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise wrong(f"{name} is a number", name)
    if not isinstance(row.get("setting", {}), Mapping):
        raise wrong('setting is a table, such as setting = { gift = ["on"] }', "setting")


def _not_before(value: Any, wrong: Wrong) -> NotBefore:
    if not isinstance(value, Mapping) or set(value) != {"after", "offset"}:
        raise wrong(
            'not_before is a table, such as not_before = { after = "no", offset = "3m" }', "not_before"
        )
    return NotBefore(str(value["after"]), _offset(value["offset"], "not_before", wrong))


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _offset(value: Any, key: str, wrong: Wrong) -> Offset:
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > _MOST_DAYS:
            raise wrong(f"an offset is at most {_MOST_DAYS} days, not {value}", key)
        return value
    if isinstance(value, str) and _MONTHS.fullmatch(value):
        return value
    raise wrong(f'an offset is a number of days, or months as "3m", not {value!r}', key)
