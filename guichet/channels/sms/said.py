"""Words that mean the same at any point of a conversation."""

from __future__ import annotations

from enum import StrEnum

from guichet.channels.sms.folding import fold


class Said(StrEnum):
    """What a short text means whatever the conversation is about."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    CANCEL = "cancel"
    BACK = "back"
    YES = "yes"
    NO = "no"
    MORE = "more"
    CODE_AGAIN = "code again"
    ARABIC = "ar"
    ENGLISH = "en"
    FRENCH = "fr"


LANGUAGES = {Said.ARABIC: "ar", Said.ENGLISH: "en", Said.FRENCH: "fr"}

_SPELLINGS = {
    Said.STOP: "stop|stopall|unsubscribe|قف|توقف|أوقف|إيقاف|وقف|الغاء الاشتراك|arret|arreter|arrêt|desabonner",
    Said.START: "start|unstop|subscribe|ابدأ|اشترك|اشتراك|تشغيل|استئناف|commencer|reprendre|demarrer",
    Said.HELP: "help|info|menu|services|hi|hello|?|مساعدة|مساعده|ساعدني|خدمات|الخدمات|قائمة|القائمة|مرحبا|السلام عليكم|aide|bonjour|؟",
    Said.CANCEL: "cancel|quit|exit|end|الغاء|ألغ|إلغاء الطلب|خروج|annuler|quitter",
    Said.BACK: "back|رجوع|السابق|retour",
    Said.YES: "yes|y|ok|okay|confirm|نعم|ن|اي|ايوه|موافق|تأكيد|oui|o|d accord|confirmer",
    Said.NO: "no|n|لا|non",
    Said.MORE: "more|next|المزيد|مزيد|تابع|suite|plus",
    Said.CODE_AGAIN: "code|resend|رمز|الرمز|اعادة الرمز|renvoyer",
    Said.ARABIC: "arabic|عربي|العربية|عربية|arabe",
    Said.ENGLISH: "english|إنجليزي|انجليزي|الانجليزية|anglais",
    Said.FRENCH: "french|فرنسي|الفرنسية|francais|français",
}
_KNOWN = {fold(word): said for said, words in _SPELLINGS.items() for word in words.split("|")}

WORDS = frozenset(_KNOWN)  # folded; no service is called by one of them


def said(text: str) -> Said | None:
    """What the whole text means; None if it is none of these."""
    plain = " ".join(fold(text).replace("'", " ").replace("’", " ").split())
    return _KNOWN.get(plain) or _KNOWN.get(plain.strip(".!،, "))
