"""What each channel is called."""

from __future__ import annotations

from guichet.lib.text import Words

CHANNELS = {
    "web": Words(ar="الفرع الافتراضي", en="Virtual branch", fr="Agence virtuelle"),
    "bulk": Words(ar="ملف", en="File", fr="Fichier"),
    "api": Words(ar="ربط الأنظمة", en="System to system", fr="Système à système"),
    "voice": Words(ar="الهاتف", en="Telephone", fr="Téléphone"),
    "sms": Words(ar="رسالة نصية", en="Text message", fr="SMS"),
    "kiosk": Words(ar="جهاز الخدمة الذاتية", en="Kiosk", fr="Borne"),
    "bank": Words(ar="البنك", en="Bank", fr="Banque"),
    "counter": Words(ar="الفرع", en="Branch", fr="Agence"),
}


def add(name: str, words: Words) -> None:
    """A channel says what it is called, from its ``AppConfig.ready``."""
    CHANNELS[name] = words
