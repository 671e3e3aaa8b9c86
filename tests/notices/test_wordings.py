"""The notice in other languages and in pupils' words: read, printed, mailed, and out of date."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal.notices.compose import message
from portal.notices.letters import letter
from portal.notices.text import notice, public_notice
from portal.rules.facts import NoticeText, Wording
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import Envelope, Sender
from portal.rules.telling.languages import LANGUAGES, tag_of
from portal.rules.telling.notice_parts import FOR_PUPILS, OPENING
from portal.rules.telling.reading_age import reading_age
from portal.typeset import unprintable
from tests.notices.conftest import SENT_AT
from tests.notices.test_message import bodies

SAID = {
    "pl": ("Piszemy, ponieważ coś poszło źle.", "Lista została wysłana do złych osób."),
    "ur": ("ہم آپ کو لکھ رہے ہیں کیونکہ ایک غلطی ہوئی۔", "ایک فہرست غلط لوگوں کو بھیجی گئی۔"),
    "ar": ("نكتب إليكم لأن خطأ قد حدث.", "أُرسلت قائمة إلى أشخاص خطأ."),
    "bn": ("আমরা লিখছি কারণ একটি ভুল হয়েছে।", "একটি তালিকা ভুল লোকের কাছে গেছে।"),
    "zh-Hans": ("我们写信给您，是因为出了差错。", "一份名单被发给了错误的人。"),
    "uk": ("Пишемо вам, бо сталася помилка.", "Список потрапив не до тих людей."),
    "pa": ("ਅਸੀਂ ਤੁਹਾਨੂੰ ਲਿਖ ਰਹੇ ਹਾਂ ਕਿਉਂਕਿ ਇੱਕ ਗਲਤੀ ਹੋਈ ਹੈ।", "ਇੱਕ ਸੂਚੀ ਗਲਤ ਲੋਕਾਂ ਨੂੰ ਭੇਜੀ ਗਈ।"),
    "gu": ("અમે તમને લખીએ છીએ કારણ કે એક ભૂલ થઈ છે.", "એક યાદી ખોટા લોકોને મોકલાઈ ગઈ."),
    "ta": ("ஒரு தவறு நடந்ததால் எழுதுகிறோம்.", "ஒரு பட்டியல் தவறானவர்களுக்குச் சென்றது."),
    "cy": ("Rydym yn ysgrifennu oherwydd bod camgymeriad.", "Aeth rhestr at y bobl anghywir."),
}


def worded(words: NoticeText, language: str, *, outdated: bool = False) -> NoticeText:
    """The text with these words beside the English."""
    opening, happened = SAID.get(language, ("Something went wrong.", "Your list went astray."))
    parts = ((OPENING, opening), ("what_happened_how", happened))
    return replace(
        words, wordings=(Wording(language, parts, UUID(int=1), SENT_AT, outdated=outdated),)
    )


def letters_of(text: str) -> set[str]:
    """Its letters, whatever forms and order a PDF draws them in."""
    plain = unicodedata.normalize("NFKC", text)
    return {mark for mark in plain if unicodedata.category(mark) in {"Lo", "Ll", "Lu"}}


@pytest.mark.clause("DBRP-5.17")
@pytest.mark.parametrize("language", SAID)
def test_whoever_prefers_a_language_reads_it_first_and_the_english_below(
    language: str, words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    text = worded(words, language)
    one = replace(envelope, language=language)
    opening, happened = SAID[language]

    mail = message(text, one, sender, SENT_AT)
    plain, html = bodies(mail)
    assert mail["Content-Language"] == f"{language}, en-GB"
    assert plain.index(opening) < plain.index("Dear Ms Dana Field")
    assert all(heading in plain for heading in LANGUAGES[language].headings[:1])
    side = "rtl" if LANGUAGES[language].rtl else "ltr"
    assert f'lang="{language}"' in html
    assert f'dir="{side}"' in html
    assert happened in html

    pdf = PdfReader(BytesIO(letter(text, one, sender, "INC-2026-0042", SENT_AT)))
    printed = "".join(page.extract_text() for page in pdf.pages)
    wanted, shown = letters_of(opening + happened), letters_of(printed)
    # joined letters come out of a PDF as shapes; a few of them share one
    assert len(wanted & shown) >= 0.8 * len(wanted)
    assert "went wrong with information that we hold about Ava Field" in printed


def test_others_read_english_alone_and_so_does_everybody_once_it_has_changed(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    for text, language in (
        (worded(words, "pl"), ""),
        (worded(words, "pl"), "uk"),
        (worded(words, "pl", outdated=True), "pl"),
    ):
        made = notice(text, replace(envelope, language=language), sender)
        assert made.translation is None
        assert made == notice(words, envelope, sender)


def test_pupils_who_are_written_to_read_words_of_their_own(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    text = worded(words, FOR_PUPILS)
    pupil = notice(text, replace(envelope, to=AddresseeKind.PUPIL), sender)
    assert pupil.opening == ("Something went wrong.",)
    assert pupil.sections[0].text == "Your list went astray."
    assert any(section.points for section in pupil.sections)
    parent = notice(text, envelope, sender)
    assert parent == notice(words, envelope, sender)


def test_a_correction_says_so_and_speaks_of_no_data_unless_it_is_about_data(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    parts = (("what_happened_how", "No list was sent after all."),)
    made = notice(replace(words, corrects=True, parts=parts), envelope, sender)
    assert made.title == "A correction. Information about Ava Field and Ben Field"
    assert "We wrote before about" in made.opening[0]
    assert [section.title for section in made.sections] == ["What happened", "Who to ask"]


@pytest.mark.parametrize(
    ("said", "points"), [("These were involved:", ("name", "health")), ("Names.", ())]
)
def test_a_public_notice_has_the_list_that_it_announces(
    sender: Sender, said: str, points: tuple[str, ...]
) -> None:
    made = public_notice((("what_data", said),), {"name", "health"}, sender)
    section = made.sections[0]
    assert section.text == said
    assert len(section.points) == len(points)
    assert all(word in shown for word, shown in zip(points, section.points, strict=True))


@pytest.mark.parametrize(
    ("said", "tag"),
    [("Polish", "pl"), ("POLSKI", "pl"), ("bangla", "bn"), ("zh-CN", "zh-Hans"), ("Klingon", "")],
)
def test_a_list_may_name_a_language_in_many_ways(said: str, tag: str) -> None:
    assert tag_of(said) == tag


def test_every_language_that_is_offered_can_be_printed() -> None:
    for language in LANGUAGES.values():
        said = "".join((language.own, *language.headings, language.english_follows))
        assert unprintable(said) == (), language.name


def test_a_reading_age_is_higher_for_longer_words_and_sentences() -> None:
    easy = "The list went to the wrong people. We asked them to delete it. They told us so. " * 2
    hard = (
        "Notwithstanding subsequent organisational remediation, confidential documentation "
        "inadvertently distributed electronically necessitated comprehensive communication. " * 3
    )
    low, high = reading_age(easy), reading_age(hard)
    assert low is not None
    assert high is not None
    assert low + 5 < high
    assert reading_age("Too short to tell.") is None
