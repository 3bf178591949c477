"""Mails as programs write them: their encodings, quotes, folders, calendar entries, and what they leave out."""

from __future__ import annotations

import base64
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from life import Life

from vault_tools.commands.importing import Import, Wishes, carry_out, understand
from vault_tools.core.rules.appointments import appointments
from vault_tools.core.taking.calendar import Appointment, read_calendar
from vault_tools.core.taking.mail import Mail, read_mail, read_mails
from vault_tools.core.taking.own_words import own_lines
from vault_tools.core.taking.verdict import Sort, judge
from vault_tools.store.templates import load_lexicon

LEXICON = load_lexicon(None)
DAY = "2026-11-22"
HEAD = "From: Blue Heron <jobs@blueheron.example>\nTo: jo.park@gmail.com\nSubject: Your application to Blue Heron\n"
DATED = "Date: Fri, 20 Nov 2026 10:12:00 +0000\nMessage-ID: <{}@x>\n"
NO = "We won’t be moving forward with your application for the Buyer role at Blue Heron."


def read(data: bytes | str) -> Mail:
    mail = read_mail(data if isinstance(data, bytes) else data.encode())
    assert mail is not None
    return mail


# ---------------------------------------------------------------------------------------------- text and headers


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("charset=iso-8859-1", "cp1252"), ("charset=us-ascii", "cp1252"), ("", "cp1252"), ("charset=gb2312", "gb18030"),
     ("charset=utf-7", "utf-7"), ("charset=iso-8859-1", "utf-8"), ("charset=x-unknown", "utf-8"), ("charset=utf-16le", "utf-16-le"),
     ('charset="UTF-8"', "utf-8-sig")],
)  # fmt: skip
def test_a_text_is_read_as_it_was_meant_whatever_encoding_is_said(label: str, encoding: str) -> None:
    kind = f"Content-Type: text/plain; {label}\nContent-Transfer-Encoding: base64\n\n"
    assert read((HEAD + kind).encode() + base64.encodebytes(NO.encode(encoding))).text == NO


@pytest.mark.parametrize(
    "subject",
    [
        "Prüfer – Müller".encode(), "Prüfer – Müller".encode("cp1252"), b"=?iso-8859-1?Q?Pr=FCfer_=96_M=FCller?=",
        b"=?utf-8?B?UHLDvGZlciDigJMgTcM=?=\n =?utf-8?B?vGxsZXI=?=", b"=?utf-8?Q?Pr=C3?=\n =?utf-8?Q?=BCfer_=E2=80=93_M=C3=BCller?=",
        b"=?UTF-8?q?Pr=C3=BCfer?= =?UTF-8?q?_=E2=80=93_M?= =?UTF-8?q?=C3=BCller?=", b"\n =?utf-8?Q?Pr=C3=BCfer?=\n\t=?utf-8?Q?_=E2=80=93_M=C3=BCller?=",
    ],
)  # fmt: skip
def test_a_subject_is_read_as_it_was_meant(subject: bytes) -> None:
    assert read(b"From: a@b.example\nSubject: " + subject + b"\n\nx").subject == "Prüfer – Müller"


def test_a_name_with_a_comma_is_one_name() -> None:
    mail = read("From: =?utf-8?Q?Heron=2C_Bl=C3=BC?= <a@b.example>\nSubject: x\n\ny")
    assert (mail.name, mail.address) == ("Heron, Blü", "a@b.example")


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ("Date: Fri, 20 Nov 2026 10:12:00 +0100", datetime(2026, 11, 20, 9, 12, tzinfo=UTC)),
        ("Date: Fri, 20 Nov 26 10:12:00 GMT", datetime(2026, 11, 20, 10, 12, tzinfo=UTC)),
        ("Date: Fri, 20 Nov 2026 10:12:00 -0000", datetime(2026, 11, 20, 10, 12, tzinfo=UTC)),
        ("Date: 2026-11-20T10:12:00Z", datetime(2026, 11, 20, 10, 12, tzinfo=UTC)),
        ("Date: Fri, 20 Nov 2026 10:12:00 +9999", datetime(2026, 11, 20, 10, 12)),
        ("Received: from a by b; Fri, 20 Nov 2026 10:12:05 +0000 (UTC)", datetime(2026, 11, 20, 10, 12, 5, tzinfo=UTC)),
        ("Date: soon\nReceived: by b;\n Fri, 20 Nov 2026 10:12:05 +0000", datetime(2026, 11, 20, 10, 12, 5, tzinfo=UTC)),
        ("Date: soon", None),
    ],
)  # fmt: skip
def test_the_moment_of_a_mail_is_found_where_it_is_written_oddly(headers: str, sent: datetime | None) -> None:
    assert read(f"{headers}\n{HEAD}\nx").sent == sent


