"""The funnel as a drawing for those who share it: one SVG file that needs nothing else and names nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.names import one_line
from vault_tools.core.rules.insight import STATIONS, Funnel, word_for

MARK = "<!-- vault-stats: drawn by vault-tools; it may be drawn anew over this -->"
LABELS = {
    "applied": "Applied", "screening": "Screening", "interview": "Interview", "offer": "Offer",
    "open": "in progress", "no": "no", "noes": "noes", "no_answer": "without an answer",
    "withdrawn": "withdrawn", "declined": "declined", "accepted": "accepted",
}  # fmt: skip

Ends = Mapping[str, Mapping[str, int]]  # by station: how many ended there, and how

_LEFT, _TOP, _RIGHT, _BOTTOM = 32.0, 112.0, 172.0, 28.0
_GAP = 172.0  # from one station to the next
_BAR = 12.0
_ROOM = 200.0  # for all applications beside each other
_THICKEST = 26.0  # one application
_LINE = 22.0  # an end and its words
_END_FALL = 26.0  # between a station and the ends below it

# Middle tones, told apart by lightness as well; nothing is red. The paper comes along, since an SVG that is
# shown as an image follows the reader's system and not the page it stands on. Plain classes: not every viewer
# knows variables.
_LIGHT = {
    "paper": "#ffffff", "ink": "#1f2430", "soft": "#5c6474", "way": "#4a6fc4",
    "open": "#1f8a8a", "no": "#8a7a9e", "no_answer": "#8d949f", "withdrawn": "#b39256", "accepted": "#3d8f54",
}  # fmt: skip
_DARK = {
    "paper": "#1d2027", "ink": "#e8eaf0", "soft": "#a3abba", "way": "#7f9fe8",
    "open": "#4fbcbc", "no": "#b3a3c7", "no_answer": "#9aa2ae", "withdrawn": "#d0b076", "accepted": "#6cc083",
}  # fmt: skip


def _rules(colours: Mapping[str, str]) -> str:
    return " ".join(f".vault-stats .{name} {{ fill: {colour} }}" for name, colour in colours.items())


_STYLE = f"""
.vault-stats text {{ font: 14px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif }}
.vault-stats .title, .vault-stats .count {{ font-size: 20px; font-weight: 600 }}
.vault-stats .flow {{ opacity: .32 }}
{_rules(_LIGHT)}
@media (prefers-color-scheme: dark) {{ {_rules(_DARK)} }}
"""


class _Box(NamedTuple):
    """A station or an end as it stands on the paper."""

    x: float
    y: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height


def drawing(
    funnel: Funnel, today: date, *, title: str = "My applications so far", labels: Mapping[str, str] = LABELS
) -> str:
    """The funnel as SVG. The same numbers and words give the same bytes."""
    scale = min(_THICKEST, _ROOM / max(funnel.applications, 1))
    ends = _ends(funnel)
    stations = _stations(funnel, scale)
    falls = _falls(stations, ends, scale)
    columns = max(len(stations), 1 + max((place + 1 for place, _ in falls), default=0), 2)
    width = _LEFT + _GAP * (columns - 1) + _BAR + _RIGHT
    height = max((box.bottom for box in (*stations, *falls.values())), default=_TOP) + _BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" class="vault-stats" role="img" aria-labelledby="vault-title vault-desc">',
        MARK,
        f'<title id="vault-title">{_safe(title)}</title>',
        f'<desc id="vault-desc">{_safe(" ".join(_sentences(funnel, ends, labels)))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_n(width)}" height="{_n(height)}" rx="10" class="paper"/>',
        _text(_LEFT, 42, _safe(title), "title ink"),
        _text(_LEFT, 64, today.isoformat(), "soft"),
    ]
    parts += _flows(stations, falls, ends, scale)
    for place, box in enumerate(stations):
        parts.append(_rect(box, "way"))
        count = f'<tspan class="count">{_reached(funnel)[place]}</tspan>'
        parts.append(_text(box.x, _TOP - 12, f"{count} <tspan>{_safe(labels[STATIONS[place]])}</tspan>"))
    for (place, end), box in falls.items():
        parts.append(_rect(box, end))
        words = _counted(ends[STATIONS[place]][end], word_for(STATIONS[place], end), labels)
        parts.append(_text(box.x + _BAR + 8, box.y + box.height / 2 + 5, _safe(words)))
    return "\n".join([*parts, "</svg>", ""])


def _reached(funnel: Funnel) -> tuple[int, ...]:
    return funnel.applications, funnel.screenings, funnel.interviews, funnel.offers


def _ends(funnel: Funnel) -> dict[str, dict[str, int]]:
    out: dict[str, dict[str, int]] = {}
    for flow in funnel.flows:
        if flow.target not in STATIONS:
            out.setdefault(flow.source, {})[flow.target] = flow.count
    return out


def _stations(funnel: Funnel, scale: float) -> list[_Box]:
    return [
        _Box(_LEFT + place * _GAP, _TOP, max(count * scale, 1.5))
        for place, count in enumerate(_reached(funnel))
        if count
    ]


def _falls(stations: list[_Box], ends: Ends, scale: float) -> dict[tuple[int, str], _Box]:
    """Where each end stands: a column further, below all that goes on there, so no flow crosses words."""
    out: dict[tuple[int, str], _Box] = {}
    deepest = 0.0
    for place in reversed(range(len(stations))):
        mine = ends.get(STATIONS[place], {})
        following = stations[place + 1].bottom + _END_FALL if place + 1 < len(stations) else _TOP
        y = max(following, deepest + _END_FALL if deepest else 0.0)
        for end, count in mine.items():
            box = _Box(_LEFT + (place + 1) * _GAP, y, max(count * scale, 1.5))
            out[place, end] = box
            y = max(box.bottom + 8, box.y + box.height / 2 + _LINE)
            deepest = max(deepest, box.bottom)
    return out


def _flows(
    stations: list[_Box], falls: Mapping[tuple[int, str], _Box], ends: Ends, scale: float
) -> list[str]:
    """What goes on leaves a station at the top, then the ends below each other."""
    out = []
    for place, box in enumerate(stations):
        y = box.y
        if place + 1 < len(stations):
            out.append(_ribbon(box.x + _BAR, y, stations[place + 1], "way"))
            y += stations[place + 1].height
        for end, count in ends.get(STATIONS[place], {}).items():
            out.append(_ribbon(box.x + _BAR, y, falls[place, end], end))
            y += count * scale
    return out


def _ribbon(x: float, y: float, to: _Box, colour: str) -> str:
    middle = (x + to.x) / 2
    return (
        f'<path class="flow {colour}" d="M{_n(x)} {_n(y)} C{_n(middle)} {_n(y)} {_n(middle)} {_n(to.y)} '
        f"{_n(to.x)} {_n(to.y)} V{_n(to.bottom)} C{_n(middle)} {_n(to.bottom)} "
        f'{_n(middle)} {_n(y + to.height)} {_n(x)} {_n(y + to.height)} Z"/>'
    )


def _text(x: float, y: float, content: str, style: str = "ink") -> str:
    return f'<text class="{style}" x="{_n(x)}" y="{_n(y)}">{content}</text>'


def _rect(box: _Box, colour: str) -> str:
    return (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(_BAR)}" height="{_n(box.height)}" rx="2" '
        f'class="{colour}"/>'
    )


def _sentences(funnel: Funnel, ends: Ends, labels: Mapping[str, str]) -> Iterable[str]:
    """The drawing for those who hear it: each station with its count and what ended there."""
    for name, count in zip(STATIONS, _reached(funnel), strict=True):
        stayed = ", ".join(_counted(n, word_for(name, end), labels) for end, n in ends.get(name, {}).items())
        yield f"{labels[name]}: {count}{f', of these {stayed}' if stayed else ''}."


def _counted(count: int, end: str, labels: Mapping[str, str]) -> str:
    return f"{count} {labels['noes' if end == 'no' and count > 1 else end]}"


def _safe(text: str) -> str:
    """Text fit to stand in XML, also between quotes."""
    clean = one_line(text).encode("utf-8", "replace").decode()
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        clean = clean.replace(sign, entity)
    return "".join(c for c in clean if c not in "\ufffe\uffff")


def _n(number: float) -> str:
    """A length to a tenth, without a tail of zeros."""
    return f"{number:.1f}".removesuffix(".0")
