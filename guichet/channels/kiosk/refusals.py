"""Refusals of the kiosk itself."""

from __future__ import annotations

from guichet.engine.refusal import Refusal

WRONG_PIN = Refusal(
    "kiosk-sign-in-wrong",
    ar="رقم الهوية أو الرقم السري غير صحيح. أعد إدخالهما.",
    en="The ID number or the PIN is wrong. Enter both again.",
    fr="Le numéro d’identité ou le code secret est faux. Saisissez-les à nouveau.",
)
PINS_DIFFER = Refusal(
    "kiosk-pins-differ",
    ar="الرقمان مختلفان. أدخل الأرقام الستة نفسها مرتين.",
    en="The two are not the same. Enter the same six digits twice.",
    fr="Les deux codes diffèrent. Saisissez deux fois les mêmes six chiffres.",
)
TOO_MANY = Refusal(
    "kiosk-too-many-tries",
    ar="جُرّبت أرقام كثيرة على هذا الجهاز. انتظر قليلًا أو استعمل جهازًا آخر.",
    en="Too many numbers were tried at this kiosk. Wait a while or use another one.",
    fr="Trop de numéros ont été essayés sur cette borne. Patientez ou utilisez-en une autre.",
)
WRONG_CODE = Refusal(
    "kiosk-code-wrong",
    ar="رمز التحقق غير صحيح أو انتهت مدته. أعد إدخاله أو اطلب رمزًا جديدًا.",
    en="The code is wrong or has expired. Enter it again, or ask for a new one.",
    fr="Le code est faux ou a expiré. Saisissez-le à nouveau ou demandez-en un autre.",
)
APP_WAITS = Refusal(
    "kiosk-app-waits",
    ar="لم يُختر الرقم في التطبيق بعد. اختره في هاتفك ثم المس متابعة.",
    en="The number is not chosen in the app yet. Choose it on your telephone, then touch continue.",
    fr="Le nombre n’est pas encore choisi dans l’application. Choisissez-le sur votre téléphone, puis touchez continuer.",
)
WRONG_CARD = Refusal(
    "kiosk-card-wrong",
    ar="البطاقة أو الرقم السري غير صحيح. ضع البطاقة مرة أخرى، أو ادخل برقم الهوية.",
    en="The card or the PIN is wrong. Hold the card before the reader again, or sign in with your ID number.",
    fr="La carte ou le code secret est faux. Présentez à nouveau la carte, ou connectez-vous avec votre numéro d’identité.",
)