@pytest.mark.parametrize(
    "body",
    [
        "Content-Type: text/plain; format=flowed\n\nWe won’t be moving \nforward with your application for the Buyer role \nat Blue Heron.",
        "Content-Type: text/plain; format=flowed; delsp=yes\n\nWe won’t be mov \ning forward with your application for the Buyer role at Blue Heron.",
        "Content-Type: text/html\n\n<p>We won’t be mov&shy;ing for\u200bward with your application for the Buyer role at Blue Heron.</p>",
        "Content-Type: text/html\n\n<html><head><!--[if gte mso 9]><xml>x</xml><![endif]--><style>p {margin:0}</style></head>"
        f"<body><p class=MsoNormal>{NO}<o:p></o:p></p></body></html>",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n96 body { margin:0 } @media screen { .y { width: 100% } } and some more words, to be read by nobody\n"
        f"--b\nContent-Type: text/html\n\n<p>{NO}</p>\n--b--\n",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nThis mail is in HTML, which you cannot see here. Open it in a browser.\n"
        f"--b\nContent-Type: text/html\n\n<p>{NO}</p>\n--b--\n",
        f"Content-Type: multipart/signed; boundary=b\n\n--b\n\n{NO}\n--b\nContent-Type: application/pkcs7-signature\n\nMIAG\n--b--\n",
    ],
)  # fmt: skip
def test_a_text_is_what_a_reader_sees(body: str) -> None:
    assert read(f"{HEAD}MIME-Version: 1.0\n{body}").text == NO


# ------------------------------------------------------------------------------------------- what is quoted in it


@pytest.mark.parametrize(
    "head",
    [
        "On Mon, Nov 16, 2026 at 9:00 AM Jo Park <jo.park@gmail.com> wrote:",
        "On Mon, Nov 16, 2026 at 9:00 AM Jo Park <\njo.park@gmail.com>\nwrote:",
        "Am 16.11.2026 um 09:00 schrieb Jo Park:", "Am Mo., 16. Nov. 2026 um 09:00 Uhr schrieb Jo Park <jo.park@gmail.com>:",
        "Le lun. 16 nov. 2026 à 09:00, Jo Park <jo.park@gmail.com> a écrit :",
        "From: Jo Park <jo.p@gmail.com>\nSent: Monday, November 16, 2026 9:00 AM", "From: Jo Park <jo.p@gmail.com>\nDate: Monday, 16 November 2026 at 09:00\nTo: Acme",
        "Von: Jo Park <jo.p@gmail.com>\nGesendet: Montag, 16. November 2026 09:00", "De : Jo Park <jo.p@gmail.com>\nEnvoyé : lundi 16 novembre 2026 09:00",
    ],
)  # fmt: skip
def test_what_follows_the_head_of_a_quote_is_not_said_now(head: str) -> None:
    text = f"Great, see you then!\n\n{head}\n\nWe will not be moving forward."
    assert own_lines(text, LEXICON.quoted) == ("Great, see you then!", "")


def test_a_sentence_that_only_sounds_like_the_head_of_a_quote_is_none() -> None:
    text = "On Thursday we wrote: come in.\nWe will not be moving forward."
    assert own_lines(text, LEXICON.quoted) == tuple(text.split("\n"))


