"""The text of a new note: its properties and its body, which is read back before it counts. Asks nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vault_tools.commands.drafting import draft_values
from vault_tools.commands.making import Making, company_of
from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.dates import as_text, day_word, read_moment
from vault_tools.core.meaning.frontmatter import written
from vault_tools.core.meaning.notes import encode, read_note
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.holds import cool_off_end
from vault_tools.core.rules.plan import LeftOut, Plan, Planned
from vault_tools.core.wording.drafts import Draft, draft
from vault_tools.core.wording.linking import link_to, linked_value
from vault_tools.core.wording.neutral import Markdown
from vault_tools.core.wording.step_lines import ROLE_WORDS

KEYS = "imported"  # the property that keeps what a note is known by elsewhere
Lines = Sequence[tuple[Planned, str]]


def text_of_page(
    made: Making, path: str, plan: Plan, lines: Lines, level: int, beside: Sequence[str] = ()
) -> str:
    """The whole note. Raises TemplateError if its template is wrong or loses something of it."""
    values = template_values(made, plan, lines, level, beside)
    template = made.kind.template if made.wording.exists(made.kind.template) else "notes/default.md.j2"
    body = made.wording.note(template, values)
    if made.request.brought is not None and made.request.brought.text:
        body = f"{body}\n\n{made.request.brought.text}\n"
    text = page(_properties(made, path), body)
    _read_back(made.kind.name, template, text, lines)
    return text


def template_values(
    made: Making, plan: Plan, lines: Lines, level: int, beside: Sequence[str] = ()
) -> dict[str, Any]:
    """Everything that the template of a note may use; the docs list it."""
    application = made.application
    values = made.context()
    values.update(
        {n: people for n, people in made.found.links.items() if isinstance(made.values.get(n), list)}
    )
    values.update(
        steps=[_step(made, planned, line, level) for planned, line in lines],
        elsewhere=[_open_elsewhere(made, out) for out in plan.left_out if out.at],
        past=[_past(out) for out in plan.left_out if not out.at],
        parts=_parts(made),
        beside=[link_to(made.search.catalogue, other) for other in beside],
        level=level,
        called_back=len(application.rounds_before(made.moment))
        if application and made.kind.event == "rejection"
        else 0,
        cool_off_ends=_cool_off_words(made),
        is_quiet=_is_quiet(made),
        unknown=_unknown(made),
        is_stub=False,
    )
    return values


def stub_page(made: Making, kind: str, properties: Mapping[str, object]) -> str:
    """A note of a few lines that another one needs to link to."""
    there = made.session.vault.kinds.get(kind)
    values: dict[str, Any] = {p.name: None for p in there.properties} if there else {}
    name = there.template if there else f"notes/{kind}.md.j2"
    template = name if made.wording.exists(name) else "notes/default.md.j2"
    return page(properties, made.wording.note(template, {**values, "steps": [], "is_stub": True}))


def page(properties: Mapping[str, object], body: str) -> str:
    """Properties and text as one note, with one blank line between paragraphs."""
    lines = "\n".join(line if line.endswith(": ") else line.rstrip() for line in body.split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
    return written(properties, f"{tidy}\n" if tidy else "")


def _unknown(made: Making) -> list[str]:
    """Who of an application deserves thanks and has no name yet."""
    people = made.application.people if made.application else {}
    return [
        f"the {ROLE_WORDS.get(role, role)}"
        for role in ("recruiter", "hiring_manager")
        if not people.get(role)
    ]


def _step(made: Making, planned: Planned, line: str, level: int) -> dict[str, Any]:
    """What a template may use of one step."""
    has_words = made.kind.event == "rejection" and planned.phase == "gracious"
    return {
        "id": planned.step.id,
        "phase": planned.phase,
        "line": Markdown(line),
        "tail": planned.tail,
        "person": planned.person,
        "role": ROLE_WORDS.get(planned.role, planned.role),
        "draft": _draft(made, planned, level) if has_words else None,
    }


def _draft(made: Making, planned: Planned, level: int) -> Draft | None:
    if not planned.step.message or planned.person is None:
        return None
    application = made.application
    values = draft_values(
        made.session,
        made.search,
        person=planned.person,
        role_id=planned.role,
        application=application,
        company=application.company if application else str(made.values.get("company") or ""),
        level=level,
        stage_reached=str(made.values.get("stage_reached") or ""),
        index=planned.saying,
        until=made.moment or made.search.today,
        on=max(made.search.today, planned.due),
    )
    return draft(planned.step.message, values, made.wording)


def _parts(made: Making) -> list[dict[str, str]]:
    """What is said inside the steps that this note completes: the playbook's rows of the form `part`."""
    playbook, settings = made.search.playbook, made.search.settings
    return [
        {"id": part.id, "text": part.text[0], "why": part.why}
        for step in made.kind.completes
        for part in playbook.parts_of(step, settings)
    ]


