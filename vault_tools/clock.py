"""The one place where the day and the hour are read, so that any day can be played. Knows no vault."""

from __future__ import annotations

import os
import time
from datetime import date, datetime


def today_and_now(asked: str | None = None) -> tuple[date, date]:
    """The day to play, and the moment: `asked`, VAULT_TODAY, or the real one. A played day has no time of day.

    `asked` may count from the other (`+7d`). Raises VaultError where what is asked for is no day.
    """
    played = os.environ.get("VAULT_TODAY")
    if asked or played:
        day = _day(played, date.today(), "VAULT_TODAY") if played else date.today()
        day = _day(asked, day, "--today") if asked else day
        return day, day
    if hasattr(time, "tzset"):
        time.tzset()  # who travels takes a watch along that was begun at home
    now = datetime.now().replace(second=0, microsecond=0)
    return now.date(), now


def _day(text: str, today: date, source: str) -> date:
    from vault_tools.core.errors import VaultError
    from vault_tools.core.meaning.dates import parse_day

    try:
        return parse_day(text, today)
    except VaultError as error:
        raise VaultError(f"{source}: {error}") from None


def iso_today() -> str:
    """The real day as `2026-11-22`, for `vault prompt`, which waits for nothing."""
    return date.today().isoformat()
