"""Which moment a mail appoints in words: one day and time that is still to come, and no other day that it speaks of."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from vault_tools.core.taking.appointment import Said, appointed
from vault_tools.core.taking.mail import read_mail
from vault_tools.core.taking.own_words import sentences
from vault_tools.core.taking.verdict import judge
from vault_tools.core.taking.zones import Clock
from vault_tools.store.templates import load_lexicon, load_words

LEXICON, WORDS = load_lexicon(None), load_words(None)
SENT = "2026-11-22T12:00"


def said(text: str, sent: str = SENT) -> Said | None:
    """The moment that a mail of these words gives, as it is written there."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Acme Careers <jobs@acme.example>", "Your application at Acme"
    message["Date"] = format_datetime(datetime.fromisoformat(sent))
    message.set_content(text)
    mail = read_mail(message.as_bytes())
    assert mail is not None
    own = judge(mail, LEXICON, months=WORDS.months).own
    return appointed(own, WORDS.months, LEXICON, datetime.fromisoformat(sent))


def appoints(text: str, sent: str = SENT) -> str | None:
    """The same, as a note would hold it."""
    found = said(text, sent)
    return found.starts.isoformat(timespec="minutes") if found is not None else None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thank you for talking to us on 18 November at 10:00. Which day suits you for an interview?", None),
        ("We received your application on 2 November at 10:13, and would like to invite you.", None),
        ("Thank you for talking to us on 18 November at 10:00. Come on Thursday, 26 November at 2 PM.", "2026-11-26T14:00"),
        ("Thank you for talking to us today, 22 November at 10:00. Come on 26 November at 2 PM.", "2026-11-26T14:00"),
        ("Can you come today, 22 November at 4 PM?", "2026-11-22T16:00"),
        ("We received your application on 2.11. um 10:13 Uhr und laden Sie am 26.11. um 14 Uhr ein.", "2026-11-26T14:00"),
        ("Your talk of 18 November 2026 at 10:00 convinced us.", None),
        ("Come on 26 November 2027 at 10:00.", "2027-11-26T10:00"),
        ("Come on 18 January at 10:00.", "2027-01-18T10:00"), ("Come on 31 March at 10:00.", "2027-03-31T10:00"),
    ],
)  # fmt: skip
def test_a_day_that_is_past_is_no_appointment_a_year_later(text: str, moment: str | None) -> None:
    assert appoints(text) == moment


@pytest.mark.parametrize(
    ("text", "sent", "moment"),
    [
        ("We received your application on 15 December at 10:13.", "2027-01-10T09:00", None),
        ("Come on 4 January at 10:00.", "2026-12-30T09:00", "2027-01-04T10:00"),
        ("Come on 29 February at 2 PM.", "2027-12-20T09:00", "2028-02-29T14:00"),
        ("Come on 28 February at 2 PM.", "2027-12-20T09:00", "2028-02-28T14:00"),
        ("Thank you for the talk on 29 February at 2 PM.", "2028-03-02T09:00", None),
        ("Come on 29 February at 2 PM.", "2026-02-10T09:00", None),
    ],
)  # fmt: skip
def test_a_day_without_a_year_is_the_one_nearest_to_its_mail(
    text: str, sent: str, moment: str | None
) -> None:
    assert appoints(text, sent) == moment


@pytest.mark.parametrize(
    ("when", "starts"),
    [
        ("November 26, 2:30 - 3:30 PM", "14:30"), ("26 November from 1:00 to 2:00 pm", "13:00"), ("26 November, 11:00 - 1:00 pm", "11:00"),
        ("26 November, 9:00–12:00 p.m.", "09:00"), ("26 November, 12:00 - 1:00 pm", "12:00"), ("26 November at 10:00 to 11:30 am", "10:00"),
        ("26 November, 9:00 a.m. - 1:00 p.m.", "09:00"), ("26 November, 2-3 PM", "14:00"), ("26 November, 2 to 3:30 pm", "14:00"),
        ("26 November 2026, 14:00-15:00", "14:00"), ("26 November 2026, 14:00 - 15:00", "14:00"), ("26 November, 14:00–15:00 Uhr", "14:00"),
        ("26.11.2026 von 14 bis 15 Uhr", "14:00"), ("26.11.2026, 14-15 Uhr", "14:00"), ("26.11.2026 um 14 Uhr 30", "14:30"),
        ("26.11.2026, 9 Uhr 30 bis 10 Uhr 15", "09:30"), ("26.11.2026 um 14.30 Uhr", "14:30"), ("26.11.2026 um 14 Uhr in Raum 30", "14:00"),
        ("26 novembre à 14 h 30", "14:30"), ("26 novembre à 14h30", "14:30"), ("26 novembre de 14h à 15h", "14:00"), ("26 novembre à 14 h", "14:00"),
        ("26 November at 14:00 to 30 people", "14:00"), ("26 November at 12:15 am", "00:15"), ("26 November at 12 pm", "12:00"),
        ("26 November, 2-3 people", None), ("26 November at 2", None), ("26 November, 14-15", None), ("26 November, 10:75", None),
        ("26 November, 14:00-15.12.2026", None), ("26 November, 555-1200-14", None),
    ],
)  # fmt: skip
def test_a_time_may_be_written_with_its_end_or_spaced(when: str, starts: str | None) -> None:
    assert appoints(f"We would like to meet you on {when}.") == (starts and f"2026-11-26T{starts}")


