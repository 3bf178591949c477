"""Other notes that a new one makes in the same deed, by `[[kind.also]]`. They change nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vault_tools.commands.belonging import Asker
from vault_tools.commands.making import Making, Request
from vault_tools.commands.page import text_of_page
from vault_tools.commands.placing import path_of
from vault_tools.commands.readying import make_ready
from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning.kinds import Also
from vault_tools.core.rules.plan import Plan


class Beside(NamedTuple):
    """One note more: where it goes and what it says."""

    path: str
    text: str
    made: Making


def notes_beside(made: Making, asker: Asker) -> Iterator[Beside]:
    """The notes whose condition holds. One that is there already is told, and not made twice."""
    for also in made.kind.also:
        if also.when and not made.holds(also.when, [made.kind], made.where("also")):
            continue
        other = _ready(made, also, asker)
        try:
            path = path_of(other)
        except TemplateError:
            raise
        except VaultError as error:
            made.found.told.append(f"No {also.kind} was written down beside it: {error}")
            continue
        made.found.told.extend(other.found.told)
        yield Beside(path, text_of_page(other, path, Plan(), (), 0), other)


def _ready(made: Making, also: Also, asker: Asker) -> Making:
    kind = made.session.vault.kinds.get(also.kind)
    if kind is None:
        name = made.kind.name
        where = made.session.row("kinds.toml", name, "also", "kind")
        raise TemplateError(f"{where}: [{name}] also: there is no kind '{also.kind}' to make beside it")
    typed = {
        name: made.wording.value(value, made.context(), where=made.where("also")).strip()
        for name, value in also.values.items()
    }
    return make_ready(made.session, made.search, kind, Request(also.kind, typed), asker)
