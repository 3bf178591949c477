"""Where the tool keeps its own files, outside every vault. Knows folders; makes none until asked."""

# Written by hand instead of with platformdirs: that import would be paid on every key of completion.

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing's own takes as long to load as the rest of `vault prompt`
if TYPE_CHECKING:
    from pathlib import Path

_OURS = "vault-tools"
_NOWHERE = os.devnull  # a folder "below" it can be neither read nor made, which is what no home means


def state_dir(root: Path) -> Path:
    """The folder for a vault's journal and lock; it may not exist, and may not be makeable."""
    home = _home("XDG_STATE_HOME", ".local/state", "Library/Application Support", "LOCALAPPDATA")
    return _path(home, _name(root))


def cache_home(root: str | os.PathLike[str]) -> str:
    """The folder for what was read of a vault, disposable (on Windows it is the state folder), as text."""
    home = _home("XDG_CACHE_HOME", ".cache", "Library/Caches", "LOCALAPPDATA")
    return os.path.join(home, _name(root))


def config_dir() -> Path:
    """The folder for the user's settings that belong to no vault."""
    return _path(config_home())


def config_home() -> str:
    """`config_dir` as text."""
    return _home("XDG_CONFIG_HOME", ".config", "Library/Application Support", "APPDATA")


def ensure(folder: Path) -> Path:
    """Make a folder of ours that only the user can read; StorageError says what to do if that fails."""
    from vault_tools.core.errors import StorageError
    from vault_tools.store.refusal import refused

    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        if os.fspath(folder).startswith(os.path.join(_NOWHERE, _OURS)):
            raise StorageError(
                "no home folder is known, so the journal has no place; set HOME to yours, or XDG_STATE_HOME"
            ) from error
        raise StorageError(
            f"{refused(error, folder)} Or set XDG_STATE_HOME to a folder that can be written."
        ) from error
    return folder


def make_private(folder: str) -> None:
    """Make a folder of ours, and those of ours above it, for the user alone. OSError if that fails."""
    if os.path.isdir(folder):
        return
    above = os.path.dirname(folder)
    if os.path.basename(folder) == _OURS:
        os.makedirs(above, exist_ok=True)
    else:
        make_private(above)
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def _path(*parts: str) -> Path:
    from pathlib import Path

    return Path(*parts)


def _home(variable: str, unix: str, mac: str, windows: str) -> str:
    asked = os.environ.get(variable, "")
    if os.path.isabs(asked):  # the XDG rules: a relative one is to be ignored
        return os.path.join(asked, _OURS)
    if sys.platform == "win32":
        given = os.environ.get(windows, "")
        return os.path.join(given if os.path.isabs(given) else _NOWHERE, _OURS)
    home = os.path.expanduser("~")
    if os.environ.get("HOME") == "" or not os.path.isabs(home):  # an empty one would be taken for `/`
        return os.path.join(_NOWHERE, _OURS)
    return os.path.join(home, mac if sys.platform == "darwin" else unix, _OURS)


def _name(root: str | os.PathLike[str]) -> str:
    """`job-search-7f3a…`: told apart by the real path, readable by its last part."""
    real = os.path.realpath(root)
    words = "".join(x if x.isascii() and x.isalnum() else "-" for x in os.path.basename(real).lower())
    slug = "-".join(filter(None, words.split("-")))[:32].rstrip("-") or "vault"
    return f"{slug}-{_fingerprint(os.fsencode(real)):016x}"


def _fingerprint(data: bytes) -> int:
    """64-bit FNV-1a: hashlib would load OpenSSL, which costs every reader 2 ms."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value
