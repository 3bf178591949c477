"""What a vault's `vault.toml` decides. Knows no file: it is handed the parsed table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from posixpath import normpath
from typing import Any, NamedTuple

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning import names
from vault_tools.core.rules.imports import Imports, read_imports
from vault_tools.core.rules.tiers import DEFAULT_TIERS, Tier, Where, read_tiers

CHOICES = {
    "ask_why": ("never", "insight", "everybody"),
    "connect_interviewers": ("after-interview", "after-no"),
    "gift": ("on", "off"),
    "weekends": ("move", "keep"),
}


class Scope(NamedTuple):
    """Which notes and lines count as follow-ups: folders in, folders out, a tag they must have."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tag: str = ""

    def takes_in(self, path: str) -> bool:
        return not self.include or _within(path, self.include)

    def leaves_out(self, path: str) -> bool:
        return _within(path, self.exclude)

    def has_tag(self, description: str) -> bool:
        tag = f"#{self.tag.lstrip('#')}".casefold()
        words = description.casefold().split() if self.tag else ()
        return not self.tag or tag in words or any(word.startswith(f"{tag}/") for word in words)


def _within(path: str, folders: tuple[str, ...]) -> bool:
    return any(names.key(f"{path}/").startswith(names.key(f"{f.strip('/')}/")) for f in folders)


@dataclass(frozen=True, slots=True)
class Exports:
    """Files that are kept fresh beside the dashboard: paths from the vault's root; empty is none.

    `calendar` and `todo` may name a folder, for one file an item.
    """

    calendar: str = ""
    todo: str = ""
    csv: str = ""
    json: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether any is named."""
        return bool(self.calendar or self.todo or self.csv or self.json)


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one vault; the defaults are those of a vault without a `vault.toml`."""

    ask_why: str = "insight"
    connect_interviewers: str = "after-interview"
    gift: str = "off"
    cool_off: int = 24
    weekends: str = "move"
    show_first: int = 3
    max_lines: int = 200
    dashboard: str = "Dashboard.md"
    templates: str = "Templates"
    name: str = ""
    signature: str = ""
    language: str = "en"
    rest_days: int = 21
    unasked_most: int = 2
    unasked_days: int = 91
    stale_days: int = 21
    notify_from: int = 9
    timezone: str = ""
    open_with: str = "auto"
    maintain_next_due: bool = False
    export: Exports = field(default_factory=Exports)
    follow_ups: Scope = field(default_factory=Scope)
    tiers: Mapping[str, Tier] = field(default_factory=lambda: DEFAULT_TIERS)
    imports: Imports = field(default_factory=Imports)


_OWN_CHOICES = {"open_with": ("auto", "obsidian", "editor")}  # about which no author says anything
_LIMITS = {"cool_off": (0, 24 * 30), "show_first": (1, 100), "max_lines": (10, 100_000), "rest_days": (0, 3650),
           "unasked_most": (1, 100), "unasked_days": (1, 3650), "stale_days": (1, 3650), "notify_from": (0, 23)}  # fmt: skip


def read_settings(table: Mapping[str, Any], *, where: Where = lambda *_: "vault.toml") -> Settings:
    """The settings of a parsed `vault.toml`. Raises VaultError naming the place, the key and what it may be."""
    known = {f.name: f.default for f in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise VaultError(f"{where(key)}: '{key}' is no setting; known are {', '.join(sorted(known))}")
        if key in _TABLES:
            values[key] = _TABLES[key](value, where)
        else:
            values[key] = _checked(key, value, known[key], where)
    return Settings(**values)


def _checked(key: str, value: Any, default: Any, where: Where) -> Any:
    choices = CHOICES.get(key) or _OWN_CHOICES.get(key)
    if choices and value not in choices:
        raise VaultError(f"{where(key)}: {key} is one of {', '.join(choices)}, not {value!r}")
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise VaultError(f"{where(key)}: {key} is true or false, not {value!r}")
    elif isinstance(default, int):
        low, high = _LIMITS[key]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise VaultError(f"{where(key)}: {key} is a whole number from {low} to {high}, not {value!r}")
    elif not isinstance(value, str):
        raise VaultError(f'{where(key)}: {key} is text in quotes, such as {key} = "{default}"')
    if key == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise VaultError(f"{where(key)}: language is a short code, such as 'en' or 'de', not {value!r}")
    if key in ("dashboard", "templates"):
        parts = value.split("/")
        if not value or any(p in ("", "..") or p.startswith(".") for p in parts):
            raise VaultError(
                f"{where(key)}: {key} is a path inside the vault, such as {default!r}, not {value!r}"
            )
        if key == "dashboard" and not value.endswith(".md"):
            raise VaultError(f"{where(key)}: dashboard is a note, so its name ends in .md, not {value!r}")
    return value


def _scope(value: Any, where: Where) -> Scope:
    if not isinstance(value, Mapping):
        raise VaultError(f"{where('follow_ups')}: follow_ups is a table; begin it with [follow_ups]")
    for key, inner in value.items():
        if key not in ("include", "exclude", "tag"):
            raise VaultError(
                f"{where('follow_ups', key)}: [follow_ups] knows include, exclude and tag, not '{key}'"
            )
        right = (
            isinstance(inner, str)
            if key == "tag"
            else (isinstance(inner, list) and all(isinstance(i, str) for i in inner))
        )
        if not right:
            raise VaultError(
                f"{where('follow_ups', key)}: [follow_ups] {key} is {'text' if key == 'tag' else 'a list of folders'}"
            )
    inside, outside = (
        tuple(normpath(folder.strip("/")) for folder in value.get(key, ())) for key in ("include", "exclude")
    )
    return Scope(inside, outside, value.get("tag", ""))


def _exports(value: Any, where: Where) -> Exports:
    known = [f.name for f in fields(Exports)]
    if not isinstance(value, Mapping):
        raise VaultError(f"{where('export')}: export is a table; begin it with [export]")
    taken: dict[str, str] = {}
    for key, path in value.items():
        if key not in known:
            raise VaultError(f"{where('export', key)}: [export] knows {', '.join(known)}, not '{key}'")
        if not isinstance(path, str):
            raise VaultError(
                f'{where("export", key)}: [export] {key} is a path in quotes, such as {key} = "search.{_END[key]}"'
            )
        if path.lower().endswith(".md"):
            raise VaultError(
                f"{where('export', key)}: [export] {key} is no note: give a file or folder of its own, not {path!r}"
            )
        if path and key in ("csv", "json") and not path.lower().endswith(f".{_END[key]}"):
            raise VaultError(
                f"{where('export', key)}: [export] {key} names a file that ends in .{_END[key]}, not {path!r}"
            )
        if path and (other := taken.setdefault(names.key(normpath(path)), key)) != key:
            raise one_place(key, other, path, where)
    return Exports(**value)


def one_place(key: str, other: str, path: str, where: Where) -> VaultError:
    """The refusal of an export whose place another one has already."""
    return VaultError(
        f"{where('export', key)}: [export] {key} and {other} name the same place, {path!r}; give each its own"
    )


_END = {"calendar": "ics", "todo": "ics", "csv": "csv", "json": "json"}
_TABLES = {"export": _exports, "follow_ups": _scope, "imports": read_imports, "tiers": read_tiers}