@pytest.mark.parametrize(
    "when",
    [
        "26 November at 2 PM or 3 PM", "26 November at 2:00 or 3:00 pm", "26 November, 10:00, 11:00 or 14:00", "26 November at 10:00 or at 14:00",
        "26.11. um 14 Uhr oder um 15 Uhr", "26 novembre à 14h ou 15h", "26 November at 2 PM or 27 November at 3 PM", "26.11. um 14 Uhr oder 27.11. um 15 Uhr",
        "26 November, 10:00-11:00 or 14:00-15:00", "26.11., 14 Uhr oder 15 Uhr, oder 27.11., 9 Uhr",
    ],
)  # fmt: skip
def test_two_times_of_one_day_are_a_choice(when: str) -> None:
    assert appoints(f"We would like to meet you on {when}.") is None


@pytest.mark.parametrize(
    "when",
    [
        "26 November at 2 pm and at 4 pm", "26 November at 9:00 / 10:00 / 11:00", "26.11. um 9:00, 10:00 und 11:00 Uhr", "26 November, 9:00, 10:00",
        "26 November at 9:00/10:00", "26 November at 2 pm, 3 pm", "26 November from 9:00 to 10:00 and from 14:00 to 15:00", "26 novembre à 14h et à 16h",
    ],
)  # fmt: skip
def test_times_in_a_row_are_a_choice(when: str) -> None:
    assert appoints(f"We would like to meet you on {when}.") is None


@pytest.mark.parametrize(
    "when",
    [
        "26 November at 2 PM EST / 8 PM CET", "26 November at 2 PM EST/11 AM PST", "26 November at 2 PM / 14:00", "26 November at 2 PM, 30 minutes",
        "26.11. um 14 Uhr und 30 Minuten lang", "26 novembre à 14h, 1h d'entretien", "26 November at 2 PM, room 3", "26 November at 2 PM and by phone",
    ],
)  # fmt: skip
def test_one_time_said_twice_and_its_length_are_no_choice(when: str) -> None:
    assert appoints(f"We would like to meet you on {when}.") == "2026-11-26T14:00"


@pytest.mark.parametrize(
    "text",
    [
        "Möglich wären der 26. oder 27. November um 14 Uhr.", "26 or 27 November at 2 pm.", "26/27 November at 2 pm.", "am 26.11. oder 27.11. um 14 Uhr",
        "le 26 ou le 27 novembre à 14h.", "on 26 and 27 November at 2 pm.", "26th or the 27th of November at 2 pm", "Thursday 26 or Friday 27 November at 2 pm",
        "26 November or 27 November at 2 pm", "November 26 or November 27 at 2 pm.", "on Nov. 26 or on Nov. 27 at 2 pm.", "am 26. oder am 27.11. um 14 Uhr",
        "Donnerstag oder Freitag, 27. November um 14 Uhr", "am Do., 26.11.2026 oder Fr., 27.11.2026, 14:00 Uhr", "26-27 November at 2 pm", "26.–27. November, 9:00 Uhr",
        "26 November 2026 or 27 November 2026 at 14:00", "2026-11-26 or 2026-11-27 at 14:00",
    ],
)  # fmt: skip
def test_two_days_with_one_time_are_a_choice(text: str) -> None:
    assert appoints(f"We would like to meet you. {text}") is None
    assert appoints(f"We would like to meet you. {text} We begin on 26 November at 2 pm.") is None


