"""How the country writes, and its own terms for what the house's sentences say."""

from guichet.law.formats import Ibans, MobileNumbers, PersonsBy97
from guichet.law.xx.terms import TERMS, VOWELS
from guichet.lib.locale import Currency, Locale, Noun
from guichet.lib.spelling_ar import ArabicNoun
from guichet.lib.text import Words

LOCALE = Locale(
    code="XX",
    zone="Europe/Lisbon",
    currency=Currency(
        code="XXT",
        scale=3,
        sign=Words(ar="تالر", en="XXT", fr="XXT"),
        whole=Noun(
            ArabicNoun("تَالِر", "تَالِرَان", "تَالِرَات", "تَالِرًا"),
            ("thaler", "thalers"),
            ("thaler", "thalers"),
        ),
        part=Noun(ArabicNoun("مِلّ", "مِلَّان", "مِلَّات", "مِلًّا"), ("mil", "mils"), ("mil", "mils")),
        named=r"(?i)\bXXT\b|\bthalers?\b|تالر[اتً]*",
    ),
    persons=PersonsBy97(
        citizens=4,
        residents=7,
        wrong=Words(
            ar="«{value}» ليس رقم هوية صحيحًا. يتكون من 11 رقمًا تبدأ بـ 4 أو 7؛ راجع البطاقة.",
            en="“{value}” is not a valid person number. It has 11 digits and starts with 4 or 7; check the card.",
            fr="« {value} » n’est pas un numéro de personne valable. Il a 11 chiffres et commence par 4 ou 7 ; vérifiez la carte.",
        ),
        mistyped=Words(
            ar="في «{value}» رقم مكتوب خطأ. قارنه بالبطاقة رقمًا رقمًا.",
            en="A digit of “{value}” is mistyped. Compare it with the card, digit by digit.",
            fr="Un chiffre de « {value} » est erroné. Comparez-le avec la carte, chiffre par chiffre.",
        ),
    ),
    accounts=Ibans(
        prefix="XX",
        body="[0-9]{16}",
        digits=18,
        pattern="^XX[0-9]{18}$",
        wrong=Words(
            ar="«{value}» ليس رقم آيبان صحيحًا. يبدأ بـ XX ويتكون من 20 خانة.",
            en="“{value}” is not a valid IBAN. It starts with XX and has 20 characters.",
            fr="« {value} » n’est pas un IBAN valable. Il commence par XX et a 20 caractères.",
        ),
    ),
    mobiles=MobileNumbers(
        code="999",
        body="7[0-9]{7}",
        made_from="70",
        wrong=Words(
            ar="«{value}» ليس رقم جوال صحيحًا. مثال: 071234567.",
            en="“{value}” is not a valid mobile number. Example: 071234567.",
            fr="« {value} » n’est pas un numéro de mobile valable. Exemple : 071234567.",
        ),
        example="071234567",
    ),
    hijri=False,
    institution=Words(ar="صندوق الضمان", en="Insurance Fund", fr="Caisse d’assurance"),
    cited={
        "late_penalty": Words(
            ar="قانون الضمان، المادة 17/1",
            en="Social Security Act, section 17(1)",
            fr="loi de sécurité sociale, article 17(1)",
        ),
        "penalty_waiver": Words(
            ar="قانون الضمان، المادة 18",
            en="Social Security Act, section 18",
            fr="loi de sécurité sociale, article 18",
        ),
    },
    terms=TERMS,
    vowels=VOWELS,
)
