"""The files of letters: which messages there are, and words to warn of. Knows folders, renders nothing."""

from __future__ import annotations

from pathlib import Path

from vault_tools.core.errors import StorageError
from vault_tools.core.wording.drafts import folders_of
from vault_tools.core.wording.tone import Tone, read_tone
from vault_tools.store.locate import load_toml
from vault_tools.store.templates import shipped
from vault_tools.store.walk import unreadable

_FOLDER, _END = "messages", ".md.j2"


def message_names(own: Path, language: str) -> tuple[str, ...]:
    """Every message of the package and of the vault's own folder, in order of their names."""
    return tuple(sorted(_messages(own, language)))


def message_titles(own: Path, language: str) -> dict[str, str]:
    """The title of each message, by its name; empty where it depends on what is written about."""
    return {name: _title(file) for name, file in sorted(_messages(own, language).items())}


def _messages(own: Path, language: str) -> dict[str, Path]:
    """The file of each message: the vault's own before ours, one in the vault's language before both."""
    spoken = (own / _FOLDER / name for name in reversed(folders_of(language)))
    folders = (shipped() / _FOLDER, own / _FOLDER, *spoken)
    return {
        name.removesuffix(_END): folder / name
        for folder in folders
        for name in _files(folder)
        if name.endswith(_END)
    }


def _title(file: Path) -> str:
    try:
        first = file.read_text(encoding="utf-8", errors="replace").lstrip().partition("\n")[0]
    except OSError:
        return ""
    return "" if "{" in first or not first.startswith("Title:") else first.removeprefix("Title:").strip()


def load_tone(own: Path, language: str) -> Tone:
    """What a letter is better off without; the vault's own `messages/tone.toml` is laid over ours."""
    files = [folder / _FOLDER / "tone.toml" for folder in (shipped(), own)]
    return read_tone([(load_toml(file), str(file)) for file in files], language)


def _files(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StorageError(f"{folder}: {unreadable(error)}") from error
