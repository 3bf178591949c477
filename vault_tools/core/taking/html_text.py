"""HTML as plain text: paragraphs and list items as lines, nothing that acts, the JSON-LD blocks apart."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

MOST = 2_000_000  # characters of a page that are looked at
_MOST_BROKEN = 10  # tags that never end; each is searched to the end of the page
_DEEPEST = 500
QUOTED = "-----Original Message-----"  # stands before what an answer quotes of earlier mails

_SILENT = {
    "script",
    "style",
    "head",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "select",
    "button",
    "form",
}
_BLOCKS = {"p", "div", "section", "article", "header", "footer", "table", "tr", "ul", "ol", "blockquote", "pre",
           "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dl", "dt", "dd", "main", "aside", "figure"}  # fmt: skip
_VOID = {"br", "img", "hr", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|max-height\s*:\s*0",
    re.IGNORECASE,
)


class Page(NamedTuple):
    """What a page says to a reader, and its blocks of JSON-LD as they are written."""

    text: str
    title: str = ""
    data: tuple[str, ...] = ()


def read_page(html: str) -> Page:
    """The page as text. Never raises: what is no HTML comes out as it is."""
    reader = _Reader()
    reader.read(html[:MOST])
    text = re.sub(r"[ \t\xa0]+", " ", "".join(reader.pieces))
    text = re.sub(r" ?\n ?", "\n", text)
    return Page(
        re.sub(r"\n{3,}", "\n\n", text).strip(), " ".join("".join(reader.title).split()), tuple(reader.data)
    )


def looks_like_html(text: str) -> bool:
    """Whether a piece of text has HTML in it, as descriptions in JSON-LD often do."""
    return (
        re.search(r"<(?:p|br|div|ul|li|strong|b|h[1-6]|span)\b[^>]{0,200}>", text, re.IGNORECASE) is not None
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title: list[str] = []
        self.data: list[str] = []
        self._silent: list[str] = []  # the open elements from the first that a reader does not see
        self._is_data = False
        self._in_title = False

    def read(self, html: str) -> None:
        """All of a page. `close` alone would take hours over a page of tags that never end."""
        self.feed(html)
        for _ in range(_MOST_BROKEN):
            rest = self.rawdata
            if not rest.startswith("<"):
                return self.close()
            end = rest.find(">", 1) + 1 or len(rest)
            self.rawdata = ""
            self.handle_data(rest[:end])
            self.feed(rest[end:])
        return None

    def parse_html_declaration(self, i: int) -> int:
        try:
            return super().parse_html_declaration(i)
        except AssertionError:  # raised for `<![` without a name, up to Python 3.13
            return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title"
        if self._silent:
            if tag not in _VOID and len(self._silent) < _DEEPEST:
                self._silent.append(tag)
            self._is_data = tag == "script" and "ld+json" in given.get("type", "").lower()
        elif tag in _SILENT or (tag not in _VOID and _HIDDEN.search(given.get("style", ""))):
            self._silent.append(tag)
            self._is_data = tag == "script" and "ld+json" in given.get("type", "").lower()
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        if self._is_data:
            self.data.append("")
        if not self._silent and _is_quote(tag, given):
            self.pieces.append(f"\n\n{QUOTED}\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if self._silent:
            if tag in self._silent:
                del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]
            self._is_data = False
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data[-1] += data
        elif self._in_title:
            self.title.append(data)
        elif not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _is_quote(tag: str, given: dict[str, str]) -> bool:
    marks = f"{given.get('class', '')} {given.get('id', '')} {given.get('type', '')}"
    return (tag == "blockquote" and "cite" in marks) or "gmail_quote" in marks or "divRplyFwdMsg" in marks
