"""Mails and pages made to hurt are read in a moment, and never end in an error of Python."""

import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from vault_tools.core.taking.appointment import appointed
from vault_tools.core.taking.html_text import read_page
from vault_tools.core.taking.mail import Mail, read_mail
from vault_tools.core.taking.posting import Posting, read_posting
from vault_tools.core.taking.verdict import judge
from vault_tools.store.incoming import pieces
from vault_tools.store.templates import load_lexicon, load_words

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


_JOB = '{"@type": "JobPosting", "title": "Engineer", "hiringOrganization": {"name": "Acme"}, %s}'


@pytest.mark.parametrize(
    "odd",
    [
        '"baseSalary": {"value": 1e999}',
        '"baseSalary": {"value": NaN}',
        '"url": "http://[::1"',
        '"identifier": {"value": "\\ud800"}',
        '"description": "\\ud800"',
    ],
)
def test_an_odd_value_in_a_posting_is_passed_over(odd: str) -> None:
    found = read_posting(f'<script type="application/ld+json">{_JOB % odd}</script>')
    assert isinstance(found, Posting)
    assert (found.company, found.role, found.salary, found.link) == ("Acme", "Engineer", "", "")
    found.text.encode()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_file_in_a_zip_is_named_and_the_others_are_read(tmp_path: Path, method: int) -> None:
    path = tmp_path / "all.zip"
    passed: list[str] = []
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.csv", "Company,Role\nAcme,Engineer\n" * 200)
        archive.writestr("b.csv", "whole")
    data = bytearray(path.read_bytes())
    start = data.index(b"a.csv") + len(b"a.csv")
    data[start + 8 : start + 24] = bytes(byte ^ 0x5A for byte in data[start + 8 : start + 24])
    path.write_bytes(data)
    assert [piece.data for piece in pieces(path, lambda name, why: passed.append(name))] == [b"whole"]
    assert passed == ["all.zip: a.csv"]


@pytest.mark.parametrize(
    "text",
    ["1.12. ", "26 November 2 PM, ", "May 1 ", "by Fri. 26 Nov. ", "at 10:00, or 11:00 "],
    ids=str.strip,
)
def test_a_mail_of_nothing_but_days_is_read_in_a_moment(text: str) -> None:
    lexicon, months = load_lexicon(None), load_words(None).months
    mail = read_mail(f"From: a@b.example\n\n26 November at 10:00 {text * 20_000}".encode())
    assert mail is not None
    began = time.process_time()
    appointed(judge(mail, lexicon, months=months).own, months, lexicon, datetime(2026, 11, 22))
    assert time.process_time() - began < 5
