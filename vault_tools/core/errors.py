"""The ways a deed is refused. Every message names what is wrong and the way out, in one line."""

from __future__ import annotations


class VaultError(Exception):
    """A deed was refused and nothing was changed. The message says why and what to do."""

    exit_code = 1


class NotFoundError(VaultError):
    """What was named is not in the vault."""


class AmbiguousError(VaultError):
    """What was named fits more than one thing."""


class ChangedError(VaultError):
    """A file no longer has the bytes that were read, so nothing was written."""


class TemplateError(VaultError):
    """A template, kind or playbook file is wrong; the message names file and line."""


class StorageError(VaultError):
    """The disk refused: no space, no permission, a failed write."""


class StoppedError(KeyboardInterrupt):
    """Ctrl-C while a deed was written. The message says what becomes of it."""
