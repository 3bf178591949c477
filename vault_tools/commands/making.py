"""What is known of a note while it is made: its values, what they link to, what its templates may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from vault_tools.commands.belonging import Belonging
from vault_tools.commands.session import Session
from vault_tools.commands.situations import known_at, level_at, promised
from vault_tools.commands.values import Typed
from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.dates import Moment
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, Person, company_name, received_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.doors import reached_before
from vault_tools.core.rules.plan import Planned
from vault_tools.core.rules.playbook_tables import SETTINGS
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.linking import link_of
from vault_tools.core.wording.rendering import Wording
from vault_tools.core.wording.spoken import round_words
from vault_tools.core.wording.step_lines import is_understood, step_line


class Brought(NamedTuple):
    """What a note is given that comes from elsewhere: the keys it is known by there, its stage, Markdown to keep.

    `is_another`: one of the same name may be there. `is_late`: it tells of what may be long past, and nothing that
    it plans is born overdue. `goes_out`: it tells that a lead was sent.
    """

    keys: tuple[str, ...] = ()
    stage: str = ""
    closed: date | None = None
    text: str = ""
    is_another: bool = False
    is_late: bool = True
    goes_out: bool = False


class Request(NamedTuple):
    """What was typed for a new note, or brought in; `reopen` says that an ended application goes on."""

    kind: str
    typed: Mapping[str, Typed]
    reopen: bool = False
    brought: Brought | None = None


@dataclass(slots=True)
class Making:
    """One new note in the making. `values` are those of its properties, found so far."""

    session: Session
    search: Search
    kind: Kind
    request: Request
    values: dict[str, Any]
    found: Belonging = field(default_factory=Belonging)
    sent: Application | None = None  # the application whose note is there, and that goes out with this one
    joins: Note | None = None  # the interview whose note is there, and that gets people

    @property
    def wording(self) -> Wording:
        return self.session.wording

    @property
    def application(self) -> Application | None:
        return self.found.application

    @property
    def moment(self) -> Moment | None:
        """When the event was that the note tells of."""
        moment: Moment | None = self.values.get(self.kind.anchor) if self.kind.anchor else None
        return moment

    def where(self, name: str) -> Callable[[str], str]:
        """Where a piece of Jinja of this kind stands."""
        return self.session.place("kinds.toml", f"[{self.kind.name}] {name}", self.kind.name, name)

    def context(self) -> dict[str, Any]:
        """What `file`, `default`, `value`, `moves`, `when` and the note's template may use."""
        application, moment = self.application, self.moment
        values: dict[str, Any] = {p.name: None for p in self.kind.properties}
        values.update(self.values)
        values.update(
            today=self.search.today,
            now=self.session.now,
            settings=self.search.settings,
            application=_application_values(application),
            company_name=application.company if application else "",
            level=level_at(application, self.kind, self.values, self.found.rejection),
            stage_reached=application.stage_reached(moment) if application and moment else "",
        )
        if self.found.rejection is not None:
            values.update(self._of_the_no(self.found.rejection))
        if self.kind.event == "application":
            values["known_there"] = known_at(self.search, str(self.values.get("company") or ""))
        if self.kind.event == "rejection":
            values["promised"] = promised(self.search, application)
        return values

    def holds(self, condition: str, kinds: Iterable[Kind], where: Callable[[str], str]) -> bool:
        """Whether a condition holds that notes of these kinds ask. Raises TemplateError if it asks for what none has."""
        values = {name for kind in kinds for name in names_of(kind)}
        settings = {f"settings.{name}" for name in SETTINGS}
        below = {f"settings.{name}" for name in self.wording.names_below("settings", condition)}
        for asked, known in ((self.wording.names_in(condition), values), (below, settings)):
            if unknown := sorted(asked - known):
                raise TemplateError(
                    f"{where(condition)}: '{condition}' asks for '{unknown[0]}', which is no value here "
                    f"(it may use {', '.join(sorted(known))})"
                )
        return self.wording.is_true(condition, self.context(), where=where)

    def row_holds(self, when: str) -> bool:
        """Whether the `when` of a row of the playbook holds for this note."""
        rows = [row for row in self.search.playbook.steps.values() if row.when == when]
        kinds = [k for k in self.session.vault.kinds.values() if any(row.follows(k.event) for row in rows)]
        return self.holds(
            when, kinds, self.session.place("playbook.toml", "when", *(r.id for r in rows[:1]), "when")
        )

    def _of_the_no(self, note: Note) -> dict[str, Any]:
        """What a template may use of the no that a note belongs to."""
        about, received = self.application, received_of(note)
        company = about.company if about else company_name(self.search.catalogue, note)
        return {
            "rejection": {"name": note.name, "about": about.note.name if about else company or note.name,
                          "received": received, "company": company},
            "company_name": company,
            "stage_reached": reached_before(note, about),
            "ends": self._ends(note),
        }  # fmt: skip

    def _ends(self, no: Note) -> list[str]:
        """The steps of a no that are open, and end with a note of this kind; each by its id."""
        lines = self.search.lines_of.by_note.get(no.path, ())
        return [
            line.step.id
            for line in lines
            if line.step
            and line.step.ends_with == self.kind.name
            and line.task.is_open
            and not self.search.is_over(line)
        ]

    def line(self, planned: Planned) -> str:
        """The task line of a planned step."""
        company = self.found.links.get("company", [None])[0]
        if company is None and self.application is not None:
            company = company_of(self.search, self.application)
        values = {
            **self.context(),
            "company": link_of(self.search.catalogue, company) if company else "",
            "round_words": round_words(str(self.values.get("round") or "")),
        }
        step = planned.step
        if step.recurrence and not is_understood(step.recurrence):
            raise TemplateError(
                f"{self.session.row('playbook.toml', step.id, 'recurrence')}: step {step.id}: recurrence "
                f"'{step.recurrence}' is no rule of the Tasks plugin, such as \"every week\""
            )
        where = self.session.place("playbook.toml", f"step {step.id}: text", step.id, "text")
        person = link_of(self.search.catalogue, planned.person) if planned.person else ""
        return step_line(planned, person, values, self.wording, where=where)


def names_of(kind: Kind) -> frozenset[str]:
    """What a condition for a note of this kind may ask for, given or not: see `Making.context`."""
    links = {p.link for p in kind.properties}
    return frozenset(
        {
            *(p.name for p in kind.properties),
            *("today", "now", "settings", "application", "company_name", "level", "stage_reached"),
            *("rejection", "ends") * ("rejection" in links),
            *("known_there",) * (kind.event == "application"),
            *("promised",) * (kind.event == "rejection"),
        }
    )


def company_of(search: Search, application: Application) -> Person:
    """The company of an application, as what is linked: its note, or the name that stands there."""
    note = search.catalogue.linked(application.note, "company")
    if note is not None:
        return Person(note.name, note.path)
    return Person(text_of(application.note, "company") or application.company)


def _application_values(application: Application | None) -> dict[str, Any] | None:
    if application is None:
        return None
    return {
        **{k: v for k, v in application.note.properties.items() if isinstance(k, str)},
        "name": application.note.name,
        "company": application.company,
        "role": application.role,
        "stage": application.stage,
    }
