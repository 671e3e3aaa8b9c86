"""The languages of school records, as the codes of the Common Basic Data Set name them.

Three letters, sometimes a fourth for a variant; they are not those of ISO 639.
"""

from __future__ import annotations

from typing import Final

from portal.rules.telling.languages import tag_of

_LONGEST: Final = 4
_VARIANTS: Final = {
    "CHIC": "zh-Hant",
    "KURS": "ckb",
    "PHR": "pnb",
    "PNJM": "pnb",
    "PNJP": "pnb",
}
"""Written in another script than the language of the same three letters."""
_CODES: Final = {
    "AKA": "ak", "ALB": "sq", "AMR": "am", "ARA": "ar", "ARM": "hy", "BMA": "my", "BNG": "bn",
    "BUL": "bg", "CAM": "km", "CHI": "zh-Hans", "CYM": "cy", "CZE": "cs", "DUT": "nl", "FRN": "fr",
    "GAE": "ga", "GAL": "gd", "GEO": "ka", "GER": "de", "GRE": "el", "GUJ": "gu", "HEB": "he",
    "HGR": "hu", "HIN": "hi", "IGB": "ig", "ITA": "it", "JPN": "ja", "KAN": "kn", "KOR": "ko",
    "KUR": "ku", "LIT": "lt", "LTV": "lv", "MAR": "mr", "MLM": "ml", "NEP": "ne", "PAT": "ps",
    "PNJ": "pa", "POL": "pl", "POR": "pt", "PRS": "fa", "RMN": "ro", "RUS": "ru", "SLO": "sk",
    "SNH": "si", "SOM": "so", "SPA": "es", "SWA": "sw", "TAM": "ta", "TEL": "te", "TGL": "fil",
    "TGR": "ti", "THA": "th", "TUR": "tr", "UKR": "uk", "URD": "ur", "VIE": "vi", "YDI": "yi",
    "YOR": "yo",
}  # fmt: skip


def tag_said(said: str) -> str:
    """The tag of a language as a list names it, by its name, its tag or its code; '' for English
    and any that notices are not written in.
    """
    code = said.strip().upper()
    if found := tag_of(said) or _VARIANTS.get(code):
        return found
    return _CODES.get(code[:3], "") if len(code) <= _LONGEST else ""