@pytest.mark.parametrize(
    "body",
    [
        "\n", "\n-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n-----END PGP MESSAGE-----\n",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\nMIAG\n",
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+Ig==\n",
    ],
)  # fmt: skip
def test_a_mail_that_cannot_be_read_is_asked_about_and_its_subject_confirms_nothing(body: str) -> None:
    verdict = judge(read(HEAD + body), LEXICON)
    assert (verdict.sort, verdict.doubts) == (Sort.NEWS, ("its text cannot be read here",))


# ---------------------------------------------------------------------------------------- folders, labels, flags


@pytest.mark.parametrize(
    ("header", "where", "sort"),
    [
        ("", "", Sort.REJECTION), ("", "Inbox, mail 3", Sort.REJECTION),
        ("X-Gmail-Labels: Sent,Opened\n", "", Sort.OWN), ("X-Gmail-Labels: =?UTF-8?Q?Messages_envoy=C3=A9s,Ouvert?=\n", "", Sort.OWN),
        ("X-Gmail-Labels: Wichtig,Gesendet\n", "", Sort.OWN), ("X-Gmail-Labels: Posteingang,Wichtig\n", "", Sort.REJECTION),
        ("", "Sent, mail 3", Sort.OWN), ("", "Mail/Gesendet.mbox, mail 3", Sort.OWN), ("", ".Sent/cur/17.M2.host:2,S", Sort.OWN),
        ("X-Mozilla-Status: 0009\n", "", Sort.DELETED), ("X-Mozilla-Status: 0001\n", "", Sort.REJECTION), ("X-Mozilla-Status: zz\n", "", Sort.REJECTION),
        ("X-Gmail-Labels: Trash,Unread\n", "", Sort.DELETED), ("X-Gmail-Labels: Trash,Sent\n", "", Sort.DELETED),
        ("X-Gmail-Labels: =?UTF-8?Q?Gel=C3=B6schte_Elemente?=\n", "", Sort.DELETED), ("X-Gmail-Labels: Archiviert,Papierkorb\n", "", Sort.DELETED),
        ("", "Trash, mail 2", Sort.DELETED), ("", "[Gmail]/Bin.mbox, mail 2", Sort.DELETED), ("", ".Trash/cur/17.M2.host:2,S", Sort.DELETED),
        ("", "INBOX.Éléments supprimés, mail 1", Sort.DELETED), ("", "Trash collectors Ltd/Inbox, mail 1", Sort.REJECTION),
    ],
)  # fmt: skip
def test_what_one_wrote_or_threw_away_is_known_by_its_folder_or_label(
    header: str, where: str, sort: Sort
) -> None:
    mail = read_mail(f"{header}{HEAD}\n{NO}".encode(), where)
    assert mail is not None
    assert judge(mail, LEXICON).sort is sort


@pytest.mark.parametrize(
    ("header", "where"),
    [
        ("X-Gmail-Labels: Spam,Unread\n", ""),
        ("", "Junk, mail 2"),
        ("", "Mail/Courrier indésirable.mbox, mail 1"),
    ],
)
def test_what_lies_in_spam_is_never_sure(header: str, where: str) -> None:
    mail = read_mail(f"{header}{HEAD}\n{NO}".encode(), where)
    assert mail is not None
    verdict = judge(mail, LEXICON)
    assert (verdict.sort, verdict.doubts) == (Sort.REJECTION, ("your mail program took it for spam",))


def test_mails_that_hang_on_a_mail_are_read_as_well() -> None:
    inner = f"{HEAD}{DATED.format(1)}\n{NO}\n"
    outer = f"From: jo.park@gmail.com\nSubject: Fwd\n{DATED.format(2)}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee there.\n--b\nContent-Type: message/rfc822\n\n{inner}--b--\n"
    assert [(mail.id, mail.text) for mail in read_mails(outer.encode())] == [
        ("2@x", "See there."),
        ("1@x", NO),
    ]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    from vault_tools.commands.init import init

    init(tmp_path / "v", datetime(2026, 11, 22).date(), default=None)
    life = Life(tmp_path / "v")
    settings = life.root / "vault.toml"
    settings.write_text(settings.read_text().replace('timezone = ""', 'timezone = "Europe/Berlin"'))
    life.applies("2026-11-02", "Blue Heron", "Buyer")
    return life


