"""What can happen in a scene of a story: the real commands, and what a user writes into notes by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from vault_tools.commands import closing, deeds
from vault_tools.commands.log import Touched, cheesecake_for, log_touch, pick_person
from vault_tools.commands.new import Request, new_note
from vault_tools.commands.refresh import refresh
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.errors import NotFoundError
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.picking import pick
from vault_tools.store import write

Scene = Mapping[str, Any]
_DROPPED = "nothing comes of it"


def act(session: Session, scene: Scene) -> None:
    """Do all that a scene says, on the session's day."""
    for verb, deed in _DEEDS.items():
        if verb in scene:
            deed(session, scene)


def _new(session: Session, scene: Scene) -> None:
    new_note(session, Request(scene["new"], scene.get("typed", {}), scene.get("reopen", False)))


def _done(session: Session, scene: Scene) -> None:
    deeds.complete(session, _ids(session, scene["done"]))


def _dropped(session: Session, scene: Scene) -> None:
    deeds.drop(session, _ids(session, scene["drop"]), scene.get("why", _DROPPED))


def _snoozed(session: Session, scene: Scene) -> None:
    for wanted, until in scene["snooze"].items():
        deeds.snooze(session, _ids(session, [wanted]), date.fromisoformat(until))


def _on_the_dashboard(session: Session, scene: Scene) -> None:
    """Boxes filled and dates changed in the note itself, as an editor does, and then taken in."""
    wanted = scene["dashboard"]
    path = session.vault.root / session.vault.dashboard
    with writing(session) as journal:
        refresh(session, journal)
        old = write.current(path) or b""
        lines = decode(old).split("\n")
        boxes = {piece: box for box in ("x", "-") for piece in wanted.get(box, ())}
        for found, change in zip(_found(session, boxes), boxes.values(), strict=True):
            at = _line_of(lines, found)
            lines[at] = lines[at].replace("- [ ]", f"- [{change}]", 1)
        moved = wanted.get("moved", {})
        for found, until in zip(_found(session, moved), moved.values(), strict=True):
            at = _line_of(lines, found)
            lines[at] = lines[at].replace(f"due {found.due}", f"due {until}", 1)
        write.replace(path, old, encode("\n".join(lines)))
        refresh(session, journal)


def _line_of(lines: list[str], f: FollowUp) -> int:
    for number, line in enumerate(lines):
        if "- [ ]" in line and f" ^{f.id}-" in line:
            return number
    raise NotFoundError(f"the story is at odds with the dashboard: '{f.text}' is not on it")


def _logged(session: Session, scene: Scene) -> None:
    said = scene["log"]
    search = session.search()
    person = pick_person(search, said["person"])
    brought = cheesecake_for(search, person.path, said["cheesecake"]) if "cheesecake" in said else None
    log_touch(
        session, Touched(person, session.today, said.get("channel", ""), said.get("words", ""), brought)
    )


def _closed(session: Session, scene: Scene) -> None:
    name, stage = scene["close"], scene.get("as")
    if stage:
        withdraws = scene.get("withdraw_others", False)
        closing.close_application(session, name, stage, session.today, with_others=withdraws)
    elif scene.get("door"):
        closing.close_door(session, name, session.today)
    else:
        closing.close_note(session, name, session.today)


def _said(session: Session, scene: Scene) -> None:
    said = scene["said"]
    path = _path(session, said["note"])
    _edit(session, path, lambda text: _filled_in(text, said["person"], said["words"]))


def _set(session: Session, scene: Scene) -> None:
    change = scene["set"]
    value = change["value"] or None
    _edit(session, _path(session, change["note"]), lambda text: set_property(text, change["property"], value))


def _written(session: Session, scene: Scene) -> None:
    write.create(session.vault.root / scene["write"], scene["text"].lstrip("\n").encode())


def _appended(session: Session, scene: Scene) -> None:
    _edit(session, scene["append"], lambda text: text + "\n" + scene["text"].lstrip("\n"))


_DEEDS: dict[str, Callable[[Session, Scene], None]] = {
    "new": _new,
    "done": _done,
    "drop": _dropped,
    "snooze": _snoozed,
    "dashboard": _on_the_dashboard,
    "log": _logged,
    "close": _closed,
    "said": _said,
    "set": _set,
    "write": _written,
    "append": _appended,
}


def _ids(session: Session, wanted: Iterable[str]) -> list[str]:
    return [f.id for f in _found(session, wanted)]


def _found(session: Session, wanted: Iterable[str]) -> list[FollowUp]:
    """The first open line of each step, for a person where one is named; else the one line with such a text."""
    there = session.search().follow_ups
    found: list[FollowUp] = []
    for one in wanted:
        step, _, person = one.partition("/")
        fitting = [f for f in there if f.step == step and (not person or f.person == person)]
        fitting = fitting or [f for f in there if one in f.text]
        new = [f for f in fitting if f not in found]
        if not new:
            raise NotFoundError(f"the story is at odds with the playbook: on {session.today} no open '{one}'")
        found.append(new[0])
    return found


def _path(session: Session, piece: str) -> str:
    return pick(piece, session.search().catalogue.notes, lambda n: (n.name,), what="note").path


def _edit(session: Session, path: str, change: Callable[[str], str]) -> None:
    old = session.vault.read(path)
    write.replace(session.vault.root / path, old, encode(change(decode(old))))


def _filled_in(text: str, person: str, words: str) -> str:
    """The text with a sentence behind the prompt under a person's heading."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("### ") and person in line)
    for number in range(start + 1, len(lines)):
        if lines[number].rstrip().endswith(":"):
            lines[number] = f"{lines[number].rstrip()} {words}"
            return "\n".join(lines)
    raise NotFoundError(f"there is no line to fill in for {person}")
