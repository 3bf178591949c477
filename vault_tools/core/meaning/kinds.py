"""The kinds of notes, as `kinds.toml` gives them. Knows no file: it is handed the parsed table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from vault_tools.core.errors import TemplateError

TYPES = ("text", "list", "number", "checkbox", "date", "datetime")
_NAME = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_YAML_BOOLEANS = {"on", "off", "yes", "no", "y", "n", "true", "false", "null"}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a kind: how it is asked for, what it links to, how it is stored."""

    name: str
    type: str = "text"
    option: str = ""
    argument: bool = False
    ask: str = ""
    required: bool = False
    default: str = ""
    suggest: str = ""
    link: str = ""
    make: bool = False
    role: str = ""
    value: str = ""
    blank: bool = False
    written: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the user gives it: by position, by option or at a prompt."""
        return not self.value

    @property
    def flag(self) -> str:
        return self.option or self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Moves:
    """What a new note changes on the note it belongs to; the values are Jinja."""

    link: str
    stage: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of note and the command `new-<name>` that makes it."""

    name: str
    help: str
    folder: str
    file: str
    template: str
    properties: tuple[Property, ...]
    event: str = ""
    anchor: str = ""
    moves: Moves | None = None
    because: str = ""

    def given(self) -> tuple[Property, ...]:
        return tuple(p for p in self.properties if p.is_given)

    def property(self, name: str) -> Property | None:
        return next((p for p in self.properties if p.name == name), None)


def merge_kinds(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped kinds with a vault's own laid over them: key by key, properties by name."""
    merged: dict[str, Any] = {name: dict(table) for name, table in base.items()}
    for name, table in over.items():
        if name not in merged or not isinstance(table, Mapping):
            merged[name] = table
            continue
        properties = {p.get("name"): dict(p) for p in merged[name].get("property", [])}
        for p in table.get("property", []):
            properties.setdefault(p.get("name"), {}).update(p)
        merged[name] = {**merged[name], **table, "property": list(properties.values())}
    return merged


def read_kinds(table: Mapping[str, Any], *, where: str) -> dict[str, Kind]:
    """The kinds of a parsed `kinds.toml`. Raises TemplateError naming `where` and the kind that is wrong."""
    return {name: _kind(name, body, where) for name, body in table.items()}


def _kind(name: str, body: Any, where: str) -> Kind:
    at = f"{where}: [{name}]"
    if not _NAME.fullmatch(name):
        raise TemplateError(f"{at}: a kind's name is lower-case letters, digits and dashes")
    if not isinstance(body, Mapping):
        raise TemplateError(f"{at}: a kind is a table; begin it with [{name}]")
    known = {"help", "folder", "file", "template", "event", "anchor", "moves", "because", "property"}
    _refuse_unknown(body, known, at)
    properties = tuple(_property(p, at) for p in body.get("property", ()))
    names = [p.name for p in properties]
    for n in names:
        if names.count(n) > 1:
            raise TemplateError(f"{at}: the property {n} stands there twice; keep one")
    for needed in ("folder", "file"):
        if not isinstance(body.get(needed), str):
            raise TemplateError(f"{at}: '{needed}' is missing, the {_MISSING[needed]}")
    moves = body.get("moves")
    if moves is not None:
        _refuse_unknown(moves, {"link", "stage", "closed"}, f"{at}: moves")
        moves = Moves(**moves)
    anchor = body.get("anchor", "")
    if anchor and anchor not in names:
        raise TemplateError(f"{at}: anchor = '{anchor}' is no property of this kind")
    return Kind(
        name=name,
        help=str(body.get("help", f"Write a {name} note.")),
        folder=body["folder"],
        file=body["file"],
        template=str(body.get("template", f"notes/{name}.md.j2")),
        properties=properties,
        event=str(body.get("event", "")),
        anchor=anchor,
        moves=moves,
        because=str(body.get("because", "")),
    )


_MISSING = {"folder": "folder where the note goes", "file": "note's name, such as '{{ name }}'"}


def _property(body: Any, at: str) -> Property:
    if not isinstance(body, Mapping) or not isinstance(body.get("name"), str):
        raise TemplateError(f"{at}: each [[….property]] needs a name")
    name = body["name"]
    here = f"{at}: property {name}"
    if not _NAME.fullmatch(name) or name in _YAML_BOOLEANS:
        raise TemplateError(f"{here}: use lower-case words with underscores, and no word YAML reads as yes or no")
    _refuse_unknown(body, {f.name for f in fields(Property)}, here)
    if body.get("type", "text") not in TYPES:
        raise TemplateError(f"{here}: type is one of {', '.join(TYPES)}")
    for key, default in ((f.name, f.default) for f in fields(Property) if f.name not in ("name", "choices")):
        if key in body and not isinstance(body[key], type(default)):
            raise TemplateError(f"{here}: {key} has to be {'true or false' if isinstance(default, bool) else 'text'}")
    return Property(**{**body, "choices": tuple(str(c) for c in body.get("choices", ()))})


def _refuse_unknown(body: Mapping[str, Any], known: set[str], at: str) -> None:
    for key in body:
        if key not in known:
            raise TemplateError(f"{at}: '{key}' is not known here; known are {', '.join(sorted(known))}")
