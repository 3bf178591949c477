"""Times on the wall as UTC, by the zone a vault or a note names, or else this machine's. Knows no note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from vault_tools.core.errors import VaultError


def wall_clock(
    zone: str, where: Callable[..., str] = lambda *_: "vault.toml"
) -> Callable[[datetime, str], datetime | None]:
    """A function from a time without a zone, and the zone of its note or "", to UTC.

    `zone` is the vault's; where it is empty too, this machine's counts. It gives None for a note's zone that
    nobody knows. An hour that summer time skips counts as the one after it, a doubled one as the first.
    Raises VaultError naming the place if the vault's zone is not known.
    """
    if zone and not is_zone(zone):
        raise VaultError(
            f"{where('timezone')}: timezone is the name of a zone, such as Europe/Berlin, not '{zone}'. "
            "If it is one, this machine lacks the list of zones: pip install tzdata"
        )
    return lambda moment, own: _utc(moment, own or zone)


def is_zone(name: str) -> bool:
    """Whether this machine knows a zone of that name."""
    return _utc(datetime(2026, 1, 1), name) is not None


def _utc(moment: datetime, zone: str) -> datetime | None:
    if not zone:
        try:
            return moment.astimezone(UTC)
        except (OSError, OverflowError, ValueError):
            return None
    from zoneinfo import ZoneInfo

    try:
        return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (OSError, OverflowError, ValueError, LookupError):
        return None
