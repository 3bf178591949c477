"""The grammar of task lines: their signs and keys, and what may stand behind each. Knows no line."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from vault_tools.core.model import Priority, TaskFormat

# What JavaScript trims and calls \s; Python's own sets differ at both ends (U+FEFF, U+001C)
SPACE = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
LINE_BREAKS = "\n\r\u2028\u2029"

DATES = ("created", "start", "scheduled", "due", "cancelled", "done")
ON_COMPLETION = ("keep", "delete")

PRIORITY_SIGNS = {
    "🔺": Priority.HIGHEST,
    "⏫": Priority.HIGH,
    "🔼": Priority.MEDIUM,
    "🔽": Priority.LOW,
    "⏬": Priority.LOWEST,
}
PRIORITY_NAMES = {
    "highest": Priority.HIGHEST,
    "high": Priority.HIGH,
    "medium": Priority.MEDIUM,
    "low": Priority.LOW,
    "lowest": Priority.LOWEST,
}
PRIORITIES = PRIORITY_SIGNS | PRIORITY_NAMES
# The first sign is the one that is written
SIGNS = {
    "priority": "".join(PRIORITY_SIGNS),
    "done": "✅",
    "cancelled": "❌",
    "due": "📅📆🗓",
    "scheduled": "⏳⌛",
    "start": "🛫",
    "created": "➕",
    "recurrence": "🔁",
    "on_completion": "🏁",
    "id": "🆔",
    "depends_on": "⛔",
}
SIGNIFIERS = "".join(SIGNS.values())
KEYS = {
    **{name: name for name in ("priority", "cancelled", "due", "scheduled", "start", "created", "id")},
    "done": "completion",
    "recurrence": "repeat",
    "on_completion": "onCompletion",
    "depends_on": "dependsOn",
}

_ID = "[a-zA-Z0-9_-]++"
# Nothing here can match the same text in two ways, so that a hostile line costs one look and not millions
VALUES = {
    **dict.fromkeys(DATES, "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "priority": "|".join(PRIORITY_NAMES),
    "recurrence": "[a-zA-Z0-9, !]++",
    "on_completion": "[a-zA-Z]++",
    "id": _ID,
    "depends_on": f"{_ID}(?: *, *{_ID})*",
}


def _sign_pattern(name: str) -> re.Pattern[str]:
    if name == "priority":
        return re.compile(rf"([{SIGNS[name]}])\ufe0f?\Z")
    return re.compile(rf"[{SIGNS[name]}]\ufe0f? *+({VALUES[name]})\Z")


def _key_pattern(name: str) -> re.Pattern[str]:
    field = rf" *+{KEYS[name]}:: *+({VALUES[name]}) *+"
    return re.compile(rf"(?:\[{field}\]|\({field}\))(?: *,)?\Z")


_TAG = re.compile(rf"""(?:^|[{SPACE}])(#[^ !@#$%^&*(),.?":{{}}|<>]+)\Z""")
TAGS = "tags"
# The order in which one pass of the plugin looks for them; it makes at most 21 passes
_DATES_IN_ORDER = ("done", "cancelled", "due", "scheduled", "start", "created")
_STAGES = ("priority", *_DATES_IN_ORDER, "recurrence", "on_completion", TAGS, "id", "depends_on")
PASSES = 21


@cache  # compiled where they are needed: most vaults use one of the two
def stages(format_: TaskFormat) -> tuple[tuple[str, re.Pattern[str]], ...]:
    pattern = _sign_pattern if format_ is TaskFormat.EMOJI else _key_pattern
    return tuple((name, _TAG if name == TAGS else pattern(name)) for name in _STAGES)


ANY_SIGN = re.compile(f"[{SIGNIFIERS}]")
ANY_KEY = re.compile(rf"[\[(] *({'|'.join(KEYS.values())})::")
NAMED = {sign: name for name, signs in SIGNS.items() for sign in signs} | {
    key: name for name, key in KEYS.items()
}
LINE = re.compile(
    rf"([{SPACE}>]*)([-*+]|[0-9]+[.)]) +\[([^{LINE_BREAKS}])\] *([^{LINE_BREAKS}]*)",
)
BLOCK_ID = re.compile(r" \^([a-zA-Z0-9-]+)\Z")


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
