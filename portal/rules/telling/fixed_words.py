"""Fixed words of notices in other languages: headings, and that the English follows.

For those that schools need most; a notice in another language has paragraphs alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class FixedWords(NamedTuple):
    """What a translation is framed by."""

    headings: tuple[str, ...]
    """Of the nine parts, in their order."""
    english_follows: str
    """That the whole text follows in English, with what concerns this reader."""


FIXED: Mapping[str, FixedWords] = {
    "pl": FixedWords(
        (
            "Co się stało",
            "Kiedy to się stało",
            "Jakich informacji to dotyczy",
            "Co to może oznaczać",
            "Co zrobiliśmy",
            "Co zrobimy teraz",
            "Co mogą Państwo zrobić",
            "Do kogo się zwrócić",
            "Jak złożyć skargę",
        ),
        "Poniżej pełny tekst po angielsku, z informacjami, które Państwa dotyczą.",
    ),
    "ur": FixedWords(
        (
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
        "نیچے پورا متن انگریزی میں ہے، آپ سے متعلق معلومات کے ساتھ۔",
    ),
    "ar": FixedWords(
        (
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
        "يلي النص الكامل باللغة الإنجليزية مع ما يخصكم من معلومات.",
    ),
    "bn": FixedWords(
        (
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
        "নিচে ইংরেজিতে পুরো লেখাটি আছে, আপনার সাথে সম্পর্কিত তথ্য সহ।",
    ),
    "zh-Hans": FixedWords(
        (
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
        "以下是英文全文，其中包括与您有关的信息。",
    ),
    "uk": FixedWords(
        (
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
        "Нижче повний текст англійською, з відомостями, які стосуються вас.",
    ),
    "cy": FixedWords(
        (
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
        "Mae’r testun llawn yn Saesneg yn dilyn, gyda’r hyn sy’n ymwneud â chi.",
    ),
    "ro": FixedWords(
        (
            "Ce s-a întâmplat",
            "Când s-a întâmplat",
            "Ce informații sunt vizate",
            "Ce ar putea însemna",
            "Ce am făcut",
            "Ce vom face în continuare",
            "Ce puteți face",
            "Pe cine puteți întreba",
            "Cum puteți depune o plângere",
        ),
        "Mai jos este textul complet în engleză, cu informațiile care vă privesc.",
    ),
    "pa": FixedWords(
        (
            "ਕੀ ਹੋਇਆ",
            "ਇਹ ਕਦੋਂ ਹੋਇਆ",
            "ਕਿਹੜੀ ਜਾਣਕਾਰੀ ਇਸ ਵਿੱਚ ਸ਼ਾਮਲ ਸੀ",
            "ਇਸ ਦਾ ਕੀ ਮਤਲਬ ਹੋ ਸਕਦਾ ਹੈ",
            "ਅਸੀਂ ਕੀ ਕੀਤਾ ਹੈ",
            "ਅਸੀਂ ਅੱਗੇ ਕੀ ਕਰਾਂਗੇ",
            "ਤੁਸੀਂ ਕੀ ਕਰ ਸਕਦੇ ਹੋ",
            "ਕਿਸ ਨੂੰ ਪੁੱਛਣਾ ਹੈ",
            "ਸ਼ਿਕਾਇਤ ਕਿਵੇਂ ਕਰਨੀ ਹੈ",
        ),
        "ਪੂਰੀ ਚਿੱਠੀ ਹੇਠਾਂ ਅੰਗਰੇਜ਼ੀ ਵਿੱਚ ਹੈ, ਤੁਹਾਡੇ ਨਾਲ ਸੰਬੰਧਿਤ ਜਾਣਕਾਰੀ ਸਮੇਤ।",
    ),
    "gu": FixedWords(
        (
            "શું થયું",
            "આ ક્યારે થયું",
            "કઈ માહિતી સામેલ હતી",
            "આનો શું અર્થ થઈ શકે",
            "અમે શું કર્યું છે",
            "અમે હવે પછી શું કરીશું",
            "તમે શું કરી શકો",
            "કોને પૂછવું",
            "ફરિયાદ કેવી રીતે કરવી",
        ),
        "નીચે આખું લખાણ અંગ્રેજીમાં છે, તમને લગતી માહિતી સાથે.",
    ),
}
"""By tag."""
