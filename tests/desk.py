"""A small vault to play the two-way dashboard on: notes in, an edit as the user makes it, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from vault_tools.commands.refresh import Refreshed, refresh
from vault_tools.commands.session import Session
from vault_tools.commands.undo import undo
from vault_tools.commands.writing import writing
from vault_tools.store.vault import Vault

TODAY = date(2026, 11, 22)
TOM = "Contacts/Tom Okafor.md"
ACME = "Rejections/2026-11-04 Acme Robotics.md"
NOTES = {
    TOM: """---
type: contact
tags:
  - contact
---
## To do
- [ ] Send him the article on recalls 📅 2026-11-21
- [ ] Ask Tom about the meetup 🛫 2026-11-20 📅 2026-11-25
* [ ] Return the book ⏳ 2026-11-22 #owed

Met at the fair.
""",
    ACME: """---
type: rejection
company: "[[Acme Robotics]]"
received: 2026-11-04T16:40:00
---
- [ ] Thank [[Dana Lee]] and ask to be considered again 🛫 2026-11-06 📅 2026-11-20 ^fu-thank-panel-31ab7f
- [ ] Look up who has the job now 📅 2026-11-24 ^fu-who-was-hired-7t0zcy
""",
    "Applications/Initech – Automation Engineer.md": """---
type: application
company: "[[Initech]]"
role: Automation Engineer
stage: screening
applied: 2026-11-02
---
""",
}

ARTICLE = "- [ ] Send him the article on recalls 📅 2026-11-21"
MEETUP = "- [ ] Ask Tom about the meetup 🛫 2026-11-20 📅 2026-11-25"
BOOK = "* [ ] Return the book ⏳ 2026-11-22 #owed"
THANK = (
    "- [ ] Thank [[Dana Lee]] and ask to be considered again "
    "🛫 2026-11-06 📅 2026-11-20 ^fu-thank-panel-31ab7f"
)


class Desk:
    """One vault. Every refresh is followed by a second one, which must change nothing."""

    def __init__(
        self, root: Path, notes: Mapping[str, str] = NOTES, today: date = TODAY, settings: str = ""
    ) -> None:
        self.root, self.today = root, today
        root.mkdir(parents=True, exist_ok=True)
        self.write("vault.toml", settings)
        for path, text in notes.items():
            self.write(path, text)
        self.board = Vault(root).dashboard
        self.refresh()
        self.before = self.content()

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    @property
    def text(self) -> str:
        return self.read(self.board)

    @text.setter
    def text(self, text: str) -> None:
        self.write(self.board, text)

    def content(self) -> dict[str, bytes]:
        return {
            str(p.relative_to(self.root).as_posix()): p.read_bytes()
            for p in sorted(self.root.rglob("*.md"))
            if p.is_file()
        }

    def notes(self) -> dict[str, str]:
        """All notes but the dashboard."""
        return {path: data.decode() for path, data in self.content().items() if path != self.board}

    def session(self, today: date | None = None) -> Session:
        return Session(Vault(self.root), today or self.today, today or self.today)

    def refresh(self, today: date | None = None, *, as_watcher: bool = False) -> Refreshed:
        result = self.refresh_once(today, as_watcher=as_watcher)
        after = self.content()
        again = self.refresh_once(today, as_watcher=as_watcher)
        assert (again.written, again.taken, again.below) == (False, (), 0)
        assert self.content() == after
        return result

    def refresh_once(self, today: date | None = None, *, as_watcher: bool = False) -> Refreshed:
        session = self.session(today)
        with writing(session) as journal:
            return refresh(session, journal, as_watcher=as_watcher)

    def undo(self) -> None:
        undo(self.session())

    # ---- as the user edits

    def line(self, words: str) -> str:
        """The only line of the dashboard with a box that has these words."""
        found = [one for one in self.text.split("\n") if words in one and "- [" in one]
        assert len(found) == 1, found
        return found[0]

    def edit(self, words: str, change: Callable[[str], str]) -> None:
        """Change that line in place."""
        line = self.line(words)
        assert change(line) != line
        self.text = self.text.replace(line, change(line))

    def swap(self, words: str, old: str, new: str) -> None:
        self.edit(words, lambda line: line.replace(old, new, 1))

    def tick(self, words: str, box: str = "x") -> None:
        self.edit(words, lambda line: line.replace("- [ ]", f"- [{box}]", 1))

    def put_in(self, lines: str, *, above: str) -> None:
        """Type these lines above the line that has these words."""
        at = next(line for line in self.text.split("\n") if above in line)
        self.text = self.text.replace(at, f"{lines}\n{at}", 1)

    # ---- what must be

    def drawn_anew(self, tmp_path: Path, today: date | None = None) -> str:
        """The dashboard that the same notes give in another folder, with no history."""
        count = len(list(tmp_path.glob("anew*")))
        return Desk(tmp_path / f"anew{count}", self.notes(), today or self.today).text


def changed(notes: Mapping[str, str], path: str, old: str, new: str) -> dict[str, str]:
    """The notes with one piece of text exchanged."""
    assert notes[path].count(old) == 1
    return {**notes, path: notes[path].replace(old, new)}


def below(desk: Desk) -> str:
    """What stands below the block, without the blank line."""
    return desk.text.partition("<!-- vault:end")[2].partition("\n")[2].removeprefix("\n")


def assert_became(desk: Desk, tmp_path: Path, notes: dict[str, str], below: str = "") -> None:
    """The notes are these to the byte, the dashboard is the one they give, and undo leaves only `below`."""
    assert desk.notes() == notes
    assert desk.text == desk.drawn_anew(tmp_path) + below
    if notes != {path: data.decode() for path, data in desk.before.items() if path != desk.board}:
        desk.undo()
    assert desk.content() == {**desk.before, desk.board: desk.before[desk.board] + below.encode()}
