"""The applications of a vault with what belongs to them: interviews, noes, people, how far they got."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, day_of, end_of, parse_iso, read_day, read_moment
from vault_tools.core.meaning.links import link_target, link_targets
from vault_tools.core.meaning.names import file_name, key
from vault_tools.core.model import Note
from vault_tools.core.rules.catalogue import Catalogue, as_list, text_of, without_sign

ENDED = ("rejected", "withdrawn", "accepted", "no-reply")
OPEN = ("lead", "applied", "screening", "interviewing", "offer")
APPLICATION_ROLES = ("recruiter", "referrer", "hiring_manager")
OF_THEM = frozenset({"application", "interview", "rejection", "offer"})  # the notes that one is made from
# Ours, and those of other people's templates.
_APPLIED = ("applied", "applied_date", "date_applied", "application_date")
_OF_A_JOB = ("company", "role", "position", "stage", *_APPLIED, *APPLICATION_ROLES)
_CALLED_OFF = ("cancelled", "canceled", "called off", "called-off")
_AROUND = re.compile(r"\A[\W_]+|[\W_]+\Z")  # an emoji, a #, a check mark


def stage_of(note: Note) -> str:
    """The stage as the user has it: `stage`, or `status` in notes of other tools; `✅ Applied` is `applied`."""
    said = (text_of(note, "stage") or text_of(note, "status")).casefold()
    return said if said.isalnum() else _AROUND.sub("", said)


def stage_property(note: Note) -> str:
    """The property that holds it: who keeps `status` goes on keeping it, since two properties would say two things."""
    return "stage" if "stage" in note.properties or "status" not in note.properties else "status"


def is_of_a_job(note: Note) -> bool:
    """Whether an application is one for a job: it names a company, a role or a stage of ours.

    Others have notes of that type for grants, visas or programs, which no search has to count.
    """
    return any(note.properties.get(name) not in (None, "", []) for name in _OF_A_JOB) or (
        stage_of(note) in (*OPEN, *ENDED)
    )


def is_ended(note: Note) -> bool:
    """Whether a note's story is over: its stage says so, or `closed` is set."""
    return stage_of(note) in ENDED or is_closed(note)


def is_closed(note: Note) -> bool:
    """Whether `closed` is set, to a day or in words."""
    return _is_set(note.properties.get("closed"))


def _is_set(value: object) -> bool:
    """Whether it is a day, or says yes."""
    return value not in (None, "", False) and not (
        isinstance(value, str) and value.casefold() in ("no", "false")
    )


def is_called_off(note: Note) -> bool:
    """Whether an interview was called off, so that it never took place: `cancelled` is set, or its stage says so."""
    if note.type != "interview":
        return False
    said = note.properties
    return any(_is_set(said.get(name)) for name in ("cancelled", "canceled")) or stage_of(note) in _CALLED_OFF


def level_of_stage(stage: str) -> int:
    """How far a stage is: 0 nobody met, 1 screening, 2 interviewing, 3 offer."""
    return {"screening": 1, "interviewing": 2, "offer": 3, "accepted": 3}.get(stage, 0)


def level_of_round(name: str) -> int:
    """How far a round is: 1 a screening, 3 the final one, 2 every other."""
    words = name.casefold()
    if "final" in words or "offer" in words:
        return 3
    return 1 if "screen" in words or "phone" in words else 2


def starts_of(note: Note) -> Moment | None:
    """When an interview is; `date` is read where `starts` is not there."""
    return read_moment(note.properties.get("starts")) or read_moment(note.properties.get("date"))


def day_in_name(note: Note) -> date | None:
    """The day with which the name of a note begins: of an interview, the one it was planned for."""
    return parse_iso(note.name[:10])


def is_after(note: Note, moment: Moment | None) -> bool:
    """Whether an interview was planned for later than this, so that it was never held: by the hour where both have one."""
    starts = starts_of(note)
    if moment is None or starts is None:
        return False
    if isinstance(starts, datetime) and isinstance(moment, datetime):
        return starts > moment
    return day_of(starts) > day_of(moment)


