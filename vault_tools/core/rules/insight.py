"""How far the applications of a search got: the flows of the funnel and the counts beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, level_of_round, level_of_stage
from vault_tools.core.rules.catalogue import as_list, text_of

STATIONS = ("applied", "screening", "interview", "offer")
ENDS = {"rejected": "no", "no-reply": "no_answer", "withdrawn": "withdrawn", "accepted": "accepted"}


@dataclass(frozen=True, slots=True)
class Flow:
    """So many applications went from one station to the next, or to their end."""

    source: str
    target: str
    count: int


class Funnel(NamedTuple):
    """Counts of applications by how far they got, and of noes by whether their reason is known."""

    flows: tuple[Flow, ...]
    applications: int
    screenings: int
    interviews: int
    offers: int
    noes: int
    no_answer: int
    open: int
    reasons_known: int
    accepted: int = 0

    @property
    def reasons_unknown(self) -> int:
        return self.noes - self.reasons_known


def held_by(application: Application, today: date) -> tuple[Note, ...]:
    """The interviews that were held by a day: neither to come nor overtaken by the end, the last one last."""
    never = application.never_held
    return tuple(i for i in application.rounds_before(today) if i not in never)


def station(application: Application, today: date) -> int:
    """How far it got, as a place in STATIONS: an offer by its note or the stage, the rest by the rounds that were held.

    A round to come, or called off, moves the stage when it is written down. It is no station, and nor is a stage that
    it explains.
    """
    no = application.rejections[-1] if application.rejections else None
    if (
        application.offers
        or application.stage in ("offer", "accepted")
        or (no and no.properties.get("stage_reached") == "offer")
    ):
        return 3
    held = held_by(application, today)
    ahead = [_level(i) for i in application.planned_but(held)]
    stage = level_of_stage(application.stage)
    if ahead and max(ahead) >= stage:
        stage = 0
    return min(max([stage, *map(_level, held)]), 2)


def _level(interview: Note) -> int:
    return level_of_round(text_of(interview, "round"))


def end_of(application: Application) -> str:
    """How it ended; one that the user closed without a word on it was let go, unless a no says otherwise."""
    if application.stage in ENDS or not application.is_ended:
        return ENDS.get(application.stage, "open")
    return "no" if application.rejections else "withdrawn"


def word_for(station: str, end: str) -> str:
    """An end by the name that its word has: one withdraws before an offer, and declines it."""
    return "declined" if station == "offer" and end == "withdrawn" else end


def funnel(applications: Iterable[Application], today: date) -> Funnel:
    """Count the applications that were sent, and how far they had come on a day; leads are none yet."""
    flows: Counter[tuple[str, str]] = Counter()
    reached: Counter[int] = Counter()
    ends: Counter[str] = Counter()
    known = 0
    for application in applications:
        if application.was_never_sent:
            continue
        at = station(application, today)
        for place in range(at + 1):
            reached[place] += 1
        for place in range(at):
            flows[STATIONS[place], STATIONS[place + 1]] += 1
        end = end_of(application)
        ends[end] += 1
        flows[STATIONS[at], end] += 1
        if end == "no" and any(as_list(r.properties.get("reasons_known")) for r in application.rejections):
            known += 1
    order = [*STATIONS, "open", "no_answer", "no", "withdrawn", "accepted"]
    ordered = sorted(flows.items(), key=lambda f: (order.index(f[0][0]), -order.index(f[0][1])))
    return Funnel(
        flows=tuple(Flow(a, b, n) for (a, b), n in ordered),
        applications=reached[0],
        screenings=reached[1],
        interviews=reached[2],
        offers=reached[3],
        noes=ends["no"],
        no_answer=ends["no_answer"],
        open=ends["open"],
        reasons_known=known,
        accepted=ends["accepted"],
    )
