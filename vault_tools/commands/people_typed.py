"""People as one types them: each by themselves where one text names several. Asks nobody, and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.kinds import Kind, Property
from vault_tools.core.meaning.names import one_line, people_in


def with_people_apart(kind: Kind, typed: Mapping[str, Any], session: Session) -> dict[str, Any]:
    """What was typed, with each person by themselves where one text names several.

    Raises VaultError where a text may be one person or two, or is two where one is taken.
    """
    out = dict(typed)
    for prop in kind.given():
        given = typed.get(prop.name)
        if not (prop.make and prop.link == "contact" and given):
            continue
        if prop.type == "list":
            texts = (given,) if isinstance(given, str) else given
            out[prop.name] = tuple(name for text in texts for name in people_typed(prop, text, session))
        elif len(people_in(given)) > 1 and not _is_known(given, session):
            raise VaultError(f"--{prop.flag}: '{one_line(given)}' is more than one person, and it takes one")
    return out


def people_typed(prop: Property, text: str, session: Session) -> tuple[str, ...]:
    """The people whom an answer or an option names. Raises VaultError where it may be one person or two."""
    if "[[" in text or not re.search(r"[,;]| and ", text) or _is_known(text, session):
        return (text,) if text.strip() else ()
    names = people_in(text)
    if not names and one_line(text).strip(",; "):
        raise VaultError(
            f"--{prop.flag}: '{one_line(text)}' may be one person or several; write each name as one says it, "
            'with a semicolon between two: "Dana Lee; Bob"'
        )
    return names


def _is_known(name: str, session: Session) -> bool:
    """Whether a note is called just so."""
    return bool(session.search().catalogue.named(one_line(name)))
