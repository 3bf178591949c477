"""Which vault is meant, and what its `vault.toml` says. Knows the environment and the user's own settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vault_tools.core.errors import StorageError, TemplateError, VaultError
from vault_tools.core.rules.settings import Settings, read_settings
from vault_tools.store.finding import SETTINGS_FILE as SETTINGS_FILE
from vault_tools.store.finding import default_root, find_root
from vault_tools.store.state import config_dir
from vault_tools.store.walk import unreadable


def find_vault(asked: str | None, here: Path) -> Path:
    """The vault's root, resolved: `--vault`, `VAULT_DIR`, a `vault.toml` upward from here, or the default one."""
    return Path(find_root(asked, os.fspath(here)))


def default_vault() -> Path | None:
    """The vault that `vault init` made default, if any."""
    root = default_root()
    return Path(root) if root else None


def make_default(root: Path) -> None:
    """Remember a vault for commands that are given in no vault at all."""
    from vault_tools.store import write

    path, new = config_dir() / "default", os.fsencode(root) + b"\n"
    there = write.current(path)
    if there is None:
        write.create(path, new)
    elif there != new:
        write.replace(path, there, new)


def load_settings(root: Path) -> Settings:
    """The settings of a vault. Raises VaultError naming file, line and key."""
    return read_settings(load_toml(root / SETTINGS_FILE, VaultError), where=setting_in(root))


def setting_in(root: Path) -> Callable[..., str]:
    """A function that says where a setting stands, by names from the outside in: a table, a key."""

    def find(*names: str) -> str:
        from vault_tools.core.meaning.toml_lines import line_of

        try:
            line = line_of((root / SETTINGS_FILE).read_text(encoding="utf-8-sig"), names).line
        except (OSError, UnicodeDecodeError):
            line = 0
        return f"{SETTINGS_FILE}:{line}" if line else SETTINGS_FILE

    return find


def load_toml(path: Path, error: type[VaultError] = TemplateError) -> Mapping[str, Any]:
    """A parsed TOML file; an empty table if it is not there. Raises `error` naming file and line."""
    import tomllib

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise StorageError(f"{path}: {unreadable(problem)}") from problem
    try:
        table = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
        if b"0000" in data and _has_nul(table):
            raise error(f"{path}: the character NUL, \\u0000, can stand in no name and no text; take it out")
        return table
    except UnicodeDecodeError:
        raise error(f"{path}: it is not valid UTF-8; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        message, _, place = str(problem).partition(" (at ")
        last = str(len(data.splitlines()) or 1) if place.startswith("end of document") else "1"
        line = place.partition("line ")[2].partition(",")[0] or last
        plain = next((words for begin, words in _IN_PLAIN_WORDS if message.startswith(begin)), "")
        way = "" if path.name == SETTINGS_FILE else ", or take the file away"
        said = plain or f"{message[:1].lower()}{message[1:]}; mend the line"
        raise error(f"{path}:{line}: {said}{way}") from None


# What tomllib says of the mistakes that people make, and what they can do about them
_IN_PLAIN_WORDS = (
    ("Invalid value", 'a value that cannot be read; words stand in straight quotes: name = "…"'),
    ("Cannot overwrite", "this name has a value already; keep one of the two"),
    ("Cannot declare", "this table stands here twice; write both below one head"),
    ("Expected '=' after", "a line that is no setting; write name = value, or begin it with # for a remark"),
    ("Unclosed array", "a bracket is opened and never closed; add the ]"),
    ("Expected ']' at the end of a table", "the head of a table is not closed; add the ]"),
    ("Illegal character '\\n'", "a quote is opened here and never closed; add the second one"),
)


def _has_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_nul(key) or _has_nul(inner) for key, inner in value.items())
    return any(map(_has_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value
