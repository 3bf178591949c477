"""Whether what a playbook names is there: its own steps and sources, the kinds' events and roles. Knows no file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.names import key as folded
from vault_tools.core.rules.applications import APPLICATION_ROLES
from vault_tools.core.rules.playbook import Playbook, Step
from vault_tools.core.rules.settings import CHOICES, Settings
from vault_tools.core.rules.tiers import NONE

if TYPE_CHECKING:
    from vault_tools.core.meaning.kinds import Kind

Where = Callable[..., str]  # names from the outside in, such as a step and a key -> `playbook.toml:12`
_ROLES = ("self", *APPLICATION_ROLES, "interviewer", "asked", "acquaintance", "contact", "hire", "connected")
_ENDS = ("ended", "accepted", "reopened")
_ENDS_WITH = ("window", "closed", "held")


def refuse_unknown_names(playbook: Playbook, where: Where) -> None:
    """Raises TemplateError if a row names a step, source or choice that there is not."""
    for step in playbook.steps.values():
        for key, named in (
            ("part_of", (step.part_of,)),
            ("covered_by", step.covered_by),
            ("replaces", step.replaces),
        ):
            for name in named:
                if name and name not in playbook.steps:
                    way = " to be part of" if key == "part_of" else f" for {key}"
                    raise _wrong(where, step, key, f"there is no step '{name}'{way}")
        after = step.not_before.after if step.not_before else "no"
        if after != "no" and after not in playbook.steps:
            raise _wrong(
                where, step, "not_before", f"after is no, or a step that stands above, not '{after}'"
            )
        for name in step.source:
            if name not in playbook.sources:
                raise _wrong(
                    where,
                    step,
                    "source",
                    f"there is no source '{name}'; [sources] has {', '.join(playbook.sources)}",
                )
        for setting, allowed in step.setting.items():
            choices = _choices(setting)
            for choice in allowed:
                if choices and choice not in choices:
                    raise _wrong(
                        where, step, "setting", f"{setting} is one of {', '.join(choices)}, not '{choice}'"
                    )


def names_that_are_not_there(
    playbook: Playbook, kinds: Mapping[str, Kind], settings: Settings, in_playbook: Where, in_kinds: Where
) -> Iterator[TemplateError]:
    """What a playbook names of the kinds, a kind of the playbook, and both of the settings, and there is not."""
    events = {kind.event for kind in kinds.values() if kind.event}
    roles = {*_ROLES, *(p.role for kind in kinds.values() for p in kind.properties if p.role)}
    for step in playbook.steps.values():
        own = () if step.form == "line" else ("contact",)  # what is worked out for people stands in no note
        for key, named, known in (
            ("event", (step.event,), {*events, *own}),
            ("also_after", step.also_after, events),
            ("who", step.who, roles),
            ("spares", step.spares, roles),
            ("cancelled_by", step.cancelled_by, {*events, *_ENDS}),
            ("ends_with", (step.ends_with,) * bool(step.ends_with), {*kinds, *_ENDS_WITH}),
        ):
            for name in named:
                if name not in known:
                    yield _wrong(in_playbook, step, key, f"{key} knows {_all(known)}, not '{name}'")
    for role, tier in playbook.tiers_by_role.items():
        if folded(tier).strip() not in (*settings.tiers, NONE):
            place = in_playbook("tiers_by_role", role)
            yield TemplateError(
                f"{place}: [tiers_by_role] {role}: there is no tier '{tier}'; [tiers] has {_all(settings.tiers)}"
            )
    for kind in kinds.values():
        for name in kind.completes:
            if name not in playbook.steps:
                place = in_kinds(kind.name, "completes")
                yield TemplateError(f"{place}: [{kind.name}]: there is no step '{name}' to be completed")
        yield from links_to_no_kind(kind, kinds, in_kinds)


def links_to_no_kind(
    kind: Kind, kinds: Mapping[str, Kind], in_kinds: Where, *, makes: bool = False
) -> Iterator[TemplateError]:
    """The properties of a kind that link to a kind which there is not; with `makes` those that would write its notes."""
    for p in kind.properties:
        if p.link and p.link not in kinds and (p.make or not makes):
            place = in_kinds(kind.name, p.name, "link")
            yield TemplateError(
                f"{place}: [{kind.name}]: property {p.name}: there is no kind '{p.link}' to link to"
            )


def _wrong(where: Where, step: Step, key: str, message: str) -> TemplateError:
    return TemplateError(f"{where(step.id, key)}: step {step.id}: {message}")


def _choices(setting: str) -> tuple[str, ...]:
    """What a setting may be, as a row says it; nothing where that has no end."""
    if isinstance(getattr(Settings(), setting), bool):
        return ("True", "False")
    return CHOICES.get(setting, ())


def _all(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
