"""A letter as a mail link and as a mail file. Knows the two formats, no program and no disk."""

from __future__ import annotations

import re
from urllib.parse import quote

from vault_tools.core.meaning.names import one_line, printable

_SPLIT = re.compile(r"[\s<>()\[\],;:\"|]+")
_ADDRESS = re.compile(
    r"(?!\.|[^@]*\.[.@])[\w.!#$%&'*+/=?^`{}~-]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"
)


def address_in(value: object) -> str:
    """The first e-mail address of a property: `Dana <dana@acme.example>`, a link, a list; "" if none is."""
    items = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
    word = next((word for item in items for word in _SPLIT.split(item) if "@" in word), "")
    return word if _ADDRESS.fullmatch(word) else ""


def plain_text(text: str) -> str:
    """Text for another program: no control character but the ends of lines, every byte of it UTF-8."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(printable(line).replace("\ufffd", "") for line in lines)


def mailto(address: str, subject: str, body: str) -> str:
    """`mailto:dana@acme.example?subject=…&body=…`; lines end as RFC 6068 has it, with %0D%0A."""
    fields = [("subject", one_line(subject)), ("body", plain_text(body).replace("\n", "\r\n"))]
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)
    return f"mailto:{quote(address, safe='@')}{'?' if asked else ''}{asked}"


def eml(name: str, address: str, subject: str, body: str) -> bytes:
    """An RFC 5322 message that mail programs open as a draft; the same letter gives the same bytes.

    It has no From and no Date: the program that sends it knows both. The text is quoted-printable UTF-8.
    """
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook opens such a file for writing, not as one that came in
    if to := _ascii(address):
        message["To"] = Address(display_name=one_line(name), addr_spec=to)
    if subject:
        message["Subject"] = one_line(subject)
    message.set_content(plain_text(body).rstrip("\n") + "\n", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def _ascii(address: str) -> str:
    """The address as headers have it, its domain in IDNA; "" where the name before the @ is not ASCII."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}" if local else ""
    except UnicodeError:
        return ""
