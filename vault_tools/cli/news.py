"""What is said when a note was written down: the paths, the next days, what ended with it, what was left out."""

from __future__ import annotations

from collections import Counter
from datetime import date

from vault_tools.cli.context import say, tell, tell_all
from vault_tools.cli.speech import by_day, day, wrapped
from vault_tools.commands.new import Created
from vault_tools.commands.session import Session
from vault_tools.core.meaning.dates import day_word
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.links import plain
from vault_tools.core.meaning.tasks import parse
from vault_tools.core.rules.plan import LeftOut

_FAR = 21  # days: on the evening of a no nobody needs to read what is for next year


def speak_of_new(session: Session, kind: Kind, created: Created) -> None:
    """The paths to stdout, one a line; to stderr what happens next."""
    for path in dict.fromkeys((created.path, *created.made)):
        say(path)
    today = session.today
    if created.sent == "sent":
        tell("\nIt has gone out: the lead that was there is an application now.")
    elif created.sent:
        tell("\nIt went out without a plan; here it is.")
    if kind.event == "rejection":
        _comfort(created, today)
    elif created.planned:
        tell("\nNext:")
    _lines(created, today, far=_FAR if kind.event == "rejection" else None)
    if created.ending.closed:
        tell(f"\nCancelled, because {created.because or kind.because or 'it is over'}:")
        counted = Counter(plain(line.task.description) for line in created.ending.closed)
        for text, count in counted.items():
            tell(f"  {text}{f'  ({count} times)' if count > 2 else '  (twice)' if count > 1 else ''}")
    if created.ending.done:
        tell("\nTicked, because it is done with that:")
        for line in created.ending.done:
            tell(f"  {plain(line.task.description)}  ({line.note.path})")
    if created.ending.by_hand:
        tell("\nYours, and left as they are:")
        for line in created.ending.by_hand:
            tell(f"  {plain(line.task.description)}  ({line.note.path}:{line.at.line})")
    _left_out(created.left_out)
    tell_all(session)


def _comfort(created: Created, today: date) -> None:
    start = min((p.start for p, _ in created.planned if p.start), default=None)
    if start is not None and start > today:
        tell(
            f"\nI am sorry. Nothing to send before {day_word(start, today)}, and nothing to fix; the note has a page for you alone."
        )
    else:
        tell("\nI am sorry. The note has a page for you alone; the rest can be small.")
    if created.planned:
        tell("Then, one at a time:" if start is not None and start > today else "One at a time:")


def _lines(created: Created, today: date, *, far: int | None) -> None:
    """The planned lines by their day; of those that lie farther ahead only how many, and from when on."""
    planned = sorted(created.planned, key=lambda pair: pair[0].due)
    near = [pair for pair in planned if far is None or (pair[0].due - today).days <= far]
    later = planned[len(near) :]
    if len(later) == 1:
        near, later = planned, []
    for row in by_day(((one.due, _words(line)) for one, line in near), today):
        tell(row)
    if later:
        tell(
            wrapped(
                f"{'And' if near else 'There are'} {len(later)} {'more, ' if near else ''}from "
                f"{day(later[0][0].due, today)} on. They stand in the note, and come up when it is time."
            )
        )


def _words(line: str) -> str:
    task = parse(line)
    return plain(task.description) if task else line


def _left_out(left_out: tuple[LeftOut, ...]) -> None:
    past = tuple(dict.fromkeys(out.words for out in left_out if not out.at))
    if past:
        its = "its" if len(past) == 1 else "their"
        text = f"Left out, because {its} time has passed: {'; '.join(past)}."
        tell()
        tell(wrapped(text))
    still_open = [out for out in left_out if out.at]
    if still_open:
        steps = "; ".join(dict.fromkeys(out.words for out in still_open))
        notes = ", ".join(dict.fromkeys(out.at.partition("\0")[0] for out in still_open))
        tell()
        tell(wrapped(f"There already, so not written twice: {steps}. ({notes})"))
