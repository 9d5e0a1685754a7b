"""How Saudi Arabia writes."""

from guichet.law.sa.identifiers import IBANS, MOBILES, PERSONS
from guichet.lib.locale import Currency, Locale, Noun
from guichet.lib.spelling_ar import ArabicNoun
from guichet.lib.text import Words

RIYAL = Noun(
    ArabicNoun("رِيَال", "رِيَالَان", "رِيَالَات", "رِيَالًا"), ("riyal", "riyals"), ("riyal", "riyals")
)
HALALA = Noun(
    ArabicNoun("هَلَلَة", "هَلَلَتَان", "هَلَلَات", "هَلَلَةً", feminine=True),
    ("halala", "halalas"),
    ("halala", "halalas"),
)

LOCALE = Locale(
    code="SA",
    zone="Asia/Riyadh",
    currency=Currency(
        code="SAR",
        scale=2,
        sign=Words(ar="ريال", en="SAR", fr="SAR"),
        whole=RIYAL,
        part=HALALA,
        named=r"(?i)\bSAR\b|\bSR\b|\bS\.R\.?|\bsaudi\b|\bri[yj]als?\b|ر\.?\s?س\.?|ريال[اتً]*|سعودي[اً]*|﷼|\x{20C1}",
    ),
    persons=PERSONS,
    accounts=IBANS,
    mobiles=MOBILES,
    hijri=True,
)
