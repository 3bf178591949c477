"""Which folder is meant: the vault, the shipped templates. Knows the environment; reads no setting, loads nearly nothing."""

# In text rather than in Paths: `vault prompt` asks here at every prompt of a shell.

from __future__ import annotations

import os
import stat

from vault_tools.core.errors import NotFoundError, StorageError
from vault_tools.store.state import config_home

SETTINGS_FILE = "vault.toml"
# where Obsidian and Templater say which folder holds their templates, and under which name
TEMPLATE_FOLDERS = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)
READ_BESIDE = (
    SETTINGS_FILE,
    TEMPLATE_FOLDERS[0][0],
    TEMPLATE_FOLDERS[1][0],
)  # all that is read beside the notes
WAY_OUT = "`vault init DIR` makes one, `--vault DIR` or VAULT_DIR names one"


def find_root(asked: str | None, here: str) -> str:
    """The vault's root, resolved: `--vault`, `VAULT_DIR`, a `vault.toml` upward from here, or the default one.

    Raises NotFoundError if there is none, StorageError where the disk does not say whether there is.
    """
    named = asked or os.environ.get("VAULT_DIR")
    if named:
        root = os.path.expanduser(named)
        if not is_vault(root):
            if not os.path.isdir(root):
                raise NotFoundError(f"{root}: there is no such folder; {WAY_OUT}")
            from shlex import quote

            raise NotFoundError(
                f"{root} is no vault yet; `vault init {quote(root)}` makes it one, and changes no note in it"
            )
        return os.path.realpath(root)
    folder, above, closed = here, "", None
    while folder != above:
        try:
            if is_vault(folder):
                return os.path.realpath(folder)
        except StorageError as error:  # it may be part of a vault above all the same
            closed = closed or error
        folder, above = os.path.dirname(folder), folder
    if closed is not None:  # never another vault than the one that may be meant
        raise closed
    default = default_root()
    if default is None:
        raise NotFoundError(f"there is no vault here; {WAY_OUT}")
    if not is_vault(default):
        raise NotFoundError(f"the default vault {default} is not there; {WAY_OUT}")
    return os.path.realpath(default)


def is_vault(folder: str) -> bool:
    """Whether the folder has a `vault.toml`. Raises StorageError where the disk does not say."""
    try:
        return stat.S_ISREG(os.stat(os.path.join(folder, SETTINGS_FILE)).st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        import errno

        from vault_tools.store.walk import unreadable

        if error.errno not in (errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE, errno.ENOTCONN):
            return False
        raise StorageError(f"{folder} {unreadable(error)}") from error


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
