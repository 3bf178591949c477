"""The playbook's rows as values, read from the parsed `playbook.toml`. Knows no note and no day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from vault_tools.core.errors import TemplateError
from vault_tools.core.rules.settings import Settings

FORMS = ("line", "page", "part", "cadence", "hint")
SCOPES = ("application", "person", "search")
Offset = int | str  # days, or months as "3m"

_BLOCK_ID = re.compile(r"fu-([a-z0-9-]+)-([0-9a-z]{6,})")
_MONTHS = re.compile(r"-?\d{1,3}m")


@dataclass(frozen=True, slots=True)
class NotBefore:
    """A step waits at least so long after another event: `{ after = "no", offset = "3m" }`."""

    after: str
    offset: Offset


@dataclass(frozen=True, slots=True)
class Source:
    """One of the articles."""

    title: str
    by: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A point on which the authors disagree: the choices, and who said what."""

    question: str
    default: str | int
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    title: str
    starts: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the playbook; the tuples `offset`, `latest` and `text` have one item per line of a series."""

    id: str
    event: str
    form: str
    who: tuple[str, ...]
    text: tuple[str, ...]
    offset: tuple[Offset, ...] = (0,)
    latest: tuple[Offset | None, ...] = (None,)
    each: bool = False
    sends: bool = False
    asked: bool = True
    phase: str = ""
    series: str = ""
    scope: str = "application"
    min_level: int = 0
    when: str = ""
    setting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()
    ends_with: str = ""
    not_before: NotBefore | None = None
    part_of: str = ""
    channel: str = ""
    message: str = ""
    short: str = ""
    why: str = ""
    source: tuple[str, ...] = ()

    def holds_under(self, settings: Settings) -> bool:
        """Whether the vault's choices allow this row."""
        return all(str(getattr(settings, key)) in allowed for key, allowed in self.setting.items())


@dataclass(frozen=True, slots=True)
class Playbook:
    """All rows in their order, with the sources and the settings they speak of."""

    steps: Mapping[str, Step]
    phases: Mapping[str, Phase]
    sources: Mapping[str, Source]
    settings: Mapping[str, Setting]
    most_at_level_0: int = 2
    most_a_day: int = 2

    def of_event(self, event: str, *forms: str) -> tuple[Step, ...]:
        return tuple(s for s in self.steps.values() if s.event == event and (not forms or s.form in forms))

    def parts_of(self, step: str, settings: Settings) -> tuple[Step, ...]:
        return tuple(s for s in self.steps.values() if s.part_of == step and s.holds_under(settings))

    def step_of(self, block_id: str | None) -> tuple[Step, str] | None:
        """The step and the tail of one of our block ids: `fu-thank-panel-31ab7f`; None for any other."""
        match = _BLOCK_ID.fullmatch(block_id or "")
        if not match:
            return None
        step = self.steps.get(match[1])
        return (step, match[2]) if step else None


def merge_playbook(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped playbook with a vault's own rows laid over it, by id."""
    merged: dict[str, Any] = dict(base)
    for key in ("step", "phase"):
        rows = {row.get("id"): dict(row) for row in base.get(key, ())}
        for row in over.get(key, ()):
            rows.setdefault(row.get("id"), {}).update(row)
        merged[key] = list(rows.values())
    for key in ("sources", "settings", "levels"):
        merged[key] = {**base.get(key, {}), **over.get(key, {})}
    return merged


def read_playbook(table: Mapping[str, Any], *, where: str) -> Playbook:
    """The playbook of a parsed `playbook.toml`. Raises TemplateError naming the row that is wrong."""
    try:
        phases = {p["id"]: Phase(**p) for p in table.get("phase", ())}
        sources = {key: Source(**s) for key, s in table.get("sources", {}).items()}
        settings = {
            key: Setting(s["question"], s["default"], {str(k): str(v) for k, v in s["choices"].items()})
            for key, s in table.get("settings", {}).items()
        }
        levels = {k: int(v) for k, v in table.get("levels", {}).items()}
        if levels.get("most_a_day", 1) < 1:
            raise ValueError("most_a_day is at least 1")
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise TemplateError(f"{where}: a phase, source or setting is not as it should be ({error})") from None
    steps = tuple(_step(row, where) for row in table.get("step", ()))
    return Playbook({step.id: step for step in steps}, phases, sources, settings, **levels)


_STEP_KEYS = {f.name for f in fields(Step)}


def _step(row: Any, where: str) -> Step:
    name = row.get("id") if isinstance(row, Mapping) else None
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise TemplateError(f"{where}: each [[step]] needs an id of lower-case letters, digits and dashes")
    at = f"{where}: step {name}"
    for key in row:
        if key not in _STEP_KEYS:
            raise TemplateError(f"{at}: '{key}' is not known; known are {', '.join(sorted(_STEP_KEYS))}")
    for key in ("event", "form", "who", "text"):
        if not row.get(key):
            raise TemplateError(f"{at}: '{key}' is missing")
    if row["form"] not in FORMS:
        raise TemplateError(f"{at}: form is one of {', '.join(FORMS)}")
    if row.get("scope", "application") not in SCOPES:
        raise TemplateError(f"{at}: scope is one of {', '.join(SCOPES)}")
    offsets = tuple(_offset(o, at) for o in _many(row.get("offset", 0)))
    texts = tuple(str(t) for t in _many(row["text"]))
    latest: tuple[Offset | None, ...] = (None,)
    if "latest" in row:
        latest = tuple(_offset(o, at) for o in _many(row["latest"]))
    if len(latest) == 1:
        latest *= len(offsets)
    if len(texts) == 1:
        texts *= len(offsets)
    if not len(offsets) == len(texts) == len(latest):
        raise TemplateError(f"{at}: offset, latest and text need one item for each line of the series")
    if len(offsets) > 1 and not row.get("series"):
        raise TemplateError(f"{at}: several offsets make a series; name it with series = \"{name}\"")
    values = dict(row)
    values.update(
        who=tuple(_many(row["who"])), offset=offsets, latest=latest, text=texts,
        source=tuple(row.get("source", ())), replaces=tuple(row.get("replaces", ())),
        cancelled_by=tuple(row.get("cancelled_by", ())),
        setting={k: tuple(str(i) for i in _many(v)) for k, v in row.get("setting", {}).items()},
    )  # fmt: skip
    if "not_before" in row:
        values["not_before"] = NotBefore(row["not_before"]["after"], _offset(row["not_before"]["offset"], at))
    for key in values["setting"]:
        if key not in {f.name for f in fields(Settings)}:
            raise TemplateError(f"{at}: there is no setting '{key}'")
    return Step(**values)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _offset(value: Any, at: str) -> Offset:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _MONTHS.fullmatch(value):
        return value
    raise TemplateError(f'{at}: an offset is a number of days, or months as "3m", not {value!r}')
