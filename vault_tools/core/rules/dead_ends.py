"""What leads nowhere: links without a note, steps without a person, ids that stand twice, nothing planned next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.links import Link, wikilinks
from vault_tools.core.meaning.mending import with_target
from vault_tools.core.meaning.names import fit_to_type, key
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.applications import Application, is_ended, stage_of
from vault_tools.core.rules.appointments import owed
from vault_tools.core.rules.catalogue import Catalogue, as_list
from vault_tools.core.rules.findings import About, Finding, Mend
from vault_tools.core.rules.leads import command, found_on, is_worth_planning, with_a_plan
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.pipeline import next_steps, pipeline
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.unseen import hint_for, hints_at_a_no

_SELF = "self"
_PATIENCE = 14  # days after sending in which silence is no answer yet, and a lead may lie there


def dead_links(search: Search, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Links in the properties of our kinds that lead to no note, each target once in a note."""
    for note in search.catalogue.notes:
        kind = kinds.get(note.type or "")
        seen: set[str] = set()
        for prop in kind.properties if kind else ():
            if not prop.link:
                continue
            for value in as_list(note.properties.get(prop.name)):
                links = wikilinks(value) if isinstance(value, str) else ()
                for link in links:
                    if (
                        link.target
                        and link.target not in seen
                        and search.catalogue.resolve(link.target) is None
                    ):
                        seen.add(link.target)
                        yield _dead(search.catalogue, note, prop.name, link, prop.link)


def _dead(catalogue: Catalogue, note: Note, name: str, link: Link, kind: str) -> Finding:
    line = note.property_lines.get(name, 1)
    meant = _meant(catalogue, link)
    if meant is not None:
        return _led_to(catalogue, note, line, link, meant)
    way = (
        f'`vault new-{kind} "{fit_to_type(link.name)}"` makes it'
        if kind in ("contact", "company")
        else "write that note"
    )
    return Finding(
        Problem(note.path, line, f"{name}: there is no note [[{link.target}]]; mend the link, or {way}"),
        About.LINK,
    )


def _led_to(catalogue: Catalogue, note: Note, line: int, link: Link, meant: Note) -> Finding:
    target = meant.name if len(catalogue.by_name.get(key(meant.name), ())) == 1 else meant.path[:-3]
    message = f"[[{link.target}]] is no note's name; {meant.path} is meant: [[{target}]]"
    mend = Mend(f"links {target}", lambda data: with_target(data, link.target, target))
    return Finding(Problem(note.path, line, message), About.LINK, mend)


def _meant(catalogue: Catalogue, link: Link) -> Note | None:
    """The one note that only moved to another folder, or that has this as another name."""
    if "/" in link.target:
        found = catalogue.by_name.get(key(link.name), ())
    else:
        found = catalogue.by_alias.get(key(link.target), ())
    return found[0] if len(found) == 1 else None


def steps(search: Search) -> Iterator[Finding]:
    """Open steps of ours about a person that no note is of, each person once; links to be led to a note, once in each."""
    led: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for line in search.lines:
        step = line.step
        if step is None or not line.task.is_open or _SELF in step.who or is_ended(line.note):
            continue
        person = search.people.person_of(line)
        if person is not None and person.note is not None:
            continue
        links = wikilinks(line.task.description)
        target = links[0].target if links else ""
        if target and search.catalogue.resolve(target) is not None:
            continue  # it is about the company, or a note that the user did not make a person's
        if (meant := _meant(search.catalogue, links[0]) if links else None) is not None:
            if (line.note.path, target) not in led:
                led.add((line.note.path, target))
                yield _led_to(search.catalogue, line.note, line.at.line, links[0], meant)
            continue
        if target in seen:
            continue
        seen.add(target or f"{line.note.path}:{line.at.line}")
        yield Finding(Problem(line.note.path, line.at.line, _nobody(line, target)), About.STEP)


def _nobody(line: Line, target: str) -> str:
    if target:
        return f'there is no note of {target}, whom this step is about; `vault new-contact "{fit_to_type(target)}"` makes it'
    return "this step is about a person, and links to none; write [[their name]] into it, or drop it"


def doubled_ids(search: Search) -> Iterator[Finding]:
    """Lines of ours whose id stands in another place too, so that it means neither."""
    places: dict[str, list[Line]] = defaultdict(list)
    for line in search.lines:
        found = search.playbook.step_of(line.task.block_id)
        if found is not None:
            places[found[1]].append(line)
    pairs: dict[tuple[str, str], list[tuple[str, Line, Line]]] = defaultdict(list)
    for tail, (first, *others) in places.items():
        for line in others:
            pairs[line.note.path, first.note.path].append((tail, line, first))
    for (path, there), doubled in pairs.items():
        tail, line, first = doubled[0]
        if len(doubled) == 1:
            message = (
                f"the id {tail} stands in {there}:{first.at.line} too, so it means neither; delete the copy"
            )
        else:
            message = f"{len(doubled)} of its steps stand in {there} too, so their ids mean neither; delete the copy"
        yield Finding(Problem(path, line.at.line, message), About.STEP)


