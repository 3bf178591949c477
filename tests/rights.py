"""A user whom rights bind. As root one may read everything; without its powers root is a user like any other."""

from __future__ import annotations

import os
import shutil

import pytest


def powerless() -> list[str]:
    """What stands before a command so that it may read only what it has the right to; skips where nothing does that."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root passes every lock, and there is no setpriv to take that from it")
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]
