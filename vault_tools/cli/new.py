"""The commands `new-…`, made from the kinds of the vault: options, questions at a terminal, help, completion."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_day, complete_link, complete_past_day
from vault_tools.cli.extra import Extra, extras, quotes_for
from vault_tools.cli.news import speak_of_new
from vault_tools.commands.people_typed import people_typed, with_people_apart
from vault_tools.commands.session import Session
from vault_tools.commands.values import missing, needs, read_value
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.kinds import Kind, Property
from vault_tools.core.meaning.names import fit_to_type, one_line
from vault_tools.core.rules.picking import pick_application, pick_note
from vault_tools.store.locate import find_vault
from vault_tools.store.templates import load_kinds
from vault_tools.store.vault import Vault


def kinds_here(ctx: click.Context) -> dict[str, Kind]:
    """The kinds for a listing: where the vault's own are broken that is told, and the package's stand in."""
    try:
        return _kinds(ctx)
    except VaultError as error:
        if ctx.find_root().meta.setdefault("vault_tools.broken_kinds", error) is error:
            at.tell(f"vault: {error}")
        return load_kinds(None)


def _kinds(ctx: click.Context) -> dict[str, Kind]:
    """The kinds of the vault that is meant; those of the package where there is none."""
    try:
        root = find_vault(ctx.find_root().params.get("vault"), Path.cwd())
    except VaultError:
        return load_kinds(None)
    return Vault(root).kinds


def command_for(ctx: click.Context, name: str) -> click.Command | None:
    """`new-<kind>`. A vault whose kinds are broken refuses to run it, and still shows its help."""
    try:
        kind = _kinds(ctx).get(name)
    except VaultError:
        kind = load_kinds(None).get(name)
        if kind is None:
            raise
    if kind is None:
        return None
    params: list[click.Parameter] = [_parameter(p) for p in kind.given()]
    if kind.moves is not None and not kind.moves.closed:
        params.append(
            click.Option(["--reopen"], is_flag=True, help="The application had ended, and goes on.")
        )

    if kind.takes:
        params.append(
            click.Option(
                ["--from", "posting"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="A posting saved from the browser: fills what it says, and keeps a copy.",
            )
        )
    params.append(
        click.Option(["--json", "json_"], is_flag=True, help="Say what was made as JSON, for programs.")
    )

    def run(**typed: Any) -> None:
        from vault_tools.commands.new import Request, new_note

        current = at.session()
        _refuse_extra(kind, typed, click.get_current_context(), current.today)
        _refuse_unread(kind, typed, current.today)
        typed = _with_people(kind, typed, current)
        json_ = bool(typed.pop("json_", False))
        reopen = bool(typed.pop("reopen", False))
        brought = None
        if (file := typed.pop("posting", None)) is not None:
            from vault_tools.commands.posting import filled_from

            typed, brought = filled_from(current, kind, typed, file)
        asked = _asked(kind, typed, current) if at.has_terminal() else typed
        _refuse_missing(kind, asked)
        created = new_note(current, Request(kind.name, asked, reopen, brought), at.asker())
        if json_:
            from vault_tools.cli import records

            at.say(records.json_text(records.created(created)))
            at.tell_all(current)
            return
        speak_of_new(current, kind, created)

    return click.Command(
        f"new-{name}", params=params, callback=run, help=kind.help, short_help=kind.help,
        context_settings={"allow_extra_args": True},
    )  # fmt: skip


def _parameter(prop: Property) -> click.Parameter:
    complete = complete_link(prop.link, prop.choices)
    if prop.type in ("date", "datetime") and not prop.choices:
        complete = complete_past_day if prop.past else complete_day
    help_ = f"{prop.help} [[Name]] means the note of that name." if prop.link and prop.make else prop.help
    if prop.argument:
        return click.Argument(
            [prop.name], required=False, metavar=prop.name.upper(), shell_complete=complete, help=prop.help
        )
    names = [f"--{prop.flag}", prop.name]
    if prop.type == "checkbox":
        names[0] = "/".join(f"--{flag}" for flag in prop.flags)
        return click.Option(names, default=None, help=prop.help)
    metavar = {"date": "DAY", "datetime": "WHEN", "number": "NUMBER"}.get(prop.type, "TEXT")
    return click.Option(
        names, multiple=prop.type == "list", metavar=metavar, help=help_, shell_complete=complete
    )


def _asked(kind: Kind, typed: dict[str, Any], current: Session) -> dict[str, Any]:
    """Ask for what has a question and was not given, and again where an answer cannot be read.

    Enter takes the suggestion, or leaves it out.
    """
    out = dict(typed)
    asked = [p for p in kind.given() if p.ask and out.get(p.name) in (None, (), "")]
    if asked:  # which one is meant comes first: nobody should answer questions about what is refused then
        for prop in kind.given():
            if prop.link and not prop.make and (out.get(prop.name) or _is_none_there(prop, current)):
                out[prop.name] = _meant(prop, str(out.get(prop.name) or ""), current)
    for prop in asked:
        if prop.type == "checkbox":
            settles = any(p.unless == prop.name and not out.get(p.name) for p in kind.given())
            out[prop.name] = click.confirm(prop.ask, default=settles, err=True)
            continue
        known = {"{{ now }}": "now", "{{ today }}": "today"}
        suggestion = prop.suggest or known.get(prop.default, "" if "{{" in prop.default else prop.default)
        answer = click.prompt(
            prop.ask, default=suggestion or (None if prop.required and not prop.unless else ""), show_default=bool(suggestion), err=True,
            value_proc=lambda text, prop=prop: _checked(prop, text, current),
        )  # fmt: skip
        out[prop.name] = answer or None
    return out


def _is_none_there(prop: Property, current: Session) -> bool:
    """Whether a note is needed and there is none to choose from: no answer would do, and what comes first is said."""
    return prop.required and not any(current.search().catalogue.of_type(prop.link))


def _checked(prop: Property, text: str, current: Session) -> Any:
    """The answer as it is passed on; what cannot be read, or is only blanks where one is needed, is asked again."""
    if prop.required and not prop.unless and not one_line(text):
        raise click.UsageError("something has to stand here")
    try:
        if prop.type == "list":
            return (
                people_typed(prop, text, current)
                if prop.make
                else tuple(filter(None, map(str.strip, text.split(","))))
            )
        if text == "now":
            return ""
        value = read_value(prop, text, current.today)
        if isinstance(value, date):
            at.refuse_far(value, current.today, f"--{prop.flag}")
        if prop.link and not prop.make and text:
            return _meant(prop, text, current)
    except VaultError as error:
        raise click.UsageError(str(error)) from None
    return text


def _with_people(kind: Kind, typed: dict[str, Any], current: Session) -> dict[str, Any]:
    """What was typed, with each person by themselves where one option names several; else it is misuse."""
    try:
        return with_people_apart(kind, typed, current)
    except VaultError as error:
        raise click.UsageError(f"{error}.") from None


def _meant(prop: Property, text: str, current: Session) -> str:
    """The name of the note that a piece of it means."""
    if prop.link == "application":
        return pick_application(current.search(), text, at.choose()).note.name
    return pick_note(current.search(), text, prop.link, at.choose()).name


def _is_day(prop: Property, words: str, today: date) -> bool:
    try:
        return prop.type in ("date", "datetime") and read_value(prop, words, today) is not None
    except VaultError:
        return False


def _refuse_unread(kind: Kind, typed: dict[str, Any], today: date) -> None:
    """An option that cannot be read is misuse, before anything is asked or looked at."""
    try:
        for prop in kind.given():
            value = read_value(prop, typed.get(prop.name), today)
            if isinstance(value, date):
                at.refuse_far(value, today, f"--{prop.flag}")
    except VaultError as error:
        raise click.UsageError(f"{error}.") from None


def _refuse_extra(kind: Kind, typed: dict[str, Any], ctx: click.Context, today: date) -> None:
    """Words that nothing takes: said by the quotes that they need, or the option that is still missing."""
    if not ctx.args:
        return
    words, found = one_line(" ".join(ctx.args)), extras(ctx)
    way = _way(kind, typed, found, words, today)
    raise click.UsageError(f"'{words}' is more than new-{kind.name} takes. {way}")


def _way(kind: Kind, typed: dict[str, Any], found: tuple[Extra, ...], words: str, today: date) -> str:
    """How it is typed. Behind an option stands the rest of its value, unless it is a day that is still missing."""
    given = {p.name: p for p in kind.given()}
    quotes = quotes_for(found)
    behind = [given[extra.option.name] for extra in found if extra.option and extra.option.name in given]
    one_day = behind and all(
        _is_day(prop, extra.whole, today) for prop, extra in zip(behind, found, strict=False)
    )
    days = [p for p in given.values() if not typed[p.name] and _is_day(p, words, today)]
    if quotes and behind and (one_day or not days):
        return quotes
    lacking = days or [p for p in missing(kind, typed) if not p.argument]
    bare = [word for extra in found for word in extra.words if extra.behind is None]
    if len(bare) == len(lacking) > 1 and any(
        " " in word for word in bare
    ):  # in quotes, so each is one of them
        each = " ".join(
            f'--{prop.flag} "{fit_to_type(word)}"' for prop, word in zip(lacking, bare, strict=True)
        )
        return f"Say what each is: {each}."
    if lacking:
        return f'Say what it is: --{lacking[0].flag} "{fit_to_type(words)}".'
    company = given.get("company")
    if not quotes and company is not None and not company.argument and not typed[company.name]:
        return f'Say what it is with an option, such as --{company.flag} "{fit_to_type(words)}".'
    return quotes or "Say what it is with an option."


def _refuse_missing(kind: Kind, typed: dict[str, Any]) -> None:
    if lacking := missing(kind, typed):
        raise click.UsageError(f"{needs(kind, lacking)}.")
