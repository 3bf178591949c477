"""What we changed in a vault: carried out whole, finished or reversed after a kill, undone and redone.

Knows paths and bytes, not what they mean. The caller holds the writer lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vault_tools.core.errors import ChangedError, NotFoundError, VaultError
from vault_tools.core.model import Edit
from vault_tools.store.entries import PENDING, Entries
from vault_tools.store.record import Record
from vault_tools.store.recovery import Outcome, recovered
from vault_tools.store.showing import Showing
from vault_tools.store.tree import Tree
from vault_tools.store.turn import MisfitError, turned
from vault_tools.store.untold import untold
from vault_tools.store.whereabouts import whereabouts
from vault_tools.store.write import HalfwayError

_MOST_DEEDS = 200
_MOST_BYTES = 50_000_000
_TRIES = 3  # an editor may save between our looking and our writing

_NAMES = {"begun": "command", "undoing": "undo", "redoing": "redo"}


class Deed(NamedTuple):
    """A listed deed; `at` is in seconds since 1970, the label is whatever text the user gave."""

    number: int
    label: str
    paths: tuple[str, ...]
    at: float
    is_undone: bool = False


class Undone(NamedTuple):
    """A deed that was taken back (or, by redo, carried out again): what changed now, and what was kept."""

    number: int
    label: str
    paths: tuple[str, ...]
    kept: tuple[str, ...] = ()


class Journal:
    """The deeds of one vault on this machine. Making one touches no disk."""

    def __init__(
        self, root: Path, state: Path, as_it_was: Callable[[bytes, bytes], bytes] | None = None
    ) -> None:
        """`as_it_was` gives a file's bytes with what is derived in them as it was in others."""
        self._tree = Tree(root)
        self.showing = Showing(root, state)
        self._as_it_was = as_it_was
        self._entries = Entries(state / "journal")

    def carry_out(self, label: str, edits: Sequence[Edit]) -> int:
        """Apply all edits or none, and remember them; gives the deed's number, 0 if there was nothing to do.

        Raises ChangedError if a file no longer has its `before` bytes, StorageError if the disk refuses.
        """
        edits = tuple(edit for edit in edits if edit.before != edit.after)
        if not edits:
            return 0
        number = self._entries.next_number()
        self._apply(number, "begun", Record(label, edits, self._tree.missing_folders(edits)))
        untold.append(f"“{label}” is done")
        self._close(number, "begun")
        return number

    def recover(self) -> tuple[str, ...]:
        """Finish or reverse what a killed command left; one sentence for the user on each.

        To be called first by every command that writes. What had not touched a note yet is dropped silently.
        """
        self.showing.tidy()
        sentences = [
            self._recover(number, stage)
            for number, stages in self._entries.stages().items()
            for stage in PENDING
            if stage in stages
        ]
        return tuple(filter(None, sentences))

    def undo(self, keep: Sequence[str] = ()) -> Undone:
        """Take back the newest deed that is not undone yet, except for the paths in `keep`.

        Whole or refused: VaultError names every note in which the change can no longer be found alone, and every
        one that the deed made and somebody moved.
        """
        for number, stages in reversed(self._entries.stages().items()):
            if "done" in stages and "undone" not in stages:
                record = self._entries.read(number, "done")
                if record is not None:
                    return self._undo(number, record, keep)
        raise NotFoundError("nothing to undo: no deed in this vault is left in this machine's journal.")

    def redo(self) -> Undone:
        """Carry out again the deed that was undone last; refused like undo."""
        for number, stages in self._entries.stages().items():
            record = self._entries.read(number, "undone") if stages >= {"done", "undone"} else None
            if record is not None:
                edits = self._turn(number, "redoing", record, ())
                untold.append(f"“{record.label}” is done again")
                self._close(number, "redoing")
                return Undone(number, record.label, _paths(edits))
        raise NotFoundError("nothing to redo: no deed was undone since the last command that wrote.")

    def is_open(self) -> bool:
        """Whether a deed was begun that is neither done nor dropped."""
        return any(stage in stages for stages in self._entries.stages().values() for stage in PENDING)

    def history(self) -> tuple[Deed, ...]:
        """The deeds that can be undone or redone, newest first."""
        deeds = []
        for number, stages in reversed(self._entries.stages().items()):
            record = self._entries.read(number, "done") if "done" in stages else None
            if record is not None:
                at = self._entries.age(number, "done")
                deeds.append(Deed(number, record.label, _paths(record.edits), at, "undone" in stages))
        return tuple(deeds)

    def _undo(self, number: int, record: Record, keep: Sequence[str]) -> Undone:
        paths = _paths(record.edits)
        for path in keep:
            if path not in paths:
                raise NotFoundError(f"{path} is not part of “{record.label}”, only {', '.join(paths)}.")
        edits = self._turn(number, "undoing", record, keep)
        untold.append(f"“{record.label}” is taken back")
        self._close(number, "undoing", record.folders)
        return Undone(number, record.label, _paths(edits), tuple(keep))

    def _turn(self, number: int, stage: str, record: Record, keep: Sequence[str]) -> tuple[Edit, ...]:
        for _ in range(_TRIES - 1):
            with suppress(ChangedError):
                return self._turn_once(number, stage, record, keep)
        return self._turn_once(number, stage, record, keep)

    def _turn_once(self, number: int, stage: str, record: Record, keep: Sequence[str]) -> tuple[Edit, ...]:
        since = self._entries.age(number, "done" if stage == "undoing" else "undone")
        edits = self._turned(record.edits, keep, since)
        self._apply(number, stage, Record(record.label, edits, record.folders))
        return edits

    def _turned(self, edits: Sequence[Edit], keep: Sequence[str], since: float) -> tuple[Edit, ...]:
        back, misfits, gone = [], [], {}
        for edit in reversed(edits):
            if edit.path in keep:
                continue
            now = self._tree.now(edit.path)
            try:
                then = turned(self._settled(now, edit.after), edit.after, edit.before)
            except MisfitError:
                misfits.append(edit.path)
            else:
                if then != now:
                    back.append(Edit(edit.path, now, then))
                elif now is None and edit.after:
                    gone[edit.path] = edit.after
        moved = whereabouts(self._tree.root, gone, _paths(edits), since, self._settled_there) if gone else {}
        if misfits or moved:
            raise _cannot_be_turned(sorted(misfits), moved)
        return tuple(back)

    def _settled(self, now: bytes | None, was: bytes | None) -> bytes | None:
        if now is None or was is None or now == was or self._as_it_was is None:
            return now
        return self._as_it_was(now, was)

    def _settled_there(self, now: bytes, was: bytes) -> bytes:
        return self._settled(now, was) or b""

    def _apply(self, number: int, stage: str, record: Record) -> None:
        self._tree.refuse_links_out(record.edits)
        self._entries.write(number, stage, record)
        was_behind = self.showing.is_behind()
        self.showing.falls_behind()
        try:
            self._tree.put_in_place(record.edits)
        except HalfwayError:
            raise  # the entry stays, so that recover() can go on from here
        except VaultError:
            self._entries.drop(number, stage)
            if not was_behind:
                self.showing.caught_up()
            raise

    def _close(self, number: int, stage: str, folders: Sequence[str] = ()) -> None:
        """All files have their new bytes: say so."""
        if stage == "begun":
            self._entries.move(number, "begun", to="done")
            self._entries.drop_undone()
            self._entries.prune(_MOST_DEEDS, _MOST_BYTES)
        elif stage == "undoing":
            self._entries.move(number, "undoing", to="undone")
            self._tree.remove_folders(folders)
        else:
            self._entries.drop(number, "undone", "redoing")

    def _recover(self, number: int, stage: str) -> str:
        record = self._entries.read(number, stage)
        if record is None:  # cut off while it was written, so before any note was touched
            self._entries.drop(number, stage)
            return ""
        it = f"An interrupted {_NAMES[stage]}"
        try:
            outcome, culprit = recovered(record, self._tree)
        except VaultError as error:
            return f"{it} ({record.label}) still waits to be finished. {error}"
        if outcome is Outcome.FINISHED:
            self._close(number, stage, record.folders)
        elif outcome is Outcome.STUCK:
            self._entries.move(number, stage, to="left")
            return f"{it} {outcome.value}, {culprit} was changed since; please look at it: {record.label}"
        else:
            self._entries.drop(number, stage)
        return "" if outcome is Outcome.NOTHING else f"{it} {outcome.value}: {record.label}"


def _paths(edits: Iterable[Edit]) -> tuple[str, ...]:
    return tuple(edit.path for edit in edits)


def _cannot_be_turned(changed: Sequence[str], moved: Mapping[str, str]) -> VaultError:
    from shlex import quote

    paths = [*changed, *sorted(moved)]
    them = "it" if len(paths) == 1 else "them"
    keep = " ".join(f"--keep {quote(path)}" for path in paths)
    why = [f"{', '.join(changed)} {'was' if len(changed) == 1 else 'were'} changed since"] if changed else []
    why += [f"{path} was moved to {moved[path]} since" for path in sorted(moved)]
    back = "Move it back, or to" if len(moved) == len(paths) == 1 else "To"
    return VaultError(f"{'; '.join(why)}: nothing was undone. {back} go on without {them}: {keep}")
