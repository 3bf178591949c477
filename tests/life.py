"""A vault for tests, lived in through the real use-cases: each deed says the day on which it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from vault_tools.commands import deeds
from vault_tools.commands.belonging import Asker
from vault_tools.commands.init import init
from vault_tools.commands.new import Created, Request, new_note
from vault_tools.commands.session import Session
from vault_tools.commands.undo import undo
from vault_tools.core.meaning.dates import parse_day, parse_moment
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.followups import due_within
from vault_tools.core.rules.search import Search
from vault_tools.store.vault import Vault

ANY_DAY = date(2026, 11, 22)
KNOWN = {"referrer": ["Ravi Menon"], "recruiter": ["Grete Holm"], "hiring_manager": ["Lena Weiss"]}


@dataclass
class Life:
    """One vault. Days are ISO text; a moment such as `2026-11-18T16:40` may stand for one."""

    root: Path

    def session(self, day: str) -> Session:
        moment = parse_moment(day, ANY_DAY)
        return Session(Vault(self.root), parse_day(day[:10], ANY_DAY), moment)

    def new(
        self, day: str, kind: str, *, reopen: bool = False, asker: Asker | None = None, **typed: object
    ) -> Created:
        return self.new_and_told(day, kind, reopen=reopen, asker=asker, **typed)[0]

    def new_and_told(
        self, day: str, kind: str, *, reopen: bool = False, asker: Asker | None = None, **typed: object
    ) -> tuple[Created, list[str]]:
        session = self.session(day)
        created = new_note(session, Request(kind, typed, reopen), asker)  # type: ignore[arg-type]
        return created, session.told

    def applies(self, day: str, company: str, role: str, **people: object) -> Created:
        return self.new(day, "application", company=company, role=role, applied=day[:10], **people)

    def meets(
        self, day: str, application: str, round_: str, *people: str, reopen: bool = False, **typed: object
    ) -> Created:
        typed.update(application=application, starts=day, round=round_, interviewers=people)
        return self.new(day, "interview", reopen=reopen, **typed)

    def hears_no(self, day: str, application: str, *, typed_on: str = "", **typed: object) -> Created:
        return self.new(typed_on or day, "rejection", application=application, received=day, **typed)

    def search(self, day: str) -> Search:
        return self.session(day).search()

    def all(self, day: str) -> tuple[FollowUp, ...]:
        return self.search(day).follow_ups

    def written(self, day: str) -> tuple[FollowUp, ...]:
        """Those that stand in a note, so no cadence."""
        return tuple(f for f in self.all(day) if f.line is not None)

    def due(self, day: str, days: int = 0) -> tuple[FollowUp, ...]:
        return due_within(self.all(day), parse_day(day[:10], ANY_DAY), days)

    def texts(self, day: str, days: int = 0) -> list[str]:
        return [f.text for f in self.due(day, days)]

    def steps(self, day: str) -> list[str]:
        """Every open step of the playbook, `step/person`, held or not."""
        return sorted(f"{f.step}/{f.person}" if f.person else f.step for f in self.all(day) if f.step)

    def id_of(self, day: str, piece: str) -> str:
        (found,) = [f.id for f in self.all(day) if piece in f.text]
        return found

    def done(self, day: str, *picks: str) -> None:
        deeds.complete(self.session(day), picks)

    def snooze(self, day: str, pick: str, until: str) -> None:
        deeds.snooze(self.session(day), [pick], parse_day(until, ANY_DAY))

    def drop(self, day: str, pick: str, why: str) -> None:
        deeds.drop(self.session(day), [pick], why)

    def undo(self, day: str, keep: Sequence[str] = ()) -> None:
        undo(self.session(day), keep)

    def write(self, path: str, text: str | bytes) -> str:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def edit(self, path: str, old: str, new: str) -> None:
        """What a user does in an editor."""
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}:\n{text}"
        self.write(path, text.replace(old, new, 1))

    def lines(self, path: str) -> list[str]:
        """The task lines of a note, without block ids."""
        return [
            line.partition(" ^")[0]
            for line in self.read(path).split("\n")
            if line.lstrip("> ").startswith("- [")
        ]

    def files(self) -> dict[str, bytes]:
        """Every file but the dashboard, with its bytes."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and path.name != "Dashboard.md"
        }


def begin(root: Path, settings: str = "") -> Life:
    """An empty vault; `settings` are lines of a `vault.toml`."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "vault.toml").write_text(settings, encoding="utf-8")
    return Life(root.resolve())


def made_by_init(root: Path) -> Life:
    """A vault as `vault init` leaves it."""
    init(root, ANY_DAY)
    return Life(root.resolve())


_BUILT: dict[tuple[object, ...], dict[str, bytes]] = {}


def built_once(root: Path, build: Callable[[Path], Life], *about: object) -> Life:
    """A vault as `build` makes it in the first test that asks; in the others its files are laid out again.

    `about` is what it depends on beside the path. Its deeds can be undone in none of them.
    """
    wanted = (build.__module__, build.__qualname__, *about)
    if wanted not in _BUILT:
        with TemporaryDirectory() as folder:
            made = build(Path(folder) / root.name).root
            files = [path for path in sorted(made.rglob("*")) if path.is_file()]
            _BUILT[wanted] = {path.relative_to(made).as_posix(): path.read_bytes() for path in files}
    for path, data in _BUILT[wanted].items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return Life(root.resolve())


def final_round(root: Path, settings: str = "") -> Life:
    """An application that went to a final round, four people known, everything recorded on its day."""
    return built_once(root, lambda place: _final_round(place, settings), settings)


def _final_round(root: Path, settings: str) -> Life:
    life = begin(root, settings)
    life.applies("2026-10-12", "Norrland Robotics", "Controls Engineer", **KNOWN)
    life.meets("2026-11-10T14:00", "norrland", "final", "Lena Weiss", "Yuki Sato")
    return life


NO = "Rejections/2026-11-18 Norrland Robotics – Controls Engineer.md"
APPLICATION = "Applications/Norrland Robotics – Controls Engineer.md"
FINAL = "Interviews/2026-11-10 Norrland Robotics – Controls Engineer – final.md"
