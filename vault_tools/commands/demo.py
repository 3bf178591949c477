"""Live a story in a vault of its own, each scene on its day, and leave that vault to be tried out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple

from vault_tools.commands.init import init, outer_vault
from vault_tools.commands.refresh import refresh
from vault_tools.commands.scenes import Scene, act
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import shift
from vault_tools.store.locate import load_toml
from vault_tools.store.templates import shipped
from vault_tools.store.vault import Vault

THREE_MONTHS = "story"
TWO_YEARS = "two-years"
_FROM_TODAY = re.compile(r"\{T([+-]\d+)?\}")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


class Story(NamedTuple):
    """The scenes of a story with their days, in order; who it is about, and its last day."""

    name: str
    scenes: tuple[tuple[date, Scene], ...]
    ends: date

    @property
    def begins(self) -> date:
        return self.scenes[0][0]


def told(name: str, today: date) -> Story:
    """A shipped story, dated around today.

    One with days of its own is moved by whole weeks, so that every day keeps its weekday, and its last one
    is today or at most six days ago.
    """
    story = load_toml(shipped() / "demo" / f"{name}.toml")
    if "ends" not in story:
        scenes = [(shift(today, -s["ago"]), _dated(s, _FROM_TODAY, _from(today))) for s in story["scene"]]
        return Story(story["name"], tuple(scenes), today)
    ends = date.fromisoformat(story["ends"])
    weeks = timedelta(weeks=(today - ends).days // 7)
    moved = [_dated(s, _DAY, lambda m: str(date.fromisoformat(m[0]) + weeks)) for s in story["scene"]]
    return Story(
        story["name"], tuple((date.fromisoformat(scene["on"]), scene) for scene in moved), ends + weeks
    )


def play(root: Path, today: date, name: str = THREE_MONTHS) -> Vault:
    """Make a vault in an empty or new folder and live a story in it up to today."""
    story = told(name, today)
    for session in live(root, story, obsidian=True):
        vault = session.vault
    session = Session(vault, today, today)
    with writing(session) as journal:
        refresh(session, journal)
    return vault


def live(root: Path, story: Story, *, obsidian: bool = False) -> Iterator[Session]:
    """Make the vault and play the scenes; gives the session on the evening of each day, the first to the last."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise VaultError(f"{root} is there already and not empty; name a new folder: vault demo DIR")
    if (outer := outer_vault(root.resolve())) is not None:
        raise VaultError(
            f"{root} would lie in your vault {outer}, and what is made up would stand in your own lists; "
            f"name a folder outside: vault demo {quote(str(outer.with_name(root.name)))}"
        )
    init(root, story.begins, name=story.name, default=None, obsidian=obsidian)
    day = story.begins
    session = Session(Vault(root.resolve()), day, day)  # one for all days: it keeps what it has compiled
    scenes = list(story.scenes)
    while day <= story.ends:
        session.today = session.now = day
        while scenes and scenes[0][0] <= day:
            act(session, scenes.pop(0)[1])
        yield session
        day = shift(day, 1)


def _from(today: date) -> Callable[[re.Match[str]], str]:
    return lambda m: shift(today, int(m[1] or 0)).isoformat()


def _dated(value: Any, form: re.Pattern[str], day: Callable[[re.Match[str]], str]) -> Any:
    """The scene with its days written out."""
    if isinstance(value, str):
        return form.sub(day, value)
    if isinstance(value, list):
        return [_dated(v, form, day) for v in value]
    if isinstance(value, dict):
        return {_dated(k, form, day): _dated(v, form, day) for k, v in value.items()}
    return value
