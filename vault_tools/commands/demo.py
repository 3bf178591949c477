"""Play the story of the demo vault: the real commands, on the days on which they would be given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from vault_tools.commands import deeds
from vault_tools.commands.init import init
from vault_tools.commands.new import Request, new_note
from vault_tools.commands.refresh import refresh
from vault_tools.commands.session import Session
from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.core.meaning.dates import shift
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.rules.picking import pick
from vault_tools.store import write
from vault_tools.store.locate import load_toml
from vault_tools.store.templates import shipped
from vault_tools.store.vault import Vault

_DAY = re.compile(r"\{T([+-]\d+)?\}")


def play(root: Path, today: date) -> Vault:
    """Make a vault in an empty or new folder and play the story up to today."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise VaultError(f"{root} is there already and not empty; name a new folder: vault demo DIR")
    story = load_toml(shipped() / "demo" / "story.toml")
    scenes = story["scene"]
    init(root, shift(today, -scenes[0]["ago"]), name="Jo Park", default=None)
    vault = Vault(root.resolve())
    for scene in scenes:
        day = shift(today, -scene["ago"])
        _play(Session(vault, day, day), _dated(scene, today))
    session = Session(vault, today, today)
    with session.writing() as journal:
        refresh(session, journal)
    return vault


def _dated(value: Any, today: date) -> Any:
    """The scene with its `{T-4}` written out as days."""
    if isinstance(value, str):
        return _DAY.sub(lambda m: shift(today, int(m[1] or 0)).isoformat(), value)
    if isinstance(value, list):
        return [_dated(v, today) for v in value]
    return {k: _dated(v, today) for k, v in value.items()} if isinstance(value, dict) else value


def _play(session: Session, scene: Mapping[str, Any]) -> None:
    root = session.vault.root
    if "new" in scene:
        new_note(session, Request(scene["new"], scene["typed"]))
    for who in scene.get("done", ()):
        deeds.complete(session, [_find(session, who)])
    for who in scene.get("drop", ()):
        deeds.drop(session, [_find(session, who)], scene.get("why", "nothing comes of it"))
    if "said" in scene:
        said = scene["said"]
        path = root / _path(session, said["note"])
        old = session.vault.read(str(path.relative_to(root)))
        write.replace(path, old, encode(_filled_in(decode(old), said["person"], said["words"])))
    if "set" in scene:
        change = scene["set"]
        path = root / _path(session, change["note"])
        old = session.vault.read(str(path.relative_to(root)))
        write.replace(path, old, encode(set_property(decode(old), change["property"], change["value"])))
    if "write" in scene:
        write.create(root / scene["write"], scene["text"].lstrip("\n").encode())
    if "append" in scene:
        path = root / scene["append"]
        old = session.vault.read(scene["append"])
        write.replace(path, old, old + b"\n" + scene["text"].lstrip("\n").encode())


def _find(session: Session, wanted: str) -> str:
    """The id of the first open line of a step, for a person where one is named."""
    step, _, person = wanted.partition("/")
    for follow_up in session.search().follow_ups:
        if follow_up.step == step and (not person or follow_up.person == person):
            return follow_up.id
    raise NotFoundError(f"the story is at odds with the playbook: on {session.today} no open '{wanted}'")


def _path(session: Session, piece: str) -> str:
    return pick(piece, session.search().catalogue.notes, lambda n: (n.name,), what="note").path


def _filled_in(text: str, person: str, words: str) -> str:
    """The text with a sentence behind the prompt under a person's heading."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("### ") and person in line)
    for number in range(start + 1, len(lines)):
        if lines[number].rstrip().endswith(":"):
            lines[number] = f"{lines[number].rstrip()} {words}"
            return "\n".join(lines)
    raise NotFoundError(f"there is no line to fill in for {person}")
