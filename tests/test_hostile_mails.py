"""Mails and pages made to hurt are read in a moment, and never end in an error of Python."""

import time

import pytest

from vault_tools.core.taking.html_text import read_page
from vault_tools.core.taking.mail import Mail, read_mail

_PAGES = {
    "comments that never end": "<!--" * 50_000,
    "tags that never end": "<a " * 100_000,
    "quotes that never end": '<a x=">"' * 20_000,
    "sections without a name": "<![<![]",
    "hidden and deep": "<head>" + "<b>" * 20_000 + "</b>" * 20_000,
}
_HEADERS = {
    "brackets in the sender": "From: " + "(" * 20_000 + "a@b.example\nSubject: x",
    "very many readers": "From: a@b.example\nTo: " + ", ".join(f"a{n}@b.example" for n in range(30_000)),
    "an endless subject": "From: a@b.example\nSubject: " + "a " * 200_000,
    "endless words for its type": "From: a@b.example\nContent-Type: text/plain" + "; a=b" * 40_000,
}


@pytest.mark.parametrize("html", _PAGES.values(), ids=_PAGES)
def test_a_page_made_to_hurt_is_read_in_a_moment(html: str) -> None:
    began = time.process_time()
    assert read_page(f"<p>before</p>{html}").text.startswith("before")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("head", _HEADERS.values(), ids=_HEADERS)
def test_a_header_made_to_hurt_is_read_in_a_moment(head: str) -> None:
    began = time.process_time()
    mail = read_mail(f"{head}\nMessage-ID: <1@b.example>\n\nHello\n".encode())
    assert mail is None or (mail.key, mail.text) == ("mail:1@b.example", "Hello")
    assert time.process_time() - began < 5


def test_a_tag_that_never_ends_hides_nothing_behind_it() -> None:
    page = read_page('<p>One</p><a href="x>two</a><p>three</p>')
    assert [word for word in ("One", "two", "three") if word not in page.text] == []


def test_of_very_many_parts_the_first_are_read() -> None:
    parts = "--q\nContent-Type: text/plain\n\nHello there\n" * 2_000
    mail = read_mail(
        f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n{parts}".encode()
    )
    assert isinstance(mail, Mail)
    assert mail.text == "Hello there"