@pytest.mark.parametrize(
    "more",
    [
        "or on the 27th", "or 27 November", "or on Friday, 27 November", "or Friday the 27th", "oder am 27.11.", "oder am 27. November", "ou le 27 novembre", "or on November 27",
        "oder Freitag, den 27.11.", "oder am 27.11.2026",
    ],
)  # fmt: skip
def test_another_day_behind_a_time_makes_a_choice(more: str) -> None:
    assert appoints(f"We would like to meet you on 26 November at 2 PM {more}.") is None
    assert appoints(f"We would like to meet you on 26 November at 2 PM EST {more}.") is None


@pytest.mark.parametrize(
    "text",
    [
        "in room 3, 26 November at 2 pm", "on Thursday, 26 November at 2 pm", "with Ada Wu and on 26 November at 2 pm", "am Do/26.11. um 14 Uhr", "Interview 2 - 26 November at 2 pm",
        "by phone or on Thursday, 26 November at 2 pm", "Interview - 26 November at 2 pm", "as agreed, on the 26th of November at 2 pm", "Thursday - 26 November, 2 pm",
        "Acme Gruppe 4 - 26.11.2026, 14:00 Uhr",
    ],
)  # fmt: skip
def test_what_is_no_day_before_one_makes_no_choice(text: str) -> None:
    assert appoints(f"We would like to meet you {text}.") == "2026-11-26T14:00"


@pytest.mark.parametrize(
    "more",
    [
        "or by phone",
        "or 3 of my colleagues",
        "or a little later",
        "oder 15 Minuten vorher",
        "or so",
        "or may I call",
        "or this way",
        "ou mon collègue",
    ],
)
def test_another_word_behind_or_is_no_second_time(more: str) -> None:
    assert appoints(f"We would like to meet you on 26 November at 2 PM {more}.") == "2026-11-26T14:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wir laden Sie zum Gespräch ein, am Donnerstag, 26. November 2026 um 14:30 Uhr.", "2026-11-26T14:30"),
        ("Bitte kommen Sie am 4. Dezember 2026 um 9 Uhr zu uns.", "2026-12-04T09:00"), ("Bitte kommen Sie am 1. Dez. 2026 um 9 Uhr.", "2026-12-01T09:00"),
        ("Bitte kommen Sie am Do., 26. Nov., 14:30 Uhr.", "2026-11-26T14:30"), ("Come on Thursday, Nov. 26 at 2 PM.", "2026-11-26T14:00"),
        ("Come on Thursday, Nov. 26, 2026 at 2 PM.", "2026-11-26T14:00"), ("Come on Thu., 26 Nov. 2026, at 2 PM.", "2026-11-26T14:00"),
        ("Kom op 26. November om ... nee, 26. November, 10:00 uur.", "2026-11-26T10:00"),
        ("Wir sind in Raum 26. Am 26. November um 9 Uhr geht es los.", "2026-11-26T09:00"),
    ],
)  # fmt: skip
def test_the_dot_within_a_day_ends_no_sentence(text: str, moment: str) -> None:
    assert appoints(text) == moment


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kommen Sie am 26. November. Wir freuen uns.", ("Kommen Sie am 26. November.", "Wir freuen uns.")),
        ("Wir sind in Raum 4. Bitte klingeln.", ("Wir sind in Raum 4.", "Bitte klingeln.")),
        ("Es war 2026. November ist gut.", ("Es war 2026.", "November ist gut.")),
        ("Is it the 4? November it is.", ("Is it the 4?", "November it is.")),
        ("It is in our house. 26 people come.", ("It is in our house.", "26 people come.")),
    ],
)  # fmt: skip
def test_a_sentence_ends_at_its_dot_beside_other_numbers(text: str, wanted: tuple[str, ...]) -> None:
    assert sentences([text], WORDS.months) == wanted


