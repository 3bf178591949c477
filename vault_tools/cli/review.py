"""The review: what waits for a decision, one at a time, with single keys. It decides nothing by itself."""

from __future__ import annotations

from collections import Counter
from datetime import date

import click

from vault_tools.cli import context as at
from vault_tools.cli.opening import open_place
from vault_tools.cli.speech import day, relative, wrapped
from vault_tools.commands import closing, deeds, reviewing
from vault_tools.commands.opening import place_of_line
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import parse_day
from vault_tools.core.meaning.links import plain
from vault_tools.core.meaning.names import fit_to_type, note_name
from vault_tools.core.rules.review import NO_ANSWER, Item, Matter
from vault_tools.core.rules.search import Search

_KEYS = {"d": "done", "s": "another day", "x": "let go", "w": "words", "o": "open", "k": "skip", "q": "quit"}
_LEFT = {
    Matter.LATE: "dsxwokq", Matter.OVERDUE: "dsxwokq", Matter.COLD: "dsxwokq", Matter.OFFER: "xokq",
    Matter.STALE: "sxokq", Matter.OVER: "dxokq", Matter.UNREAD: "okq",
}  # fmt: skip
_OTHERWISE = {
    (Matter.STALE, "x"): "close it",
    (Matter.OFFER, "x"): "how it ended",
    (Matter.STALE, "s"): "come back to it",
}
_SAID = {"d": "done", "s": "moved", "x": "let go", "c": "closed", "k": "skipped"}


@click.command(short_help="Go through what waits, one at a time.")
def review() -> None:
    """Go through what is overdue, silent, over or unreadable, one at a time, with single keys.

    Every answer is done at once and can be undone. Quit, or Ctrl-C, whenever you like.
    """
    if not at.has_terminal():
        raise click.UsageError(
            "review asks about one thing at a time, so it needs a terminal; "
            "`vault due --all` lists what there is."
        )
    current = at.session()
    walk = _Walk(current)
    try:
        walk.go()
    except (KeyboardInterrupt, EOFError) as stopped:
        at.tell()
        walk.sum_up()
        raise click.Abort from stopped
    walk.sum_up()


