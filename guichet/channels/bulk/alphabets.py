"""Which alphabet a text file is written in, told by what it yields and not by what it accepts:
every byte is a letter of some alphabet, but only one of them makes words.
"""

from __future__ import annotations

import re
import unicodedata

_SAMPLE = 200_000  # bytes
# As spreadsheets and older programs of the region save a text. The first serves Arabic and French
# at once.
_ALPHABETS = ("cp1256", "cp1252", "iso8859_6", "cp720", "mac_arabic", "cp864")
_ARABIC = re.compile("[\u0621-\u064a]")
_FRENCH = "éèêëàâîïôûùüçœæÉÈÊËÀÂÎÏÔÛÙÜÇŒÆ«»’–—…°€"
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = re.compile("^ال|ة$|ين$|^و|^م")  # how Arabic words begin and end


def utf8_with_faults(content: bytes) -> bool:
    """Whether bytes that are not all UTF-8 are nearly so: whole letters outnumber broken ones,
    which no other alphabet yields.
    """
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for sign in text if sign > "\x7f") - broken
    return whole >= 2 * broken > 0


def of_bytes(content: bytes) -> str | None:
    """The codec of a text that is not UTF-8; None when what every one of them yields is no
    writing.
    """
    lines = [line for line in content[:_SAMPLE].split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines) or content[:_SAMPLE]
    scored = [
        (score, -place, name)
        for place, name in enumerate(_ALPHABETS)
        if (score := _score(sample, name)) > 0
    ]
    return max(scored)[2] if scored else None


def _score(sample: bytes, codec: str) -> float:
    """How much a text reads like Arabic or French: above nought when letters that make words
    outweigh what does not.
    """
    try:
        text = sample.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return 0.0
    text = unicodedata.normalize("NFKC", text) if codec == "cp864" else text
    score = 0.0
    for sign in text:
        if sign > "\x7f" and not sign.isalpha():
            score += (
                0.2
                if sign in _FRENCH
                or sign in "\xa0،؛؟٪٫٬ـ\u200f\u200e"
                or unicodedata.combining(sign)
                or sign.isdigit()
                else -2.0
            )
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        arabic = len(_ARABIC.findall(word))
        latin = sum(sign.isascii() or sign in _FRENCH for sign in word)
        if arabic == len(word):
            score += len(word) + 2 * len(_COMMON.findall(word)) if len(word) > 1 else 0.5
        elif latin == len(word):
            strange = len(word) - sum(sign.isascii() for sign in word)
            score += len(word) / 2 if 2 * strange <= len(word) + 1 else -len(word)
        else:
            score -= 2 * len(word)
    return score
