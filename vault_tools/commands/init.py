"""Make a folder a vault: its settings, the page of the playbook, the types of its properties. Changes no note."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from vault_tools.commands.property_types import with_ours
from vault_tools.commands.refresh import refresh
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.errors import StorageError, VaultError
from vault_tools.core.meaning.block import BEGIN
from vault_tools.core.meaning.names import one_line
from vault_tools.core.meaning.notes import decode
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.playbook import Playbook, Step
from vault_tools.store import write
from vault_tools.store.finding import SETTINGS_FILE, is_vault
from vault_tools.store.locate import default_vault, make_default
from vault_tools.store.obsidian import around, task_tag
from vault_tools.store.templates import load_kinds, load_playbook, sources
from vault_tools.store.vault import Vault

_MANY = 30  # tasks from which on the folders that hold most of them are named
_FOLDERS = 3
PLAYBOOK_PAGE = "The playbook.md"


class Made(NamedTuple):
    """The vault's root, the files that were made or added to, and whether it became the default one."""

    root: Path
    files: tuple[str, ...]
    is_default: bool
    told: tuple[str, ...] = ()


def init(
    root: Path, today: date, *, name: str = "", default: bool | None = False, obsidian: bool = False
) -> Made:
    """Make `root` a vault. What is there already stays as it is; only what is missing is added.

    With `obsidian`, also what is for it alone. It becomes the default vault if `default` is true, or false while
    there is none yet; never if it is None.
    """
    if root.exists() and not root.is_dir():
        raise VaultError(f"{root} is a file; give a folder")
    from vault_tools.store.refusal import refused

    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, root) from error
    root = root.resolve()
    kinds, playbook = load_kinds(None), load_playbook(None)
    made: list[str] = []
    told: list[str] = []
    vault = Vault(root)
    current = Session(vault, today, today)
    with writing(current) as journal:
        is_new, house = not (root / SETTINGS_FILE).exists(), around(root)
        if is_new and (outer := outer_vault(root)):
            told.append(f"It stands inside another vault, {outer}, and its notes count there as well.")
        if is_new:
            dashboard = _dashboard_name(root)
            if dashboard != "Dashboard.md":
                told.append(
                    f"Dashboard.md is a note of yours, so ours is {dashboard} (dashboard = … in vault.toml)."
                )
            if house is not None:
                told.append(
                    f"It lies in the Obsidian vault {house}, whose property types were left alone; "
                    "Obsidian knows dates by itself."
                )
            if tag := task_tag(house or root):
                told.append(
                    f"In your Tasks plugin only lines with {tag} are tasks, so of your own only these count here "
                    "(tag = … in vault.toml)."
                )
            settings = _settings(
                playbook, name=one_line(name), dashboard=dashboard, obsidian=obsidian, tag=tag
            )
            write.create(root / SETTINGS_FILE, settings.encode())
            made.append(SETTINGS_FILE)
        if not (root / PLAYBOOK_PAGE).exists():
            write.create(root / PLAYBOOK_PAGE, _page(current, playbook).encode())
            made.append(PLAYBOOK_PAGE)
        ours = with_ours(root, {**kinds, **vault.kinds}, _notes(current)) if house is None else None
        if change := ours:
            path = root / change.path
            if change.before is None:
                write.create(path, change.after or b"")
            else:
                write.replace(path, change.before, change.after or b"")
            made.append(change.path)
        try:
            if refresh(current, journal).written:
                made.append(vault.dashboard)
            if is_new and (counted := (current.last or current.search()).follow_ups):
                told.append(_counted(counted))
        except VaultError as error:
            told.append(str(error))
        if obsidian:
            from vault_tools.commands.obsidian import add_for_obsidian

            made += [path for path in add_for_obsidian(current) if path not in made]
            if not vault.settings.maintain_next_due:
                told.append("For the views of what is overdue, set maintain_next_due = true in vault.toml.")
    is_default = default or (default is not None and not _has_default())
    if is_default:
        try:
            make_default(root)
        except VaultError:
            is_default = False  # no home to write to: the vault itself is whole
    return Made(root, tuple(made), is_default, tuple(told))


