"""The one place where the day and the hour are read, so that any day can be played. Knows no vault."""

from __future__ import annotations

import os
import time
from datetime import date, datetime


def today_and_now(asked: str | None = None) -> tuple[date, date]:
    """The day to play, and the moment: `asked`, VAULT_TODAY, or the real one. A played day has no time of day.

    Raises VaultError where what is asked for is no day.
    """
    text = asked or os.environ.get("VAULT_TODAY")
    if text:
        from vault_tools.core.errors import VaultError
        from vault_tools.core.meaning.dates import parse_day

        try:
            day = parse_day(text, date.today())
        except VaultError as error:
            raise VaultError(f"{'--today' if asked else 'VAULT_TODAY'}: {error}") from None
        return day, day
    if hasattr(time, "tzset"):
        time.tzset()  # who travels takes a watch along that was begun at home
    now = datetime.now().replace(second=0, microsecond=0)
    return now.date(), now


def iso_today() -> str:
    """The real day as `2026-11-22`, for `vault prompt`, which waits for nothing."""
    return date.today().isoformat()
