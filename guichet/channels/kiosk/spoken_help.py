"""Spoken help: what to do on the page, said by the telephone's voices when it is asked for. It
names nobody, so it is made once and kept.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from guichet.channels.kiosk import visit
from guichet.channels.shared import speech
from guichet.lib import spelling
from guichet.lib.locale import Noun, here
from guichet.lib.spelling_ar import ArabicNoun
from guichet.lib.text import LANGUAGES, Words

_DIGIT = Noun(
    ArabicNoun("رَقْم", "رَقْمَان", "أَرْقَام", "رَقْمًا"), ("digit", "digits"), ("chiffre", "chiffres")
)

# The Arabic has its vowels: a speech engine needs them.
HELP = {
    "sign_in": Words(
        ar="أَدْخِلْ رَقْمَ هُوِيَّتِكَ، وَهُوَ {digits}، ثُمَّ رَقْمَكَ السِّرِّيَّ، وَهُوَ سِتَّةُ أَرْقَامٍ، ثُمَّ اضْغَطْ مُتَابَعَة.",
        en="Enter your ID number, {digits}, then your PIN, six digits. Then press continue.",
        fr="Saisissez votre numéro d’identité, {digits}, puis votre code secret, six chiffres. Puis appuyez sur continuer.",
    ),
    "sign_in_code": Words(
        ar="أَدْخِلِ الرَّمْزَ الَّذِي وَصَلَ إِلَى جَوَّالِكَ، وَهُوَ سِتَّةُ أَرْقَامٍ، ثُمَّ اضْغَطْ مُتَابَعَة.",
        en="Enter the six digits we sent to your mobile. Then press continue.",
        fr="Saisissez les six chiffres envoyés à votre mobile. Puis appuyez sur continuer.",
    ),
    "app": Words(
        ar="أَدْخِلْ رَقْمَ هُوِيَّتِكَ، وَهُوَ {digits}، ثُمَّ اضْغَطْ مُتَابَعَة.",
        en="Enter your ID number, {digits}. Then press continue.",
        fr="Saisissez votre numéro d’identité, {digits}. Puis appuyez sur continuer.",
    ),
    "app_digits": Words(
        ar="افْتَحْ تَطْبِيقَ الهُوِيَّةِ الوَطَنِيَّةِ عَلَى هَاتِفِكَ، وَاخْتَرِ الرَّقْمَ الَّذِي تَرَاهُ عَلَى هَذِهِ الشَّاشَةِ.",
        en="Open the national identity app on your telephone, and choose the number you see on this screen.",
        fr="Ouvrez l’application d’identité nationale sur votre téléphone, et choisissez le nombre affiché sur cet écran.",
    ),
    "card": Words(
        ar="ضَعْ بِطَاقَتَكَ أَوْ رَمْزَكَ أَمَامَ القَارِئِ.",
        en="Hold your card or printed code before the reader.",
        fr="Présentez votre carte ou votre code imprimé au lecteur.",
    ),
    "card_pin": Words(
        ar="أَدْخِلْ رَقْمَكَ السِّرِّيَّ، وَهُوَ سِتَّةُ أَرْقَامٍ، ثُمَّ اضْغَطْ مُتَابَعَة.",
        en="Enter your PIN, six digits. Then press continue.",
        fr="Saisissez votre code secret, six chiffres. Puis appuyez sur continuer.",
    ),
    "choose_pin": Words(
        ar="اخْتَرْ رَقْمًا سِرِّيًّا مِنْ سِتَّةِ أَرْقَامٍ، وَأَدْخِلْهُ مَرَّتَيْنِ، ثُمَّ اضْغَطْ مُتَابَعَة.",
        en="Choose a PIN of six digits and enter it twice. Then press continue.",
        fr="Choisissez un code secret de six chiffres et saisissez-le deux fois. Puis appuyez sur continuer.",
    ),
    "services": Words(
        ar="اخْتَرِ الخِدْمَةَ الَّتِي تَحْتَاجُهَا. لِلْخُرُوجِ اضْغَطْ إِنْهَاء.",
        en="Touch the service you need. To leave, press finish.",
        fr="Touchez le service dont vous avez besoin. Pour partir, appuyez sur terminer.",
    ),
    "question": Words(
        ar="أَجِبْ عَنِ السُّؤَالِ بِالأَزْرَارِ، ثُمَّ اضْغَطْ مُتَابَعَة. لَا يُرْسَلُ شَيْءٌ قَبْلَ أَنْ تُرَاجِعَهُ.",
        en="Answer the question with the keys, then press continue. Nothing is sent before you have checked it.",
        fr="Répondez à la question avec les touches, puis appuyez sur continuer. Rien n’est envoyé avant votre vérification.",
    ),
    "check": Words(
        ar="رَاجِعْ مَا عَلَى الشَّاشَةِ. لِتَغْيِيرِ شَيْءٍ اضْغَطْ تَغْيِير بِجَانِبِهِ، وَإِلَّا فَاضْغَطْ مُتَابَعَة.",
        en="Check what is on the screen. To change something, press change beside it; otherwise press continue.",
        fr="Vérifiez ce qui est à l’écran. Pour modifier quelque chose, appuyez sur modifier ; sinon, appuyez sur continuer.",
    ),
    "code": Words(
        ar="أَدْخِلِ الرَّمْزَ الَّذِي وَصَلَ إِلَى جَوَّالِكَ، ثُمَّ اضْغَطْ إِرْسَال.",
        en="Enter the code we sent to your mobile. Then press send.",
        fr="Saisissez le code envoyé à votre mobile. Puis appuyez sur envoyer.",
    ),
    "receipt": Words(
        ar="انْتَهَى طَلَبُكَ. اطْبَعِ الإِيصَالَ إِنْ أَرَدْتَ، ثُمَّ اضْغَطْ إِنْهَاء قَبْلَ أَنْ تَذْهَب.",
        en="Your request is done. Print the receipt if you wish, and press finish before you go.",
        fr="Votre demande est terminée. Imprimez le reçu si vous voulez, et appuyez sur terminer avant de partir.",
    ),
    "ticket": Words(
        ar="اخْتَرْ مَا تَحْتَاجُهُ مِنَ المُوَظَّفِ، وَخُذْ رَقْمَكَ.",
        en="Touch what you need from the staff, and take your number.",
        fr="Touchez ce dont vous avez besoin, et prenez votre numéro.",
    ),
}


def address_of(page: str, language: str) -> str:
    """Where a page's help is heard; nowhere without help or an engine to speak with."""
    if page not in HELP or not speech.is_installed():
        return ""
    return reverse("kiosk-help", args=[page, language])


@visit.at_kiosk("GET", "HEAD")
def spoken(request: Any, page: str, language: str) -> HttpResponse:
    """The help of a page as sound.

    Raises:
        Http404: the page has no help, or nothing can speak here.
    """
    if page not in HELP or language not in LANGUAGES or not speech.is_installed():
        raise Http404
    return visit.private(
        HttpResponse(_sound(told(page, language), language), content_type="audio/wav")
    )


def told(page: str, language: str) -> str:
    """The help of a page in words; a person's number has as many digits as the country's."""
    return HELP[page].at(language, digits=spelling.count(here().persons.digits, _DIGIT, language))


def _sound(text: str, language: str) -> bytes:
    name = sha256(f"{language}\0{text}".encode()).hexdigest()[:32]
    path = Path(settings.STATE) / "kiosk-help" / f"{name}.wav"
    if path.exists():
        return path.read_bytes()
    sound = speech.wav(text, language)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    # Written aside, so that nobody hears half of it.
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(sound)
    fresh.replace(path)
    return sound
