"""What `vault.toml` names and the vault does not have: folders, a tag, letters in a language. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.settings import Settings
from vault_tools.core.wording.drafts import folders_of
from vault_tools.store.locate import setting_in
from vault_tools.store.templates import shipped

_TAG = re.compile(r"#*[^\s#,;.!?()\[\]]+")


def unmet(session: Session, search: Search) -> Iterator[VaultError]:
    """Every setting that meets nothing, with its line and the way out."""
    vault = session.vault
    settings, where, root = vault.settings, setting_in(vault.root), vault.root
    scope = settings.follow_ups
    for name, folders in (("include", scope.include), ("exclude", scope.exclude)):
        for folder in folders:
            has_notes = any(key(n.path).startswith(f"{key(folder)}/") for n in search.catalogue.notes)
            if folder == "." or not (has_notes or (root / folder).is_dir()):
                yield VaultError(
                    f"{where('follow_ups', name)}: [follow_ups] {name}: there is no folder '{folder}' in the vault; "
                    'name one from its root, such as "Work"'
                )
    if scope.tag and not _TAG.fullmatch(scope.tag):
        yield VaultError(
            f"{where('follow_ups', 'tag')}: [follow_ups] tag is one tag, such as \"job\"; '{scope.tag}' stands in no line"
        )
    if settings.templates != Settings().templates and not vault.templates.is_dir():
        yield VaultError(
            f"{where('templates')}: there is no folder '{settings.templates}' in the vault; make it"
        )
    own = vault.templates / "messages"
    if settings.language.partition("-")[0].lower() != "en" and not _has_letters(own, settings.language):
        yield VaultError(
            f"{where('language')}: there are no letters in '{settings.language}'; put some into "
            f"{settings.templates}/messages/{settings.language}/, or they are drafted in English"
        )


def _has_letters(own: Path, language: str) -> bool:
    """Whether there are letters in that language, or letters of one's own, which may be in any."""
    there = (
        own,
        *(folder / name for folder in (own, shipped() / "messages") for name in folders_of(language)),
    )
    return any(any(folder.glob("*.md.j2")) for folder in there)
