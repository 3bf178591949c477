"""What tells follow-ups of the same words and company apart. Knows neither lists nor dashboards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from vault_tools.core.meaning.names import note_name
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.applications import Application


def apart(follow_ups: Iterable[FollowUp], known: Mapping[str, Application]) -> dict[str, str]:
    """By id, for each that is named as another of these: its role, or else its application, or else its note.

    Lines of one note are not told apart: they are where one would look for both. `known` has the applications by path.
    """
    alike: dict[tuple[str, str], list[FollowUp]] = defaultdict(list)
    for f in follow_ups:
        alike[f.text, f.company or f.note].append(f)
    found: dict[str, str] = {}
    for group in alike.values():
        if len(group) > 1:
            found.update(_told(group, known))
    return found


def _told(group: list[FollowUp], known: Mapping[str, Application]) -> dict[str, str]:
    def role(f: FollowUp) -> str:
        there = known.get(f.application_note or "")
        return there.role if there is not None else ""

    notes = [note_name(f.note) for f in group]
    for words in ([role(f) for f in group], [f.application or "" for f in group], notes):
        if all(words) and len(set(words)) == len(group):
            break
    if len(set(words)) == 1:
        return {}
    return {f.id: said for f, said in zip(group, words, strict=True)}


def named(f: FollowUp, told: Mapping[str, str]) -> str:
    """Its words, and what tells it from another where there is one."""
    return f"{f.text} ({told[f.id]})" if f.id in told else f.text
