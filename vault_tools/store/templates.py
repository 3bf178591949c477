"""Where templates, kinds and the playbook come from: the vault's own first, then those of the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_tools.core.errors import StorageError, TemplateError
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.playbook_reading import merge_playbook, read_playbook
from vault_tools.store.finding import shipped_folder
from vault_tools.store.locate import load_toml
from vault_tools.store.walk import unreadable

if TYPE_CHECKING:
    from vault_tools.core.meaning.kinds import Kind
    from vault_tools.core.taking.columns import Synonyms
    from vault_tools.core.taking.lexicon import Lexicon
    from vault_tools.core.taking.words import Words
    from vault_tools.core.wording.rendering import Sources


def shipped() -> Path:
    """The templates of the package: inside it when installed, beside it in a checkout."""
    return Path(shipped_folder())


def sources(own: Path | None) -> Sources:
    """A function that finds a template by name; `own` is the vault's template folder.

    `notes/x.md.j2` is looked for there as `notes/x.md.j2`, then as `x.md.j2`.
    """

    def find(name: str) -> tuple[str, str] | None:
        parts = name.split("/")
        if name.startswith("/") or "\\" in name or any(p in ("", ".", "..") for p in parts):
            return None
        places = [own / name, own / parts[-1]] if own is not None else []
        for place in (*places, shipped() / name):
            try:
                return place.read_text(encoding="utf-8-sig"), str(place)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                continue
            except UnicodeDecodeError:
                raise TemplateError(f"{place}: it is not valid UTF-8; save it as UTF-8") from None
            except OSError as error:
                raise StorageError(f"{place}: {unreadable(error)}") from error
        return None

    return find


def load_kinds(own: Path | None) -> dict[str, Kind]:
    """The kinds of a vault. Raises TemplateError naming file and line."""
    from vault_tools.core.meaning.kinds import merge_kinds, read_kinds

    base = load_toml(shipped() / "kinds.toml")
    over = load_toml(own / "kinds.toml") if own is not None else {}
    return read_kinds(merge_kinds(base, over) if over else base, where=row_in(own, "kinds.toml"))


def load_playbook(own: Path | None) -> Playbook:
    """The playbook of a vault. Raises TemplateError naming file and line."""
    base = load_toml(shipped() / "playbook.toml")
    over = load_toml(own / "playbook.toml") if own is not None else {}
    return read_playbook(
        merge_playbook(base, over) if over else base, where=row_in(own, "playbook.toml"), base=base
    )


def row_in(own: Path | None, file: str) -> Callable[..., str]:
    """A function that says where a row stands, by names from the outside in: a kind, a property, a key."""

    def find(*names: str) -> str:
        from vault_tools.core.meaning.toml_lines import line_of

        there = [
            path
            for path in ((own / file,) if own is not None else ()) + (shipped() / file,)
            if path.is_file()
        ]
        for path in there:
            if line := line_of(path.read_text(encoding="utf-8-sig"), names).line:
                return f"{path}:{line}"
        return str(there[0]) if there else file

    return find


def place_of(own: Path | None, file: str, label: str, names: Sequence[str] = ()) -> Callable[[str], str]:
    """A function that says where a piece of Jinja stands: `…/Templates/kinds.toml:12: [coffee-chat] file`.

    It is looked for from its row on. What is written otherwise than it reads, with a \\" perhaps, stands in its row.
    """

    def find(piece: str) -> str:
        from vault_tools.core.meaning.toml_lines import line_of

        for path in ((own / file,) if own is not None else ()) + (shipped() / file,):
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                continue
            row = line_of(text, names).line
            for number, line in enumerate(text.split("\n"), 1):
                if piece in line and number >= row:
                    return f"{path}:{number}: {label}"
        return f"{row_in(own, file)(*names)}: {label}"

    return find


def load_words(own: Path | None) -> Words:
    """The words by which names are compared. Raises TemplateError naming the list that is wrong."""
    from vault_tools.core.taking.words import read_words

    return read_words(_import_table(own, "words.toml"), where="import/words.toml")


def load_lexicon(own: Path | None) -> Lexicon:
    """The phrases by which mails are told apart. Raises TemplateError naming the list that is wrong."""
    from vault_tools.core.taking.lexicon import read_lexicon

    return read_lexicon(_import_table(own, "mail.toml"), where="import/mail.toml")


def load_synonyms(own: Path | None) -> Synonyms:
    """What columns and stages are called elsewhere. Raises TemplateError naming the list that is wrong."""
    from vault_tools.core.taking.columns import read_synonyms

    return read_synonyms(_import_table(own, "table.toml"), where="import/table.toml")


def _import_table(own: Path | None, file: str) -> Mapping[str, Any]:
    from vault_tools.core.taking.words import laid_over

    base = load_toml(shipped() / "import" / file)
    over = load_toml(own / "import" / file) if own is not None else {}
    return laid_over(base, over) if over else base
