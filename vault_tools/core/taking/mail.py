"""The bytes of one mail as a value: headers, text, thread, appointments. Knows no phrase and no note."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from vault_tools.core.meaning.names import one_line
from vault_tools.core.taking.html_text import looks_like_html, read_page

MOST_TEXT = 40_000  # characters of a mail that are read and kept
_BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
)  # of the parser, on bad mails
_MOST_HEADER, _MOST_OF_PART = 8_000, 1_000  # characters; the parser's time grows with the square of them
_MOST_PARTS = 100  # inside of one part; each costs the parser as much as a mail
_MOST_OF_BASE64 = 1 << 20  # bytes of one part; of its text MOST_TEXT are kept
_BASE64 = re.compile(rb"^content-transfer-encoding:[ \t]*base64\b", re.IGNORECASE | re.MULTILINE)
_ID = re.compile(r"<([^<>\s]+)>")
_START = re.compile(
    r"^DTSTART(?:;[^:\n]*?TZID=\"?([^:;\"\n]+)\"?)?[^:\n]*:(\d{8})T(\d{2})(\d{2})\d{2}(Z?)", re.MULTILINE
)


class Appointment(NamedTuple):
    """When a calendar part begins: the clock in its own zone, and the zone's name, empty if it has none."""

    starts: datetime
    zone: str = ""


class Mail(NamedTuple):
    """One mail. `id` is its Message-ID, or stands for it; `thread` the ids that it answers; `sent` as its Date says."""

    id: str
    subject: str
    name: str
    address: str
    to: tuple[str, ...]
    sent: datetime | None
    text: str
    thread: tuple[str, ...] = ()
    is_list: bool = False
    is_auto_reply: bool = False
    is_sent: bool = False
    appointment: Appointment | None = None
    where: str = ""

    @property
    def key(self) -> str:
        """What it is known by in a note."""
        return f"mail:{self.id}"


