"""The languages of notices: how lists name them, how they are written, and the fixed words.

Our letters can print each of them: their fonts come with the product. Headings are there for those
that schools need most; a notice in another one has paragraphs alone. A school's own people look at
a translation before it goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `also`: what lists call it beside its English name, its own, and its tag."""

    tag: str
    """BCP 47."""
    name: str
    own: str
    """Its name in itself."""
    rtl: bool = False
    headings: tuple[str, ...] = ()
    """Of the nine parts, in their order."""
    english_follows: str = ""
    """That the whole text follows in English, with what concerns this reader."""
    also: tuple[str, ...] = ()


_KNOWN = (
    Language(
        "pl",
        "Polish",
        "Polski",
        headings=(
            "Co się stało",
            "Kiedy to się stało",
            "Jakich informacji to dotyczy",
            "Co to może oznaczać",
            "Co zrobiliśmy",
            "Co zrobimy teraz",
            "Co możesz zrobić",
            "Do kogo się zwrócić",
            "Jak złożyć skargę",
        ),
        english_follows="Poniżej pełny tekst po angielsku, z informacjami, które dotyczą Ciebie.",
    ),
    Language(
        "ur",
        "Urdu",
        "اردو",
        rtl=True,
        headings=(
            "کیا ہوا",
            "یہ کب ہوا",
            "کون سی معلومات متاثر ہوئیں",
            "اس کا کیا مطلب ہو سکتا ہے",
            "ہم نے کیا کیا ہے",
            "ہم آگے کیا کریں گے",
            "آپ کیا کر سکتے ہیں",
            "کس سے پوچھیں",
            "شکایت کیسے کریں",
        ),
        english_follows="نیچے پورا متن انگریزی میں ہے، آپ سے متعلق معلومات کے ساتھ۔",
    ),
    Language(
        "ar",
        "Arabic",
        "العربية",
        rtl=True,
        headings=(
            "ماذا حدث",
            "متى حدث ذلك",
            "ما المعلومات المعنية",
            "ماذا قد يعني ذلك",
            "ماذا فعلنا",
            "ماذا سنفعل الآن",
            "ماذا يمكنكم أن تفعلوا",
            "بمن تتصلون",
            "كيف تقدمون شكوى",
        ),
        english_follows="يلي النص الكامل باللغة الإنجليزية مع ما يخصكم من معلومات.",
    ),
    Language(
        "bn",
        "Bengali",
        "বাংলা",
        headings=(
            "কী হয়েছে",
            "কখন হয়েছে",
            "কোন তথ্য জড়িত",
            "এর মানে কী হতে পারে",
            "আমরা কী করেছি",
            "আমরা এরপর কী করব",
            "আপনি কী করতে পারেন",
            "কাকে জিজ্ঞাসা করবেন",
            "কীভাবে অভিযোগ করবেন",
        ),
        english_follows="নিচে ইংরেজিতে পুরো লেখাটি আছে, আপনার সাথে সম্পর্কিত তথ্য সহ।",
        also=("bangla", "sylheti"),
    ),
    Language(
        "zh-Hans",
        "Chinese (simplified)",
        "简体中文",
        headings=(
            "发生了什么",
            "什么时候发生的",
            "涉及哪些信息",
            "这可能意味着什么",
            "我们已经做了什么",
            "我们接下来做什么",
            "您可以做什么",
            "您可以问谁",
            "如何投诉",
        ),
        english_follows="以下是英文全文，其中包括与您有关的信息。",
        also=("chinese", "mandarin", "simplified chinese", "zh", "zh cn"),
    ),
    Language(
        "uk",
        "Ukrainian",
        "Українська",
        headings=(
            "Що сталося",
            "Коли це сталося",
            "Яких відомостей це стосується",
            "Що це може означати",
            "Що ми зробили",
            "Що ми робимо далі",
            "Що можете зробити ви",
            "До кого звернутися",
            "Як поскаржитися",
        ),
        english_follows="Нижче повний текст англійською, з відомостями, які стосуються вас.",
    ),
    Language(
        "cy",
        "Welsh",
        "Cymraeg",
        headings=(
            "Beth ddigwyddodd",
            "Pryd y digwyddodd",
            "Pa wybodaeth oedd dan sylw",
            "Beth allai hyn ei olygu",
            "Beth rydym wedi ei wneud",
            "Beth fyddwn ni’n ei wneud nesaf",
            "Beth allwch chi ei wneud",
            "Pwy i’w holi",
            "Sut i gwyno",
        ),
        english_follows="Mae’r testun llawn yn Saesneg yn dilyn, gyda’r hyn sy’n ymwneud â chi.",
    ),
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