def nothing_next(search: Search, problems: Iterable[Problem] = ()) -> Iterator[Finding]:
    """Open applications for which nothing is planned, answers that are owed, noes marked without a note of them.

    `problems` are those of the look, on a disk that may not have given every note.
    """
    planned = with_a_plan(search.lines)
    for row in pipeline(search, next_steps(search)):
        if row.next is None and row.appointment is None:
            message = _way_on(search, row.application, planned)
            if message:
                yield Finding(Problem(row.application.note.path, 1, message), About.NEXT)
    for a in owed(search):
        name = a.application.note.name if a.application is not None else a.note.name
        message = (
            f'the answer to this offer was due on {a.day}; `vault close "{fit_to_type(name)}" --as accepted` or `--as declined`, '
            "or write another day into `respond_by`"
        )
        line = a.note.property_lines.get("respond_by", 1)
        yield Finding(Problem(a.note.path, line, message), About.NEXT)
    for note in _marked_without_note(search, problems):
        line = note.property_lines.get("stage", note.property_lines.get("status", 1))
        message = (
            f'marked rejected, but there is no rejection note: vault new-rejection "{fit_to_type(note.name)}"'
        )
        yield Finding(Problem(note.path, line, message), About.NEXT)


def _marked_without_note(search: Search, problems: Iterable[Problem]) -> list[Note]:
    """Applications that the user marked rejected by hand, where no note tells of it, nor one that nobody can read."""
    found = [a for a in search.applications.values() if stage_of(a.note) == "rejected" and not a.rejections]
    hints = hints_at_a_no(search.catalogue, problems) if found else {}
    return [a.note for a in found if not hint_for(hints, a)]


def _way_on(search: Search, application: Application, planned: Container[str]) -> str:
    """What to do about an open application with nothing planned; empty while it only has to be waited for.

    `planned` has the notes that had a plan.
    """
    name, stage = application.note.name, application.stage
    if stage == "offer":
        return "an offer waits here; put the day of your answer into `respond_by` of the offer's note"
    is_named = bool(application.company and application.role) and application.note.path not in planned
    if is_named and application.applied is not None and is_worth_planning(search, application):
        way = command(application.company, application.role, application.applied.isoformat())
        return f"it went out on {application.applied} and has no plan yet; `{way}` writes it"
    found = found_on(application)
    if found is not None and 0 <= (search.today - found).days < _PATIENCE:
        return ""
    if stage == "lead":
        message = f'a lead with nothing planned; write a task with a day, or `vault close "{fit_to_type(name)}" --as withdrawn`'
        if not is_named:
            return message
        return f"{message}; when it has gone out: `{command(application.company, application.role, 'today')}`"
    if is_named and stage == "applied" and application.applied is None:
        way = command(application.company, application.role, "DAY")
        return f"marked applied, without a day and a plan; `{way}` writes both"
    applied = application.applied
    if stage == "applied" and applied is not None and (search.today - applied).days < _PATIENCE:
        return ""
    return f'nothing is planned here; write a task with a day, or `vault close "{fit_to_type(name)}" --as no-reply`'


def without_type(search: Search, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Notes in the folder of a kind that do not say what they are, so that they count as none."""
    folders = {kind.folder.strip("/").casefold(): kind for kind in kinds.values() if kind.folder.strip("/")}
    for note in search.catalogue.notes:
        is_no_job = note.type == "application" and note.path not in search.applications
        if ("type" in note.properties and not is_no_job) or note.problems:
            continue
        folder = note.path.rpartition("/")[0]
        kind = folders.get(folder.casefold())
        if kind is None or _is_about_the_folder(note, folder):
            continue
        if is_no_job:
            message = (
                "names no company and no role, so it is taken for no application; write company: and role:"
            )
            yield Finding(Problem(note.path, 1, message), About.VALUE)
            continue
        message = f"a note in {folder} without a type, so it is taken for none; write type: {kind.name}"
        yield Finding(Problem(note.path, 1, message), About.VALUE)


def _is_about_the_folder(note: Note, folder: str) -> bool:
    name = note.name.casefold()
    return name in (folder.rpartition("/")[2].casefold(), "index", "readme", "_index") or name.startswith("_")
