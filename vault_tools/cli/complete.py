"""What the shell offers behind a Tab: applications, people, companies, ids. Never fails, never writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vault_tools.core.errors import VaultError

if TYPE_CHECKING:  # only a shell that asks pays for these
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from vault_tools.core.rules.search import Search

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

CHANNELS = ("email", "call", "coffee", "linkedin", "post")  # the usual ones; a log takes any word
_NEAR = 14  # days ahead that are offered before anything is typed


def complete_link(kind: str, choices: tuple[str, ...]) -> Complete:
    """Notes of a kind by name (open applications first), or words to choose from."""

    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from vault_tools.core.meaning.names import key, printable

        if not kind:
            return [CompletionItem(c) for c in choices if c.startswith(incomplete)]
        search = _search(ctx)
        if search is None:
            return []
        notes = sorted(search.catalogue.of_type(kind), key=lambda n: n.name)
        if kind == "application":
            ended = {path for path, a in search.applications.items() if a.is_ended}
            notes = [n for n in notes if n.path not in ended] or notes
        return [CompletionItem(printable(n.name)) for n in notes if key(incomplete) in key(n.name)]

    return complete


def complete_appointment(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Interviews and answers ahead, with their day as help where the shell shows one."""
    from click.shell_completion import CompletionItem

    from vault_tools.core.meaning.names import key, printable
    from vault_tools.core.rules.appointments import YEAR, appointments

    search = _search(ctx)
    found = appointments(search, YEAR) if search is not None else ()
    return [
        CompletionItem(printable(a.note.name), help=f"{a.day:%A}, {a.day}")
        for a in found
        if key(incomplete) in key(a.note.name)
    ]


complete_channel = complete_link("", CHANNELS)


def complete_id(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Open follow-ups: the id, with its text as help where the shell shows one."""
    from click.shell_completion import CompletionItem

    from vault_tools.core.meaning.names import printable
    from vault_tools.core.rules.apart import apart, named

    search = _search(ctx)
    if search is None:
        return []
    given = set(ctx.params.get("ids") or ())
    found = [f for f in search.follow_ups if f.id.startswith(incomplete) and f.id not in given]
    if not incomplete:  # a list that fits on a screen; whoever types a letter looks for something else
        found = [f for f in found if f.overdue_days or (f.due - search.today).days <= _NEAR] or found
    told = apart(found, search.applications)
    return [CompletionItem(f.id, help=f"{f.due} {printable(named(f, told))}") for f in found]


def complete_place(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Notes by name, then follow-ups by id."""
    from click.shell_completion import CompletionItem

    from vault_tools.core.meaning.names import key, printable

    search = _search(ctx)
    if search is None:
        return []
    names = sorted({printable(n.name) for n in search.catalogue.notes if key(incomplete) in key(n.name)})
    return [*(CompletionItem(name) for name in names), *complete_id(ctx, param, incomplete)]


def complete_day(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Days to come, in the words that are shortest to type."""
    from click.shell_completion import CompletionItem

    words = ("today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "+3d", "1w", "2w", "1m")
    return [CompletionItem(w) for w in words if w.startswith(incomplete)]


def complete_past_day(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Days that are past, those before yesterday by their date: it says which one is meant."""
    from click.shell_completion import CompletionItem

    from vault_tools.cli.context import today_and_now
    from vault_tools.core.meaning.dates import shift

    words: list[tuple[str, str | None]] = [("today", None), ("yesterday", None)]
    try:
        today, _ = today_and_now(ctx.find_root().params.get("today"))
        words += [(day.isoformat(), f"{day:%A}") for ago in range(2, 8) for day in (shift(today, -ago),)]
    except (VaultError, click.UsageError):
        pass
    return [CompletionItem(word, help=weekday) for word, weekday in words if word.startswith(incomplete)]


def complete_span(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """How far to look ahead."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(w) for w in ("3d", "7d", "2w", "1m", "3m") if w.startswith(incomplete)]


def _search(ctx: click.Context) -> Search | None:
    from vault_tools.cli.context import session

    try:
        return session(ctx).search()
    except (VaultError, OSError, click.UsageError):  # also a day to play that is none
        return None