def received_of(note: Note) -> Moment | None:
    """When a no came; `rejected` and `date` are read where `received` is not there."""
    for name in ("received", "rejected", "date"):
        if moment := read_moment(note.properties.get(name)):
            return moment
    return None


class Person(NamedTuple):
    """Somebody an application names: a contact note, or only a text where the link leads nowhere."""

    name: str
    note: str | None = None

    @property
    def key(self) -> str:
        return self.note or key(self.name)


class Application(NamedTuple):
    """One application note and the notes that belong to it, oldest first."""

    note: Note
    company: str
    role: str
    stage: str
    applied: date | None
    is_ended: bool
    interviews: tuple[Note, ...]
    rejections: tuple[Note, ...]
    people: Mapping[str, tuple[Person, ...]]
    offers: tuple[Note, ...] = ()
    called_off: tuple[Note, ...] = ()  # the interviews that never took place

    @property
    def notes(self) -> Iterable[Note]:
        """Those that belong to it."""
        return (*self.interviews, *self.called_off, *self.rejections, *self.offers)

    @property
    def is_lead(self) -> bool:
        """Whether its stage does not say yet that it went out."""
        return self.stage in ("", "lead")

    @property
    def was_never_sent(self) -> bool:
        """Whether it is a lead, or one that was let go: without a day of applying, and nothing came of it."""
        let_go = self.stage == "withdrawn" and self.applied is None
        came = self.interviews or (let_go and (self.rejections or self.offers))
        return (self.stage == "lead" or let_go) and not came

    @property
    def end(self) -> Moment | None:
        """When it ended: with its last no, or in another way on the day it was closed; None if nobody wrote that down."""
        if not self.is_ended:
            return None
        noes = [moment for no in self.rejections if (moment := received_of(no)) is not None]
        no, closed = max(noes, key=end_of, default=None), read_moment(self.note.properties.get("closed"))
        return no or closed if self.stage == "rejected" else closed or no

    @property
    def never_held(self) -> tuple[Note, ...]:
        """The interviews that were planned for after its end, and not called off."""
        end = self.end
        return tuple(i for i in self.interviews if is_after(i, end)) if end is not None else ()

    def rounds_before(self, moment: Moment | None) -> tuple[Note, ...]:
        """The interviews that were held before a moment, the last one last."""
        if moment is None:
            return self.interviews
        return tuple(i for i in self.interviews if not is_after(i, moment))

    def planned_but(self, held: Container[Note]) -> Iterator[Note]:
        """The interviews that were planned, but for these: still to come then, or called off."""
        return (i for i in (*self.interviews, *self.called_off) if i not in held)

    def level(self, until: Moment | None = None) -> int:
        """How far it got until a moment."""
        rounds = (level_of_round(text_of(i, "round")) for i in self.rounds_before(until))
        return max([level_of_stage(self._stage_held(until)), *rounds])

    def _stage_held(self, until: Moment | None) -> str:
        """The stage, but for one that only a round still to come, or called off, explains: it moved it when written down.

        `offer` stays true of an offer that had come by then, whatever the stage says since.
        """
        if self.offers and self._had_offer(until):
            return "offer"
        if self.offers and self.stage == "offer":
            return "applied"  # it came later
        held = self.rounds_before(until)
        ahead = [level_of_round(text_of(i, "round")) for i in self.planned_but(held)]
        is_explained = max(ahead, default=0) >= level_of_stage(self.stage)
        return "applied" if self.stage in ("screening", "interviewing") and is_explained else self.stage

    def _had_offer(self, until: Moment | None) -> bool:
        """Whether an offer had come by a moment; one without a day is taken to have."""
        came = [received_of(offer) for offer in self.offers]
        return until is None or any(moment is None or day_of(moment) <= day_of(until) for moment in came)

    def stage_reached(self, until: Moment) -> str:
        """How far it got until a moment, in words: the last round that went so far (`final round`), or else the stage."""
        stage, level = self._stage_held(until), self.level(until)
        names = [text_of(i, "round") for i in self.rounds_before(until)]
        so_far = [name for name in names if level_of_round(name) == level]
        name = next(filter(None, reversed(so_far)), "")
        if level_of_stage(stage) < 3 and name:
            return name if "round" in name or "screen" in name.casefold() else f"{name} round"
        if so_far and level_of_stage(stage) < level:
            return "interview"
        return {"": "applied", "accepted": "offer"}.get(stage, "applied" if stage in ENDED else stage)