class _Walk:
    """One walk through the review, with what was decided on the way."""

    def __init__(self, current: Session) -> None:
        self._session = current
        self._seen: set[str] = set()
        self._count: Counter[str] = Counter()

    def go(self) -> None:
        while True:
            search, every = reviewing.waiting(self._session)
            ahead = [item for item in every if item.id not in self._seen]
            if not ahead:
                return
            self._seen.add(ahead[0].id)
            self._show(ahead[0], search, len(ahead))
            if not self._decide(ahead[0], search):
                return

    def sum_up(self) -> None:
        """What was done, and what remains."""
        _, every = reviewing.waiting(self._session)
        done = ", ".join(f"{count} {what}" for what, count in self._count.items() if what != _SAID["k"])
        at.tell()
        if done:
            at.say(f"{done[0].upper()}{done[1:]}. `vault undo` takes back the last.")
        if every:
            at.say(f"{len(every)} {'is' if len(every) == 1 else 'are'} left, for another day.")
        elif done or self._count:
            at.say("Nothing else waits.")
        else:
            at.say("Nothing waits for a decision. Everything is in its place.")

    def _show(self, item: Item, search: Search, ahead: int) -> None:
        at.tell()
        at.tell(wrapped(_title(item)), bold=True)
        left = "the last one" if ahead == 1 else f"{ahead - 1} more"
        at.tell(wrapped(f"  {_detail(item, search.today)}   ({left})", indent="  "))

    def _decide(self, item: Item, search: Search) -> bool:
        """Ask until it is decided; False to quit."""
        keys = _LEFT[item.matter]
        while True:
            at.tell("  " + "  ".join(f"{k} {_OTHERWISE.get((item.matter, k), _KEYS[k])}" for k in keys))
            pressed = click.getchar().lower()
            if pressed in ("\x03", "\x04", "\x1a"):
                raise KeyboardInterrupt
            if len(pressed) != 1 or pressed not in keys:  # two keys may come at once
                continue
            if pressed == "q":
                return False
            try:
                said = self._act(pressed, item, search)
            except VaultError as error:
                at.tell(f"  {error}")
                continue
            except click.Abort:
                raise KeyboardInterrupt from None
            at.tell_all(self._session)
            if said:
                self._count[said] += 1
                return True

    def _act(self, pressed: str, item: Item, search: Search) -> str:
        """Do it; what was done in a word, or nothing if the question stands."""
        if pressed == "k":
            return _SAID["k"]
        if pressed == "o":
            open_place(self._session.vault, place_of_line(self._session, item.note, item.line))
            return ""
        if pressed == "w":
            self._words(item, search)
            return ""
        return {"d": self._done, "s": self._later, "x": self._let_go}[pressed](item)

    def _done(self, item: Item) -> str:
        if item.task is not None:
            reviewing.complete_line(self._session, item.id)
        else:
            deeds.complete(self._session, [item.id])
        return _SAID["d"]

    def _later(self, item: Item) -> str:
        until = _asked_day(self._session.today)
        if until is None:
            return ""
        if item.application is not None:
            reviewing.come_back(self._session, item.note, until)
        else:
            deeds.snooze(self._session, [item.id], until)
        at.tell(f"  {day(until, self._session.today)}")
        return _SAID["s"]

    def _let_go(self, item: Item) -> str:
        if item.application is not None:
            return self._close(item)
        why = _asked(f"  Why ({'n' if item.because else 'Enter'} goes back)", item.because)
        if (
            len(why) < 2 or why.lower() == "no"
        ):  # a key that slipped, or a second thought: no reason to let it go
            return ""
        if item.task is not None:
            reviewing.drop_line(self._session, item.id, why)
        else:
            deeds.drop(self._session, [item.id], why)
        return _SAID["x"]

    def _close(self, item: Item) -> str:
        assert item.application is not None
        if item.matter is Matter.OFFER:
            name = fit_to_type(item.application.note.name)
            at.tell(f'  Taken: vault close "{name}" --as accepted')
            at.tell(f'  Declined: vault close "{name}" --as declined')
            return ""
        answer = _asked(
            "  No reply, or withdrawn (n, w; anything else goes back)",
            "n" if (item.silent or 0) >= NO_ANSWER else "",
        ).lower()
        stage = {
            "n": "no-reply",
            "no reply": "no-reply",
            "no-reply": "no-reply",
            "w": "withdrawn",
            "withdrawn": "withdrawn",
        }.get(answer)
        if stage is None:
            return ""
        end = closing.close_application(self._session, item.note, stage, self._session.today)
        for line in end.by_hand:
            at.tell(f"  Yours, and left as it is: {plain(line.task.description)}")
        return _SAID["c"]

    def _words(self, item: Item, search: Search) -> None:
        from vault_tools.commands.drafting import draft_of

        draft = draft_of(self._session, search, item.follow_up)[0] if item.follow_up is not None else None
        at.tell_all(self._session)
        at.tell("" if draft else "  There are no words for this one.")
        if draft is not None:
            at.tell(draft.text)
            at.tell()


def _title(item: Item) -> str:
    if item.follow_up is not None:
        return item.follow_up.text
    if item.task is not None:
        return plain(item.task.task.description)
    if item.application is not None:
        return item.application.note.name
    return f"{item.note}, line {item.line}"


def _detail(item: Item, today: date) -> str:
    where = note_name(item.note)
    f = item.follow_up
    match item.matter:
        case Matter.LATE:
            assert f is not None
            return f"Do it, move it, or let it go: {relative(f.ripe, today)}. {f.application or f.company or where}"
        case Matter.OVERDUE:
            assert f is not None
            return f"{relative(f.ripe, today)}. {f.application or f.company or where}"
        case Matter.OFFER:
            return f"They wanted an answer by {day(item.day, today) if item.day else 'now'}."
        case Matter.COLD:
            return f"{item.silent} days since you were in touch."
        case Matter.STALE:
            return _silence(item)
        case Matter.OVER:
            return f"Still open, but {item.because}. {where}"
        case Matter.UNREAD:
            return f"It could not be read: {item.because}"


def _silence(item: Item) -> str:
    if item.silent is None:
        return "No next step, and nothing was sent or said yet: apply, or let it go."
    hint = " Close it as no reply?" if item.silent >= NO_ANSWER else ""
    return f"No next step, and nothing for {item.silent} days.{hint}"


def _asked(question: str, default: str = "") -> str:
    said: str = click.prompt(question, default=default, show_default=bool(default), err=True)
    return " ".join(said.split())


def _asked_day(today: date) -> date | None:
    """A day to come; Enter alone goes back to the question."""
    while True:
        said = _asked("  When (tomorrow, fri, +3d, 2w, a date)")
        if not said:
            return None
        try:
            when = parse_day(said, today)
        except VaultError as error:
            at.tell(f"  {error}")
            continue
        if when > today:
            return when
        at.tell("  That is not a day to come.")