def brought(life: Life, path: Path) -> Import:
    session = life.session(DAY)
    wanted = understand(session, [path], Wishes())
    carry_out(session, wanted)
    return wanted


def groups(wanted: Import) -> list[tuple[str, str]]:
    return [(item.group, item.kind) for item in wanted.items]


def test_a_mail_thrown_away_does_not_hide_its_copy_in_another_folder(life: Life, tmp_path: Path) -> None:
    mail = f"{HEAD}{DATED.format(1)}\n{NO}\n"
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "Inbox.mbox").write_text(
        f"From - Mon Nov 23 10:00:00 2026\nX-Mozilla-Status: 0009\n{mail}\n"
    )
    (tmp_path / "box" / "Jobs.mbox").write_text(
        f"From - Mon Nov 23 10:00:00 2026\nX-Mozilla-Status: 0001\n{mail}\n"
    )
    assert groups(brought(life, tmp_path / "box")) == [("passed", "mail"), ("made", "rejection")]


def test_a_copy_in_the_bin_does_not_hide_the_one_in_the_inbox(life: Life, tmp_path: Path) -> None:
    mail = f"From - Mon Nov 23 10:00:00 2026\n{HEAD}{DATED.format(1)}\n{NO}\n"
    (tmp_path / "box").mkdir()
    for name in ("Bin", "Inbox"):
        (tmp_path / "box" / name).write_text(mail)
    assert groups(brought(life, tmp_path / "box")) == [("passed", "mail"), ("made", "rejection")]


