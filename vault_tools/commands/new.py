"""Make a note of any kind: the values, what it links to, its plan, its text, and what it changes elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vault_tools.commands.belonging import Asker, Belonging, belong
from vault_tools.commands.drafting import draft_values, round_words
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session
from vault_tools.commands.situations import Ending, ending, is_before_the_no, level_at, promised, situation_of
from vault_tools.commands.values import Typed, missing, read_values
from vault_tools.core.errors import ChangedError, NotFoundError, TemplateError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import Moment, as_text, day_of
from vault_tools.core.meaning.frontmatter import handler
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.names import file_name, key
from vault_tools.core.meaning.notes import decode, encode, read_note
from vault_tools.core.meaning.property_edit import remove_property, set_property
from vault_tools.core.model import Edit, FollowUp, TaskLine
from vault_tools.core.rules.applications import OPEN, Application, Person, stage_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.followups import Search
from vault_tools.core.rules.plan import LeftOut, Plan, Planned, make_plan
from vault_tools.core.wording.drafts import draft
from vault_tools.core.wording.linking import link_to
from vault_tools.core.wording.neutral import Markdown
from vault_tools.core.wording.step_lines import ROLE_WORDS, link, step_line

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Request:
    """What was typed for a new note; `reopen` says that an ended application goes on."""

    kind: str
    typed: Mapping[str, Typed]
    reopen: bool = False


@dataclass(frozen=True, slots=True)
class Created:
    """What was made and changed: paths, the planned lines with their days, what was closed, left out and listed."""

    path: str
    made: tuple[str, ...]
    changed: tuple[str, ...]
    planned: tuple[tuple[Planned, str], ...]
    left_out: tuple[LeftOut, ...]
    ending: Ending
    level: int
    next: FollowUp | None = None


def new_note(session: Session, request: Request, asker: Asker | None = None) -> Created:
    """Write a new note with everything that belongs to it, as one deed. Nothing is written if anything is wrong."""
    asker = asker or Asker()
    kind = session.vault.kinds.get(request.kind)
    if kind is None:
        raise NotFoundError(f"there is no kind '{request.kind}'; known are {', '.join(session.vault.kinds)}")
    with session.writing() as journal:
        for attempt in range(_TRIES):
            built = _Build(session, session.search(), kind, request, asker)
            created, edits = built.build()
            try:
                journal.carry_out(f"new {kind.name}: {created.path.rpartition('/')[2].removesuffix('.md')}", edits)
                break
            except ChangedError:
                if attempt == _TRIES - 1:
                    raise
        session.told.extend(built.found.told)
        refresh_or_tell(session, journal)
    return created


class _Build:
    """One new note in the making: each step leaves what the next one needs."""

    def __init__(self, session: Session, search: Search, kind: Kind, request: Request, asker: Asker) -> None:
        self.session, self.search, self.kind, self.request, self.asker = session, search, kind, request, asker
        self.wording = session.wording
        self.values = read_values(kind, request.typed, search.today)
        self._defaults()
        lacking = missing(kind, self.values)
        if lacking:
            raise VaultError(f"new-{kind.name} needs {', '.join(_flag(p) for p in lacking)}")
        self.found: Belonging = belong(search, kind, self.values, session.vault.kinds, asker)

    def build(self) -> tuple[Created, list[Edit]]:
        application = self.found.application
        is_late, is_reopened = self._against_the_end(application)
        self._written_values(application)
        path, birth = self._path(application)
        only = self._only(application, is_late)
        situation = situation_of(
            self.search, self.kind, self.found, self.values, birth=birth, only=only,
            holds_true=lambda c: self.wording.is_true(c, self._context(application), where=self.session.place("playbook.toml", "when")),
        )  # fmt: skip
        plan = make_plan(self.search.playbook, self.search.settings, situation) if self.kind.event else Plan()
        if is_late:
            plan = self._not_thanked_yet(plan)
        rows = [
            row
            for row in self.search.playbook.of_event(self.kind.event, "line", "part")
            if row.holds_under(self.search.settings) and row.min_level <= situation.level
        ]
        end = Ending() if is_late else ending(self.search, self.kind, application, rows)
        lines = [(planned, self._line(planned, application)) for planned in plan.lines]
        text = self._text(application, plan, lines, situation.level)
        self._read_back(path, text, [line for _, line in lines])
        edits = [Edit(path, None, encode(text))]
        for stub in self.found.stubs.values():
            body = self.wording.note(f"notes/{stub.kind}.md.j2", {**self._blank(stub.kind), "steps": []})
            edits.append(Edit(stub.path, None, encode(_page(stub.properties, body))))
        changed = self._elsewhere(application, end, is_late=is_late, is_reopened=is_reopened)
        edits += changed
        made = tuple(e.path for e in edits if e.before is None)
        return (
            Created(path, made, tuple(e.path for e in changed), tuple(lines), plan.left_out, end, situation.level),
            edits,
        )

    # ------------------------------------------------------------------------------------------------- values

    def _defaults(self) -> None:
        for prop in self.kind.given():
            if prop.default and self.values.get(prop.name) in (None, "", []) and self.request.typed.get(prop.name) is None:
                typed = self.wording.value(prop.default, self._context(None), where=self._where(prop.name))
                self.values[prop.name] = read_values(self.kind, {prop.name: typed}, self.search.today)[prop.name]

    def _written_values(self, application: Application | None) -> None:
        """The values that we write ourselves, in the order of the kind's properties."""
        for prop in self.kind.properties:
            if prop.value:
                text = self.wording.value(prop.value, self._context(application), where=self._where(prop.name)).strip()
                self.values[prop.name] = text or None

    def _context(self, application: Application | None) -> dict[str, Any]:
        values: dict[str, Any] = {p.name: None for p in self.kind.properties}
        values.update(self.values)
        moment = self.values.get(self.kind.anchor) if self.kind.anchor else None
        values.update(
            today=self.search.today, now=self.session.now, settings=self.search.settings,
            application=_application_values(application), company_name=application.company if application else "",
            level=level_at(application, self.kind, self.values),
            stage_reached=application.stage_reached(moment) if application and moment else "",
        )  # fmt: skip
        if self.kind.event == "rejection":
            values["promised"] = promised(self.search, application)
        return values

    def _line_values(self, application: Application | None) -> dict[str, Any]:
        company = self.found.links.get("company", [None])[0]
        if company is None and application is not None:
            company = Person(text_of(application.note, "company") or application.company)
        return {
            **self._context(application),
            "company": link(company) if company else "",
            "round_words": round_words(str(self.values.get("round") or "")),
        }

    def _blank(self, kind: str) -> dict[str, Any]:
        there = self.session.vault.kinds.get(kind)
        return {p.name: None for p in there.properties} if there else {}

    def _where(self, name: str) -> Callable[[str], str]:
        return self.session.place("kinds.toml", f"[{self.kind.name}] {name}")

    def _line(self, planned: Planned, application: Application | None) -> str:
        where = self.session.place("playbook.toml", f"step {planned.step.id}: text")
        return step_line(planned, self._line_values(application), self.wording, where=where)

    # --------------------------------------------------------------------------------------- what is refused

    def _against_the_end(self, application: Application | None) -> tuple[bool, bool]:
        """Whether the note is recorded after the end of its application, and whether it reopens it."""
        if application is None or self.kind.moves is None or not application.is_ended:
            return False, False
        if self.kind.moves.stage in ("rejected",):
            last = application.rejections[-1].path if application.rejections else application.note.path
            raise VaultError(
                f"{application.note.name} is {application.stage or 'closed'} already: {last}. "
                "If it went on after that, write down the interview first: `vault new-interview … --reopen`"
            )
        moment: Moment = self.values[self.kind.anchor]
        if is_before_the_no(application, moment):
            return True, False
        if self.request.reopen or (
            self.asker.confirm is not None and self.asker.confirm(f"{application.note.name} is {application.stage}. Does it go on?")
        ):
            return False, True
        raise VaultError(
            f"{application.note.name} is {application.stage or 'closed'}; if it goes on, say so with --reopen"
        )

    def _only(self, application: Application | None, is_late: bool) -> frozenset[str] | None:
        return frozenset({"thank-by-email"}) if is_late else None

    def _not_thanked_yet(self, plan: Plan) -> Plan:
        """After the no only the thank-you that a newly named person has not had."""
        thanked = {
            person.key
            for line in self.search.lines
            if line.step is not None and line.step.id in ("thank-panel", "call-recruiter", "referrer-detective", "thank-by-email")
            and (person := self.search.people.person_of(line))
        }  # fmt: skip
        return Plan(tuple(p for p in plan.lines if p.person and p.person.key not in thanked), (), plan.left_out)

    # ------------------------------------------------------------------------------------------ path and text

    def _path(self, application: Application | None) -> tuple[str, str]:
        context = self._context(application)
        name = file_name(self.wording.value(self.kind.file, context, where=self._where("file")), self.kind.name)
        birth = application.note.name if application is not None else name
        taken = self.search.catalogue.by_name.get(key(name), ())
        same = [n for n in taken if n.type == self.kind.name]
        if same:
            name = self._another_name(name, same[0].path, stage_of(same[0]))
        elif taken and self.kind.name in ("contact", "company"):
            company = self.values.get("company")
            name = file_name(f"{name} ({company or self.kind.name})")
        folder = "/".join(file_name(part) for part in self.kind.folder.split("/") if part.strip(". "))
        path = f"{folder}/{name}.md" if folder else f"{name}.md"
        if key(path.removesuffix(".md")) in self.search.catalogue.by_path:
            raise VaultError(f"{path} already exists; give this one another name")
        return path, birth if application is not None else name

    def _another_name(self, name: str, there: str, stage: str) -> str:
        if self.kind.name == "application" and stage in ("rejected", "withdrawn", "accepted", "no-reply"):
            year = (self.values.get("applied") or self.search.today).year
            for number in range(1, 100):
                other = file_name(f"{name} ({year})" if number == 1 else f"{name} ({year}, {number})")
                if key(other) not in self.search.catalogue.by_name:
                    return other
        if self.kind.name == "contact" and self.values.get("company"):
            other = file_name(f"{name} ({self.values['company']})")
            if key(other) not in self.search.catalogue.by_name:
                return other
        ways = {"application": "; use another --role to tell them apart", "contact": "; give --company to tell them apart"}
        raise VaultError(f"{there} already exists{ways.get(self.kind.name, '; open that one, or give this one another name')}")

    def _text(self, application: Application | None, plan: Plan, lines: Sequence[tuple[Planned, str]], level: int) -> str:
        company = application.company if application else str(self.values.get("company") or "")
        steps = [
            {
                "id": p.step.id, "phase": p.phase, "line": Markdown(line), "tail": p.tail, "person": p.person,
                "role": ROLE_WORDS.get(p.role, p.role),
                "draft": self._draft(p, application, company, level) if self.kind.event == "rejection" and p.phase == "gracious" else None,
            }
            for p, line in lines
        ]  # fmt: skip
        elsewhere = [
            {"text": out.step.text[0], "link": self._open_elsewhere(out)} for out in plan.left_out if out.at
        ]
        moment = self.values.get(self.kind.anchor) if self.kind.anchor else None
        values = {
            **self._context(application),
            **{name: people for name, people in self.found.links.items() if isinstance(self.values.get(name), list)},
            "steps": steps,
            "elsewhere": elsewhere,
            "level": level,
            "called_back": len(application.rounds_before(moment)) if application and self.kind.event == "rejection" else 0,
            "cool_off_ends": self._cool_off_words(moment),
        }
        if self.kind.properties and isinstance(self.values.get("company"), str):
            values["company"] = self.values["company"]
        return _page(self._properties(), self.wording.note(self._template(), values))

    def _template(self) -> str:
        """The kind's own template, or the plain one that serves every kind."""
        return self.kind.template if self.wording.exists(self.kind.template) else "notes/default.md.j2"

    def _open_elsewhere(self, out: LeftOut) -> Markdown:
        path, _, block = out.at.partition("\0")
        return link_to(self.search.catalogue, path, block=block or None)

    def _cool_off_words(self, moment: Moment | None) -> str:
        from vault_tools.core.meaning.dates import read_moment

        until = read_moment(str(self.values.get("cool_off_until") or ""))
        if until is None or moment is None:
            return "it is calm again"
        clock = as_text(until)[11:13]
        part = "evening" if not clock or int(clock) >= 17 else "afternoon" if int(clock) >= 12 else "morning"
        return f"{until:%A} {part}"

    def _draft(self, planned: Planned, application: Application | None, company: str, level: int) -> Any:
        if not planned.step.message or planned.person is None:
            return None
        values = draft_values(
            self.session, self.search, person=planned.person, role_id=planned.role, application=application,
            company=company, level=level, index=planned.index,
        )  # fmt: skip
        return draft(planned.step.message, values, self.wording)

    def _properties(self) -> dict[str, object]:
        out: dict[str, object] = {"type": self.kind.name}
        aliases = self._alias()
        if aliases:
            out["aliases"] = aliases
        for prop in self.kind.properties:
            if not prop.written:
                continue
            value = self.values.get(prop.name)
            people = self.found.links.get(prop.name)
            if prop.link and people:
                links = [self._link(person) for person in people]
                out[prop.name] = links if prop.type == "list" else links[0]
            elif prop.link and prop.value and value:
                there = self.found.application
                out[prop.name] = f"[[{text_of(there.note, prop.name) or value}]]" if there else f"[[{value}]]"
            elif value not in (None, "", []):
                out[prop.name] = as_text(value) if isinstance(value, date) else value
            elif prop.blank:
                out[prop.name] = None
        out["tags"] = [self.kind.name]
        return out

    def _alias(self) -> list[str]:
        name = self.values.get("name")
        written = [p for p in self.kind.properties if p.name == "name" and not p.written]
        return [str(name)] if written and name and file_name(str(name)) != str(name) else []

    def _link(self, person: Person) -> str:
        same = self.search.catalogue.by_name.get(key(person.name), ())
        if person.note and len(same) > 1:
            return f"[[{person.note.removesuffix('.md')}|{person.name}]]"
        return f"[[{person.name}]]"

    def _read_back(self, path: str, text: str, lines: Sequence[str]) -> None:
        """What was rendered must say what was meant, or nothing is written."""
        note = read_note(path, encode(text))
        where = self.kind.template
        if note.problems:
            raise TemplateError(f"{where}: what it renders cannot be read back: line {note.problems[0].line}: {note.problems[0].message}")
        if note.type != self.kind.name:
            raise TemplateError(f"{where}: what it renders has no properties of its kind; the template must not begin with ---")
        rendered = {t.task.block_id for t in note.tasks}
        for line in lines:
            block = line.rpartition("^")[2]
            if block not in rendered:
                raise TemplateError(f"{where}: it leaves out the step {block}; print {{{{ step.line }}}} for every one of `steps`")

    # -------------------------------------------------------------------------------- what changes elsewhere

    def _elsewhere(
        self, application: Application | None, end: Ending, *, is_late: bool, is_reopened: bool
    ) -> list[Edit]:
        if application is None:
            return []
        changes: dict[str, list[tuple[TaskLine, line_edit.Change]]] = {}
        because = self.kind.because or f"a new {self.kind.name} came"
        for line in end.closed:
            changes.setdefault(line.note.path, []).append((line.at, line_edit.cancel(self.search.today, because)))
        paths = [application.note.path, *(p for p in changes if p != application.note.path)]
        answered = application.rejections[-1].path if is_reopened and application.rejections else ""
        paths += [answered] if answered else []
        edits = []
        for path in paths:
            before = self.session.vault.read(path)
            after = line_edit.edit_lines(path, before, changes.get(path, []))
            if path == application.note.path and self.kind.moves is not None and not is_late:
                after = self._moved(after, application, is_reopened)
            if path == answered:
                after = encode(set_property(decode(after), "closed", day_of(self.values[self.kind.anchor]).isoformat()))
            if after != before:
                edits.append(Edit(path, before, after))
        return edits

    def _moved(self, data: bytes, application: Application, is_reopened: bool) -> bytes:
        """The application's stage, never backwards, and the day it closed."""
        moves, context = self.kind.moves, self._context(application)
        assert moves is not None
        text = decode(data)
        where = self._where("moves")
        stage = self.wording.value(moves.stage, context, where=where).strip()
        old = "stage" if "stage" in application.note.properties or "status" not in application.note.properties else "status"
        if is_reopened:
            text = remove_property(text, "closed")
        forward = stage not in OPEN or application.stage not in OPEN or OPEN.index(stage) > OPEN.index(application.stage)
        if stage and forward and stage != application.stage:
            text = set_property(text, old, stage)
        closed = self.wording.value(moves.closed, context, where=where).strip() if moves.closed else ""
        if closed:
            text = set_property(text, "closed", closed)
        return encode(text)


def _page(properties: Mapping[str, object], body: str) -> str:
    """A whole note: properties and text, one blank line between paragraphs."""
    import re

    import frontmatter

    lines = "\n".join(line.rstrip() if not line.endswith(": ") else line for line in body.split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
    post = frontmatter.Post(tidy + "\n" if tidy else "", handler=handler())
    post.metadata = dict(properties)
    return str(handler().format(post))


def _application_values(application: Application | None) -> dict[str, Any] | None:
    if application is None:
        return None
    return {
        **{k: v for k, v in application.note.properties.items() if isinstance(k, str)},
        "name": application.note.name, "company": application.company, "role": application.role, "stage": application.stage,
    }  # fmt: skip


def _flag(prop: Any) -> str:
    return prop.name.upper() if prop.argument else f"--{prop.flag}"
