"""What becomes of a person's note when a word to them is done, put off or let go. Bytes in, bytes out."""

from __future__ import annotations

from datetime import date

from vault_tools.commands.log_entry import log_task_edit, log_touch_edit
from vault_tools.commands.naming import naming
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import frontmatter, tasks
from vault_tools.core.meaning.dates import linked_day
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import FollowUp, Origin, Task, Touch
from vault_tools.core.rules.cadence import cadence_id, words_for
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.search import Search


def done(
    search: Search, f: FollowUp, data: bytes, day: date, *, channel: str = "", words: str = "", how: str = ""
) -> bytes:
    """A cadence becomes a line in the log, which moves it on; a `follow_up:` of theirs is emptied too.

    `how` is said after the words, such as that it was ticked on the dashboard.
    """
    if f.origin is Origin.PROPERTY:
        data = with_follow_up(f.note, data, None)
        if not is_logged(search, f):
            return data
    refuse_future(search, day)
    step = search.playbook.cadence if f.origin is Origin.CADENCE else None
    said = f"{words or f.text} ({how})" if how else words or f.text
    return log_touch_edit(f.note, data, day, channel, said, block_id=block_id(search, f.note, step))


def let_go(search: Search, f: FollowUp, data: bytes, day: date, reason: str) -> bytes:
    """A dropped task line in the log keeps the reason. The cadence counts from then, no contact is claimed."""
    if f.origin is Origin.PROPERTY:
        data = with_follow_up(f.note, data, None)
        if not is_logged(search, f):
            return data
    step = search.playbook.cadence
    if step is None:
        return data
    task = Task(
        description=words_for(step, f"[[{f.note.removesuffix('.md').rpartition('/')[2]}]]"),
        due=f.due,
        block_id=block_id(search, f.note, step),
    )
    return log_task_edit(f.note, data, tasks.cancel(tasks.format_task(task), day, reason))


def unsaid(path: str, data: bytes, touch: Touch) -> bytes:
    """The note without that line of its log. Raises ChangedError if it is not there any more."""
    lines = decode(data).split("\n")
    mark = f"^{touch.block_id}"
    places = [n for n, line in enumerate(lines) if line.rstrip().endswith(mark)]
    if len(places) != 1:
        raise ChangedError(f"{path}: a line was taken out meanwhile, so nothing was done; try again")
    return encode("\n".join(lines[: places[0]] + lines[places[0] + 1 :]))


def with_follow_up(path: str, data: bytes, until: date | None) -> bytes:
    """The note with `follow_up:` on that day, or emptied; who links days there gets a link."""
    text = decode(data)
    day = until.isoformat() if until else None
    if day and linked_day(frontmatter.read(text).values.get("follow_up")):
        day = f"[[{day}]]"
    with naming(path):
        return encode(set_property(text, "follow_up", day))


def refuse_future(search: Search, day: date) -> None:
    """Raise VaultError for a day to come: nobody was in touch on it yet, so it would not count."""
    if day > search.today:
        raise VaultError(
            f"a log tells what was, and {day} is still to come; `vault snooze` moves what is planned"
        )


def is_logged(search: Search, f: FollowUp) -> bool:
    """Whether a `follow_up:` that ends tells of a contact that a cadence counts from."""
    return f.person_note == f.note and f.note in search.tiers


def block_id(search: Search, path: str, step: Step | None) -> str | None:
    """What marks a line of somebody's log as a step of ours: the cadence's id from before it."""
    return f"fu-{step.id}-{cadence_id(path, search.contacts.since(path) or date.min)}" if step else None