@pytest.mark.parametrize(
    "until",
    [
        "Please answer by Friday, 27 November at 5 pm with a day that suits you", "Please answer by 27 November, 17:00", "Answer by the 27th of November at 5 pm",
        "Answer by Fri. 27 November at 5 pm", "Answer by the end of Friday, November 27, 11:59 pm", "Answer no later than Friday the 27th of November at 5 pm",
        "Answer before November 27th at 5 pm", "The link works until Friday, Nov. 27 at 5 pm", "The deadline is Friday, 27 November at 5 pm",
        "Deadline: Friday, 27 November, 5 pm", "The test is due on Friday, 27 November at 5 pm", "Answer by end of day on 27 November (5 pm)",
        "Bitte antworten Sie bis Freitag, 27. November, 17 Uhr", "Bitte antworten Sie bis zum 27.11. um 17 Uhr", "Bitte antworten Sie bis spätestens Freitag, den 27.11.2026, 17 Uhr",
        "Bitte antworten Sie spätestens am Freitag, dem 27. November um 17 Uhr", "Bitte antworten Sie vor dem 27. November um 17 Uhr",
        "Merci de répondre avant le vendredi 27 novembre à 17h", "Merci de répondre d'ici le 27 novembre à 17 h", "Merci de répondre d’ici au vendredi 27 novembre 17h",
        "Merci de répondre jusqu'au 27 novembre à 17h", "Merci de répondre au plus tard le 27 novembre à 17h",
        "Please let us know by next Friday, 27 November at 5 pm which day suits you", "Please answer by this Friday, 27 November, 17:00", "Answer by the coming Friday, 27 November, 17:00",
        "Bitte antworten Sie bis kommenden Freitag, 27.11., 12 Uhr", "Bitte antworten Sie bis zum kommenden Freitag, dem 27.11.2026, um 12:00 Uhr",
        "Bitte antworten Sie bis einschließlich Freitag, 27.11., 18 Uhr", "Deadline for your answer: Friday, 27 November at 5 pm", "Rückmeldefrist: 27.11.2026, 12:00 Uhr",
        "Date limite de réponse : vendredi 27 novembre à 17h", "The link works until and including 27 November, 17:00", "The deadline for your answer is Friday, 27 November at 5 pm",
        "Die Frist für Ihre Antwort ist am Freitag, 27.11., 12 Uhr", "Merci de répondre avant ce vendredi 27 novembre à 17h", "The deadline to answer is 27 November, 5 pm",
    ],
)  # fmt: skip
def test_the_day_until_which_one_answers_is_no_appointment(until: str) -> None:
    text = "We would like to invite you to an interview"
    assert appoints(f"{text}. {until}.") is None
    assert appoints(f"{text} on 3 December at 10:00. {until}.") == "2026-12-03T10:00"


@pytest.mark.parametrize(
    "when",
    [
        "by phone on Friday, 27 November at 2 PM", "by phone, 27 November at 2 PM", "by video on 27 November at 2 PM", "the week before, on 27 November at 2 PM",
        "the day before, Friday, 27 November, 2 PM", "with the team led by Ada Wu, on Friday, 27 November at 2 PM", "at a time by which we are back: Friday, 27 November, 2 PM",
        "on Friday, 27 November, 2 PM until 3 PM", "am 27. November um 14 Uhr bis 15 Uhr", "mit Avant, vendredi 27 novembre à 14h",
        "next Friday, 27 November at 2 PM", "this coming Friday, 27 November, 2 PM", "am kommenden Freitag, dem 27. November, um 14 Uhr", "by phone next Friday, 27 November, 2 PM",
        "after the deadline for applications, on 27 November at 2 PM",
    ],
)  # fmt: skip
def test_such_a_word_elsewhere_leaves_the_appointment(when: str) -> None:
    assert appoints(f"We would like to talk with you {when}.") == "2026-11-27T14:00"


@pytest.mark.parametrize(
    "text",
    [
        "Bis Donnerstag, 26.11., 14 Uhr!", "Bis zum 26. November um 14 Uhr!", "Until Thursday, 26 November at 2 pm!", "Until next Thursday, 26 November at 2 pm!",
        "The link will open shortly before 26 November at 2 pm, when we begin.", "Wir rufen kurz vor dem 26.11., 14 Uhr, noch einmal an.",
    ],
)  # fmt: skip
def test_what_one_says_on_parting_confirms_the_day(text: str) -> None:
    assert appoints(f"We look forward to our interview with you.\n\n{text}") == "2026-11-26T14:00"


@pytest.mark.parametrize(
    "text",
    [
        "Bis Donnerstag, 26.11., 14 Uhr bitten wir um Antwort!", "Bis Donnerstag, 26.11., 14 Uhr", "Bitte antworten Sie bis Donnerstag, 26.11., 14 Uhr!",
        "Until Thursday, 26 November at 2 pm you may choose a day!", "By Thursday, 26 November at 2 pm!", "The link closes before 26 November at 2 pm.",
    ],
)  # fmt: skip
def test_a_deadline_that_begins_a_sentence_is_one(text: str) -> None:
    assert appoints(f"We look forward to our interview with you.\n\n{text}") is None