class _Policy(EmailPolicy):
    """Reads a header as far as anybody writes one."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        is_of_part = name.casefold().startswith("content-")
        header: str = super().header_fetch_parse(name, value[: _MOST_OF_PART if is_of_part else _MOST_HEADER])
        return header


def read_mail(data: bytes, where: str = "") -> Mail | None:
    """One mail; None if the bytes are none. Never raises: what is broken in it is passed over."""
    message = _parsed(data)
    if message is None:
        return None
    sender = _addresses(message, "From")
    name, address = sender[0] if sender else ("", "")
    subject, text = one_line(_header(message, "Subject")), _text(message)
    if not address and not subject:
        return None
    ids = _ID.findall(_header(message, "Message-ID"))
    to = _addresses(message, "To", "Cc", "Delivered-To", "X-Original-To")
    return Mail(
        id=ids[0] if ids else hashlib.sha256(f"{_header(message, 'Date')}\0{address}\0{subject}\0{text}".encode("utf-8", "replace")).hexdigest()[:24],
        subject=subject,
        name=one_line(name).strip("\"' "),
        address=address.casefold().strip(),
        to=tuple(dict.fromkeys(address.casefold() for _, address in to)),
        sent=_date(_header(message, "Date")),
        text=text,
        thread=tuple(dict.fromkeys(_ID.findall(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}"))),
        is_list=bool(_header(message, "List-Unsubscribe") or _header(message, "List-Id")) or _header(message, "Precedence").casefold() in ("bulk", "list"),
        is_auto_reply=_header(message, "Auto-Submitted").casefold().startswith("auto-replied") or bool(_header(message, "X-Autoreply")) or _header(message, "Precedence").casefold() == "auto_reply",
        is_sent="sent" in re.split(r"[,\s]+", _header(message, "X-Gmail-Labels").casefold()),
        appointment=_appointment(message),
        where=where,
    )  # fmt: skip


def html_of(data: bytes) -> str:
    """The page in a saved web archive (MHTML), which is built as a mail is."""
    message = _parsed(data)
    if message is None:
        return ""
    return next((_content(part) for part in _parts(message) if part.get_content_type() == "text/html"), "")


def _parsed(data: bytes) -> EmailMessage | None:
    try:
        message: EmailMessage = BytesParser(policy=_Policy()).parsebytes(_shortened(data))  # type: ignore[assignment]
        for part in message.walk():
            inside = part.get_payload()
            if isinstance(inside, list):
                del inside[_MOST_PARTS:]
        return message
    except _BROKEN:
        return None


def _shortened(data: bytes) -> bytes:
    """The mail without most of what its large parts hold in base64: pictures and papers, which nobody reads here."""
    if len(data) <= _MOST_OF_BASE64:
        return data
    kept, at = [], 0
    while part := _BASE64.search(data, at):
        end = data.find(b"\n--", part.end())
        end = len(data) if end < 0 else end
        kept.append(data[at : min(end, part.end() + _MOST_OF_BASE64)])
        at = end
    return b"".join((*kept, data[at:]))


def _header(message: EmailMessage, name: str) -> str:
    """A header decoded, or as it is written where its form is broken; empty if it is not there."""
    try:
        value = message[name]
        return "" if value is None else " ".join(str(value).split())
    except _BROKEN:
        raw = next((v for k, v in message.raw_items() if k.casefold() == name.casefold()), "")
        return " ".join(str(raw)[:_MOST_HEADER].encode("utf-8", "replace").decode().split())


def _addresses(message: EmailMessage, *names: str) -> list[tuple[str, str]]:
    """The names and addresses in these headers, in all versions of Python the same: with what is odd about one."""
    headers = [header for name in names if (header := _header(message, name))]
    try:
        try:
            found = getaddresses(headers, strict=False)
        except TypeError:  # a Python that knows no other way
            found = getaddresses(headers)
    except _BROKEN:
        return []
    return [(name, address) for name, address in found if "@" in address]


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except _BROKEN:
        return None


def _text(message: EmailMessage) -> str:
    """What a reader sees: the plain part, or the HTML one where the plain one is missing or says next to nothing."""
    plain = _of_type(message, "plain")
    if len(plain.split()) < 12 or looks_like_html(plain):
        page = read_page(_of_type(message, "html") or (plain if looks_like_html(plain) else "")).text
        plain = page if len(page) > len(plain) or looks_like_html(plain) else plain
    lines = [line.rstrip() for line in plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MOST_TEXT]


def _of_type(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body(preferencelist=(kind,))
    except _BROKEN:
        part = next((p for p in _parts(message) if p.get_content_type() == f"text/{kind}"), None)
    return _content(part) if part is not None else ""


def _content(part: MIMEPart) -> str:
    try:
        content = part.get_content()
        if isinstance(content, str) and "\ufffd" not in content:
            return content
    except _BROKEN:
        pass
    try:  # a charset that is not there, or not the one it says
        data = part.get_payload(decode=True)
    except _BROKEN:
        return ""
    if not isinstance(data, bytes):
        return str(part.get_payload())
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _parts(message: EmailMessage) -> Iterable[EmailMessage]:
    try:
        return [part for part in message.walk() if isinstance(part, EmailMessage)]
    except _BROKEN:
        return []


def _appointment(message: EmailMessage) -> Appointment | None:
    for part in _parts(message):
        if part.get_content_type() != "text/calendar":
            continue
        text = re.sub(r"\r?\n[ \t]", "", _content(part)).replace("\r\n", "\n")
        event = text.partition("BEGIN:VEVENT")[2]
        match = _START.search(event)
        if match and "METHOD:CANCEL" not in text:
            try:
                day = datetime.strptime(match[2], "%Y%m%d")
                return Appointment(
                    day.replace(hour=int(match[3]), minute=int(match[4])),
                    "UTC" if match[5] else match[1] or "",
                )
            except ValueError:
                continue
    return None
