"""What is known of the search on a day, each part worked out when it is first asked for. Asks nothing of anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp, Origin
from vault_tools.core.rules.applications import APPLICATION_ROLES, Application, applications
from vault_tools.core.rules.cadence import Cadence, cadences, tiers_of
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.holds import CoolOff, cool_offs, cooling_ends, free_from, silences
from vault_tools.core.rules.lines import Line, LinesOf, People, lines_again, lines_by_note, people
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.relationships import Contacts, contacts
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.taken import job_taken
from vault_tools.core.rules.tiers import Tier

if TYPE_CHECKING:
    from vault_tools.core.rules.standing import Standing

    Holds = Callable[[Standing], bool]  # whether a part of the search before still holds

T = TypeVar("T")
_GIVEN = frozenset({"catalogue", "playbook", "settings", "today", "still", "given"})


class Facts:
    """The notes of a search and what follows from them. What is `still` as it was before is taken over."""

    def __init__(
        self,
        catalogue: Catalogue,
        playbook: Playbook,
        settings: Settings,
        today: date,
        still: Standing | None = None,
    ) -> None:
        self.catalogue, self.playbook, self.settings, self.today = catalogue, playbook, settings, today
        self.still = still
        self.given = catalogue.notes  # or the same, in the order in which they came

    def settle(self) -> None:
        """Let go of the search before: from now on nothing more is taken over from it."""
        self.still = None

    def forget(self) -> None:
        """Let go of what was worked out; asked again, it is worked out again."""
        for name in vars(self).keys() - _GIVEN:
            del vars(self)[name]

    @cached_property
    def lines_of(self) -> LinesOf:
        """The task lines by note."""
        still = self.still
        if still is None or still.lines is None:
            return lines_by_note(self.catalogue, self.playbook)
        quickly = lines_again(still.lines, still.changed.values(), self.playbook) if still.changed else None
        return lines_by_note(self.catalogue, self.playbook, still.lines) if quickly is None else quickly

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every task line of every note, open or not."""
        return tuple(chain.from_iterable(self.lines_of.by_note.values()))

    @cached_property
    def steps(self) -> tuple[Line, ...]:
        """Those of them that are lines of the playbook."""
        return tuple([line for line in self.lines if line.step is not None])

    def line_of(self, f: FollowUp) -> Line | None:
        """The task line behind a follow-up; None for one that has none, or that was taken out meanwhile."""
        if f.origin is not Origin.LINE:
            return None
        lines = self.lines_of.by_note.get(f.note, ())
        where = next((line for line in lines if line.at.line == f.line), None)
        if where is not None and where.id == f.id:  # nearly always, and no other id has to be worked out
            return where
        return next((line for line in lines if line.id == f.id), None)

    @cached_property
    def applications(self) -> Mapping[str, Application]:
        """The applications by the path of their note."""
        known = self.still.applications() if self.still else None
        return {a.note.path: a for a in applications(self.catalogue)} if known is None else known

    @cached_property
    def sent_to(self) -> Mapping[str, Mapping[str, date | None]]:
        """The applications that went out, by the key of their company and their path: the day of their end, None while open.

        What ended on no day that is known is not among them.
        """

        def found() -> Mapping[str, Mapping[str, date | None]]:
            ends: dict[str, dict[str, date | None]] = {}
            for path, a in self.applications.items():
                ended = day_of(a.end) if a.end is not None else None
                if not (a.is_lead or a.was_never_sent or (a.is_ended and ended is None)):
                    ends.setdefault(key(a.company), {})[path] = ended
            return ends

        return self._taken("sent_to", found)

    @cached_property
    def open_at(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the open applications that went out, by the key of their company."""
        return {
            company: tuple(path for path, ended in there.items() if ended is None)
            for company, there in self.sent_to.items()
        }

    @cached_property
    def roles_at(self) -> dict[str, frozenset[str]]:
        """The roles in which applications to a company name somebody, by the company's key."""
        found: dict[str, set[str]] = {}
        for a in self.applications.values():
            found.setdefault(key(a.company), set()).update(r for r in APPLICATION_ROLES if a.people.get(r))
        return {company: frozenset(roles) for company, roles in found.items()}

    @cached_property
    def owners(self) -> dict[str, str | None]:
        """The application that a note leads to, by their paths: of the notes that somebody asked about."""
        return self._taken("owners", dict)

    @cached_property
    def employers(self) -> dict[str, str]:
        """The company that a person's note names, by its path: of those that somebody asked about."""
        return self._taken("employers", dict)

    @cached_property
    def people(self) -> People:
        """Who counts as a person."""
        known = self.still.people(self.catalogue) if self.still else None
        return people(self.catalogue) if known is None else known

    @cached_property
    def contacts(self) -> Contacts:
        """When somebody was last in touch with whom."""

        def found() -> Contacts:
            never = {talk.path for a in self.applications.values() for talk in a.never_held}
            return contacts(self.catalogue, self.lines, self.people, self.today, self.playbook, never)

        return self._taken("contacts", found, lambda still: still.keeps_what_was_said)

    @cached_property
    def cool_offs(self) -> tuple[CoolOff, ...]:
        """The quiet after each no."""
        return self._taken("cool_offs", lambda: cool_offs(self.catalogue, self.applications, self.settings))

    @cached_property
    def cooling(self) -> Mapping[str, date]:
        """Until when it is quiet, by what a cool-off concerns: a no, an application, a company, a person."""
        return cooling_ends(self.cool_offs, self.today)

    @cached_property
    def silences(self) -> tuple[tuple[date, date], ...]:
        """The days on which any no is fresh."""
        return silences(self.cool_offs)

    @cached_property
    def tiers(self) -> Mapping[str, Tier]:
        """How close everybody is, by the path of their note."""

        def found() -> Mapping[str, Tier]:
            taken = job_taken(self.applications.values())
            return tiers_of(self.catalogue, self.people, self.playbook, self.settings, taken)

        return self._taken("tiers", found)

    @cached_property
    def cadences(self) -> tuple[Cadence, ...]:
        """The relationships that are kept up, in the order of their notes."""
        known = self.still.cadences() if self.still else None
        return cadences(self.catalogue, self.tiers, self.contacts, self.settings) if known is None else known

    @property
    def quiet_ends(self) -> date:
        """The first day on which no no is fresh any more; today, if none is."""
        return free_from(self.silences, self.today)

    def is_cooling(self) -> tuple[CoolOff, ...]:
        """The cool-offs that hold today."""
        return tuple(off for off in self.cool_offs if off.covers(self.today))

    def part(self, name: str, found: Callable[[], T], holds: Holds) -> T:
        """What another room works out from all of this, kept beside our own parts under its name for it."""
        parts = vars(self)
        if name not in parts:
            parts[name] = self._taken(name, found, holds)
        kept: T = parts[name]
        return kept

    def _taken(self, name: str, found: Callable[[], T], holds: Holds = lambda _: True) -> T:
        """A part as it was in the search before, if that `holds` after what was saved since, or else worked out."""
        still = self.still
        before: T | None = still.had(name) if still is not None else None
        return before if before is not None and still is not None and holds(still) else found()
