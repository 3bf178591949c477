"""Bytes as the text that their writer meant, whatever encoding a mail says they have. Knows no header's meaning."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

# What is said, and what is meant by all who read it: the larger set, by the rules of browsers (encoding.spec.whatwg.org).
_MEANT = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "x-ansi": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "shift_jis": "cp932",
}  # fmt: skip
_WIDE = ("utf-8", "utf-7", "utf-16", "utf-32", "iso-2022", "hz")
_ENCODED_WORD = re.compile(r"=\?([\w:.-]+?)(\*[^?]*)?\?(?=[bBqQ]\?)")
# Two that stand together are one text: a writer may have cut it in the middle of a letter.
_TOGETHER = re.compile(r"(=\?[^?\s]+\?([bBqQ])\?)([^?\s]*)\?=\s+\1([^?\s]*)\?=")
# What a reader does not see: hyphens that may break a word, and what fills the preview of a mail.
_UNSEEN = re.compile("[\u00ad\u034f\u200b\u200c\u2060\ufeff]")


def text_of(data: bytes, charset: str) -> str:
    """The text of a part. UTF-8 goes before any label of one byte a letter: nobody writes it by accident."""
    name = charset.casefold().strip("\"' ")
    if not name.startswith(_WIDE[1:]) and name not in ("gb2312", "gbk", "big5", "shift_jis", "euc-jp"):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode(_MEANT.get(name, name))
    except (LookupError, ValueError):
        return data.decode("gb18030" if name.startswith("gb") else "cp1252", "replace")


def as_seen(text: str) -> str:
    """The text without what no reader sees."""
    return _UNSEEN.sub("", text)


def header_as_meant(value: str) -> str:
    """A header as the parser gives it, bytes above 127 read, and encoded words with the encoding that they have."""
    if not value.isascii():
        try:
            value = text_of(value.encode("ascii", "surrogateescape"), "")
        except UnicodeEncodeError:
            pass  # it was text already
    changed = 1
    while changed:
        value, changed = _TOGETHER.subn(_joined, value)
    return _ENCODED_WORD.sub(lambda m: f"=?{_MEANT.get(m[1].casefold(), m[1])}?", value)


def _joined(match: re.Match[str]) -> str:
    if match[2] in "qQ":
        return f"{match[1]}{match[3]}{match[4]}?="
    try:
        data = b"".join(b64decode(f"{part}===") for part in (match[3], match[4]))
    except ValueError:
        return f"{match[1]}{match[3]}?= {match[4]}"
    return f"{match[1]}{b64encode(data).decode()}?="
