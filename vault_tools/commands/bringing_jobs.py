"""Jobs of tables, archives and postings become applications, each once. Works on the staged vault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from vault_tools.commands.making import Brought
from vault_tools.commands.rounds import Task, in_rounds
from vault_tools.commands.staging import Item, Staging, with_key, with_property
from vault_tools.commands.values import Typed
from vault_tools.core.meaning.names import fit_to_type, key, one_line
from vault_tools.core.rules.applications import ENDED, Application, stage_property
from vault_tools.core.rules.leads import without_plan
from vault_tools.core.taking.entries import Job
from vault_tools.core.taking.matching import Match, match_job
from vault_tools.core.wording.keepsake import folded_quote, plain_text


def bring(staging: Staging, jobs: Iterable[Job]) -> None:
    """Each job as a note, unless it is there; what was sent off first, the oldest first.

    Jobs at one company, or with the same people, see each other. They are told in their order.
    """
    in_order = sorted(jobs, key=lambda j: (j.stage == "lead", j.applied or date.max))
    told: list[list[Item]] = [[] for _ in in_order]
    tasks = [
        Task(_about(staging, job), staging.gathered(_brought(staging, job), items))
        for job, items in zip(in_order, told, strict=True)
    ]
    with staging.held():
        in_rounds(tasks, staging.look_again)
    staging.items.extend(chain.from_iterable(told))


def _about(staging: Staging, job: Job) -> frozenset[str]:
    """What another job must not have in common with it, if neither is to see the other.

    A company and a person of one name want one file, so a name is a name whosever it is.
    """
    company = staging.words.company(staging.company(job.company))
    names = (company, *(key(one_line(name)) for name in (*job.recruiter, *job.referrer)))
    return frozenset((f"key {job.key}", *(f"name {name}" for name in names)))


def _brought(staging: Staging, job: Job) -> Iterator[None]:
    match = match_job(staging.search, staging.houses, job, staging.keys)
    if match.application is not None:
        yield from _known(staging, job, match, match.application)
    elif job.key in staging.keys:
        staging.say("same", f"{job.company} – {job.role}", "brought in before", where=job.where)
    else:
        yield from _new(staging, job)


def sent_off(staging: Staging, application: Application, day: date) -> bool:
    """Send a lead off, with its plan as far as that is in time; False if it is none."""
    if application.stage != "lead":
        return False
    note = application.note
    there = without_plan(staging.search, application.company, application.role, note.name)
    if there is not None and there.note.path == note.path:
        day = application.applied or day
        typed = {"company": application.company, "role": application.role, "applied": day.isoformat()}
        if all(typed.values()) and staging.make("application", typed, Brought(goes_out=True)) is not None:
            return True
    return _marked_as_sent(staging, application, day)


def _marked_as_sent(staging: Staging, application: Application, day: date) -> bool:
    """Say in a lead's note that it was sent, and no more; False if it is none."""
    if application.stage != "lead":
        return False
    return staging.change(
        application.note.path,
        with_property(stage_property(application.note), "applied"),
        with_property("applied", day.isoformat()),
    )


def _known(staging: Staging, job: Job, match: Match, application: Application) -> Iterator[None]:
    name = application.note.name
    changes: list[Callable[[str], str]] = [] if job.key in staging.keys else [with_key(job.key)]
    send = _marked_as_sent if job.stage in ENDED else sent_off
    if job.applied is not None and job.stage != "lead" and send(staging, application, job.applied):
        is_marked = job.stage in ENDED and not _is_dated_no(job)
        staging.change(application.note.path, *changes, *(_ended(application, job) if is_marked else ()))
        staging.say(
            "changed",
            name,
            f"sent off on {job.applied}, so it is no lead any more{f'; {job.stage}' if is_marked else ''}",
            kind="application",
            where=job.where,
        )
        yield from _no(staging, job, application.note.path)
        return
    if changes:
        staging.change(application.note.path, *changes)
    if job.stage in ENDED and not application.is_ended:
        way = (
            f'vault new-rejection "{fit_to_type(name)}"'
            if job.stage == "rejected"
            else f'vault close "{fit_to_type(name)}" --as {job.stage}'
        )
        way += f" --on {job.ended}" if job.ended else ""
        staging.say(
            "asked",
            name,
            f"there it is {job.stage}, here it is {application.stage or 'open'}; if that is so: {way}",
            kind="application",
            where=job.where,
        )
        return
    staging.say("same", name, match.why, kind="application", where=job.where)


def _ended(application: Application, job: Job) -> list[Callable[[str], str]]:
    """How it ended, as the note of a new one says it."""
    closed = [with_property("closed", job.ended.isoformat())] if job.ended else []
    return [with_property(stage_property(application.note), job.stage), *closed]


def _new(staging: Staging, job: Job) -> Iterator[None]:
    stage = "applied" if _is_dated_no(job) else job.stage
    parts = [
        plain_text(job.notes) if job.notes else "",
        folded_quote("The posting, as it was saved", job.text) if job.text else "",
    ]
    typed: dict[str, Typed] = {
        "company": staging.company(job.company), "role": job.role, "applied": job.applied.isoformat() if job.applied else "no",
        "source": job.source or None, "link": job.link or None, "place": job.place or None, "salary": job.salary or None,
        "recruiter": job.recruiter, "referrer": job.referrer,
    }  # fmt: skip
    if stage != "lead":
        typed["found"] = "no"
    elif job.saved is not None:
        typed["found"] = job.saved.isoformat()
    closed = job.ended if stage in ENDED else None
    brought = Brought((job.key,), stage, closed, "\n\n".join(p for p in parts if p), is_another=True)
    created = staging.make("application", typed, brought)
    if created is None:
        return
    when = f"applied {job.applied}" if job.applied else "no day known" if stage != "lead" else "a lead"
    staging.say(
        "made",
        created.name,
        when if stage in ("applied", "lead") else f"{when}, {stage}",
        kind="lead" if stage == "lead" else "application",
        where=job.where,
    )
    yield from _no(staging, job, created.path)


def _is_dated_no(job: Job) -> bool:
    return job.stage == "rejected" and job.ended is not None


def _no(staging: Staging, job: Job, application: str) -> Iterator[None]:
    """The no of a row that has its day."""
    if not _is_dated_no(job) or job.ended is None:
        return
    yield  # the no has to find the application
    no = staging.make(
        "rejection",
        {"application": application, "received": job.ended.isoformat()},
        Brought((f"{job.key}:no",)),
    )
    if no is not None:
        staging.say(
            "made",
            no.name,
            f"the no of {job.ended}",
            kind="rejection",
            where=job.where,
        )
