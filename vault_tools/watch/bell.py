"""Say when to look: by watchdog where the system has room for it, else by the clock. Knows no note.

It mends what broke, rests in a storm, and tells in one line what the user should know of that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from vault_tools.watch.lookout import STORM, Lookout
from vault_tools.watch.quiet import QUIET

_MOST_LOSSES = 3  # of the watch on the folder, before the clock takes over
_JUMP = 5.0  # seconds by which the clock may miss before it means that the machine slept


class Bell:
    """Rings for one folder. `matters` is as for Lookout. To be taken down, however `set_up` went."""

    def __init__(
        self, root: Path, matters: Callable[[str, bool], bool], tell: Callable[[str], None], *, poll: bool
    ) -> None:
        self._root = root
        self._matters = matters
        self._tell = tell
        self._lookout: Lookout | None = None
        self._losses = 0
        self.is_polling = poll
        self.is_resting = False

    def set_up(self) -> None:
        """Begin to listen."""
        self.is_resting = False
        if self.is_polling:
            return
        self._lookout = Lookout(self._root, self._matters)
        try:
            self._lookout.start()
        except (FileNotFoundError, NotADirectoryError):
            return  # the folder has gone: whoever looks there will see
        except OSError as error:
            self._poll(f"The folder cannot be watched ({error.strerror})")
        else:
            self.check()

    def take_down(self) -> None:
        """Listen no more."""
        if self._lookout is not None:
            self._lookout.stop()

    def wait(self, seconds: float) -> bool:
        """Whether to look, after so many seconds or as soon as there is a sign.

        By the clock it is always time to; it is, too, after the machine slept.
        """
        start = time.time()
        if self.is_polling or self._lookout is None:
            time.sleep(seconds)
        elif self.is_resting:
            time.sleep(QUIET)
        elif self._lookout.wait(seconds):
            return True
        slept = not -_JUMP < time.time() - start - seconds < _JUMP
        return self.is_polling or self.is_resting or slept

    def clear(self) -> None:
        """Forget the signs so far: the caller is about to look. In a storm, rest until `set_up` comes."""
        if self._lookout is not None and self._lookout.clear() > STORM:
            self.rest()

    def rest(self) -> None:
        """Do not listen until `set_up`: in a storm, to hear of each file costs more than to look at all of them."""
        if self._lookout is not None and not self.is_polling:
            self._lookout.stop()
            self.is_resting = True

    def unheard(self) -> int:
        """How many signs there were since the last `clear`, as far as is known."""
        return self._lookout.unheard() if self._lookout is not None else 0

    def named(self) -> frozenset[str] | None:
        """The files that the signs since the last time named; None if anything may have changed."""
        if self.is_polling or self.is_resting or self._lookout is None:
            return None
        return self._lookout.named()

    def mend(self) -> bool:
        """Whether signs may have been lost; what can be mended is."""
        if self.is_polling or self.is_resting or (self._lookout is not None and self._lookout.is_alive()):
            return False
        self.take_down()
        self._losses += 1
        if self._losses > _MOST_LOSSES:
            self._poll("The watch on the folder was lost again")
            return True
        if self._losses == 1:
            self._tell("The watch on the folder was lost; it is set up again.")
        self.set_up()
        return True

    def check(self) -> None:
        """Look whether every folder has its watch."""
        if self._lookout is not None and self._lookout.is_alive() and not self._lookout.is_complete():
            self._poll("There is no room to watch every folder (fs.inotify.max_user_watches)")

    def _poll(self, why: str) -> None:
        self.take_down()
        self._lookout, self.is_polling = None, True
        self._tell(f"{why}: looking at the files every second instead.")