def test_a_mail_in_the_bin_of_a_zip_is_passed_over(life: Life, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mails.zip", "w") as zipped:
        zipped.writestr("Mail/Trash/no.eml", f"{HEAD}{DATED.format(1)}\n{NO}\n")
    assert groups(brought(life, tmp_path / "mails.zip")) == [("passed", "mail")]
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as zipped:
        zipped.writestr("../Mail/Inbox/no.eml", f"{HEAD}{DATED.format(1)}\n{NO}\n")
    assert [(i.group, i.where) for i in brought(life, tmp_path / "more.zip").items] == [
        ("made", "Mail/Inbox/no.eml")
    ]


def test_in_a_maildir_what_is_thrown_away_or_a_draft_is_passed_over(life: Life, tmp_path: Path) -> None:
    box = tmp_path / "Mail"
    for name in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new"):
        (box / name).mkdir(parents=True)
    for number, name in enumerate(("cur/1:2,ST", "cur/2:2,D", ".Sent/cur/3:2,S", "cur/4:2,RS")):
        (box / name).write_text(f"{HEAD}{DATED.format(number)}\n{NO}\n")
    wanted = brought(life, box)
    assert [(i.group, i.where) for i in wanted.items] == [
        ("passed", "cur/1:2,ST"),
        ("passed", "cur/2:2,D"),
        ("passed", ".Sent/cur/3:2,S"),
        ("made", "cur/4:2,RS"),
    ]


def test_a_mail_of_apples_program_is_read_without_what_it_adds(life: Life, tmp_path: Path) -> None:
    mail = f"{HEAD}{DATED.format(1)}\n{NO}\n".encode()
    (tmp_path / "1.emlx").write_bytes(
        b"%-10d\n%s" % (len(mail), mail) + b'<?xml version="1.0"?><plist></plist>\n'
    )
    assert groups(brought(life, tmp_path / "1.emlx")) == [("made", "rejection")]
    assert "plist" not in "".join(p.read_text() for p in life.root.rglob("*.md"))


def test_two_mails_of_one_id_and_different_words_are_two(life: Life, tmp_path: Path) -> None:
    first = HEAD + DATED.format(1) + "\nWe are still reviewing your application.\n"
    second = HEAD + DATED.format(1).replace("20 Nov", "21 Nov") + f"\n{NO}\n"
    box = tmp_path / "box.mbox"
    box.write_text(f"From x\n{first}\nFrom x\n{second}\nFrom x\n{first}\n")
    assert groups(brought(life, box)) == [("changed", "mail"), ("made", "rejection")]
    assert {group for group, _ in groups(brought(life, box))} == {"same"}


@pytest.mark.parametrize("name", ["table.xlsx", "mails.pst", "one.msg", "letter.docx"])
def test_what_other_programs_keep_for_themselves_is_named_with_a_way_out(
    life: Life, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    (item,) = understand(life.session(DAY), [tmp_path / name], Wishes()).items
    assert (item.group, item.what) == ("unread", name)
    assert "give that" in item.why


# ------------------------------------------------------------------------------------------------- appointments

OUTLOOK = """BEGIN:VTIMEZONE
TZID:Eastern Zone of our House
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(starts: str, *more: str, method: str = "REQUEST", zones: str = OUTLOOK) -> str:
    event = "\n".join(("BEGIN:VEVENT", f"DTSTART{starts}", "UID:17@heron", *more, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\nMETHOD:{method}\n{zones}{event}\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("day", "hours"), [("20261101T0159", -4), ("20261101T0200", -5), ("20261126T1400", -5), ("20270113T1400", -5), ("20270314T0200", -4), ("20270701T1400", -4)]
)  # fmt: skip
def test_a_zone_that_only_its_mail_knows_is_read_there(day: str, hours: int) -> None:
    found = read_calendar(calendar(f";TZID=Eastern Zone of our House:{day}00"))
    starts = datetime.strptime(day, "%Y%m%dT%H%M")
    assert found == Appointment(starts, "Eastern Zone of our House", timedelta(hours=hours), "17@heron")


EVOLUTION = """BEGIN:VTIMEZONE
TZID:/freeassociation.sourceforge.net/Europe/Berlin of old
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19810927T030000
RRULE:FREQ=YEARLY;UNTIL=19950924T010000Z;BYMONTH=9;BYDAY=-1SU
END:STANDARD
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
"""
AMERICAN = """BEGIN:VTIMEZONE
TZID:Eastern with its history
BEGIN:DAYLIGHT
DTSTART:19870405T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;UNTIL=20060402T070000Z;BYMONTH=4;BYDAY=1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19671029T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;UNTIL=20061029T060000Z;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""
WITHOUT_SUMMER = """BEGIN:VTIMEZONE
TZID:A zone that has no summer time any more
BEGIN:DAYLIGHT
DTSTART:20070325T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;UNTIL=20160327T010000Z;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20061029T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;UNTIL=20151025;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
AUCKLAND = """BEGIN:VTIMEZONE
TZID:Far in the east
BEGIN:STANDARD
DTSTART:19900318T030000
TZOFFSETFROM:+1300
TZOFFSETTO:+1200
RRULE:FREQ=YEARLY;UNTIL=20270403T140000Z;BYMONTH=4;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19900930T020000
TZOFFSETFROM:+1200
TZOFFSETTO:+1300
RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("zones", "day", "hours"),
    [
        (EVOLUTION, "20261015T1400", 2), (EVOLUTION, "20261026T1400", 1), (EVOLUTION, "20260928T1400", 2), (EVOLUTION, "19941001T1400", 1),
        (AMERICAN, "20261030T1400", -4), (AMERICAN, "20261102T1400", -5), (AMERICAN, "20260320T1400", -4), (AMERICAN, "20061030T1400", -5),
        (AMERICAN, "20060320T1400", -5), (WITHOUT_SUMMER, "20261126T1400", 3), (WITHOUT_SUMMER, "20151126T1400", 2),
        (AUCKLAND, "20270405T1400", 12), (AUCKLAND, "20270401T1400", 13),
    ],
)  # fmt: skip
def test_a_rule_of_a_zone_holds_until_it_ended(zones: str, day: str, hours: int) -> None:
    name = zones.split("TZID:")[1].split("\n")[0]
    found = read_calendar(calendar(f";TZID={name}:{day}00", zones=zones))
    assert found is not None
    assert (found.zone, found.offset) == (name, timedelta(hours=hours))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (calendar(":20261126T140000Z"), Appointment(datetime(2026, 11, 26, 14), "UTC", None, "17@heron")),
        (calendar(":20261126T140000"), Appointment(datetime(2026, 11, 26, 14), "", None, "17@heron")),
        (calendar(';TZID="Europe/Berlin":20261126T140000'), Appointment(datetime(2026, 11, 26, 14), "Europe/Berlin", None, "17@heron")),
        (calendar(";TZID=Europe/Berl\n in:20261126T140000"), Appointment(datetime(2026, 11, 26, 14), "Europe/Berlin", None, "17@heron")),
        (calendar(":20261126T140000Z", 'ORGANIZER;CN="Wu: Ann":mailto:Ann@heron.example'), Appointment(datetime(2026, 11, 26, 14), "UTC", None, "17@heron", organizer="ann@heron.example")),
        (calendar(":20261126T140000Z", "STATUS:CANCELLED"), Appointment(datetime(2026, 11, 26, 14), "UTC", None, "17@heron", True)),
        (calendar(":20261126T140000Z", method="CANCEL"), Appointment(datetime(2026, 11, 26, 14), "UTC", None, "17@heron", True)),
        (calendar(":20261126T140000Z", method="REPLY"), None), (calendar(";VALUE=DATE:20261126"), None), ("BEGIN:VCALENDAR", None), (calendar(":99999999T999999"), None),
    ],
)  # fmt: skip
def test_a_calendar_part_says_when_and_whether(text: str, wanted: Appointment | None) -> None:
    assert read_calendar(text.replace("\n", "\r\n")) == wanted


