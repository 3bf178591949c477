"""Wikilinks to notes and lines, written so that Obsidian finds the one note that is meant."""

from __future__ import annotations

import re

from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.wording.neutral import Markdown, inline

_UNLINKABLE = re.compile(r"[#^|\[\]\x00-\x1f]|%%")


def link_to(catalogue: Catalogue, path: str, *, block: str | None = None, alias: str | None = None) -> Markdown:
    """`[[name#^block|alias]]`; by its path where two notes share the name; plain text where no link can be written."""
    bare = path[:-3] if path.lower().endswith(".md") else path
    name = bare.rpartition("/")[2]
    shown = one_line(alias or name)
    if _UNLINKABLE.search(bare):
        return inline(shown)
    same = catalogue.by_name.get(key(name), ())
    target = name if len(same) <= 1 else bare
    if block:
        target += f"#^{block}"
    harmless = re.sub(r"[\[\]|\\`]", "", shown)
    return Markdown(f"[[{target}]]" if target == harmless or not harmless else f"[[{target}|{harmless}]]")
