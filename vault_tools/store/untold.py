"""What this process has done and nobody was told yet, in words: for whoever is stopped in between. Imports nothing of ours."""

from __future__ import annotations

from collections import deque

untold: deque[str] = deque(maxlen=20)  # a program that never tells keeps the last ones only