def invited(number: int, subject: str, text: str, part: str) -> str:
    head = HEAD.replace("Your application to Blue Heron", subject) + DATED.format(number)
    return f"{head}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n{text}\n--b\nContent-Type: text/calendar; method=REQUEST\n\n{part}--b--\n"


@pytest.mark.parametrize(
    "text",
    ["See you then.", "See you then. It is a video call.", "We look forward to your interview.", "This is the calendar invite for your phone screen."],
)  # fmt: skip
def test_a_calendar_entry_is_an_invitation_however_much_is_said_beside_it(text: str) -> None:
    mail = read(invited(1, "Buyer", text, calendar(":20261126T140000Z")))
    assert [judge(mail, LEXICON, house=True)[i] for i in (0, 3)] == [Sort.INVITATION, ()]


def test_a_calendar_entry_makes_one_interview_that_later_mails_of_it_find(life: Life, tmp_path: Path) -> None:
    zone = ";TZID=Eastern Zone of our House:"
    text = "You have been invited to the following event. Interview Jo / Blue Heron."
    mails = (
        invited(1, "Invitation: Interview @ Thu Nov 26", text, calendar(f"{zone}20261126T090000")),
        invited(2, "Updated invitation: Interview", text, calendar(f"{zone}20261127T100000", "SEQUENCE:1")),
        invited(3, "Canceled: Interview", text, calendar(f"{zone}20261127T100000", method="CANCEL")),
    )
    told = []
    for number, mail in enumerate(mails):
        (tmp_path / f"{number}.eml").write_text(mail)
        told += [(i.group, i.kind, i.what, i.why) for i in brought(life, tmp_path / f"{number}.eml").items]
    name = "2026-11-26 Blue Heron – Buyer – first"
    assert [one[:3] for one in told] == [("made", "interview", name), ("changed", "mail", name), ("changed", "mail", name)]  # fmt: skip
    assert told[0][3].startswith("15:00;")  # by the user's own clock
    assert told[1][3] == "moved to 2026-11-27 16:00 from 2026-11-26 15:00, and its steps with it"
    note = life.read(f"Interviews/{name}.md")
    assert "starts: 2026-11-27T16:00:00\n" in note
    assert (
        "everyone you met (dropped: it was called off) 📅 2026-11-27 ❌ 2026-11-22 ^fu-collect-addresses"
        in note
    )
    assert told[2][3] == "it is called off, and its steps with it"
    assert appointments(life.search("2026-11-22"), 30) == ()
    (tmp_path / "again.eml").write_text(
        invited(4, "Updated invitation: Interview", text, calendar(f"{zone}20261203T100000", "SEQUENCE:3"))
    )
    (again,) = brought(life, tmp_path / "again.eml").items
    assert (again.group, again.kind, again.what) == (
        "made",
        "interview",
        "2026-12-03 Blue Heron – Buyer – first",
    )
    assert "- [ ]" not in life.read(f"Interviews/{name}.md")