def called(when: str) -> str:
    """What a mail calls the clock of the moment that it gives."""
    return (
        found.called if (found := said(f"We would like to meet you on {when}.")) is not None else "no moment"
    )


@pytest.mark.parametrize(
    ("when", "zone"),
    [
        ("26 November at 2 PM EST", "EST"), ("26 November at 2 PM (EST)", "EST"), ("26 November, 2 - 3 PM ET", "ET"), ("26 November at 2 pm est", "EST"),
        ("26 November at 2:00 p.m. EST, by video", "EST"), ("26 November at 2:00 PM Pacific Time", "Pacific Time"), ("26 November at 2 p.m. Eastern", "Eastern"),
        ("26 November at 2 PM US Central Standard Time", "US Central Standard Time"), ("26 November, 14:00 - 15:00 CET", "CET"),
        ("26 November, 14:00 (Central European Time)", "Central European Time"), ("26.11. um 14 Uhr MEZ", "MEZ"), ("26 November at 14:00 GMT+1", "GMT+1"),
        ("26 November at 14:00 (UTC-05:00)", "UTC-05:00"), ("26 November at 2 PM AKST", "AKST"), ("26 novembre à 14h, heure de Paris", "heure de Paris"),
        ("26 November at 2 PM", ""), ("26 novembre à 14h et nous serons trois", ""), ("26 novembre à 14h est-il possible", ""), ("26.11. um 14 Uhr ist es soweit", ""),
        ("26 November at 2 PM in the Eastern Building", ""), ("26 November at 2 PM, Pacific Tower", ""), ("26 November at 2 PM, central office", ""),
        ("26 November at 2 PM. Mt. Pleasant is near", ""), ("26 November at 14:00 IT department", ""), ("26 November at 2 PM EST or 3 PM EST", "no moment"),
    ],
)  # fmt: skip
def test_the_clock_of_a_time_is_what_its_mail_calls_it(when: str, zone: str) -> None:
    assert called(when) == zone


@pytest.mark.parametrize(
    "when",
    [
        "26.11.2026, 14:00 Uhr, MT Aerospace AG, Augsburg", "26 November at 3 PM, PT Building, room 3", "26 November at 10 am (central campus, room 3)",
        "26.11. um 14:00 Uhr, EST Energetics GmbH", "26 November at 14:00, PT-Labor", "26 November at 2 PM, BOOT Camp", "26 November at 10 am, central campus",
    ],
)  # fmt: skip
def test_a_place_behind_a_time_is_no_clock(when: str) -> None:
    assert called(when) == ""


@pytest.mark.parametrize(
    "when", ["26.11. um 14:00 Uhr MT Aerospace AG", "26 November at 3 PM PT Building", "26 November at 10 am central campus"]
)  # fmt: skip
def test_what_may_be_a_place_or_a_clock_may_be_any(when: str) -> None:
    assert (found := said(f"We would like to meet you on {when}.")) is not None
    assert found.clocks[-1] == Clock("")


@pytest.mark.parametrize(
    ("when", "name"),
    [
        ("26 November at 2 PM EST Location: Zoom", "EST"), ("26 November at 2 PM EST Meeting link: here", "EST"), ("26 November at 2 PM EST – Room 4", "EST"),
        ("26 November at 2 PM, EST, by video", "EST"), ("26 November at 2 PM EST Time", "EST"), ("26 November at 2 PM (Eastern)", "Eastern"),
        ("26 November at 2 PM (Eastern / 11 am Pacific)", "Eastern"), ("26 November at 2 PM Eastern Time Location: Zoom", "Eastern Time"),
        ("26 November at 2 pm eastern, by video", "eastern"), ("26 November at 2 PM Eastern via Zoom", "Eastern"),
    ],
)  # fmt: skip
def test_the_clock_of_a_time_is_known_whatever_goes_on_behind(when: str, name: str) -> None:
    assert (found := said(f"We would like to meet you on {when}.")) is not None
    assert (found.called, Clock("") in found.clocks) == (name, False)


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("2 pm (GMT +1)", 1), ("14:00 UTC +01:00", 1), ("14:00 GMT + 1", 1), ("14:00 (UTC + 5:30)", 5.5), ("14:00 GMT -5", -5), ("14:00 UTC−05:00", -5),
        ("14:00 UTC+0530", 5.5), ("14:00 UTC+1, by video", 1),
    ],
)  # fmt: skip
def test_how_far_a_clock_is_may_be_written_with_spaces(when: str, hours: float) -> None:
    assert (found := said(f"We would like to meet you on 26 November at {when}.")) is not None
    assert [clock.offset for clock in found.clocks] == [timedelta(hours=hours)]


