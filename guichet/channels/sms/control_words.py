"""Words that mean the same at any point of a conversation."""

from __future__ import annotations

from enum import StrEnum

from guichet.lib.text import folded as fold


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
    Said.STOP: "stop|stopall|unsubscribe|قف|توقف|أوقف|إيقاف|وقف|الغاء الاشتراك|arret|arreter|arretez|stoppez|arrêt|desabonner",
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
_ENDS = ".!،,;:؛؟?"
_KNOWN = {fold(word): said for said, words in _SPELLINGS.items() for word in words.split("|")}

# Words that politeness adds to a wish to be left alone, or to be told again: they change nothing of
# what is meant.
_ADDED = frozenset(
    fold(
        "please pls kindly now all the any these your my me us sending send texts text messages message sms notices notice"
        " notifications notification alerts alert من فضلك لو سمحت رجاء ارجو ارجوكم كل جميع ارسال الي لي عني عن"
        " الاشعارات اشعارات اشعاراتكم الرسائل رسائل رسائلكم التنبيهات تنبيهات الاشعار svp s il vous plait merci thanks thank you"
        " شكرا les des vos avis notifications alertes de m envoyer tous toutes"
    ).split()
)

WORDS = frozenset(_KNOWN)  # folded; no service is called by one of them


def said(text: str) -> Said | None:
    """What the whole text means; None if it is none of these."""
    plain = _plain(text)
    meant = _KNOWN.get(plain) or _KNOWN.get(plain.strip(".!،, "))
    return meant or _notices_said(plain)


def begins_opt_out(text: str) -> bool:
    """Whether a text that is no plain wish begins with the word for one: it calls no
    service then.
    """
    first, _, _ = _plain(text).partition(" ")
    return _KNOWN.get(first.strip(_ENDS)) is Said.STOP


def _notices_said(plain: str) -> Said | None:
    """STOP and START among words that add nothing: "STOP please", "إيقاف الإشعارات"."""
    bare = [word for each in plain.split() if (word := each.strip(_ENDS)) and word not in _ADDED]
    meant = _KNOWN.get(" ".join(bare))
    return meant if meant in (Said.STOP, Said.START) else None


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("'", " ").replace("’", " ").replace("-", " ").split())
