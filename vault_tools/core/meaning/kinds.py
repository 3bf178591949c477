"""The kinds of notes, as `kinds.toml` gives them. Knows no file: it is handed the parsed table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from vault_tools.core.errors import TemplateError

Where = Callable[..., str]  # names from the outside in, such as a kind, a property, a key -> `kinds.toml:12`
Wrong = Callable[..., TemplateError]  # a message, and such names
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
    only: bool = False
    needs: str = ""
    unless: str = ""
    past: bool = False
    looks_back: bool = False
    help: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the user gives it: by position, by option or at a prompt."""
        return not self.value

    @property
    def flag(self) -> str:
        return self.option or self.name.replace("_", "-")

    @property
    def flags(self) -> tuple[str, ...]:
        """What the command takes for it; a box has its opposite as well."""
        if self.argument or not self.is_given:
            return ()
        opposite = "external" if self.flag == "internal" else f"no-{self.flag}"
        return (self.flag, opposite) if self.type == "checkbox" else (self.flag,)

    def is_required(self, values: Mapping[str, Any]) -> bool:
        """Whether the note is refused without it, given these."""
        return self.required and not (self.unless and values.get(self.unless))


class Moves(NamedTuple):
    """What a new note changes on the note it belongs to; the values are Jinja."""

    link: str
    stage: str = ""
    closed: str = ""


class Also(NamedTuple):
    """Another note that is made in the same deed where `when` holds; the values are Jinja, by property."""

    kind: str
    values: Mapping[str, str]
    when: str = ""


class Kind(NamedTuple):
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
    completes: tuple[str, ...] = ()
    one_at_a_time: bool = False
    lasts: bool = False
    next_due: bool = False
    adds: str = ""
    instead: str = ""
    renews: str = ""
    says: str = ""
    takes: str = ""
    also: tuple[Also, ...] = ()

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
        own = table.get("property", [])
        properties = {p["name"]: dict(p) for p in merged[name].get("property", [])}
        if isinstance(own, list) and all(
            isinstance(p, Mapping) and isinstance(p.get("name"), str) for p in own
        ):
            for p in own:
                properties.setdefault(p["name"], {}).update(p)
            own = list(properties.values())
        merged[name] = {
            **merged[name],
            **table,
            "property": own,
        }  # what is no list of tables is refused when read
    return merged


def read_kinds(table: Mapping[str, Any], *, where: Where) -> dict[str, Kind]:
    """The kinds of a parsed `kinds.toml`. Raises TemplateError naming the place and the kind that is wrong."""
    return {name: _kind(name, body, where) for name, body in table.items()}


def _kind(name: str, body: Any, where: Where) -> Kind:
    def wrong(message: str, *names: str) -> TemplateError:
        return TemplateError(f"{where(name, *names)}: [{name}]: {message}")

    if not _NAME.fullmatch(name):
        raise wrong("a kind's name is lower-case letters, digits and dashes")
    if not isinstance(body, Mapping):
        raise wrong(f"a kind is a table; begin it with [{name}]")
    _refuse_unknown(body, _KEYS, wrong)
    for key in ("folder", "file"):
        if not isinstance(body.get(key), str):
            raise wrong(f"'{key}' is missing, the {_MISSING[key]}", key)
    for key in _TEXTS:
        if not isinstance(body.get(key, ""), str):
            raise wrong(f"{key} has to be text", key)
    if body.get("takes", "") not in ("", "posting"):
        raise wrong("takes is posting, the one thing that a note can be filled from", "takes")
    for key in _FLAGS:
        if not isinstance(body.get(key, False), bool):
            raise wrong(f"{key} has to be true or false", key)
    completes = body.get("completes", [])
    if not isinstance(completes, list) or not all(isinstance(step, str) for step in completes):
        raise wrong('completes is a list of steps, such as completes = ["debrief"]', "completes")
    properties = _properties(body.get("property", []), wrong)
    _refuse_taken_options(properties, body, wrong)
    anchor = next((p for p in properties if p.name == body.get("anchor")), None)
    if body.get("anchor") and (anchor is None or anchor.type not in ("date", "datetime")):
        raise wrong(f"anchor = '{body['anchor']}' is no date or datetime of this kind", "anchor")
    return Kind(
        name=name,
        help=body.get("help", f"Write a {name} note."),
        folder=body["folder"],
        file=body["file"],
        template=body.get("template", f"notes/{name}.md.j2"),
        properties=properties,
        event=body.get("event", ""),
        anchor=body.get("anchor", ""),
        moves=_moves(body.get("moves"), properties, wrong),
        because=body.get("because", ""),
        completes=tuple(completes),
        one_at_a_time=body.get("one_at_a_time", False),
        lasts=body.get("lasts", False),
        next_due=body.get("next_due", False),
        adds=body.get("adds", ""),
        instead=body.get("instead", ""),
        renews=body.get("renews", ""),
        says=body.get("says", ""),
        takes=body.get("takes", ""),
        also=_also(body.get("also", []), wrong),
    )