@pytest.mark.parametrize(
    ("when", "zones"),
    [
        ("10:00 GMT - 11:00 GMT", ["UTC", "Europe/London"]), ("10:00 GMT-15:00", ["UTC", "Europe/London"]), ("10:00 GMT - 11 am", ["UTC", "Europe/London"]),
        ("10:00 GMT - 11:00", ["GMT - 11:00", "UTC"]), ("10:00 GMT + 5.5", []), ("10:00 UTC+15", []),
    ],
)  # fmt: skip
def test_until_when_it_goes_is_no_offset(when: str, zones: list[str]) -> None:
    assert (found := said(f"We would like to meet you on 26 November at {when}.")) is not None
    assert [clock.zone for clock in found.clocks] == zones


@pytest.mark.parametrize(
    "when",
    [
        "2 pm Lisbon time", "2 pm Eastern European Time", "2 pm (Singapore time)", "2 pm, Atlantic Time", "14 Uhr Lissaboner Zeit", "14 Uhr osteuropäischer Zeit",
        "14h, heure de Montréal", "14h, heure du Québec", "14h (heure d'Alger)", "2 pm São Paulo time", "2 pm Lisbon local time", "2 pm local time in Lisbon",
        "14 Uhr Ortszeit Lissabon", "2 PM Abu Dhabi Standard Time", "2 pm our time", "14 Uhr unserer Zeit", "2 pm Hawaii-Aleutian Time", "14h, heure de l'Est",
    ],
)  # fmt: skip
def test_a_clock_in_words_that_no_list_has_is_not_known(when: str) -> None:
    assert (found := said(f"We would like to meet you on 26 November at {when}.")) is not None
    assert (bool(found.called), found.clocks) == (True, ())


@pytest.mark.parametrize(
    "when",
    [
        "2 pm your time", "2 pm local time", "2 pm Your Time", "14 Uhr Ihrer Zeit", "14 Uhr (Ortszeit)", "14h, heure locale", "14h, heure convenue", "2 pm this time",
        "2 pm, the first time", "2 pm Berlin tower", "14:00 Uhr in kurzer Zeit", "2 PM, Zoom. Time is short",
    ],
)  # fmt: skip
def test_your_own_clock_and_other_words_of_time_are_no_other_clock(when: str) -> None:
    assert (found := said(f"We would like to meet you on 26 November at {when}.")) is not None
    assert (found.called, found.starts.hour) == ("", 14)


def test_a_clock_that_a_list_has_is_known_beside_the_word_for_it() -> None:
    assert [called(f"26 November at 2 PM {zone}") for zone in ("CET time", "EST Time", "New York time")] == [
        "CET",
        "EST",
        "New York time",
    ]


def test_a_moment_that_is_said_twice_is_one_and_keeps_its_zone() -> None:
    text = "We invite you on 26 November at 2 PM EST. See you on 26 November at 2 PM!"
    assert (found := said(text)) is not None
    assert (found.starts.hour, found.called) == (14, "EST")


@pytest.mark.parametrize(
    ("when", "name", "zones"),
    [
        ("10:00 AM (America/New_York)", "America/New_York", ["America/New_York"]), ("10:00 Europe/Berlin", "Europe/Berlin", ["Europe/Berlin"]),
        ("10:00, America/Argentina/Salta", "America/Argentina/Salta", ["America/Argentina/Salta"]), ("10:00 (US/Eastern)", "US/Eastern", ["US/Eastern"]),
        ("10:00 in New York", "in New York", ["America/New_York"]), ("10:00 (New York)", "New York", ["America/New_York"]),
        ("10:00 (New York) / 16:00 (Berlin)", "New York", ["America/New_York"]), ("10:00 New York / 16:00 Berlin", "New York", ["America/New_York"]),
        ("10:00 (New York, by video)", "New York", ["America/New_York"]), ("10:00, London", "London", ["Europe/London"]), ("10:00 – London", "London", ["Europe/London"]),
        ("10:00 (16:00 in Berlin)", "in Berlin", ["Europe/Berlin"]), ("10 AM (4 PM CET)", "CET", ["Europe/Berlin", "Etc/GMT-1"]),
        ("10:00 in Frankfurt am Main", "in Frankfurt am Main", ["Europe/Berlin"]), ("10:00 in Cambridge", "in Cambridge", ["Europe/London", "America/New_York"]),
        ("10:00 in London Bridge House", "in London", ["Europe/London", ""]), ("10:00 UK", "UK", ["Europe/London"]), ("10h à Lyon", "à Lyon", ["Europe/Paris"]),
    ],
)  # fmt: skip
def test_a_place_behind_a_time_or_the_name_of_a_zone_is_its_clock(
    when: str, name: str, zones: list[str]
) -> None:
    assert (found := said(f"We would like to meet you on 26 November, {when}.")) is not None
    assert (found.called, [clock.zone for clock in found.clocks]) == (name, zones)


