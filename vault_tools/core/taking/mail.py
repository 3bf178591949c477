"""The bytes of one mail as a value: headers, text, thread, appointments. Knows no phrase and no note."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from vault_tools.core.meaning.names import one_line
from vault_tools.core.taking.calendar import Appointment, read_calendar
from vault_tools.core.taking.charsets import as_seen, header_as_meant, text_of
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
_OTHER_DATES = ("Delivery-Date", "X-Original-Arrival-Time", "Resent-Date")  # where the one of its own is none
_DELETED = 0x0008  # of X-Mozilla-Status: thrown away or moved, and still in the file until that is tidied
_STUB = 40  # words up to which a plain part may only say that there is an HTML one
_CSS = re.compile(r"\{[^{}\n]{0,300}:[^{}\n]{0,300}\}")


class Mail(NamedTuple):
    """One mail. `id` is its Message-ID, or stands for it; `thread` the ids that it answers; `sent` as its Date says.

    `told` is what it was found to be where that is no answer to an application; then its text is not kept.
    """

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
    is_deleted: bool = False
    labels: tuple[str, ...] = ()
    appointment: Appointment | None = None
    where: str = ""
    told: str = ""

    @property
    def key(self) -> str:
        """What it is known by in a note."""
        return f"mail:{self.id}"


class _Policy(EmailPolicy):
    """Reads a header as far as anybody writes one."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        is_of_part = name.casefold().startswith("content-")
        most = _MOST_OF_PART if is_of_part else _MOST_HEADER
        header: str = super().header_fetch_parse(name, header_as_meant(value[:most]))
        return header


def read_mail(data: bytes, where: str = "") -> Mail | None:
    """One mail; None if the bytes are none. Never raises: what is broken in it is passed over."""
    return next(iter(read_mails(data, where)), None)


def read_mails(data: bytes, where: str = "") -> tuple[Mail, ...]:
    """A mail, and the mails that hang on it, as somebody forwards several at once; empty if the bytes are none."""
    message = _parsed(data)
    if message is None:
        return ()
    attached = [p.get_payload() for p in _parts(message) if p.get_content_type() == "message/rfc822"]
    inner = [inside[0] for inside in attached if isinstance(inside, list) and inside]
    found = (_mail(one, where) for one in (message, *inner) if isinstance(one, EmailMessage))
    return tuple(mail for mail in found if mail is not None)


def _mail(message: EmailMessage, where: str) -> Mail | None:
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
        sent=_sent(message),
        text=text,
        thread=tuple(dict.fromkeys(_ID.findall(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}"))),
        is_list=bool(_header(message, "List-Unsubscribe") or _header(message, "List-Id")) or _header(message, "Precedence").casefold() in ("bulk", "list"),
        is_auto_reply=_header(message, "Auto-Submitted").casefold().startswith("auto-replied") or bool(_header(message, "X-Autoreply")) or _header(message, "Precedence").casefold() == "auto_reply",
        is_deleted=_is_deleted(message),
        labels=tuple(label.strip("\" ").casefold() for label in _header(message, "X-Gmail-Labels").split(",")),
        appointment=_appointment(message),
        where=where,
    )  # fmt: skip


def with_own_id(mail: Mail) -> Mail:
    """A mail with an id that no other one has whose text is another."""
    return mail._replace(
        id=f"{mail.id}~{hashlib.sha256(mail.text.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )


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
    wanted = name.casefold()
    raw = next((str(v) for k, v in message.raw_items() if k.casefold() == wanted), "")[:_MOST_HEADER]
    if raw.isascii() and "=?" not in raw:
        return " ".join(raw.split())  # nothing in it is encoded, and the parser takes a while for each
    try:
        return " ".join(str(message[name]).split())
    except _BROKEN:
        return " ".join(raw.encode("utf-8", "replace").decode().split())


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


def _sent(message: EmailMessage) -> datetime | None:
    """When it was sent, or else when it came: a mail without a day, or with a broken one, has passed some machine."""
    for name in ("Date", *_OTHER_DATES, "Received"):
        text = _header(message, name)
        if text and (found := _date(text.rpartition(";")[2])) is not None:
            return found
    return None


def _date(text: str) -> datetime | None:
    """A moment as mails write it, or as programs do; one of a zone that there is not by its clock."""
    for read, said in (
        (parsedate_to_datetime, text),
        (datetime.fromisoformat, text),
        (parsedate_to_datetime, re.sub(r"\s[+-]\d{3,}.*$", "", text)),
    ):
        try:
            found = read(said)
        except _BROKEN:
            continue
        return found.replace(tzinfo=UTC) if found.tzinfo is None and "-0000" in said else found
    return None


def _is_deleted(message: EmailMessage) -> bool:
    try:
        return bool(int(_header(message, "X-Mozilla-Status") or "0", 16) & _DELETED)
    except ValueError:
        return False


def _text(message: EmailMessage) -> str:
    """What a reader sees: the plain part, or the HTML one where the plain one is missing or says next to nothing."""
    plain = as_seen(_of_type(message, "plain"))
    is_no_text = looks_like_html(plain) or _CSS.search(plain) is not None
    if len(plain.split()) < _STUB or is_no_text:
        page = as_seen(read_page(_of_type(message, "html") or (plain if looks_like_html(plain) else "")).text)
        plain = page if len(page) > len(plain) or (page and is_no_text) else plain
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
        data = part.get_payload(decode=True)
        charset = part.get_content_charset("") or ""
    except _BROKEN:
        return ""
    if not isinstance(data, bytes):
        return str(part.get_payload())
    text = text_of(data, str(charset))
    return _unflowed(text, part) if part.get_content_type() == "text/plain" else text


def _unflowed(text: str, part: MIMEPart) -> str:
    """Text that was sent as format=flowed (RFC 3676), with its lines as long as they were written."""
    try:
        said = {name: value.casefold() for name, value in part["Content-Type"].params.items()}
    except _BROKEN:
        return text
    if said.get("format") != "flowed":
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    out: list[str] = []
    goes_on = False
    for line in lines:
        bare = line[1:] if line.startswith(" ") else line
        if goes_on and not line.startswith(">"):
            out[-1] = (out[-1][:-1] if said.get("delsp") == "yes" else out[-1]) + bare
        else:
            out.append(bare)
        goes_on = bare.endswith(" ") and bare != "-- " and not bare.startswith(">")
    return "\n".join(out)


def _parts(message: EmailMessage) -> Iterable[EmailMessage]:
    try:
        return [part for part in message.walk() if isinstance(part, EmailMessage)]
    except _BROKEN:
        return []


def _appointment(message: EmailMessage) -> Appointment | None:
    for part in _parts(message):
        if part.get_content_type() in ("text/calendar", "application/ics"):
            found = read_calendar(_content(part))
            if found is not None:
                return found
    return None