_TEXTS = ("help", "template", "event", "anchor", "because", "adds", "instead", "renews", "says", "takes")
_FLAGS = ("one_at_a_time", "lasts", "next_due")
_KEYS = (*_TEXTS, *_FLAGS, "folder", "file", "moves", "property", "completes", "also")
_MISSING = {"folder": "folder where the note goes", "file": "note's name, such as '{{ name }}'"}
_ANSWERS = ("reopen", "posting")  # what a command keeps beside the properties that it is given
_OPTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_OURS = ("type", "tags", "aliases")  # every note has them, and we write them


def _refuse_taken_options(properties: Sequence[Property], body: Mapping[str, Any], wrong: Wrong) -> None:
    """Each option means one thing; some mean something in every command, or in one that moves or takes a note."""
    taken = {"json", "help", *("reopen",) * ("moves" in body), *("from",) * ("takes" in body)}
    for p in properties:
        if p.is_given and not _OPTION.fullmatch(p.flag):
            raise wrong(f'property {p.name}: option is one word, such as option = "with"', p.name, "option")
        for flag in p.flags:
            if flag in taken:
                raise wrong(
                    f'property {p.name}: the command has --{flag} already; give it another with option = "…"',
                    p.name,
                    "option",
                )
            taken.add(flag)


def _moves(body: Any, properties: tuple[Property, ...], wrong: Wrong) -> Moves | None:
    if body is None:
        return None
    if not isinstance(body, Mapping) or not all(isinstance(v, str) for v in body.values()):
        raise wrong('moves is a table of texts, such as { link = "application", stage = "offer" }', "moves")
    _refuse_unknown(body, ("link", "stage", "closed"), wrong)
    if not any(p.name == body.get("link") and p.link == "application" for p in properties):
        raise wrong("moves: link is the property that links to the application", "moves")
    return Moves(**body)


def _also(rows: Any, wrong: Wrong) -> tuple[Also, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise wrong("each [[….also]] is a table with a kind and values", "also")
    for row in rows:
        _refuse_unknown(row, ("kind", "when", "values"), wrong)
        values = row.get("values", {})
        is_right = isinstance(values, Mapping) and all(isinstance(v, str) for v in values.values())
        if not is_right or not isinstance(row.get("kind"), str) or not isinstance(row.get("when", ""), str):
            raise wrong(
                'also needs a kind, and values in quotes: { company = "{{ previous_company }}" }', "also"
            )
    return tuple(Also(row["kind"], dict(row.get("values", {})), row.get("when", "")) for row in rows)


def _properties(rows: Any, wrong: Wrong) -> tuple[Property, ...]:
    if not isinstance(rows, list) or not all(
        isinstance(r, Mapping) and isinstance(r.get("name"), str) for r in rows
    ):
        raise wrong("each [[….property]] is a table with a name", "property")
    properties = tuple(_property(row, wrong) for row in rows)
    names = [p.name for p in properties]
    for name in names:
        if names.count(name) > 1:
            raise wrong(f"the property {name} stands there twice; keep one", name)
    for p in properties:
        for key, named in (("needs", p.needs), ("unless", p.unless)):
            if named and named not in names:
                raise wrong(f"property {p.name}: {key} = '{named}' is no property of this kind", p.name, key)
    return properties


def _property(body: Mapping[str, Any], wrong: Wrong) -> Property:
    name: str = body["name"]

    def here(message: str, *names: str) -> TemplateError:
        return wrong(f"property {name}: {message}", name, *names)

    if not _NAME.fullmatch(name) or name in _YAML_BOOLEANS:
        raise here("use lower-case words with underscores, and no word YAML reads as yes or no")
    if name in _OURS:
        raise here("every note has it already; choose another name")
    if name in _ANSWERS or ("-" in name and not body.get("value")):
        raise here("a command cannot be given one of that name; choose another, with underscores for dashes")
    _refuse_unknown(body, [f.name for f in fields(Property)], here)
    if body.get("type", "text") not in TYPES:
        raise here(f"type is one of {', '.join(TYPES)}", "type")
    for key, default in ((f.name, f.default) for f in fields(Property) if f.name not in ("name", "choices")):
        if key in body and not isinstance(body[key], type(default)):
            raise here(f"{key} has to be {'true or false' if isinstance(default, bool) else 'text'}", key)
    choices = body.get("choices", [])
    if not isinstance(choices, list):
        raise here('choices is a list, such as ["phone", "video"]', "choices")
    if body.get("link") and body.get("type", "text") not in ("text", "list"):
        raise here('what links to a note has type = "text", or "list" for several', "type")
    if body.get("link") and body.get("type") == "list" and not (body.get("make") or body.get("value")):
        raise here(
            'a list of links needs make = true; a note that has to be there is one, type = "text"', "type"
        )
    if body.get("only") and not choices:
        raise here("only = true needs choices, which are all it can be", "only")
    return Property(**{**body, "choices": tuple(str(c) for c in choices)})


def _refuse_unknown(body: Mapping[str, Any], known: Sequence[str], wrong: Wrong) -> None:
    for key in body:
        if key not in known:
            raise wrong(f"'{key}' is not known here; known are {', '.join(sorted(known))}", key)
