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
    vowels="التَّأْمِينَات الاِجْتِمَاعِيَّة",
    institution=Words(ar="التأمينات الاجتماعية", en="Social Insurance", fr="Assurance sociale"),
    cited={
        "late_penalty": Words(
            ar="نظام م/33 المادة 19/5، نظام م/273 المادة 9/3",
            en="law M/33 article 19(5), law M/273 article 9(3)",
            fr="loi M/33 article 19(5), loi M/273 article 9(3)",
        ),
        "penalty_waiver": Words(
            ar="لائحة التسجيل والاشتراكات، المادة 25",
            en="registration and contributions regulation, article 25",
            fr="règlement d’inscription et de cotisations, article 25",
        ),
    },
    also={"payments.bill": "SADAD سداد المفوتر", "payments.pay": "mada مدى"},
    headings={
        "establishment": ("GOSI No.", "GOSI number"),
        "worker": (
            "Iqama No.",
            "Iqama number",
            "Iqama",
            "ID / Iqama",
            "ID/Iqama No.",
            "Iqama / National ID",
            "National ID / Iqama",
            "رقم الإقامة",
            "الهوية / الإقامة",
            "رقم الهوية / الإقامة",
            "N° Iqama",
        ),
    },
)
