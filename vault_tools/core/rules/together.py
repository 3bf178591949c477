"""What one letter or call can say besides: other steps to the same person, for other applications. Moves no day."""

from __future__ import annotations

from collections.abc import Iterable

from vault_tools.core.meaning.dates import day_of, shift
from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.applications import starts_of
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.search import Search

NEAR = 3  # days between two words to one person that had better be one
_SAID = ("email", "call", "")  # how a step goes out that can carry another; an invitation cannot


def together(search: Search, first: FollowUp) -> tuple[FollowUp, ...]:
    """The open, free steps to the person of this one that are for another application and due at about the same time."""
    if first.is_held or not _is_word(search, first):
        return ()
    whom, day = _whom(first), max(first.ripe, search.today)
    found = [
        f
        for f in search.follow_ups
        if f.person is not None
        and f.id != first.id
        and _whom(f) == whom
        and not f.is_held
        and f.application_note != first.application_note
        and shift(day, -NEAR) <= max(f.ripe, search.today) <= shift(day, NEAR)
        and _is_word(search, f)
    ]
    return tuple(sorted(found, key=lambda f: (f.ripe, f.id)))


def about(search: Search, other: FollowUp, first: FollowUp, beside: Iterable[FollowUp] = ()) -> str:
    """What the other one is about, as told beside the first: the company, or the role where that is the same.

    Both, where another of those `beside` it is about the same company as well.
    """
    there = search.applications.get(other.application_note or "")
    role = there.role if there is not None else ""
    if role and other.company == first.company:
        return role
    if role and any(
        o.company == other.company and o.application_note != other.application_note for o in beside
    ):
        return f"{other.company}, {role}"
    return other.company or other.application or other.note


def _is_word(search: Search, f: FollowUp) -> bool:
    """Whether it is a letter or call about an application that the playbook asks for."""
    step = search.playbook.steps.get(f.step or "")
    return (
        step is not None
        and f.person is not None
        and f.application_note is not None
        and step.sends
        and step.asked
        and step.channel in _SAID
        and not _is_of_talk_to_come(search, f, step)
    )


def _is_of_talk_to_come(search: Search, f: FollowUp, step: Step) -> bool:
    """Whether an interview earns it that was not held yet, so that nothing can be said of it."""
    note = search.catalogue.at(f.note)
    moment = starts_of(note) if note is not None and note.type == "interview" else None
    return moment is not None and day_of(moment) > search.today and not step.is_before


def _whom(f: FollowUp) -> str:
    return f.person_note or key(f.person or "")
