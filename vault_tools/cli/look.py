"""Looking: due, next, show. These read the vault and write nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_id, complete_span
from vault_tools.cli.speech import day, relative, wrapped

if TYPE_CHECKING:
    from datetime import date

    from vault_tools.core.model import FollowUp
    from vault_tools.core.rules.appointments import Appointment
    from vault_tools.core.rules.board import Board
    from vault_tools.core.rules.search import Search


@click.command()
@click.option(
    "--within", metavar="TIME", shell_complete=complete_span, help="Look ahead as well: 7d, 2w, or a day."
)
@click.option("--all", "everything", is_flag=True, help="Every open follow-up with a date, and what is held.")
@click.option("--json", "json_", is_flag=True, help="For programs; the format is in docs/formats.md.")
def due(within: str | None, everything: bool, json_: bool) -> None:
    """List what is overdue and due today."""
    from vault_tools.cli.listing import list_follow_ups, tell_problems, tell_quiet

    current = at.session()
    days = 0
    if within is not None:
        days = (at.day_given(within, current.today, "--within") - current.today).days
        if days < 0:
            raise click.UsageError("--within looks ahead: give 7d, 2w, or a day to come.")
    found = current.follow_ups(days, everything=everything)
    if json_:
        from vault_tools.cli.records import pieces_of

        for piece in pieces_of(found):
            at.say(piece)
    else:
        from vault_tools.core.meaning.dates import shift
        from vault_tools.core.rules.appointments import YEAR, appointments, ready_first
        from vault_tools.core.rules.quiet import left_unsaid, with_others
        from vault_tools.core.rules.ranking import is_long_late, ranked

        search = current.last or current.search()
        unsaid = () if everything else left_unsaid(search, found)
        waits = {f.id for f in unsaid}
        told = [f for f in found if f.id not in waits]
        now = [f for f in told if f.ripe <= current.today and not f.is_held]
        urgent = with_others(search, now) if search.is_cooling() else ()
        first = {f.id for f in urgent}
        rest = sorted(ready_first(search, ranked([f for f in now if f.id not in first])), key=is_long_late)
        listed, far = {f.id for f in now}, None if everything else shift(current.today, days)
        later = [f for f in told if f.id not in listed and (far is None or f.ripe <= far)]
        # what stands in the fold of the dashboard is not asked for on such an evening, only counted
        is_folded = bool(search.is_cooling()) and not days and not everything
        said = [*urgent, *later] if is_folded else [*urgent, *rest, *later]
        waiting = len(unsaid) + (len(rest) if is_folded else 0)
        meetings = appointments(search, YEAR if everything else days)
        nothing = "Nothing is due. `vault due --within 7d` looks ahead."
        if everything:
            nothing = "Nothing that is open has a date."
        elif days:
            nothing = f"Nothing is due until {day(shift(current.today, days), current.today)}."
        list_follow_ups(said, meetings, search, current.vault.root, nothing)
        if (said or meetings) and waiting:
            tell_quiet(search, waiting)
    tell_problems(current.problems)


@click.command("next")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def next_(json_: bool) -> None:
    """Show the one thing to do first."""
    from vault_tools.cli.listing import tell_problems
    from vault_tools.commands.counting import keep_count
    from vault_tools.core.meaning.dates import day_word
    from vault_tools.core.meaning.names import fit_to_type
    from vault_tools.core.rules.appointments import leading
    from vault_tools.core.rules.board import board
    from vault_tools.core.rules.quiet import sends
    from vault_tools.core.wording.meeting import meeting_words

    current = at.session()
    search = current.search()
    today = board(search)
    keep_count(current, today)
    first = today.first
    if json_:
        from vault_tools.cli.records import follow_ups, json_text

        at.say(json_text(follow_ups((first,) if first else ())))
        return
    lead = leading(today.appointments, current.today)
    if lead is not None:
        at.say(f"{meeting_words(lead)}, {lead.company}  ({relative(lead.day, current.today)})")
        if lead.day < current.today and lead.application is not None:
            at.tell(
                f'How did it end? vault close "{fit_to_type(lead.application.note.name)}" --as accepted, or --as declined.'
                f" If they gave you longer, put the day into respond_by: {lead.note.path}"
            )
    if first is not None:
        _say_first(first, lead, today, search)
    if today.quiet:
        quiet = today.quiet[0]
        is_more = sends(search, (f for f in today.with_others if f.ripe <= current.today))
        if is_more and first is None:
            at.say("What cannot wait, `vault due` lists.")
        at.say(
            f"Nothing {'else ' * is_more}to send before {day_word(quiet.ends, current.today)}. "
            f"{quiet.company} said no; be angry, be sad, let it out."
        )
    elif first is None:
        _say_nothing(today, is_all=lead is None)
    else:
        tell_problems(current.problems)


def _say_first(first: FollowUp, lead: Appointment | None, today: Board, search: Search) -> None:
    """The first thing to do, before or after what has a date with others today."""
    from vault_tools.cli.listing import tell_together
    from vault_tools.core.rules.apart import apart, named
    from vault_tools.core.rules.appointments import is_before

    when = ""
    if lead is not None:
        after = "Then" if lead.is_answer else "Afterwards"
        when = f"{'Before it' if is_before(search, first, lead) else after}: "
    told = apart((*today.overdue, *today.due_today), search.applications)
    at.say(f"{when}{named(first, told)}  ({relative(first.ripe, search.today)}, {first.id})")
    has_words = first.step is not None and search.playbook.steps[first.step].message
    if first.has_draft or (has_words and first.person is not None):
        at.tell(f"The words: vault draft {first.id}")
    tell_together(first, search)


def _say_nothing(today: Board, *, is_all: bool) -> None:
    """That nothing is due, or nothing else, and what comes next."""
    said = [
        "Nothing else is due." if not is_all else "Nothing new is due." if today.late else "Nothing is due."
    ]
    if today.week and is_all:
        coming = today.week[0]
        said.append(f"The next thing is {relative(coming.ripe, today.today)}: {coming.text}")
    at.say(" ".join(said))
    if today.late:
        long = "One thing is" if len(today.late) == 1 else f"{len(today.late)} things are"
        at.tell(f"{long} long late: `vault review` asks whether to do it, move it, or let it go.")


@click.command(short_help="What, why, who recommends it, and the words.")
@click.argument("id", shell_complete=complete_id, help="The id, the beginning of one, or words of the text.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def show(id: str, json_: bool) -> None:
    """Show one follow-up: what, why, who recommends it, and its words."""
    from vault_tools.cli.listing import tell_together
    from vault_tools.commands.drafting import draft_of, role_of
    from vault_tools.core.model import Origin
    from vault_tools.core.rules.applications import Person
    from vault_tools.core.rules.picking import pick_follow_up

    current = at.session()
    search = current.search()
    follow_up = pick_follow_up(search, id, at.choose())
    draft, step = draft_of(current, search, follow_up)
    if json_:
        from vault_tools.cli import records

        at.say(records.json_text(records.shown(follow_up, step, draft)))
        return
    at.say(follow_up.text, bold=True)
    is_word = follow_up.origin is Origin.CADENCE and follow_up.ripe < current.today
    when = "and a word would do" if is_word else relative(follow_up.ripe, current.today)
    due = f"due {day(follow_up.due, current.today)}"
    at.say(f"  {due if follow_up.waits_for_an_end else f'{due}, {when}'}   {follow_up.id}")
    at.say(f"  {follow_up.note}:{follow_up.line}" if follow_up.line is not None else f"  {follow_up.note}")
    if held := held_words(follow_up, current.today):
        at.say(f"  {held}")
    if step is not None:
        role = role_of(
            search.applications.get(follow_up.application_note or ""),
            Person(follow_up.person or "", follow_up.person_note),
        )
        at.say("\n" + wrapped(step.why))
        for source in step.source:
            article = search.playbook.sources.get(source)
            if article is not None:
                at.say(wrapped(f"  {source}  “{article.title}”, {article.by}", indent="      "))
        if not step.source:
            at.say("  No article says this; it is our own advice.")
        for name, setting in search.playbook.settings.items():
            if name in step.setting or f"settings.{name}" in "".join(step.text):
                at.say(
                    f"\nWhere they disagree: {setting.question}  ({name} = {getattr(search.settings, name)})"
                )
                for choice, who in setting.choices.items():
                    at.say(wrapped(f"  {choice}: {who}", indent="    "))
        for part in search.playbook.parts_of(step.id, search.settings):
            if "self" in part.who or role in part.who:
                at.say("\n" + wrapped(f"In the same breath: {part.text[0]}. {part.why}"))
        for kind in current.vault.kinds.values():
            if step.id in kind.completes:
                at.say(f"\nWrite it down with `vault new-{kind.name}`; that ticks it off.")
    if follow_up.origin is Origin.CADENCE:
        _show_relationship(search, follow_up)
    if draft is not None:
        at.say(f"\n{'-' * 60}")
        at.say(draft.text)
        at.say("-" * 60)
    tell_together(follow_up, search)
    at.tell_all(current)


def _show_relationship(search: Search, follow_up: FollowUp) -> None:
    """What a word to somebody rests on: the last contact, the stock, and what else one might write for."""
    from vault_tools.core.rules.cheesecakes import fitting

    cadence = next(c for c in search.cadences if c.contact.path == follow_up.note)
    ago = {0: "today", 1: "yesterday"}.get(days := (search.today - cadence.last).days, f"{days} days ago")
    often = f"a word every {cadence.tier.ideal} days, after {cadence.tier.longest} it is going cold"
    at.say("\n" + wrapped(f"Last contact {day(cadence.last, search.today)}, {ago}: {often}."))
    offer = next(iter(fitting(search, follow_up.note)), None)
    if offer is not None:
        whom = "for them" if offer.people else "for anybody"
        at.say(wrapped(f"From your stock, {whom}: {offer.words}  ({offer.note}:{offer.line})", indent="  "))
        at.say(
            wrapped(f"`vault done {follow_up.id} --cheesecake` keeps in mind that they had it.", indent="  ")
        )
    for hint in search.playbook.of_event("contact", "hint"):
        at.say(wrapped(f"Or: {hint.text[0]} {hint.why}", indent="  "))


def held_words(f: FollowUp, today: date) -> str:
    """Until when it is held and why, as the end of a sentence; nothing if it is not."""
    if f.held_because is None or f.held_until is None:
        return ""
    until = "for now" if f.waits_for_an_end else f"until {day(f.held_until, today)}"
    return f"held {until}: {_HELD[f.held_because.value]}"


_HELD = {
    "cooling-off": "the cool-off after a no",
    "turn": "an earlier step, of the same series or to the same person, is open",
    "resting": "you were in touch not long ago; let it rest",
    "event": "the interview is still to come",
    "open-there": "another application there is open",
}
