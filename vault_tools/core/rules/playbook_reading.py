"""Read the playbook's rows from a parsed `playbook.toml`, a vault's own laid over the shipped ones. Knows no note."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from vault_tools.core.errors import TemplateError
from vault_tools.core.rules.applications import ENDED
from vault_tools.core.rules.playbook import NotBefore, Offset, Phase, Playbook, Setting, Source, Step
from vault_tools.core.rules.settings import Settings

Where = Callable[..., str]  # names from the outside in, such as a step and a key -> `playbook.toml:12`
Wrong = Callable[..., TemplateError]  # a message, and such names
FORMS = ("line", "page", "part", "cadence", "hint")
SCOPES = ("application", "person", "search")

_TABLES = ("sources", "settings", "levels", "insight", "tiers_by_role", "reasons", "headings")
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
    for key in _TABLES:
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
        if key not in ("step", "phase", *_TABLES):
            raise TemplateError(f"{where(key)}: '{key}' is not known; a row begins with [[step]]")
    try:
        phases = {p["id"]: Phase(**p) for p in table.get("phase", ())}
        sources = {key: Source(**s) for key, s in table.get("sources", {}).items()}
        settings = {
            key: Setting(s["question"], s["default"], {str(k): str(v) for k, v in s["choices"].items()})
            for key, s in table.get("settings", {}).items()
        }
        levels: dict[str, Any] = {k: int(v) for k, v in table.get("levels", {}).items()}
        sources_say = _sources_say(**table.get("insight", {}))
        tiers = _tiers(table.get("tiers_by_role", {}))
        reasons, headings = (_words(table.get(name, {}), name) for name in ("reasons", "headings"))
        bare = Playbook({}, phases, sources, settings, **levels, **sources_say, tiers_by_role=tiers)
        bare = replace(bare, reasons=reasons, headings=headings)
        if bare.most_a_day < 1:
            raise ValueError("most_a_day is at least 1")
        rows = table.get("step", [])
        if not isinstance(rows, list):
            raise TypeError("a row begins with [[step]]")
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise TemplateError(
            f"{where()}: a phase, source, level or setting is not as it should be ({error})"
        ) from None
    steps = {step.id: step for step in (_step(row, where) for row in rows)}
    for step in steps.values():
        if step.part_of and step.part_of not in steps:
            raise TemplateError(
                f"{where(step.id, 'part_of')}: step {step.id}: there is no step '{step.part_of}' to be part of"
            )
    events = {event for step in steps.values() for event in (step.event, *step.also_after)}
    _refuse_unknown("reasons", reasons, reasons if base is None else base["reasons"], where)
    _refuse_unknown("headings", headings, sorted(events), where)
    return replace(bare, steps=steps)


def _refuse_unknown(name: str, words: Mapping[str, str], known: Collection[str], where: Where) -> None:
    for key in words:
        if key not in known:
            raise TemplateError(f"{where(name, key)}: [{name}] knows {', '.join(known)}, not '{key}'")


def _sources_say(referrals: Any = (), recruiters: Any = ()) -> dict[str, Any]:
    """Which words in a `source` say how an application began."""
    said = {"referrals": referrals, "recruiters": recruiters}
    for name, words in said.items():
        if not isinstance(words, list | tuple) or not all(isinstance(w, str) and w for w in words):
            raise TypeError(f'insight.{name} is a list, such as ["referral", "friend"]')
    return {name: tuple(words) for name, words in said.items()}


def _words(table: Any, name: str) -> dict[str, str]:
    if not isinstance(table, Mapping) or not all(isinstance(text, str) and text for text in table.values()):
        raise TypeError(f"[{name}] gives each of them its words in quotes")
    return {str(key): text for key, text in table.items()}


def _tiers(table: Any) -> dict[str, str]:
    if not isinstance(table, Mapping) or not all(isinstance(tier, str) and tier for tier in table.values()):
        raise TypeError('[tiers_by_role] gives each role a tier, such as referrer = "warm"')
    return {str(role): tier for role, tier in table.items()}


_STEP_KEYS = {f.name for f in fields(Step)}
_LISTS = ("source", "spares", "covered_by", "replaces", "cancelled_by", "outlives", "also_after")


def _step(row: Any, where: Where) -> Step:
    name = row.get("id") if isinstance(row, Mapping) else None
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise TemplateError(
            f"{where(*[name] * isinstance(name, str))}: each [[step]] needs an id of lower-case letters, digits and dashes"
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
    offsets = tuple(_offset(o, "offset", wrong) for o in _many(row.get("offset", 0)))
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
        if key not in {f.name for f in fields(Settings)}:
            raise wrong(f"there is no setting '{key}'", "setting")
    return Step(**values)


def _check_types(row: Mapping[str, Any], wrong: Wrong) -> None:
    """Refuse values of another type than the row's field has."""
    for f in fields(Step):
        value = row.get(f.name, f.default)
        if f.name in _LISTS and f.name in row and not isinstance(value, list):
            raise wrong(f'{f.name} is a list, such as {f.name} = ["…"]', f.name)
        if isinstance(f.default, bool) and not isinstance(value, bool):
            raise wrong(f"{f.name} is true or false", f.name)
        if isinstance(f.default, str) and not isinstance(value, str):
            raise wrong(f"{f.name} is text in quotes", f.name)
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
        return value
    if isinstance(value, str) and _MONTHS.fullmatch(value):
        return value
    raise wrong(f'an offset is a number of days, or months as "3m", not {value!r}', key)
