"""Somebody who searches for two years, one event after the other, through the tool's own use-cases.

An event is a kind and a few numbers; what it means depends on what there is by then, so that any list of events
is a life. What the tool refuses does not happen. After each event, and on each day on which anything can look
different, every promise is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from promises import (
    Job,
    Known,
    No,
    Talk,
    after,
    born_late,
    born_overdue,
    broken,
    moved_behind_the_back,
    quiet_until,
)
from shelf import OnShelf

from vault_tools.commands import closing, deeds, rescheduling
from vault_tools.commands.log import Touched, cheesecake_for, log_touch
from vault_tools.commands.new import Created, Request, new_note
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import FollowUp, Note, Origin
from vault_tools.core.rules.board import board
from vault_tools.core.rules.followups import due_within
from vault_tools.core.rules.search import Search
from vault_tools.store.vault import Vault

T = TypeVar("T")

BEGAN = date(2026, 1, 5)
ENDS = BEGAN + timedelta(days=730)
COMPANIES = ("Acme Robotics", "Norrland", "Ångström AB", "O'Neill & Søn")
AT_WORK = ("Lee", "Okafor", "Sato", "Weiss")
FIRST = ("Dana", "Tom", "Yuki", "Lena")
ROUNDS = ("screening", "first", "second", "final")
HOW = ("no-reply", "withdrawn", "accepted")


@dataclass(frozen=True)
class Event:
    """So many days after the last one; `a`, `b` and `c` choose among what there is."""

    gap: int
    kind: str
    a: int = 0
    b: int = 0
    c: int = 0


class BrokenPromiseError(AssertionError):
    """Something that the tool promises did not hold on a day."""


@dataclass
class Seeker:
    """One search. `open_session` gives the vault on a day; `known` is what happened, for the promises."""

    vault: Vault
    known: Known
    kind_of_session: type[Session] = OnShelf
    today: date = BEGAN
    diligence: int = 1
    happened: Counter[str] = field(default_factory=Counter)
    _search: Search | None = None

    # ---- time

    def live(self, events: Iterable[Event]) -> None:
        """Live through all of it, to the last day of the two years."""
        for event in events:
            if self.today + timedelta(days=event.gap) > ENDS:
                break
            self.wait_until(self.today + timedelta(days=event.gap))
            self.do(event)
        self.wait_until(ENDS)

    def wait_until(self, last: date) -> None:
        """Look on every day on which something can be different, and do as much as this person does."""
        while self.today < last:
            self.today = min(self._days_ahead(last))
            self._search = None
            self.look()
            for _ in range(self.diligence):
                first = next(iter(due_within(self.search().follow_ups, self.today)), None)
                if first is None:
                    break
                self.deed(lambda f=first: self._done(f), first.id)
                self.look()

    def _days_ahead(self, last: date) -> set[date]:
        found, days = self.search(), {last}
        for f in found.follow_ups:
            days.update((f.due, f.ripe, f.held_until or last))
            if f.step and (no := self.known.noes.get(f.note)) and no.window:
                days.update((no.window, no.window + timedelta(days=1)))
        for off in found.cool_offs:
            days.add(off.ends)
        return {day for day in days if self.today < day <= last}

    def session(self) -> Session:
        return self.kind_of_session(self.vault, self.today, datetime.combine(self.today, time(9, 30)))

    def search(self) -> Search:
        if self._search is None:
            self._search = self.session().search()
        return self._search

    # ---- what must hold

    def look(self) -> None:
        """Every promise, on what `vault due`, `vault next` and the dashboard show today."""
        found = self.search()
        wrong = broken(self.known, found.follow_ups, self.paths(), self.today)
        shown = board(found)
        due = {f.id for f in due_within(found.follow_ups, self.today)}
        ahead = {f.id for f in found.follow_ups if not f.is_held}
        on_it = [
            *shown.overdue,
            *shown.due_today,
            *shown.week,
            *shown.late,
            *(c.follow_up for c in shown.cold),
        ]
        wrong += [
            f"{self.today}: the dashboard shows “{f.text}”, which waits" for f in on_it if f.id not in ahead
        ]
        if shown.first is not None and shown.first.id not in due:
            wrong.append(f"{self.today}: first is “{shown.first.text}”, which is not due")
        if wrong:
            raise BrokenPromiseError("\n".join(wrong))

    def paths(self) -> Iterable[str]:
        return [note.path for note in self.search().catalogue.notes]

    def deed(
        self, do: Callable[[], object], *meant: str, event: date | None = None, brings_back: bool = False
    ) -> bool:
        """Do it, unless it is refused; no day of another step may move by it, and nothing new is late.

        `event` is the day on which it happened, where it is only written down today. It `brings_back` what a later talk
        had taken over, if that one is not held yet after all: then the older thanks are owed again, as late as they are.
        """
        before = self.search().follow_ups
        try:
            do()
        except VaultError as error:
            self.happened[f"refused: {error}"] += 1
            return False
        finally:
            self._search = None
        after_it = self.search().follow_ups
        wrong = [*moved_behind_the_back(before, after_it, meant)]
        if not brings_back:
            wrong += born_overdue(self.known, before, after_it, min(self.today, event or self.today))
        if wrong:
            raise BrokenPromiseError("\n".join(wrong))
        return True

    # ---- events

    def do(self, event: Event) -> None:
        """One event, if there is anything that it can happen to."""
        if getattr(self, event.kind)(event):
            self.happened[event.kind] += 1
        self.look()

    def applies(self, e: Event) -> bool:
        company = COMPANIES[e.a % len(COMPANIES)]
        role = f"Engineer {len(self.known.jobs)}"
        typed: dict[str, object] = {"company": company, "role": role}
        day = self.today - timedelta(days=(0, 0, 0, 3, 20)[e.c % 5])
        typed["applied"] = "no" if e.c % 7 == 6 else str(day)
        for n, name in enumerate(("referrer", "recruiter", "hiring_manager")):
            if e.b >> n & 1:
                typed[name] = [self._person(company, n)]
        made = self._new("application", day, typed)
        if made is None:
            return False
        job = Job(made.path, company, applied=None if typed["applied"] == "no" else day)
        self.known.jobs[made.path] = self.known.about[made.path] = job
        return True

    def meets(self, e: Event) -> bool:
        job = self._one(self.known.jobs.values(), e.a)
        if job is None:
            return False
        day = self.today + timedelta(days=(0, 0, 0, -2, 4, 9)[e.c % 6])
        people = [self._person(job.company, n) for n in range(1, 2 + e.b % 3)] + ["Sam Guest"] * (
            e.b % 5 == 4
        )
        typed: dict[str, object] = {
            "application": job.path, "starts": f"{day}T10:00", "round": ROUNDS[e.b % 4], "interviewers": people,
        }  # fmt: skip
        if e.c % 5 == 4:
            typed["promised"] = f"the report of {self.today}"
        made = self._new("interview", day, typed, reopen=True, job=job)
        if made is None:
            return False
        self.known.talks[made.path] = Talk(day, tuple(self._linked(made.path, "interviewers")))
        self._goes_on(job, datetime.combine(day, time(10)))
        return True

    def moves_talk(self, e: Event) -> bool:
        """A talk is on another day, one that was missed too."""
        path = self._one(self._talks(e), e.a)
        if path is None:
            return False
        day = self.today + timedelta(days=(0, 1, 3, 10, 40)[e.b % 5])
        steps = [f.id for f in self.search().follow_ups if f.note == path]
        if not self.deed(
            lambda: rescheduling.reschedule(self.session(), path, str(day)), *steps, brings_back=True
        ):
            return False
        self.known.talks[path].day = day
        return True

    def calls_off(self, e: Event) -> bool:
        path = self._one(self._talks(e), e.a)
        if path is None:
            return False
        if not self.deed(lambda: closing.call_off(self.session(), path, self.today), brings_back=True):
            return False
        self.known.talks[path].is_off = True
        return True

    def hears_no(self, e: Event) -> bool:
        job = self._one((j for j in self.known.jobs.values() if not j.ended), e.a)
        if job is None:
            return False
        day = self.today - timedelta(days=(0, 0, 0, 1, 6)[e.c % 5])
        has_hour = e.b % 3
        received = datetime.combine(day, time(9) if has_hour else time(23, 59))  # a day counts to its end
        typed: dict[str, object] = {
            "application": job.path,
            "received": f"{day}T09:00" if has_hour else str(day),
        }
        made = self._new("rejection", day, typed, job=job)
        if made is None:
            return False
        window = self._note(made.path).properties.get("window_until")
        hours = self.known.settings.cool_off
        last_day = after(day, "18m") if window else None
        no = No(made.path, job, received, quiet_until(received, hours), last_day)
        self.known.noes[made.path] = self.known.after[made.path] = no
        job.ended = "rejected"
        self._ended_at[job.path] = job.ended_at = received
        return True

    def learns_of_hire(self, e: Event) -> bool:
        no = self._one(self.known.noes.values(), e.a)
        if no is None:
            return False
        typed: dict[str, object] = {
            "rejection": no.path,
            "person": f"New Hire {e.b}",
            "found_out": str(self.today),
        }
        if e.b % 2:
            typed["internal"] = "yes"
        elif e.c % 2:
            typed.update(
                previous_company=COMPANIES[e.c % len(COMPANIES)], previous_job_open="yes" if e.c % 3 else "no"
            )
        made = self._new("hire", self.today, typed, job=no.job)
        if made is None:
            return False
        no.hire_known = True
        self.known.after[made.path] = no
        for path in made.made:
            if path.startswith("Applications/"):
                self.known.jobs[path] = self.known.about[path] = Job(path, str(typed["previous_company"]))
        return True

    def gets_offer(self, e: Event) -> bool:
        job = self._one(self.known.jobs.values(), e.a)
        if job is None:
            return False
        typed: dict[str, object] = {"application": job.path, "received": f"{self.today}T12:00"}
        if e.b % 2:
            typed["respond_by"] = str(self.today + timedelta(days=7))
        if self._new("offer", self.today, typed, reopen=True, job=job) is None:
            return False
        self._goes_on(job, datetime.combine(self.today, time(12)))
        return True

    def closes(self, e: Event) -> bool:
        job = self._one((j for j in self.known.jobs.values() if not j.ended), e.a)
        if job is None:
            return False
        stage = HOW[min(e.b % 6, 2) if e.b % 6 < 2 or not e.c % 3 else e.b % 2]
        others = bool(e.c % 2)
        open_now = {f.id for f in self.search().follow_ups}
        if not self.deed(
            lambda: closing.close_application(self.session(), job.path, stage, self.today, with_others=others)
        ):
            return False
        ended = [job]
        if stage == "accepted":
            self.known.hired |= open_now
            ended += [j for j in self.known.jobs.values() if not j.ended and others]
        for one in ended:
            one.ended = stage if one is job else "withdrawn"
            self._ended_at[one.path] = one.ended_at = datetime.combine(self.today, time(23, 59))
        return True

    def shuts_door(self, e: Event) -> bool:
        no = self._one((n for n in self.known.noes.values() if not n.is_shut), e.a)
        if no is None or not self.deed(lambda: closing.close_door(self.session(), no.path, self.today)):
            return False
        no.is_shut = True
        return True

    def debriefs(self, e: Event) -> bool:
        no = self._one(self.known.noes.values(), e.a)
        typed: dict[str, object] = {"rejection": no.path if no else "", "debriefed": str(self.today)}
        if e.b % 2:
            typed["talked_with"] = ["Mia Mentor"]
        return no is not None and self._new("debrief", self.today, typed, job=no.job) is not None

    def begins_change(self, e: Event) -> bool:
        typed = {"what": f"shorter résumé {e.a} {self.today}", "started": str(self.today)}
        return self._new("change", self.today, typed) is not None

    def ends_change(self, e: Event) -> bool:
        running = [n for n in self.search().catalogue.of_type("change") if not n.properties.get("closed")]
        note = self._one(running, e.a)
        if note is None or not self.deed(lambda: closing.close_note(self.session(), note.path, self.today)):
            return False
        self.known.closed.add(note.path)
        return True

    def plans_b(self, e: Event) -> bool:
        return self._new("plan-b", self.today, {"started": str(self.today)}) is not None

    def dreams(self, e: Event) -> bool:
        company = COMPANIES[e.a % len(COMPANIES)]
        return self._new("company", self.today, {"name": company, "dream": "yes"}) is not None

    def wakes_up(self, e: Event) -> bool:
        """A dream is over: `closed` by hand, in the note of the company."""
        note = self._one(self.search().catalogue.of_type("company"), e.a)
        if note is None:
            return False
        self._set(note.path, "closed", str(self.today))
        self.known.closed.add(note.path)
        return True

    def logs(self, e: Event) -> bool:
        """In touch with somebody, on some day that was; now and then with a cheesecake."""
        path = self._one(self.known.people, e.a)
        if path is None:
            return False
        day = self.today - timedelta(days=(0, 0, 2, 30)[e.b % 4])
        brought = None
        if e.c % 3 == 0:
            try:
                brought = cheesecake_for(self.search(), path, "")
            except VaultError:
                pass
        note = self._note(path)
        touched = Touched(note, day, ("", "email", "call")[e.c % 3], "a word", brought)
        if not self.deed(lambda: log_touch(self.session(), touched)):
            return False
        self.known.touched.setdefault(path, set()).add(day)
        if brought is not None:
            self.known.unasked.setdefault(path, []).append(day)
        return True

    def bakes(self, e: Event) -> bool:
        """Something useful for anybody goes on the stock."""
        stock = self._files.get("Notes/Stock.md", b"## Cheesecakes\n")
        self._files["Notes/Stock.md"] = stock + f"- https://example.org/{len(stock)} about pumps\n".encode()
        return True

    def chooses_tier(self, e: Event) -> bool:
        path = self._one(self.known.people, e.a)
        if path is None:
            return False
        name, value = (("tier", ("warm", "steady", "light", "none")[e.c % 4]), ("every", str(7 + 10 * e.c)))[
            e.b % 2
        ]
        self._set(path, name, value)
        return True

    def takes_longer(self, e: Event) -> bool:
        """The quiet after a no is made longer by hand."""
        no = self._one(self.known.noes.values(), e.a)
        if no is None or no.quiet_until is None:
            return False
        no.quiet_until += timedelta(days=e.b + 1)
        self._set(no.path, "cool_off_until", f"{no.quiet_until}T12:00:00")
        return True

    def writes_a_line(self, e: Event) -> bool:
        """A task of their own in somebody's note, or a `follow_up` day."""
        path = self._one(self.known.people, e.a)
        if path is None:
            return False
        day = self.today + timedelta(days=e.b * 3)
        if e.c % 2:
            self._set(path, "follow_up", str(day))
        else:
            self._files[path] += f"\n- [ ] Ask about the fair 📅 {day}\n".encode()
            self._search = None
        return True

    def does(self, e: Event) -> bool:
        f = self._one(self._there(e), e.a)
        return f is not None and self.deed(lambda: self._done(f), f.id)

    def snoozes(self, e: Event) -> bool:
        f = self._one(self._there(e), e.a)
        until = self.today + timedelta(days=(1, 2, 7, 30, 200, 600)[e.b % 6])
        if f is None or not self.deed(lambda: deeds.snooze(self.session(), [f.id], until), f.id):
            return False
        self.known.put_off.add(f.id)
        return True

    def drops(self, e: Event) -> bool:
        f = self._one(self._there(e), e.a)
        return f is not None and self.deed(lambda: deeds.drop(self.session(), [f.id], "not now"), f.id)

    def turns(self, e: Event) -> bool:
        """From now on they do so many things on each day on which something is due."""
        self.diligence = (0, 0, 1, 2, 9)[e.a % 5]
        return True

    # ---- the small print

    def __post_init__(self) -> None:
        self._ended_at: dict[str, datetime] = {}
        self._files = self.vault.files  # type: ignore[attr-defined]

    def _new(
        self,
        kind: str,
        event: date,
        typed: dict[str, object],
        *,
        reopen: bool = False,
        job: Job | None = None,
    ) -> Created | None:
        made: list[Created] = []
        request = Request(kind, typed, reopen)  # type: ignore[arg-type]
        if not self.deed(lambda: made.append(new_note(self.session(), request)), event=event):
            return None
        (created,) = made
        if job is not None:
            self.known.about[created.path] = job
        for path in created.made:
            if path.startswith("Contacts/"):
                works_at = job.company if job is not None else str(typed.get("company", ""))
                self.known.people.setdefault(path, "" if kind == "debrief" else works_at)
        wrong = list(born_late(self.known, (line for line, _ in created.planned), event, self.today))
        if wrong:
            raise BrokenPromiseError("\n".join(wrong))
        return created

    def _done(self, f: FollowUp) -> None:
        row = self.known.row(f)
        deeds.complete(self.session(), [f.id])
        if f.person_note is None or (row is not None and not row.sends):
            return
        if f.origin is Origin.PROPERTY and f.person_note not in self.search().tiers:
            return  # nobody they keep up with: the day is emptied, and no word is claimed
        self.known.touched.setdefault(f.person_note, set()).add(self.today)
        if row is not None and not row.asked:
            self.known.unasked.setdefault(f.person_note, []).append(self.today)

    def _there(self, e: Event) -> Sequence[FollowUp]:
        """What is due; or anything at all, also what waits."""
        every = self.search().follow_ups
        return every if e.c % 2 else due_within(every, self.today)

    def _talks(self, e: Event) -> list[str]:
        """Those that lie ahead; or any at all."""
        return [p for p, talk in self.known.talks.items() if e.c % 4 == 3 or talk.day >= self.today]

    def _set(self, path: str, name: str, value: str) -> None:
        self._files[path] = encode(set_property(decode(self._files[path]), name, value))
        self._search = None

    @staticmethod
    def _one(things: Iterable[T], number: int) -> T | None:
        every = list(things)
        return every[number % len(every)] if every else None

    @staticmethod
    def _person(company: str, number: int) -> str:
        return f"{FIRST[number]} {AT_WORK[COMPANIES.index(company)]}"

    def _goes_on(self, job: Job, moment: datetime) -> None:
        """What came after the end is none; what came before it is only written down late."""
        if job.ended and moment > self._ended_at[job.path]:
            job.ended = ""
            for earlier in self.known.noes.values():
                earlier.is_answered |= earlier.job is job

    def _note(self, path: str) -> Note:
        return next(note for note in self.search().catalogue.notes if note.path == path)

    def _linked(self, path: str, name: str) -> list[str]:
        """Whose notes a note of ours links to: `"[[Dana Lee]]"` is `Contacts/Dana Lee.md`."""
        links = self._note(path).properties.get(name) or ()
        return [f"Contacts/{str(link).strip('[]')}.md" for link in links]  # type: ignore[attr-defined]


EVENTS = {
    "applies": 4, "meets": 6, "moves_talk": 3, "calls_off": 1, "hears_no": 5, "learns_of_hire": 2, "gets_offer": 1, "closes": 1, "shuts_door": 1,
    "debriefs": 1, "begins_change": 1, "ends_change": 1, "plans_b": 1, "dreams": 1, "wakes_up": 1, "logs": 2,
    "bakes": 1, "chooses_tier": 1, "takes_longer": 1, "writes_a_line": 1, "does": 4, "snoozes": 2, "drops": 1, "turns": 2,
}  # fmt: skip
