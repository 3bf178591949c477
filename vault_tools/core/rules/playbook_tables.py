"""Read what stands in a playbook beside its rows: phases, sources, settings, levels, words. Knows no row and no note."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from vault_tools.core.errors import TemplateError
from vault_tools.core.rules.playbook import Phase, Playbook, Setting, Source
from vault_tools.core.rules.settings import Settings

Where = Callable[..., str]  # names from the outside in, such as a table and a key -> `playbook.toml:12`
TABLES = ("sources", "settings", "levels", "insight", "tiers_by_role", "reasons", "headings")

SETTINGS = frozenset(f.name for f in fields(Settings))

_STARTS = ("", "cool-off-ends")
_LEVELS = {"most_at_level_0": 0, "most_a_day": 1}  # each with the least it may be


def read_tables(table: Mapping[str, Any], where: Where) -> Playbook:
    """A playbook without rows. Raises TemplateError naming the place and what it may be."""
    return Playbook(
        {},
        _phases(table.get("phase", []), where),
        {
            name: Source(**_texts(body, ("title", "by"), "sources", name, where))
            for name, body in _table(table, "sources", where).items()
        },
        {name: _setting(name, body, where) for name, body in _table(table, "settings", where).items()},
        **_levels(_table(table, "levels", where), where),
        **_insight(_table(table, "insight", where), where),
        tiers_by_role=_words(table, "tiers_by_role", 'each role a tier, such as referrer = "warm"', where),
        reasons=_words(table, "reasons", "each of them its words in quotes", where),
        headings=_words(table, "headings", "each of them its words in quotes", where),
    )


def _table(table: Mapping[str, Any], name: str, where: Where) -> Mapping[str, Any]:
    body = table.get(name, {})
    if not isinstance(body, Mapping):
        raise TemplateError(f"{where(name)}: {name} is a table; begin it with [{name}]")
    return body


def _phases(rows: Any, where: Where) -> dict[str, Phase]:
    if not isinstance(rows, list) or not all(
        isinstance(row, Mapping) and isinstance(row.get("id"), str) for row in rows
    ):
        raise TemplateError(f"{where('phase')}: a phase begins with [[phase]], and has an id in quotes")
    phases = {}
    for row in rows:
        name = row["id"]
        rest = {key: value for key, value in row.items() if key not in ("id", "starts")}
        starts = row.get("starts", "")
        if starts not in _STARTS:
            raise TemplateError(
                f"{where('phase', name, 'starts')}: phase {name}: starts is cool-off-ends, not {starts!r}; "
                "without it a phase begins at once"
            )
        phases[name] = Phase(name, **_texts(rest, ("title",), "phase", name, where), starts=starts)
    return phases


def _texts(body: Any, keys: Sequence[str], table: str, name: str, where: Where) -> dict[str, str]:
    """A table of these texts, with nothing else and none left out."""
    wanted = f"[{table}] {name} has {' and '.join(keys)}, as text in quotes"
    if not isinstance(body, Mapping):
        raise TemplateError(f"{where(table, name)}: {wanted}")
    for key in (*body, *keys):
        if key not in keys or not isinstance(body.get(key), str):
            raise TemplateError(f"{where(table, name, key)}: {wanted}")
    return dict(body)


def _setting(name: str, body: Any, where: Where) -> Setting:
    """A point on which the authors disagree, with its choices."""
    if name not in SETTINGS:
        raise TemplateError(f"{where('settings', name)}: there is no setting '{name}'")
    wanted = (
        f"[settings.{name}] has a question, a default, and choices with who says so, each as text in quotes"
    )
    parts = ("question", "default", "choices")
    if isinstance(body, Mapping) and (lacking := [part for part in parts if part not in body]):
        raise TemplateError(
            f"{where('settings', name)}: {wanted}; there is no {' and no '.join(lacking)}. "
            f"What you choose yourself stands in vault.toml, as {name} = …"
        )
    if not isinstance(body, Mapping) or set(body) != set(parts):
        raise TemplateError(f"{where('settings', name)}: {wanted}")
    choices = body["choices"]
    if not isinstance(choices, Mapping) or not all(isinstance(text, str) for text in choices.values()):
        raise TemplateError(f"{where('settings', name, 'choices')}: {wanted}")
    if not isinstance(body["question"], str) or not isinstance(body["default"], str | int):
        raise TemplateError(f"{where('settings', name)}: {wanted}")
    return Setting(body["question"], body["default"], {str(key): text for key, text in choices.items()})


def _levels(table: Mapping[str, Any], where: Where) -> dict[str, Any]:
    for key, value in table.items():
        if key not in _LEVELS:
            raise TemplateError(f"{where('levels', key)}: [levels] knows {', '.join(_LEVELS)}, not '{key}'")
        if isinstance(value, bool) or not isinstance(value, int) or value < _LEVELS[key]:
            raise TemplateError(
                f"{where('levels', key)}: [levels] {key} is a whole number, at least {_LEVELS[key]}, not {value!r}"
            )
    return dict(table)


def _insight(table: Mapping[str, Any], where: Where) -> dict[str, Any]:
    """Which words in a `source` say how an application began."""
    for key, words in table.items():
        if key not in ("referrals", "recruiters"):
            raise TemplateError(
                f"{where('insight', key)}: [insight] knows referrals and recruiters, not '{key}'"
            )
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise TemplateError(
                f'{where("insight", key)}: [insight] {key} is a list, such as ["referral", "friend"]'
            )
    return {key: tuple(words) for key, words in table.items()}


def _words(table: Mapping[str, Any], name: str, what: str, where: Where) -> dict[str, str]:
    body = _table(table, name, where)
    for key, text in body.items():
        if not isinstance(text, str) or not text:
            raise TemplateError(f"{where(name, key)}: [{name}] gives {what}")
    return dict(body)