def invited_in_words(life: Life, tmp_path: Path, when: str) -> tuple[list[str], str]:
    """What the interviews begin at, and what is said of an invitation in words."""
    text = "We would like to invite you to an interview for the Buyer role at Blue Heron"
    (tmp_path / "1.eml").write_text(f"{HEAD}{DATED.format(1)}\n{text}, on {when}.\n")
    (item,) = brought(life, tmp_path / "1.eml").items
    return [str(n.properties["starts"]) for n in life.search(DAY).catalogue.of_type("interview")], item.why


@pytest.mark.parametrize(
    ("when", "starts"),
    [
        ("26 November at 2 PM EST", "2026-11-26T20:00:00"), ("26 November at 2:00 p.m. EST", "2026-11-26T20:00:00"),
        ("26 November at 2:00 PM Pacific Time", "2026-11-26T23:00:00"), ("26 November at 8 PM ET", "2026-11-27T02:00:00"),
        ("26 November, 14:00 - 15:00 GMT", "2026-11-26T15:00:00"), ("26 November at 14:00 (UTC+3)", "2026-11-26T12:00:00"),
        ("26 November at 10:00 AM (America/New_York)", "2026-11-26T16:00:00"), ("26 November, 10:00 (New York)", "2026-11-26T16:00:00"),
        ("26 November, 10:00 in New York, 16:00 in Berlin", "2026-11-26T16:00:00"), ("26 November, 10:00 (New York) / 16:00 (Berlin)", "2026-11-26T16:00:00"),
        ("26 November at 10:00 in New York and 16:00 in Berlin", "2026-11-26T16:00:00"), ("26 November, 10:00 in Berlin", "2026-11-26T10:00:00"),
        ("26 November at 2 PM EST. See you on 26 November at 2 PM", "2026-11-26T20:00:00"), ("26 November, 10:00 in Berlin Tower", "2026-11-26T10:00:00"),
        ("26 November at 14:00 CET", "2026-11-26T14:00:00"), ("26 November at 14:00 CET Building 3", "2026-11-26T14:00:00"), ("1 July 2027 at 14:00 CET", "2027-07-01T14:00:00"), ("1 July 2027 at 2 PM ET", "2027-07-01T20:00:00"),
    ],
)  # fmt: skip
def test_a_time_by_another_clock_is_kept_by_the_users_own(
    life: Life, tmp_path: Path, when: str, starts: str
) -> None:
    assert invited_in_words(life, tmp_path, when)[0] == [starts]


@pytest.mark.parametrize(
    ("when", "starts"),
    [
        ("26 November at 2 PM CET. Thank you for our call this morning, 20 November at 9 AM CET", ["2026-11-26T14:00:00"]),
        ("a day that suits you. Thank you for our call this morning, 20 November at 9 AM CET", []),
        ("a day that suits you. Thank you for our call today, 20 November at 5 AM EST", []),
        ("20 November at 6 AM EST", ["2026-11-20T12:00:00"]),
    ],
)  # fmt: skip
def test_a_talk_that_is_past_by_its_own_clock_is_no_appointment(
    life: Life, tmp_path: Path, when: str, starts: list[str]
) -> None:
    assert invited_in_words(life, tmp_path, when)[0] == starts


