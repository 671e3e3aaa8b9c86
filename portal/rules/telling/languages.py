"""The languages of notices: how lists name them, how they are written, and the fixed words.

Our letters can print each of them: their fonts come with the product. Headings are there for those
that schools need most; a notice in another one has paragraphs alone. A school's own people look at
a translation before it goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.rules.telling.fixed_words import FIXED


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `also`: what lists call it beside its English name, its own, and its tag."""

    tag: str
    """BCP 47."""
    name: str
    own: str
    """Its name in itself."""
    rtl: bool = False
    also: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the nine parts, in their order; () where nobody has translated them."""
        return FIXED[self.tag].headings if self.tag in FIXED else ()

    @property
    def english_follows(self) -> str:
        """That the whole text follows in English; '' where nobody has translated it."""
        return FIXED[self.tag].english_follows if self.tag in FIXED else ""


_KNOWN = (
    Language("pl", "Polish", "Polski"),
    Language("ur", "Urdu", "اردو", rtl=True),
    Language("ar", "Arabic", "العربية", rtl=True),
    Language("bn", "Bengali", "বাংলা", also=("bangla", "sylheti")),
    Language(
        "zh-Hans",
        "Chinese (simplified)",
        "简体中文",
        also=("chinese", "mandarin", "simplified chinese", "zh", "zh cn"),
    ),
    Language("uk", "Ukrainian", "Українська"),
    Language("cy", "Welsh", "Cymraeg"),
    Language("ro", "Romanian", "Română"),
    Language("pt", "Portuguese", "Português"),
    Language("es", "Spanish", "Español"),
    Language("fr", "French", "Français"),
    Language("it", "Italian", "Italiano"),
    Language("lt", "Lithuanian", "Lietuvių"),
    Language("sq", "Albanian", "Shqip"),
    Language("so", "Somali", "Soomaali"),
    Language("tr", "Turkish", "Türkçe"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("ru", "Russian", "Русский"),
    Language("bg", "Bulgarian", "Български"),
    Language("fa", "Persian", "فارسی", rtl=True, also=("farsi", "dari")),
    Language("ps", "Pashto", "پښتو", rtl=True),
    Language("hi", "Hindi", "हिन्दी"),
    Language("ne", "Nepali", "नेपाली"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("te", "Telugu", "తెలుగు"),
    Language("zh-Hant", "Chinese (traditional)", "繁體中文", also=("cantonese", "zh hk", "zh tw")),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", also=("panjabi", "gurmukhi")),
    Language(
        "pnb",
        "Punjabi (Shahmukhi)",
        "پنجابی",
        rtl=True,
        also=("western punjabi", "pahari", "potwari"),
    ),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("ml", "Malayalam", "മലയാളം"),
    Language("kn", "Kannada", "ಕನ್ನಡ"),
    Language("mr", "Marathi", "मराठी"),
    Language("si", "Sinhala", "සිංහල", also=("sinhalese",)),
    Language("ku", "Kurdish (Kurmanji)", "Kurmancî", also=("kurdish", "kurmanji")),
    Language("ckb", "Kurdish (Sorani)", "سۆرانی", rtl=True, also=("sorani",)),
    Language("he", "Hebrew", "עברית", rtl=True),
    Language("yi", "Yiddish", "ייִדיש", rtl=True),
    Language("am", "Amharic", "አማርኛ"),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("sw", "Swahili", "Kiswahili"),
    Language("yo", "Yoruba", "Yorùbá"),
    Language("ig", "Igbo", "Igbo"),
    Language("ak", "Akan", "Akan", also=("twi", "fante")),
    Language("el", "Greek", "Ελληνικά"),
    Language("hu", "Hungarian", "Magyar"),
    Language("cs", "Czech", "Čeština"),
    Language("sk", "Slovak", "Slovenčina"),
    Language("lv", "Latvian", "Latviešu"),
    Language("de", "German", "Deutsch"),
    Language("nl", "Dutch", "Nederlands"),
    Language("ka", "Georgian", "ქართული"),
    Language("hy", "Armenian", "Հայերեն"),
    Language("th", "Thai", "ไทย"),
    Language("fil", "Filipino", "Filipino", also=("tagalog", "tl")),
    Language("my", "Burmese", "မြန်မာ"),
    Language("km", "Khmer", "ខ្មែរ"),
    Language("ja", "Japanese", "日本語"),
    Language("ko", "Korean", "한국어"),
    Language("ga", "Irish", "Gaeilge"),
    Language("gd", "Scottish Gaelic", "Gàidhlig", also=("gaelic",)),
)

LANGUAGES: Mapping[str, Language] = {one.tag: one for one in _KNOWN}


def _plain(said: str) -> str:
    return " ".join(said.casefold().replace("-", " ").replace("_", " ").split())


_CALLED = {
    _plain(called): one.tag for one in _KNOWN for called in (one.tag, one.name, one.own, *one.also)
}


def tag_of(said: str) -> str:
    """The tag of a language as a list names it: 'Polish', 'pl', 'Polski'; '' for any other."""
    return _CALLED.get(_plain(said), "")