def people_of(catalogue: Catalogue, note: Note, name: str) -> tuple[Person, ...]:
    """The people that a list property links to, each once."""
    values = as_list(note.properties.get(name))
    if not values:
        return ()
    found: dict[str, Person] = {}
    for target in (target for value in values for target in link_targets(value)):
        there = catalogue.resolve(target)
        person = Person(there.name, there.path) if there else Person(target.rpartition("/")[2])
        found.setdefault(person.key, person)
    return tuple(found.values())


def applications(catalogue: Catalogue) -> tuple[Application, ...]:
    """Every application of the vault, in the order of their paths."""
    planned = _belonging(catalogue, "interview")
    interviews = {path: [n for n in notes if not is_called_off(n)] for path, notes in planned.items()}
    rejections = _belonging(catalogue, "rejection")
    offers = _belonging(catalogue, "offer")
    out = []
    for note in catalogue.of_type("application"):
        rounds = sorted(interviews.get(note.path, ()), key=lambda n: (_moment_key(starts_of(n)), n.path))
        noes = sorted(rejections.get(note.path, ()), key=lambda n: (_moment_key(received_of(n)), n.path))
        if not (rounds or noes or note.path in offers or is_of_a_job(note)):
            continue
        people = {role: people_of(catalogue, note, role) for role in APPLICATION_ROLES}
        met = {p.key: p for i in rounds for p in people_of(catalogue, i, "interviewers")}
        out.append(
            Application(
                note=note,
                company=company_name(catalogue, note),
                role=text_of(note, "role") or text_of(note, "position"),
                stage=stage_of(note),
                applied=_applied(note),
                is_ended=is_ended(note),
                interviews=tuple(rounds),
                rejections=tuple(noes),
                people={**people, "interviewer": tuple(met.values())},
                offers=tuple(offers.get(note.path, ())),
                called_off=tuple(filter(is_called_off, planned.get(note.path, ()))),
            )
        )
    return tuple(out)


def _applied(note: Note) -> date | None:
    """The day it went out; the names of other templates are read where ours is not there."""
    return next((day for name in _APPLIED if (day := read_day(note.properties.get(name))) is not None), None)


def company_name(catalogue: Catalogue, note: Note) -> str:
    """The real name of the company that a note names; what is linked where there is no such note."""
    there = catalogue.resolve(link_target(note.properties.get("company")))
    return called(there) if there is not None else text_of(note, "company")


def called(note: Note) -> str:
    """A company's or person's own name: the alias that its file name had to stand in for, else the file name."""
    for alias in as_list(note.properties.get("aliases")):
        if isinstance(alias, str) and alias and key(note.name) != key(alias):
            safe = key(file_name(alias))
            if key(note.name) == safe or key(note.name).startswith(f"{safe} ("):
                return alias
    return without_sign(note.name)


def _belonging(catalogue: Catalogue, kind: str) -> dict[str, list[Note]]:
    out: dict[str, list[Note]] = {}
    for note in catalogue.of_type(kind):
        application = catalogue.linked(note, "application")
        if application is not None:
            out.setdefault(application.path, []).append(note)
    return out


def _moment_key(moment: Moment | None) -> str:
    return "" if moment is None else end_of(moment).isoformat()
