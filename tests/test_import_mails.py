"""Mails are told apart by what they say themselves: forty of them as they come, and the false friends one by one."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from vault_tools.core.taking.mail import Mail, read_mail
from vault_tools.core.taking.names_in_mail import Named, names_of
from vault_tools.core.taking.verdict import ANSWERS, Sort, Verdict, judge
from vault_tools.store.templates import load_lexicon, load_words

MAILBOX = Path(__file__).parent / "incoming" / "mailbox.mbox"
LEXICON, WORDS = load_lexicon(None), load_words(None)
JO = frozenset({"jo.park@gmail.com"})


def mails() -> list[Mail]:
    box = mailbox.mbox(MAILBOX, create=False)
    try:
        found = [read_mail(box.get_bytes(key), f"mail {n}") for n, key in enumerate(box.iterkeys(), 1)]
    finally:
        box.close()
    return [mail for mail in found if mail is not None]


def told() -> list[list[str]]:
    """What each mail of the box is, as it says itself in a header that nothing reads: sort, company, role, how sure."""
    lines = MAILBOX.read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line[7:].split("|")] for line in lines if line.startswith("X-Told:")]


def read(mail: Mail) -> tuple[Verdict, Named]:
    verdict = judge(mail, LEXICON, mine=JO, known=bool(mail.thread))
    answers = verdict.sort in ANSWERS
    return verdict, names_of(mail, verdict, LEXICON, WORDS, ["Acme Robotics"]) if answers else Named()


def written(
    text: str,
    subject: str = "Your application at Acme",
    sender: str = "Acme Careers <jobs@acme.example>",
    **headers: str,
) -> Mail:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = "Wed, 18 Nov 2026 16:40:00 +0000"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    mail = read_mail(message.as_bytes())
    assert mail is not None
    return mail


@pytest.mark.parametrize(
    ("mail", "wanted"),
    list(zip(mails(), told(), strict=True)),
    ids=lambda v: v.subject if isinstance(v, Mail) else "",
)
def test_each_of_forty_mails_is_told_for_what_it_is(mail: Mail, wanted: list[str]) -> None:
    verdict, named = read(mail)
    sort, company, role, sure = [*wanted, "", "", "sure"][:4] if len(wanted) == 1 else wanted
    is_sure = verdict.is_sure and not named.doubts
    assert (verdict.sort.value, is_sure) == (sort, sure == "sure")
    if company:
        assert named.company == company
    if role:
        assert WORDS.role(named.role) == WORDS.role(role)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("We received your application. If you are not selected, we will keep your resume on file.", Sort.CONFIRMATION),
        ("Thank you for applying. Unfortunately we cannot answer everybody, and wish you the best of luck.", Sort.CONFIRMATION),
        ("We have received your application. Should we decide not to move forward, we will write.", Sort.CONFIRMATION),
        ("Your application has been received. If it fits we write soon. Otherwise we will not be moving forward.", Sort.CONFIRMATION),
        ("Your application was received. Only candidates who are not rejected hear from us.", Sort.CONFIRMATION),
        ("We were impressed by your application, but we will not be moving forward.", Sort.REJECTION),
        ("We won't be moving\nforward with your application.", Sort.REJECTION),
        ("We enjoyed your interview. If you had hoped for more, so had we, but we have decided to move forward with other candidates.", Sort.REJECTION),
        ("Thank you for your application. We are unable to invite you to an interview.", Sort.REJECTION),
        ("Your application impressed us and we would like to invite you to an interview.", Sort.INVITATION),
        ("We are excited to move forward with your application. Please pick a time for a phone screen.", Sort.INVITATION),
        ("We decided not to move forward with your application, and are happy to move forward with others.", Sort.REJECTION),
        ("I wanted to tell you myself that the team has chosen someone who knows packaging. It was close.", Sort.REJECTION),
        ("Wir haben uns am Ende für jemand anderen entschieden.", Sort.REJECTION),
        ("Unfortunately we have to reschedule your interview; it will not take place on Tuesday.", Sort.NEWS),
        ("We are still reviewing your application. This is not a rejection.", Sort.NEWS),
        ("Ihre Bewerbung ist bei uns eingegangen. Sollten wir Sie nicht berücksichtigen können, schreiben wir Ihnen.", Sort.CONFIRMATION),
        ("Leider können wir Ihre Bewerbung nicht berücksichtigen.", Sort.REJECTION),
        ("Ihre Bewerbung gefällt uns. Leider ist unser Parkplatz gesperrt. Wir möchten Sie zu einem Gespräch einladen.", Sort.INVITATION),
        ("Nous avons bien reçu votre candidature. Sans réponse sous un mois, nous ne donnerons pas suite.", Sort.CONFIRMATION),
        ("Votre candidature n'a pas été retenue.", Sort.REJECTION),
        ("Nous souhaitons vous rencontrer au sujet de votre candidature.", Sort.INVITATION),
    ],
)  # fmt: skip
def test_a_false_friend_changes_nothing(text: str, sort: Sort) -> None:
    assert (verdict := judge(written(text), LEXICON)).sort is sort, verdict


def test_a_no_in_plain_words_that_names_no_application_is_asked_about() -> None:
    verdict = judge(written("The team has chosen someone who knows packaging.", "Controls Lead"), LEXICON)
    assert (verdict.sort, verdict.doubts) == (
        Sort.REJECTION,
        ("it does not speak of an application of yours",),
    )


@pytest.mark.parametrize("when", ["at 14:00 CET", "at 2 pm", "at 10 Uhr", "at 14h30", "at 9"])
def test_the_hour_of_an_invitation_is_no_employer_and_its_day_no_piece_of_the_role(when: str) -> None:
    text = f"We invite you to an interview for the position of Data Lead on Thursday, 3 December 2026 {when}."
    mail = written(text, "Interview invitation – Data Lead")
    found = names_of(mail, judge(mail, LEXICON), LEXICON, WORDS)
    assert (found.company, found.role) == ("Acme", "Data Lead")


def test_what_a_mail_quotes_of_earlier_ones_is_not_what_it_says() -> None:
    text = "Great, see you then!\n\nOn Tue, 3 Nov 2026 at 10:12, Acme <jobs@acme.example>\nwrote:\n> We will not be moving forward with your application.\n"
    outlook = "Great, see you then!\n\nFrom: Acme\nSent: Tuesday\n\nWe will not be moving forward with your application.\n"
    assert [judge(written(t, "Re: lunch"), LEXICON).sort for t in (text, outlook)] == [Sort.OTHER, Sort.OTHER]


def test_a_no_is_never_sure_where_it_says_something_else_as_well() -> None:
    no = "We will not be moving forward with your application. "
    others = (
        "No decision has been made about the other one.",
        "We are pleased to offer you a place in our talent pool.",
    )
    assert [judge(written(no + other), LEXICON).is_sure for other in ("", *others)] == [True, False, False]


def test_a_no_that_confirms_as_well_is_asked_about() -> None:
    verdict = judge(
        written("We have received your application. Otherwise said: no. We will not be moving forward."),
        LEXICON,
    )
    assert (verdict.sort, verdict.doubts) == (Sort.REJECTION, ("it confirms an application as well",))


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("We regret to inform you that your application for financial aid was not approved.", "it may be about something else (financial aid)"),
        ("Thank you for your application. On this occasion we have chosen to stop here.", "it may say more than that it came"),
    ],
)  # fmt: skip
def test_what_may_be_something_else_is_asked_about(text: str, doubt: str) -> None:
    assert judge(written(text), LEXICON).doubts == (doubt,)


@pytest.mark.parametrize(
    "text",
    [
        "We have been unsuccessful in reaching you by phone about your application. Please call us back.",
        "We regret to inform you that our office is closed on Friday, so we will come back to your application next week.",
        "We are sorry to inform you that the lift is broken. Your application is on my desk.",
        "We decided not to proceed with the on-site test, so there is nothing to prepare. Your application is progressing.",
        "We decided not to move forward with the panel format. Your application impressed us.",
        "We decided against the panel format. Your application impressed us.",
        "The other applicant was not selected for the Systems Engineer role, so your application goes to the final round.",
        "You were not selected for the Senior role, but we would like to consider your application for the other one.",
        "We have decided to go with someone for the lead role first and will come back to your application in July.",
        "Thank you for withdrawing in time. We will not move forward with your application, as you asked.",
        "We are unable to proceed with your application until we have your certificates.",
        "I tried to reach our team lead and was unsuccessful, so your application still waits for him.",
        "Ihre Bewerbung gefällt uns. Den Standort Köln können wir leider nicht berücksichtigen.",
        "Dem Bewerber, der vor Ihnen war, haben wir leider eine Absage erteilt. Ihre Bewerbung ist nun die erste Wahl.",
        "Le poste de chef d'équipe a été pourvu en interne, mais votre candidature reste à l'étude.",
    ],
)  # fmt: skip
def test_a_no_to_something_else_is_never_done_unasked(text: str) -> None:
    verdict = judge(written(text), LEXICON, house=True)
    assert verdict.sort is not Sort.REJECTION or not verdict.is_sure, verdict


@pytest.mark.parametrize(
    "text",
    [
        "Your application has been unsuccessful.", "You have been unsuccessful on this occasion.", "Your application for the Buyer role was unsuccessful.",
        "We regret to inform you that the position has been filled.", "We regret to inform you that your application has not been successful.",
        "After careful consideration, we decided not to move forward.", "We decided not to proceed with your candidacy.",
        "We have decided not to move forward with the hiring process.", "We decided against your application.",
        "Leider können wir Sie nicht berücksichtigen.", "Leider müssen wir Ihnen eine Absage erteilen.",
        "We won't be moving forward. If something opens, we will come back to your application.",
    ],
)  # fmt: skip
def test_an_outright_no_is_sure(text: str) -> None:
    verdict = judge(written(text), LEXICON, house=True)
    assert (verdict.sort, verdict.doubts) == (Sort.REJECTION, ())


@pytest.mark.parametrize(
    ("subject", "text", "doubt"),
    [
        ("Your interview", "Unfortunately we have to cancel your interview on Thursday, because the position has been filled.", "it may only move an appointment"),
        ("Your interview", "We have to reschedule your interview: there is a hiring freeze as of today.", "it may only move an appointment"),
        ("Re: take-home assignment", "Thanks for your solution. Unfortunately the position has been filled in the meantime.", "it may only be about a test"),
        ("Ihr Gespräch", "Wir müssen das Gespräch leider absagen. Die Stelle ist bereits vergeben.", "it may only move an appointment"),
    ],
)  # fmt: skip
def test_a_no_beside_an_appointment_or_a_test_is_asked_about(subject: str, text: str, doubt: str) -> None:
    verdict = judge(written(text, subject), LEXICON, house=True)
    assert verdict.sort is Sort.REJECTION
    assert doubt in verdict.doubts


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Thank you for your time yesterday. We have decided to hire another person for this role.", Sort.REJECTION),
        ("We've decided to end the process here. Thank you for everything.", Sort.REJECTION),
        ("Thanks for coming in. We've made an offer to another candidate, which was accepted.", Sort.REJECTION),
        ("This one wasn't meant to be. We found a person that ticks every box.", Sort.REJECTION),
        ("We had strong applicants and I'm afraid this time it isn't going to be you.", Sort.REJECTION),
        ("Your background is impressive, yet we feel there are others who more closely fit the requirements.", Sort.REJECTION),
        ("Die Position konnten wir zwischenzeitlich besetzen. Wir bedanken uns für Ihr Interesse.", Sort.REJECTION),
        ("Wir haben uns für eine Kandidatin entschieden, die mehr Erfahrung mitbringt.", Sort.REJECTION),
        ("Wir haben uns entschieden, den Bewerbungsprozess mit dir an dieser Stelle zu beenden.", Sort.REJECTION),
        ("Ihr Profil passt nicht zu unseren Anforderungen. Wir wünschen Ihnen viel Erfolg.", Sort.REJECTION),
        ("Nous avons finalement recruté une autre personne.", Sort.REJECTION),
        ("Your phone interview is set for Thursday, June 25, 2026 at 10:00 with Ravi Kumar.", Sort.INVITATION),
        ("Your Technical Interview with Quillbyte for the Robotics role is confirmed.", Sort.INVITATION),
        ("Das Gespräch findet am 25. Juni um 10 Uhr statt.", Sort.INVITATION),
        ("Wir freuen uns, Ihnen die Stelle als Systemingenieur anbieten zu können.", Sort.OFFER),
    ],
)  # fmt: skip
def test_a_plain_answer_of_somebody_where_an_application_is_open_is_no_nothing(text: str, sort: Sort) -> None:
    verdict = judge(
        written(text, "Rückmeldung", "Dan Weiss <dan@acme.example>"), LEXICON, house=True, months=WORDS.months
    )
    assert verdict.sort is sort, verdict


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("We had many strong applications for your role and have chosen to continue the process with other candidates.", Sort.REJECTION),
        ("Ihre Bewerbung als Antriebstechniker ist bei uns eingegangen.", Sort.CONFIRMATION),
        ("Ihre Bewerbung als Elektroingenieur wurde erfolgreich an Talwerk SE übermittelt.", Sort.CONFIRMATION),
        ("We'd like to invite you to an interview. Location: Zoom. Please bring your passport.", Sort.INVITATION),
    ],
)  # fmt: skip
def test_plain_words_of_a_hiring_system_are_sure(text: str, sort: Sort) -> None:
    verdict = judge(written(text), LEXICON, months=WORDS.months)
    assert (verdict.sort, verdict.doubts) == (sort, ())


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Wir bedauern, Ihnen derzeit keine passende Stelle anbieten zu können.", Sort.OFFER),
        ("Das Gespräch findet leider nicht statt.", Sort.INVITATION),
        ("Your interview on Thursday is not confirmed yet.", Sort.INVITATION),
        ("If we cannot find someone who fits, we end the process.", Sort.REJECTION),
    ],
)  # fmt: skip
def test_good_news_that_is_denied_is_none(text: str, sort: Sort) -> None:
    verdict = judge(written(text, "Rückmeldung", "Dan Weiss <dan@acme.example>"), LEXICON, house=True)
    assert verdict.sort is not sort or not verdict.is_sure, verdict


@pytest.mark.parametrize(
    ("text", "sort", "why"),
    [
        ("We confirm that your application for the Buyer position has been withdrawn. We're sorry to see you go.", Sort.NEWS, "confirms that you withdrew"),
        ("Hiermit bestätigen wir, dass Sie Ihre Bewerbung zurückgezogen haben.", Sort.NEWS, "confirms that you withdrew"),
        ("Nous confirmons le retrait de votre candidature.", Sort.NEWS, "confirms that you withdrew"),
        ("We confirm that your application for the Buyer position has been received.", Sort.CONFIRMATION, "confirm that your application for the buyer position has been received"),
        ("We have received your application. If your application has been withdrawn, please tell us.", Sort.CONFIRMATION, "have received your application"),
    ],
)  # fmt: skip
def test_a_withdrawal_that_is_confirmed_is_no_confirmation_that_an_application_came(
    text: str, sort: Sort, why: str
) -> None:
    verdict = judge(written(text), LEXICON, house=True)
    assert (verdict.sort, verdict.doubts, verdict.why[0]) == (sort, (), why)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your interview", "Unfortunately Sofia is not available on Thursday. We have to reschedule your interview."),
        ("Your interview", "I'm afraid we are unable to meet on Friday and need to reschedule."),
        ("Re: take-home assignment", "Unfortunately the tests were not in the folder. Could you send them again?"),
        ("Ihr Gespräch", "Leider können wir nicht am Freitag. Wir müssen das Gespräch verschieben."),
        ("Ihr Gespräch", "Leider müssen wir das Gespräch am Freitag absagen."),
        ("Votre entretien", "Malheureusement je ne suis pas là vendredi. Nous devons reporter notre entretien."),
    ],
)  # fmt: skip
def test_regret_about_an_appointment_or_a_test_is_no_no(subject: str, text: str) -> None:
    verdict = judge(written(text, subject), LEXICON, house=True)
    assert (verdict.sort, verdict.doubts) == (Sort.NEWS, ())


@pytest.mark.parametrize(
    "text",
    [
        "Your interview on 3 December is cancelled. We will be in touch with a new date.",
        "Your interview has been canceled. We will be in touch.",
        "I am afraid I have to cancel our interview on Thursday. I will be in touch soon.",
        "We are cancelling your interview on December 3. We will be in touch.",
        "Could we push our interview on Thursday back to December 8, 2026 at 11:00?",
        "Das Gespräch am Donnerstag muss leider ausfallen. Wir melden uns bei Ihnen.",
        "Das Vorstellungsgespräch am Donnerstag muss leider entfallen. Wir melden uns.",
        "Ihr Termin am Donnerstag fällt leider aus. Wir melden uns.",
        "Leider muss ich Ihr Vorstellungsgespräch am Donnerstag absagen. Wir melden uns.",
        "L'entretien prévu jeudi à 10h est annulé. Nous reviendrons vers vous.",
        "Nous sommes dans l'obligation d'annuler l'entretien de jeudi. Nous reviendrons vers vous dans les meilleurs délais.",
        "Nous devons reporter votre entretien de jeudi au mardi 8 décembre 2026 à 10h.",
        "Votre entretien de jeudi est reporté au 8 décembre 2026 à 10h.",
    ],
)
def test_a_talk_that_is_called_off_or_moved_is_so_in_any_plain_words(text: str) -> None:
    verdict = judge(written(text, "Your interview"), LEXICON, house=True)
    assert (verdict.sort, verdict.doubts) == (Sort.NEWS, ())


@pytest.mark.parametrize(
    "text",
    [
        "We would like to invite you to an interview on Thursday. If you have to cancel your interview, tell us.",
        "Wir laden Sie zu einem Vorstellungsgespräch ein. Sollten Sie das Gespräch absagen müssen, melden Sie sich.",
        "Nous vous invitons à un entretien jeudi. Si vous devez annuler votre entretien, prévenez-nous.",
    ],
)
def test_how_a_talk_may_be_called_off_calls_off_none(text: str) -> None:
    assert judge(written(text, "Your interview"), LEXICON, house=True).sort is Sort.INVITATION


def test_two_soft_phrases_are_asked_about() -> None:
    verdict = judge(
        written("Unfortunately it did not work out with your application. The position has been filled."),
        LEXICON,
    )
    assert (verdict.sort, verdict.is_sure) == (Sort.REJECTION, False)


def test_hidden_text_and_scripts_say_nothing() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Acme Careers <jobs@acme.example>", "Your application at Acme"
    message.set_content(
        '<div style="display:none">We will not be moving forward</div><p>We received your application.</p><script>x</script>',
        subtype="html",
    )
    mail = read_mail(message.as_bytes())
    assert mail is not None
    assert (mail.text, judge(mail, LEXICON).sort) == ("We received your application.", Sort.CONFIRMATION)


@pytest.mark.parametrize(
    ("sender", "subject", "text", "company", "role"),
    [
        ("no-reply@us.greenhouse-mail.io", "Your application to Blue Heron", "Thanks for applying.", "Blue Heron", ""),
        ("Blue Heron Talent Acquisition <x@myworkday.com>", "Update", "Your application for the role of Data Lead.", "Blue Heron", "Data Lead"),
        ("Workday <blueheron@myworkday.com>", "Update", "Your application at Blue Heron for the Data Lead role.", "Blue Heron", "Data Lead"),
        ("Ann Wu <ann@blueheron.example>", "Hello", "I work at Blue Heron. Your application made us curious.", "Blue Heron", ""),
        ("Ann Wu <ann@gmail.com>", "Hello", "Your application made us curious.", "", ""),
    ],
)  # fmt: skip
def test_the_employer_is_never_the_hiring_system(
    sender: str, subject: str, text: str, company: str, role: str
) -> None:
    mail = written(text, subject, sender)
    named = names_of(mail, judge(mail, LEXICON), LEXICON, WORDS)
    assert (named.company, named.role) == (company, role)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0\1\2", b"From: x\n\n", b"Subject: =?utf-8?b?////?=\nFrom: a@b\n\nx", b"From: a@b\nDate: never\nContent-Type: text/plain; charset=nope\n\n\xff",
        b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" * 60, b"From: =?x?q?=\nSubject: " + b"a" * 100_000 + b"\n\nx",
        b"From: a@b\nMessage-ID: broken <\nReferences: \n\n<p>hello",
    ],
)  # fmt: skip
def test_a_broken_mail_is_read_as_far_as_it_goes(data: bytes) -> None:
    mail = read_mail(data)
    if mail is not None:
        judge(mail, LEXICON)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("R-10442 Senior Controls Engineer", "Senior Controls Engineer"), ("JR1023 – Buyer", "Buyer"), ("88231 Buyer", "Buyer"),
        ("Buyer - JR1023", "Buyer"), ("Buyer (ID 88231)", "Buyer"), ("R Developer", "R Developer"), ("Level 300 Engineer", "Level 300 Engineer"), ("Class A 1000", "Class A 1000"),
    ],
)  # fmt: skip
def test_the_number_of_a_posting_is_no_piece_of_the_role(said: str, role: str) -> None:
    mail = written(f"Thank you for applying for the {said} position at Acme.")
    assert names_of(mail, judge(mail, LEXICON), LEXICON, WORDS).role == role


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ("Your application as Controls Engineer at Globex", "Controls Engineer"), ("Your application as a Senior Controls Engineer at Globex", "Senior Controls Engineer"),
        ("Re: Your application as Controls Engineer", "Controls Engineer"), ("Interview as Controls Engineer at Globex", "Controls Engineer"),
        ("Your application as discussed", ""),
    ],
)  # fmt: skip
def test_a_role_behind_as_in_a_subject_is_whole(subject: str, role: str) -> None:
    mail = written("We have decided otherwise.", subject, "Globex Careers <jobs@globex.com>")
    named = names_of(mail, judge(mail, LEXICON), LEXICON, WORDS)
    assert (named.company, named.role) == ("Globex", role)


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ("Controls Engineer at Globex", "Controls Engineer"), ("Senior Controls Engineer at Globex", "Senior Controls Engineer"), ("Re: Controls Engineer at Globex", "Controls Engineer"),
        ("What comes next with Controls Engineer at Globex", "Controls Engineer"), ("Buyer at Globex", "Buyer"),
    ],
)  # fmt: skip
def test_a_role_at_the_head_of_a_subject_is_whole(subject: str, role: str) -> None:
    mail = written("We have decided otherwise.", subject, "Globex Careers <jobs@globex.com>")
    assert names_of(mail, judge(mail, LEXICON), LEXICON, WORDS).role == role


def named_in(subject: str, text: str = "") -> Named:
    """Employer and role of a mail by a job board, which names them in its words alone."""
    mail = written(text or "Guten Tag.", subject, "XING <mailrobot@mail.xing.com>")
    return names_of(mail, judge(mail, LEXICON), LEXICON, WORDS)


@pytest.mark.parametrize(
    ("subject", "company", "role"),
    [
        ("Deine Bewerbung bei Rotor Werke GmbH wurde versendet", "Rotor Werke GmbH", ""), ("Deine Bewerbung bei Wega ist eingegangen", "Wega", ""),
        ("Ihre Bewerbung bei Sigma GmbH ist bei uns eingegangen", "Sigma GmbH", ""), ("Ihre Bewerbung bei der Sigma GmbH & Co. KG haben wir erhalten", "Sigma GmbH & Co. KG", ""),
        ("Wir haben Ihre Bewerbung bei Sigma GmbH erhalten", "Sigma GmbH", ""), ("Ihre Bewerbung bei Sigma vom 12.05.2026", "Sigma", ""),
        ("Ihre Bewerbung als Monteur bei Sigma GmbH ist eingegangen", "Sigma GmbH", "Monteur"), ("Ihre Bewerbung bei Sigma GmbH als Monteur", "Sigma GmbH", "Monteur"),
        ("Ihre Bewerbung als Monteur wurde weitergeleitet", "", "Monteur"), ("Your application to Acme has been received", "Acme", ""),
        ("Your application for Test Engineer at Acme Robotics was sent", "Acme Robotics", "Test Engineer"), ("Your application at Acme Robotics is complete", "Acme Robotics", ""),
        ("Votre candidature chez Alpina a bien été reçue", "Alpina", ""), ("Votre candidature chez Alpina nous est bien parvenue", "Alpina", ""),
        ("Votre candidature au poste de Technicien chez Alpina est bien arrivée", "Alpina", "Technicien"),
        ("Ihre Bewerbung bei Talwerk SE in Ulm", "Talwerk SE", ""), ("Ihre Bewerbung bei Talwerk SE am Standort Ulm", "Talwerk SE", ""),
        ("Thank you for applying to Acme Inc. on LinkedIn", "Acme Inc.", ""), ("Votre candidature chez Alpina SAS à Lyon", "Alpina SAS", ""),
        ("Your application at Made in Space", "Made in Space", ""), ("Your application at In Group", "In Group", ""),
        ("Ihre Bewerbung bei WAS GmbH", "WAS GmbH", ""), ("Your application at Team for Good", "Team for Good", ""), ("Ihre Bewerbung bei Haus und Hof", "Haus und Hof", ""),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_subject_goes_on(subject: str, company: str, role: str) -> None:
    named = named_in(subject)
    assert (named.company, named.role) == (company, role)


def test_a_name_of_the_subject_that_goes_on_as_a_sentence_is_that_of_the_text() -> None:
    text = "Deine Bewerbung als Monteur bei Rotor Werke GmbH wurde erfolgreich versendet."
    for subject in (
        "Deine Bewerbung bei Rotor Werke GmbH geht weiter",
        "Deine Bewerbung bei Rotor Werke GmbH",
    ):
        assert named_in(subject, text) == Named("Rotor Werke GmbH", "Monteur")
    text = "Deine Bewerbung als Monteur bei Rotor wurde erfolgreich versendet."
    assert named_in("Deine Bewerbung bei Rotor Werke GmbH", text).company == "Rotor Werke GmbH"


@pytest.mark.parametrize(
    ("text", "company", "role"),
    [
        ("Thank you for applying for the role of Senior Controls Engineer at Luminar Storage.", "Luminar Storage", "Senior Controls Engineer"),
        ("Thanks for applying to the role of Test Engineer at Parvo.", "Parvo", "Test Engineer"), ("Thanks for applying to our position of Buyer at Parvo.", "Parvo", "Buyer"),
        ("Thanks for applying for the post of Test Engineer at Parvo.", "Parvo", "Test Engineer"), ("We have your application for the role of Buyer at Parvo.", "Parvo", "Buyer"),
        ("Votre candidature au poste d'Ingénieur automatisme au sein d'Aérolys est à l'étude.", "Aérolys", "Ingénieur automatisme"),
        ("Votre candidature pour le poste d’Ingénieur d'essais chez Alpina.", "Alpina", "Ingénieur d'essais"), ("Votre candidature à l'offre d'Acheteur.", "", "Acheteur"),
        ("Votre candidature au poste de Technicien chez Alpina.", "Alpina", "Technicien"), ("Votre candidature au poste d'Éditeur.", "", "Éditeur"),
        ("Ihre Bewerbung als Elektroingenieur (m/w/d) wurde erfolgreich an Talwerk SE übermittelt.", "Talwerk SE", "Elektroingenieur (m/w/d)"),
        ("Ihre Bewerbung als Monteur wurde an die Talwerk SE weitergeleitet.", "Talwerk SE", "Monteur"), ("Ihre Bewerbung als Monteur ist bei der Talwerk SE eingegangen.", "Talwerk SE", "Monteur"),
        ("Ihre Bewerbung auf die Position als Monteur bei Talwerk.", "Talwerk", "Monteur"), ("Your application for Head of Sales at Parvo.", "Parvo", "Head of Sales"),
    ],
)  # fmt: skip
def test_a_role_is_its_name_without_what_leads_to_it_or_follows(text: str, company: str, role: str) -> None:
    named = named_in("Update", text)
    assert (named.company, named.role) == (company, role)


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ("Votre candidature au poste d'Ingénieur automatisme", "Ingénieur automatisme"), ("Your application for the role of Buyer at Parvo", "Buyer"),
        ("Application for the role of Test Engineer", "Test Engineer"),
    ],
)  # fmt: skip
def test_a_role_in_a_subject_too(subject: str, role: str) -> None:
    assert named_in(subject).role == role


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Bewerbung als Monteur ist bei uns eingegangen.", "Ihre Bewerbung ist am 12.05.2026 bei uns eingegangen.", "Ihre Bewerbung als Monteur ist erfolgreich bei uns eingegangen.",
        "Ihre Bewerbung als Monteur ist bei der Acme GmbH eingegangen.", "hiermit bestätigen wir den Erhalt Ihrer Bewerbung als Monteur.", "wir bestätigen Ihnen gerne den Eingang Ihrer Unterlagen.",
        "vielen Dank für die Zusendung Ihrer Bewerbungsunterlagen für die Position Monteur.", "wir danken Ihnen für Ihre Bewerbung.", "wir bedanken uns für Ihre Bewerbung als Monteur.",
        "wir freuen uns über Ihre Bewerbung als Monteur.", "danke, dass Sie sich bei uns beworben haben.", "Ihre Bewerbung als Monteur (m/w/d) wurde erfolgreich an Acme übermittelt.",
        "wir haben Ihre Bewerbung als Monteur dankend erhalten.", "Nous vous confirmons la bonne réception de votre candidature.", "Nous accusons bonne réception de votre candidature.",
        "Votre candidature a été enregistrée avec succès.", "Merci d'avoir postulé chez Acme.", "Votre candidature a été transmise à Acme.", "Vous avez postulé à l'offre Technicien chez Acme.",
        "Thank you for submitting an application for Buyer at Acme.", "You've applied to Acme.", "We got your application!", "This is to confirm that your application for Buyer has reached us.",
    ],
)  # fmt: skip
def test_a_confirmation_may_be_said_in_many_ways(text: str) -> None:
    verdict = judge(written(text, "Bewerbung", "Acme <jobs@acme.example>"), LEXICON, known=True)
    assert (verdict.sort, verdict.is_sure) == (Sort.CONFIRMATION, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ihre Bewerbung ist noch nicht bei uns eingegangen.", (Sort.OTHER, True)), ("Sobald Ihre Bewerbung bei uns eingegangen ist, melden wir uns.", (Sort.OTHER, True)),
        ("Ihre Bewerbung ist leider zu spät bei uns eingegangen.", (Sort.NEWS, False)),
        ("vielen Dank für die Zusendung Ihrer Bewerbungsunterlagen. Leider können wir Ihnen keine positive Rückmeldung geben.", (Sort.REJECTION, True)),
        ("wir bedanken uns für Ihre Bewerbung und laden Sie zum Vorstellungsgespräch ein.", (Sort.INVITATION, True)),
        ("vielen Dank für die Zusendung Ihrer Unterlagen. Wir laden Sie zu einem Gespräch ein.", (Sort.INVITATION, True)),
        ("Nous vous remercions d'avoir postulé. Nous ne pouvons donner suite à votre candidature.", (Sort.REJECTION, True)),
    ],
)  # fmt: skip
def test_what_only_begins_as_a_confirmation_is_none(text: str, told: tuple[Sort, bool]) -> None:
    verdict = judge(written(text, "Ihre Bewerbung", "Acme <jobs@acme.example>"), LEXICON)
    assert (verdict.sort, verdict.is_sure) == told
