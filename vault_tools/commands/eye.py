"""See what changed in a vault's files: a look where the signs point or at all of them, until it is over.

What is to be read is read meanwhile. Knows stamps and signs, not what notes say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import suppress

from vault_tools.core.errors import VaultError
from vault_tools.core.rules.settings import Settings
from vault_tools.store.found import Found, Stamp
from vault_tools.store.glance import Glance, glance
from vault_tools.store.vault import Vault
from vault_tools.watch.bell import Bell
from vault_tools.watch.quiet import QUIET, SOON, settled

_LITTLE = 100  # notes: after more, others will follow, and the page would be put together in vain
_MOMENT = 0.002  # seconds in which the next signs of a storm come
_ONE = 3  # signs: the rest of a single save
_FEW = 20  # signs: more, so soon, and it is a storm


class Eye:
    """On one vault. `put_together` is told to get ahead with what these notes make different.

    `settings` are the last that could be read, `took` the seconds of the last look at all files; it `is_over` if
    nothing changed any more when it was last looked.
    """

    def __init__(self, vault: Vault, bell: Bell, put_together: Callable[[Collection[str]], None]) -> None:
        self.settings = Settings()
        self.took = 0.0
        self.is_over = True
        self._vault, self._bell, self._put_together = vault, bell, put_together
        self._known: Glance | None = None
        self._found: Found | None = None  # of the last look at all notes, until it is read
        self._is_named = False  # the signs say which notes to look at
        self._named: set[str] = set()
        self._stamps: dict[str, Stamp] = {}  # of these, as they were at the last look

    def changed(self, *, by_name: bool) -> frozenset[str] | None:
        """The paths that changed since the last time, once it is quiet; None the first time, when that may be any.

        Only the notes that the signs name are looked at `by_name`, as long as there are few. The reader is told
        what was seen.
        """
        self._is_named = by_name and self._known is not None
        self._named.clear()
        before, seen = self._known, self._look()
        paths = None if before is None else seen.differs(before)
        if before is not None and (self._bell.is_resting or paths):
            first, seen = seen, self._settled(seen)
            if seen != first:
                paths = seen.differs(before)
        self._known = seen
        self._vault.reader.take(seen.found)
        if self._is_named and paths is not None:
            self._vault.reader.expect({path: seen.files[path] for path in paths | self._named})
        return paths

    def follow_settings(self) -> None:
        """Judge by the settings as they are now; while these are wrong, the last ones hold."""
        with suppress(VaultError, OSError):
            self.settings = self._vault.settings

    def has_read(self) -> None:
        """Take what the reader found a moment later for seen: if a note that came since goes, that must show."""
        if self._known is not None:
            self._known = self._known.then_read(self._vault.reader.found)

    def _look(self) -> Glance:
        self._bell.clear()
        self.follow_settings()
        if self._is_named and self._known is not None and (named := self._bell.named()) is not None:
            self._named |= named
            seen = self._known.of_these(self._vault.root, self._named) if self._named else None
            if seen is not None:
                self._found = None
                self._stamps = {path: seen.files[path] for path in self._named}
                return seen
        self._is_named = False
        start = time.monotonic()
        known = None if self._known is None else self._known.files
        seen = glance(self._vault.root, self.settings.templates, self._vault.reader.apart, known)
        self.took = time.monotonic() - start
        self._found, self._stamps = seen.found, {}
        return seen

    def _settled(self, seen: Glance) -> Glance:
        """The look after it is quiet, or after two seconds of a storm that goes on."""
        soon = SOON if self._is_named and len(self._named) == 1 else QUIET
        seen, self.is_over = settled(self._look, seen, self._get_ahead, soon)
        return seen

    def _get_ahead(self) -> bool:
        """Use the pause; whether it is surely none."""
        is_storm = False
        with suppress(VaultError, OSError):  # the refresh will say so
            if self._found is not None:
                self._vault.reader.take(self._found)
                self._found = None
                is_little = self._vault.look().read <= _LITTLE
            else:
                time.sleep(_MOMENT)
                signs = self._bell.unheard()
                is_little, is_storm = signs <= _ONE, signs > _FEW
            if is_little and self._vault.reader.expect(self._stamps):
                self._put_together(self._stamps.keys())
        if is_storm:
            self._is_named = False
            self._bell.rest()
        return is_storm
