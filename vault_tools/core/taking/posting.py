"""A saved job posting: the schema.org `JobPosting` in a page's JSON-LD. Knows no note."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from vault_tools.core.meaning.names import one_line
from vault_tools.core.taking.html_text import looks_like_html, read_page
from vault_tools.core.taking.linkedin import job_key

MOST_TEXT = 40_000  # characters of the description that are kept
_DEEPEST = 12


class Posting(NamedTuple):
    """What a posting says; `key` is what it is known by at the next import."""

    company: str
    role: str
    key: str
    place: str = ""
    salary: str = ""
    link: str = ""
    text: str = ""


def read_posting(html: str) -> Posting | None:
    """The posting of a page; None if it has none with a title. The first one counts where there are several."""
    page = read_page(html)
    for block in page.data:
        for found in _postings(_parsed(block), 0):
            role = _text(found.get("title"))
            if role:
                return _posting(found, role, _canonical(html))
    return None


def _parsed(block: str) -> object:
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", block.strip())
    for strict in (True, False):  # many pages have raw line breaks inside their strings
        try:
            value: object = json.loads(text, strict=strict)
            return value
        except (ValueError, RecursionError):
            continue
    return None


def _postings(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Every JobPosting in it: at the top, in a list, in a @graph, or as what a page is about."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _postings(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(
            str(kind).rpartition("/")[2] == "JobPosting"
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        for key, inner in value.items():
            if key == "@graph" or isinstance(inner, dict):
                yield from _postings(inner, depth + 1)


def _posting(found: Mapping[str, object], role: str, address: str) -> Posting:
    company = _name(found.get("hiringOrganization"))
    link = _link(found.get("url")) or address
    number = _text(_first(found.get("identifier"), "value"))
    key = job_key(link) or f"posting:{_digest(link or f'{company} {role} {number}')}"
    text = str(found.get("description") or "")
    for _ in range(2):  # some pages escape their HTML once more
        text = read_page(text).text if looks_like_html(text) or "&lt;" in text else text
    return Posting(
        company,
        role,
        key,
        _place(found),
        _salary(found),
        link,
        text.strip()[:MOST_TEXT].encode("utf-8", "replace").decode(),
    )


def _name(value: object) -> str:
    return _text(_first(value, "name"))


def _place(found: Mapping[str, object]) -> str:
    places = []
    locations = found.get("jobLocation")
    for location in locations if isinstance(locations, list) else [locations]:
        address = _first(location, "address")
        if isinstance(address, dict):
            parts = (
                _text(_first(address.get(name), "name"))
                for name in ("addressLocality", "addressRegion", "addressCountry")
            )
            places.append(", ".join(dict.fromkeys(part for part in parts if part)))
        else:
            places.append(_text(address) or _text(location))
    if "TELECOMMUTE" in str(found.get("jobLocationType", "")).upper():
        places.append("remote")
    return "; ".join(dict.fromkeys(place for place in places if place))


def _salary(found: Mapping[str, object]) -> str:
    for name in ("baseSalary", "estimatedSalary"):
        salary = found.get(name)
        salary = salary[0] if isinstance(salary, list) and salary else salary
        if not isinstance(salary, dict):
            if text := _text(salary):
                return text
            continue
        value = salary.get("value")
        currency = _text(salary.get("currency") or found.get("salaryCurrency"))
        unit = ""
        if isinstance(value, dict):
            unit = _text(value.get("unitText")).lower()
            low, high = _number(value.get("minValue")), _number(value.get("maxValue"))
            amount = (
                f"{low}–{high}"
                if low and high and low != high
                else low or high or _number(value.get("value"))
            )
        else:
            amount = _number(value)
        if amount:
            return f"{amount} {currency}".strip() + (f" a {unit}" if unit else "")
    return ""


def _number(value: object) -> str:
    if isinstance(value, bool) or value in (None, ""):
        return ""
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        return _text(value)
    if not abs(number) < 1e12:  # nobody's salary, and no comparison holds for NaN
        return ""
    return f"{number:,.0f}" if number.is_integer() else f"{number:,.2f}"


def _first(value: object, name: str) -> object:
    """A part of a thing, of the first of several, or the thing itself where it is text."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(name) if isinstance(value, dict) else value


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = read_page(str(value)).text if "<" in str(value) or "&" in str(value) else str(value)
    return one_line(text)[:300]


def _link(value: object) -> str:
    text = _text(value)
    try:
        return text if urlsplit(text).scheme in ("http", "https") else ""
    except ValueError:  # a host in brackets that is none
        return ""


def _canonical(html: str) -> str:
    """The address that the page says it has, or that the browser wrote on top when it saved it."""
    for pattern in (
        r"<!-- saved from url=\(\d+\)(\S+) -->",
        r"<link[^>]{0,300}rel=[\"']?canonical[\"']?[^>]{0,300}href=[\"']([^\"'<>\s]+)",
        r"<link[^>]{0,300}href=[\"']([^\"'<>\s]+)[\"'][^>]{0,300}rel=[\"']?canonical",
        r"<meta[^>]{0,300}property=[\"']og:url[\"'][^>]{0,300}content=[\"']([^\"'<>\s]+)",
    ):
        if (match := re.search(pattern, html[:400_000], re.IGNORECASE)) and (link := _link(match[1])):
            return link
    return ""


def _digest(text: str) -> str:
    return hashlib.sha256(one_line(text).casefold().encode()).hexdigest()[:12]