def _has_default() -> bool:
    """Whether there is a default vault, where it is said to be; one that may not be looked into is there."""
    there = default_vault()
    try:
        return there is not None and is_vault(str(there))
    except StorageError:
        return True


def outer_vault(root: Path) -> Path | None:
    """The vault in one of whose folders this one lies."""
    return next((p for p in root.parents if (p / SETTINGS_FILE).is_file()), None)


def _notes(current: Session) -> tuple[Note, ...]:
    """The notes that are there; none where they cannot be looked at, which the refresh tells of."""
    try:
        return current.search().catalogue.notes
    except VaultError:
        return ()


def _counted(follow_ups: Sequence[FollowUp]) -> str:
    """How many tasks of an old vault count from now on, and which folders to leave out where they are many."""
    total = len(follow_ups)
    tasks = "1 task with a date, which counts" if total == 1 else f"{total} tasks with a date, which count"
    said = f"Your notes have {tasks} from now on. [follow_ups] in vault.toml leaves folders out."
    folders = Counter(folder for f in follow_ups if (folder := f.note.partition("/")[0]) != f.note)
    most = [(folder, n) for folder, n in folders.most_common(_FOLDERS) if n > total // 10]
    if total < _MANY or not most:
        return said
    shown = ", ".join(f"{folder} ({n})" for folder, n in most)
    listed = ", ".join(json.dumps(one_line(folder), ensure_ascii=False) for folder, _ in most)
    return f"{said} Most stand in {shown}; without these: exclude = [{listed}]"


def _dashboard_name(root: Path) -> str:
    there = write.current(root / "Dashboard.md")
    if there is None or BEGIN in decode(there):
        return "Dashboard.md"
    names = ("Job search.md", "Job search dashboard.md", "vault dashboard.md")
    numbered = (f"Job search {number}.md" for number in count(2))
    return next(name for name in chain(names, numbered) if not (root / name).exists())


def _settings(playbook: Playbook, **said: object) -> str:
    from vault_tools.core.wording.rendering import Wording

    return Wording(sources(None)).file("vault.toml.j2", {"settings": playbook.settings, **said})


def _page(current: Session, playbook: Playbook) -> str:
    groups = []
    for event, title in playbook.headings.items():
        steps = [_said(s) for s in playbook.of_event(event)]
        groups.append((title, steps))
    settings = {
        key: {"question": s.question, "choices": s.choices, "chosen": getattr(current.vault.settings, key)}
        for key, s in playbook.settings.items()
    }
    text = current.wording.note(
        "playbook.md.j2", {"groups": groups, "sources": playbook.sources, "settings": settings}
    )
    lines = text.split("\n")
    out = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(out).strip("\n") + "\n"


def _said(step: Step) -> dict[str, Any]:
    words = {
        "page": "a page in the note",
        "part": "inside another step",
        "cadence": "now and then",
        "hint": "when it fits",
    }
    when = words.get(step.form) or step.recurrence or _offsets(step.offset)
    wait = step.not_before
    return {
        "short": step.short or step.text[0], "who": step.who, "each": step.each, "why": step.why, "source": step.source,
        "when": when, "not_before": {"after": wait.after, "time": _time(wait.offset)} if wait else None,
    }  # fmt: skip


def _offsets(offsets: Sequence[int | str]) -> str:
    """`after 90, 180 and 365 days`."""
    *first, last = offsets
    together = all(isinstance(o, int) and o > 0 for o in offsets)
    if first and together:
        return f"after {', '.join(str(o) for o in first)} and {_time(last)}"
    return ", ".join(_offset(o) for o in offsets)


def _offset(offset: int | str) -> str:
    if offset == 0:
        return "the same day"
    is_before = isinstance(offset, int) and offset < 0
    return f"{_time(offset)} before" if is_before else f"after {_time(offset)}"


def _time(offset: int | str) -> str:
    """`14 days`, `3 months`."""
    count, unit = (int(offset[:-1]), "month") if isinstance(offset, str) else (abs(offset), "day")
    return f"{count} {unit}{'s' * (count != 1)}"
