"""The values of a note in the making, from what was typed: defaults, what they link to, what we write ourselves."""

from __future__ import annotations

from functools import partial

from vault_tools.commands.belonging import Asker, belong
from vault_tools.commands.going_out import that_goes_out, with_its_people
from vault_tools.commands.making import Making, Request
from vault_tools.commands.met import round_that_was
from vault_tools.commands.session import Session
from vault_tools.commands.values import missing, needs, read_values
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.rules.playbook_names import links_to_no_kind
from vault_tools.core.rules.search import Search


def make_ready(session: Session, search: Search, kind: Kind, request: Request, asker: Asker) -> Making:
    """The values that were typed, the defaults, what they link to, and then the values that we write.

    Raises VaultError if one is missing, wrong, or names nothing or more than one thing.
    """
    for wrong in links_to_no_kind(kind, session.vault.kinds, partial(session.row, "kinds.toml"), makes=True):
        raise wrong
    made = Making(session, search, kind, request, read_values(kind, request.typed, search.today))
    for prop in kind.given():
        if prop.default and _is_empty(made.values.get(prop.name)) and request.typed.get(prop.name) is None:
            typed = made.wording.value(prop.default, made.context(), where=made.where(prop.name))
            made.values[prop.name] = read_values(kind, {prop.name: typed}, search.today)[prop.name]
    lacking = missing(kind, made.values)
    if lacking:
        raise VaultError(needs(kind, lacking))
    made.sent = that_goes_out(made)
    made.found = belong(search, kind, made.values, session.vault.kinds, asker, made.sent)
    if made.sent is not None:
        with_its_people(made, made.sent)
    made.joins = round_that_was(made, asker)
    for prop in kind.properties:
        if prop.value:
            text = made.wording.value(prop.value, made.context(), where=made.where(prop.name)).strip()
            made.values[prop.name] = text or None
    if request.brought is not None and request.brought.stage and "stage" in made.values:
        made.values["stage"] = request.brought.stage
    return made


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == []
