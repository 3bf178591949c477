"""The command `draft`: print a letter, hand it on, keep it in its note, or mark it sent."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_channel, complete_id, complete_past_day
from vault_tools.cli.listing import tell_together
from vault_tools.cli.look import held_words
from vault_tools.cli.speech import relative
from vault_tools.commands import cautions, letters, sending
from vault_tools.commands.letters import Addressed, Wanted
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.search import Search
from vault_tools.core.wording import mail
from vault_tools.core.wording.drafts import Draft


def _complete_message(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from vault_tools.store.messages import message_names

    try:
        vault = at.session(ctx).vault
        names = message_names(vault.templates, vault.settings.language)
    except (VaultError, OSError):
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command(short_help="The words of a message: print, hand on, or mark as sent.")
@click.argument(
    "whom",
    metavar="ID",
    shell_complete=complete_id,
    help="The id, the beginning of one, words of the text, or a person's name.",
)
@click.option(
    "--message",
    metavar="NAME",
    shell_complete=_complete_message,
    help="Which words, such as congratulations.",
)
@click.option(
    "--about", default="", metavar="TEXT", help="What it is about: the occasion, what you found for them."
)
@click.option("--fresh", is_flag=True, help="From the notes as they are now, not as it stands in the note.")
@click.option("--write", is_flag=True, help="Keep it in the follow-up's note, folded, where you can edit it.")
@click.option("--mail", "to_mail", is_flag=True, help="Open it in your mail program.")
@click.option(
    "--eml",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write it as a draft that mail programs open.",
)
@click.option("--copy", is_flag=True, help="Put it on the clipboard.")
@click.option("--sent", is_flag=True, help="It is sent: tick the follow-up off, or log it with the person.")
@click.option(
    "--on", metavar="DAY", shell_complete=complete_past_day, help="The day it was sent, if not today."
)
@click.option(
    "--channel", metavar="NAME", shell_complete=complete_channel,
    help="How it was sent, for the log: email, linkedin, post.",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="For programs; what speaks against it goes to stderr.")
def draft(
    whom: str, message: str | None, about: str, fresh: bool, write: bool, to_mail: bool, eml: Path | None,
    copy: bool, sent: bool, on: str | None, channel: str | None,
    json_: bool,
) -> None:  # fmt: skip
    """The words of a message, filled from your notes.

    Once a draft stands in a note it is yours: edit it there, and this prints what you wrote.
    """
    if to_mail + (eml is not None) + copy > 1:
        raise click.UsageError("choose one of --mail, --eml and --copy.")
    if (on or channel) and not sent:
        raise click.UsageError("--on and --channel say how it was sent: add --sent.")
    current = at.session()
    when = at.past_day_given(on, current.today, "--on") if on else current.today
    search = current.search()
    wanted = Wanted(whom, message or "", about, fresh)
    to = letters.addressed(search, wanted, at.choose())
    f, like_it = to.follow_up, sum(key(whom) in key(other.text) for other in search.follow_ups)
    if f is not None and like_it > 1 and f.ripe > current.today:
        at.tell(f"The next one: {f.text} ({relative(f.ripe, current.today)})")
    if not sent or write or to_mail or eml or copy:
        to = letters.with_draft(current, search, to, wanted)
        if to.is_written and (about or write):
            there = to.follow_up.note if to.follow_up else "the note"
            at.tell(f"A draft stands in {there} already; --fresh renders it anew.")
        warned = _warn(current, search, to)
        if write and not to.is_written:
            at.say(sending.write_draft(current, to))
        if to_mail or eml or copy:
            _hand_on(to, eml, copy=copy, warned=warned)
        elif to.draft is not None and not write and not sent:
            if json_:
                from vault_tools.cli import records

                at.say(records.json_text(records.letter(to.draft)))
            else:
                at.say(to.draft.text)
    if f is not None and not json_ and not sent:
        tell_together(f, search)
    if sent:
        at.say(sending.sent(current, to, on=when, channel=channel or "", about=about))
    at.tell_all(current)


def _warn(current: Session, search: Search, to: Addressed) -> bool:
    """Say what speaks against sending it; whether anything does."""
    f = to.follow_up
    found = [c.text for c in cautions.look_again(current, search, to)]
    if f is not None and (held := held_words(f, current.today)):
        found.insert(0, f"It is {held}.")
    for caution in found:
        at.tell(f"Look again: {caution}")
    if not search.settings.name and not to.is_written:
        at.tell('Nobody has signed it: put name = "…" into vault.toml.')
    return bool(found)


def _hand_on(to: Addressed, eml: Path | None, *, copy: bool, warned: bool) -> None:
    assert to.draft is not None
    if eml is not None:
        _write_eml(to, to.draft, eml)
    elif copy:
        _copy(to.draft)
    else:
        _mail(to, to.draft, warned=warned)


def _write_eml(to: Addressed, words: Draft, file: Path) -> None:
    from vault_tools.store import write
    from vault_tools.store.outside import expanded

    path = expanded(file).absolute()
    if path.exists():
        raise VaultError(f"{file} already exists, and it is left as it is; give another name")
    if not to.address:
        at.tell(_no_address(to))
    write.create(path, mail.eml(to.name, to.address, words.subject, words.body))
    at.say(str(file))


def _copy(words: Draft) -> None:
    from vault_tools.cli import programs

    if not programs.copy(mail.plain_text(words.body)):
        raise VaultError(
            "nothing here can fill the clipboard (wl-copy, xclip, xsel, pbcopy, clip); "
            "leave --copy out and take it from the terminal, or write a file with --eml FILE"
        )
    at.say(f"On the clipboard{f'; its subject: {words.subject}' if words.subject else ''}")


def _mail(to: Addressed, words: Draft, *, warned: bool) -> None:
    from vault_tools.cli import programs

    if warned and not at.has_terminal():
        raise VaultError(
            "not opened: look at it again first. "
            "Change the draft in its note (--write puts it there), or use --eml FILE"
        )
    if warned and not at.confirm("Send it anyway?"):
        raise VaultError("not opened; change the draft in its note (--write puts it there)")
    if not to.address:
        at.tell(_no_address(to))
    link = mail.mailto(to.address, words.subject, words.body)
    if len(link) <= programs.LONGEST_LINK:
        programs.open_mail(link)
    else:
        programs.open_mail(mail.mailto(to.address, words.subject, ""))
        if programs.copy(mail.plain_text(words.body)):
            at.tell("It is too long for a mail link: the text is on the clipboard, paste it in.")
        else:
            at.tell(
                "It is too long for a mail link: here is the text, to be pasted in. "
                "`--eml FILE` takes any length."
            )
            at.say(words.body)
    whom = f" (to {to.address})" if to.address else ""
    at.say(f"Opened in your mail program: {words.subject or 'a message'}{whom}")


def _no_address(to: Addressed) -> str:
    where = f": {to.person.note} has no `email`" if to.person.note else ""
    return f"No address of {to.name} is known{where}."
