"""Which folder is meant: the vault, the shipped templates. Knows the environment; reads no setting, loads nearly nothing."""

# In text rather than in Paths: `vault prompt` asks here at every prompt of a shell.

from __future__ import annotations

import os

from vault_tools.core.errors import NotFoundError
from vault_tools.store.state import config_home

SETTINGS_FILE = "vault.toml"
# what is read beside the notes: the last two say which folder holds the templates of Obsidian and of Templater
READ_BESIDE = (SETTINGS_FILE, ".obsidian/templates.json", ".obsidian/plugins/templater-obsidian/data.json")
WAY_OUT = "`vault init DIR` makes one, `--vault DIR` or VAULT_DIR names one"


def find_root(asked: str | None, here: str) -> str:
    """The vault's root, resolved: `--vault`, `VAULT_DIR`, a `vault.toml` upward from here, or the default one."""
    named = asked or os.environ.get("VAULT_DIR")
    if named:
        root = os.path.expanduser(named)
        if not os.path.isdir(root):
            raise NotFoundError(f"{root}: there is no such folder; {WAY_OUT}")
        if not is_vault(root):
            raise NotFoundError(
                f"{root} is no vault yet; `vault init {root}` makes it one, and changes no note in it"
            )
        return os.path.realpath(root)
    folder, above = here, ""
    while folder != above:
        if is_vault(folder):
            return os.path.realpath(folder)
        folder, above = os.path.dirname(folder), folder
    default = default_root()
    if default is None:
        raise NotFoundError(f"there is no vault here; {WAY_OUT}")
    if not is_vault(default):
        raise NotFoundError(f"the default vault {default} is not there; {WAY_OUT}")
    return os.path.realpath(default)


def is_vault(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, SETTINGS_FILE))


def default_root() -> str | None:
    """The vault that `vault init` made default, if any."""
    try:
        with open(os.path.join(config_home(), "default"), encoding="utf-8") as file:
            text = file.read().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text or None


def shipped_folder() -> str:
    """The templates of the package: inside it when installed, beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    inside = os.path.join(package, "templates")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "templates")
