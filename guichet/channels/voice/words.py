"""What the telephone says by itself, apart from the words of services. The Arabic is vocalised by
hand.
"""

from __future__ import annotations

from guichet.channels.voice.lexicon import vocalised
from guichet.lib import institution
from guichet.lib.text import Words

_NAME = institution.name()

LANGUAGE = Words(ar="لِلْعَرَبِيَّةِ وَاحِد.", en="For English, two.", fr="Pour le français, trois.")
WELCOME = Words(
    ar=f"{vocalised(_NAME.ar)}، أَهْلًا.",
    en=f"{_NAME.en}, welcome.",
    fr=f"{_NAME.fr}, bienvenue.",
)
NUMBER = Words(
    ar="رَقْمُ الهُوِيَّةِ أَوِ الإِقَامَة.",
    en="Your national ID or residence number.",
    fr="Votre numéro d’identité ou de séjour.",
)
PIN = Words(
    ar="رَقْمُكَ السِّرِّيّ.",
    en="Your six digit PIN.",
    fr="Votre code secret à six chiffres.",
)
PIN_OTHER = Words(
    ar="وَإِنْ لَمْ تَكُنْ صَاحِبَ هَذَا الجَوَّال فَاضْغَطِ النَّجْمَة.",
    en="If this is not your mobile, press star.",
    fr="Si ce mobile n’est pas le vôtre, tapez étoile.",
)
FIRST_PIN = Words(
    ar="هَذَا رَقْمُكَ السِّرِّيُّ الأَوَّل، فَاخْتَرِ الآنَ رَقْمًا غَيْرَه.",
    en="That was your first PIN. Now choose your own.",
    fr="C’était votre premier code secret. Choisissez maintenant le vôtre.",
)
CHOOSE_PIN = Words(
    ar="أَدْخِلْ سِتَّةَ أَرْقَامٍ تَخْتَارُهَا.",
    en="Enter six digits of your choice.",
    fr="Composez six chiffres de votre choix.",
)
CHOOSE_AGAIN = Words(
    ar="أَدْخِلْهَا مَرَّةً أُخْرَى.", en="Enter them again.", fr="Composez-les encore une fois."
)
PINS_DIFFER = Words(
    ar="الرَّقْمَانِ مُخْتَلِفَان.", en="The two were not the same.", fr="Les deux codes diffèrent."
)
PIN_CHOSEN = Words(
    ar="حُفِظَ رَقْمُكَ السِّرِّيّ.", en="Your PIN is set.", fr="Votre code secret est enregistré."
)
DENIED = Words(
    ar="الرَّقْمُ أَوِ الرَّقْمُ السِّرِّيُّ غَيْرُ صَحِيح. أَعِدِ المُحَاوَلَة.",
    en="The number or the PIN is not right. Try again.",
    fr="Le numéro ou le code secret n’est pas juste. Réessayez.",
)
APP_INSTEAD = Words(
    ar="أَوِ المُرَبَّعُ لِتَطْبِيقِ الهُوِيَّة.",
    en="Or hash for the identity app.",
    fr="Ou dièse pour l’application d’identité.",
)
APP_NUMBER = Words(
    ar="اِخْتَرْ {number} فِي تَطْبِيقِ الهُوِيَّة، ثُمَّ اِضْغَطْ وَاحِد أَوِ اِنْتَظِرْ.",
    en="Choose {number} in the identity app, then press one or wait.",
    fr="Choisissez {number} dans l’application d’identité, puis tapez un ou attendez.",
)
APP_WAITS = Words(
    ar="لَمْ يُخْتَرِ الرَّقْمُ بَعْد.",
    en="The number is not chosen yet.",
    fr="Le nombre n’est pas encore choisi.",
)
CODE_IF_RIGHT = Words(
    ar="كَثُرَتِ المُحَاوَلَاتُ الخَاطِئَة. إِنْ كَانَ رَقْمُكَ السِّرِّيُّ صَحِيحًا فَقَدْ أُرْسِلَ رَمْزٌ إِلَى جَوَّالِك. أَدْخِلِ الرَّمْز.",
    en="There were many wrong tries. If your PIN was right, a code was sent to your mobile. Enter the code.",
    fr="Il y a eu beaucoup d’essais erronés. Si votre code secret était juste, un code a été envoyé à votre mobile. Composez-le.",
)
CODE = Words(
    ar="لِلتَّأْكِيد أُرْسِلَ رَمْزٌ إِلَى جَوَّالِكَ المُسَجَّل. أَدْخِلِ الرَّمْز.",
    en="To confirm, a code was sent to your registered mobile. Enter the code.",
    fr="Pour confirmer, un code a été envoyé à votre mobile enregistré. Composez ce code.",
)
CODE_WRONG = Words(
    ar="الرَّمْزُ غَيْرُ صَحِيح.", en="That code is not right.", fr="Ce code n’est pas juste."
)
CODE_SPENT = Words(
    ar="لَمْ يُؤَكَّدِ الطَّلَب، وَلَمْ يُنَفَّذْ شَيْء.",
    en="It was not confirmed; nothing was done.",
    fr="La demande n’est pas confirmée ; rien n’a été fait.",
)
TOO_MANY = Words(
    ar="كَثُرَتِ المُحَاوَلَات. اِتَّصِلْ لَاحِقًا أَوْ زُرِ الفَرْعَ الاِفْتِرَاضِيّ. مَعَ السَّلَامَة.",
    en="There were too many tries. Call later, or use the virtual branch. Goodbye.",
    fr="Il y a eu trop d’essais. Rappelez plus tard, ou utilisez l’agence virtuelle. Au revoir.",
)
CHOICE = Words(ar="{what}، اِضْغَطْ {key}.", en="{what}: press {key}.", fr="{what} : tapez {key}.")
ENQUIRIES = Words(ar="لِلِاسْتِعْلَام", en="To ask about something", fr="Pour vous renseigner")
CHANGES = Words(
    ar="لِطَلَبٍ أَوْ تَعْدِيل", en="To request or change something", fr="Pour demander ou modifier"
)
MORE = Words(ar="المَزِيد", en="More", fr="La suite")
REPEAT = Words(ar="لِلْإِعَادَة", en="To hear it again", fr="Pour réécouter")
DETAILS = Words(ar="لِلْمَزِيدِ مِنَ التَّفَاصِيل", en="For more details", fr="Pour plus de détails")
ALWAYS = Words(ar="النَّجْمَةُ لِلرُّجُوع.", en="Star goes back.", fr="Étoile : retour.")
CHANGE = Words(
    ar="لِتَغْيِيرِ البَيَانَاتِ أَوِ الإِضَافَة", en="To change or add details", fr="Pour modifier ou compléter"
)
CONFIRM = Words(ar="لِلتَّأْكِيد", en="To confirm", fr="Pour confirmer")
MENU = Words(ar="لِلْقَائِمَةِ الرَّئِيسِيَّة", en="For the main menu", fr="Pour le menu principal")
AGENT = Words(ar="لِلْمُوَظَّف", en="For an operator", fr="Pour un conseiller")
SERVICE_CODE = Words(
    ar="أَوِ اِضْغَطِ المُرَبَّع ثُمَّ رَمْزَ الخِدْمَة.",
    en="Or press hash and the code of the service.",
    fr="Ou tapez dièse puis le code du service.",
)
ASKED = Words(ar="{label}.", en="{label}.", fr="{label}.")
HASH_FOR_DEFAULT = Words(
    ar="لِلْيَوْم اِضْغَطِ المُرَبَّع.", en="For today, press hash.", fr="Pour aujourd’hui, tapez dièse."
)
HASH_FOR_MONTH = Words(
    ar="لِهَذَا الشَّهْر اِضْغَطِ المُرَبَّع.", en="For this month, press hash.", fr="Pour ce mois, tapez dièse."
)
HASH_FOR_USUAL = Words(
    ar="لِلْمُعْتَاد اِضْغَطِ المُرَبَّع.", en="For the usual, press hash.", fr="Pour l’habituel, tapez dièse."
)
HASH_FOR_EMPTY = Words(
    ar="لِتَرْكِهِ فَارِغًا اِضْغَطِ المُرَبَّع.",
    en="To leave it empty, press hash.",
    fr="Pour laisser vide, tapez dièse.",
)
END_WITH_HASH = Words(ar="ثُمَّ اِضْغَطِ المُرَبَّع.", en="Then press hash.", fr="Puis tapez dièse.")
HOW_MONEY = Words(
    ar="بِالرِّيَال، وَالنَّجْمَةُ قَبْلَ الهَلَلَات.",
    en="In riyals, with star before halalas.",
    fr="En riyals, étoile avant les halalas.",
)
HOW_DAY = Words(
    ar="اليَوْمُ وَالشَّهْرُ بِرَقْمَيْنِ وَالسَّنَةُ بِأَرْبَعَة.",
    en="Two digits for the day, two for the month, four for the year.",
    fr="Deux chiffres pour le jour, deux pour le mois, quatre pour l’année.",
)
HOW_MONTH = Words(
    ar="الشَّهْرُ بِرَقْمَيْنِ وَالسَّنَةُ بِأَرْبَعَة.",
    en="Two digits for the month, four for the year.",
    fr="Deux chiffres pour le mois, quatre pour l’année.",
)
HOW_IBAN = Words(
    ar="جَمِيعُ الأَرْقَامِ بَعْدَ الحَرْفَيْنِ الأَوَّلَيْن.",
    en="All the digits after its two letters.",
    fr="Tous les chiffres qui suivent ses deux lettres.",
)
ENDING = Words(
    ar="المُنْتَهِيَةُ بِـ {digits}",
    en="The one ending in {digits}",
    fr="Celui qui finit par {digits}",
)
IS = Words(ar="{label}: {value}.", en="{label}: {value}.", fr="{label} : {value}.")
LINES = Words(
    ar="{label}: {count}، تَجِدُهَا فِي الفَرْعِ الاِفْتِرَاضِيّ.",
    en="{label}: {count}, listed in the virtual branch.",
    fr="{label} : {count}, dans l’agence virtuelle.",
)
DONE = Words(ar="تَمَّ.", en="Done.", fr="C’est fait.")
DONE_BEFORE = Words(
    ar="هَذَا مُسَجَّلٌ مِنْ قَبْل، وَلَمْ يَتَكَرَّر.",
    en="This was recorded before; it was not done twice.",
    fr="C’était déjà enregistré ; cela n’a pas été fait deux fois.",
)
HELD = Words(
    ar="طَلَبُكَ مَحْفُوظ، وَسَيُسْتَكْمَلُ تِلْقَائِيًّا حِينَ تُجِيبُ الجِهَةُ المَسْؤُولَة.",
    en="Your request is kept, and goes on by itself when the public body answers.",
    fr="Votre demande est conservée, et reprendra d’elle-même quand l’organisme répondra.",
)
REFERRED = Words(
    ar="أُحِيلَ طَلَبُكَ إِلَى مُوَظَّف، وَسَيُبَلِّغُكَ بِالقَرَار.",
    en="Your request was passed to an officer, who will tell you the decision.",
    fr="Votre demande est transmise à un agent, qui vous dira la décision.",
)
WILL_BE_HELD = Words(
    ar="إِنْ أَكَّدْتَ حُفِظَ طَلَبُكَ حَتَّى تُجِيبَ الجِهَةُ المَسْؤُولَة.",
    en="If you confirm, your request waits until the public body answers.",
    fr="Si vous confirmez, votre demande attendra la réponse de l’organisme.",
)
WILL_BE_REFERRED = Words(
    ar="إِنْ أَكَّدْتَ أُحِيلَ طَلَبُكَ إِلَى مُوَظَّف.",
    en="If you confirm, your request goes to an officer, who decides.",
    fr="Si vous confirmez, votre demande ira à un agent, qui décidera.",
)
REFERENCE = Words(ar="رَقْمُ الطَّلَب", en="Reference", fr="Référence")
NOT_UNDERSTOOD = Words(
    ar="هَذَا الِاخْتِيَارُ غَيْرُ مَوْجُود.", en="That is not one of the choices.", fr="Ce choix n’existe pas."
)
NOTHING_HEARD = Words(ar="لَمْ نَسْتَلِمْ شَيْئًا.", en="Nothing was entered.", fr="Rien n’a été saisi.")
NO_SUCH_SERVICE = Words(
    ar="لَا تُوجَدُ خِدْمَةٌ هَاتِفِيَّةٌ بِهَذَا الرَّمْز.",
    en="There is no service of that code by telephone.",
    fr="Aucun service téléphonique n’a ce code.",
)
NO_SERVICES = Words(
    ar="لَا تُوجَدُ خِدْمَاتٌ هَاتِفِيَّةٌ لِحِسَابِك.",
    en="There are no services by telephone for your account.",
    fr="Aucun service téléphonique n’est ouvert à votre compte.",
)
NO_AGENT = Words(
    ar="لَا يُوجَدُ مُوَظَّفٌ الآن. اِتَّصِلْ فِي أَوْقَاتِ العَمَل.",
    en="No operator is there now. Call during working hours.",
    fr="Aucun conseiller n’est là. Rappelez aux heures d’ouverture.",
)
CONNECTING = Words(
    ar="نُوَصِّلُكَ بِالمُوَظَّف.", en="Connecting you to an operator.", fr="Nous vous passons un conseiller."
)
MOMENT = Words(ar="لَحْظَةً مِنْ فَضْلِك.", en="One moment, please.", fr="Un instant, s’il vous plaît.")
FAILED = Words(
    ar="حَدَثَ خَلَلٌ عِنْدَنَا. اِتَّصِلْ لَاحِقًا.",
    en="Something went wrong on our side. Please call later.",
    fr="Une erreur s’est produite chez nous. Rappelez plus tard.",
)
GOODBYE = Words(ar="شُكْرًا لَكُمْ، مَعَ السَّلَامَة.", en="Thank you. Goodbye.", fr="Merci. Au revoir.")
SIGN_IN = Words(ar="الدُّخُولُ بِالهَاتِف", en="signing in by telephone", fr="connexion par téléphone")
KEYS = {
    "*": Words(ar="النَّجْمَة", en="star", fr="étoile"),
    "#": Words(ar="المُرَبَّع", en="hash", fr="dièse"),
}