@pytest.mark.parametrize(
    "when", ["10:00 in Springfield", "10:00 (Springfield)", "10:00 (Springfield / video)", "10 Uhr in Neustadt", "10h à Saint-Nazaire", "10:00 (St. Mary Mead)"]
)  # fmt: skip
def test_the_clock_of_a_place_that_no_list_has_is_not_known(when: str) -> None:
    assert (found := said(f"We would like to meet you on 26 November, {when}.")) is not None
    assert (bool(found.called), found.clocks) == (True, ())


@pytest.mark.parametrize(
    "when",
    [
        "10:00 in Room 3", "10:00 in Room Turing", "10:00 (Room Turing)", "10:00 (Teams)", "10:00 (Microsoft Teams)", "10:00 (Google Meet)", "10:00 (Online)",
        "10:00 (Thursday)", "10:00 (HR)", "10:00 (1 hour)", "10:00 (by phone)", "10:00 in English", "10:00 in Ada's office", "10:00 in our London office", "10:00 in Building A",
        "10:00 in person", "10:00 via Zoom in London", "10:00 London tower", "10:00, London office", "10:00 with Ada Wu (London)", "10:00 (Location: London)", "10:00 (HQ)",
        "10 Uhr in unserem Büro", "10 Uhr in Ihrem Büro", "10 Uhr in Raum 3", "10 Uhr in Raum Turing", "10 Uhr im Konferenzraum Turing", "10 Uhr in der Friedrichstr. 12",
        "10 Uhr in Friedrichstraße 12", "10 Uhr (Telefon)", "10 Uhr (Videokonferenz)", "10 Uhr (Dauer: 1 h)", "10 Uhr in Präsenz", "10 Uhr in Gebäude C", "10 Uhr (Telefoninterview)",
        "10 Uhr in unserem Werk in Neustadt", "10h en visio", "10h (Teams)", "10h en salle 4", "10h en Visioconférence", "10h dans nos locaux à Londres",
    ],
)  # fmt: skip
def test_a_room_or_a_program_behind_a_time_is_no_place(when: str) -> None:
    assert (found := said(f"We would like to meet you on 26 November, {when}.")) is not None
    assert (found.called, found.starts.hour) == ("", 10)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Datum: Donnerstag, 26. November 2026\nUhrzeit: 13:30 Uhr\nOrt: Hauptgebäude", "13:30"), ("Tag: 26.11.2026\nZeit: 13:30 - 14:30 Uhr", "13:30"),
        ("Datum: 26. November 2026 (Donnerstag)\nUhrzeit: 13:30 Uhr", "13:30"), ("Datum:\n26.11.2026\nUhrzeit:\n13:30 Uhr", "13:30"), ("Datum: 26.11.2026 | Uhrzeit: 13:30 Uhr", "13:30"),
        ("Date: Thursday, November 26, 2026\nTime: 2:00 p.m.\nLocation: Zoom", "14:00"), ("Thursday, November 26, 2026\n10:00 AM - 11:00 AM", "10:00"),
        ("Thursday, November 26, 2026\n\n10:00 AM – 11:00 AM", "10:00"), ("We would like to invite you on Thursday, November 26, 2026.\n10:00 - 11:00", "10:00"),
        ("Date : jeudi 26 novembre 2026\nHeure : 14h30", "14:30"), ("We received your application on 2 November.\nDate: November 26\nTime: 10:00 AM", "10:00"),
        ("Please answer by 24 November.\nDate: November 26\nTime: 10:00 AM", "10:00"), ("Date: 26/11/2026\nTime: 13:30", "13:30"),
    ],
)  # fmt: skip
def test_the_time_may_stand_in_the_line_below_its_day(text: str, moment: str) -> None:
    assert appoints(f"We would like to meet you.\n\n{text}\n\nKind regards") == f"2026-11-26T{moment}"


