"""Which note it was that refused a change. Knows no note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vault_tools.core.errors import ChangedError, TemplateError, VaultError


@contextmanager
def naming(path: str) -> Iterator[None]:
    """What is refused within is told with the note's path; what changed meanwhile, or a template, names its place itself."""
    try:
        yield
    except (ChangedError, TemplateError):
        raise
    except VaultError as error:
        raise VaultError(f"{path}: {error}") from None