def _open_elsewhere(made: Making, out: LeftOut) -> dict[str, object]:
    path, _, block = out.at.partition("\0")
    short = out.step.short.replace("{person}", "").strip() if block else None
    link = link_to(made.search.catalogue, path, block=block or None, alias=short)
    return {"text": out.step.text[0], "link": link}


def _past(out: LeftOut) -> dict[str, object]:
    """A step that is not written because its time is over."""
    return {"phase": out.step.phase, "short": out.words, "person": out.person}


def _cool_off_words(made: Making) -> str:
    """The end of the cool-off as one says it: `Thursday evening`, since its last day is quiet to the end."""
    until = read_moment(str(made.values.get("cool_off_until") or ""))
    if until is None:
        return "it is calm again"
    day = day_word(until, made.search.today)
    return f"{day} evening" if day[0].isalpha() else f"the evening of {day}"


def _is_quiet(made: Making) -> bool:
    """Whether the note is made while nothing is to be sent: not for a no that is told late."""
    if made.kind.event != "rejection" or made.moment is None:
        return False
    ends = cool_off_end(made.values.get("cool_off_until"), made.moment, made.search.settings)
    return ends is not None and made.search.today < ends


def _properties(made: Making, path: str) -> dict[str, object]:
    """The properties in the order of the kind; empty ones are left out, except those that are to be filled in."""
    out: dict[str, object] = {"type": made.kind.name}
    name = made.values.get("name")
    is_named = any(p.name == "name" and not p.written for p in made.kind.properties)
    if is_named and name and path.rpartition("/")[2] != f"{name}.md":
        out["aliases"] = [str(name)]
    for prop in made.kind.properties:
        if not prop.written:
            continue
        value, people = made.values.get(prop.name), made.found.links.get(prop.name)
        if prop.link and people:
            links = [linked_value(made.search.catalogue, person) for person in people]
            out[prop.name] = links if prop.type == "list" else links[0]
        elif prop.link and prop.value and value:
            application = made.application
            is_copy = prop.name == "company" and application is not None
            meant = company_of(made.search, application) if application and is_copy else Person(value)
            out[prop.name] = linked_value(made.search.catalogue, meant)
        elif value not in (None, "", []):
            out[prop.name] = as_text(value) if isinstance(value, date) else value
        elif prop.blank:
            out[prop.name] = None
    brought = made.request.brought
    if brought is not None and brought.closed is not None:
        out["closed"] = as_text(brought.closed)
    if brought is not None and brought.keys:
        out[KEYS] = list(brought.keys)
    out["tags"] = [made.kind.name]
    return out


def _read_back(kind: str, template: str, text: str, lines: Lines) -> None:
    """What was rendered must say what was meant, or nothing is written."""
    note = read_note("", encode(text))
    if note.problems:
        at, message = note.problems[0].line, note.problems[0].message
        raise TemplateError(f"{template}: what it renders cannot be read back: line {at}: {message}")
    if note.type != kind:
        raise TemplateError(
            f"{template}: what it renders has no properties of its kind; it must not begin with ---"
        )
    check_steps(template, note, lines)


def check_steps(template: str, note: Note, lines: Lines) -> None:
    """Raises TemplateError if one of the planned lines does not stand in the note."""
    rendered = {at.task.block_id for at in note.tasks}
    for planned, _ in lines:
        if planned.block_id not in rendered:
            raise TemplateError(
                f"{template}: it leaves out the step {planned.block_id}; print {{{{ step.line }}}} for every one of `steps`"
            )