@pytest.mark.parametrize(
    ("time", "zone"),
    [
        ("Time: 2:00 p.m. EST", "EST"), ("Time: 2:00 p.m. - 3:00 p.m. EST", "EST"), ("2:00 PM - 3:00 PM (New York)", "New York"), ("Time: 2 PM\nTime zone: America/New_York", "America/New_York"),
        ("Uhrzeit: 14:00 Uhr\nZeitzone: MEZ", "MEZ"), ("Time: 2 PM\nTime zone: Springfield", "Springfield"),
    ],
)  # fmt: skip
def test_a_time_below_its_day_has_its_clock_too(time: str, zone: str) -> None:
    found = said(f"We would like to meet you.\n\nDate: November 26, 2026\n{time}\n\nKind regards")
    assert found is not None
    assert (found.starts.hour, found.called) == (14, zone)


@pytest.mark.parametrize(
    "text",
    [
        "Thursday, November 26\n10:00 - 10:30\n11:00 - 11:30", "Thursday, November 26\nFriday, November 27\n10:00 - 10:30", "Thursday, November 26\n10:00\nLunch",
        "Date: November 26\nTime: 10:00\nTime: 11:00", "Date: November 26\nTime: 10:00\nWe could also do 27 November.", "Date: November 26\nLocation: Zoom",
        "Please answer by November 26\nTime: 10:00 AM", "Deadline: November 26\n10:00 - 11:00", "We talk about November 26. We open\n10:00 - 11:00 on weekdays.",
        "Date: November 26\nWe are open:\n10:00 - 11:00", "See you on November 26\nTime: flies", "Date: November 26 or 27\nTime: 10:00", "Date: November 26\nTime: 10:00 for you, 11:00 for Ada",
    ],
)  # fmt: skip
def test_a_line_that_is_more_than_a_time_gives_a_day_none(text: str) -> None:
    assert appoints(f"We would like to meet you.\n\n{text}\n\nKind regards") is None


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("25/12/2026 at 13:30", "2026-12-25T13:30"), ("12/25/2026 3:00 PM", "2026-12-25T15:00"), ("12/12/2026 at 13:30", "2026-12-12T13:30"), ("25-12-2026, 13:30", "2026-12-25T13:30"),
        ("12/25/26 at 3 PM", "2026-12-25T15:00"), ("06/12/2026 at 13:30", None), ("12/06/2026 at 1:30 PM", None), ("25/12/2026 or 26/12/2026 at 13:30", None),
        ("25/12/2026 at 13:30 or 26/12/2026", None), ("31/31/2026 at 13:30", None), ("030/12/2026 at 10:00", None),
    ],
)  # fmt: skip
def test_a_day_in_numbers_is_sure_where_it_can_only_be_one(when: str, moment: str | None) -> None:
    assert appoints(f"We would like to meet you on {when}.") == moment


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Thursday, November 26, 2026\n10:00 AM - 11:00 AM\nAmerica/New_York", "America/New_York"), ("Come on Thursday, November 26, 10:00 AM.\nEastern Time", "Eastern Time"),
        ("Come on November 26 at 10:00\nTime zone: EST", "EST"), ("All times are in Eastern Time.\nThursday, November 26, 2026, 10:00 AM", "Eastern Time"),
        ("26 November at 10:00. (All times CET)", "CET"), ("26 November at 10:00 in Eastern Time", "Eastern Time"), ("26 November at 10:00 in EST", "EST"), ("Alle Uhrzeiten in MEZ.\nDatum: 26.11.2026\nUhrzeit: 10:00 Uhr", "MEZ"),
        ("All times are UTC+1. Come on 26 November at 10:00 EST", "EST"), ("Come on 26 November at 10:00\nZoom", ""), ("We are open at all times. Come on 26 November at 10:00.", ""),
    ],
)  # fmt: skip
def test_the_clock_of_a_time_may_stand_in_a_line_of_its_own_or_hold_for_all(text: str, zone: str) -> None:
    found = said(f"We would like to meet you.\n\n{text}\n\nKind regards")
    assert found is not None
    assert (found.starts.hour, found.called) == (10, zone)
