"""The playbook's rows as values, and what they say of each other. Knows no file, no note and no day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vault_tools.core.rules.settings import Settings

Offset = int | str  # days, or months as "3m"

_PERSON = re.compile(r"\{\{\s*person\s*\}\}")
_BLOCK_ID = re.compile(r"fu-([a-z0-9-]+)-([0-9a-z]{6,})")


class NotBefore(NamedTuple):
    """A step waits at least so long after another event: `{ after = "no", offset = "3m" }`."""

    after: str
    offset: Offset


class Source(NamedTuple):
    """One of the articles."""

    title: str
    by: str


class Setting(NamedTuple):
    """A point on which the authors disagree: the choices, and who said what."""

    question: str
    default: str | int
    choices: Mapping[str, str]


class Phase(NamedTuple):
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
    also_after: tuple[str, ...] = ()
    offset: tuple[Offset, ...] = (0,)
    latest: tuple[Offset | None, ...] = (None,)
    each: bool = False
    spares: tuple[str, ...] = ()
    once: bool = False
    covered_by: tuple[str, ...] = ()
    renews: bool = False
    sends: bool = False
    asked: bool = True
    phase: str = ""
    series: str = ""
    apart: int = 0
    scope: str = "application"
    min_level: int = 0
    when: str = ""
    setting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()
    outlives: tuple[str, ...] = ()
    ends_with: str = ""
    not_before: NotBefore | None = None
    part_of: str = ""
    channel: str = ""
    message: str = ""
    recurrence: str = ""
    short: str = ""
    why: str = ""
    source: tuple[str, ...] = ()

    @property
    def not_after(self) -> tuple[str, ...]:
        """The steps after which nobody, and no company, gets this one: itself where it is for once, what covers it."""
        return (self.id, *self.covered_by) if self.once else self.covered_by

    @property
    def is_of_company(self) -> bool:
        """Whether a company gets it once, whichever application stood at the beginning."""
        return self.once and "self" in self.who

    @property
    def is_before(self) -> bool:
        """Whether it gets one ready for its event: its day lies before it."""
        return str(self.offset[0]).startswith("-")

    def ends_as(self, stage: str) -> bool:
        """Whether it ends with its application when that ends at this stage."""
        return "ended" in self.cancelled_by and stage not in self.outlives

    def in_words(self, index: int, person: str) -> str:
        """A line of it by its short form, or its text where that needs nothing but the person; else its id."""
        text = _PERSON.sub(lambda _: person, self.text[index])
        plain = "" if "{{" in text or "{%" in text else text
        return self.short.replace("{person}", person) or plain or self.id

    def follows(self, event: str) -> bool:
        """Whether a note of that kind earns it."""
        return event == self.event or event in self.also_after

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
    referrals: tuple[str, ...] = ()
    recruiters: tuple[str, ...] = ()
    tiers_by_role: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    def reason(self, name: str) -> str:
        """Why a step is let go, in the words of the playbook."""
        return self.reasons.get(name, name)

    @property
    def cadence(self) -> Step | None:
        """The row that stays in touch with people, if it is there."""
        return next((s for s in self.steps.values() if s.form == "cadence"), None)

    def of_event(self, event: str, *forms: str) -> tuple[Step, ...]:
        return tuple(s for s in self.steps.values() if s.follows(event) and (not forms or s.form in forms))

    def parts_of(self, step: str, settings: Settings) -> tuple[Step, ...]:
        return tuple(s for s in self.steps.values() if s.part_of == step and s.holds_under(settings))

    def step_of(self, block_id: str | None) -> tuple[Step, str] | None:
        """The step and the tail of one of our block ids: `fu-thank-panel-31ab7f`; None for any other."""
        match = _BLOCK_ID.fullmatch(block_id) if block_id else None
        if not match:
            return None
        step = self.steps.get(match[1])
        return (step, match[2]) if step else None