@pytest.mark.parametrize(
    "when",
    [
        "26 November at 2 PM CST",
        "26 November at 2 PM PT Building",
        "26 November at 2 PM AKST",
        "1 July 2027 at 2 PM EST",
        "26 November at 2 PM Asia/Nowhere",
    ],
)
def test_a_time_by_a_clock_that_is_not_sure_makes_no_interview(life: Life, tmp_path: Path, when: str) -> None:
    starts, why = invited_in_words(life, tmp_path, when)
    day, zone = "2027-07-01" if "July" in when else "2026-11-26", when.split(" PM ")[1].split()[0]
    assert starts == []
    assert why.startswith(
        f"an invitation to {day} 14:00 {zone}, and when that is by your clock is not sure; "
    )
    assert why.endswith('; when you know: vault new-interview "Blue Heron – Buyer" --on …')


def test_of_the_clocks_that_a_name_may_mean_the_users_own_is_meant(life: Life, tmp_path: Path) -> None:
    settings = life.root / "vault.toml"
    settings.write_text(settings.read_text().replace("Europe/Berlin", "America/Chicago"))
    assert invited_in_words(life, tmp_path, "26 November at 2 PM CST")[0] == ["2026-11-26T14:00:00"]


def test_it_is_said_what_a_mail_says_by_another_clock(life: Life, tmp_path: Path) -> None:
    why = invited_in_words(life, tmp_path, "26 November at 2 PM EST")[1]
    assert why.startswith("20:00, which is 2026-11-26 14:00 EST; sure: ")


@pytest.mark.parametrize(
    ("words", "is_doubtful"),
    [
        ("Location: Friedrichstr. 12, Berlin", False),
        ("Your admission badge waits at the desk.", False),
        ("Votre demande concerne la location d'un garage.", True),
        ("Votre admission à l'université en dépend.", True),
    ],
)
def test_a_place_of_an_interview_is_no_flat(words: str, is_doubtful: bool) -> None:
    mail = read(f"{HEAD}\n{NO}\n{words}\n")
    assert any("something else" in doubt for doubt in judge(mail, LEXICON).doubts) is is_doubtful


@pytest.mark.parametrize(
    ("zone", "starts"),
    [
        ("Eastern Standard Time", "15:00"), ("W. Europe Standard Time", "09:00"), ("GMT Standard Time", "10:00"), ("India Standard Time", "04:30"),
        ('"(UTC-08:00) Pacific Time (US & Canada)"', "18:00"), ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome"', "09:00"), ("Romance Standard Time", "09:00"),
        ("/freeassociation.sourceforge.net/America/New_York", "15:00"), ("/citadel.org/20260101_1/Europe/London", "10:00"), ("Tokyo Standard Time", "01:00"),
    ],
)  # fmt: skip
def test_a_calendar_entry_may_name_its_zone_as_windows_does(
    life: Life, tmp_path: Path, zone: str, starts: str
) -> None:
    part = calendar(f";TZID={zone}:20261126T090000", zones="")
    (tmp_path / "1.eml").write_text(invited(1, "Invitation: Interview", "Interview Jo / Blue Heron.", part))
    (item,) = brought(life, tmp_path / "1.eml").items
    assert (item.group, item.kind, item.why[:6]) == ("made", "interview", f"{starts};")


def test_a_calendar_entry_by_a_clock_that_nobody_knows_makes_no_interview(life: Life, tmp_path: Path) -> None:
    part = calendar(";TZID=Clock of our House:20261126T090000", zones="")
    (tmp_path / "1.eml").write_text(invited(1, "Invitation: Interview", "Interview Jo / Blue Heron.", part))
    (item,) = brought(life, tmp_path / "1.eml").items
    assert (item.group, item.kind) == ("changed", "mail")
    assert item.why.startswith(
        "an invitation to 2026-11-26 09:00 Clock of our House, and when that is by your clock is not sure; "
    )
